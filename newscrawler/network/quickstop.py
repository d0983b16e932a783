"""A run that is to stop stops at once: requests that wait for their delay are given up."""

from __future__ import annotations

import signal
from functools import partial
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.internet.task import LoopingCall

from newscrawler.run.reasons import InterruptedRequest


def give_up_waiting(crawler: Crawler) -> None:
    """Empties the queues of the downloader: the next run knows these requests again."""
    for slot in crawler.engine.downloader.slots.values():
        while slot.queue:
            _, deferred = slot.queue.popleft()
            deferred.errback(InterruptedRequest("the run is being stopped"))


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
