"""Politeness towards the newspaper's server: back-off when it is overloaded."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.task import LoopingCall

from newscrawler.network.quickstop import give_up_waiting
from newscrawler.network.robots import ROBOTS
from newscrawler.run.run import run_of
from newscrawler.translation import N_

logger = logging.getLogger(__name__)


class BackOff(RetryMiddleware):
    """Retries as Scrapy does, but first pauses all requests to the newspaper when its server is overloaded.

    After a 429 or 503, and after a 5xx for robots.txt, no request is sent for the time in Retry-After (RFC 9110
    §10.2.3). Without that header, the first pause is five times the download delay, the next ten times, then twenty,
    and so on. A 429 also doubles the delay, up to SLOWEST seconds. A pause of more than LONGEST seconds, or the
    MOST-th in a row, ends the run instead.
    """

    LONGEST = 600.0  # seconds; if a server wants more, the next run tries again
    MOST = 6
    SLOWEST = 30.0  # seconds
    _FIRST = 5.0  # times the delay

    _waiting: LoopingCall

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self._rests = 0  # since the last good answer
        self._began = self._until = 0.0  # of the last rest, by the monotonic clock
        self._closing: asyncio.Future[None] | None = None  # a reference, so that the task is not garbage-collected

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BackOff:
        middleware = super().from_crawler(crawler)
        middleware._waiting = LoopingCall(
            give_up_waiting, crawler
        )  # repeatedly: further requests may still join the queue
        crawler.signals.connect(middleware.response_downloaded, signals.response_downloaded)
        crawler.signals.connect(middleware.engine_stopped, signals.engine_stopped)
        return middleware

    def engine_stopped(self) -> None:
        if self._waiting.running:
            self._waiting.stop()

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Starts a pause if needed; the signal arrives before the downloader sends its next request."""
        if not _has_too_much(request, response):
            if response.status < 400:
                self._rests = 0
            return
        _, slot = self.crawler.engine.downloader._get_slot(request)
        rest = _retry_after(response)
        if rest is None:
            rest = self._FIRST * slot.delay * 2**self._rests
        if response.status == 429:
            slot.delay = max(slot.delay, min(2 * slot.delay, self.SLOWEST))
        sent = time.monotonic() - request.meta.get("download_latency", 0)
        if rest <= 0 or self._closing is not None or sent < self._began:  # sent before the current pause began
            return
        self._rests += 1
        if rest > self.LONGEST or self._rests >= self.MOST:
            self._give_up(response, rest)
        else:
            self._rest(response, rest)

    # Scrapy deprecates the spider argument that its own signature still has
    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Returns the response, or the request to repeat."""
        return response if self._closing is not None else super().process_response(request, response)

    def _rest(self, response: Response, seconds: float) -> None:
        """Holds back all requests that are waiting in the downloader, and those that join them."""
        logger.warning("%s answered %d: no requests for %.0f s", response.url, response.status, seconds)
        self.crawler.stats.inc_value("newscrawler/backoff/rests")
        self.crawler.stats.inc_value("newscrawler/backoff/seconds", round(seconds))
        self._began = time.monotonic()
        if self._began + seconds <= self._until:
            return
        self._until = self._began + seconds
        self._hold(seconds)

    def _hold(self, seconds: float) -> None:
        downloader = self.crawler.engine.downloader
        for slot in downloader.slots.values():
            slot.close()  # cancels a wait that would end sooner
            slot.latercall = call_later(seconds, downloader._latercall, slot)

    def _give_up(self, response: Response, rest: float) -> None:
        """Ends the run and drops waiting requests; the next run reads what this one did not."""
        sentence = N_(f"{response.url} answered {response.status} and wants {rest:.0f} s of rest: the run is given up")
        run_of(self.crawler).journal.add_unread(sentence)
        logger.error(sentence)
        self._hold(self.LONGEST)
        self._waiting.start(0.2)
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="overloaded"))


def _has_too_much(request: Request, response: Response) -> bool:
    """Whether the response says that the server is overloaded."""
    return response.status in (429, 503) or (response.status >= 500 and urlparse_cached(request).path == ROBOTS)


def _retry_after(response: Response) -> float | None:
    """The Retry-After header, a number or a date, in seconds from now; None if it is absent or invalid."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):  # not a date, or a date without a time zone
        return None
