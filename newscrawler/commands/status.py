"""`scrapy status`: how the last night of all newspapers went, one line each, worst first."""

from __future__ import annotations

import argparse
from datetime import timedelta

from scrapy.commands import ScrapyCommand

from newscrawler.batch.closing import Line, plain_console, print_causes, print_table, worst_first
from newscrawler.commands import refuse, storage_errors
from newscrawler.commands.streams import prepare_streams, printing
from newscrawler.korean.dates import now_kst
from newscrawler.newspapers import SitesError, all_sites
from newscrawler.overview.sources import NewspaperSummary, read_newspapers
from newscrawler.run.exits import INCOMPLETE, worst
from newscrawler.translation import N_, worded

_DAYS = 7  # how far back the last attempt may be


class Command(ScrapyCommand):
    """Shows the last attempt of each newspaper; reads only, and ends with the worst of their statuses."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [site ...]"

    def short_desc(self) -> str:
        return "Show how the last run of each newspaper went, worst first"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--hours", metavar="N", type=int, default=24, help="a newspaper must have run since then")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        if not 1 <= opts.hours <= 24 * _DAYS:
            refuse("status", N_(f"--hours must be a number from 1 to {24 * _DAYS}, not {opts.hours}"))
        now = now_kst()
        due = (now - timedelta(hours=opts.hours)).isoformat()
        with storage_errors(self, "status"):
            papers, unread = read_newspapers(self.settings, now.date() - timedelta(days=_DAYS), with_content=False)
            known = {paper.site: paper for paper in papers}
            for name in args:
                if name not in known:
                    refuse("status", N_(f"there is no newspaper {name!r} that was ever crawled"))
            wanted = set(args) or known.keys() - self._disabled()
            lines = worst_first(line_of(paper, due) for name, paper in known.items() if name in wanted)
            if not lines:
                refuse("status", N_(f"no archives found in {self.settings['DATA_DIR']}: crawl a newspaper first"))
            self.exitcode = worst(INCOMPLETE if line.status is None else line.status for line in lines)
            with printing():
                console = plain_console()
                print_table(console, lines, f"{now:%Y-%m-%d %H:%M}", N_("last run"))
                print_causes(console, lines)
                for sentence in unread:
                    console.print(f"! {worded(sentence)}")

    def _disabled(self) -> set[str]:
        """The newspapers that no batch crawls; one that is not in the table any more was crawled by its address."""
        assert self.settings is not None
        try:
            return {name for name, site in all_sites(self.settings).items() if not site.enabled}
        except SitesError:  # among the unread
            return set()


def line_of(paper: NewspaperSummary, due: str) -> Line:
    """The last attempt of a newspaper, which is too old if it began before ``due`` (ISO 8601, KST)."""
    if paper.error is not None:
        return Line(site=paper.site, title=paper.title, state=N_("failed"), status=None, causes=[paper.error])
    if not paper.attempts or paper.attempts[-1].started_at < due:
        causes = [N_(f"no run since {paper.last}")] if paper.last else [N_("no run")]
        return Line(site=paper.site, title=paper.title, state=N_("no run"), status=None, causes=causes)
    last = paper.attempts[-1]
    return Line(
        site=paper.site,
        title=paper.title,
        state=last.state,
        status=last.exit_code,
        counts=last.manifest.counts if last.manifest else None,
        when=last.started_at[5:16].replace("T", " "),
        causes=last.alarms,
    )
