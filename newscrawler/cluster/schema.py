"""The tables of batches in PostgreSQL and those of the engine, and the steps that migrate older ones."""

from __future__ import annotations

from importlib import resources

from procrastinate.schema import SchemaManager

from newscrawler.store.archive import ArchiveError
from newscrawler.store.postgres_session import Session, connect, errors_of, place_of
from newscrawler.translation import N_

STEPS = (
    """
    -- sites: [{"site", "title", "server"}] in the order of the report; options: what every crawl is given
    CREATE TABLE batch (
        id text COLLATE "C" PRIMARY KEY,
        queue text NOT NULL,  -- names the table of newspapers and the version that its jobs are for
        sites jsonb NOT NULL,
        options jsonb NOT NULL,
        begun_at timestamptz NOT NULL DEFAULT now(),
        tries_until timestamptz NOT NULL,
        ended_at timestamptz,
        exit_code integer,
        reported_at timestamptz  -- when somebody took it on to send the alarm
    );
    CREATE INDEX batch_open ON batch (queue) WHERE ended_at IS NULL;
    -- Every attempt at a newspaper; the final one is what became of it.
    CREATE TABLE outcome (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        batch text COLLATE "C" NOT NULL REFERENCES batch ON DELETE CASCADE,
        site text COLLATE "C" NOT NULL,
        attempt integer NOT NULL,
        machine text NOT NULL,
        begun_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        progress jsonb,  -- articles, pages a second, requests left
        final boolean NOT NULL DEFAULT false,
        record text,  -- the JSON of a SiteOutcome
        log text      -- its last 64 KB
    );
    CREATE UNIQUE INDEX outcome_final ON outcome (batch, site) WHERE final;
    CREATE INDEX outcome_batch ON outcome (batch, id);
    """,
)
"""The statements that lead from each version to the next."""
VERSION = len(STEPS)


def migrate(url: str) -> str:
    """Makes the tables of batches and of the engine, or migrates older ones; all or nothing.

    Returns a sentence that says what was done. Raises ArchiveError if the database cannot be used or has newer tables.
    """
    place, newest = place_of(url), _migrations()[-1]
    with errors_of(place), connect(url, application="scrapy cluster init") as db, db.transaction():
        db.execute("SELECT pg_advisory_xact_lock(hashtext('newscrawler schema'))")
        db.execute("CREATE TABLE IF NOT EXISTS cluster_version (number integer NOT NULL, engine text NOT NULL)")
        number, engine = _version(db)
        if number > VERSION or engine > newest:
            raise ArchiveError(_newer(place))
        for step in STEPS[number:]:
            db.execute(step)
        if not engine:
            db.execute(SchemaManager.get_schema())
        for name in (name for name in _migrations() if engine and name > engine):
            db.execute(_read(name))
        db.execute("DELETE FROM cluster_version")
        db.execute("INSERT INTO cluster_version VALUES (%s, %s)", (VERSION, newest))
        if (number, engine) == (VERSION, newest):
            return N_(f"the tables of batches in {place} are of version {VERSION} already")
        if number:
            return N_(f"migrated the tables of batches in {place} to version {VERSION}")
        return N_(f"made the tables of batches in {place}, version {VERSION}")


def has_tables(db: Session) -> bool:
    """Whether a database has tables of batches; archives may be in it without."""
    return _version(db) != (0, "")


def require_version(db: Session, place: str) -> None:
    """Raises ArchiveError unless the tables of batches and of the engine are those of this program."""
    number, engine = _version(db)
    if number == 0:
        raise ArchiveError(N_(f"the database {place} has no tables of batches: make them with scrapy cluster init"))
    if number > VERSION or engine > _migrations()[-1]:
        raise ArchiveError(_newer(place))
    if (number, engine) != (VERSION, _migrations()[-1]):
        raise ArchiveError(N_(f"the tables of batches in {place} are older: migrate them with scrapy cluster init"))


def _version(db: Session) -> tuple[int, str]:
    """The version of the tables of batches and the last migration of the engine's; 0 and "" without any."""
    if db.execute("SELECT to_regclass('cluster_version')").fetchone() == (None,):
        return 0, ""
    row = db.execute("SELECT number, engine FROM cluster_version").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def _newer(place: str) -> str:
    return N_(f"the tables of batches in {place} are of a newer newscrawler or Procrastinate: upgrade this machine")


def _migrations() -> list[str]:
    """The names of the engine's migrations; they sort in the order in which they are due."""
    return sorted(
        file.name for file in resources.files("procrastinate.sql.migrations").iterdir() if ".sql" in file.name
    )


def _read(name: str) -> str:
    return (resources.files("procrastinate.sql.migrations") / name).read_text("utf-8")
