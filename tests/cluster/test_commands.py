"""`scrapy cluster`, `scrapy worker`, `scrapy batch --on cluster` and `--check`: what people get to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.settings import Settings
from support.batches import HANBIT, NARU, WELL, Book
from support.crawling import Run, scrapy
from support.postgres import Postgres

from newscrawler.cluster import batches
from newscrawler.commands import on_cluster
from newscrawler.commands.batch import Command
from newscrawler.commands.on_cluster import of_all_machines
from newscrawler.korean.dates import iso, now_kst
from newscrawler.store.postgres_session import connect

TABLE = """
[gndnews]
enabled = false
[naru]
title = "나루"
home = "https://naru.test/"
"""


class Desk:
    """A machine without a worker."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        (folder / "newspapers.toml").write_text(TABLE, "utf-8")

    def run(self, command: str, *arguments: str) -> Run:
        settings = (
            f"ARCHIVE_URL={self.url}",
            f"NEWSPAPERS={self.folder / 'newspapers.toml'}",
            f"DATA_DIR={self.folder}",
        )
        given = [part for setting in settings for part in ("-s", setting)]
        return scrapy(command, *arguments, *given, data_dir=self.folder)


@pytest.fixture
def desk(tmp_path: Path, cluster_database: str) -> Desk:
    return Desk(tmp_path, cluster_database)


@pytest.fixture
def book(cluster_database: str) -> Iterator[Book]:
    made = Book(cluster_database)
    yield made
    made.db.close()


# ---- wrong use -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("command", "arguments", "sentence"),
    [
        ("worker", (), "a cluster needs ARCHIVE_URL=postgresql://user@host/database, see docs/cluster.md"),
        ("cluster", ("init",), "a cluster needs ARCHIVE_URL=postgresql://user@host/database, see docs/cluster.md"),
        ("batch", ("--on", "cluster", "--jobs", "3"), "give --jobs and --spawn to scrapy worker, on each machine"),
        ("batch", ("--check", "last"), "a cluster needs ARCHIVE_URL=postgresql://user@host/database"),
    ],
)
def test_wrong_use_is_exit_2(command: str, arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    run = Desk(tmp_path, "").run(command, *arguments)
    assert (run.exit_code, run.stdout) == (2, "")
    assert run.stderr.startswith(f"scrapy {command}: {sentence}")


def test_a_database_that_does_not_answer_is_exit_4(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "postgresql://nobody:secret@127.0.0.1:1/none")
    for command, arguments in (("worker", ()), ("batch", ("--on", "cluster")), ("batch", ("--check", "last"))):
        run = desk.run(command, *arguments)
        assert (run.exit_code, run.stdout) == (4, "")
        assert run.stderr.startswith(f"scrapy {command}: the archive in 127.0.0.1:1/none cannot be used: ")
        assert "secret" not in run.stderr


def test_a_batch_that_nobody_would_crawl_is_refused(desk: Desk, book: Book) -> None:
    sessions = [connect(desk.url, application="crawl-00000000 x8 other 17")]  # with another table
    run = desk.run("batch", "--on", "cluster")
    assert (run.exit_code, run.stdout) == (2, "")
    assert re.match(r"scrapy batch: no worker serves this table of newspapers \(crawl-[0-9a-f]{8}\): start", run.stderr)
    assert batches.read_state(book.db) is None
    for session in sessions:
        session.close()


def test_folders_and_addresses_are_each_machines_own() -> None:
    passed = ["-a", "since=7d", "-s", "DATA_DIR=/x", "-s", "CONTACT=a@b", "-s", "ALARM_WEBHOOK=http://x", "-L", "DEBUG"]
    assert of_all_machines(passed) == ["-a", "since=7d", "-s", "CONTACT=a@b", "-L", "DEBUG"]


# ---- tables and archives ---------------------------------------------------------------------------
def test_a_database_is_prepared_and_archives_are_imported(postgres: Postgres, tmp_path: Path) -> None:
    desk = Desk(tmp_path, postgres.create())
    (tmp_path / "newspapers.toml").write_text("[naru]\ndemo = true\narguments = {articles = 10}\n", "utf-8")
    desk.url, url = f"sqlite:///{tmp_path}/old/{{site}}.sqlite", desk.url
    at_first = desk.run("crawl", "naru")
    desk.url, files = url, desk.url
    assert at_first.exit_code == 0
    assert (
        "has no tables of newscrawler: make them with scrapy cluster init"
        in desk.run("cluster", "import", "--from", files).stderr
    )
    assert desk.run("cluster", "init").stdout.count("made the tables") == 2
    imported = desk.run("cluster", "import", "--from", files)
    assert (imported.exit_code, imported.stderr) == (0, "")
    assert re.fullmatch(r"naru: imported 1 runs, 10 articles and \d+ records\n", imported.stdout)
    again = desk.run("cluster", "import", "--from", files)
    assert (again.exit_code, "naru: the database has runs of 'naru' already" in again.stdout) == (0, True)
    assert desk.run("cluster", "import", "nosuch").exit_code == 2
    wrong = desk.run("cluster", "innit")
    assert (wrong.exit_code, "scrapy cluster init, or scrapy cluster import" in wrong.stderr) == (2, True)


# ---- from outside ----------------------------------------------------------------------------------
def test_a_batch_is_checked_from_outside(desk: Desk, book: Book) -> None:
    nothing = desk.run("batch", "--check", "last")
    assert (nothing.exit_code, nothing.stderr) == (4, "scrapy batch: there is no batch\n")
    batch = book.begin(NARU, HANBIT).batch
    assert batch is not None
    assert (unknown := desk.run("batch", "--check", "20000101T000000")).exit_code == 2, unknown.stderr
    book.end(*book.take())
    young = desk.run("batch", "--check", batch, "--within", "12h")
    assert (young.exit_code, young.stdout) == (0, f"batch {batch} is at work: 1 of 2 newspapers are done\n")
    book.run("UPDATE batch SET begun_at = now() - interval '13 hours'")
    late = desk.run("batch", "--check", batch, "--within", "12h")
    sentence = "has not ended within 12h: 1 of 2 newspapers are done, missing are hanbit"
    assert (late.exit_code, late.stderr) == (4, f"scrapy batch: batch {batch} {sentence}\n")
    old = desk.run("batch", "--check", "last")
    assert (old.exit_code, old.stderr) == (4, f"scrapy batch: the last batch, {batch}, began more than 12h ago\n")
    job, ticket = book.take()
    now = iso(now_kst())
    outcome = replace(WELL, exit_code=3, alarms=["why"], started_at=now, finished_at=now)
    book.end(job, ticket, outcome)
    batches.close(book.db, batch)
    ended = desk.run("batch", "--check", batch)
    assert (ended.exit_code, ended.stdout) == (3, f"batch {batch} ended with 3\n! hanbit: why\n")
    assert desk.run("batch", "--check", batch, "--within", "soon").exit_code == 2

    page = desk.run("report", "-o", str(desk.folder / "report.html"))
    assert page.exit_code == 0, page.stderr
    assert "why" in (desk.folder / "report.html").read_text("utf-8")

    book.begin(NARU)
    book.run("UPDATE batch SET ended_at = ended_at - interval '30 days'")
    dry = desk.run("prune", "--keep", "20", "--dry-run")
    assert dry.stdout == f"batch {batch} in the database\nthe database: 1 batches would be removed\n"
    assert desk.run("prune", "--keep", "20").stdout == "the database: 1 batches removed\n"
    assert batches.read_state(book.db, batch) is None


def test_a_watcher_whose_disk_is_full_sends_the_alarm(
    desk: Desk, book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody else would not send it: the one who takes it has to."""
    batch = book.begin(NARU).batch
    assert batch is not None
    job, ticket = book.take()
    book.end(job, ticket, replace(WELL, exit_code=3, alarms=["why"]))
    report = batches.close(book.db, batch)
    assert report is not None
    (desk.folder / "batches").touch()  # no folder can be made there
    told = desk.folder / "told"
    command = Command()
    command.settings = Settings({"DATA_DIR": str(desk.folder), "ALARM_COMMAND": f"tee {told}"})
    on_cluster._finish(command, desk.url, report)
    assert command.exitcode == 4
    assert "the batch cannot be stored: " in capsys.readouterr().err
    assert "naru: why" in told.read_text("utf-8")
    assert not batches.take_alarm(book.db, batch)
