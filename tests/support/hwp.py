"""Small HWP 5.0 and HWPX files, written as their specifications have them (한글 문서 파일 형식 5.0; KS X 6101)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
COMPRESSED, PASSWORD, DISTRIBUTION = 1, 2, 4


def hwp(paragraphs: Sequence[str], flags: int = COMPRESSED) -> bytes:
    """An HWP 5.0 file with one section of these paragraphs."""
    header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05010000, flags)
    properties = _record(16, struct.pack("<H", 1).ljust(26, b"\0"))
    section = b"".join(_record(67, f"{text}\r".encode("utf-16-le")) for text in paragraphs)
    bodies = (_deflated(part) if flags & COMPRESSED else part for part in (properties, section))
    info, text = bodies
    return _compound([("FileHeader", header.ljust(256, b"\0")), ("DocInfo", info)], ("BodyText", "Section0", text))


def _record(tag: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 0xFFF:
        return struct.pack("<I", tag | size << 20) + payload
    return struct.pack("<II", tag | 0xFFF << 20, size) + payload


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def _compound(streams: list[tuple[str, bytes]], stored: tuple[str, str, bytes]) -> bytes:
    """A compound file (MS-CFB, version 3) of streams, and of one stream in a folder; all short, in the mini stream."""
    storage, name, data = stored
    contents = [*(content for _, content in streams), data]
    assert all(len(content) < _CUTOFF for content in contents)
    mini, chains, starts = b"", [], []
    for content in contents:
        starts.append(len(mini) // _MINI)
        sectors = -(-len(content) // _MINI)
        chains += [*range(starts[-1] + 1, starts[-1] + sectors), _END]
        mini += content.ljust(sectors * _MINI, b"\0")
    names = [stream for stream, _ in streams]
    sizes = list(map(len, contents))
    entries = [_entry("Root Entry", 5, child=1, start=3, size=len(mini))]
    entries += [
        _entry(stream, 2, right=place + 2, start=starts[place], size=sizes[place]) for place, stream in enumerate(names)
    ]
    entries += [_entry(storage, 1, child=len(names) + 2), _entry(name, 2, start=starts[-1], size=sizes[-1])]
    directory = _padded(b"".join(entries))
    mini_fat = _padded(struct.pack(f"<{len(chains)}I", *chains), b"\xff")
    assert (len(directory), len(mini_fat)) == (2 * _SECTOR, _SECTOR)
    mini = _padded(mini)
    last = 3 + len(mini) // _SECTOR  # sector 0: FAT, 1: mini FAT, 2 and last: directory, from 3 on: mini stream
    fat = [_FAT, _END, last, *range(4, last), _END, _END]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 2, 0, _CUTOFF, 1, 1, _END, 0) + struct.pack("<I", 0)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(_SECTOR, b"\xff")
    head, tail = directory[:_SECTOR], directory[_SECTOR:]
    return header.ljust(_SECTOR, b"\xff") + table + mini_fat + head + mini + tail


def _entry(name: str, kind: int, child: int = _FREE, right: int = _FREE, start: int = 0, size: int = 0) -> bytes:
    written = f"{name}\0".encode("utf-16-le")
    entry = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, _FREE, right, child)
    return entry + bytes(36) + struct.pack("<IQ", start, size)


def _padded(data: bytes, filler: bytes = b"\0") -> bytes:
    return data.ljust(-(-len(data) // _SECTOR) * _SECTOR, filler)


def hwpx(paragraphs: Iterable[str], encrypted: bool = False) -> bytes:
    """An HWPX file with one section of these paragraphs."""
    space = "http://www.hancom.co.kr/hwpml/2011"
    runs = "".join(f"<hp:p><hp:run><hp:t>{text}</hp:t></hp:run></hp:p>" for text in paragraphs)
    section = f'<hs:sec xmlns:hs="{space}/section" xmlns:hp="{space}/paragraph">{runs}</hs:sec>'
    manifest = "<m><encryption-data/></m>" if encrypted else "<m/>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/hwp+zip")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("Contents/section0.xml", section)
    return file.getvalue()
