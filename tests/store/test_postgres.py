"""What only the store in PostgreSQL does: its lock, tables and errors. What all stores do is in test_archive.py."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from scrapy.settings import Settings
from support.bouncer import Bouncer
from support.postgres import Postgres
from support.records import NOON, SITE, article, rejected, widget
from support.stores import kill

from newscrawler.items import WidgetEntry
from newscrawler.store import postgres_schema as schema
from newscrawler.store.archive import Archive, ArchiveError, Failure, NoArchiveError
from newscrawler.store.archives import archived_sites, open_archive, read_archive
from newscrawler.store.lock import LockedError
from newscrawler.store.postgres_schema import VERSION, migrate
from newscrawler.store.postgres_session import ServerLock, connect, place_of


def settings(url: str, data_dir: Path) -> Settings:
    return Settings({"DATA_DIR": str(data_dir), "ARCHIVE_URL": url})


@pytest.fixture
def archive(database: str, tmp_path: Path) -> Iterator[Archive]:
    """An archive whose run has the lock of the server demo.test."""
    opened = open_archive(settings(database, tmp_path), SITE, "demo.test", "process 7, since noon")
    opened.begin_run("first", NOON, lambda run_id: False)
    yield opened
    kill(opened)


def terminate(postgres: Postgres, database: str) -> None:
    """Ends all other sessions, as an administrator or a restart of the server does."""
    postgres.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
        "datname = current_database()",
        url=database,
    )


# ---- the lock -------------------------------------------------------------------------------------
def test_one_run_of_a_server_is_at_work_on_all_machines(archive: Archive, database: str, tmp_path: Path) -> None:
    elsewhere = settings(database, tmp_path / "another machine")
    for site in (SITE, "sister"):  # a newspaper on the same server
        with pytest.raises(LockedError, match=r"^another run of the server demo\.test is at work: .*process 7, since "):
            open_archive(elsewhere, site, "demo.test", "process 8")
    open_archive(elsewhere, "sister", "sister.test").close()
    archive.close()
    open_archive(elsewhere, SITE, "demo.test").close()


def test_who_is_refused_leaves_no_archive_behind(archive: Archive, database: str, tmp_path: Path) -> None:
    with pytest.raises(LockedError):
        open_archive(settings(database, tmp_path / "two"), "sister", "demo.test")
    assert archived_sites(settings(database, tmp_path)) == [SITE]


def test_the_lock_of_a_killed_process_is_free(archive: Archive, database: str, tmp_path: Path) -> None:
    kill(archive)
    open_archive(settings(database, tmp_path), SITE, "demo.test").close()


def test_readers_take_no_lock(archive: Archive, database: str, tmp_path: Path) -> None:
    with pytest.raises(NoArchiveError):
        read_archive(settings(database, tmp_path), "sister")
    reader = read_archive(settings(database, tmp_path), SITE)
    reader.ping()
    archive.ping()
    reader.close()


def test_a_lost_session_is_found_at_the_next_request(archive: Archive, postgres: Postgres, database: str) -> None:
    archive.ping()
    archive.add(article())
    terminate(postgres, database)
    with pytest.raises(ArchiveError, match=r"cannot be used: .*terminating connection"):
        archive.ping()
    with pytest.raises(ArchiveError, match="cannot be used"):
        archive.add(article(2))
    with pytest.raises(ArchiveError, match="cannot be used"):
        archive.commit()


class Clock:
    """The clock that goes on while the machine sleeps, as the test sets it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.per_look = 0.0
        monkeypatch.setattr(time, "clock_gettime", self.look)

    def look(self, clock: int) -> float:
        assert clock == time.CLOCK_BOOTTIME
        self.now += self.per_look
        return self.now


def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are sent from now on."""
    sent: list[str] = []
    execute = psycopg.Connection.execute

    def record(self: psycopg.Connection, query: str, *rest: object, **options: object) -> object:
        sent.append(query)
        return execute(self, query, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(psycopg.Connection, "execute", record)
    return sent


def test_the_store_is_asked_again_when_its_last_answer_is_five_seconds_old(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    archive = open_archive(settings(database, tmp_path), SITE)
    sent = asked(monkeypatch)
    for seconds, questions in ((5.0, 0), (0.1, 1), (4.9, 1), (600.0, 2)):  # the last: the machine slept
        clock.now += seconds
        archive.ping()
        assert len(sent) == questions
    archive.close()


def test_an_answer_that_comes_too_late_is_none(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    archive = open_archive(settings(database, tmp_path), SITE)
    clock.per_look = 20.1
    with pytest.raises(ArchiveError, match="cannot be used: it takes more than 20 s to answer"):
        archive.ping()
    clock.per_look = 19.9
    archive.ping()
    archive.close()


def test_another_session_behind_the_same_connection_is_not_the_lock(archive: Archive, database: str) -> None:
    lock: ServerLock = archive._server_lock  # type: ignore[attr-defined]
    lock._db, lock._asked = connect(database, application="another"), 0.0
    with pytest.raises(ArchiveError, match="cannot be used: a connection pooler gives"):
        archive.ping()
    lock._db.close()


def test_the_server_watches_the_machine_for_longer_than_it_may_send(archive: Archive) -> None:
    names = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "tcp_user_timeout")
    db: psycopg.Connection = archive._db  # type: ignore[attr-defined]
    idle, interval, times, user = (db.execute(f"SHOW {name}").fetchone()[0] for name in names)  # type: ignore[index]
    assert (int(idle) + int(times) * int(interval), user) == (60, "60000")
    assert db.info.get_parameters()["tcp_user_timeout"] == "10000"


@pytest.mark.parametrize("mode", ["transaction", "statement"])
def test_a_pooler_that_shares_sessions_is_refused(mode: str, postgres: Postgres, database: str, tmp_path: Path) -> None:
    with Bouncer(postgres, mode) as bouncer:
        pooled = settings(bouncer.url(database), tmp_path)
        for ask in (open_archive, read_archive):
            with pytest.raises(ArchiveError, match="a connection pooler gives its clients a session for each trans"):
                ask(pooled, SITE)
        open_archive(settings(database, tmp_path), SITE).close()  # no lock stays behind


def test_a_pooler_that_keeps_sessions_is_used(postgres: Postgres, database: str, tmp_path: Path) -> None:
    with Bouncer(postgres, "session") as bouncer:
        pooled = settings(bouncer.url(database), tmp_path)
        archive = open_archive(pooled, SITE, "demo.test")
        with pytest.raises(LockedError):
            open_archive(settings(database, tmp_path / "two"), SITE, "demo.test")
        archive.begin_run("first", NOON, lambda run_id: False)
        archive.add(article())
        archive.close()
        reader = read_archive(pooled, SITE)
        assert not reader.is_empty()
        reader.close()


# ---- texts ----------------------------------------------------------------------------------------
def test_addresses_and_widgets_may_be_longer_than_an_index_takes(archive: Archive) -> None:
    address = "http://demo.test/" + "".join(chr(ord("가") + number) for number in range(9000))
    entries = [WidgetEntry(number, f"제목 {number}", f"{address}{number}") for number in range(9)]
    for item in (replace(rejected(), url=address), widget(entries=entries)):
        assert archive.add(item)
        assert not archive.add(item)
    archive.fail("demo:9", address, "timeout")
    archive.set_sections({address: ""})
    assert archive.failures() == [Failure(address, "timeout", 1)]
    assert list(archive.sections()) == [address]


def test_the_one_character_that_postgresql_lacks_is_replaced(archive: Archive) -> None:
    archive.fail("demo:9", "http://demo.test/\0", "timeout")
    archive.fail("demo:9", "http://demo.test/\0", "timeout")
    assert archive.failures() == [Failure("http://demo.test/\ufffd", "timeout", 1)]
    item = replace(rejected(), detail="\0")
    assert archive.add(item)
    assert b"\\u0000" in next(archive.records("rejected"))
    assert archive.known(["demo:\0"]) == {}


def test_times_sort_as_text_whatever_the_language_of_the_database(postgres: Postgres, tmp_path: Path) -> None:
    url = postgres.create()
    migrate(url)
    rows = postgres.execute(
        """SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'newscrawler'
        AND column_name IN ('site', 'id', 'started_at', 'finished_at', 'published_at') AND collation_name = 'C'""",
        url=url,
    )
    assert {name for (name,) in rows} >= {"run.started_at", "article.published_at", "article.id", "run.id"}


# ---- tables ---------------------------------------------------------------------------------------
def test_tables_are_made_once(postgres: Postgres, tmp_path: Path) -> None:
    url = postgres.create()
    with pytest.raises(ArchiveError, match=r"has no tables of newscrawler: make them with scrapy cluster init$"):
        open_archive(settings(url, tmp_path), SITE)
    with pytest.raises(ArchiveError, match="has no tables"):
        archived_sites(settings(url, tmp_path))
    place = place_of(url)
    assert migrate(url) == f"made the tables of version {VERSION} in {place}"
    open_archive(settings(url, tmp_path), SITE).close()
    assert migrate(url) == f"the tables in {place} are of version {VERSION} already"
    assert archived_sites(settings(url, tmp_path)) == [SITE]


def test_two_machines_may_make_them_at_a_time(postgres: Postgres) -> None:
    url, said = postgres.create(), []
    threads = [threading.Thread(target=lambda: said.append(migrate(url).split()[0])) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["made", "the", "the"]


def test_tables_of_another_version_are_refused(postgres: Postgres, database: str, tmp_path: Path) -> None:
    postgres.execute("UPDATE newscrawler.version SET number = number + 1", url=database)
    newer = rf"of version {VERSION + 1}, of a newer newscrawler; this one knows {VERSION}$"
    with pytest.raises(ArchiveError, match=newer):
        open_archive(settings(database, tmp_path), SITE)
    with pytest.raises(ArchiveError, match=newer):
        migrate(database)


def test_tables_of_an_older_version_are_migrated(
    postgres: Postgres, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = open_archive(settings(database, tmp_path), SITE)
    archive.close()
    monkeypatch.setattr(schema, "VERSION", VERSION + 1)
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, "ALTER TABLE run ADD COLUMN machine text"))
    with pytest.raises(
        ArchiveError, match=rf"of version {VERSION}, of an older newscrawler; this one needs {VERSION + 1}"
    ):
        open_archive(settings(database, tmp_path), SITE)
    assert migrate(database) == f"migrated the tables in {place_of(database)} from version {VERSION} to {VERSION + 1}"
    open_archive(settings(database, tmp_path), SITE).close()
    assert postgres.execute("SELECT machine FROM newscrawler.run", url=database) == []


def test_a_step_that_fails_changes_nothing(postgres: Postgres, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "VERSION", VERSION + 1)
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, "ALTER TABLE run ADD COLUMN machine text; SELECT 1 / 0"))
    with pytest.raises(ArchiveError, match="division by zero"):
        migrate(database)
    assert postgres.execute("SELECT number FROM newscrawler.version", url=database) == [(VERSION,)]
    monkeypatch.undo()
    assert "already" in migrate(database)


# ---- errors ---------------------------------------------------------------------------------------
SECRET = "gEhEiM"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://reader:{SECRET}@127.0.0.1:1/news",
        f"postgresql://reader@127.0.0.1:1/news?password={SECRET}",
        f"postgresql://reader:a@{SECRET}@127.0.0.1:1/news",
        f"postgresql://reader:a/{SECRET}@127.0.0.1:1/news",
        f"postgresql://reader:a#{SECRET}@127.0.0.1:1/news",
        f"postgresql://reader:a?{SECRET}@127.0.0.1:1/news",
        f"postgresql://reader:{SECRET}/news",
        f"postgresql://reader@127.0.0.1:{SECRET}/news",
        f"postgresql://reader@127.0.0.1:1/news?{SECRET}",
        f"postgresql://reader@127.0.0.1:1/news?{SECRET}=1",
        f"postgres://reader:{SECRET}@[::1/news",
    ],
)
def test_no_error_repeats_a_password(url: str, tmp_path: Path) -> None:
    for ask in (open_archive, read_archive):
        with pytest.raises(ArchiveError) as refused:
            ask(settings(url, tmp_path), SITE)
        said = str(refused.value)
        assert SECRET not in said
        assert "ARCHIVE_URL is not of the form" in said or "127.0.0.1:1/news cannot be used: " in said
        assert "\n" not in said


def test_a_wrong_password_is_said_in_one_sentence(postgres: Postgres, database: str, tmp_path: Path) -> None:
    url = database.replace("newscrawler@", f"nobody:{SECRET}@")
    with pytest.raises(ArchiveError, match='role "nobody" does not exist') as refused:
        archived_sites(settings(url, tmp_path))
    assert SECRET not in str(refused.value)


def test_without_the_extra_the_sentence_says_what_to_install(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("newscrawler.store.postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(sys.modules["newscrawler.store"], "postgres", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for ask in (open_archive, read_archive):
        with pytest.raises(
            ArchiveError, match=r"needs packages of the extra cluster: pip install 'psycopg\[binary\]'$"
        ):
            ask(settings(database, tmp_path), SITE)
