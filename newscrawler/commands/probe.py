"""`scrapy probe URL`: examines a newspaper that is not in the table yet and reports what a crawl would find."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.commands import ScrapyCommand
from scrapy.spiderloader import get_spider_loader

from newscrawler.cms.links import SiteUrls
from newscrawler.commands import refuse
from newscrawler.commands.streams import complain, prepare_streams, printing, program
from newscrawler.newspapers import all_sites
from newscrawler.newspapers.address import parse_address
from newscrawler.run.exits import INCOMPLETE, INTERRUPTED, NOT_STORED
from newscrawler.store.files import write_json
from newscrawler.translation import N_, worded

if TYPE_CHECKING:
    from newscrawler.probe.findings import Findings


class Command(ScrapyCommand):
    """Runs a small crawl and prints its findings; see docs/usage.md for the exit statuses."""

    requires_project = True

    def syntax(self) -> str:
        return "[options] <url>"

    def short_desc(self) -> str:
        return "Check with a few requests whether a newspaper can be crawled, and print its table entry"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", metavar="FILE", help="also write the findings to FILE as JSON")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Parses the options and checks the address before anything starts."""
        assert self.settings is not None
        prepare_streams(self.settings)  # what the options mean may be refused
        super().process_options(args, opts)
        prepare_streams(self.settings)
        asked_for_logs = opts.loglevel or opts.logfile or any(s.startswith("LOG_") for s in opts.set)
        if not asked_for_logs:
            self.settings.set("LOG_LEVEL", "CRITICAL", priority="cmdline")  # the findings report failures
        if len(args) != 1:
            refuse("probe", N_(f"give one address, for example: {program()} probe https://www.example.kr/"))
        args[0] = front_page(args[0])
        if opts.json and not Path(opts.json).absolute().parent.is_dir():
            refuse("probe", N_(f"the folder of {opts.json} does not exist"))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawler.probe.spider import ProbeSpider  # noqa: PLC0415 - other commands need not load it

        assert self.crawler_process
        crawler = self.crawler_process.create_crawler(ProbeSpider)
        self.crawler_process.crawl(crawler, url=args[0])
        with _Watching() as watching:
            crawler.signals.connect(watching.request_sent, signals.request_reached_downloader)
            self.crawler_process.start()
        spider = crawler.spider
        if self.crawler_process.bootstrap_failed or not isinstance(spider, ProbeSpider):
            self.exitcode = INCOMPLETE
        elif crawler.stats is None or crawler.stats.get_value("finish_reason") != "finished":
            complain(f"{program()} probe: " + N_("interrupted"))
            self.exitcode = INTERRUPTED
        else:
            self._conclude(spider.findings, Path(opts.json) if opts.json else None)

    def _conclude(self, findings: Findings, path: Path | None) -> None:
        from newscrawler.probe.entry import toml_entry  # noqa: PLC0415 - other commands need not load it
        from newscrawler.probe.findings import EXIT_CODES, as_json, verdict  # noqa: PLC0415 - other commands need not load it
        from newscrawler.probe.printing import show  # noqa: PLC0415 - rich is loaded only where it prints

        assert self.settings is not None
        name = parse_address(findings.home or findings.asked).name
        sites = all_sites(self.settings).values()
        known = next((site.name for site in sites if parse_address(site.home).name == name), None)
        entry = None if known else toml_entry(findings, taken=get_spider_loader(self.settings).list())
        with printing():
            show(findings, entry, known)
        self.exitcode = EXIT_CODES[verdict(findings)]
        if path is not None:
            try:
                write_json(path, as_json(findings, entry))
            except OSError as error:
                complain(f"{program()} probe: " + N_(f"the findings cannot be written: {error}"))
                self.exitcode = NOT_STORED


def front_page(given: str) -> str:
    """The address to start from: adds ``https://`` to a bare host, and replaces an article by its front page."""
    given = given.strip()
    address = given if "://" in given else f"https://{given}"
    try:
        urls = SiteUrls(address)
        if "." not in urls.domain and ":" not in urls.domain and urls.domain != "localhost":
            raise ValueError(N_("not an http or https address with a host"))
    except ValueError as error:
        if "@" in given:
            refuse("probe", N_(f"the address (not shown) is {error}"))
        refuse("probe", N_(f"{given!r} is {error}, such as https://www.example.kr/"))
    link = urls.link(address, address)
    return urls.home if link is None or link.kind in ("board", "other") else f"{urls.origin}/"


class _Watching:
    """On a terminal, shows the current request in one line."""

    def __enter__(self) -> _Watching:
        self._status = None
        if sys.stderr.isatty():
            from rich.console import Console  # noqa: PLC0415 - rich is loaded only where it prints

            self._status = Console(stderr=True).status(worded(N_("looking at the newspaper")))
            self._status.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._status:
            self._status.stop()

    def request_sent(self, request: Request) -> None:
        """Shows the address, as plain text so that rich does not interpret it as markup."""
        if self._status:
            from rich.text import Text  # noqa: PLC0415 - rich is loaded only where it prints

            self._status.update(Text(request.url, no_wrap=True, overflow="ellipsis"))
