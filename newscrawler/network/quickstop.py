"""Stops a run at once: drops the requests that are waiting for their download delay."""

from __future__ import annotations

import signal
from functools import partial
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.internet.task import LoopingCall

from newscrawler.run.reasons import InterruptedRequest


def give_up_waiting(crawler: Crawler) -> None:
    """Empties the queues of the downloader; the next run finds these requests again."""
    for slot in crawler.engine.downloader.slots.values():
        while slot.queue:
            _, deferred = slot.queue.popleft()
            deferred.errback(InterruptedRequest("the run is being stopped"))


class QuickStop:
    """Lets Ctrl-C and SIGTERM end a run within seconds, by dropping requests that are waiting for their delay.

    Scrapy itself would send them all, each after the delay. The next run finds them again.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._waiting = LoopingCall(give_up_waiting, crawler)  # repeatedly: further requests may still join the queue

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> QuickStop:
        extension = cls(crawler)
        crawler.signals.connect(extension.engine_started, signals.engine_started)
        crawler.signals.connect(extension.engine_stopped, signals.engine_stopped)
        return extension

    def engine_started(self) -> None:
        """Wraps Scrapy's signal handlers, if installed (they are not when another program runs the reactor)."""
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
