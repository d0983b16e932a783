"""A worker: crawls the newspapers that the engine hands to this machine, as many at a time as it has slots.

It is one process with one event loop and no threads, so that crawls can be forked from it. Questions to the database
take a millisecond and are asked in the loop.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from procrastinate import App, JobContext
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from scrapy.settings import BaseSettings

from newscrawler.batch.batch import FOLDER, log_outcome
from newscrawler.batch.process import Crawl, Plan, Start, not_crawled
from newscrawler.cluster import batches
from newscrawler.cluster.batches import Options, Ticket
from newscrawler.cluster.engine import CARE, CRAWL, Retry, Times, TryAgainError, make_app, queue_of, wait
from newscrawler.cluster.schema import require_version
from newscrawler.newspapers import Site, SitesError, all_sites, table_path
from newscrawler.run import alarms
from newscrawler.run.exits import INCOMPLETE, INTERRUPTED, LOCKED, NOT_STORED, OK
from newscrawler.store.archive import ArchiveError
from newscrawler.store.feeds import open_feeds
from newscrawler.store.manifest import BatchReport, SiteOutcome
from newscrawler.store.postgres_session import Session, connect, errors_of, place_of
from newscrawler.translation import N_

logger = logging.getLogger(__name__)

_TICK = 0.1  # seconds
_PROGRESS = 5.0  # seconds
_MACHINE = 30  # bytes of a name that has 63
_ALARM = "alarm"  # the name of the threads that send one
_TRIED_AGAIN = (NOT_STORED, INTERRUPTED, LOCKED)


class Worker:
    """Serves the queue of this machine's table of newspapers until it is stopped, or cannot go on."""

    def __init__(self, settings: BaseSettings, url: str, jobs: int, start: Start, grace: float) -> None:
        """``jobs`` is the number of slots; ``grace`` the seconds that a crawl has to end by itself.

        Raises ArchiveError if the database cannot be used or lacks tables, SitesError for an invalid table.
        """
        self.settings, self.url, self.jobs, self.grace = settings, url, jobs, grace
        self.times = Times.of(settings)
        self._table = _stamp(settings)
        self.queue, self.sites = queue_of(settings), all_sites(settings)
        self.machine = socket.gethostname().partition(".")[0][:_MACHINE]
        self.place = place_of(url)
        self.running: dict[int, Crawl] = {}  # by the number of the attempt
        self._start = start
        self._stopping = asyncio.Event()
        self._sentence = ""  # why it ends, if nobody told it to
        self._db: Session | None = None
        self._deferring = make_app(url)
        with errors_of(self.place):
            require_version(self._session(), self.place)

    # ---- its life ------------------------------------------------------------------------------
    async def run(self) -> str:
        """Works until stop() or until it cannot go on; returns why it cannot, empty after stop()."""
        loop = asyncio.get_running_loop()
        loop.set_default_executor(_Inline())  # looks names up: a thread would rule forks out
        loop.set_exception_handler(lambda _, told: logger.warning("%s: %s", told.get("message"), told.get("exception")))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.stop)
        name = f"{self.queue} x{self.jobs} {self.machine} {os.getpid()}"
        app = make_app(self.url, name, min_size=1, max_size=4, timeout=self.times.patience)
        app.task(name=CRAWL, pass_context=True, retry=Retry(self.times))(self.crawl)
        care = app.task(name=CARE, queue=CARE, queueing_lock=CARE, pass_context=True)(self.care)
        app.periodic(cron=f"* * * * * */{self.times.care:.0f}")(care)
        with errors_of(self.place):
            await app.open_async()
        try:
            logger.info("serving %s in %s with %d slots", self.queue, self.place, self.jobs)
            work = [self._serve(app, self.queue, self.jobs), self._serve(app, CARE, 1), self._look_around()]
            tasks = [asyncio.create_task(each) for each in work]
            await asyncio.wait(
                [*tasks, stopped := asyncio.create_task(self._stopping.wait())], return_when=asyncio.FIRST_COMPLETED
            )
            if not self._stopping.is_set():
                self._sentence = self._why(tasks)
                self.stop()
            for task in (*tasks, stopped):
                task.cancel()
            await asyncio.gather(*tasks, stopped, return_exceptions=True)
        finally:
            await app.close_async()
        return self._sentence

    def stop(self) -> None:
        """Ends the worker: its crawls are told to end, and what they did not finish goes back to the queue."""
        if not self._stopping.is_set():
            logger.info("ending, with %d crawls at work", len(self.running))
        self._stopping.set()
        for crawl in self.running.values():
            crawl.stop("interrupted")

    def _serve(self, app: App, queue: str, slots: int) -> Any:
        return app.run_worker_async(
            queues=[queue],
            name=queue,
            concurrency=slots,
            fetch_job_polling_interval=self.times.poll,
            abort_job_polling_interval=self.times.poll,
            listen_notify=False,  # a listener ends the worker with the first short outage
            delete_jobs="always",  # what became of a newspaper is in the table of outcomes
            install_signal_handlers=False,
            update_heartbeat_interval=self.times.heartbeat,
            stalled_worker_timeout=self.times.stalled,
        )

    def _why(self, tasks: Iterable[asyncio.Task[None]]) -> str:
        """Why the engine stopped: the database does not answer, or has forgotten a worker that stood still."""
        try:
            with errors_of(self.place):
                self._session().execute("SELECT 1")
        except ArchiveError as error:
            return str(error)
        errors = (task.exception() for task in tasks if task.done() and not task.cancelled())
        causes = (" ".join(str(error.__cause__ or error).split()) for error in errors if error)
        lost = next(causes, N_("its session was lost"))
        return N_(f"the queue in {self.place} cannot be used: {lost}")

    def _session(self) -> Session:
        if self._db is None or self._db.closed:
            self._db = connect(self.url, application=f"scrapy worker {self.machine} {os.getpid()}")
        return self._db

    # ---- a newspaper ---------------------------------------------------------------------------
    async def crawl(self, context: JobContext, batch: str, site: str) -> None:
        """The task of one newspaper: crawls it and enters what became of it, or raises TryAgainError."""
        job = context.job
        if self._table_has_changed():
            raise TryAgainError(0)
        try:
            ticket = batches.begin_attempt(self._session(), batch, site, job.attempts, self.machine)
            if ticket is not None:
                await self._attempt(job, ticket, batch, self.sites[site])
        except (TryAgainError, asyncio.CancelledError):
            raise
        except Exception as error:
            logger.error("%s: %s", site, error, exc_info=not isinstance(error, psycopg.Error | ArchiveError))
            raise

    async def _attempt(self, job: Job, ticket: Ticket, batch: str, site: Site) -> None:
        cancelled, log = False, ""
        try:
            crawl = Crawl(site, self._plan(batch, ticket.options))
        except OSError as error:  # no room for its log, no room for a process
            sentence = N_(f"no process could be started: {error}")
            outcome = not_crawled(site.name, site.title, "failed", INCOMPLETE, sentence)
        else:
            logger.info("%s: started", site.name)
            self.running[ticket.number] = crawl
            if self._stopping.is_set():
                crawl.stop("interrupted")
            while not crawl.has_ended():
                try:
                    crawl.mind_the_time()
                    await asyncio.sleep(_TICK)
                except asyncio.CancelledError:  # somebody cancelled the job
                    cancelled = True
                    crawl.stop("interrupted")
            del self.running[ticket.number]
            outcome, log = crawl.outcome(), crawl.tail()
        back = self._stopping.is_set() and outcome.state == "interrupted"
        seconds = None if cancelled else 0.0 if back else again(outcome, job.attempts, ticket.tries_until, self.times)
        batches.end_attempt(self._session(), ticket, outcome, log, job if seconds is None else None)
        log_outcome(
            logger,
            outcome,
            "" if seconds is None else N_(f"tried again in {seconds:g} s") if seconds else N_("back in the queue"),
        )
        if cancelled:
            raise asyncio.CancelledError
        if seconds is not None:
            raise TryAgainError(seconds)
        self._close(batch)

    def _plan(self, batch: str, options: Options) -> Plan:
        data_dir = Path(self.settings["DATA_DIR"])
        logs = data_dir / FOLDER / batch
        logs.mkdir(parents=True, exist_ok=True)
        return Plan(
            start=lambda site, log: self._start(site, log, options["passed"]),
            feeds=partial(open_feeds, self.settings),
            logs=logs,
            jobs=self.jobs,
            timeout=options["timeout"],
            grace=self.grace,
        )

    def _table_has_changed(self) -> bool:
        """Whether the table of newspapers is another by now; then the worker ends, to be started again with that.

        A crawl would read the new table, and batches with the new one are not for this worker.
        """
        if (stamp := _stamp(self.settings)) == self._table:
            return self._stopping.is_set()
        self._table = stamp
        try:
            if queue_of(self.settings) == self.queue:
                return False
            self._sentence = N_("the table of newspapers has changed: start the worker again")
        except SitesError as error:
            self._sentence = str(error)
        self.stop()
        return True

    async def _look_around(self) -> None:
        """Notes how far the crawls are, for those who watch, and looks whether the table is still the same."""
        told: dict[int, tuple[str, str, str]] = {}
        while True:
            await asyncio.sleep(_PROGRESS)
            if self._table_has_changed():
                return
            now = {number: crawl.progress() for number, crawl in self.running.items()}
            new = {
                number: progress for number, progress in now.items() if any(progress) and told.get(number) != progress
            }
            told = now
            with suppress(psycopg.Error, ArchiveError):
                if new:
                    batches.note_progress(self._session(), new)

    # ---- care ----------------------------------------------------------------------------------
    async def care(self, context: JobContext, timestamp: int) -> None:
        """The task that takes up lost jobs and closes batches; several may be at work at the same time."""
        manager = context.app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=self.times.stalled):
            try:
                if job.task_name == CRAWL:
                    logger.warning("%s: its worker was lost, taken up again", job.task_kwargs.get("site"))
                    await manager.retry_job(job)
                    continue
            except ConnectorException:  # another waits for the newspaper already, or somebody else was faster
                pass
            with suppress(ConnectorException):
                await manager.finish_job(job, Status.FAILED, delete_job=True)
        db = self._session()
        for batch, queue in batches.open_batches(db):
            with db.transaction():
                batches.settle(db, self._deferring, batch, batches.slots(db, queue) > 0)
            self._close(batch)

    def _close(self, batch: str) -> None:
        """Closes a batch whose newspapers are all done, and sends its alarm."""
        db = self._session()
        report = batches.close(db, batch)
        if report is not None:
            logger.info("batch %s: ended with %d", batch, report.exit_code)
            alarm = alarm_of(self.settings, db, report)
            if alarm is not None:  # a thread, which rules forks out for a moment: sending may take a minute
                threading.Thread(target=alarm, name=_ALARM).start()


def again(outcome: SiteOutcome, attempts: int, tries_until: datetime, times: Times) -> float | None:
    """The seconds after which a newspaper is tried again; None if what became of it stands.

    Tried again is what need not happen again: not stored, interrupted, locked, a process that died; until the batch's
    time is over. A newspaper that had all of its time had it.
    """
    seconds = wait(attempts, times)
    is_over = datetime.now(UTC) + timedelta(seconds=seconds) >= tries_until
    may_help = outcome.state == "failed" or (outcome.exit_code in _TRIED_AGAIN and outcome.state != "timeout")
    return seconds if may_help and not is_over else None


def alarm_of(settings: BaseSettings, db: Session, report: BatchReport) -> Callable[[], None] | None:
    """What sends the alarm of a closed batch, for the first who asks; None if none is due or somebody else sends it."""
    is_due = report.exit_code not in (OK, LOCKED) and alarms.are_wanted(settings)
    if not is_due or not batches.take_alarm(db, report.batch_id):
        return None
    sentences = [f"{site.site}: {sentence}" for site in report.sites for sentence in site.alarms]
    title = N_(f"newscrawler: batch {report.batch_id} ended with {report.exit_code}")
    return partial(alarms.send, settings, title, sentences)


def _stamp(settings: BaseSettings) -> tuple[int, int] | None:
    """What changes with the file of newspapers: its time and size; None without one."""
    try:
        facts = table_path(settings).stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size


class _Inline(ThreadPoolExecutor):
    """An executor that does its work at once, in the thread of the loop."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
