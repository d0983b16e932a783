"""Copies the archive of a newspaper from its file into PostgreSQL, all of it or nothing.

Loads psycopg (the extra ``cluster``); `scrapy cluster import` is its only user.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import msgspec
from scrapy.settings import BaseSettings

from newscrawler.store.archive import ArchiveError, NoArchiveError
from newscrawler.store.archives import lock_file, open_archive
from newscrawler.store.places import archive_path
from newscrawler.store.postgres import PostgresArchive, digest
from newscrawler.store.sqlite import SqliteArchive
from newscrawler.translation import N_

_decode = msgspec.json.decode
_RUNS = "SELECT seq, id, started_at, finished_at, complete, published, manifest FROM run ORDER BY seq"
_ARTICLES = "SELECT id, url, revision, status, published_at, content_hash, first_run, record FROM article ORDER BY id"
_REVISIONS = "SELECT run, id, revision, status, record FROM revision ORDER BY rowid"
_WEATHER = "SELECT run, station, date, condition, temperature_c, record FROM weather ORDER BY rowid"
_SIDEBAR = "SELECT run, content, record FROM sidebar ORDER BY rowid"
_REJECTED = "SELECT run, url, reason, record FROM rejected ORDER BY rowid"
_FAILED = "SELECT url, id, reason, tries, last_run FROM failed ORDER BY url"
_SECTIONS = "SELECT url, read_back_to, settled_by FROM section ORDER BY url"


class AlreadyThereError(ArchiveError):
    """The database has runs of this newspaper; nothing was copied."""


def import_archive(settings: BaseSettings, site: str, server: str, from_url: str | None = None) -> dict[str, int]:
    """Copies a newspaper's archive into the database of ARCHIVE_URL; returns the number of rows by table.

    ``from_url`` is the ARCHIVE_URL under which the file was written, None for the data folder. Both archives are locked
    meanwhile, and the file stays as it is, brought to the version of this program. Raises LockedError if a run is at
    work, NoArchiveError without a file, AlreadyThereError, ArchiveError, and OSError from the disk.
    """
    before = settings.copy()
    before.set("ARCHIVE_URL", from_url, "cmdline")
    path = archive_path(before, site)
    if not path.is_file():
        raise NoArchiveError(N_(f"there is no archive of {site!r} at {path}"))
    with closing(open_archive(settings, site, server, f"process {os.getpid()}, an import")) as target:
        assert isinstance(target, PostgresArchive)
        lock = lock_file(before, site, f"process {os.getpid()}, an import")
        try:
            with closing(SqliteArchive(path, site)) as source:
                return copy(source, target)
        finally:
            if lock is not None:
                lock.release()


def copy(source: SqliteArchive, target: PostgresArchive) -> dict[str, int]:
    """Copies everything in one transaction; returns the number of rows by table.

    Raises AlreadyThereError if the target has runs, and ArchiveError if either archive fails, or if afterwards it does
    not hold as many rows as were read.
    """
    if target.run_number(None) is not None:
        raise AlreadyThereError(N_(f"the database has runs of {source.site!r} already: nothing was copied"))
    with target.loading() as load:
        return {
            "run": load("run", "seq id started_at finished_at complete published manifest", _runs(source)),
            "article": load(
                "article",
                "id url revision status published_at content_hash first_run record",
                source.rows(_ARTICLES),
            ),
            "record": load("record", "run kind key status record", _records(source)),
            "failed": load("failed", "key url id reason tries last_run", _keyed(source.rows(_FAILED))),
            "section": load("section", "key url read_back_to settled_by", _keyed(source.rows(_SECTIONS))),
        }


def _runs(source: SqliteArchive) -> Iterator[tuple[Any, ...]]:
    for seq, run_id, started_at, finished_at, complete, published, manifest in source.rows(_RUNS):
        yield seq, run_id, started_at, finished_at, bool(complete), bool(published), manifest


def _records(source: SqliteArchive) -> Iterator[tuple[Any, ...]]:
    """All records with their keys, which the database makes of the same values: see newscrawler.store.postgres."""
    for run, identifier, revision, status, record in source.rows(_REVISIONS):
        yield run, "article", digest(identifier, revision, status), status, record
    for run, station, date, condition, celsius, record in source.rows(_WEATHER):
        yield run, "weather", digest(station, date, condition, celsius), None, record
    for run, content, record in source.rows(_SIDEBAR):
        yield run, "sidebar", digest(*_decode(content)), None, record
    for run, url, reason, record in source.rows(_REJECTED):
        yield run, "rejected", digest(url, reason), None, record


def _keyed(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    return ((digest(row[0]), *row) for row in rows)
