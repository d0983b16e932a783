"""Politeness towards the newspaper's server: a rest where it is overloaded."""

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

logger = logging.getLogger(__name__)


class BackOff(RetryMiddleware):
    """Retries as Scrapy does, and before it gives the whole newspaper a rest where its server has too much to do.

    After 429 or 503, and after a robots.txt that answers 5xx, nothing is asked for as long as Retry-After says
    (RFC 9110 §10.2.3), else for five times the delay between two requests, then ten, twenty and so on. 429 doubles
    that delay as well, up to half a minute. A rest of more than LONGEST seconds, or the MOST-th in a row, ends the
    run instead.
    """

    LONGEST = 600.0  # seconds; a server that wants more is asked again by the next run
    MOST = 6
    SLOWEST = 30.0  # seconds
    _FIRST = 5.0  # times the delay

    _waiting: LoopingCall

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self._rests = 0  # since the last good answer
        self._began = self._until = 0.0  # of the last rest, by the monotonic clock
        self._closing: asyncio.Future[None] | None = None  # kept, or the task might be collected

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BackOff:
        middleware = super().from_crawler(crawler)
        middleware._waiting = LoopingCall(give_up_waiting, crawler)  # again and again: others still join them
        crawler.signals.connect(middleware.response_downloaded, signals.response_downloaded)
        crawler.signals.connect(middleware.engine_stopped, signals.engine_stopped)
        return middleware

    def engine_stopped(self) -> None:
        if self._waiting.running:
            self._waiting.stop()

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Lets the newspaper rest where the answer asks for it; sent before the downloader sends its next request."""
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
        if rest <= 0 or self._closing is not None or sent < self._began:  # it was on its way when the rest began
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
        """Holds back every request that waits in the downloader, and those that join them."""
        logger.warning("%s answered %d: nothing is asked for %.0f s", response.url, response.status, seconds)
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
            slot.close()  # ends a wait that would be over sooner
            slot.latercall = call_later(seconds, downloader._latercall, slot)

    def _give_up(self, response: Response, rest: float) -> None:
        """Ends the run, requests that wait included: what it did not read is the next one's."""
        sentence = f"{response.url} answered {response.status} and wants {rest:.0f} s of rest: the run is given up"
        run_of(self.crawler).journal.add_unread(sentence, gap=True)
        logger.error(sentence)
        self._hold(self.LONGEST)
        self._waiting.start(0.2)
        self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="overloaded"))


def _has_too_much(request: Request, response: Response) -> bool:
    """Whether the server says that it is asked too much now."""
    return response.status in (429, 503) or (response.status >= 500 and urlparse_cached(request).path == ROBOTS)


def _retry_after(response: Response) -> float | None:
    """The seconds of a Retry-After header, a number or a date; None where there is none that can be read."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):  # no date, or one without a time zone
        return None
