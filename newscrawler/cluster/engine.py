"""The engine: Procrastinate's queue, for whom a job is, what is tried again and when.

The engine hands out jobs and takes lost ones up again. Whether a newspaper was crawled is in the archives and in the
table ``outcome``: a worker that stood still may tell the engine what is not so any more.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from psycopg.conninfo import conninfo_to_dict
from scrapy.settings import BaseSettings

from newscrawler import __version__
from newscrawler.newspapers import all_sites
from newscrawler.run.checks import SettingsError
from newscrawler.store.postgres_session import SCHEMA
from newscrawler.translation import N_

logging.getLogger("procrastinate").setLevel(
    logging.CRITICAL
)  # what people need to know of jobs, workers log themselves

CRAWL, CARE = "crawl", "care"
"""The tasks. Care has a queue of its own, too, served by a slot of its own: behind crawls it would wait for hours."""
_MINUTE = 60  # seconds; care is a cron's
_LONGEST = 15  # retry intervals between two attempts, at most


@dataclass(frozen=True, slots=True)
class Times:
    """The setting CLUSTER_TIMES, in seconds.

    A worker says every ``heartbeat`` that it lives; after ``stalled`` without a word its jobs are taken up, which is
    looked after every ``care``. Free slots look for jobs every ``poll``. A newspaper that failed is tried again after
    ``retry``, then twice as long and so on. ``patience`` is how long a worker waits for the database.
    """

    heartbeat: float = 10
    stalled: float = 30
    care: float = 10
    poll: float = 5
    retry: float = 60
    patience: float = 30

    @classmethod
    def of(cls, settings: BaseSettings) -> Times:
        """The times of the settings; raises SettingsError for what is none."""
        try:
            given = {str(name): float(value) for name, value in settings.getdict("CLUSTER_TIMES").items()}
            times = cls(**given)
        except (TypeError, ValueError):
            times = None
        if times is None or min(asdict(times).values()) <= 0 or not 1 <= times.care <= _MINUTE:
            names = ", ".join(asdict(cls()))
            raise SettingsError(N_(f"CLUSTER_TIMES must be a table of {names} to seconds above 0, care from 1 to 60"))
        return times


class TryAgainError(Exception):
    """A newspaper is to be tried again in so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(N_(f"again in {seconds:g} s"))
        self.seconds = seconds


class Retry(BaseRetryStrategy):
    """Tries again when a crawl asks for it, and after whatever else went wrong in a worker."""

    def __init__(self, times: Times) -> None:
        self.times = times

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, asyncio.CancelledError):  # somebody cancelled the job
            return None
        seconds = exception.seconds if isinstance(exception, TryAgainError) else wait(job.attempts, self.times)
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=seconds))


def wait(attempts: int, times: Times) -> float:
    """The seconds before a newspaper is tried again after so many attempts before this one: 1, 2, 4 … 15 minutes."""
    return times.retry * min(2.0 ** min(attempts, 10), _LONGEST)


def make_app(url: str, application: str = "", **pool: Any) -> App:
    """The engine on the database at this address; ``pool`` are arguments of psycopg_pool.AsyncConnectionPool.

    ``application`` is the name of its sessions, at most 63 bytes.
    """
    parameters = {
        **conninfo_to_dict(url),
        "application_name": application,
        "options": f"-c search_path={SCHEMA},public",
    }
    app = App(connector=PsycopgConnector(kwargs=parameters, **pool))
    app.job_manager = _Jobs(app.connector)
    return app


class _Jobs(JobManager):
    """The engine's jobs, ended only by those who have them.

    The engine lets a worker that stood still end a job, or put it back, that another worker has by now.
    """

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        if await self._is_the_same(job):
            await super().finish_job(job, status, delete_job)

    async def retry_job(self, job: Job, *args: Any, **options: Any) -> None:
        if await self._is_the_same(job):
            await super().retry_job(job, *args, **options)

    async def _is_the_same(self, job: Job) -> bool:
        """Whether nobody has taken a job up since it was read; each take-up counts as one of its attempts."""
        now = [(one.status, one.attempts) for one in await self.list_jobs_async(id=job.id)]
        return now == [(Status.DOING.value, job.attempts)]


def queue_of(settings: BaseSettings) -> str:
    """The queue of everybody with this version and this table of newspapers: ``crawl-`` and 8 hexadecimal digits.

    A machine with another table or version never gets their jobs. Raises SitesError.
    """
    sites = sorted(all_sites(settings).values(), key=lambda site: site.name)
    told = msgspec.json.encode([__version__, sites], order="sorted", enc_hook=dict)
    return f"{CRAWL}-{hashlib.sha256(told).hexdigest()[:8]}"


def job_of(queue: str, batch: str, site: Mapping[str, str]) -> Job:
    """The job of one newspaper.

    One waits for each newspaper, one is at work at each server. Both hold for one queue: a job that waits for machines
    that are gone must not keep back those of another table. Between tables the lock of the archive rules.
    """
    return Job(
        queue=queue,
        lock=f"{queue} {site['server']}",
        queueing_lock=f"{queue} {site['site']}",
        task_name=CRAWL,
        task_kwargs={"batch": batch, "site": site["site"]},
    )
