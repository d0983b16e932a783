"""The tables of the archives in PostgreSQL, and the steps that migrate older ones; `scrapy cluster init` takes them.

One set of tables for all newspapers, in a schema of their own. ``site`` is the first column of every key.
"""

from __future__ import annotations

from typing import Any

from newscrawler.store.archive import ArchiveError
from newscrawler.store.postgres_session import SCHEMA, connect, errors_of, place_of
from newscrawler.translation import N_

# Texts are compared byte by byte (collation C): times are KST strings of one form, and sort as text on every server.
# A key is a digest of what makes two records the same: an index of PostgreSQL takes 2,700 bytes at most, and an address
# or the entries of a widget may be longer.
STEPS = (
    """
    CREATE TABLE newspaper (site text COLLATE "C" PRIMARY KEY);
    -- Runs are numbered from 1 for each newspaper, in the order they began.
    CREATE TABLE run (
        site text COLLATE "C" NOT NULL REFERENCES newspaper,
        seq integer NOT NULL,
        id text COLLATE "C" NOT NULL,
        started_at text COLLATE "C" NOT NULL,
        finished_at text COLLATE "C",
        complete boolean NOT NULL DEFAULT false,   -- as run.json says
        published boolean NOT NULL DEFAULT false,  -- its feeds are where readers find them
        manifest text,
        PRIMARY KEY (site, seq),
        UNIQUE (site, id)
    );
    CREATE INDEX run_started ON run (site, started_at);
    -- The last revision of each article.
    CREATE TABLE article (
        site text COLLATE "C" NOT NULL REFERENCES newspaper,
        id text COLLATE "C" NOT NULL,
        url text NOT NULL,
        revision integer NOT NULL,
        status text NOT NULL,
        published_at text COLLATE "C",
        content_hash text NOT NULL,
        first_run integer NOT NULL,
        record text NOT NULL,
        PRIMARY KEY (site, id)
    );
    CREATE INDEX article_published ON article (site, published_at, id);
    -- Every record of every run, in the order they came; kind is article, weather, sidebar or rejected.
    CREATE TABLE record (
        site text COLLATE "C" NOT NULL REFERENCES newspaper,
        run integer NOT NULL,
        kind text COLLATE "C" NOT NULL,
        key bytea NOT NULL,
        number bigint GENERATED ALWAYS AS IDENTITY,
        status text,  -- of articles
        record text NOT NULL,
        PRIMARY KEY (site, run, kind, key)
    );
    CREATE INDEX record_order ON record (site, run, kind, number);
    CREATE INDEX record_new ON record (site, run) WHERE status = 'new';
    CREATE TABLE failed (
        site text COLLATE "C" NOT NULL REFERENCES newspaper,
        key bytea NOT NULL,  -- of the address
        url text COLLATE "C" NOT NULL,
        id text NOT NULL,
        reason text NOT NULL,
        tries integer NOT NULL,
        last_run integer NOT NULL,
        PRIMARY KEY (site, key)
    );
    -- Settled ground: what a list held of read_back_to ('' for all of it) and later, run settled_by has read.
    CREATE TABLE section (
        site text COLLATE "C" NOT NULL REFERENCES newspaper,
        key bytea NOT NULL,  -- of the address
        url text NOT NULL,
        read_back_to text NOT NULL,
        settled_by integer NOT NULL,
        PRIMARY KEY (site, key)
    );
    """,
)
"""The statements that lead from each version to the next; the tables of version n were made by the first n of them."""
VERSION = len(STEPS)


def migrate(url: str) -> str:
    """Makes the tables in the database at this address, or migrates those of an older version; all or nothing.

    Returns a sentence that says what was done. May run while crawls are at work, and twice at a time. Raises
    ArchiveError if the database cannot be used or has tables of a newer version.
    """
    place = place_of(url)
    with errors_of(place), connect(url, application="scrapy cluster init") as db, db.transaction():
        db.execute("SELECT pg_advisory_xact_lock(hashtext('newscrawler schema'))")
        db.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        db.execute("CREATE TABLE IF NOT EXISTS version (number integer NOT NULL)")
        version = version_of(db)
        if version > VERSION:
            raise ArchiveError(_newer(place, version))
        for step in STEPS[version:]:
            db.execute(step)
        if version == 0:
            db.execute("INSERT INTO version VALUES (%s)", (VERSION,))
            return N_(f"made the tables of version {VERSION} in {place}")
        if version == VERSION:
            return N_(f"the tables in {place} are of version {VERSION} already")
        db.execute("UPDATE version SET number = %s", (VERSION,))
        return N_(f"migrated the tables in {place} from version {version} to {VERSION}")


def version_of(db: Any) -> int:
    """The version of the tables that a session sees; 0 without any."""
    if db.execute("SELECT to_regclass('version')").fetchone() == (None,):
        return 0
    row = db.execute("SELECT number FROM version").fetchone()
    return int(row[0]) if row else 0


def require_version(db: Any, place: str) -> None:
    """Raises ArchiveError unless the tables are those of this program."""
    version = version_of(db)
    if version == 0:
        raise ArchiveError(N_(f"the database {place} has no tables of newscrawler: make them with scrapy cluster init"))
    if version < VERSION:
        raise ArchiveError(
            N_(
                f"the tables in {place} are of version {version}, of an older newscrawler; this one needs {VERSION}: "
                "migrate them with scrapy cluster init"
            )
        )
    if version > VERSION:
        raise ArchiveError(_newer(place, version))


def _newer(place: str, version: int) -> str:
    return N_(f"the tables in {place} are of version {version}, of a newer newscrawler; this one knows {VERSION}")
