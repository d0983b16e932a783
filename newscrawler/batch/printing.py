"""What people see of a batch: a live table while it is at work, a closing table, one line for each alarm."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence, Sized
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from newscrawler.korean.dates import now_kst
from newscrawler.korean.text import clean
from newscrawler.run.exits import OK
from newscrawler.store.manifest import BatchReport, SiteOutcome

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
    title = f"{len(batch.outcomes)} of {total} done, {len(batch.waiting)} waiting"
    progress = [crawl.progress() for crawl in batch.running]
    ages = [crawl.age for crawl in batch.running]
    known = [expected(age, *told[1:]) for age, told in zip(ages, progress, strict=True)]
    least = [seconds for seconds in known if seconds is not None]
    left = seconds_left(batch.took or least, ages, len(batch.waiting), batch.slots)
    if left is not None:
        about = "at about" if batch.took else "not before"  # a list that is not read yet holds articles still unknown
        title += f", the end {about} {now_kst() + timedelta(seconds=left):%H:%M}"
    table = Table("newspaper", "state", "articles", "pages/s", "left", title=title)
    bad = [outcome for outcome in batch.outcomes if outcome.exit_code != OK]
    room = max(height - _FRAME - len(bad), _LEAST_ROWS)
    for crawl, told in list(zip(batch.running, progress, strict=True))[:room]:
        table.add_row(crawl.name, crawl.stopped or "running", *told)
    if len(batch.running) > room:
        table.add_row(f"and {len(batch.running) - room} more", "running")
    for outcome in bad:
        table.add_row(outcome.site, f"{outcome.state} ({outcome.exit_code})")
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
    """Prints a table, and one sentence for each thing people should look at."""
    from rich.console import Console  # noqa: PLC0415 - rich is loaded only where it prints
    from rich.table import Table  # noqa: PLC0415 - rich is loaded only where it prints

    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
    table = Table("newspaper", "state", "status", "articles new", "rejected", "seconds", title=report.batch_id)
    for site in report.sites:
        counts = (str(site.counts.new), str(site.counts.rejected)) if site.counts else ("", "")
        took = datetime.fromisoformat(site.finished_at) - datetime.fromisoformat(site.started_at)
        table.add_row(site.site, site.state, str(site.exit_code), *counts, str(int(took.total_seconds())))
    console.print(table)
    console.print(str(path))
    say_alarms(report)


def say_alarms(report: BatchReport) -> None:
    """Prints one sentence for each thing people should look at."""
    from rich.console import Console  # noqa: PLC0415 - rich is loaded only where it prints

    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
    for site in report.sites:
        for sentence in site.alarms:
            console.print(f"! {site.site}: {clean(sentence)}")
