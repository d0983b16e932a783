"""Batches in PostgreSQL: begun once, closed once, told once, whatever engines and workers say twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from support.batches import HANBIT, NARU, OPTIONS, QUEUE, WELL, Book

from newscrawler.batch.process import not_crawled
from newscrawler.cluster import batches
from newscrawler.newspapers import Site
from newscrawler.store.postgres_session import connect


@pytest.fixture
def book(cluster_database: str) -> Iterator[Book]:
    made = Book(cluster_database)
    yield made
    made.db.close()


# ---- the beginning ---------------------------------------------------------------------------------
def test_a_batch_that_is_asked_for_twice_is_one_batch(book: Book) -> None:
    first, second = book.begin(), book.begin(HANBIT, NARU)
    assert (first.joined, second.joined, second.batch) == (False, True, first.batch)
    assert book.waiting() == ["naru", "hanbit"]


def test_two_who_begin_the_same_batch_at_once_begin_one(cluster_database: str) -> None:
    books = [Book(cluster_database) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(lambda book: book.begin(), books))
    assert len({one.batch for one in begun}) == 1
    assert sorted(one.joined for one in begun) == [False, True, True, True]
    assert books[0].waiting() == ["naru", "hanbit"]
    for book in books:
        book.db.close()


def test_a_newspaper_is_in_one_open_batch_at_a_time(book: Book) -> None:
    first = book.begin(NARU)
    book.fetch()  # the engine refuses a second job only while the first one waits
    second = book.begin()
    assert second.holders == {"naru": first.batch}
    assert book.waiting() == ["hanbit"]
    assert second.batch is not None
    assert book.outcomes(second.batch) == {"naru": ("locked", 6)}
    (locked,) = batches.outcomes(book.db, second.batch)
    assert locked.alarms == [f"another batch is at work: {first.batch}"]
    refused = book.begin(NARU, options={**OPTIONS, "passed": []})
    assert (refused.batch, refused.holders["naru"]) == (None, first.batch)


def test_another_table_has_a_queue_of_its_own(book: Book) -> None:
    first, second = book.begin(NARU), book.begin(NARU, queue="crawl-87654321")
    assert first.batch != second.batch
    assert not second.joined
    mine, others = book.fetch(), book.fetch("crawl-87654321")
    assert mine is not None and others is not None
    assert (mine.task_kwargs["batch"], others.task_kwargs["batch"]) == (first.batch, second.batch)
    assert book.fetch() is None


def test_newspapers_on_one_server_take_turns(book: Book) -> None:
    book.begin(NARU, replace(HANBIT, home="https://www.naru.test/"))
    assert book.fetch() is not None
    assert book.fetch() is None


def test_thousands_are_enqueued_in_portions_and_fetched_by_an_index(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[int] = []
    defer = book.app.job_manager.batch_defer_jobs
    monkeypatch.setattr(
        book.app.job_manager,
        "batch_defer_jobs",
        lambda jobs, connection: statements.append(len(jobs)) or defer(jobs, connection=connection),
    )
    book.begin(*(Site(f"p{number}", "", f"https://p{number}.test/") for number in range(2300)))
    assert statements == [500, 500, 500, 500, 300]
    assert book.db.execute("SELECT reltuples FROM pg_class WHERE relname = 'procrastinate_jobs'").fetchone() == (2300,)
    query = "SELECT prosrc FROM pg_proc WHERE proname = 'procrastinate_fetch_job_v2'"
    ((source,),) = book.db.execute(query).fetchall()
    fetch = source.partition("WITH candidate AS (")[2].partition("FOR UPDATE OF")[0]
    fetch = fetch.replace("target_queue_names", f"ARRAY['{QUEUE}']")
    plan = "\n".join(line for (line,) in book.db.execute(f"EXPLAIN {fetch}"))  # type: ignore[arg-type]
    assert "Index Scan using procrastinate_jobs_priority_idx_v1" in plan
    assert "Sort" not in plan


# ---- attempts --------------------------------------------------------------------------------------
def test_a_batch_is_closed_by_one_and_told_by_one(book: Book) -> None:
    batch = book.begin().batch
    assert batch is not None
    first, second = book.take(), book.take()
    book.end(*first)
    assert batches.close(book.db, batch) is None
    assert not batches.take_alarm(book.db, batch)
    book.end(*second, outcome=replace(WELL, state="finished", exit_code=3, alarms=["no authors"]), log="b\0log")
    report = batches.close(book.db, batch)
    assert report is not None
    assert [(one.site, one.exit_code) for one in report.sites] == [("naru", 0), ("hanbit", 3)]
    assert (report.batch_id, report.exit_code) == (batch, 3)
    assert report.started_at <= report.finished_at
    assert batches.close(book.db, batch) is None
    assert [batches.take_alarm(book.db, batch) for _ in range(2)] == [True, False]
    assert dict(batches.logs(book.db, batch)) == {"naru": "a log", "hanbit": "blog"}
    assert batches.read_reports(book.db, report.started_at[:10]) == [report]
    assert batches.read_reports(book.db, "2100-01-01") == []


def test_an_attempt_at_what_is_done_does_not_begin(book: Book) -> None:
    batch = book.begin(NARU).batch
    assert batch is not None
    book.end(*book.take())
    assert batches.begin_attempt(book.db, batch, "naru", 1, "m") is None
    batches.close(book.db, batch)
    assert batches.begin_attempt(book.db, batch, "naru", 2, "m") is None


@pytest.mark.parametrize(
    ("status", "counts"),
    [(1, False), (2, False), (0, True), (3, True)],  # what read the whole newspaper is true whoever did it
)
def test_who_lost_a_job_does_not_say_what_became_of_the_newspaper(status: int, counts: bool, book: Book) -> None:
    batch = book.begin(NARU).batch
    assert batch is not None
    job, ticket = book.take()
    book.run("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", job.id)  # taken up
    later = book.take()
    book.end(job, ticket, replace(WELL, exit_code=status))
    assert book.outcomes(batch) == ({"naru": ("finished", status)} if counts else {})
    book.end(*later)
    assert book.outcomes(batch) == {"naru": ("finished", status if counts else 0)}


def test_a_closed_batch_stays_as_it_is(book: Book) -> None:
    batch = book.begin(NARU).batch
    assert batch is not None
    late, last = book.take(), None
    book.run("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", late[0].id)
    last = book.take()
    book.end(*last, outcome=replace(WELL, exit_code=1))
    report = batches.close(book.db, batch)
    book.end(*late)
    assert batches.read_report(book.db, batch) == report
    state = batches.read_state(book.db, batch)
    assert state is not None and state.exit_code == 1


def test_progress_is_what_the_worker_told_last(book: Book) -> None:
    batch = book.begin(NARU).batch
    assert batch is not None
    job, ticket = book.take()
    ((site, machine, _, told),) = batches.attempts(book.db, batch)
    assert (site, machine, told) == ("naru", "m", None)
    batches.note_progress(book.db, {ticket.number: ("31", "1.5", "20")})
    ((_, _, _, told),) = batches.attempts(book.db, batch)
    assert told == ["31", "1.5", "20"]
    book.end(job, ticket)
    assert batches.attempts(book.db, batch) == []


# ---- what nobody crawls ----------------------------------------------------------------------------
def test_a_job_that_vanished_is_enqueued_again(book: Book) -> None:
    batch = book.begin().batch
    assert batch is not None
    book.run("DELETE FROM procrastinate_jobs WHERE args->>'site' = 'naru'")
    book.settle(batch)
    book.settle(batch)
    assert book.waiting() == ["hanbit", "naru"]


def test_a_cancelled_job_is_given_up(book: Book) -> None:
    batch = book.begin().batch
    assert batch is not None
    book.run("UPDATE procrastinate_jobs SET status = 'cancelled' WHERE args->>'site' = 'naru'")
    book.settle(batch)
    (outcome,) = batches.outcomes(book.db, batch)
    assert (outcome.site, outcome.state, outcome.exit_code, outcome.alarms) == (
        "naru",
        "interrupted",
        5,
        ["its job was cancelled"],
    )


def test_what_nobody_serves_is_given_up_when_the_time_is_over(book: Book) -> None:
    batch = book.begin().batch
    assert batch is not None
    job = book.fetch()
    book.settle(batch, served=False)
    assert book.outcomes(batch) == {}
    book.run("UPDATE batch SET tries_until = now() - interval '1 minute'")
    book.settle(batch, served=True)
    assert book.outcomes(batch) == {}
    book.settle(batch, served=False)
    assert (job and job.task_kwargs["site"], book.outcomes(batch)) == ("naru", {"hanbit": ("interrupted", 5)})


def test_slots_are_told_by_the_names_of_sessions(book: Book, cluster_database: str) -> None:
    assert batches.slots(book.db, QUEUE) == 0
    names = [f"{QUEUE} x8 one 17", f"{QUEUE} x8 one 17", f"{QUEUE} x4 two 23", "crawl-87654321 x2 three 5"]
    sessions = [connect(cluster_database, application=name) for name in names]
    assert batches.slots(book.db, QUEUE) == 12
    for session in sessions:
        session.close()


def test_old_batches_are_forgotten_but_not_the_newest(book: Book) -> None:
    first = book.begin(NARU).batch
    assert first is not None
    book.end(*book.take())
    batches.close(book.db, first)
    second = book.begin(NARU).batch
    book.run("UPDATE batch SET begun_at = begun_at - interval '90 days', ended_at = now() - interval '90 days'")
    book.run("UPDATE batch SET begun_at = now() WHERE id = %s", second)
    assert batches.old(book.db, "2020-01-01") == []
    assert batches.old(book.db, "2100-01-01") == [first]
    batches.forget(book.db, [first])
    state = batches.read_state(book.db)
    assert state is not None and state.batch == second
    assert book.db.execute("SELECT count(*) FROM outcome WHERE batch = %s", (first,)).fetchone() == (0,)


def test_records_in_the_table_are_those_of_the_report(book: Book) -> None:
    batch = book.begin(NARU).batch
    assert batch is not None
    book.end(*book.take())
    ((record,),) = book.db.execute("SELECT record FROM outcome WHERE final").fetchall()
    assert json.loads(record)["title"] == "naru 신문"
    assert not_crawled("naru", "나루", "locked", 6, "why").alarms == ["why"]
