"""Publishes the runs of newspapers in an S3-compatible bucket: feeds first, the manifest last and only if absent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO, cast

import msgspec
import s3fs  # type: ignore[import-untyped]

from newscrawler.store.files import json_for_people
from newscrawler.store.manifest import FileFacts, Manifest
from newscrawler.store.published import MANIFEST, RUN_ID, NewRun, PublishedRuns, facts_of, started
from newscrawler.translation import N_

ABANDONED = timedelta(hours=1)
"""An unpublished run whose newest object is older is dead: publishing takes minutes."""
_PATIENCE = {"connect_timeout": 10, "read_timeout": 60, "retries": {"max_attempts": 3}}  # seconds; botocore's names
_decode = msgspec.json.Decoder(Manifest).decode


class Bucket:
    """The bucket and prefix of RUNS_URL; ``path`` is ``bucket/prefix``.

    Address and credentials are those that AWS's tools take from the environment: AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID …
    """

    def __init__(self, path: str, files: Any = None) -> None:
        self.path = path
        self.files = files or s3fs.S3FileSystem(use_listings_cache=False, config_kwargs=_PATIENCE)

    def feeds(self, site: str) -> BucketFeeds:
        """The published runs of a newspaper."""
        return BucketFeeds(self.files, f"{self.path}/{site}")

    def sites(self) -> list[str]:
        """The short names of the newspapers that have published runs, sorted; raises OSError."""
        with _asking(self.path):
            parts = (key.removeprefix(f"{self.path}/").split("/") for key in self.files.find(self.path))
            return sorted({names[0] for names in parts if len(names) == 3 and names[2] == MANIFEST})


class BucketFeeds(PublishedRuns):
    """The published runs of one newspaper below ``path`` (``bucket/prefix/site``); a run exists with its manifest.

    ``files`` is an s3fs.S3FileSystem made with use_listings_cache=False.
    """

    def __init__(self, files: Any, path: str) -> None:
        self.files, self.path = files, path

    def place(self, run_id: str = "") -> str:
        return f"s3://{self.path}/{run_id}".rstrip("/")

    def is_published(self, run_id: str) -> bool:
        with _asking(self.path):  # exists() would say no for a bucket that is not there
            return f"{self.path}/{run_id}/{MANIFEST}" in self.files.find(f"{self.path}/{run_id}/")

    def is_taken(self, run_id: str) -> bool:
        with _asking(self.path):
            return bool(self.files.find(f"{self.path}/{run_id}/"))

    def run_ids(self) -> list[str]:
        runs = self._objects()
        return sorted((run_id for run_id, objects in runs.items() if MANIFEST in objects), key=started)

    def incomplete(self) -> list[str]:
        return []  # objects without a manifest are a run that is being published, or what begin() removes

    def manifest(self, run_id: str) -> Manifest:
        with _asking(self.path):
            return _decode(self.files.cat_file(f"{self.path}/{run_id}/{MANIFEST}"))

    def read(self, run_id: str, name: str) -> BinaryIO:
        with _asking(self.path):
            return cast("BinaryIO", self.files.open(f"{self.path}/{run_id}/{name}", "rb"))

    def facts(self, run_id: str, name: str) -> FileFacts:
        with _asking(self.path):
            return _facts(self.files, f"{self.path}/{run_id}", name)

    def begin(self, run_id: str) -> BucketRun:
        """Removes what dead attempts left, never objects of the last hour; raises FileExistsError for a taken id."""
        now = datetime.now(UTC)
        for name, objects in self._objects().items():
            if MANIFEST not in objects and all(now - written > ABANDONED for written in objects.values()):
                with _asking(self.path):
                    self.files.rm([f"{self.path}/{name}/{each}" for each in objects])
        if self.is_taken(run_id):
            raise FileExistsError(N_(f"run {run_id} has objects in {self.place()} that another process wrote"))
        return BucketRun(self.files, f"{self.path}/{run_id}")

    def remove(self, run_id: str) -> None:
        """Removes a published run, its manifest first: readers never see a part of it. Raises OSError."""
        with _asking(self.path):
            self.files.rm_file(f"{self.path}/{run_id}/{MANIFEST}")
            if feeds := self.files.find(f"{self.path}/{run_id}/"):
                self.files.rm(feeds)

    def _objects(self) -> dict[str, dict[str, datetime]]:
        """When each object of each run was written, by run id and name."""
        found: dict[str, dict[str, datetime]] = {}
        with _asking(self.path):
            for key, facts in self.files.find(self.path, detail=True).items():
                run_id, _, name = key.removeprefix(f"{self.path}/").partition("/")
                if RUN_ID.fullmatch(run_id) and name:
                    found.setdefault(run_id, {})[name] = facts["LastModified"]
        return found


class BucketRun(NewRun):
    """One run's objects. A feed is sent in parts while it is written, and is an object from close() on, if none was.

    A feed is read back once, after close(): objects cannot be changed without getting another ETag, which
    differences() looks at.
    """

    def __init__(self, files: Any, path: str) -> None:
        self.path = path
        self._store = files
        self._files: dict[str, Any] = {}
        self._read: dict[str, tuple[FileFacts, str]] = {}  # what was read back, and the ETag it had

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            if not file.closed:
                with suppress(OSError):
                    file.discard()
                file.closed = True
        with suppress(OSError), _asking(self.path):  # objects that stay are seen by no reader, and removed later
            left = {key.rpartition("/")[2]: key for key in self._store.find(f"{self.path}/")}
            if MANIFEST not in left and (own := [left[name] for name in self._files if name in left]):
                self._store.rm(own)

    def open(self, name: str) -> BinaryIO:
        with _asking(self.path):
            file = self._files[name] = self._store.open(f"{self.path}/{name}", "xb")
        return cast("BinaryIO", file)

    def close(self) -> list[FileFacts]:
        with _asking(self.path):
            for name, file in self._files.items():
                file.close()
                self._read[name] = _facts(self._store, self.path, name), self._etag(name)
        return [facts for facts, _ in self._read.values()]

    def publish(self, manifest: Manifest) -> None:
        """Writes the manifest, only if there is none; raises FileExistsError if another process published the run."""
        content = json_for_people(manifest)
        try:
            with _asking(self.path):
                self._store.pipe_file(f"{self.path}/{MANIFEST}", content, mode="create")
        except OSError as error:
            with _asking(self.path):  # the answer may be lost of a write that was done
                written = self._store.cat_file(f"{self.path}/{MANIFEST}") if self._has_manifest() else None
            if written == content:
                return
            if written is not None:
                sentence = N_(f"run s3://{self.path} was published by another process meanwhile")
                raise FileExistsError(sentence) from error
            raise

    def _records(self) -> dict[str, int]:
        found = {}
        for name, (facts, etag) in self._read.items():
            with _asking(self.path):
                found[name] = (facts if self._etag(name) == etag else _facts(self._store, self.path, name)).records
        return found

    def amend(self, manifest: Manifest) -> None:
        with _asking(self.path):
            self._store.pipe_file(f"{self.path}/{MANIFEST}", json_for_people(manifest))

    def _has_manifest(self) -> bool:
        return bool(self._store.exists(f"{self.path}/{MANIFEST}"))

    def _etag(self, name: str) -> str:
        return str(self._store.info(f"{self.path}/{name}", refresh=True)["ETag"])


def _facts(files: Any, path: str, name: str) -> FileFacts:
    with files.open(f"{path}/{name}", "rb", cache_type="readahead") as file:
        return facts_of(file, name)


@contextmanager
def _asking(path: str) -> Iterator[None]:
    """Raises OSError with a sentence for every failure of the bucket, those of botocore included."""
    try:
        yield
    except msgspec.MsgspecError:
        raise
    except OSError as error:
        if isinstance(error, FileExistsError) or (error.args and "s3://" in str(error)):
            raise
        raise type(error)(N_(f"the bucket s3://{path} cannot be used: {error}")) from error
    except Exception as error:
        raise OSError(N_(f"the bucket s3://{path} cannot be used: {error}")) from error
