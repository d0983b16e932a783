"""robots.txt: applies its Crawl-delay, and forbids everything if it cannot be read."""

from __future__ import annotations

import logging

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from newscrawler.run.reasons import explain
from newscrawler.run.run import run_of

logger = logging.getLogger(__name__)
ROBOTS = "/robots.txt"
# Failures that the front page will run into as well, with a clearer message.
_NO_SERVER = frozenset(("no_such_host", "refused", "tls"))


class CrawlDelay:
    """Raises the delay to the Crawl-delay of robots.txt, up to two minutes; never lowers it."""

    LONGEST = 120.0  # seconds; the limit that news-crawl uses

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlDelay:
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Sets the delay of the host's download slot, in seconds."""
        asked = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if not asked:
            return
        key, slot = self.crawler.engine.downloader._get_slot(request)
        if (delay := min(asked, self.LONGEST)) > slot.delay:
            slot.delay = delay
            logger.info("robots.txt of %s sets a delay of %s s between requests", key, slot.delay)


class RobotsUnavailable:
    """Forbids everything if the server fails to deliver robots.txt, as RFC 9309 §2.3.1.4 requires.

    Scrapy itself would allow everything.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsUnavailable:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Returns the response; replaces a 5xx answer for robots.txt by a robots.txt that forbids everything."""
        if response.status < 500 or urlparse_cached(request).path != ROBOTS:
            return response
        return self._forbid(request, f"the server answered {response.status}")

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        """Returns a robots.txt that forbids everything if the request for it failed; None if no server was reached."""
        if urlparse_cached(request).path != ROBOTS or isinstance(exception, IgnoreRequest):
            return None
        reason, sentence = explain(exception)
        return None if reason in _NO_SERVER else self._forbid(request, sentence)

    def _forbid(self, request: Request, sentence: str) -> Response:
        logger.warning("%s cannot be read: %s. Nothing is fetched without it", request.url, sentence)
        run_of(self.crawler).journal.robots_problem = f"its robots.txt cannot be read: {sentence}"
        return Response(request.url, body=b"User-agent: *\nDisallow: /\n", request=request)
