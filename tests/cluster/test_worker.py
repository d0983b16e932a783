"""A worker's tasks, called as the engine calls them; the crawls are small programs."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from procrastinate.jobs import Job
from scrapy.settings import Settings
from support.batches import HANBIT, NARU, WELL, Book

from newscrawler.batch.start import spawn
from newscrawler.cluster import batches, watch, worker
from newscrawler.cluster.engine import CARE, TryAgainError, make_app
from newscrawler.cluster.watch import UnservedError, Watched
from newscrawler.cluster.worker import Worker

TABLE = "".join(f'[{site.name}]\ntitle = "{site.title}"\nhome = "{site.home}"\n' for site in (NARU, HANBIT))
WAITS = "import time\nprint('9 pages, 31 articles, 1.5 pages/s, 20 to do', flush=True)\ntime.sleep(60)"


class Played:
    """A worker whose crawls run a program, and the batch it works for."""

    def __init__(self, folder: Path, url: str, program: str = "import sys; sys.exit(4)") -> None:
        (folder / "newspapers.toml").write_text(TABLE, "utf-8")
        self.told = folder / "told"
        alarm = f'{sys.executable} -c \'import sys; open("{self.told}", "a").write(sys.stdin.read())\''
        self.settings = Settings(
            {"NEWSPAPERS": str(folder / "newspapers.toml"), "DATA_DIR": str(folder), "ALARM_COMMAND": alarm}
        )
        self.folder, self.book = folder, Book(url)
        self.worker = Worker(self.settings, url, 2, self._start, grace=60)
        self.program = program

    def _start(self, site: Any, log: Any, passed: Any) -> Any:
        assert list(passed) == ["-a", "since=7d"]
        return spawn([sys.executable, "-S", "-c", self.program], log)

    def begin(self) -> tuple[str, Job]:
        """Begins a batch of one newspaper and fetches its job."""
        batch = self.book.begin(NARU, queue=self.worker.queue).batch
        job = self.book.fetch(self.worker.queue)
        assert batch is not None and job is not None
        return batch, job

    def crawl(self, job: Job, meanwhile: Callable[[asyncio.Task[None]], Awaitable[None]] | None = None) -> None:
        """Runs the job's task; ``meanwhile`` gets the task once its crawl is at work."""

        async def run() -> None:
            context: Any = SimpleNamespace(job=job)
            kwargs: Any = job.task_kwargs
            task = asyncio.create_task(self.worker.crawl(context, **kwargs))
            while meanwhile and not any(any(crawl.progress()) for crawl in self.worker.running.values()):
                await asyncio.sleep(0.01)
            if meanwhile:
                await meanwhile(task)
            await task

        asyncio.run(run())

    def care(self) -> None:
        async def run() -> None:
            app = make_app(self.worker.url, min_size=1)
            async with app.open_async():
                context: Any = SimpleNamespace(app=app)
                await self.worker.care(context, 0)

        asyncio.run(run())

    def attempts(self) -> list[tuple[Any, ...]]:
        return self.book.db.execute("SELECT attempt, final, log FROM outcome ORDER BY id").fetchall()


@pytest.fixture
def make_played(tmp_path: Path, cluster_database: str) -> Iterator[Callable[..., Played]]:
    made: list[Played] = []

    def make(*program: str) -> Played:
        made.append(Played(tmp_path, cluster_database, *program))
        return made[-1]

    yield make
    for played in made:
        played.book.db.close()
        played.worker._session().close()


def test_what_was_not_stored_is_tried_again(make_played: Callable[..., Played]) -> None:
    played = make_played("import sys; print('the disk is full'); sys.exit(4)")
    batch, job = played.begin()
    with pytest.raises(TryAgainError, match="again in 60 s"):
        played.crawl(job)
    assert played.attempts() == [(0, False, "the disk is full\n")]
    assert (played.folder / "batches" / batch / "naru.log").read_text() == "the disk is full\n"
    assert not played.told.exists()


def test_a_bad_end_closes_the_batch_and_is_told_once(make_played: Callable[..., Played]) -> None:
    played = make_played("import sys; print('! wrong use'); sys.exit(2)")
    batch, job = played.begin()
    played.crawl(job)
    played.care()
    for thread in (each for each in threading.enumerate() if each.name == "alarm"):
        thread.join()
    assert played.told.read_text() == f"newscrawler: batch {batch} ended with 2\n- naru: wrong use"
    assert batches.close(played.book.db, batch) is None


def test_a_process_that_cannot_be_started_is_tried_again(make_played: Callable[..., Played]) -> None:
    played = make_played()
    batch, job = played.begin()
    (played.folder / "batches" / batch / "naru.log").mkdir(parents=True)
    with pytest.raises(TryAgainError):
        played.crawl(job)
    assert [final for _, final, _ in played.attempts()] == [False]


def test_a_newspaper_of_a_worker_that_is_stopped_goes_back_at_once(make_played: Callable[..., Played]) -> None:
    played = make_played(WAITS)
    _, job = played.begin()

    async def stop(task: asyncio.Task[None]) -> None:
        played.worker.stop()

    with pytest.raises(TryAgainError, match="again in 0 s"):
        played.crawl(job, stop)
    assert [final for _, final, _ in played.attempts()] == [False]
    with pytest.raises(TryAgainError, match="again in 0 s"):  # and nothing is started any more
        played.crawl(job)


def test_a_newspaper_whose_job_is_cancelled_is_given_up(make_played: Callable[..., Played]) -> None:
    played = make_played(WAITS)
    batch, job = played.begin()

    async def cancel(task: asyncio.Task[None]) -> None:
        task.cancel()

    with pytest.raises(asyncio.CancelledError):
        played.crawl(job, cancel)
    assert played.book.outcomes(batch) == {"naru": ("interrupted", 5)}


def test_those_who_watch_are_told_how_far_a_crawl_is(
    make_played: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_PROGRESS", 0.01)
    played = make_played(WAITS)
    batch, job = played.begin()
    seen = Watched(batches.read_state(played.book.db, batch))  # type: ignore[arg-type]

    async def look(task: asyncio.Task[None]) -> None:
        telling = asyncio.create_task(played.worker._look_around())
        while not (seen.running and any(seen.running[0].progress())):
            await asyncio.sleep(0.01)
            seen.read(played.book.db)
        telling.cancel()
        played.worker.stop()

    with pytest.raises(TryAgainError):
        played.crawl(job, look)
    (crawl,) = seen.running
    assert (crawl.name, crawl.progress(), crawl.age > 0, seen.waiting) == ("naru", ("31", "1.5", "20"), True, [])


def test_lost_jobs_are_taken_up_and_lost_care_is_not(make_played: Callable[..., Played]) -> None:
    played = make_played()
    batch, _ = played.begin()
    care = Job(queue=CARE, lock=None, queueing_lock=CARE, task_name=CARE)
    played.book.app.job_manager.batch_defer_jobs([care], connection=played.book.db)
    assert played.book.fetch(CARE) is not None
    assert played.book.waiting() == []
    played.book.run("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    played.care()
    rows = played.book.db.execute("SELECT task_name, status, attempts FROM procrastinate_jobs").fetchall()
    assert rows == [("crawl", "todo", 1)]
    assert played.book.outcomes(batch) == {}


def test_a_worker_says_why_it_cannot_go_on(make_played: Callable[..., Played]) -> None:
    """The database forgets a worker that stood still; its next fetch fails."""
    played = make_played()

    async def fail() -> None:
        raise ConnectionError("worker 7 is\nforgotten")

    async def why() -> str:
        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        return played.worker._why([task])

    place = played.worker.place
    assert asyncio.run(why()) == f"the queue in {place} cannot be used: worker 7 is forgotten"


# ---- those who watch -------------------------------------------------------------------------------
def test_a_watcher_gets_the_report_or_why_there_is_none(
    make_played: Callable[..., Played], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_TICK", 0.01)
    played = make_played()
    batch = played.book.begin(NARU).batch
    assert batch is not None
    job, ticket = played.book.take()
    shown: list[Any] = []
    url = played.worker.url
    assert watch.watch(url, batch, shown.append, lambda: bool(shown)) is None
    assert (shown[0].served, shown[0].slots, shown[0].took) == (False, 1, [])
    played.book.end(job, ticket, replace(WELL, exit_code=1))
    closed = batches.close(played.book.db, batch)
    assert watch.watch(url, batch, shown.append, lambda: False) == closed
    other = played.book.begin(HANBIT).batch
    assert other is not None
    played.book.run("UPDATE batch SET tries_until = now() - interval '1 minute' WHERE id = %s", other)
    with pytest.raises(UnservedError, match=f"nobody works on batch {other}: its time is over"):
        watch.watch(url, other, shown.append, lambda: False)
