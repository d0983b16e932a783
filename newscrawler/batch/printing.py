"""What people see of a batch: a live table while it is at work, a closing table, one line for each alarm."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence, Sized
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from newscrawler.batch.closing import Line, plain_console, print_causes, print_table, worst_first
from newscrawler.korean.dates import now_kst
from newscrawler.run.exits import OK
from newscrawler.store.manifest import BatchReport, SiteOutcome
from newscrawler.translation import N_, worded

_REDRAW = 0.5  # seconds
_FRAME = 6  # lines: title, heads and borders of the live table, and one for "and 40 more"
_LEAST_ROWS = 3


class Running(Protocol):
    """A newspaper at work; newscrawler.batch.process.Crawl says what each means."""

    @property
    def name(self) -> str: ...
    @property
    def age(self) -> float: ...
    @property
    def stopped(self) -> str | None: ...
    def progress(self) -> tuple[str, str, str]: ...


class Shown(Protocol):
    """What the live table shows of a batch; newscrawler.batch.batch.Batch says what each means."""

    @property
    def slots(self) -> int: ...
    @property
    def waiting(self) -> Sized: ...
    @property
    def running(self) -> Sequence[Running]: ...
    @property
    def outcomes(self) -> Sequence[SiteOutcome]: ...
    @property
    def took(self) -> Sequence[float]: ...


@contextmanager
def shown(live: bool) -> Iterator[Callable[[Shown], None]]:
    """What shows the batch over and over: a live table on a terminal, nothing in a log."""
    if not live:
        yield lambda batch: None
        return
    from rich.console import Console  # noqa: PLC0415 - rich is loaded only where it prints
    from rich.live import Live  # noqa: PLC0415 - only a terminal shows it

    display = Live(console=Console(stderr=True), auto_refresh=False, transient=True)
    drawn = 0.0

    def show(batch: Shown) -> None:
        nonlocal drawn
        if time.monotonic() - drawn >= _REDRAW:
            drawn = time.monotonic()
            with suppress(OSError, SystemExit):  # the terminal may be gone (rich exits then), the newspapers are not
                display.update(live_table(batch, display.console.height), refresh=True)

    with suppress(OSError, SystemExit):
        display.start()
    try:
        yield show
    finally:
        with suppress(OSError, SystemExit):
            display.stop()


def live_table(batch: Shown, height: int) -> Any:
    """How far the batch is, the newspapers at work, then those that did not end well; the others are counted.

    ``height`` is the number of lines of the terminal, which would show no more than the first ones.
    """
    from rich.table import Table  # noqa: PLC0415 - rich is loaded only where it prints

    total = len(batch.waiting) + len(batch.running) + len(batch.outcomes)
    title = worded(N_(f"{len(batch.outcomes)} of {total} done, {len(batch.waiting)} waiting"))
    progress = [crawl.progress() for crawl in batch.running]
    ages = [crawl.age for crawl in batch.running]
    known = [expected(age, *told[1:]) for age, told in zip(ages, progress, strict=True)]
    least = [seconds for seconds in known if seconds is not None]
    left = seconds_left(batch.took or least, ages, len(batch.waiting), batch.slots)
    if left is not None:
        end = f"{now_kst() + timedelta(seconds=left):%H:%M}"
        # a list that is not read yet holds articles still unknown
        title += worded(N_(f", the end at about {end}") if batch.took else N_(f", the end not before {end}"))
    heads = N_("newspaper"), N_("state"), N_("articles"), N_("pages/s"), N_("left")
    table = Table(*map(worded, heads), title=title)
    bad = [outcome for outcome in batch.outcomes if outcome.exit_code != OK]
    room = max(height - _FRAME - len(bad), _LEAST_ROWS)
    for crawl, told in list(zip(batch.running, progress, strict=True))[:room]:
        table.add_row(crawl.name, worded(crawl.stopped or N_("running")), *told)
    if len(batch.running) > room:
        table.add_row(worded(N_(f"and {len(batch.running) - room} more")), worded(N_("running")))
    for outcome in bad:
        table.add_row(outcome.site, f"{worded(outcome.state)} ({outcome.exit_code})")
    return table


def expected(age: float, speed: str, left: str) -> float | None:
    """The seconds a crawl needs from start to end for what it knows to ask; None where its log does not tell.

    ``age`` are the seconds it has had, ``speed`` its pages a second and ``left`` its requests to do, as its log says.
    """
    return age + max(int(left), 0) / float(speed) if left and float(speed) > 0 else None


def seconds_left(took: Sequence[float], ages: Sequence[float], waiting: int, jobs: int) -> float | None:
    """How long a batch still needs, if the others need what those in ``took`` needed; None where none is known.

    ``took`` are the seconds of those that ended (or are expected to), ``ages`` those the running ones have had so far.
    """
    if not took:
        return None
    usual = sum(took) / len(took)
    running = [max(usual - age, 0.0) for age in ages]
    work = waiting * usual + sum(running)
    return max(work / jobs, usual if waiting else 0.0, *running)


def announce(report: BatchReport, path: Path) -> None:
    """Prints a table, the newspapers that need somebody first, then one sentence for each thing to look at."""
    lines, console = worst_first(map(_line, report.sites)), plain_console()
    print_table(console, lines, report.batch_id, N_("seconds"))
    console.print(str(path))
    print_causes(console, lines)


def say_alarms(report: BatchReport) -> None:
    """Prints one sentence for each thing people should look at."""
    print_causes(plain_console(), worst_first(map(_line, report.sites)))


def _line(site: SiteOutcome) -> Line:
    took = datetime.fromisoformat(site.finished_at) - datetime.fromisoformat(site.started_at)
    return Line(
        site=site.site,
        title=site.title,
        state=site.state,
        status=site.exit_code,
        counts=site.counts,
        when=str(int(took.total_seconds())),
        causes=site.alarms,
    )
