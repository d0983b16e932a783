"""`scrapy stats`: shows a newspaper's archive in the terminal: articles per day, last runs, last alarms."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import date, datetime, timedelta

from scrapy.commands import ScrapyCommand

from newscrawler.commands import one_site, refuse, storage_errors
from newscrawler.commands.streams import prepare_streams, printing
from newscrawler.korean.dates import iso, now_kst
from newscrawler.korean.text import clean
from newscrawler.store.archives import read_archive
from newscrawler.store.manifest import Manifest
from newscrawler.translation import N_, worded

_DAYS = 14
_RUNS = 10
_ALARMS = 10
_WIDEST_BAR = 50
_ENDS = (
    *(N_("complete"), N_("incomplete"), N_("wrong use"), N_("below the floors"), N_("not stored")),
    *(N_("interrupted"), N_("locked")),
)


class Command(ScrapyCommand):
    """Shows the archive of one newspaper; reads only."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <site>"

    def short_desc(self) -> str:
        return "Show a newspaper's articles per day, its last runs and alarms"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--days",
            metavar="N",
            type=int,
            default=_DAYS,
            help=f"number of days to show, up to today or the newest article (default {_DAYS})",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        site = one_site("stats", args)
        if not 1 <= opts.days <= 3660:
            refuse("stats", N_(f"--days must be a number from 1 to 3660, not {opts.days}"))
        with storage_errors(self, "stats"):
            with closing(read_archive(self.settings, site)) as archive:
                now = now_kst()
                days = _days(now.date(), archive.newest(iso(now)), opts.days)
                published = archive.published_per_day(days[0]) if days else {}
                per_day = {day: published.get(day, 0) for day in days}
                manifests = archive.manifests(last=_RUNS)
                unfinished = archive.unfinished(manifests[0].started_at if len(manifests) == _RUNS else "")
            with printing():
                _show(site, per_day, manifests, unfinished)


def _days(today: date, newest: str | None, number: int) -> list[str]:
    """``number`` days (KST) up to today; up to the day of the newest article if those days are all without one.

    Empty if no article has a publication time.
    """
    if newest is None:
        return []
    last = date.fromisoformat(newest[:10])
    end = today if today - last < timedelta(days=number) else last
    return [(end - timedelta(days=back)).isoformat() for back in reversed(range(number))]


def _show(site: str, per_day: dict[str, int], manifests: list[Manifest], unfinished: list[tuple[str, str]]) -> None:
    from rich.bar import Bar  # noqa: PLC0415 - rich is loaded only where it prints
    from rich.console import Console  # noqa: PLC0415 - likewise
    from rich.table import Table  # noqa: PLC0415 - likewise

    # Sentences quote newspapers: markup, emoji names and control characters must have no effect.
    console = Console(markup=False, emoji=False, highlight=False)
    days = Table(worded(N_("day")), "", worded(N_("articles")), box=None, pad_edge=False)
    widest = max(per_day.values(), default=0)
    for day, number in per_day.items():
        width = max(1, min(_WIDEST_BAR, console.width - 22))
        days.add_row(day, Bar(max(1, widest), 0, number, width=width), str(number))
    published, undated = N_("articles published"), N_("no article with a date")
    console.print(f"{clean(site)}: {worded(published if per_day else undated)}")
    if per_day:
        console.print(days)

    runs = Table(box=None, pad_edge=False, collapse_padding=True)
    runs.add_column(worded(N_("run")), no_wrap=True)
    runs.add_column(worded(N_("exit")), overflow="fold")
    for name in (N_("new"), N_("modified"), N_("removed"), N_("rejected"), N_("seconds")):
        runs.add_column(worded(name), justify="right", overflow="fold")
    rows = [(manifest.started_at, _row(manifest)) for manifest in manifests]
    rows += [(started_at, (run_id, worded(N_("not ended")))) for run_id, started_at in unfinished]
    for _, row in sorted(rows)[-_RUNS:]:
        runs.add_row(*row)
    console.print("\n" + worded(N_("last runs") if rows else N_("no runs")))
    if rows:
        console.print(runs)

    alarms = [(manifest.run_id, clean(alarm)) for manifest in reversed(manifests) for alarm in manifest.alarms]
    console.print("\n" + worded(N_("last alarms") if alarms else N_("no alarms")))
    for run_id, alarm in alarms[:_ALARMS]:
        console.print(f"{run_id} ! {worded(alarm)}", soft_wrap=True)  # one line each, for grep
    if len(alarms) > _ALARMS:
        more = N_(f"and {len(alarms) - _ALARMS} more, see alarms in the run.json of each run")
        console.print(worded(more), soft_wrap=True)


def _row(manifest: Manifest) -> tuple[str, ...]:
    counts, code = manifest.counts, manifest.exit_code
    took = datetime.fromisoformat(manifest.finished_at) - datetime.fromisoformat(manifest.started_at)
    end = f"{code} {worded(_ENDS[code])}" if 0 <= code < len(_ENDS) else str(code)
    numbers = (counts.new, counts.modified, counts.removed, counts.rejected, int(took.total_seconds()))
    return manifest.run_id, end, *map(str, numbers)
