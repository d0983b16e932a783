"""Writes whole files durably: a file has its former content or the new one, never half of it.

A file is written under a temporary name in its own folder, flushed to the disk, renamed, and the folder is
flushed as well, so that it survives a power cut (rename(2), fsync(2)).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import msgspec

from newscrawler.store.failpoints import failpoint

BUFFER = 1 << 20  # bytes


def write_whole(path: Path, content: str | bytes | Iterable[bytes]) -> None:
    """Writes or replaces a file.

    ``content`` is the text (stored as UTF-8), the bytes, or the lines without their newlines. Exceptions, OSError
    from the disk or any from the iterable, go to the caller; the file is then unchanged and the temporary one is
    removed. A symbolic link stays a link: its target is replaced. A device or a pipe (``/dev/stdout``) cannot be
    replaced and is written to.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            _fill(file, content)
        return
    path = path.resolve()
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("wb", BUFFER) as file:
            failpoint()
            _fill(file, content)
            sync_file(file)
        failpoint()
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _fill(file: BinaryIO, content: str | bytes | Iterable[bytes]) -> None:
    if isinstance(content, str):
        file.write(content.encode())
    elif isinstance(content, bytes):
        file.write(content)
    else:
        file.writelines(line + b"\n" for line in content)


def write_json(path: Path, value: object) -> None:
    """Writes or replaces a file of JSON for people to read: ``value``, indented, as write_whole() writes."""
    write_whole(path, msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def replace_durably(temporary: Path, path: Path) -> None:
    """Gives a whole file its name, in place of one that has it, so that both survive a power cut; raises OSError."""
    with temporary.open("r+b") as file:
        sync_file(file)
    temporary.replace(path)
    sync_folder(path.parent)


def sync_file(file: BinaryIO) -> None:
    """Flushes an open file to the disk; raises OSError when that fails."""
    failpoint()
    file.flush()
    failpoint()
    os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Makes a rename or a new file in the folder survive a power cut (fsync(2) on the directory)."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        failpoint()
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
