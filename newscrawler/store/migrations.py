"""The schema of the SQLite archive, and the steps that migrate an older one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

APPLICATION_ID = 0x4E435257  # "NCRW"; in the file's header, see `file archive.sqlite`
VERSION = 5

# Times are KST strings of one form, so they sort as text; runs are ordered by number, not by id.
SCHEMA = """
-- One row: whose archive it is.
CREATE TABLE newspaper (site TEXT NOT NULL) STRICT;
CREATE TABLE run (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, started_at TEXT NOT NULL, finished_at TEXT,
    complete INTEGER NOT NULL DEFAULT 0,   -- as run.json says
    published INTEGER NOT NULL DEFAULT 0,  -- its folder has its final name
    manifest TEXT
) STRICT;
CREATE TABLE article (
    id TEXT PRIMARY KEY, url TEXT NOT NULL, revision INTEGER NOT NULL, status TEXT NOT NULL,
    published_at TEXT, content_hash TEXT NOT NULL, first_run INTEGER NOT NULL, record TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX article_published ON article (published_at);
CREATE TABLE revision (
    run INTEGER NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, status TEXT NOT NULL, record TEXT NOT NULL,
    UNIQUE (run, id, revision, status)  -- a run may publish, with its own, what a dead run stored
) STRICT;
CREATE TABLE weather (
    run INTEGER NOT NULL, date TEXT, station TEXT NOT NULL, condition TEXT, temperature_c REAL, record TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX weather_once
    ON weather (run, station, coalesce(date, ''), coalesce(condition, ''), coalesce(temperature_c, -999));
CREATE TABLE sidebar (run INTEGER NOT NULL, content TEXT NOT NULL, record TEXT NOT NULL, UNIQUE (run, content)) STRICT;
CREATE TABLE rejected (
    run INTEGER NOT NULL, url TEXT NOT NULL, reason TEXT NOT NULL, record TEXT NOT NULL, UNIQUE (run, url, reason)
) STRICT;
CREATE TABLE failed (
    url TEXT PRIMARY KEY, id TEXT NOT NULL, reason TEXT NOT NULL, tries INTEGER NOT NULL, last_run INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Settled ground: what a list held of read_back_to ('' for all of it) and later, run settled_by has read.
CREATE TABLE section (
    url TEXT PRIMARY KEY, read_back_to TEXT NOT NULL, settled_by INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""

# An archive older than version 4 names its site only in its manifests and records.
SITE_BEFORE_4 = """
SELECT json_extract(manifest, '$.site') FROM run WHERE manifest IS NOT NULL UNION ALL
SELECT json_extract(record, '$.site') FROM (SELECT record FROM revision LIMIT 1) UNION ALL
SELECT json_extract(record, '$.site') FROM (SELECT record FROM rejected LIMIT 1) LIMIT 1
"""


def migrate(db: sqlite3.Connection, version: int, site: str) -> None:
    """Migrates the schema from ``version`` to VERSION, step by step, inside the caller's transaction.

    Version 0 is an empty file. ``site`` is the newspaper the archive belongs to.
    """
    if version == 0:
        for statement in SCHEMA.split(";\n"):
            db.execute(statement)
        db.execute("INSERT INTO newspaper VALUES (?)", (site,))
    else:
        for step in _STEPS[version - 1 :]:
            step(db, site)
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    db.execute(f"PRAGMA user_version={VERSION}")


def _to_2(db: sqlite3.Connection, site: str) -> None:
    """Adds columns for a revision's number and status, which the first schema had only in the record."""
    if "status" in {column for _, column, *_ in db.execute("PRAGMA table_info(revision)")}:
        return
    db.execute("ALTER TABLE revision RENAME TO revision_1")
    db.execute(next(statement for statement in SCHEMA.split(";\n") if "TABLE revision " in statement))
    db.execute(
        """INSERT INTO revision SELECT run, id, json_extract(record, '$.revision'), json_extract(record, '$.status'),
        record FROM revision_1 ORDER BY rowid"""
    )
    db.execute("DROP TABLE revision_1")


def _to_3(db: sqlite3.Connection, site: str) -> None:
    """Drops an unused index of version 2."""
    db.execute("DROP INDEX IF EXISTS article_first_run")


def _to_4(db: sqlite3.Connection, site: str) -> None:
    """Adds the name of the newspaper to the archive."""
    db.execute("CREATE TABLE newspaper (site TEXT NOT NULL) STRICT")
    db.execute("INSERT INTO newspaper VALUES (?)", (site,))


def _to_5(db: sqlite3.Connection, site: str) -> None:
    """Settles each list by a run of its own; until now the last run without gaps settled all lists."""
    db.execute("ALTER TABLE section ADD COLUMN settled_by INTEGER NOT NULL DEFAULT 0")
    db.execute("UPDATE section SET settled_by = (SELECT coalesce(max(seq), 0) FROM run WHERE gapless)")
    db.execute("ALTER TABLE run DROP COLUMN gapless")


_STEPS: tuple[Callable[[sqlite3.Connection, str], None], ...] = (_to_2, _to_3, _to_4, _to_5)
