"""robots.txt: its rules, its Crawl-delay, and what follows where it cannot be read."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.downloadermiddlewares.robotstxt import logger as _robots_logger
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import build_from_crawler
from twisted.internet.defer import Deferred

from newscrawler.korean.encoding import detect
from newscrawler.network.responses import unreadable
from newscrawler.run.reasons import InterruptedRequest, explain
from newscrawler.run.run import run_of
from newscrawler.translation import N_

logger = logging.getLogger(__name__)
ROBOTS = "/robots.txt"
# Failures of robots.txt that the front page will meet as well, and name better.
_NO_SERVER = frozenset(("no_such_host", "refused", "tls", "private"))
FORBID_ALL = b"User-agent: *\nDisallow: /\n"
_RULE = re.compile(rb"^[ \t]{0,20}(?:user-agent|disallow|allow|crawl-delay|sitemap)[ \t]{0,20}:", re.I | re.M)


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


class RobotsAnywhere:
    """Lets a robots.txt pass Scrapy's filter of other hosts: it is asked for only where a page has passed it."""

    def process_request(self, request: Request) -> None:
        """Marks the requests of the robots.txt middleware."""
        if request.meta.get("dont_obey_robotstxt"):
            request.meta["allow_offsite"] = True


class StandardRobots(RobotsTxtMiddleware):
    """Obeys robots.txt as RFC 9309 §2.3.1 wants; Scrapy allows everything where it could not read the file.

    No file (a status of 400 to 499 other than 429) means no rules. A file that the server has and does not give
    whole (429, 5xx, another status than 200, cut off, in no encoding, behind redirects that lead nowhere) forbids
    everything. Lines that are no rules are ignored (§2.2), so an HTML page in its place has no rules; that is
    logged and counted, as it may be a maintenance page.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._redirected: set[str] = set()  # hosts whose robots.txt is said to stand elsewhere
        _robots_logger.addFilter(_to_debug)

    # Scrapy deprecates the spider argument that its own signature still has
    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        """Lets a request pass; raises IgnoreRequest where robots.txt forbids it."""
        if request.meta.get("dont_obey_robotstxt"):
            self._redirected.update(urlsplit(url).netloc for url in request.meta.get("redirect_urls", ()))
        await super().process_request(request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        body, problem = rules(response)
        if problem is not None:
            self._report(netloc, problem)
        elif body.lstrip()[:1] == b"<" and not _RULE.search(body):
            logger.warning("robots.txt of %s is an HTML page: it is taken for one without rules", netloc)
            self._stats.inc_value("newscrawler/robots/html")
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        """Forbids everything where robots.txt did not come, unless the front page fails of the same and names it."""
        reason, sentence = explain(exc)
        waiting = self._parsers[netloc]
        named_later = reason in _NO_SERVER and netloc not in self._redirected
        if named_later or isinstance(exc, InterruptedRequest) or not isinstance(waiting, Deferred):
            super()._robots_error(exc, netloc)
            return
        self._report(netloc, sentence)
        self._parsers[netloc] = parser = build_from_crawler(self._parserimpl, self.crawler, FORBID_ALL)
        waiting.callback(parser)

    def _report(self, netloc: str, problem: str) -> None:
        logger.warning("robots.txt of %s cannot be read: %s. Nothing is fetched until it can", netloc, problem)
        run_of(self.crawler).journal.robots_problem = N_(f"its robots.txt cannot be read: {problem}")


def rules(response: Response) -> tuple[bytes, str | None]:
    """The rules of an answer for robots.txt, in UTF-8, and why it cannot be read; then the rules forbid everything."""
    if 400 <= response.status < 500 and response.status != 429:
        return b"", None
    if response.status == 204:
        return b"", None
    if response.status != 200:
        return FORBID_ALL, N_(f"the server answered {response.status}")
    if not response.body.strip():
        cut = "partial" in response.flags or "dataloss" in response.flags
        return (FORBID_ALL, N_("the body was cut off")) if cut else (b"", None)
    reason, detail = unreadable(response) or (None, None)
    if reason in ("truncated", "undecodable"):
        return FORBID_ALL, f"{reason}, {detail}"
    encoding = detect(response.body)
    if encoding is None:
        return FORBID_ALL, N_("text in neither UTF-8 nor CP949")
    return response.body.decode(encoding, "replace").removeprefix("\ufeff").encode(), None


def _to_debug(record: logging.LogRecord) -> bool:
    """Makes a record with a traceback one for debugging: the run says in one sentence what failed."""
    if record.exc_info:
        record.levelno, record.levelname = logging.DEBUG, "DEBUG"
    return True
