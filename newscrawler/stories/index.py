"""The index of the articles of all newspapers: ``<DATA_DIR>/index.sqlite``, made from their archives.

It serves `scrapy find`, `scrapy carried` and `scrapy stories`. It is never the truth: it may be deleted at any time,
one of another version is made anew, and what archives gained since is read before a command asks it.

Deleted rows stay in its full-text tables, under numbers that are never used again: a newer SQLite than Debian's is
needed to delete from such tables what is not at hand.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec
from scrapy.settings import BaseSettings

from newscrawler.items import Author
from newscrawler.store.archive import Archive, ArchiveError, NoArchiveError, checked
from newscrawler.store.archives import archived_sites, read_archive
from newscrawler.stories.likeness import letters
from newscrawler.stories.terms import pairs, windows
from newscrawler.translation import N_

FILE = "index.sqlite"
APPLICATION_ID = 0x4E434958  # "NCIX"
VERSION = 1
_PATIENCE = 600.0  # seconds to wait for another process that builds the index
_GROUP = 1000  # articles of a transaction
_BUFFER = 32 << 20  # bytes of full text that are sorted before they are written

_SCHEMA = """
-- Up to which run the archive of a newspaper has been read: the last one that had ended.
CREATE TABLE newspaper (site TEXT PRIMARY KEY, run INTEGER NOT NULL, run_id TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE article (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, site TEXT NOT NULL, published_at TEXT,
    url TEXT NOT NULL, title TEXT NOT NULL, reporters TEXT NOT NULL, removed INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    compared INTEGER NOT NULL DEFAULT 0   -- its copies among the articles indexed by then are in `alike`
) STRICT;
CREATE INDEX article_published ON article (published_at);
CREATE TABLE body (number INTEGER PRIMARY KEY, text BLOB NOT NULL) STRICT;
CREATE TABLE alike (
    one INTEGER NOT NULL, other INTEGER NOT NULL, similarity REAL NOT NULL, PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE pairs USING fts5(title, body, content='', tokenize='ascii');
CREATE VIRTUAL TABLE windows USING fts5(hashes, content='', tokenize='ascii', detail='none', columnsize=0);
"""


@dataclass(frozen=True, slots=True)
class Printed:
    """What the index keeps of an article; ``published_at`` in KST, ISO 8601."""

    id: str
    site: str
    url: str
    title: str
    published_at: str | None
    body: str
    authors: list[Author] = field(default_factory=list)
    publisher: str | None = None
    status: str = "new"
    content_hash: str = ""

    @property
    def reporters(self) -> str:
        """The byline as printed: names with their roles; the outlet where it names nobody."""
        people = ", ".join(f"{author.name} {author.role or ''}".strip() for author in self.authors)
        return people or self.publisher or ""


@dataclass(frozen=True, slots=True)
class Found:
    """An article of the index without its body."""

    number: int
    id: str
    site: str
    published_at: str | None
    url: str
    title: str
    reporters: str
    removed: bool


_COLUMNS = "number, id, site, published_at, url, title, reporters, removed"
_decode = msgspec.json.Decoder(Printed).decode
Shown = Callable[[str, int], None]
"""Is told, now and then, which newspaper's archive is read and how many of its articles have been."""


class _IndexError(ArchiveError):
    """The index itself cannot be used."""


class Index:
    """The open index. Every method raises ArchiveError, with a one-sentence message, when the file cannot be used."""

    def __init__(self, path: Path | None) -> None:
        """Opens the file, makes a missing one, and makes one of another version anew; in memory for None."""
        self._path = path
        with self._errors():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                _discard_unusable(path)
            self._db = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=_PATIENCE)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")  # what a power cut takes from an index, archives still have
        with self.writing():
            if self._db.execute("PRAGMA user_version").fetchone() == (VERSION,):
                return
            for statement in _SCHEMA.split(";\n")[:-1]:
                self._db.execute(statement)
            for table in ("pairs", "windows"):
                self._db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', ?)", (_BUFFER,))
            self._db.execute(f"PRAGMA application_id={APPLICATION_ID}")
            self._db.execute(f"PRAGMA user_version={VERSION}")

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, zlib.error, OSError) as error:
            raise _IndexError(
                N_(f"the index {self._path} cannot be used ({error}): it may be deleted, and is made anew")
            ) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction, committed at the end of the block or rolled back completely."""
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    # ---- what archives gained ----------------------------------------------------------------
    def catch_up(self, settings: BaseSettings, shown: Shown = lambda site, number: None) -> list[str]:
        """Reads what the archives gained since the last time; returns a sentence for each that cannot be read.

        Newspapers whose archive is gone are forgotten. What was read before an error or an end of the process is kept.
        Raises ArchiveError for the index itself, and for an ARCHIVE_URL of an unknown kind.
        """
        unread = []
        sites = archived_sites(settings)
        for (site,) in self._ask("SELECT site FROM newspaper").fetchall():
            if site not in sites:
                self._forget(site)
        for site in sites:
            try:
                with closing(read_archive(settings, site)) as archive:
                    self._read(archive, shown)
            except NoArchiveError:
                continue
            except _IndexError:
                raise
            except ArchiveError as error:
                unread.append(str(error))
        return unread

    def _read(self, archive: Archive, shown: Shown) -> None:
        """Reads the records of the runs since the last one that had ended by then; those read already are known."""
        state = self._ask("SELECT run, run_id FROM newspaper WHERE site=?", archive.site).fetchone()
        if state and state[1] is not None and archive.run_number(state[1]) != state[0]:
            self._forget(archive.site)  # the archive is another one by now
            state = None
        done = state[0] if state else 0
        ended = archive.manifests(last=1)
        last = archive.run_number(None) or 0
        group: list[Printed] = []
        number = 0
        for run in range(done + 1, last + 1):
            for _, article in checked(archive.records("article", run), _decode, archive):
                group.append(article)
                if len(group) == _GROUP:
                    number += len(group)
                    self.add(group)
                    group.clear()
                    shown(archive.site, number)
        self.add(group)
        run_id = ended[0].run_id if ended else None
        read = archive.run_number(run_id) if run_id else 0
        if state != (read, run_id):
            self._ask("INSERT OR REPLACE INTO newspaper VALUES (?, ?, ?)", archive.site, read, run_id)

    def _forget(self, site: str) -> None:
        with self.writing():
            self._db.execute("DELETE FROM body WHERE number IN (SELECT number FROM article WHERE site=?)", (site,))
            self._db.execute("DELETE FROM article WHERE site=?", (site,))
            self._db.execute("DELETE FROM newspaper WHERE site=?", (site,))

    def add(self, articles: Iterable[Printed]) -> None:
        """Adds articles, or what changed of them, in one transaction."""
        added = list(articles)
        if added:
            with self.writing():
                for article in added:
                    self._add(article)

    def _add(self, article: Printed) -> None:
        facts = (article.url, article.reporters, article.status == "removed", article.id)
        query = "SELECT number, content_hash, published_at, url, reporters, removed FROM article WHERE id=?"
        known = self._db.execute(query, (article.id,)).fetchone()
        if known and known[1:3] == (article.content_hash, article.published_at):
            if known[3:] != facts[:3]:
                self._db.execute("UPDATE article SET url=?, reporters=?, removed=? WHERE id=?", facts)
            return
        if known:
            self._db.execute("DELETE FROM article WHERE number=?", known[:1])
            self._db.execute("DELETE FROM body WHERE number=?", known[:1])
        row = (article.id, article.site, article.published_at, article.url, article.title, *facts[1:3])
        cursor = self._db.execute(
            "INSERT INTO article VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, 0)", (*row, article.content_hash)
        )
        number = cursor.lastrowid
        body = zlib.compress(article.body.encode("utf-8", "surrogatepass"))
        self._db.execute("INSERT INTO body VALUES (?, ?)", (number, body))
        self._db.execute(
            "INSERT INTO pairs (rowid, title, body) VALUES (?, ?, ?)",
            (number, pairs(article.title), pairs(article.body)),
        )
        hashes = " ".join(windows(letters(article.body)))
        self._db.execute("INSERT INTO windows (rowid, hashes) VALUES (?, ?)", (number, hashes))

    # ---- questions ---------------------------------------------------------------------------
    def _ask(self, query: str, *values: object) -> sqlite3.Cursor:
        with self._errors():
            return self._db.execute(query, values)

    def search(
        self, match: str, since: str | None, until: str | None, sites: Iterable[str], limit: int | None
    ) -> Iterator[Found]:
        """The articles that fit a full-text query (terms.query), the newest first; those without a time last.

        Days are ``YYYY-MM-DD``, both included; all newspapers if ``sites`` is empty. Removed articles are among them.
        """
        names = list(sites)
        conditions, values = ["TRUE"], [match]
        if since or until:
            conditions.append("published_at >= ? AND published_at < ?")
            values += [since or "", f"{until or '9999'}~"]
        if names:
            conditions.append(f"site IN ({', '.join('?' * len(names))})")
            values += names
        query = f"""SELECT {_COLUMNS} FROM article JOIN (SELECT rowid AS hit FROM pairs WHERE pairs MATCH ?)
            ON number = hit WHERE {" AND ".join(conditions)} ORDER BY published_at DESC, id LIMIT ?"""
        with self._errors():
            for row in self._db.execute(query, (*values, -1 if limit is None else limit)):
                yield _found(row)

    def between(self, since: str | None, until: str | None, sites: Iterable[str]) -> list[Found]:
        """The articles these newspapers published on these days, both included, by time and id."""
        wanted = set(sites)
        query = f"""SELECT {_COLUMNS} FROM article WHERE published_at >= ? AND published_at < ?
            ORDER BY published_at, id"""
        rows = map(_found, self._ask(query, since or "", f"{until or '9999'}~"))
        return [article for article in rows if article.site in wanted]

    def article(self, number: int) -> Found | None:
        """An article by its number; None for one that was deleted or replaced by another revision."""
        row = self._ask(f"SELECT {_COLUMNS} FROM article WHERE number=?", number).fetchone()
        return _found(row) if row else None

    def number(self, identifier: str) -> int | None:
        """The number of an article by its id; None for one that is not in the index."""
        row = self._ask("SELECT number FROM article WHERE id=?", identifier).fetchone()
        return row[0] if row else None

    def body(self, number: int) -> str:
        """The text of an article; empty for one that was deleted."""
        row = self._ask("SELECT text FROM body WHERE number=?", number).fetchone()
        with self._errors():
            return zlib.decompress(row[0]).decode("utf-8", "surrogatepass") if row else ""

    def having(self, window: str, most: int) -> list[int]:
        """The numbers of the newest articles that have a window, up to so many; deleted ones may be among them."""
        query = "SELECT rowid FROM windows WHERE windows MATCH ? ORDER BY rowid DESC LIMIT ?"
        return [number for (number,) in self._ask(query, f'"{window}"', most)]

    def weeks(self, numbers: Iterable[int]) -> dict[int, int]:
        """The weeks of publication of articles, by their numbers; those without one, and deleted ones, are absent."""
        weeks = {}
        for number in numbers:
            row = self._ask("SELECT published_at FROM article WHERE number=?", number).fetchone()
            if row and row[0]:
                weeks[number] = date.fromisoformat(row[0][:10]).toordinal() // 7
        return weeks

    # ---- what is alike -----------------------------------------------------------------------
    def uncompared(self) -> set[int]:
        """The numbers of the articles that were not compared with the others yet."""
        return {number for (number,) in self._ask("SELECT number FROM article WHERE NOT compared")}

    def set_compared(self, number: int, similar: Iterable[tuple[int, float]]) -> None:
        """Keeps the articles that one is similar to; call it in a transaction (writing())."""
        rows = [(min(number, other), max(number, other), alike) for other, alike in similar]
        self._db.executemany("INSERT OR REPLACE INTO alike VALUES (?, ?, ?)", rows)
        self._db.execute("UPDATE article SET compared=1 WHERE number=?", (number,))

    def alike(self, numbers: Iterable[int]) -> Iterator[tuple[int, int, float]]:
        """The pairs of similar articles of which both are among these, with their similarity."""
        wanted = set(numbers)
        for number in wanted:
            for other, similarity in self._ask("SELECT other, similarity FROM alike WHERE one=?", number):
                if other in wanted:
                    yield number, other, similarity


def open_index(settings: BaseSettings) -> Index:
    """The index of a data folder; where nothing may be written, one in memory. Raises ArchiveError as Index does."""
    folder = Path(settings["DATA_DIR"])
    return Index(folder / FILE if os.access(folder, os.W_OK) else None)


def _found(row: tuple[int, str, str, str | None, str, str, str, int]) -> Found:
    return Found(*row[:7], bool(row[7]))


def _discard_unusable(path: Path) -> None:
    """Deletes an index of another version and a file that is damaged; raises ArchiveError for another program's."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as db:
            (application,), (version,) = (
                db.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
            )
            tables = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        application, version, tables = APPLICATION_ID, 0, 1
    if not tables or (application, version) == (APPLICATION_ID, VERSION):
        return
    if application != APPLICATION_ID:
        raise _IndexError(N_(f"the file {path} is not an index of newscrawler"))
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
