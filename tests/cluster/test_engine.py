"""For whom jobs are, what is tried again and when; the tables and who may use them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from procrastinate.jobs import Job, Status
from scrapy.settings import Settings
from support.batches import NARU, WELL, Book
from support.postgres import Postgres

from newscrawler.cluster import engine, schema
from newscrawler.cluster.engine import Retry, Times, TryAgainError, make_app, queue_of, wait
from newscrawler.cluster.worker import Worker, again
from newscrawler.run.checks import SettingsError
from newscrawler.store.archive import ArchiveError
from newscrawler.store.postgres_session import connect, place_of

SOON, LATE = datetime.now(UTC) + timedelta(hours=12), datetime.now(UTC)


def settings(folder: Path, table: str = "") -> Settings:
    (folder / "newspapers.toml").write_text(table, "utf-8")
    return Settings({"NEWSPAPERS": str(folder / "newspapers.toml")})


# ---- queues ----------------------------------------------------------------------------------------
def test_a_queue_is_for_one_table_and_one_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    naru, hanbit = (f'[{name}]\ntitle = "{name}"\nhome = "https://{name}.test/"\n' for name in ("naru", "hanbit"))
    one = queue_of(settings(tmp_path, naru + hanbit))
    assert one == queue_of(settings(tmp_path, f"# in another order\n{hanbit}{naru}"))
    assert one.startswith("crawl-") and len(one) == 14
    others = {
        queue_of(settings(tmp_path, table)) for table in (naru, naru + hanbit + "settings = {DOWNLOAD_DELAY = 2}")
    }
    monkeypatch.setattr(engine, "__version__", "0.0")
    assert len({one, *others, queue_of(settings(tmp_path, naru + hanbit))}) == 4


# ---- what is tried again ---------------------------------------------------------------------------
def test_the_time_to_the_next_try_doubles_up_to_a_quarter_of_an_hour() -> None:
    assert [wait(attempts, Times()) / 60 for attempts in (0, 1, 2, 3, 4, 5, 5000)] == [1, 2, 4, 8, 15, 15, 15]


@pytest.mark.parametrize(
    ("state", "status", "seconds"),
    [
        *(("finished", status, None) for status in (0, 1, 2, 3)),
        ("finished", 4, 60.0),
        ("interrupted", 5, 60.0),
        ("locked", 6, 60.0),
        ("failed", 1, 60.0),  # a signal, a traceback
        ("timeout", 5, None),
        ("timeout", 4, None),
    ],
)
def test_what_need_not_happen_again_is_tried_again(state: Any, status: int, seconds: float | None) -> None:
    outcome = replace(WELL, state=state, exit_code=status)
    assert again(outcome, 0, SOON, Times()) == seconds
    assert again(outcome, 0, LATE, Times()) is None


def test_whatever_goes_wrong_in_a_worker_is_tried_again_but_not_what_was_cancelled() -> None:
    job, retry = Job(queue="q", lock=None, queueing_lock=None, task_name="crawl", attempts=1), Retry(Times())
    for exception, seconds in ((TryAgainError(7), 7), (OSError(), 120)):
        decision = retry.get_retry_decision(exception=exception, job=job)
        assert decision is not None and decision.retry_at is not None
        assert abs((decision.retry_at - datetime.now(UTC)).total_seconds() - seconds) < 5
    assert retry.get_retry_decision(exception=asyncio.CancelledError(), job=job) is None


def test_times_are_a_setting() -> None:
    assert Times.of(Settings({"CLUSTER_TIMES": '{"stalled": 90}'})) == Times(stalled=90)


@pytest.mark.parametrize(
    "wrong", ['{"stale": 90}', '{"stalled": "x"}', '{"poll": 0}', '{"care": 61}', "[1]", '{"care": 0.5}']
)
def test_times_that_make_no_sense_are_refused(wrong: str) -> None:
    with pytest.raises(
        SettingsError, match="CLUSTER_TIMES must be a table of heartbeat, stalled, care, poll, retry, patie"
    ):
        Times.of(Settings({"CLUSTER_TIMES": wrong}))


@pytest.mark.parametrize("end", ["finish", "retry"])
def test_only_who_has_a_job_ends_it(end: str, cluster_database: str) -> None:
    """The engine itself accepts it from a worker that stood still while another has the job."""
    book = Book(cluster_database)
    book.begin(NARU)
    stale = book.fetch()
    assert stale is not None
    book.run("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", stale.id)
    current = book.fetch()
    assert current is not None

    async def tell(job: Job) -> list[Any]:
        app = make_app(cluster_database, min_size=1)
        async with app.open_async():
            if end == "finish":
                await app.job_manager.finish_job(job, Status.SUCCEEDED, delete_job=False)
            else:
                await app.job_manager.retry_job(job)
            return [one.status for one in await app.job_manager.list_jobs_async()]

    assert asyncio.run(tell(stale)) == ["doing"]
    assert asyncio.run(tell(current)) == ["succeeded" if end == "finish" else "todo"]
    book.db.close()


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            '[hanbit]\ntitle = "한빛"\nhome = "https://hanbit.test/"\n',
            "the table of newspapers has changed: start the worker",
        ),
        ("[hanbit", "newspapers.toml:1: "),
        ("# nothing else\n", None),
    ],
)
def test_a_worker_whose_table_has_changed_ends(
    table: str, sentence: str | None, tmp_path: Path, cluster_database: str
) -> None:
    given = settings(tmp_path)
    worker = Worker(given, cluster_database, 1, start=lambda *_: pytest.fail("nothing to crawl"), grace=1)
    assert not worker._table_has_changed()
    (tmp_path / "newspapers.toml").write_text(table, "utf-8")
    assert worker._table_has_changed() == (sentence is not None)
    assert (sentence or "") in worker._sentence
    worker._session().close()


# ---- tables ----------------------------------------------------------------------------------------
def test_tables_are_made_once_and_older_ones_migrated(postgres: Postgres) -> None:
    url = postgres.create(postgres.template)
    place = place_of(url)
    db = connect(url, application="test")
    with pytest.raises(ArchiveError, match="has no tables of batches: make them with scrapy cluster init"):
        schema.require_version(db, place)
    assert schema.migrate(url) == f"made the tables of batches in {place}, version 1"
    schema.require_version(db, place)
    assert schema.migrate(url) == f"the tables of batches in {place} are of version 1 already"
    db.execute("UPDATE cluster_version SET engine = '03.04.00_01_pre_add_retry_failed_job_procedure.sql'")
    with pytest.raises(ArchiveError, match="are older: migrate them with scrapy cluster init"):
        schema.require_version(db, place)
    assert schema.migrate(url).startswith("migrated the tables of batches in ")
    for column, value in (("number", "2"), ("engine", "'99.00.00_01_x.sql'")):
        db.execute(f"UPDATE cluster_version SET {column} = {value}")  # type: ignore[arg-type]
        for refused in (lambda: schema.require_version(db, place), lambda: schema.migrate(url)):
            with pytest.raises(ArchiveError, match="are of a newer newscrawler or Procrastinate: upgrade this machine"):
                refused()
    db.close()
