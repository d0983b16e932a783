"""The archive of one newspaper: every article with its revisions, readings, widgets, runs, failures.

It is *the* record; the feeds are projections of it (docs/architecture.md). SQLite in WAL mode with
``synchronous=FULL``: what was committed survives a killed process and a power cut. Commits are
grouped for up to a second, so either costs at most the last group, and the next run fetches
that again. Every method raises ArchiveError, one sentence, when the disk or the file refuses.

Another store has to do what the public methods here do and nothing else.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from scrapy.settings import BaseSettings

from newscrawler.items import Article, Item, SidebarWidget, WeatherReading
from newscrawler.store.failpoints import failpoint
from newscrawler.store.manifest import Manifest

VERSION = 3
_GROUP_SECONDS = 1.0
# Times are KST strings of one form, so they sort as text; run ids are counted up, not compared.
_SCHEMA = """
CREATE TABLE run (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, started_at TEXT NOT NULL, finished_at TEXT,
    complete INTEGER NOT NULL DEFAULT 0,   -- as run.json says
    gapless INTEGER NOT NULL DEFAULT 0,    -- every list it read was read to where the run meant to stop
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
CREATE TABLE section (url TEXT PRIMARY KEY, read_back_to TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
_TABLES = {"article": "revision", "weather": "weather", "sidebar": "sidebar", "rejected": "rejected"}
_encode = msgspec.json.Encoder().encode
_decode_article = msgspec.json.Decoder(Article).decode
_decode_manifest = msgspec.json.Decoder(Manifest).decode


class ArchiveError(Exception):
    """The archive cannot be used; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows of an article."""

    revision: int
    status: str
    content_hash: str


class Stored(Container[str]):
    """The ids of the articles first stored after run ``after`` and before the archive's own run.

    Each is looked up when it is asked for: that takes some microseconds, and a run asks for a few thousand; to read
    the ids of a million articles takes two seconds.
    """

    def __init__(self, archive: Archive, after: int) -> None:
        self._archive, self._after, self._before = archive, after, archive.run

    def __contains__(self, identifier: object) -> bool:
        run = self._archive.first_run(identifier) if isinstance(identifier, str) else None
        return run is not None and self._after < run < self._before


class Archive:
    """One newspaper's archive, opened for one run or for reading."""

    def __init__(self, path: Path) -> None:
        """Opens the archive, makes it where there is none, brings an older version up to date."""
        self.path = path
        self.run = 0  # the number of the run that writes
        self._group_began = 0.0
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version > VERSION:
                raise ArchiveError(
                    f"the archive {path} is of version {version}, of a newer newscrawler; this one knows {VERSION}"
                )
            if version < VERSION:
                self._migrate(version)

    def close(self) -> None:
        """Commits and closes."""
        self.commit()
        self._db.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns what SQLite or the disk say into one sentence."""
        try:
            yield
        except (sqlite3.Error, msgspec.MsgspecError, OSError) as error:
            raise ArchiveError(f"the archive {self.path} cannot be used: {error}") from error

    def _migrate(self, version: int) -> None:
        """Brings the schema from ``version`` to VERSION in one transaction; 0 is an empty file."""
        self._db.execute("BEGIN IMMEDIATE")
        if version == 0:
            for statement in _SCHEMA.split(";\n"):
                self._db.execute(statement)
        self._db.execute("DROP INDEX IF EXISTS article_first_run")  # of version 2
        self._db.execute(f"PRAGMA user_version={VERSION}")
        failpoint()
        self._db.execute("COMMIT")

    # ---- a run -------------------------------------------------------------------------------
    def begin_run(self, run_id: str, started_at: str, folders: Path) -> None:
        """Enters a run; records that a dead run stored and never published become its own.

        A run whose folder stands in ``folders`` was published, whatever else it missed.
        """
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            cursor = self._db.execute("INSERT INTO run (id, started_at) VALUES (?, ?)", (run_id, started_at))
            self.run = cursor.lastrowid or 0
            unpublished = self._db.execute("SELECT seq, id FROM run WHERE NOT published AND seq < ?", (self.run,))
            for seq, identifier in unpublished.fetchall():
                if not (folders / identifier / "run.json").exists():
                    for table in _TABLES.values():
                        self._db.execute(f"UPDATE OR IGNORE {table} SET run=? WHERE run=?", (self.run, seq))
                        self._db.execute(f"DELETE FROM {table} WHERE run=?", (seq,))
                self._db.execute("UPDATE run SET published=1 WHERE seq=?", (seq,))
            failpoint()
            self._db.execute("COMMIT")

    def end_run(self, finished_at: str, complete: bool, gapless: bool, manifest: bytes) -> None:
        """Enters how the run ended, before its folder gets its name."""
        with self._told():
            self.commit()
            self._db.execute("BEGIN")
            self._db.execute(
                "UPDATE run SET finished_at=?, complete=?, gapless=?, manifest=? WHERE seq=?",
                (finished_at, complete, gapless, manifest.decode(), self.run),
            )
            failpoint()
            self._db.execute("COMMIT")

    def set_published(self) -> None:
        """Enters that the run's folder has its final name."""
        with self._told():
            failpoint()
            self._db.execute("UPDATE run SET published=1 WHERE seq=?", (self.run,))

    # ---- records -----------------------------------------------------------------------------
    def add(self, item: Item) -> bool:
        """Stores a record of this run; False when the run has it already."""
        with self._told():
            self._begin()
            record = _encode(item).decode()
            if isinstance(item, Article):
                return self._add_article(item, record)
            if isinstance(item, WeatherReading):
                row = (self.run, item.date, item.station, item.condition, item.temperature_c, record)
                cursor = self._db.execute("INSERT OR IGNORE INTO weather VALUES (?, ?, ?, ?, ?, ?)", row)
            elif isinstance(item, SidebarWidget):
                entries = [(entry.title, entry.url) for entry in item.entries]
                content = _encode((item.heading, item.more_url, entries)).decode()
                cursor = self._db.execute("INSERT OR IGNORE INTO sidebar VALUES (?, ?, ?)", (self.run, content, record))
            else:
                cursor = self._db.execute(
                    "INSERT OR IGNORE INTO rejected VALUES (?, ?, ?, ?)",
                    (self.run, item.url, item.reason, record),
                )
            return cursor.rowcount == 1

    def _add_article(self, item: Article, record: str) -> bool:
        row = (self.run, item.id, item.revision, item.status, record)
        cursor = self._db.execute("INSERT OR IGNORE INTO revision VALUES (?, ?, ?, ?, ?)", row)
        self._db.execute(
            """INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
            url=excluded.url, revision=excluded.revision, status=excluded.status, published_at=excluded.published_at,
            content_hash=excluded.content_hash, record=excluded.record""",
            (
                item.id,
                item.url,
                item.revision,
                item.status,
                item.published_at,
                item.content_hash,
                self.run,
                record,
            ),
        )
        self._db.execute("DELETE FROM failed WHERE url=?", (item.url,))
        if time.monotonic() - self._group_began >= _GROUP_SECONDS:
            self.commit()
        return cursor.rowcount == 1

    def _begin(self) -> None:
        """Opens a group unless one is open.

        Groups end after an article: what its page held besides was stored before it, so an article
        and what belongs to it are one transaction.
        """
        if not self._db.in_transaction:
            self._db.execute("BEGIN")
            self._group_began = time.monotonic()

    def commit(self) -> None:
        """Makes everything stored so far durable."""
        with self._told():
            if self._db.in_transaction:
                failpoint()
                self._db.execute("COMMIT")

    def records(self, kind: str, run: int | None = None) -> Iterator[bytes]:
        """The JSON records of one kind that a run stored, in the order they came."""
        with self._told():
            query = f"SELECT record FROM {_TABLES[kind]} WHERE run=? ORDER BY rowid"
            for (record,) in self._db.execute(query, (self.run if run is None else run,)):
                yield record.encode()

    def articles_between(self, since: str | None, until: str | None) -> Iterator[bytes]:
        """The last revision of each article published on these days (KST, both included)."""
        with self._told():
            query = """SELECT record FROM article WHERE published_at >= ? AND published_at < ?
                       ORDER BY published_at, id"""
            for (record,) in self._db.execute(query, (since or "", f"{until or '9999'}~")):
                yield record.encode()

    def run_number(self, run_id: str | None) -> int | None:
        """The number of a run by its id, of the last one for None; None when there is no such run."""
        with self._told():
            if run_id is None:
                row = self._db.execute("SELECT max(seq) FROM run").fetchone()
            else:
                row = self._db.execute("SELECT seq FROM run WHERE id=?", (run_id,)).fetchone()
            return row[0] if row else None

    def count(self, kind: str) -> int:
        """How many records of one kind this run has."""
        with self._told():
            query = f"SELECT count(*) FROM {_TABLES[kind]} WHERE run=?"
            (number,) = self._db.execute(query, (self.run,)).fetchone()
            return int(number)

    # ---- what earlier runs know --------------------------------------------------------------
    def manifests(self, since: str = "", last: int = -1) -> list[Manifest]:
        """The manifests of the runs begun at ``since`` (KST, ISO 8601) or later, the oldest first.

        ``last`` keeps only so many of the newest. Runs that died before their end have no manifest.
        """
        with self._told():
            query = """SELECT manifest FROM run WHERE manifest IS NOT NULL AND started_at >= ?
                       ORDER BY seq DESC LIMIT ?"""
            rows = self._db.execute(query, (since, last)).fetchall()
            return [_decode_manifest(manifest) for (manifest,) in reversed(rows)]

    def stored(self) -> Stored:
        """The articles that earlier runs stored, dead ones too."""
        return Stored(self, 0)

    def unsettled(self) -> Stored:
        """Those first stored after the last run without gaps: below them a list may hold unread articles."""
        with self._told():
            (settled,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM run WHERE gapless").fetchone()
        return Stored(self, settled)

    def is_empty(self) -> bool:
        """Whether there is no article."""
        with self._told():
            return self._db.execute("SELECT 1 FROM article LIMIT 1").fetchone() is None

    def first_run(self, identifier: str) -> int | None:
        """The number of the run that first stored an article, None for one that is not archived."""
        with self._told():
            row = self._db.execute("SELECT first_run FROM article WHERE id=?", (identifier,)).fetchone()
            return int(row[0]) if row else None

    def known(self, identifier: str) -> Known | None:
        """What is known of an article."""
        with self._told():
            query = "SELECT revision, status, content_hash FROM article WHERE id=?"
            row = self._db.execute(query, (identifier,)).fetchone()
            return Known(*row) if row else None

    def last_record(self, identifier: str) -> Article | None:
        """The last record of an article."""
        with self._told():
            row = self._db.execute("SELECT record FROM article WHERE id=?", (identifier,)).fetchone()
            return _decode_article(row[0]) if row else None

    def newest(self) -> str | None:
        """When the newest archived article was published."""
        with self._told():
            (newest,) = self._db.execute("SELECT max(published_at) FROM article").fetchone()
            return newest if newest is None else str(newest)

    def published_since(self, moment: str) -> list[str]:
        """The addresses of the articles published since then that were not removed."""
        with self._told():
            query = "SELECT url FROM article WHERE published_at >= ? AND status != 'removed' ORDER BY published_at"
            return [url for (url,) in self._db.execute(query, (moment,))]

    def last_new(self) -> str | None:
        """When the run began that stored the article met last; None when there is none."""
        with self._told():
            query = """SELECT started_at FROM run WHERE seq =
                       (SELECT run FROM revision WHERE status='new' ORDER BY run DESC LIMIT 1)"""
            row = self._db.execute(query).fetchone()
            return row[0] if row else None

    def published_per_day(self, since: str) -> dict[str, int]:
        """How many articles were published on each day from ``since`` (KST) on."""
        with self._told():
            query = """SELECT substr(published_at, 1, 10) AS day, count(*) FROM article
                       WHERE published_at >= ? GROUP BY day"""
            return dict(self._db.execute(query, (since,)))

    def fail(self, identifier: str, url: str, reason: str) -> None:
        """Remembers an article that could not be read, for the next run to ask for first."""
        with self._told():
            self._begin()
            self._db.execute(
                """INSERT INTO failed VALUES (?, ?, ?, 1, ?) ON CONFLICT (url)
                DO UPDATE SET reason=excluded.reason, tries=tries+1, last_run=excluded.last_run""",
                (url, identifier, reason, self.run),
            )

    def heal(self, url: str) -> None:
        """Forgets the failures of an article that was answered for."""
        with self._told():
            self._begin()
            self._db.execute("DELETE FROM failed WHERE url=?", (url,))

    def failed_urls(self) -> list[str]:
        """The articles that could not be read so far."""
        with self._told():
            return [url for (url,) in self._db.execute("SELECT url FROM failed ORDER BY tries, url")]

    def sections(self) -> dict[str, str]:
        """How far back each section's list was read: a day, or the empty string for all of it."""
        with self._told():
            return dict(self._db.execute("SELECT url, read_back_to FROM section"))

    def set_sections(self, read_back_to: dict[str, str]) -> None:
        """Enters how far back lists were read; a list is never known less far than before."""
        with self._told():
            self._begin()
            self._db.executemany(
                """INSERT INTO section VALUES (?, ?) ON CONFLICT (url)
                DO UPDATE SET read_back_to=min(read_back_to, excluded.read_back_to)""",
                read_back_to.items(),
            )

    # ---- what a report over many runs reads --------------------------------------------------
    def extent(self) -> tuple[str | None, str | None, int]:
        """When the first and the last run began (KST, ISO 8601; None without runs), how many articles are kept."""
        with self._told():
            first, last = self._db.execute("SELECT min(started_at), max(started_at) FROM run").fetchone()
            (articles,) = self._db.execute("SELECT count(*) FROM article").fetchone()
            return first, last, int(articles)

    def unfinished(self, since: str = "") -> list[tuple[str, str]]:
        """Id and begin of the runs begun at ``since`` or later that are still at work, or died before their end."""
        with self._told():
            query = "SELECT id, started_at FROM run WHERE manifest IS NULL AND started_at >= ? ORDER BY seq"
            return [(identifier, started_at) for identifier, started_at in self._db.execute(query, (since,))]


def archive_path(settings: BaseSettings, site: str) -> Path:
    """Where a newspaper's archive lies: ARCHIVE_URL with ``{site}`` filled in, else in its data folder.

    Raises ArchiveError for an address of another kind than ``sqlite:///path``.
    """
    url = settings.get("ARCHIVE_URL")
    if not url:
        return Path(settings["DATA_DIR"]) / site / "archive.sqlite"
    if not url.startswith("sqlite:///"):
        raise ArchiveError(f"ARCHIVE_URL={url} is not of the form sqlite:///path/{{site}}.sqlite")
    return Path(url.removeprefix("sqlite:///").replace("{site}", site))
