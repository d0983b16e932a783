"""Scrapy extensions: the run from its lock to its folder, quick stop, the progress line."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.log import get_scrapy_root_handler
from twisted.internet.task import LoopingCall
from twisted.python.failure import Failure

from newscrawler.exporters import EXPORTERS, FILES, encode
from newscrawler.items import Article, Item, Rejected, SidebarWidget, WeatherReading
from newscrawler.korean.dates import iso, now_kst
from newscrawler.network.politeness import give_up_waiting
from newscrawler.run.history import History
from newscrawler.run.outcome import RunReport
from newscrawler.run.quality import FORMER_RUNS, FloorsError, judge, note, read_floors
from newscrawler.run.reasons import FINAL, crash_reason
from newscrawler.signals import run_started
from newscrawler.spiders.news import NewsSpider
from newscrawler.store.archive import Archive, ArchiveError, open_archive
from newscrawler.store.feeds import Feeds, RunFolder, open_feeds
from newscrawler.store.lock import LockedError, RunLock, lock_run
from newscrawler.store.manifest import Manifest, SectionReport

logger = logging.getLogger(__name__)


class RunPublisher:
    """Keeps a run: takes the lock, stores every accepted item in the archive, publishes the feeds at the end.

    The feeds are a projection of what the archive holds of this run.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.archive: Archive | None = None
        self.report: RunReport | None = None
        self.manifest: Manifest | None = None
        self.exit_code: int | None = None
        self.alarms: list[str] = []
        self._lock: RunLock | None = None
        self._stored = Counter[str]()
        self._closing: asyncio.Future[None] | None = None  # kept, or the task might be collected

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RunPublisher:
        extension = cls(crawler)
        for handler, sent in (
            (extension.run_started, run_started),
            (extension.item_scraped, signals.item_scraped),
            (extension.item_error, signals.item_error),
            (extension.spider_error, signals.spider_error),
            (extension.spider_closed, signals.spider_closed),
        ):
            crawler.signals.connect(handler, sent)
        return extension

    @property
    def folder(self) -> Path:
        """Where this newspaper's run folders lie."""
        return self.feeds.path

    @property
    def feeds(self) -> Feeds:
        """Where this newspaper's runs are published."""
        assert self.report is not None, "the run has not begun"
        return open_feeds(self.crawler.settings, self.report.spider.site_name)

    # ---- the beginning -----------------------------------------------------------------------
    def run_started(self, spider: NewsSpider) -> None:
        """Takes the lock, opens the archive and tells the spider what is known; or why it must not begin."""
        started = now_kst()
        self.report = report = RunReport(spider, f"{started:%Y%m%dT%H%M%S}", iso(started))
        try:
            read_floors(self.crawler.settings)
            holder = f"process {os.getpid()}, since {report.started_at}"
            self._lock = lock_run(self.crawler.settings, spider.site_name, holder)
            self.archive = open_archive(self.crawler.settings, spider.site_name)
            report.run_id = self._free_run_id(self.archive, report.run_id)
            self.archive.begin_run(report.run_id, report.started_at, self.feeds.is_published)
            self._stored.update({kind: self.archive.count(kind) for kind in FILES})
            spider.history = History.read(self.archive, started, self.crawler.settings.getint("REVISIT_DAYS"))
        except FloorsError as error:
            spider.usage_error = spider.refused = str(error)
        except LockedError as error:
            report.locked = spider.refused = str(error)
        except (ArchiveError, OSError) as error:
            report.storage_errors.append(_sentence(error))
            spider.refused = _sentence(error)

    def _free_run_id(self, archive: Archive, run_id: str) -> str:
        """The run's id, with a suffix where another run began in the same second."""
        taken = (run_id, *(f"{run_id}-{number}" for number in range(2, 1000)))
        return next(name for name in taken if archive.run_number(name) is None and not self.feeds.is_taken(name))

    # ---- what is kept ------------------------------------------------------------------------
    def item_scraped(self, item: Any) -> None:
        if isinstance(item, Article | WeatherReading | SidebarWidget | Rejected):
            self._store(item)

    def item_error(self, item: Any, failure: Failure) -> None:
        """An item that broke a pipeline is rejected, not lost."""
        self._lost(str(getattr(item, "url", "") or getattr(item, "page_url", "")), "invalid", failure)

    def spider_error(self, failure: Failure, response: Response) -> None:
        """A page that broke its parser is rejected, and the run is not complete."""
        section = response.request.cb_kwargs.get("report") if response.request else None
        if isinstance(section, SectionReport):
            section.stopped = "error"
        self._lost(response.url, crash_reason(failure.value), failure)

    def _lost(self, url: str, reason: str, failure: Failure) -> None:
        if self.report is None:
            return
        detail = f"{failure.type.__name__ if failure.type else 'error'}: {failure.getErrorMessage()}"
        self.report.spider.unread.append(f"{url}: {detail}")
        self.report.spider.gaps = True
        site = self.report.spider.site_name
        self._store(Rejected(site=site, url=url, reason=reason, detail=detail, fetched_at=iso(now_kst())))

    def _store(self, item: Item) -> None:
        report, archive = self.report, self.archive
        if report is None or archive is None or report.storage_errors:
            return
        try:
            if archive.add(item):
                self._stored[item.type] += 1
                self.crawler.stats.inc_value(f"newscrawler/{item.type}/stored")
            if isinstance(item, Rejected):
                self._remember(item, report.spider, archive)
        except ArchiveError as error:  # the disk refuses: fetch no more of what cannot be kept
            report.storage_errors.append(_sentence(error))
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="not_stored"))

    @staticmethod
    def _remember(item: Rejected, spider: NewsSpider, archive: Archive) -> None:
        """An article that could not be read is asked for first next time; one that is gone never again."""
        link = spider.urls.link(item.url, item.url)
        if link is None or link.id is None:
            return
        if item.reason in FINAL:
            archive.heal(link.url)
        else:
            archive.fail(link.id, link.url, item.reason)

    # ---- the end -----------------------------------------------------------------------------
    def spider_closed(self, reason: str) -> None:
        """Publishes the run, reads it again and decides the exit status."""
        report = self.report
        if report is None:
            return
        report.withheld = self.crawler.stats.get_value("robotstxt/forbidden", 0)
        report.counts["unchanged"] = self.crawler.stats.get_value("newscrawler/article/unchanged", 0)
        try:
            if self.archive is not None and not (report.storage_errors or report.spider.usage_error):
                self._publish(report, self.archive, reason)
        except Exception as error:  # whatever it is, the run is not stored, and must not end with 0
            logger.debug("publishing failed", exc_info=True)
            report.storage_errors.append(_sentence(error))
        finally:
            self._release()
        self.exit_code = report.exit_code(reason)
        self.alarms = report.alarms(reason)
        for sentence in self.alarms:
            logger.error(sentence)
        self.crawler.stats.set_value("newscrawler/run/exit_code", self.exit_code)

    def _publish(self, report: RunReport, archive: Archive, reason: str) -> None:
        archive.commit()
        with self.feeds.begin(report.run_id) as folder:
            self._fill_and_publish(folder, report, archive, reason)

    def _fill_and_publish(self, folder: RunFolder, report: RunReport, archive: Archive, reason: str) -> None:
        accepted = {name: self._stored[kind] for kind, name in FILES.items()}
        for kind, exporter_class in EXPORTERS.items():
            exporter = exporter_class(folder.open(exporter_class.file_name))
            for record in archive.records(kind):
                exporter.export_encoded(record)
                if kind == "article":
                    report.add_article(record)
                elif kind == "rejected":
                    report.add_rejected(record)
        files = folder.close()
        report.storage_errors += folder.differences(accepted)
        self._judge(report, archive)
        self.manifest = manifest = report.manifest(reason, iso(now_kst()), files, self.crawler.stats.get_stats())
        gapless = report.is_gapless(reason)
        if gapless:
            archive.set_sections(report.sections_read())
        archive.end_run(manifest.finished_at, manifest.complete, gapless, encode(manifest))
        folder.publish(manifest)
        archive.set_published()
        report.storage_errors += folder.differences(accepted)
        if report.storage_errors:
            self.manifest = report.manifest(reason, manifest.finished_at, files, self.crawler.stats.get_stats())
            folder.amend(self.manifest)

    def _judge(self, report: RunReport, archive: Archive) -> None:
        """Holds the run against its floors and against the runs before it."""
        now = now_kst()
        facts = report.facts(now, archive.last_new(), archive.published_per_day(iso(now - timedelta(weeks=5))))
        former = archive.manifests(last=FORMER_RUNS)
        report.broken = judge(facts, former, read_floors(self.crawler.settings))
        report.note = note(facts)

    def _release(self) -> None:
        with contextlib.suppress(ArchiveError):
            if self.archive is not None:
                self.archive.close()
        if self._lock is not None:
            self._lock.release()


def _sentence(error: Exception) -> str:
    return str(error) if isinstance(error, ArchiveError) else f"the run cannot be stored: {error}"


class QuickStop:
    """Lets Ctrl-C and SIGTERM end a run within seconds: requests that wait for their delay are given up.

    Scrapy by itself finishes them, each after the delay; they are known again to the next run.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._waiting = LoopingCall(give_up_waiting, crawler)  # again and again: requests on their way still join them

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> QuickStop:
        extension = cls(crawler)
        crawler.signals.connect(extension.engine_started, signals.engine_started)
        crawler.signals.connect(extension.engine_stopped, signals.engine_stopped)
        return extension

    def engine_started(self) -> None:
        """Steps before Scrapy's handlers, where Scrapy handles signals at all (not in other people's loops)."""
        for number in (signal.SIGINT, signal.SIGTERM):
            handler = signal.getsignal(number)
            if getattr(handler, "__name__", "") == "_signal_shutdown":
                signal.signal(number, partial(self._stop, handler))

    def engine_stopped(self) -> None:
        if self._waiting.running:
            self._waiting.stop()

    def _stop(self, handler: Any, number: int, frame: Any) -> None:
        from twisted.internet import reactor  # noqa: PLC0415 - Scrapy installs it late

        handler(number, frame)
        reactor.callFromThread(self._waiting.start, 0.2)


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
        from rich.console import Console  # noqa: PLC0415 - likewise

        columns = rich.SpinnerColumn(), rich.TextColumn("{task.description}"), rich.TimeElapsedColumn()
        self._bar = rich.Progress(*columns, console=Console(stderr=True))
        self._bar.start()
        self._bar.add_task("")
        _log_to_stderr()

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
            _log_to_stderr()


def _log_to_stderr() -> None:
    """Sends log lines through what stderr is now: rich puts itself there while its bar is shown."""
    handler = get_scrapy_root_handler()
    if isinstance(handler, logging.StreamHandler):
        handler.setStream(sys.stderr)
