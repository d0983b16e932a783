"""The archive in SQLite: one file for each newspaper, which any tool that reads SQLite can open.

WAL mode with ``synchronous=FULL``: committed data survives a killed process and a power cut.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from newscrawler.items import Article, Item, SidebarWidget, WeatherReading
from newscrawler.store.archive import Archive, ArchiveError, Failure, Ground, Known, NoArchiveError
from newscrawler.store.failpoints import failpoint
from newscrawler.store.files import replace_durably
from newscrawler.store.lock import RunLock
from newscrawler.store.manifest import Manifest
from newscrawler.store.migrations import APPLICATION_ID, SITE_BEFORE_4, VERSION, migrate
from newscrawler.translation import N_

_GROUP_SECONDS = 1.0
_PATIENCE = 10.0  # seconds to wait for another process that writes
_TABLES = {"article": "revision", "weather": "weather", "sidebar": "sidebar", "rejected": "rejected"}
_encode = msgspec.json.Encoder().encode
_decode_article = msgspec.json.Decoder(Article).decode
_decode_manifest = msgspec.json.Decoder(Manifest).decode


class SqliteArchive(Archive):
    """One newspaper's archive in a file."""

    def __init__(self, path: Path, site: str, *, read_only: bool = False, lock: RunLock | None = None) -> None:
        """Opens the file; unless ``read_only``, creates a missing one and migrates one of an older version.

        ``lock`` is released by close().

        Raises ArchiveError, and leaves the file unchanged, if it is not an archive or belongs to another newspaper
        or a newer program.
        """
        self.site = site
        self._path, self._lock = path, lock
        self._group_began = 0.0
        with _errors_of(self._path):
            if not read_only:
                path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() or read_only:
                self._db = _connect_reading(path)
                try:
                    version = self._judge()
                    if read_only and version == 0:
                        raise NoArchiveError(N_(f"there is no archive of {site!r} at {path}: the file is empty"))
                except BaseException:
                    self._db.close()
                    raise
                if read_only:
                    return
                self._db.close()
            else:
                version = 0
            self._db = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)
            try:
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA synchronous=FULL")
                if version < VERSION:
                    with self._transaction():
                        migrate(self._db, _number(self._db, "PRAGMA user_version"), site)
            except BaseException:
                self._db.close()
                raise

    def _judge(self) -> int:
        """The version of the open file, 0 for an empty one; raises ArchiveError for one that is not an archive."""
        application = _number(self._db, "PRAGMA application_id")
        version = _number(self._db, "PRAGMA user_version")
        tables = {name for (name,) in self._db.execute("SELECT name FROM sqlite_schema WHERE type='table'")}
        if (application, version, tables) == (0, 0, set()):
            return 0
        unmarked = application == 0 and 1 <= version <= 3  # versions without an application_id
        if not {"run", "article", "revision"} <= tables or not (unmarked or application == APPLICATION_ID):
            raise ArchiveError(N_(f"the file {self._path} is not an archive of newscrawler"))
        if version > VERSION:
            raise ArchiveError(
                N_(
                    f"the archive {self._path} is of version {version}, of a newer newscrawler; "
                    f"this one knows {VERSION}"
                )
            )
        owner = _owner(self._db, version)
        unowned = owner is None and unmarked  # nothing has been stored in it yet
        if owner != self.site and not unowned:
            raise ArchiveError(N_(f"the archive {self._path} is that of the newspaper {owner!r}, not of {self.site!r}"))
        return version

    def close(self) -> None:
        try:
            self.commit()
        finally:
            self._db.close()
            if self._lock is not None:
                self._lock.release()

    def ping(self) -> None:
        """Does nothing: only the end of this process, or close(), releases the lock of a file."""

    # ---- transactions ------------------------------------------------------------------------
    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """A separate transaction, committed at the end of the block or rolled back completely."""
        self.commit()
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            failpoint()
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Writes in the open group, or opens one; a group older than a second is committed."""
        with _errors_of(self._path):
            if not self._db.in_transaction:
                self._db.execute("BEGIN")
                self._group_began = time.monotonic()
            yield
            self.commit_due()

    def commit(self) -> None:
        with _errors_of(self._path):
            if self._db.in_transaction:
                failpoint()
                self._db.execute("COMMIT")

    def commit_due(self) -> None:
        if self._db.in_transaction and time.monotonic() - self._group_began >= _GROUP_SECONDS:
            self.commit()

    # ---- a run -------------------------------------------------------------------------------
    def begin_run(self, run_id: str, started_at: str, is_published: Callable[[str], bool]) -> None:
        with _errors_of(self._path), self._transaction():
            cursor = self._db.execute("INSERT INTO run (id, started_at) VALUES (?, ?)", (run_id, started_at))
            self.run = cursor.lastrowid or 0
            unpublished = self._db.execute("SELECT seq, id FROM run WHERE NOT published AND seq < ?", (self.run,))
            for seq, identifier in unpublished.fetchall():
                if not is_published(identifier):
                    for table in _TABLES.values():
                        self._db.execute(f"UPDATE OR IGNORE {table} SET run=? WHERE run=?", (self.run, seq))
                        self._db.execute(f"DELETE FROM {table} WHERE run=?", (seq,))
                self._db.execute("UPDATE run SET published=1 WHERE seq=?", (seq,))

    def end_run(self, finished_at: str, complete: bool, manifest: bytes) -> None:
        with _errors_of(self._path), self._transaction():
            self._db.execute(
                "UPDATE run SET finished_at=?, complete=?, manifest=? WHERE seq=?",
                (finished_at, complete, manifest.decode(), self.run),
            )

    def set_published(self) -> None:
        with _errors_of(self._path), self._transaction():
            self._db.execute("UPDATE run SET published=1 WHERE seq=?", (self.run,))

    # ---- records -----------------------------------------------------------------------------
    def add(self, item: Item) -> bool:
        with self._writing():
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
        return cursor.rowcount == 1

    def records(self, kind: str, run: int | None = None) -> Iterator[bytes]:
        with _errors_of(self._path):
            query = f"SELECT record FROM {_TABLES[kind]} WHERE run=? ORDER BY rowid"
            for (record,) in self._db.execute(query, (self.run if run is None else run,)):
                yield record.encode()

    def articles_between(self, since: str | None, until: str | None) -> Iterator[bytes]:
        with _errors_of(self._path):
            query = """SELECT record FROM article WHERE published_at >= ? AND published_at < ?
                       ORDER BY published_at, id"""
            for (record,) in self._db.execute(query, (since or "", f"{until or '9999'}~")):
                yield record.encode()

    def history(self, kind: str, runs: range | None = None) -> Iterator[tuple[bytes, str]]:
        with _errors_of(self._path):
            table, (within, numbers) = _TABLES[kind], _within(runs)
            rows = f"WHERE kept.rowid IN (SELECT rowid FROM {table} {within})" if within else ""  # sorts no records
            query = f"""SELECT kept.record, run.id FROM {table} AS kept JOIN run ON run.seq = kept.run {rows}
                        ORDER BY kept.rowid"""
            yield from ((record.encode(), run_id) for record, run_id in self._db.execute(query, numbers))

    def latest(
        self, since: str | None = None, until: str | None = None, runs: range | None = None
    ) -> Iterator[tuple[bytes, str]]:
        with _errors_of(self._path):
            within, numbers = _within(runs)
            days = "WHERE article.published_at >= ? AND article.published_at < ?" if since or until else ""
            query = f"""WITH last AS MATERIALIZED (SELECT id, max(rowid) AS row FROM revision {within} GROUP BY id)
                        SELECT revision.record, run.id FROM article CROSS JOIN last ON last.id = article.id
                        CROSS JOIN revision ON revision.rowid = last.row CROSS JOIN run ON run.seq = revision.run
                        {days} ORDER BY article.published_at, article.id"""  # by indexes, without sorting records
            values = (*numbers, *((since or "", f"{until or '9999'}~") if days else ()))
            yield from ((record.encode(), run_id) for record, run_id in self._db.execute(query, values))

    def runs_between(self, since: str | None, until: str | None) -> range:
        with _errors_of(self._path):
            query = "SELECT ifnull(min(seq), 0), ifnull(max(seq), -1) + 1 FROM run WHERE started_at BETWEEN ? AND ?"
            return range(*self._db.execute(query, (since or "", f"{until or '9999'}~")).fetchone())

    def run_number(self, run_id: str | None) -> int | None:
        with _errors_of(self._path):
            if run_id is None:
                row = self._db.execute("SELECT max(seq) FROM run").fetchone()
            else:
                row = self._db.execute("SELECT seq FROM run WHERE id=?", (run_id,)).fetchone()
            return row[0] if row else None

    def count(self, kind: str) -> int:
        with _errors_of(self._path):
            query = f"SELECT count(*) FROM {_TABLES[kind]} WHERE run=?"
            (number,) = self._db.execute(query, (self.run,)).fetchone()
            return int(number)

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query on the tables as they are, for a copy of the whole archive."""
        with _errors_of(self._path):
            yield from self._db.execute(query)

    # ---- what is known ----------------------------------------------------------------------
    def manifests(self, since: str = "", last: int | None = None) -> list[Manifest]:
        with _errors_of(self._path):
            query = """SELECT manifest FROM run WHERE manifest IS NOT NULL AND started_at >= ?
                       ORDER BY seq DESC LIMIT ?"""
            rows = self._db.execute(query, (since, -1 if last is None else last)).fetchall()
            return [_decode_manifest(manifest) for (manifest,) in reversed(rows)]

    def is_empty(self) -> bool:
        with _errors_of(self._path):
            return self._db.execute("SELECT 1 FROM article LIMIT 1").fetchone() is None

    def known(self, ids: Iterable[str]) -> dict[str, Known]:
        with _errors_of(self._path):
            query = "SELECT revision, status, content_hash, first_run FROM article WHERE id=?"
            rows = ((identifier, self._db.execute(query, (identifier,)).fetchone()) for identifier in ids)
            return {identifier: Known(*row) for identifier, row in rows if row}

    def last_records(self, ids: Iterable[str]) -> Iterator[Article]:
        with _errors_of(self._path):
            for identifier in ids:
                row = self._db.execute("SELECT record FROM article WHERE id=?", (identifier,)).fetchone()
                if row:
                    yield _decode_article(row[0])

    def newest(self, until: str) -> str | None:
        with _errors_of(self._path):
            query = "SELECT max(published_at) FROM article WHERE published_at <= ?"
            (newest,) = self._db.execute(query, (until,)).fetchone()
            return newest if newest is None else str(newest)

    def published_since(self, moment: str) -> list[str]:
        with _errors_of(self._path):
            query = "SELECT url FROM article WHERE published_at >= ? AND status != 'removed' ORDER BY published_at"
            return [url for (url,) in self._db.execute(query, (moment,))]

    def last_new(self) -> str | None:
        with _errors_of(self._path):
            query = """SELECT started_at FROM run WHERE seq =
                       (SELECT run FROM revision WHERE status='new' ORDER BY run DESC LIMIT 1)"""
            row = self._db.execute(query).fetchone()
            return row[0] if row else None

    def published_per_day(self, since: str) -> dict[str, int]:
        with _errors_of(self._path):
            query = """SELECT substr(published_at, 1, 10) AS day, count(*) FROM article
                       WHERE published_at >= ? GROUP BY day"""
            return dict(self._db.execute(query, (since,)))

    def fail(self, identifier: str, url: str, reason: str) -> None:
        with self._writing():
            self._db.execute(
                """INSERT INTO failed VALUES (?, ?, ?, 1, ?) ON CONFLICT (url)
                DO UPDATE SET reason=excluded.reason, tries=tries + (last_run != excluded.last_run),
                last_run=excluded.last_run""",
                (url, identifier, reason, self.run),
            )

    def heal(self, url: str) -> None:
        with self._writing():
            self._db.execute("DELETE FROM failed WHERE url=?", (url,))

    def failures(self) -> list[Failure]:
        with _errors_of(self._path):
            return [
                Failure(*row) for row in self._db.execute("SELECT url, reason, tries FROM failed ORDER BY tries, url")
            ]

    def sections(self) -> dict[str, Ground]:
        with _errors_of(self._path):
            rows = self._db.execute("SELECT url, read_back_to, settled_by FROM section")
            return {url: Ground(back_to, run) for url, back_to, run in rows}

    def set_sections(self, read_back_to: Mapping[str, str | None]) -> None:
        with self._writing():
            self._db.executemany(
                "INSERT OR REPLACE INTO section VALUES (?, ?, ?)",
                [(url, day, self.run) for url, day in read_back_to.items() if day is not None],
            )
            self._db.executemany(
                "DELETE FROM section WHERE url=?", [(url,) for url, day in read_back_to.items() if day is None]
            )

    # ---- what a report over many runs reads --------------------------------------------------
    def extent(self) -> tuple[str | None, str | None, int]:
        with _errors_of(self._path):
            first, last = self._db.execute("SELECT min(started_at), max(started_at) FROM run").fetchone()
            (articles,) = self._db.execute("SELECT count(*) FROM article").fetchone()
            return first, last, int(articles)

    def unfinished(self, since: str = "") -> list[tuple[str, str]]:
        with _errors_of(self._path):
            query = "SELECT id, started_at FROM run WHERE manifest IS NULL AND started_at >= ? ORDER BY seq"
            return [(identifier, started_at) for identifier, started_at in self._db.execute(query, (since,))]

    # ---- its own soundness -------------------------------------------------------------------
    def integrity(self) -> list[str]:
        with _errors_of(self._path):
            return [text for (text,) in self._db.execute("PRAGMA integrity_check") if text != "ok"]

    def backup(self, path: Path) -> None:
        temporary = path.with_name(f".{path.name}.part")
        try:
            with _errors_of(path):
                temporary.unlink(missing_ok=True)
                with closing(sqlite3.connect(temporary, isolation_level=None)) as copy:
                    self._db.backup(copy)  # in one step: what is written meanwhile is not in it
                    copy.execute("PRAGMA journal_mode=DELETE")  # the file stands alone
                replace_durably(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def read_owner(path: Path) -> str | None:
    """The short name of the newspaper this archive belongs to; None if the file does not state it."""
    with _errors_of(path), closing(_connect_reading(path)) as db:
        return _owner(db, _number(db, "PRAGMA user_version"))


@contextmanager
def _errors_of(path: Path) -> Iterator[None]:
    """Turns an error of SQLite or the disk into one sentence."""
    try:
        yield
    except (sqlite3.Error, msgspec.MsgspecError, OSError) as error:
        raise ArchiveError(N_(f"the archive {path} cannot be used: {error}")) from error


def _within(runs: range | None) -> tuple[str, tuple[int, ...]]:
    """The condition on the column ``run``, and its values."""
    return ("", ()) if runs is None else ("WHERE run >= ? AND run < ?", (runs.start, runs.stop))


def _number(db: sqlite3.Connection, query: str) -> int:
    (number,) = db.execute(query).fetchone()
    return int(number)


def _owner(db: sqlite3.Connection, version: int) -> str | None:
    """The newspaper an archive belongs to; None for an older one that does not state it."""
    row = db.execute(SITE_BEFORE_4 if version < 4 else "SELECT site FROM newspaper").fetchone()
    return str(row[0]) if row and row[0] else None


def _connect_reading(path: Path) -> sqlite3.Connection:
    """Opens a file without changing it.

    In WAL mode SQLite creates files next to the database even to read it. If it cannot, as on a read-only mount, the
    file is opened as immutable, unless a dead run left data in the -wal file.
    """
    address = path.absolute().as_uri()
    db = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None, timeout=_PATIENCE)
    try:
        db.execute("SELECT 1 FROM sqlite_schema LIMIT 1")
    except sqlite3.OperationalError as error:
        db.close()
        log = path.with_name(f"{path.name}-wal")
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        if log.exists() and log.stat().st_size:
            raise
        return sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, isolation_level=None)
    except BaseException:
        db.close()
        raise
    return db
