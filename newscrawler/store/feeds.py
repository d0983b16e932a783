"""Publishes the runs of a newspaper: one folder for each, complete or not at all."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Self

import msgspec
from scrapy.settings import BaseSettings

from newscrawler.store.failpoints import failpoint
from newscrawler.store.files import BUFFER, sync_file, sync_folder, write_json
from newscrawler.store.manifest import FileFacts, Manifest

MANIFEST = "run.json"
RUN_ID = re.compile(r"\d{8}T\d{6}(-\d+)?")  # the KST second of its start; a suffix if another run has the same
_decode = msgspec.json.Decoder(Manifest).decode
_UNFINISHED = re.compile(rf"\.{RUN_ID.pattern}\.part")


class Feeds:
    """The published runs of one newspaper, a folder each below ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def is_published(self, run_id: str) -> bool:
        """Whether a run was published: its folder has its name and its manifest."""
        return (self.path / run_id / MANIFEST).exists()

    def is_taken(self, run_id: str) -> bool:
        """Whether this name is in use, so that a new run needs another."""
        return (self.path / run_id).exists()

    def run_ids(self) -> list[str]:
        """The ids of all published runs, sorted by start."""
        found = (path.parent.name for path in self.path.glob(f"*/{MANIFEST}"))
        return sorted((run_id for run_id in found if RUN_ID.fullmatch(run_id)), key=_started)

    def incomplete(self) -> list[str]:
        """The ids of runs that have a folder and no manifest, sorted by start: something else removed it."""
        names = (path.name for path in self.path.glob("*") if path.is_dir() and not path.is_symlink())
        return sorted((name for name in names if RUN_ID.fullmatch(name) and not self.is_published(name)), key=_started)

    def manifest(self, run_id: str) -> Manifest:
        """The manifest of a published run; raises OSError, and msgspec.MsgspecError for a damaged one."""
        return _decode((self.path / run_id / MANIFEST).read_bytes())

    def read(self, run_id: str, name: str) -> BinaryIO:
        """Opens a file of a published run for reading; raises OSError."""
        return (self.path / run_id / name).open("rb", BUFFER)

    def facts(self, run_id: str, name: str) -> FileFacts:
        """The content of a file of a published run on the disk; raises OSError."""
        return read_facts(self.path / run_id / name)

    def begin(self, run_id: str) -> RunFolder:
        """Creates the folder of a new run, and removes the temporary folders that dead runs left.

        Only folders named ``.<run_id>.part`` are removed, and one that cannot be removed stays. Raises OSError
        if the new folder cannot be created.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        for leftover in self.path.glob(".*.part"):
            if _UNFINISHED.fullmatch(leftover.name) and leftover.is_dir() and not leftover.is_symlink():
                shutil.rmtree(leftover, ignore_errors=True)
        return RunFolder(self.path, run_id)


class RunFolder:
    """One run's folder: filled under a temporary name, published by one rename.

    Every method raises OSError when the disk fails; runs published before are never touched. The order of calls is
    open() for each feed, close(), publish(), and amend() if the published manifest proves wrong. At the end of a
    ``with`` block, an unpublished folder is removed.
    """

    def __init__(self, parent: Path, run_id: str) -> None:
        """Creates the temporary folder in ``parent``; removes what an attempt with the same id left there."""
        self.path = parent / run_id
        self._temporary = parent / f".{run_id}.part"
        with suppress(FileNotFoundError):
            shutil.rmtree(self._temporary)
        self._temporary.mkdir()
        self._files: dict[str, BinaryIO] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            with suppress(OSError):  # a full disk rejects what is still in the buffer
                file.close()
        shutil.rmtree(self._temporary, ignore_errors=True)

    def open(self, name: str) -> BinaryIO:
        """Opens a new feed file of this name for writing; close() closes it."""
        file = self._files[name] = (self._temporary / name).open("wb", BUFFER)
        return file

    def close(self) -> list[FileFacts]:
        """Flushes every feed to the disk; returns what the files hold, in the order they were opened."""
        for file in self._files.values():
            sync_file(file)
            file.close()
        return [read_facts(self._temporary / name) for name in self._files]

    def publish(self, manifest: Manifest) -> None:
        """Writes the manifest and gives the folder its name; call it after close()."""
        write_json(self._temporary / MANIFEST, manifest)
        failpoint()
        self._temporary.rename(self.path)
        sync_folder(self.path.parent)

    def differences(self, accepted: Mapping[str, int]) -> list[str]:
        """Reads the feeds back; returns one sentence for each file that does not hold the accepted records.

        ``accepted`` counts records by file name. The count is what the run claims, the file is the fact.
        """
        folder = self.path if self.path.exists() else self._temporary
        sentences = []
        for name in self._files:
            records = read_facts(folder / name).records
            if records != accepted.get(name, 0):
                sentences.append(f"{name} holds {records} records, {accepted.get(name, 0)} were accepted")
        return sentences

    def amend(self, manifest: Manifest) -> None:
        """Replaces the published manifest, completely or not at all."""
        write_json(self.path / MANIFEST, manifest)


def open_feeds(settings: BaseSettings, site: str) -> Feeds:
    """The folder in which the runs of a newspaper are published: ``<DATA_DIR>/<site>``."""
    return Feeds(Path(settings["DATA_DIR"]) / site)


def published_sites(settings: BaseSettings) -> list[str]:
    """The short names of the newspapers that have published runs, sorted."""
    return sorted({path.parent.parent.name for path in Path(settings["DATA_DIR"]).glob(f"*/*/{MANIFEST}")})


def _started(run_id: str) -> tuple[str, int]:
    """The key by which ids sort by start: of two in a second, 2 comes before 10."""
    second, _, number = run_id.partition("-")
    return second, int(number or 1)


def read_facts(path: Path) -> FileFacts:
    """The content of a feed file on the disk; a last line without a newline does not count as a record."""
    digest, records, size = hashlib.sha256(), 0, 0
    with path.open("rb") as file:
        while chunk := file.read(BUFFER):
            digest.update(chunk)
            records += chunk.count(b"\n")
            size += len(chunk)
    return FileFacts(path.name, records, size, digest.hexdigest())
