"""A database that stops, ends a session or falls silent: no two crawls of a server at a time, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from scrapy.settings import Settings
from support.crawling import HOME, Recorder, Run, crawl_paper
from support.durable import DEADLINE, Process, alarms, assert_equal_truth, published
from support.network import Cable, cable
from support.postgres import Postgres

from newscrawler.demo import DemoServer
from newscrawler.store.archives import read_archive

ARTICLES = 40
PAPER = Recorder(articles=ARTICLES)
PATIENCE = 1000  # milliseconds instead of ten seconds; all other times follow from it
SOME = 5  # articles after which something happens


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer(PAPER) as running:
        yield running


def start(server: DemoServer, database: str, data_dir: Path) -> Process:
    """A machine of its own that crawls ten times a second: its own server to be asked at, its own folder."""
    url = f"{database}?tcp_user_timeout={PATIENCE}"
    pace = ("-s", "DOWNLOAD_DELAY=0.1", "-s", "DOWNLOAD_DELAY_JITTER=0", "-s", "LOG_LEVEL=ERROR")
    given = ("-a", f"url={HOME}", *pace, "-s", f"ARCHIVE_URL={url}")
    return Process("mediaon", *given, data_dir=data_dir, env={"http_proxy": server.url}, doomed=True)


def crawl(server: DemoServer, database: str, data_dir: Path) -> Run:
    """A whole crawl of another machine."""
    return crawl_paper(server, "-s", f"ARCHIVE_URL={database}", data_dir=data_dir)


def await_(condition: Callable[[], object]) -> float:
    """Waits until the condition holds; returns when that was."""
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return time.monotonic()


def stored(postgres: Postgres, database: str) -> int:
    return int(postgres.execute("SELECT count(*) FROM newscrawler.article", url=database)[0][0])


def assert_whole(database: str, data_dir: Path) -> None:
    """The archive, and all runs that were published together, hold the newspaper's articles, each once."""
    archive = read_archive(Settings({"ARCHIVE_URL": database}), "demo.test")
    assert_equal_truth([msgspec.json.decode(record) for record in archive.articles_between(None, None)], PAPER)
    archive.close()
    assert_equal_truth(published(data_dir), PAPER)


def test_a_database_that_stops_silences_its_crawls_and_loses_nothing(
    postgres: Postgres, database: str, server: DemoServer, tmp_path: Path
) -> None:
    with start(server, database, tmp_path / "one") as first:
        first.await_(lambda: server.log and stored(postgres, database) >= SOME)
        try:
            stopping = time.monotonic()
            postgres.stop()
            run = first.wait()
        finally:
            postgres.start()
    assert run.exit_code == 4, run.stderr
    assert server.log[-1][0] - stopping < 2 * PATIENCE / 1000
    assert published(tmp_path / "one") == []
    assert SOME <= stored(postgres, database) < ARTICLES
    assert crawl(server, database, tmp_path / "two").exit_code == 0
    assert_whole(database, tmp_path / "two")


def test_a_session_that_the_database_ends_leaves_no_time_for_two(
    postgres: Postgres, database: str, server: DemoServer, tmp_path: Path
) -> None:
    with DemoServer(PAPER) as other, start(server, database, tmp_path / "one") as first:
        first.await_(lambda: server.log and stored(postgres, database) >= SOME)
        refused = crawl(other, database, tmp_path / "two")
        assert refused.exit_code == 6, refused.stderr
        (sentence,) = alarms(refused)
        assert sentence.startswith("another run of the server demo.test is at work: ")
        assert f"process {first.pid}, since 2" in sentence
        assert other.log == []
        postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'", url=database)
        assert crawl(other, database, tmp_path / "two").exit_code == 0
        assert first.wait().exit_code == 4
    assert server.log[-1][0] < other.log[0][0]
    assert published(tmp_path / "one") == []
    assert_whole(database, tmp_path / "two")


@pytest.fixture
def far() -> Iterator[Cable]:
    """The cable to another machine."""
    with cable() as made:
        yield made


def test_a_machine_that_is_cut_off_stops_asking_before_its_lock_is_free(
    far: Cable, server: DemoServer, tmp_path: Path
) -> None:
    with far.postgres() as postgres:
        database = postgres.create(postgres.template)
        with start(server, database, tmp_path) as first:
            first.await_(lambda: server.log and stored(postgres, database) >= SOME)
            assert len(postgres.locks()) == 1
            far.cut()
            cut = time.monotonic()
            run = first.wait()
            assert run.exit_code == 4, run.stderr
            free = await_(lambda: not postgres.locks())
    assert server.log[-1][0] - cut < 2 * PATIENCE / 1000
    assert free - cut > 4 * PATIENCE / 1000
    assert published(tmp_path) == []
