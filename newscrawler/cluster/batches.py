"""Batches in PostgreSQL: begun, every attempt entered, closed once; what they hold for tables and reports.

A newspaper's outcome is its final attempt. What an engine says of a job decides nothing here. Functions take a session
(newscrawler.store.postgres_session) and raise psycopg.Error.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypedDict

import msgspec
import psycopg
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job

from newscrawler import __version__
from newscrawler.batch.process import not_crawled
from newscrawler.cluster.engine import CRAWL, job_of
from newscrawler.exporters import encode
from newscrawler.korean.clock import KST
from newscrawler.korean.dates import iso, now_kst
from newscrawler.newspapers import Site
from newscrawler.run.exits import INTERRUPTED, LOCKED, OK, QUALITY, worst
from newscrawler.store.manifest import BatchReport, SiteOutcome
from newscrawler.store.postgres_session import Session
from newscrawler.translation import N_

PORTION = 500
"""Jobs that one statement enqueues."""
_decode = msgspec.json.Decoder(SiteOutcome).decode


class Options(TypedDict):
    """What a batch gives each of its crawls: more of its command line, and the seconds it may take."""

    passed: list[str]
    timeout: float


@dataclass(frozen=True, slots=True)
class Begun:
    """What came of the wish for a batch.

    ``batch`` is its id, None if other batches have all of its newspapers; ``joined`` whether it was at work before,
    ``holders`` which batch has each newspaper that was not free.
    """

    batch: str | None
    joined: bool
    holders: Mapping[str, str]  # site -> batch


@dataclass(frozen=True, slots=True)
class Ticket:
    """An attempt that has begun: its number in the table, and what the batch wants of it."""

    number: int
    options: Options
    tries_until: datetime


# ---- the beginning ---------------------------------------------------------------------------------
def begin(db: Session, app: App, queue: str, sites: Sequence[Site], options: Options) -> Begun:
    """Begins a batch and enqueues its newspapers, all or nothing; joins an open batch of the same newspapers.

    Those that another open batch of this queue has are ``locked`` at once.
    """
    with db.transaction():
        db.execute("SELECT pg_advisory_xact_lock(hashtext('newscrawler batch'))")  # one after the other
        holders = _holders(db, queue)
        names = [site.name for site in sites]
        for batch in sorted(set(holders.values())):
            if _same(db, batch, names, options):
                return Begun(batch, True, holders)
        if set(names) <= holders.keys():
            return Begun(None, False, holders)
        batch = _enter(db, queue, sites, options)
        for site in sites:
            if site.name in holders:
                sentence = N_(f"another batch is at work: {holders[site.name]}")
                _settle(db, batch, not_crawled(site.name, site.title, "locked", LOCKED, sentence))
        free = [_entry(site) for site in sites if site.name not in holders]
        _enqueue(db, app, queue, batch, free)
    db.execute("ANALYZE procrastinate_jobs")  # fetching scans thousands of jobs while statistics say there are none
    return Begun(batch, False, holders)


def _holders(db: Session, queue: str) -> dict[str, str]:
    """The newspapers of the queue's open batches that are not done, and their batches."""
    rows = db.execute(
        """SELECT entry->>'site', batch.id FROM batch, jsonb_array_elements(sites) AS entry
        WHERE queue = %s AND batch.ended_at IS NULL AND NOT EXISTS (
            SELECT FROM outcome WHERE outcome.batch = batch.id AND site = entry->>'site' AND final)""",
        (queue,),
    )
    return {str(site): str(batch) for site, batch in rows}


def _same(db: Session, batch: str, names: Sequence[str], options: Options) -> bool:
    """Whether an open batch is what was asked for."""
    row = db.execute("SELECT sites, options FROM batch WHERE id = %s", (batch,)).fetchone()
    assert row is not None
    return {entry["site"] for entry in row[0]} == set(names) and row[1] == options


def _enter(db: Session, queue: str, sites: Sequence[Site], options: Options) -> str:
    """Enters a batch; its id is the KST second of its start, with a suffix where another began in the same second."""
    second = f"{now_kst():%Y%m%dT%H%M%S}"
    query = """INSERT INTO batch (id, queue, sites, options, tries_until)
        VALUES (%s, %s, %s, %s, now() + %s) ON CONFLICT DO NOTHING"""
    values = queue, _json([_entry(site) for site in sites]), _json(options), timedelta(seconds=options["timeout"])
    names = (second, *(f"{second}-{number}" for number in range(2, 1000)))
    return next(name for name in names if db.execute(query, (name, *values)).rowcount)


def _entry(site: Site) -> dict[str, str]:
    return {"site": site.name, "title": site.title, "server": site.server}


def _enqueue(db: Session, app: App, queue: str, batch: str, entries: Sequence[Mapping[str, str]]) -> None:
    """Enqueues newspapers, some hundred in a statement; jobs that wait for nobody any more make room."""
    jobs = [job_of(queue, batch, entry) for entry in entries]
    for start in range(0, len(jobs), PORTION):
        portion = jobs[start : start + PORTION]
        db.execute(
            "DELETE FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock = ANY(%s)",
            ([job.queueing_lock for job in portion],),
        )
        try:
            app.job_manager.batch_defer_jobs(portion, connection=db)
        except ConnectorException as error:
            raise psycopg.OperationalError(str(error.__cause__ or error)) from error


# ---- an attempt ------------------------------------------------------------------------------------
def begin_attempt(db: Session, batch: str, site: str, attempt: int, machine: str) -> Ticket | None:
    """Enters the beginning of an attempt; None if the newspaper is done already or its batch is closed."""
    row = db.execute(
        """INSERT INTO outcome (batch, site, attempt, machine)
        SELECT id, %(site)s, %(attempt)s, %(machine)s FROM batch WHERE id = %(batch)s AND ended_at IS NULL
        AND NOT EXISTS (SELECT FROM outcome WHERE batch = %(batch)s AND site = %(site)s AND final)
        RETURNING id, (SELECT options FROM batch WHERE id = %(batch)s),
        (SELECT tries_until FROM batch WHERE id = %(batch)s)""",
        {"batch": batch, "site": site, "attempt": attempt, "machine": machine},
    ).fetchone()
    return Ticket(*row) if row else None


def note_progress(db: Session, progress: Mapping[int, Sequence[str]]) -> None:
    """Notes how far attempts are: articles, pages a second and requests left of each."""
    db.execute(
        """UPDATE outcome SET progress = said FROM unnest(%s::bigint[], %s::jsonb[]) AS told(number, said)
        WHERE id = number""",
        (list(progress), [_json(list(told)) for told in progress.values()]),
    )


def end_attempt(db: Session, ticket: Ticket, outcome: SiteOutcome, log: str, job: Job | None) -> None:
    """Enters the end of an attempt; ``job`` is its job if this is to be what became of the newspaper, else None.

    The first such attempt counts, and none once the batch is closed. Where the engine has given the job to somebody
    else meanwhile, because this worker stood still, it only counts if it read the whole newspaper.
    """
    with db.transaction():
        db.execute(
            "SELECT FROM batch WHERE id = (SELECT batch FROM outcome WHERE id = %s) FOR UPDATE", (ticket.number,)
        )
        db.execute(
            """UPDATE outcome SET ended_at = now(), record = %(record)s, log = %(log)s,
            final = %(counts)s AND NOT EXISTS (
                SELECT FROM outcome AS other
                WHERE other.batch = outcome.batch AND other.site = outcome.site AND other.final
            ) AND EXISTS (SELECT FROM batch WHERE batch.id = outcome.batch AND batch.ended_at IS NULL)
            WHERE id = %(number)s""",
            {
                "record": encode(outcome).decode(),
                "log": log.replace("\0", ""),
                "counts": job is not None and (outcome.exit_code in (OK, QUALITY) or _has(db, job)),
                "number": ticket.number,
            },
        )


def _has(db: Session, job: Job) -> bool:
    """Whether a job is still at work in the attempt that it was fetched for."""
    query = "SELECT FROM procrastinate_jobs WHERE id = %s AND attempts = %s AND status = 'doing'"
    return db.execute(query, (job.id, job.attempts)).fetchone() is not None


# ---- the end ---------------------------------------------------------------------------------------
def close(db: Session, batch: str) -> BatchReport | None:
    """Closes a batch whose newspapers are all done; its report for the one that closes it, else None."""
    with db.transaction():
        row = db.execute(
            "SELECT jsonb_array_length(sites) FROM batch WHERE id = %s AND ended_at IS NULL FOR UPDATE", (batch,)
        ).fetchone()
        done = db.execute("SELECT count(*) FROM outcome WHERE batch = %s AND final", (batch,)).fetchone()
        if row is None or done is None or done[0] < row[0]:
            return None
        db.execute("UPDATE batch SET ended_at = now() WHERE id = %s", (batch,))
        report = read_report(db, batch)
        db.execute("UPDATE batch SET exit_code = %s WHERE id = %s", (report.exit_code, batch))
        return report


def take_alarm(db: Session, batch: str) -> bool:
    """Takes it on to send the alarm of a closed batch; True for one taker only."""
    query = "UPDATE batch SET reported_at = now() WHERE id = %s AND ended_at IS NOT NULL AND reported_at IS NULL"
    return db.execute(query, (batch,)).rowcount == 1


def settle(db: Session, app: App, batch: str, served: bool) -> None:
    """Sees to the newspapers of an open batch that nobody is going to crawl: enqueues them again, or gives them up.

    A job that was cancelled is given up, and so is what still waits when the batch's time is over and no worker serves
    its queue (``served``).
    """
    row = db.execute(
        "SELECT queue, sites, tries_until < now() FROM batch WHERE id = %s AND ended_at IS NULL FOR UPDATE", (batch,)
    ).fetchone()
    if row is None:
        return
    queue, entries, over = row
    done = {site for (site,) in db.execute("SELECT site FROM outcome WHERE batch = %s AND final", (batch,))}
    jobs = db.execute(
        """SELECT args->>'site', status FROM procrastinate_jobs
        WHERE queue_name = %s AND task_name = %s AND args->>'batch' = %s""",
        (queue, CRAWL, batch),
    ).fetchall()
    states: dict[str, set[str]] = {}
    for site, status in jobs:
        states.setdefault(site, set()).add(status)
    lost = []
    for entry in (entry for entry in entries if entry["site"] not in done):
        here = states.get(entry["site"], set())
        if "doing" in here or ("todo" in here and (served or not over)):
            continue
        if "cancelled" in here or "aborted" in here:
            sentence = N_("its job was cancelled")
        elif over and not served:
            sentence = N_("no worker served this table of newspapers before the batch's time was over")
        else:
            lost.append(entry)
            continue
        _settle(db, batch, not_crawled(entry["site"], entry["title"], "interrupted", INTERRUPTED, sentence))
    _enqueue(db, app, queue, batch, lost)


def _settle(db: Session, batch: str, outcome: SiteOutcome) -> None:
    """Enters what became of a newspaper without an attempt."""
    db.execute(
        """INSERT INTO outcome (batch, site, attempt, machine, ended_at, final, record, log)
        VALUES (%s, %s, 0, '', now(), true, %s, '') ON CONFLICT DO NOTHING""",
        (batch, outcome.site, encode(outcome).decode()),
    )


# ---- what is known ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class State:
    """How far a batch is; ``exit_code`` is None while it is at work."""

    batch: str
    queue: str
    begun_at: datetime
    ended_at: datetime | None
    tries_until: datetime
    exit_code: int | None
    sites: list[dict[str, str]]


def read_state(db: Session, batch: str = "") -> State | None:
    """A batch, the newest one for an empty id; None if there is none."""
    row = db.execute(
        """SELECT id, queue, begun_at, ended_at, tries_until, exit_code, sites FROM batch
        WHERE id = %(id)s OR %(id)s = '' ORDER BY begun_at DESC, id DESC LIMIT 1""",
        {"id": batch},
    ).fetchone()
    return State(*row) if row else None


def open_batches(db: Session) -> list[tuple[str, str]]:
    """Ids and queues of the batches that are at work."""
    return [
        (str(batch), str(queue)) for batch, queue in db.execute("SELECT id, queue FROM batch WHERE ended_at IS NULL")
    ]


def outcomes(db: Session, batch: str, known: Collection[str] = ()) -> list[SiteOutcome]:
    """What became of the newspapers that are done, but for those ``known``, in the order of their ends."""
    rows = db.execute(
        "SELECT record FROM outcome WHERE batch = %s AND final AND site <> ALL(%s) ORDER BY ended_at, id",
        (batch, list(known)),
    )
    return [_decode(record) for (record,) in rows]


def attempts(db: Session, batch: str) -> list[tuple[str, str, datetime, list[str] | None]]:
    """The newspapers at work: name, machine, beginning, progress; the last attempt of each."""
    rows = db.execute(
        """SELECT DISTINCT ON (site) site, machine, begun_at, progress, ended_at FROM outcome
        WHERE batch = %s AND NOT EXISTS (
            SELECT FROM outcome AS other
            WHERE other.batch = outcome.batch AND other.site = outcome.site AND other.final)
        ORDER BY site, id DESC""",
        (batch,),
    )
    return [(site, machine, begun, progress) for site, machine, begun, progress, ended in rows if ended is None]


def logs(db: Session, batch: str) -> Iterable[tuple[str, str]]:
    """The end of the log of each newspaper that was crawled."""
    return db.execute("SELECT site, log FROM outcome WHERE batch = %s AND final AND log <> ''", (batch,))


def read_report(db: Session, batch: str) -> BatchReport:
    """The report of a batch that has ended, newspapers in the order of the table."""
    state = read_state(db, batch)
    assert state is not None
    found = {outcome.site: outcome for outcome in outcomes(db, batch)}
    return BatchReport(
        batch_id=batch,
        started_at=iso(state.begun_at.astimezone(KST)),
        finished_at=iso((state.ended_at or now_kst()).astimezone(KST)),
        exit_code=worst(outcome.exit_code for outcome in found.values()),
        sites=[found[entry["site"]] for entry in state.sites if entry["site"] in found],
        newscrawler=__version__,
    )


def read_reports(db: Session, since: str) -> list[BatchReport]:
    """The reports of the batches that ended at ``since`` (a day or a time, KST) or later, the oldest first."""
    rows = db.execute(
        "SELECT id FROM batch WHERE ended_at >= %s::timestamp AT TIME ZONE 'Asia/Seoul' ORDER BY begun_at, id", (since,)
    ).fetchall()
    return [read_report(db, batch) for (batch,) in rows]


def slots(db: Session, queue: str) -> int:
    """The slots of the workers that serve a queue, as the names of their sessions tell."""
    rows = db.execute(
        """SELECT DISTINCT application_name FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE %s""",
        (f"{queue} x%",),
    )
    return sum(int(name.split()[1].lstrip("x")) for (name,) in rows)


def old(db: Session, before: str) -> list[str]:
    """The batches that ended before a day, without the newest one, the oldest first."""
    rows = db.execute(
        """SELECT id FROM batch WHERE ended_at < %s::timestamp AT TIME ZONE 'Asia/Seoul'
        AND id <> (SELECT id FROM batch ORDER BY begun_at DESC, id DESC LIMIT 1) ORDER BY begun_at, id""",
        (before,),
    )
    return [str(batch) for (batch,) in rows]


def forget(db: Session, names: Sequence[str]) -> None:
    """Removes batches with all that is known of them."""
    db.execute("DELETE FROM batch WHERE id = ANY(%s)", (list(names),))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
