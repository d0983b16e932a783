"""Writes the folder of a run: JSON Lines per type, the manifest last, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import BinaryIO

import msgspec

from newscrawler.items import Item
from newscrawler.manifest import FileFacts, Manifest

FILES = {
    "article": "articles.jsonl",
    "weather": "weather.jsonl",
    "sidebar": "sidebar.jsonl",
    "rejected": "rejected.jsonl",
}
MANIFEST = "run.json"
_encode = msgspec.json.Encoder().encode


class RunFolder:
    """One run's folder: filled under a temporary name, published by one rename.

    Every method raises OSError when the disk refuses; nothing published before is touched.
    """

    def __init__(self, parent: Path, run_id: str) -> None:
        """Makes the temporary folder; ``run_id`` gets a suffix when another run has it already."""
        parent.mkdir(parents=True, exist_ok=True)
        self.run_id, self._temporary = _claim(parent, run_id)
        self.path = parent / self.run_id
        self.counts = dict.fromkeys(FILES, 0)
        self._files: dict[str, BinaryIO] = {
            kind: (self._temporary / name).open("wb") for kind, name in FILES.items()
        }

    def write(self, item: Item) -> None:
        """Appends one record to the feed of its type."""
        self._files[item.type].write(_encode(item) + b"\n")
        self.counts[item.type] += 1

    def close(self) -> list[FileFacts]:
        """Flushes every feed to the disk and says what the files hold."""
        for file in self._files.values():
            file.flush()
            os.fsync(file.fileno())
            file.close()
        return [read_facts(self._temporary / name) for name in FILES.values()]

    def discard(self) -> None:
        """Throws the unpublished folder away."""
        for file in self._files.values():
            file.close()
        shutil.rmtree(self._temporary, ignore_errors=True)

    def publish(self, manifest: Manifest) -> None:
        """Writes the manifest and gives the folder its name; call after close()."""
        _write_durably(self._temporary / MANIFEST, _pretty(manifest))
        _sync_folder(self._temporary)
        self._temporary.rename(self.path)
        _sync_folder(self.path.parent)

    def differences(self) -> list[str]:
        """Reads the published feeds again and says, one sentence each, where they hold another number
        of records than were accepted; the stats are a claim, the file is the fact.
        """
        sentences = []
        for kind, name in FILES.items():
            records = read_facts(self.path / name).records
            if records != self.counts[kind]:
                sentences.append(f"{name} holds {records} records, {self.counts[kind]} were accepted")
        return sentences

    def amend(self, manifest: Manifest) -> None:
        """Replaces the published manifest, whole or not at all."""
        temporary = self.path / f".{MANIFEST}"
        _write_durably(temporary, _pretty(manifest))
        temporary.replace(self.path / MANIFEST)
        _sync_folder(self.path)


def read_facts(path: Path) -> FileFacts:
    """Counts a feed file from the disk; a last line without its newline is no record."""
    digest, records, size = hashlib.sha256(), 0, 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            records += chunk.count(b"\n")
            size += len(chunk)
    return FileFacts(path.name, records, size, digest.hexdigest())


def _claim(parent: Path, run_id: str) -> tuple[str, Path]:
    """A run id nobody has and its temporary folder, which makes the claim visible to other runs."""
    for number in range(1, 1000):
        name = run_id if number == 1 else f"{run_id}-{number}"
        temporary = parent / f".{name}.part"
        if (parent / name).exists():
            continue
        try:
            temporary.mkdir()
        except FileExistsError:
            continue
        return name, temporary
    raise FileExistsError(f"{parent / run_id} and its next 998 names are taken")


def _pretty(manifest: Manifest) -> bytes:
    return msgspec.json.format(_encode(manifest), indent=2) + b"\n"


def _write_durably(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    """Makes a rename or a new file in the folder survive a power cut (fsync(2) on the directory)."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
