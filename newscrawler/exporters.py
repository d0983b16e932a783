"""Writes the folder of a run: JSON Lines per type, the manifest last, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO

import msgspec

from newscrawler.store.failpoints import failpoint
from newscrawler.store.manifest import FileFacts, Manifest

FILES = {
    "article": "articles.jsonl",
    "weather": "weather.jsonl",
    "sidebar": "sidebar.jsonl",
    "rejected": "rejected.jsonl",
}
MANIFEST = "run.json"
RUN_ID = re.compile(r"\d{8}T\d{6}(-\d+)?")  # the KST second it began; a suffix where another had that
_BUFFER = 1 << 20
encode = msgspec.json.Encoder().encode


class RunFolder:
    """One run's folder: filled under a temporary name, published by one rename.

    Every method raises OSError when the disk refuses; nothing published before is touched.
    """

    def __init__(self, parent: Path, run_id: str) -> None:
        """Makes the temporary folder, and clears away those that dead runs left in ``parent``."""
        parent.mkdir(parents=True, exist_ok=True)
        for leftover in parent.glob(".*.part"):
            shutil.rmtree(leftover)
        self.path = parent / run_id
        self._temporary = parent / f".{run_id}.part"
        self._temporary.mkdir()
        self._files: dict[str, BinaryIO] = {
            kind: (self._temporary / name).open("wb", _BUFFER) for kind, name in FILES.items()
        }

    def write(self, kind: str, record: bytes) -> None:
        """Appends one encoded record to the feed of its kind."""
        self._files[kind].write(record + b"\n")

    def close(self) -> list[FileFacts]:
        """Flushes every feed to the disk and says what the files hold."""
        for file in self._files.values():
            failpoint()
            file.flush()
            failpoint()
            os.fsync(file.fileno())
            file.close()
        return [read_facts(self._temporary / name) for name in FILES.values()]

    def publish(self, manifest: Manifest) -> None:
        """Writes the manifest and gives the folder its name; call after close()."""
        _write_durably(self._temporary / MANIFEST, _pretty(manifest))
        _sync_folder(self._temporary)
        failpoint()
        self._temporary.rename(self.path)
        _sync_folder(self.path.parent)

    def differences(self, accepted: Mapping[str, int]) -> list[str]:
        """Reads the feeds from the disk and says, one sentence each, where they do not hold the number
        of records accepted; the stats are a claim, the file is the fact.
        """
        folder = self.path if self.path.exists() else self._temporary
        sentences = []
        for kind, name in FILES.items():
            records = read_facts(folder / name).records
            if records != accepted.get(kind, 0):
                sentences.append(f"{name} holds {records} records, {accepted.get(kind, 0)} were accepted")
        return sentences

    def amend(self, manifest: Manifest) -> None:
        """Replaces the published manifest, whole or not at all."""
        write_whole(self.path / MANIFEST, _pretty(manifest))


def write_whole(path: Path, data: bytes) -> None:
    """Writes or replaces a file, whole or not at all, so that it survives a power cut; OSError as the disk gives it."""
    temporary = path.with_name(f".{path.name}")
    _write_durably(temporary, data)
    failpoint()
    temporary.replace(path)
    _sync_folder(path.parent)


def read_facts(path: Path) -> FileFacts:
    """Counts a feed file from the disk; a last line without its newline is no record."""
    digest, records, size = hashlib.sha256(), 0, 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            records += chunk.count(b"\n")
            size += len(chunk)
    return FileFacts(path.name, records, size, digest.hexdigest())


def _pretty(manifest: Manifest) -> bytes:
    return msgspec.json.format(encode(manifest), indent=2) + b"\n"


def _write_durably(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        failpoint()
        file.write(data)
        file.flush()
        failpoint()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    """Makes a rename or a new file in the folder survive a power cut (fsync(2) on the directory)."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        failpoint()
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_lines(records: Iterable[bytes], path: Path | None) -> None:
    """Writes records one a line, to standard output for None; a file appears under its name when it is whole."""
    temporary = path.with_name(f".{path.name}.part") if path else None
    with temporary.open("wb") if temporary else nullcontext(sys.stdout.buffer) as file:
        for record in records:
            file.write(record + b"\n")
        file.flush()
        if temporary and path:
            os.fsync(file.fileno())
            temporary.replace(path)
