"""Publishes the runs of a newspaper: one folder for each, complete or not at all."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec
from scrapy.settings import BaseSettings

from newscrawler.store.failpoints import failpoint
from newscrawler.store.files import BUFFER, sync_file, sync_folder, write_json
from newscrawler.store.manifest import FileFacts, Manifest
from newscrawler.store.published import MANIFEST, RUN_ID, NewRun, PublishedRuns, facts_of, started
from newscrawler.translation import N_

if TYPE_CHECKING:
    from newscrawler.store.bucket import Bucket

_decode = msgspec.json.Decoder(Manifest).decode
_UNFINISHED = re.compile(rf"\.{RUN_ID.pattern}\.part")
_BUCKET = "s3://"


class Feeds(PublishedRuns):
    """The published runs of one newspaper, a folder each below ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def place(self, run_id: str = "") -> str:
        return str(self.path / run_id)

    def is_published(self, run_id: str) -> bool:
        return (self.path / run_id / MANIFEST).exists()

    def is_taken(self, run_id: str) -> bool:
        return (self.path / run_id).exists()

    def run_ids(self) -> list[str]:
        found = (path.parent.name for path in self.path.glob(f"*/{MANIFEST}"))
        return sorted((run_id for run_id in found if RUN_ID.fullmatch(run_id)), key=started)

    def incomplete(self) -> list[str]:
        names = (path.name for path in self.path.glob("*") if path.is_dir() and not path.is_symlink())
        return sorted((name for name in names if RUN_ID.fullmatch(name) and not self.is_published(name)), key=started)

    def manifest(self, run_id: str) -> Manifest:
        return _decode((self.path / run_id / MANIFEST).read_bytes())

    def read(self, run_id: str, name: str) -> BinaryIO:
        return (self.path / run_id / name).open("rb", BUFFER)

    def facts(self, run_id: str, name: str) -> FileFacts:
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


class RunFolder(NewRun):
    """One run's folder: filled under a temporary name, published by one rename."""

    def __init__(self, parent: Path, run_id: str) -> None:
        """Creates the temporary folder in ``parent``; removes what an attempt with the same id left there."""
        self.path = parent / run_id
        self._temporary = parent / f".{run_id}.part"
        with suppress(FileNotFoundError):
            shutil.rmtree(self._temporary)
        self._temporary.mkdir()
        self._files: dict[str, BinaryIO] = {}

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            with suppress(OSError):  # a full disk rejects what is still in the buffer
                file.close()
        shutil.rmtree(self._temporary, ignore_errors=True)

    def open(self, name: str) -> BinaryIO:
        file = self._files[name] = (self._temporary / name).open("wb", BUFFER)
        return file

    def close(self) -> list[FileFacts]:
        for file in self._files.values():
            sync_file(file)
            file.close()
        return [read_facts(self._temporary / name) for name in self._files]

    def publish(self, manifest: Manifest) -> None:
        write_json(self._temporary / MANIFEST, manifest)
        failpoint()
        self._temporary.rename(self.path)
        sync_folder(self.path.parent)

    def _records(self) -> dict[str, int]:
        folder = self.path if self.path.exists() else self._temporary
        return {name: read_facts(folder / name).records for name in self._files}

    def amend(self, manifest: Manifest) -> None:
        write_json(self.path / MANIFEST, manifest)


def open_feeds(settings: BaseSettings, site: str) -> PublishedRuns:
    """Where the runs of a newspaper are published: ``<RUNS_URL>/<site>`` in a bucket, else ``<DATA_DIR>/<site>``.

    Raises OSError for a RUNS_URL of an unknown kind, or whose package is not installed.
    """
    url = settings.get("RUNS_URL")
    return _bucket(url).feeds(site) if url else Feeds(Path(settings["DATA_DIR"]) / site)


def published_sites(settings: BaseSettings) -> list[str]:
    """The short names of the newspapers that have published runs, sorted; raises OSError as open_feeds() does."""
    if url := settings.get("RUNS_URL"):
        return _bucket(url).sites()
    return sorted({path.parent.parent.name for path in Path(settings["DATA_DIR"]).glob(f"*/*/{MANIFEST}")})


def check_runs_url(url: str | None) -> str | None:
    """What is wrong with the setting RUNS_URL; None if it can be used, or is not set."""
    try:
        if url:
            _bucket(url)
    except OSError as error:
        return str(error)
    return None


def _bucket(url: str) -> Bucket:
    """The bucket of RUNS_URL; its package is an extra."""
    if not url.startswith(_BUCKET) or not url.removeprefix(_BUCKET).strip("/"):
        raise OSError(N_(f"RUNS_URL must be of the form {_BUCKET}bucket/prefix"))
    try:
        from newscrawler.store.bucket import Bucket  # noqa: PLC0415 - only those who publish there have s3fs
    except ImportError as error:
        raise OSError(N_("RUNS_URL needs the package s3fs: pip install s3fs")) from error
    return Bucket(url.removeprefix(_BUCKET).strip("/"))


def read_facts(path: Path) -> FileFacts:
    """The content of a feed file on the disk."""
    with path.open("rb") as file:
        return facts_of(file, path.name)
