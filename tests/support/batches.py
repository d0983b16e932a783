"""Batches in a database for tests, without workers: what each would say is said by calls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from procrastinate.jobs import Job

from newscrawler.cluster import batches
from newscrawler.cluster.batches import Options, Ticket
from newscrawler.cluster.engine import make_app
from newscrawler.newspapers import Site
from newscrawler.store.manifest import SiteOutcome
from newscrawler.store.postgres_session import Session, connect

QUEUE = "crawl-12345678"
OPTIONS: Options = {"passed": ["-a", "since=7d"], "timeout": 3600.0}
NARU, HANBIT = (Site(name, f"{name} 신문", f"https://{name}.test/") for name in ("naru", "hanbit"))
WELL = SiteOutcome(
    site="naru",
    title="naru 신문",
    state="finished",
    exit_code=0,
    started_at="2026-03-02T06:00:00+09:00",
    finished_at="2026-03-02T06:00:09+09:00",
    run_id="20260302T060000",
    counts=None,
    alarms=[],
    log="/srv/news/batches/x/naru.log",
)


class Book:
    """The batches of a database, and its jobs."""

    def __init__(self, url: str) -> None:
        self.db: Session = connect(url, application="test")
        self.app = make_app(url)

    def begin(self, *sites: Site, queue: str = QUEUE, options: Options = OPTIONS) -> batches.Begun:
        return batches.begin(self.db, self.app, queue, sites or (NARU, HANBIT), options)

    def fetch(self, queue: str = QUEUE) -> Job | None:
        """What a worker gets from the queue."""
        names = (
            "id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts, worker_id"
        )
        (worker,) = self.db.execute("SELECT worker_id FROM procrastinate_register_worker_v1()").fetchall()[0]
        query = f"SELECT {names} FROM procrastinate_fetch_job_v2(%s::varchar[], %s)"
        row = self.db.execute(query, ([queue], worker)).fetchone()  # type: ignore[arg-type]
        assert row is not None
        return Job.from_row(dict(zip(names.split(", "), row, strict=True))) if row[0] is not None else None

    def take(self) -> tuple[Job, Ticket]:
        """The next job and the attempt at it."""
        job = self.fetch()
        assert job is not None
        ticket = batches.begin_attempt(
            self.db, str(job.task_kwargs["batch"]), str(job.task_kwargs["site"]), job.attempts, "m"
        )
        assert ticket is not None
        return job, ticket

    def end(self, job: Job, ticket: Ticket, outcome: SiteOutcome = WELL, log: str = "a log") -> None:
        outcome = replace(outcome, site=str(job.task_kwargs["site"]))
        batches.end_attempt(self.db, ticket, outcome, log, job)

    def settle(self, batch: str, served: bool = True) -> None:
        with self.db.transaction():
            batches.settle(self.db, self.app, batch, served)

    def run(self, query: str, *values: Any) -> None:
        self.db.execute(query, values)  # type: ignore[call-overload]

    def waiting(self) -> list[str]:
        """The newspapers whose jobs wait, over all queues."""
        query = "SELECT args->>'site' FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
        return [site for (site,) in self.db.execute(query)]

    def outcomes(self, batch: str) -> dict[str, tuple[str, int]]:
        return {one.site: (one.state, one.exit_code) for one in batches.outcomes(self.db, batch)}
