"""Scrapy extensions: polite delays, the run's folder, the progress line."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from pathlib import Path
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.log import get_scrapy_root_handler
from twisted.internet.task import LoopingCall
from twisted.python.failure import Failure

from newscrawler.dates import iso, now_kst
from newscrawler.exporters import RunFolder
from newscrawler.items import Article, Item, Rejected, SidebarWidget, WeatherReading
from newscrawler.manifest import Manifest
from newscrawler.report import RunReport
from newscrawler.spiders.news import NewsSpider

logger = logging.getLogger(__name__)


class PoliteRobots:
    """Raises the delay to the Crawl-delay of robots.txt, up to two minutes; never lowers it."""

    LONGEST = 120.0  # seconds; what news-crawl's operators settled on

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PoliteRobots:
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Sets the delay of the host's download slot, in seconds."""
        asked = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if not asked:
            return
        key, slot = self.crawler.engine.downloader._get_slot(request)
        if asked > slot.delay:
            slot.delay = min(asked, self.LONGEST)
            logger.info("robots.txt of %s asks for %s s between requests", key, slot.delay)


class RunPublisher:
    """Writes every accepted item into the run's folder and publishes it, whole, at the end."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.folder: RunFolder | None = None
        self.report: RunReport | None = None
        self.manifest: Manifest | None = None
        self.exit_code: int | None = None
        self.alarms: list[str] = []
        self._closing: asyncio.Future[None] | None = None  # kept, or the task might be collected

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RunPublisher:
        extension = cls(crawler)
        for handler, signal in (
            (extension.spider_opened, signals.spider_opened),
            (extension.item_scraped, signals.item_scraped),
            (extension.item_error, signals.item_error),
            (extension.spider_error, signals.spider_error),
            (extension.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(handler, signal)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        if not isinstance(spider, NewsSpider):
            return
        started = now_kst()
        self.report = RunReport(spider, f"{started:%Y%m%dT%H%M%S}", iso(started))

    def item_scraped(self, item: Any) -> None:
        if isinstance(item, Article | WeatherReading | SidebarWidget | Rejected):
            self._store(item)

    def item_error(self, item: Any, failure: Failure) -> None:
        """An item that broke a pipeline is rejected, not lost."""
        self._lost(str(getattr(item, "url", "") or getattr(item, "page_url", "")), "invalid", failure)

    def spider_error(self, failure: Failure, response: Response) -> None:
        """A page that broke its parser is rejected, and the run is not complete."""
        self._lost(response.url, "parser_error", failure)

    def _lost(self, url: str, reason: str, failure: Failure) -> None:
        if self.report is None:
            return
        detail = f"{failure.type.__name__ if failure.type else 'error'}: {failure.getErrorMessage()}"
        self.report.unread.append(f"{url}: {detail}")
        site = self.report.spider.site_name
        self._store(Rejected(site=site, url=url, reason=reason, detail=detail, fetched_at=iso(now_kst())))

    def _store(self, item: Item) -> None:
        report = self.report
        if report is None or not report.spider.running or report.storage_errors:
            return
        try:
            self._open_folder(report).write(item)
        except OSError as error:
            self._give_up(report, error)
            return
        self.crawler.stats.inc_value(f"newscrawler/{item.type}/stored")
        if isinstance(item, Article):
            report.add_article(item)

    def _open_folder(self, report: RunReport) -> RunFolder:
        if self.folder is None:
            parent = Path(self.crawler.settings["DATA_DIR"]) / report.spider.site_name
            self.folder = RunFolder(parent, report.run_id)
            report.run_id = self.folder.run_id
        return self.folder

    def _give_up(self, report: RunReport, error: OSError) -> None:
        """The disk refuses: fetch no more of what cannot be kept."""
        report.storage_errors.append(f"cannot write to {self.crawler.settings['DATA_DIR']}: {error}")
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="not_stored"))

    def spider_closed(self, reason: str) -> None:
        """Publishes the folder, reads it again and decides the exit status."""
        report = self.report
        if report is None or not report.spider.running:
            return
        try:
            self._publish(report, reason)
        except OSError as error:
            report.storage_errors.append(f"cannot write to {self.crawler.settings['DATA_DIR']}: {error}")
        self.exit_code = report.exit_code(reason)
        self.alarms = report.alarms(reason)
        for sentence in self.alarms:
            logger.error(sentence)
        self.crawler.stats.set_value("newscrawler/run/exit_code", self.exit_code)

    def _publish(self, report: RunReport, reason: str) -> None:
        if report.storage_errors or report.spider.usage_error:
            if self.folder is not None:
                self.folder.discard()
            return
        folder = self._open_folder(report)
        files = folder.close()
        stats = self.crawler.stats.get_stats()
        self.manifest = report.manifest(reason, iso(now_kst()), files, stats)
        folder.publish(self.manifest)
        report.storage_errors += folder.differences()
        if report.storage_errors:
            self.manifest = report.manifest(reason, iso(now_kst()), files, stats)
            folder.amend(self.manifest)


class Progress:
    """A live line on a terminal, a plain line every LOGSTATS_INTERVAL seconds in a log."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.interval: float = crawler.settings.getfloat("LOGSTATS_INTERVAL")
        if not self.interval:
            raise NotConfigured
        self._started = 0.0
        self._last = (0.0, 0)
        self._loop: LoopingCall | None = None
        self._bar: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        self._started = time.monotonic()
        self._last = (self._started, 0)
        live = sys.stderr.isatty() and not self.crawler.settings["LOG_FILE"]
        if live and isinstance(spider, NewsSpider):
            self._open_bar()
        self._loop = LoopingCall(self._show)
        self._loop.start(0.5 if self._bar else self.interval, now=False)

    def _open_bar(self) -> None:
        from rich import progress as rich  # noqa: PLC0415 - 60 ms that a run into a log file does not need

        self._bar = rich.Progress(
            rich.SpinnerColumn(), rich.TextColumn("{task.description}"), rich.TimeElapsedColumn()
        )
        self._bar.start()
        self._bar.add_task("")
        if handler := get_scrapy_root_handler():
            handler.setStream(sys.stderr)  # type: ignore[attr-defined]

    def _show(self) -> None:
        stats, now = self.crawler.stats, time.monotonic()
        pages = stats.get_value("response_received_count", 0)
        articles = stats.get_value("newscrawler/article/stored", 0)
        then, pages_then = self._last
        speed = (pages - pages_then) / max(now - then, 0.001)
        left = stats.get_value("scheduler/enqueued", 0) - stats.get_value("scheduler/dequeued", 0)
        line = f"{pages} pages, {articles} articles, {speed:.1f} pages/s, {left} to do"
        if self._bar is None:
            logger.info(line)
            self._last = (now, pages)
        else:
            self._bar.update(0, description=line)
            if now - then > 3:
                self._last = (now, pages)

    def spider_closed(self) -> None:
        if self._loop and self._loop.running:
            self._loop.stop()
        if self._bar:
            self._show()
            self._bar.stop()
            if handler := get_scrapy_root_handler():
                handler.setStream(sys.stderr)  # type: ignore[attr-defined]
