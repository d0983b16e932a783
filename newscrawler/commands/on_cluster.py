"""`scrapy batch --on cluster` and `--check`: enqueues a batch, watches it, says how it is."""

from __future__ import annotations

import argparse
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from newscrawler.batch.batch import FOLDER
from newscrawler.batch.printing import Shown, announce, say_alarms
from newscrawler.commands import refuse
from newscrawler.commands.streams import complain, printing, program, say
from newscrawler.newspapers import Site
from newscrawler.newspapers.address import quotable
from newscrawler.run.exits import INTERRUPTED, LOCKED, NOT_STORED, OK
from newscrawler.store.archive import ArchiveError
from newscrawler.store.files import write_json, write_whole
from newscrawler.store.manifest import BatchReport
from newscrawler.store.places import database_url
from newscrawler.translation import N_

LAST = "last"
"""What stands for the newest batch."""
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_OF_MACHINE = re.compile(r"(DATA_DIR|ARCHIVE_URL|RUNS_URL|NEWSPAPERS|CLUSTER_TIMES|ALARM_\w+)=")
_NAMED = 5  # newspapers in a sentence


def require_cluster(command: str, settings: BaseSettings) -> str:
    """The address of the cluster's database; ends the command if there is none or a package is missing."""
    url = database_url(settings)
    if url is None:
        refuse(command, N_("a cluster needs ARCHIVE_URL=postgresql://user@host/database, see docs/cluster.md"))
    try:
        import newscrawler.cluster.batches  # noqa: F401, PLC0415 - only clusters have its packages
    except ModuleNotFoundError as error:
        if error.name not in ("procrastinate", "psycopg", "psycopg_pool"):
            raise
        refuse(command, N_(f"a cluster needs {error.name}: pip install 'newscrawler[cluster]'"))
    return url


def run_on_cluster(
    command: ScrapyCommand,
    sites: Sequence[Site],
    passed: Sequence[str],
    opts: argparse.Namespace,
    show: Callable[[Shown], None],
) -> None:
    """Enqueues the newspapers and, unless detached, watches the batch to its end; sets the command's exit status."""
    assert command.settings is not None
    url = require_cluster("batch", command.settings)
    from newscrawler.cluster import batches  # noqa: PLC0415 - as above
    from newscrawler.cluster.engine import make_app, queue_of  # noqa: PLC0415
    from newscrawler.cluster.schema import require_version  # noqa: PLC0415
    from newscrawler.cluster.watch import APPLICATION, UnservedError, watch  # noqa: PLC0415
    from newscrawler.store.postgres_session import connect, errors_of, place_of  # noqa: PLC0415

    queue, place = queue_of(command.settings), place_of(url)
    options: batches.Options = {"passed": of_all_machines(passed), "timeout": opts.timeout * 60}
    try:
        with errors_of(place), connect(url, application=APPLICATION) as db:
            require_version(db, place)
            if not batches.slots(db, queue):
                refuse(
                    "batch",
                    N_(
                        f"no worker serves this table of newspapers ({queue}): start scrapy worker with the same "
                        "version and the same newspapers.toml, see docs/cluster.md"
                    ),
                )
            begun = batches.begin(db, make_app(url), queue, sites, options)
        if begun.batch is None:
            complain(
                f"{program()} batch: "
                + N_(f"another batch is at work: {', '.join(sorted(set(begun.holders.values())))}")
            )
            command.exitcode = LOCKED
            return
        if begun.joined:
            complain(f"{program()} batch: " + N_(f"batch {begun.batch} is at work on these newspapers already"))
        if opts.detach:
            say(begun.batch)
            return
        with _interruptions() as is_interrupted:
            report = watch(url, begun.batch, show, is_interrupted)
    except UnservedError as error:
        complain(f"{program()} batch: {error}")
        command.exitcode = NOT_STORED
        return
    except ArchiveError as error:
        complain(f"{program()} batch: {error}")
        command.exitcode = NOT_STORED
        return
    if report is None:
        complain(
            f"{program()} batch: "
            + N_(f"batch {begun.batch} goes on without a watcher: scrapy batch --check {begun.batch}")
        )
        command.exitcode = INTERRUPTED
        return
    command.exitcode = report.exit_code
    _finish(command, url, report)


def _finish(command: ScrapyCommand, url: str, report: BatchReport) -> None:
    """Writes the batch's file and logs here, as on one machine, prints it, and sends its alarm if nobody did."""
    assert command.settings is not None
    from newscrawler.cluster import batches  # noqa: PLC0415 - only clusters have its packages
    from newscrawler.cluster.reports import with_logs_in  # noqa: PLC0415
    from newscrawler.cluster.worker import alarm_of  # noqa: PLC0415
    from newscrawler.store.postgres_session import connect, errors_of, place_of  # noqa: PLC0415

    folder = Path(command.settings["DATA_DIR"]) / FOLDER
    report = with_logs_in(folder, report)
    path = folder / f"{report.batch_id}.json"
    alarm = None
    try:
        with errors_of(place_of(url)), connect(url, application="scrapy batch") as db:
            alarm = alarm_of(command.settings, db, report)  # first: a full disk here must not keep it back
            logs = list(batches.logs(db, report.batch_id))
        (folder / report.batch_id).mkdir(parents=True, exist_ok=True)
        for site, log in logs:
            write_whole(folder / report.batch_id / f"{site}.log", log.encode())
        write_json(path, report)
    except (ArchiveError, OSError) as error:
        complain(f"{program()} batch: " + N_(f"the batch cannot be stored: {error}"))
        command.exitcode = NOT_STORED
    with printing():
        announce(report, path)
    if alarm is not None:
        alarm()


def check(command: ScrapyCommand, batch: str, within: str) -> None:
    """Says how a batch is, in a sentence and an exit status, for somebody who asks from outside.

    Its own status if it has ended; 0 while it is at work and its time is not over; else 4.
    """
    assert command.settings is not None
    url = require_cluster("batch", command.settings)
    from newscrawler.cluster import batches  # noqa: PLC0415 - only clusters have its packages
    from newscrawler.cluster.schema import require_version  # noqa: PLC0415
    from newscrawler.store.postgres_session import connect, errors_of, place_of  # noqa: PLC0415

    patience, place = _duration(within), place_of(url)
    report = None
    try:
        with errors_of(place), connect(url, application="scrapy batch --check", read_only=True) as db:
            require_version(db, place)
            state = batches.read_state(db, "" if batch == LAST else batch)
            if state is not None:
                report = batches.read_report(db, state.batch)
    except ArchiveError as error:
        complain(f"{program()} batch: {error}")
        command.exitcode = NOT_STORED
        return
    if state is None or report is None:
        if batch != LAST:
            refuse("batch", N_(f"there is no batch {quotable(batch)!r}"))
        complain(f"{program()} batch: " + N_("there is no batch"))
        command.exitcode = NOT_STORED
        return
    age = datetime.now(UTC) - state.begun_at
    done = N_(f"{len(report.sites)} of {len(state.sites)} newspapers are done")
    if batch == LAST and age > patience:
        complain(f"{program()} batch: " + N_(f"the last batch, {state.batch}, began more than {within} ago"))
        command.exitcode = NOT_STORED
    elif state.exit_code is not None:
        command.exitcode = state.exit_code
        say(N_(f"batch {state.batch} ended with {state.exit_code}"))
        with printing():
            say_alarms(report)
    elif age > patience:
        missing = sorted({entry["site"] for entry in state.sites} - {one.site for one in report.sites})
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        named = ", ".join(missing[:_NAMED]) + more
        late = N_(f"batch {state.batch} has not ended within {within}: {done}, missing are {named}")
        complain(f"{program()} batch: {late}")
        command.exitcode = NOT_STORED
    else:
        say(N_(f"batch {state.batch} is at work: {done}"))
        command.exitcode = OK


def of_all_machines(passed: Sequence[str]) -> list[str]:
    """The options of a crawl without the settings that each machine has of its own, such as its folders."""
    pairs = zip(passed[::2], passed[1::2], strict=True)
    return [part for pair in pairs if not (pair[0] == "-s" and _OF_MACHINE.match(pair[1])) for part in pair]


def _duration(text: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,6})([mhd])", text)
    if found is None:
        refuse("batch", N_(f"--within must be a number of minutes, hours or days such as 12h, not {quotable(text)!r}"))
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


@contextmanager
def _interruptions() -> Iterator[Callable[[], bool]]:
    """Whether a signal told this process to end; the batch is not this process's to end."""
    told: list[Any] = []
    former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    for number, handler in former.items():
        if handler != signal.SIG_IGN or number == signal.SIGTERM:
            signal.signal(number, lambda *got: told.append(got))
    try:
        yield lambda: bool(told)
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
