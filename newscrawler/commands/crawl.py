"""`scrapy crawl`: checks the arguments first, and ends with a summary table and a meaningful exit status."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from datetime import datetime

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import Crawler
from scrapy.spiderloader import get_spider_loader

from newscrawler.batch.process import PARENT, end_with
from newscrawler.commands import check_run, refuse
from newscrawler.commands.streams import complain, prepare_streams, printing
from newscrawler.korean.text import clean
from newscrawler.run.arguments import ArgumentError
from newscrawler.run.checks import SettingsError
from newscrawler.run.exits import INCOMPLETE, INTERRUPTED, NOT_STORED
from newscrawler.run.outcome import Outcome
from newscrawler.run.quality import FloorsError
from newscrawler.run.run import Run, run_of
from newscrawler.spiders.news import NewsSpider
from newscrawler.store.manifest import Manifest


class Command(ScrapyCrawl):
    """Scrapy's own command, extended; see README.md for the exit statuses."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Parses the options, and checks the spider and its arguments before anything starts."""
        if parent := os.environ.pop(PARENT, ""):
            end_with(int(parent))
        prepare_streams()
        super().process_options(args, opts)
        assert self.settings is not None
        asked_for_logs = opts.loglevel or opts.logfile or any(s.startswith("LOG_") for s in opts.set)
        if sys.stderr.isatty() and not asked_for_logs:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")  # the progress line shows the rest
        loader = get_spider_loader(self.settings)
        known = ", ".join(sorted(loader.list()))
        if len(args) != 1:
            refuse("crawl", f"give the name of one spider: {known}")
        try:
            spidercls = loader.load(args[0])
            if issubclass(spidercls, NewsSpider):
                check_run(spidercls, opts.spargs, self.settings)
        except KeyError:
            refuse("crawl", f"unknown spider {args[0]!r}; the spiders are {known}")
        except (ArgumentError, FloorsError, SettingsError) as error:
            refuse("crawl", str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        gc.freeze()  # loaded modules stay in memory: the collector can ignore them
        gc.set_threshold(2000)  # pages produce much garbage; this and the line above halve the cost of collection
        self.crawler_process.start()
        self._conclude(crawler)

    def _conclude(self, crawler: Crawler) -> None:
        assert self.crawler_process
        run = run_of(crawler)
        if self.crawler_process.bootstrap_failed:
            self.exitcode = INCOMPLETE
        elif run.outcome is not None:
            self.exitcode = run.outcome.exit_code
            with printing():
                _print_summary(run, run.outcome)
        elif isinstance(crawler.spider, NewsSpider):
            reason = crawler.stats.get_value("finish_reason") if crawler.stats else None
            if reason == "shutdown" or (run.has_begun and reason is None):
                self.exitcode = INTERRUPTED  # by a signal, or by a second one before the run was closed
                return
            complain(f"! the run {'was not judged' if run.has_begun else 'did not begin'}: nothing was published")
            self.exitcode = NOT_STORED


def _print_summary(run: Run, outcome: Outcome) -> None:
    """Prints the run as a small table, then one sentence for each problem."""
    from rich.console import Console  # noqa: PLC0415 - rich is loaded only where it prints
    from rich.table import Table  # noqa: PLC0415 - likewise

    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
    manifest = run.manifest
    if manifest is not None:
        records = {file.name: str(file.records) for file in manifest.files}
        table = Table("articles new", "readings", "widgets", "rejected", "seconds", title=manifest.site)
        feeds = (records[name] for name in ("weather.jsonl", "sidebar.jsonl", "rejected.jsonl"))
        table.add_row(str(manifest.counts.new), *feeds, str(_seconds(manifest)))
        console.print(table)
        console.print(str(run.folder))
    for sentence in outcome.alarms:
        console.print(f"! {clean(sentence)}")


def _seconds(manifest: Manifest) -> int:
    took = datetime.fromisoformat(manifest.finished_at) - datetime.fromisoformat(manifest.started_at)
    return int(took.total_seconds())
