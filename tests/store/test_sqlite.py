"""The file of the SQLite archive: whose it is, what an older version becomes, who may read it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from support.durable import rows
from support.records import NOON, SITE, address, article, reading, rejected, widget

from newscrawler.exporters import encode
from newscrawler.store.archive import ArchiveError, Ground
from newscrawler.store.migrations import APPLICATION_ID, SCHEMA, VERSION
from newscrawler.store.sqlite import SqliteArchive, read_owner

KINDS = ("article", "weather", "sidebar", "rejected")


def no_run(run_id: str) -> bool:
    """Nothing was published."""
    return False


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.sqlite"


def filled(path: Path) -> Path:
    """An archive with one record of each kind."""
    with closing(SqliteArchive(path, SITE)) as archive:
        archive.begin_run("first", NOON, no_run)
        for item in (article(), reading(), widget(), rejected(2)):
            archive.add(item)
    return path


def contents(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


# ---- durability -----------------------------------------------------------------------------------
def test_it_is_a_wal_that_survives_a_power_cut(path: Path) -> None:
    with closing(SqliteArchive(path, SITE)) as archive:
        assert archive._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert archive._db.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


# ---- whose it is ----------------------------------------------------------------------------------
def test_the_file_says_what_it_is_and_whose(path: Path) -> None:
    filled(path)
    assert rows(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert rows(path, "PRAGMA user_version") == [(VERSION,)]
    assert read_owner(path) == SITE


@pytest.mark.parametrize("read_only", [True, False])
def test_another_newspapers_archive_is_refused_and_left_as_it_is(read_only: bool, path: Path) -> None:
    before = filled(path).read_bytes()
    with pytest.raises(ArchiveError, match="is that of the newspaper 'demo', not of 'other'"):
        SqliteArchive(path, "other", read_only=read_only)
    assert path.read_bytes() == before


def foreign(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        for statement in ("CREATE TABLE mail (id INTEGER)", "INSERT INTO mail VALUES (1)", *statements):
            db.execute(statement)


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize(
    "statements",
    [
        (),
        ("PRAGMA user_version=3",),
        (f"PRAGMA user_version={VERSION + 1}",),
        ("CREATE TABLE run (x)", "CREATE TABLE article (x)", "CREATE TABLE revision (x)"),
        ("PRAGMA user_version=3", "PRAGMA application_id=7"),
        (f"PRAGMA application_id={APPLICATION_ID}", "PRAGMA user_version=4"),
    ],
)
def test_a_database_of_another_program_is_refused_and_left_as_it_is(
    statements: tuple[str, ...], read_only: bool, path: Path
) -> None:
    foreign(path, *statements)
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match=r"archive\.sqlite is not an archive of newscrawler$"):
        SqliteArchive(path, SITE, read_only=read_only)
    assert path.read_bytes() == before


def test_a_file_that_is_not_a_database_is_refused_and_left_as_it_is(path: Path) -> None:
    path.write_bytes(b"<html>" * 1000)
    with pytest.raises(ArchiveError, match=r"archive\.sqlite cannot be used: file is not a database"):
        SqliteArchive(path, SITE)
    assert path.read_bytes() == b"<html>" * 1000


def test_an_archive_that_lost_its_owner_is_nobodys(path: Path) -> None:
    filled(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM newspaper")
    with pytest.raises(ArchiveError, match="is that of the newspaper None, not of 'demo'"):
        SqliteArchive(path, SITE)


# ---- older versions -------------------------------------------------------------------------------
def make_old(path: Path, version: int, *changes: str) -> None:
    """Turns an archive into what an earlier version would have made of the same run."""
    filled(path)
    with closing(sqlite3.connect(path)) as db, db:
        for change in (*UNTIL_4, *(UNTIL_3 if version <= 3 else ()), *changes):
            db.execute(change)
        db.execute(f"PRAGMA user_version={version}")


UNTIL_4 = (  # the last run without gaps settled every list
    "ALTER TABLE section DROP COLUMN settled_by",
    "INSERT INTO section VALUES ('list', '2026-03-01')",
    "ALTER TABLE run ADD COLUMN gapless INTEGER NOT NULL DEFAULT 0",
    "UPDATE run SET gapless=1",
)
UNTIL_3 = ("DROP TABLE newspaper", "PRAGMA application_id=0")
FIRST = (
    "ALTER TABLE revision RENAME TO newer",
    "CREATE TABLE revision (run INTEGER NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, UNIQUE (run, id)) STRICT",
    "INSERT INTO revision SELECT run, id, record FROM newer",
    "DROP TABLE newer",
)
OLD = {
    "the first schema": (1, FIRST),
    "version 1": (1, ()),
    "version 2": (2, ("CREATE INDEX article_first_run ON article (first_run)",)),
    "version 3": (3, ()),
    "version 4": (4, ()),
}


def schema(path: Path) -> set[tuple[str, str]]:
    """Tables and indexes with their columns."""
    names = [name for (name,) in rows(path, "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")]
    return {(name, str([column[1:4] for column in rows(path, f"PRAGMA table_info({name})")])) for name in names}


@pytest.mark.parametrize("old", OLD)
def test_an_older_archive_is_brought_up_to_date_with_all_it_holds(old: str, path: Path, tmp_path: Path) -> None:
    version, changes = OLD[old]
    make_old(path, version, *changes)
    with closing(SqliteArchive(path, SITE)) as archive:
        archive.begin_run("second", NOON, no_run)
        assert [list(archive.records(kind)) for kind in KINDS] == [
            [encode(item)] for item in (article(), reading(), widget(), rejected(2))
        ]
        assert archive.add(article(body="고친 글", revision=2, status="modified"))
        assert archive.last_new() == NOON
        assert archive.sections() == {"list": Ground("2026-03-01", 1)}
    assert (read_owner(path), rows(path, "PRAGMA user_version")) == (SITE, [(VERSION,)])
    assert rows(path, "SELECT id, revision, status FROM revision") == [("demo:1", 1, "new"), ("demo:1", 2, "modified")]
    assert schema(path) == schema(filled(tmp_path / "new.sqlite"))
    SqliteArchive(path, SITE).close()


@pytest.mark.parametrize("old", OLD)
def test_an_older_archive_is_read_without_being_changed(old: str, path: Path) -> None:
    version, changes = OLD[old]
    make_old(path, version, *changes)
    before = contents(path)
    with closing(SqliteArchive(path, SITE, read_only=True)) as archive:
        assert [list(archive.records(kind, 1)) for kind in KINDS] == [
            [encode(item)] for item in (article(), reading(), widget(), rejected(2))
        ]
        assert archive.extent() == (NOON, NOON, 1)
    assert (contents(path), rows(path, "PRAGMA user_version")) == (before, [(version,)])


@pytest.mark.parametrize("old", OLD)
def test_an_older_archive_of_another_newspaper_is_refused_by_its_records(old: str, path: Path) -> None:
    version, changes = OLD[old]
    make_old(path, version, *changes)
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="is that of the newspaper 'demo', not of 'other'"):
        SqliteArchive(path, "other")
    assert path.read_bytes() == before


def test_an_older_archive_that_cannot_be_brought_up_stays_as_it_was(path: Path) -> None:
    make_old(path, 1, *FIRST)
    rows(path, "SELECT 1")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO revision VALUES (1, 'demo:2', '{')")
    before = contents(path)
    with pytest.raises(ArchiveError, match="cannot be used: malformed JSON"):
        SqliteArchive(path, SITE)
    assert contents(path) == before


def test_an_older_archive_in_which_nothing_was_stored_becomes_that_of_the_run(path: Path) -> None:
    SqliteArchive(path, "nobody").close()
    with closing(sqlite3.connect(path)) as db, db:
        for statement in (*UNTIL_4, *UNTIL_3, "PRAGMA user_version=3"):
            db.execute(statement)
    SqliteArchive(path, SITE).close()
    assert read_owner(path) == SITE


def test_an_empty_file_is_a_new_archive_to_a_run_and_none_to_a_reader(path: Path) -> None:
    path.touch()
    with pytest.raises(ArchiveError, match="there is no archive of 'demo'"):
        SqliteArchive(path, SITE, read_only=True)
    assert path.read_bytes() == b""
    SqliteArchive(path, SITE).close()
    assert read_owner(path) == SITE


def test_every_statement_of_the_schema_is_one(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        for statement in SCHEMA.split(";\n"):
            assert sqlite3.complete_statement(f"{statement};")
            db.execute(statement)


# ---- readers --------------------------------------------------------------------------------------
@contextmanager
def unprivileged() -> Iterator[None]:
    """As a user whom the permissions of files bind; the tests may be run by root."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that everybody can reach and nobody can write into, with an archive in it."""
    folder = Path(tempfile.mkdtemp())
    filled(folder / "archive.sqlite").chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_an_archive_that_cannot_be_written_is_read(shelf: Path) -> None:
    with unprivileged():
        assert not os.access(shelf, os.W_OK, effective_ids=True)
        with closing(SqliteArchive(shelf / "archive.sqlite", SITE, read_only=True)) as archive:
            assert archive.published_since(NOON) == [address(1)]
        with pytest.raises(ArchiveError, match="cannot be used"):
            SqliteArchive(shelf / "archive.sqlite", SITE)
    assert [file.name for file in shelf.iterdir()] == ["archive.sqlite"]


@pytest.mark.parametrize("index", [True, False])
def test_what_a_dead_run_left_in_the_log_is_read_or_missed_aloud(index: bool, shelf: Path, tmp_path: Path) -> None:
    """With its index the log can be read; without it, only the archive as it was before, which nobody asked for."""
    writer = SqliteArchive(filled(tmp_path / "archive.sqlite"), SITE)
    writer.begin_run("second", NOON, no_run)
    shelf.chmod(0o755)
    for name in ("archive.sqlite", "archive.sqlite-wal", *(["archive.sqlite-shm"] if index else [])):
        shutil.copyfile(tmp_path / name, shelf / f"copy-{name}")
        (shelf / f"copy-{name}").chmod(0o444)
    shelf.chmod(0o555)
    writer.close()
    path = shelf / "copy-archive.sqlite"
    with unprivileged():
        if index:
            with closing(SqliteArchive(path, SITE, read_only=True)) as archive:
                assert archive.run_number("second") == 2
        else:
            with pytest.raises(ArchiveError, match="cannot be used"):
                SqliteArchive(path, SITE, read_only=True)
