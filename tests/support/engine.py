"""Whole crawls in this process, without Scrapy's engine, a reactor or a network: some milliseconds each.

What is judged is the real thing: the spider's callbacks, route, run, pipelines and archive. Only the engine between
them is a plain queue. It keeps the parts of Scrapy's behaviour on which the spider relies: priorities, last in first
out among equals; the filter of repeated requests; errors of status and network into the errback; redirects and
broken bodies as the project's own middlewares treat them; the signals for errors, for an idle spider and for the end.
"""

from __future__ import annotations

import heapq
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from scrapy import Request, signals
from scrapy.dupefilters import RFPDupeFilter
from scrapy.exceptions import CloseSpider, DontCloseSpider, DropItem, IgnoreRequest
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.misc import load_object
from scrapy.utils.request import RequestFingerprinter
from twisted.python.failure import Failure

from newscrawler.network.bodies import RetryTruncated, TrueEncoding
from newscrawler.network.redirects import SiteRedirect
from newscrawler.run.run import Run, run_of
from newscrawler.spiders.news import NewsSpider
from support.crawlers import StubCrawler
from support.stores import kill

Answer = Response | Exception  # an exception is what the network raises
_SETTINGS = Settings()
_SETTINGS.setmodule("newscrawler.settings", priority="project")


class Engine:
    """One crawl; ``answer`` is the newspaper."""

    def __init__(
        self,
        spider: type[NewsSpider],
        answer: Callable[[Request], Answer],
        data_dir: Path,
        given: Mapping[str, str] | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        own = _SETTINGS.copy()
        own.setdict({"DATA_DIR": str(data_dir), "DOWNLOAD_DELAY": 0, **(settings or {})}, priority="cmdline")
        spider.update_settings(own)
        self.crawler: Any = StubCrawler(settings=own, engine=self)
        self.crawler.request_fingerprinter = RequestFingerprinter()
        self.spider = self.crawler.spider = spider.from_crawler(self.crawler, **(given or {}))
        self._answer = answer
        self._queue: list[tuple[int, int, Request]] = []
        self._numbers = count()
        self._seen = RFPDupeFilter(fingerprinter=self.crawler.request_fingerprinter)
        classes = sorted(own.getdict("ITEM_PIPELINES").items(), key=lambda pair: pair[1])
        self._pipelines = [load_object(path).from_crawler(self.crawler) for path, _ in classes]
        self._network = [cls.from_crawler(self.crawler) for cls in (SiteRedirect, RetryTruncated)]
        self._encoding = TrueEncoding()

    @property
    def run(self) -> Run:
        return run_of(self.crawler)

    # ---- what the components ask of an engine --------------------------------------------------
    def crawl(self, request: Request) -> None:
        """Queues a request, unless it was queued before and does not ask to be repeated."""
        if request.dont_filter or not self._seen.request_seen(request):
            # Scrapy's queue gives the last of those with the same priority first
            heapq.heappush(self._queue, (-request.priority, -next(self._numbers), request))

    # ---- the crawl -----------------------------------------------------------------------------
    def go(self, *, stop_after: int | None = None, kill_after: int | None = None) -> Run:
        """Crawls to the end; ``stop_after`` so many requests as by Ctrl-C, ``kill_after`` as by ``kill -9``."""
        reason = "finished"
        try:
            for request in _drained(self.spider.start()):
                self.crawl(request)
            for number in count():
                if number == kill_after:
                    self._die()
                    return self.run
                if number == stop_after:
                    reason = "shutdown"
                    break
                if not self._queue and not self._is_waiting():
                    break
                self._take(heapq.heappop(self._queue)[2])
        except CloseSpider as error:
            reason = error.reason
        for pipeline in self._pipelines:
            if hasattr(pipeline, "close_spider"):
                pipeline.close_spider()
        for _, result in self.crawler.signals.send_catch_log(signals.spider_closed, spider=self.spider, reason=reason):
            _finish(result)
        return self.run

    def _is_waiting(self) -> bool:
        """Whether somebody has more to do when the queue is empty."""
        results = self.crawler.signals.send_catch_log(
            signals.spider_idle, spider=self.spider, dont_log=(CloseSpider, DontCloseSpider)
        )
        for _, result in results:
            if isinstance(result, Failure) and isinstance(result.value, CloseSpider):
                raise result.value
        return bool(self._queue)

    def _die(self) -> None:
        """Leaves everything as a killed process would: what was not committed is gone, nothing is published."""
        if self.run.archive is not None:
            kill(self.run.archive)

    def _take(self, request: Request) -> None:
        self.crawler.stats.inc_value("downloader/request_count")
        try:
            result = self._fetched(request)
        except Exception as error:
            self._fail(request, error)
            return
        if isinstance(result, Request):
            self.crawl(result)
        elif not 200 <= result.status < 300:
            self._fail(request, HttpError(result, "Ignoring non-200 response"))
        else:
            self._call(request.callback or self.spider.parse, result, result, request.cb_kwargs)

    def _fetched(self, request: Request) -> Response | Request:
        """What the downloader gives for a request, with all middlewares that need no reactor."""
        answer = self._answer(request)
        if isinstance(answer, Exception):
            raise answer
        self.crawler.stats.inc_value(f"downloader/response_status_count/{answer.status}")
        result: Response | Request = answer.replace(request=request)
        for middleware in self._network:
            if isinstance(result, Response):
                result = middleware.process_response(request, result)
        return self._encoding.process_response(request, result) if isinstance(result, Response) else result

    def _fail(self, request: Request, error: Exception) -> None:
        failure = Failure(error)
        vars(failure)["request"] = request
        if request.errback is not None:
            response = getattr(error, "response", None) or Response(request.url, request=request)
            self._call(request.errback, failure, response, {})
        elif not isinstance(error, IgnoreRequest):
            raise error

    def _call(self, callback: Any, subject: Any, response: Response, kwargs: Mapping[str, Any]) -> None:
        try:
            for result in callback(subject, **kwargs) or ():
                if isinstance(result, Request):
                    self.crawl(result)
                else:
                    self._process(result)
        except CloseSpider:
            raise
        except Exception:
            self._send(signals.spider_error, failure=Failure(), response=response, spider=self.spider)

    def _process(self, item: Any) -> None:
        original = item
        try:
            for pipeline in self._pipelines:
                item = pipeline.process_item(item)
        except DropItem:
            pass
        except Exception:
            self._send(signals.item_error, item=original, failure=Failure(), spider=self.spider, response=None)

    def _send(self, signal: Any, **facts: Any) -> None:
        for _, result in self.crawler.signals.send_catch_log(signal, **facts):
            if isinstance(result, Failure):
                result.raiseException()


def _drained(generator: AsyncIterator[Any]) -> Iterator[Any]:
    """What an asynchronous generator that waits for nothing yields."""
    while True:
        try:
            anext(generator).__await__().send(None)  # type: ignore[attr-defined]
        except StopIteration as found:
            yield found.value
        except StopAsyncIteration:
            return


def _finish(result: Any) -> None:
    """Runs a coroutine that waits for nothing."""
    if isinstance(result, Failure):
        result.raiseException()
    if isinstance(result, Coroutine):
        with closing(result):
            try:
                result.send(None)
            except StopIteration:
                return
        raise AssertionError("the end of a run waits for something")
