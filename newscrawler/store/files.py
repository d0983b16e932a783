"""Writes whole files durably: a file has its former content or the new one, never half of it.

A file is written under a temporary name in its own folder, flushed to the disk, renamed, and the folder is
flushed as well, so that it survives a power cut (rename(2), fsync(2)).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
    with whole_file(path) as file:
        _fill(file, content)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Opens a file to fill, which appears at the end of the block as write_whole() says."""
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    path = path.resolve()
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("wb", BUFFER) as file:
            failpoint()
            yield file
            sync_file(file)
        failpoint()
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Gives a new folder to fill, which takes the name ``path`` at the end of the block and replaces one of that name.

    The former folder is away before the new one has its name: for a moment there may be neither, never half of one.
    After an exception the former folder is unchanged, and the new one is removed. What a dead process left is removed
    at the next call.
    """
    path = path.resolve()
    temporary, former = (path.with_name(f".{path.name}.{suffix}") for suffix in ("part", "former"))
    shutil.rmtree(temporary, ignore_errors=True)
    if not path.exists() and former.exists():
        former.rename(path)  # a process died between the two renames below
    try:
        temporary.mkdir()
        yield temporary
        for folder in (temporary, *(each for each in temporary.rglob("*") if each.is_dir())):
            sync_folder(folder)
        failpoint()
        if path.exists():
            shutil.rmtree(former, ignore_errors=True)
            path.rename(former)
        failpoint()
        temporary.rename(path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        if not path.exists() and former.exists():
            former.rename(path)
        raise
    shutil.rmtree(former, ignore_errors=True)
    sync_folder(path.parent)


def _fill(file: BinaryIO, content: str | bytes | Iterable[bytes]) -> None:
    if isinstance(content, str):
        file.write(content.encode())
    elif isinstance(content, bytes):
        file.write(content)
    else:
        file.writelines(line + b"\n" for line in content)


def write_json(path: Path, value: object) -> None:
    """Writes or replaces a file of JSON for people to read, as write_whole() writes."""
    write_whole(path, json_for_people(value))


def json_for_people(value: object) -> bytes:
    """A value as indented JSON with a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


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
