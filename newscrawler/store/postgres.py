"""The archives in PostgreSQL: one database for all newspapers, which several machines share.

Only a machine whose ARCHIVE_URL names such a database loads this module and psycopg (the extra ``cluster``).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import count, islice
from typing import Any

import msgspec

from newscrawler.items import Article, Item, SidebarWidget, WeatherReading
from newscrawler.store.archive import Archive, ArchiveError, Failure, Ground, Known, NoArchiveError
from newscrawler.store.failpoints import failpoint
from newscrawler.store.lock import RunLock
from newscrawler.store.manifest import Manifest
from newscrawler.store.postgres_schema import require_version
from newscrawler.store.postgres_session import ServerLock, Session, connect, errors_of, named, place_of
from newscrawler.translation import N_

_GROUP_SECONDS = 1.0
_AT_ONCE = 500  # records that are read into memory at a time
_encode = msgspec.json.Encoder().encode
_decode_article = msgspec.json.Decoder(Article).decode
_decode_manifest = msgspec.json.Decoder(Manifest).decode


class PostgresArchive(Archive):
    """One newspaper's archive in the database that holds all of them."""

    def __init__(
        self, url: str, site: str, *, server: str | None = None, holder: str = "", lock: RunLock | None = None
    ) -> None:
        """Opens the archive for reading, or with ``server`` for the run that writes, which holds the server's lock.

        ``holder`` says which process that is since when; ``lock`` is released by close(). Raises LockedError;
        NoArchiveError if there is none to read; ArchiveError if the database cannot be used.
        """
        self.site, self._place = site, place_of(url)
        self._lock, self._server_lock = lock, None
        self._group_began = 0.0
        self._cursors = count()
        with errors_of(self._place):
            self._db = connect(url, application=named(holder), read_only=server is None)
            try:
                require_version(self._db, self._place)
                if server is None:
                    self._require_newspaper()
                else:
                    self._server_lock = ServerLock(self._db, server, self._place)
                    self._do("INSERT INTO newspaper VALUES (%s) ON CONFLICT DO NOTHING", site)
            except BaseException:
                self._db.close()
                raise

    def _require_newspaper(self) -> None:
        if self._row("SELECT 1 FROM newspaper WHERE site = %s", self.site) is None:
            raise NoArchiveError(N_(f"there is no archive of {self.site!r} in {self._place}"))

    def close(self) -> None:
        try:
            self.commit()
            if self._server_lock is not None:
                with errors_of(self._place):
                    self._server_lock.release()
        finally:
            self._db.close()
            if self._lock is not None:
                self._lock.release()

    def ping(self) -> None:
        with errors_of(self._place):
            if self._server_lock is not None:
                self._server_lock.confirm()

    # ---- statements --------------------------------------------------------------------------
    def _do(self, query: str, *values: Any) -> Any:
        """Runs a statement; returns its cursor."""
        return self._db.execute(query, _clean(values))

    def _row(self, query: str, *values: Any) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._do(query, *values).fetchone()
        return row

    def _number(self, query: str, *values: Any) -> int:
        row = self._row(query, *values)
        assert row is not None
        return int(row[0])

    def _stream(self, query: str, *values: Any) -> Iterator[tuple[str, ...]]:
        """The rows there are now, a part of them at a time; other statements may come between."""
        with self._db.cursor(f"newscrawler_{next(self._cursors)}", withhold=True) as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(query, values)
            yield from cursor

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """A separate transaction, committed at the end of the block or rolled back completely."""
        self.commit()
        with errors_of(self._place), self._db.transaction():
            yield
            failpoint()

    @contextmanager
    def loading(self) -> Iterator[Callable[[str, str, Iterable[tuple[Any, ...]]], int]]:
        """A transaction that fills an empty archive; gives a function that takes a table, its columns and rows.

        The function returns the number of rows that the table has then; it raises ArchiveError if those given were more
        or less.
        """

        def load(table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> int:
            given = 0
            names = ", ".join(("site", *columns.split()))
            with self._db.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row([self.site, *_clean(row)])
                    given += 1
            held = self._number(f"SELECT count(*) FROM {table} WHERE site = %s", self.site)
            if held != given:
                raise ArchiveError(N_(f"{given} rows of {table} were read and {held} were stored: nothing was copied"))
            return held

        with self._transaction():
            yield load

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Writes in the open group, or opens one; a group older than a second is committed."""
        with errors_of(self._place):
            if not self._in_transaction:
                self._db.execute("BEGIN")
                self._group_began = time.monotonic()
            yield
            self.commit_due()

    @property
    def _in_transaction(self) -> bool:
        return self._db.info.transaction_status.name != "IDLE"

    def commit(self) -> None:
        with errors_of(self._place):
            if self._in_transaction:  # or unknown, if the session is lost
                failpoint()
                self._db.execute("COMMIT")

    def commit_due(self) -> None:
        if self._in_transaction and time.monotonic() - self._group_began >= _GROUP_SECONDS:
            self.commit()

    # ---- a run -------------------------------------------------------------------------------
    def begin_run(self, run_id: str, started_at: str, is_published: Callable[[str], bool]) -> None:
        with self._transaction():
            self.run = self._number(
                """INSERT INTO run (site, seq, id, started_at)
                SELECT %s, coalesce(max(seq), 0) + 1, %s, %s FROM run WHERE site = %s RETURNING seq""",
                *(self.site, run_id, started_at, self.site),
            )
            unpublished = self._do(
                "SELECT seq, id FROM run WHERE site = %s AND NOT published AND seq < %s ORDER BY seq",
                *(self.site, self.run),
            )
            for seq, identifier in unpublished.fetchall():
                if not is_published(identifier):
                    self._adopt(seq)
                self._do("UPDATE run SET published = true WHERE site = %s AND seq = %s", self.site, seq)

    def _adopt(self, seq: int) -> None:
        """Makes the records of a dead run those of the run that writes, except those that it has already."""
        self._do(
            """UPDATE record AS dead SET run = %s WHERE site = %s AND run = %s AND NOT EXISTS (
            SELECT FROM record AS own WHERE (own.site, own.run, own.kind, own.key) = (%s, %s, dead.kind, dead.key))""",
            *(self.run, self.site, seq, self.site, self.run),
        )
        self._do("DELETE FROM record WHERE site = %s AND run = %s", self.site, seq)

    def end_run(self, finished_at: str, complete: bool, manifest: bytes) -> None:
        with self._transaction():
            self._do(
                "UPDATE run SET finished_at = %s, complete = %s, manifest = %s WHERE site = %s AND seq = %s",
                *(finished_at, complete, manifest.decode(), self.site, self.run),
            )

    def set_published(self) -> None:
        with self._transaction():
            self._do("UPDATE run SET published = true WHERE site = %s AND seq = %s", self.site, self.run)

    # ---- records -----------------------------------------------------------------------------
    def add(self, item: Item) -> bool:
        with self._writing():
            record = _encode(item).decode()
            if isinstance(item, Article):
                return self._add_article(item, record)
            cursor = self._do(
                "INSERT INTO record (site, run, kind, key, record) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                *(self.site, self.run, item.type, _key_of(item), record),
            )
            return bool(cursor.rowcount == 1)

    def _add_article(self, item: Article, record: str) -> bool:
        stored = self._number(
            """WITH stored AS (
                INSERT INTO record (site, run, kind, key, status, record) VALUES (%s, %s, 'article', %s, %s, %s)
                ON CONFLICT DO NOTHING RETURNING 1
            ), last AS (
                INSERT INTO article VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (site, id) DO UPDATE SET
                url = excluded.url, revision = excluded.revision, status = excluded.status,
                published_at = excluded.published_at, content_hash = excluded.content_hash, record = excluded.record
            ), healed AS (
                DELETE FROM failed WHERE site = %s AND key = %s
            ) SELECT count(*) FROM stored""",
            *(self.site, self.run, _key_of(item), item.status, record),
            *(self.site, item.id, item.url, item.revision, item.status),
            *(item.published_at, item.content_hash, self.run, record),
            *(self.site, digest(item.url)),
        )
        return stored == 1

    def records(self, kind: str, run: int | None = None) -> Iterator[bytes]:
        with errors_of(self._place):
            query = "SELECT record FROM record WHERE site = %s AND run = %s AND kind = %s ORDER BY number"
            for (record,) in self._stream(query, self.site, self.run if run is None else run, kind):
                yield record.encode()

    def count(self, kind: str) -> int:
        with errors_of(self._place):
            query = "SELECT count(*) FROM record WHERE site = %s AND run = %s AND kind = %s"
            return self._number(query, self.site, self.run, kind)

    def articles_between(self, since: str | None, until: str | None) -> Iterator[bytes]:
        with errors_of(self._place):
            query = """SELECT record FROM article WHERE site = %s AND published_at >= %s AND published_at < %s
                       ORDER BY published_at, id"""
            for (record,) in self._stream(query, self.site, since or "", f"{until or '9999'}~"):
                yield record.encode()

    def history(self, kind: str, runs: range | None = None) -> Iterator[tuple[bytes, str]]:
        with errors_of(self._place):
            within, numbers = _within(runs)
            query = f"""SELECT kept.record, run.id FROM record AS kept
                        JOIN run ON run.site = kept.site AND run.seq = kept.run
                        WHERE kept.site = %s AND kind = %s {within} ORDER BY kept.run, number"""
            for record, run_id in self._stream(query, self.site, kind, *numbers):
                yield record.encode(), run_id

    def latest(
        self, since: str | None = None, until: str | None = None, runs: range | None = None
    ) -> Iterator[tuple[bytes, str]]:
        with errors_of(self._place):
            within, numbers = _within(runs)
            days = "AND article.published_at >= %s AND article.published_at < %s" if since or until else ""
            query = f"""WITH last AS MATERIALIZED (
                            SELECT DISTINCT ON (article) record::json ->> 'id' COLLATE "C" AS article, run, number
                            FROM record WHERE site = %s AND kind = 'article' {within} ORDER BY article, number DESC)
                        SELECT kept.record, run.id FROM article JOIN last ON last.article = article.id
                        JOIN record AS kept ON kept.site = article.site AND kept.kind = 'article'
                            AND kept.run = last.run AND kept.number = last.number
                        JOIN run ON run.site = article.site AND run.seq = last.run
                        WHERE article.site = %s {days} ORDER BY article.published_at NULLS FIRST, article.id"""
            limits = (since or "", f"{until or '9999'}~") if days else ()
            for record, run_id in self._stream(query, self.site, *numbers, self.site, *limits):
                yield record.encode(), run_id

    # ---- what is known of articles -----------------------------------------------------------
    def is_empty(self) -> bool:
        with errors_of(self._place):
            return self._row("SELECT 1 FROM article WHERE site = %s LIMIT 1", self.site) is None

    def known(self, ids: Iterable[str]) -> dict[str, Known]:
        with errors_of(self._place):
            query = """SELECT id, revision, status, content_hash, first_run FROM article
                       WHERE site = %s AND id = ANY(%s)"""
            return {identifier: Known(*facts) for identifier, *facts in self._do(query, self.site, _clean(ids))}

    def last_records(self, ids: Iterable[str]) -> Iterator[Article]:
        with errors_of(self._place):
            query = """SELECT record FROM unnest(%s::text[]) WITH ORDINALITY AS asked (id, place)
                       JOIN article ON site = %s AND article.id = asked.id ORDER BY place"""
            waiting = iter(_clean(ids))
            while some := list(islice(waiting, _AT_ONCE)):
                for (record,) in self._do(query, some, self.site).fetchall():
                    yield _decode_article(record)

    def newest(self, until: str) -> str | None:
        with errors_of(self._place):
            query = "SELECT max(published_at) FROM article WHERE site = %s AND published_at <= %s"
            row = self._row(query, self.site, until)
            return row[0] if row else None

    def published_since(self, moment: str) -> list[str]:
        with errors_of(self._place):
            query = """SELECT url FROM article WHERE site = %s AND published_at >= %s AND status <> 'removed'
                       ORDER BY published_at, id"""
            return [url for (url,) in self._do(query, self.site, moment)]

    def published_per_day(self, since: str) -> dict[str, int]:
        with errors_of(self._place):
            query = """SELECT left(published_at, 10) AS day, count(*) FROM article
                       WHERE site = %s AND published_at >= %s GROUP BY day ORDER BY day"""
            return {day: int(number) for day, number in self._do(query, self.site, since)}

    def last_new(self) -> str | None:
        with errors_of(self._place):
            query = """SELECT started_at FROM run WHERE site = %s AND seq =
                       (SELECT max(run) FROM record WHERE site = %s AND status = 'new')"""
            row = self._row(query, self.site, self.site)
            return row[0] if row else None

    # ---- failures ----------------------------------------------------------------------------
    def fail(self, identifier: str, url: str, reason: str) -> None:
        with self._writing():
            self._do(
                """INSERT INTO failed AS known VALUES (%s, %s, %s, %s, %s, 1, %s) ON CONFLICT (site, key)
                DO UPDATE SET reason = excluded.reason, last_run = excluded.last_run,
                tries = known.tries + (known.last_run <> excluded.last_run)::integer""",
                *(self.site, digest(url), url, identifier, reason, self.run),
            )

    def heal(self, url: str) -> None:
        with self._writing():
            self._do("DELETE FROM failed WHERE site = %s AND key = %s", self.site, digest(url))

    def failures(self) -> list[Failure]:
        with errors_of(self._place):
            query = "SELECT url, reason, tries FROM failed WHERE site = %s ORDER BY tries, url"
            return [Failure(*row) for row in self._do(query, self.site)]

    # ---- sections ----------------------------------------------------------------------------
    def sections(self) -> dict[str, Ground]:
        with errors_of(self._place):
            rows = self._do("SELECT url, read_back_to, settled_by FROM section WHERE site = %s ORDER BY url", self.site)
            return {url: Ground(back_to, run) for url, back_to, run in rows}

    def set_sections(self, read_back_to: Mapping[str, str | None]) -> None:
        with self._writing():
            for url, day in read_back_to.items():
                if day is None:
                    self._do("DELETE FROM section WHERE site = %s AND key = %s", self.site, digest(url))
                    continue
                self._do(
                    """INSERT INTO section VALUES (%s, %s, %s, %s, %s) ON CONFLICT (site, key)
                    DO UPDATE SET read_back_to = excluded.read_back_to, settled_by = excluded.settled_by""",
                    *(self.site, digest(url), url, day, self.run),
                )

    # ---- earlier runs ------------------------------------------------------------------------
    def run_number(self, run_id: str | None) -> int | None:
        with errors_of(self._place):
            if run_id is None:
                row = self._row("SELECT max(seq) FROM run WHERE site = %s", self.site)
            else:
                row = self._row("SELECT seq FROM run WHERE site = %s AND id = %s", self.site, run_id)
            return row[0] if row else None

    def runs_between(self, since: str | None, until: str | None) -> range:
        with errors_of(self._place):
            query = """SELECT coalesce(min(seq), 0), coalesce(max(seq), -1) + 1 FROM run
                       WHERE site = %s AND started_at >= %s AND started_at < %s"""
            first, end = self._row(query, self.site, since or "", f"{until or '9999'}~") or (0, 0)
            return range(first, end)

    def manifests(self, since: str = "", last: int | None = None) -> list[Manifest]:
        with errors_of(self._place):
            query = """SELECT manifest FROM run WHERE site = %s AND manifest IS NOT NULL AND started_at >= %s
                       ORDER BY seq DESC LIMIT %s"""
            rows = self._do(query, self.site, since, last).fetchall()
            return [_decode_manifest(manifest) for (manifest,) in reversed(rows)]

    def unfinished(self, since: str = "") -> list[tuple[str, str]]:
        with errors_of(self._place):
            query = """SELECT id, started_at FROM run WHERE site = %s AND manifest IS NULL AND started_at >= %s
                       ORDER BY seq"""
            return list(self._do(query, self.site, since))

    def extent(self) -> tuple[str | None, str | None, int]:
        with errors_of(self._place):
            row = self._row("SELECT min(started_at), max(started_at) FROM run WHERE site = %s", self.site)
            first, last = row or (None, None)
            return first, last, self._number("SELECT count(*) FROM article WHERE site = %s", self.site)


def archived_sites(url: str) -> list[str]:
    """The short names of the newspapers with an archive in the database, sorted; raises ArchiveError."""
    place = place_of(url)
    with errors_of(place), closing(_connect_reading(url, place)) as db:
        return [site for (site,) in db.execute("SELECT site FROM newspaper ORDER BY site")]


def _connect_reading(url: str, place: str) -> Session:
    db = connect(url, application=named(""), read_only=True)
    try:
        require_version(db, place)
    except ArchiveError:
        db.close()
        raise
    return db


def _clean(values: Iterable[Any]) -> list[Any]:
    """Values as PostgreSQL takes them: its texts hold every character but one."""
    return [value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in values]


def _key_of(item: Item) -> bytes:
    """A digest of what makes two records of a run the same, as the interface says."""
    if isinstance(item, Article):
        return digest(item.id, item.revision, item.status)
    if isinstance(item, WeatherReading):
        return digest(item.station, item.date, item.condition, item.temperature_c)
    if isinstance(item, SidebarWidget):
        return digest(item.heading, item.more_url, [(entry.title, entry.url) for entry in item.entries])
    return digest(item.url, item.reason)


def digest(*values: Any) -> bytes:
    """The key of a row that these values tell from all others of its newspaper, table, run and kind."""
    return hashlib.sha256(_encode(values)).digest()[:16]


def _within(runs: range | None) -> tuple[str, tuple[int, ...]]:
    """A condition on the column ``run``, and its values."""
    return ("", ()) if runs is None else ("AND run >= %s AND run < %s", (runs.start, runs.stop))
