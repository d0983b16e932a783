"""The last pipeline: stores the accepted records, and publishes the run when the spider closes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import run_in_thread
from twisted.internet.task import LoopingCall
from twisted.python.failure import Failure

from newscrawler.items import Article, Item, Rejected, SidebarWidget, WeatherReading
from newscrawler.korean.dates import iso, now_kst
from newscrawler.network.quickstop import give_up_waiting
from newscrawler.run import alarms
from newscrawler.run.reasons import crash_reason
from newscrawler.run.run import run_of
from newscrawler.store.archive import ArchiveError
from newscrawler.store.manifest import SectionReport
from newscrawler.translation import N_

logger = logging.getLogger(__name__)
_COMMIT_EVERY = 0.5  # seconds


class StorePipeline:
    """Passes every accepted record to the run, which stores it in the archive; the feeds are written from there."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler, self.run = crawler, run_of(crawler)
        self.commits = LoopingCall(self.commit_due)
        self._closing: asyncio.Future[None] | None = None  # a reference, so that the task is not garbage-collected

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.item_error, signals.item_error)
        crawler.signals.connect(pipeline.spider_error, signals.spider_error)
        crawler.signals.connect(pipeline.spider_opened, signals.spider_opened)
        crawler.signals.connect(pipeline.spider_closed, signals.spider_closed)
        return pipeline

    def spider_opened(self) -> None:
        """Has what was stored committed by the clock: an article may be followed by a quiet minute."""
        self.commits.start(_COMMIT_EVERY, now=False)

    def process_item(self, item: Any) -> Any:
        """Stores a record and returns it; passes on items of other types."""
        if isinstance(item, Article | WeatherReading | SidebarWidget | Rejected):
            self._store(item)
        return item

    def item_error(self, item: Any, failure: Failure) -> None:
        """Rejects an item on which a pipeline failed, so that it is not lost."""
        self._reject(str(getattr(item, "url", "") or getattr(item, "page_url", "")), "invalid", failure)

    def spider_error(self, failure: Failure, response: Response) -> None:
        """Rejects a page on which the parser failed; the run is then incomplete."""
        section = response.request.cb_kwargs.get("report") if response.request else None
        if isinstance(section, SectionReport):
            section.stopped = "error"
        self._reject(response.url, crash_reason(failure.value), failure)

    def _reject(self, url: str, reason: str, failure: Failure) -> None:
        if isinstance(failure.value, ArchiveError):  # pages are compared with the archive, too
            self.run.cannot_store(failure.value)
            self._stop()
            return
        detail = f"{failure.type.__name__ if failure.type else 'error'}: {failure.getErrorMessage()}"
        journal = self.run.journal
        journal.add_unread(f"{url}: {detail}")
        self._store(Rejected(site=journal.site, url=url, reason=reason, detail=detail, fetched_at=iso(now_kst())))

    def _store(self, item: Item) -> None:
        with contextlib.suppress(ArchiveError):
            if self.run.store(item):
                self.crawler.stats.inc_value(f"newscrawler/{item.type}/stored")
        if self.run.journal.storage_errors:
            self._stop()

    def commit_due(self) -> None:
        """Commits what was stored more than a second ago; ends the run if the archive or its lock is lost."""
        self.run.commit_due()
        if self.run.journal.storage_errors:
            self._stop()

    def _stop(self) -> None:
        """Stops fetching what cannot be stored."""
        if self._closing is None:
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="not_stored"))
        give_up_waiting(self.crawler)

    async def spider_closed(self, reason: str) -> None:
        """Publishes the run, logs its alarms and sends them if alarms are configured."""
        if self.commits.running:
            self.commits.stop()
        outcome = self.run.publish(reason, self.crawler.stats.get_stats())
        if outcome is None:
            return
        for sentence in outcome.alarms:
            logger.error(sentence)
        self.crawler.stats.set_value("newscrawler/run/exit_code", outcome.exit_code)
        if alarms.are_wanted(self.crawler.settings) and outcome.exit_code in alarms.REPORTED:
            title = N_(f"newscrawler: {self.run.journal.site} ended with {outcome.exit_code}")
            await run_in_thread(alarms.send, self.crawler.settings, title, outcome.alarms)
