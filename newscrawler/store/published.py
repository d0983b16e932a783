"""Where the runs of a newspaper are published: what a local folder and a bucket must do."""

from __future__ import annotations

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import BinaryIO, Self

from newscrawler.store.files import BUFFER
from newscrawler.store.manifest import FileFacts, Manifest

MANIFEST = "run.json"
RUN_ID = re.compile(r"\d{8}T\d{6}(-\d+)?")  # the KST second of its start; a suffix if another run has the same


class NewRun(ABC):
    """A run that is being published: its files, then its manifest, from which on readers see it.

    Every method raises OSError; runs published before are never touched. The order of calls is open() for each feed,
    close(), publish(), and amend() if the published manifest proves wrong. What is unpublished at the end of a
    ``with`` block is removed.
    """

    def __enter__(self) -> Self:
        return self

    @abstractmethod
    def __exit__(self, *_: object) -> None: ...

    @abstractmethod
    def open(self, name: str) -> BinaryIO:
        """Opens a new feed file of this name for writing; close() closes it."""

    @abstractmethod
    def close(self) -> list[FileFacts]:
        """Stores every feed durably; returns what the files hold, read back, in the order they were opened."""

    @abstractmethod
    def publish(self, manifest: Manifest) -> None:
        """Writes the manifest and shows the run to readers; call it after close()."""

    def differences(self, accepted: Mapping[str, int]) -> list[str]:
        """One sentence for each file that does not hold the accepted records, counted by file name.

        The count is what the run claims, the file is the fact.
        """
        return [
            f"{name} holds {records} records, {accepted.get(name, 0)} were accepted"
            for name, records in self._records().items()
            if records != accepted.get(name, 0)
        ]

    @abstractmethod
    def _records(self) -> dict[str, int]:
        """The records that each file holds by now, by its name."""

    @abstractmethod
    def amend(self, manifest: Manifest) -> None:
        """Replaces the published manifest, completely or not at all."""


class PublishedRuns(ABC):
    """The published runs of one newspaper. Every method raises OSError."""

    @abstractmethod
    def place(self, run_id: str = "") -> str:
        """Where a run is, or all runs of the newspaper are, for people: a path or an address."""

    @abstractmethod
    def is_published(self, run_id: str) -> bool:
        """Whether a run was published: its manifest is there."""

    @abstractmethod
    def is_taken(self, run_id: str) -> bool:
        """Whether this name is in use, so that a new run needs another."""

    @abstractmethod
    def run_ids(self) -> list[str]:
        """The ids of all published runs, sorted by start."""

    @abstractmethod
    def incomplete(self) -> list[str]:
        """The ids of runs that have files under their final names and no manifest, sorted by start."""

    @abstractmethod
    def manifest(self, run_id: str) -> Manifest:
        """The manifest of a published run; also raises msgspec.MsgspecError for a damaged one."""

    @abstractmethod
    def read(self, run_id: str, name: str) -> BinaryIO:
        """Opens a file of a published run for reading."""

    @abstractmethod
    def facts(self, run_id: str, name: str) -> FileFacts:
        """The content of a file of a published run, read back."""

    @abstractmethod
    def begin(self, run_id: str) -> NewRun:
        """Makes room for a new run, and removes what dead runs left."""


def facts_of(file: BinaryIO, name: str) -> FileFacts:
    """What an open feed file holds; a last line without a newline does not count as a record. Raises OSError."""
    digest, records, size = hashlib.sha256(), 0, 0
    while chunk := file.read(BUFFER):
        digest.update(chunk)
        records += chunk.count(b"\n")
        size += len(chunk)
    return FileFacts(name, records, size, digest.hexdigest())


def started(run_id: str) -> tuple[str, int]:
    """The key by which ids sort by start: of two in a second, 2 comes before 10."""
    second, _, number = run_id.partition("-")
    return second, int(number or 1)
