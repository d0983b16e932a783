"""`scrapy crawl`: checks the arguments first, and ends with a summary table and a meaningful exit status."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.spiderloader import get_spider_loader

from newscrawler.batch.start import PARENT, end_with
from newscrawler.commands import check_run, refuse
from newscrawler.commands.judging import conclude
from newscrawler.commands.streams import prepare_streams
from newscrawler.newspapers.address import quotable
from newscrawler.run.arguments import ArgumentError, Arguments
from newscrawler.run.checks import SettingsError
from newscrawler.run.quality import FloorsError
from newscrawler.spiders.site import SiteSpider
from newscrawler.suggestions import suggestion
from newscrawler.translation import N_

_ALIKE = 0.8  # an option is a short word


class Command(ScrapyCrawl):
    """Scrapy's own command, extended; see README.md for the exit statuses."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Parses the options, and checks the spider and its arguments before anything starts."""
        if parent := os.environ.pop(PARENT, ""):
            end_with(int(parent))
        assert self.settings is not None
        prepare_streams(self.settings)  # what the options mean may be refused
        super().process_options(args, opts)
        prepare_streams(self.settings)
        asked_for_logs = opts.loglevel or opts.logfile or any(s.startswith("LOG_") for s in opts.set)
        if sys.stderr.isatty() and not asked_for_logs:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")  # the progress line shows the rest
        if log := self.settings["LOG_FILE"]:
            try:
                Path(log).open("a").close()
            except OSError as error:
                refuse("crawl", N_(f"LOG_FILE cannot be written: {error}"))
        for option in (arg for arg in args if arg.startswith("-")):  # Scrapy passes over unknown ones
            name = option.lstrip("-").partition("=")[0]
            meant = suggestion(f"-a {name}", [f"-a {known}" for known in Arguments.NAMES], _ALIKE)
            refuse("crawl", N_(f"unknown option {option}{meant}"))
        loader = get_spider_loader(self.settings)
        known = ", ".join(sorted(loader.list()))
        if len(args) != 1:
            refuse("crawl", N_(f"give the name of one spider: {known}"))
        try:
            spidercls = loader.load(args[0])
            if issubclass(spidercls, SiteSpider):
                check_run(spidercls, opts.spargs, self.settings)
        except KeyError:
            like = suggestion(args[0], loader.list())
            refuse("crawl", N_(f"unknown spider {quotable(args[0])!r}{like}; the spiders are {known}"))
        except (ArgumentError, FloorsError, SettingsError) as error:
            refuse("crawl", str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        gc.freeze()  # loaded modules stay in memory: the collector can ignore them
        gc.set_threshold(2000)  # pages produce much garbage; this and the line above halve the cost of collection
        self.crawler_process.start()
        conclude(self, crawler)
