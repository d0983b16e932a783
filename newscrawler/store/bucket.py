"""Publishes the runs of a newspaper in an S3-compatible bucket: feeds first, the manifest last and only if absent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO, Self, cast

import msgspec

from newscrawler.store.feeds import MANIFEST, RUN_ID
from newscrawler.store.files import BUFFER
from newscrawler.store.manifest import FileFacts, Manifest

ABANDONED = timedelta(hours=1)
"""An unpublished run whose newest object is older is dead: publishing takes minutes."""


class BucketFeeds:
    """The published runs of one newspaper below ``path`` (``bucket/prefix/site``); a run exists with its manifest.

    ``files`` is an s3fs.S3FileSystem made with use_listings_cache=False. Every method raises OSError.
    """

    def __init__(self, files: Any, path: str) -> None:
        self.files, self.path = files, path

    def is_published(self, run_id: str) -> bool:
        """Whether the manifest of a run is there."""
        return bool(self.files.exists(f"{self.path}/{run_id}/{MANIFEST}"))

    def is_taken(self, run_id: str) -> bool:
        """Whether there is any object of this run."""
        return bool(self.files.find(f"{self.path}/{run_id}/"))

    def run_ids(self) -> list[str]:
        """The ids of all published runs, sorted by start."""
        runs = self._objects()
        return sorted(run_id for run_id, objects in runs.items() if MANIFEST in objects)

    def begin(self, run_id: str) -> BucketRun:
        """Removes what dead attempts left, never objects of the last hour; raises FileExistsError for a taken id."""
        now = datetime.now(UTC)
        for name, objects in self._objects().items():
            if MANIFEST not in objects and all(now - written > ABANDONED for written in objects.values()):
                self.files.rm([f"{self.path}/{name}/{each}" for each in objects])
        if self.is_taken(run_id):
            raise FileExistsError(f"run {run_id} has objects in {self.path} that another process wrote")
        return BucketRun(self.files, f"{self.path}/{run_id}")

    def _objects(self) -> dict[str, dict[str, datetime]]:
        """When each object of each run was written, by run id and name."""
        found: dict[str, dict[str, datetime]] = {}
        for key, facts in self.files.find(self.path, detail=True).items():
            run_id, _, name = key.removeprefix(f"{self.path}/").partition("/")
            if RUN_ID.fullmatch(run_id) and name:
                found.setdefault(run_id, {})[name] = facts["LastModified"]
        return found


class BucketRun:
    """One run's objects; the calls and their order are those of feeds.RunFolder.

    A feed is sent in parts while it is written, and is an object from close() on, only if there was none.
    """

    def __init__(self, files: Any, path: str) -> None:
        self.path = path
        self._store = files
        self._files: dict[str, Any] = {}
        self._written: list[str] = []
        self._is_published = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            if not file.closed:
                with suppress(OSError):
                    file.discard()
                file.closed = True
        if self._written and not self._is_published:
            with suppress(OSError):  # objects that stay are seen by no reader, and removed later
                self._store.rm([f"{self.path}/{name}" for name in self._written])

    def open(self, name: str) -> BinaryIO:
        """Opens a new feed of this name for writing; close() makes it an object."""
        file = self._files[name] = self._store.open(f"{self.path}/{name}", "xb")
        return cast("BinaryIO", file)

    def close(self) -> list[FileFacts]:
        """Sends the rest of every feed; returns what the objects hold, read back, in the order they were opened."""
        for name, file in self._files.items():
            file.close()
            self._written.append(name)
        return [self._facts(name) for name in self._files]

    def publish(self, manifest: Manifest) -> None:
        """Writes the manifest, only if there is none; raises FileExistsError if another process published the run."""
        try:
            self._store.pipe_file(f"{self.path}/{MANIFEST}", _encoded(manifest), mode="create")
        except FileExistsError as error:
            self._is_published = True  # the other's feeds are not removed
            raise FileExistsError(f"run {self.path} was published by another process meanwhile") from error
        self._is_published = True

    def differences(self, accepted: Mapping[str, int]) -> list[str]:
        """Reads the feeds back; returns one sentence for each that does not hold the accepted records."""
        counts = {name: self._facts(name).records for name in self._files}
        return [
            f"{name} holds {records} records, {accepted.get(name, 0)} were accepted"
            for name, records in counts.items()
            if records != accepted.get(name, 0)
        ]

    def amend(self, manifest: Manifest) -> None:
        """Replaces the published manifest, completely or not at all."""
        self._store.pipe_file(f"{self.path}/{MANIFEST}", _encoded(manifest))

    def _facts(self, name: str) -> FileFacts:
        digest, records, size = hashlib.sha256(), 0, 0
        with self._store.open(f"{self.path}/{name}", "rb", cache_type="readahead") as file:
            while chunk := file.read(BUFFER):
                digest.update(chunk)
                records += chunk.count(b"\n")
                size += len(chunk)
        return FileFacts(name, records, size, digest.hexdigest())


def _encoded(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
