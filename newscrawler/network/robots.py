"""robots.txt: its Crawl-delay, and what follows where it cannot be read."""

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
# Failures of robots.txt that the front page will meet as well, and name better.
_NO_SERVER = frozenset(("no_such_host", "refused", "tls"))


class CrawlDelay:
    """Raises the delay to the Crawl-delay of robots.txt, up to two minutes; never lowers it."""

    LONGEST = 120.0  # seconds; what news-crawl's operators settled on

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
            logger.info("robots.txt of %s asks for %s s between requests", key, slot.delay)


class RobotsUnavailable:
    """Reads a robots.txt that the server fails to give as a prohibition, as RFC 9309 §2.3.1.4 wants.

    Scrapy itself then allows everything.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsUnavailable:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Returns the response, a failed robots.txt as one that forbids all."""
        if response.status < 500 or urlparse_cached(request).path != ROBOTS:
            return response
        return self._forbid(request, f"the server answered {response.status}")

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        """Returns a robots.txt that forbids all for one that did not come; None where no server is there at all."""
        if urlparse_cached(request).path != ROBOTS or isinstance(exception, IgnoreRequest):
            return None
        reason, sentence = explain(exception)
        return None if reason in _NO_SERVER else self._forbid(request, sentence)

    def _forbid(self, request: Request, sentence: str) -> Response:
        logger.warning("%s cannot be read: %s. Nothing is fetched until it can", request.url, sentence)
        run_of(self.crawler).journal.robots_problem = f"its robots.txt cannot be read: {sentence}"
        return Response(request.url, body=b"User-agent: *\nDisallow: /\n", request=request)
