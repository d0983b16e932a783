"""Progress of a crawl: a live line on a terminal, plain lines in a log."""

from __future__ import annotations

import logging
import sys
import time
from contextlib import suppress
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.log import get_scrapy_root_handler
from twisted.internet.task import LoopingCall

logger = logging.getLogger(__name__)


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

    def spider_opened(self) -> None:
        self._started = time.monotonic()
        self._last = (self._started, 0)
        live = sys.stderr is not None and sys.stderr.isatty() and not self.crawler.settings["LOG_FILE"]
        if live:
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
            with suppress(OSError, SystemExit):  # the terminal may be gone (rich exits then), the run is not
                self._bar.stop()
            _log_to_stderr()


def _log_to_stderr() -> None:
    """Points the log handler at the current stderr: rich replaces sys.stderr while its bar is shown."""
    handler = get_scrapy_root_handler()
    if isinstance(handler, logging.StreamHandler):
        handler.setStream(sys.stderr)
