"""Examines a newspaper with a few polite requests: the spider of `scrapy probe`.

The project's settings apply, including robots.txt, delays, the guard and the detection of encodings. No run begins
and the spider yields no items, so nothing is stored.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.robotstxt import RobotParser
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from twisted.python.failure import Failure
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding
from w3lib.html import get_meta_refresh

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.family import Link, MoreRequest
from newscrawler.cms.feeds import read_more
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.markup.parts import SectionLink
from newscrawler.cms.page import Page
from newscrawler.items import FoundVia
from newscrawler.korean.dates import iso, now_kst
from newscrawler.korean.text import clean
from newscrawler.network.responses import request_of, unreadable, user_agent
from newscrawler.pipelines.base import problem_of
from newscrawler.probe.findings import (
    AjaxReply,
    Findings,
    ListSummary,
    PageRead,
    UnreadPage,
    WeatherStrip,
    absent,
)
from newscrawler.probe.sections import SectionKind, kind_of, sections_of
from newscrawler.rules import hide_secrets
from newscrawler.run.reasons import OtherHostError, crash_reason, explain
from newscrawler.run.run import run_of

_MOST_LISTS = 3
_MOST_ARTICLES = 3
_SCRIPTED = re.compile(r"location(?:\.href|\.replace)?\s*[=(]\s*['\"]([^'\"]{1,500})['\"]")
_FIRST: tuple[SectionKind, ...] = ("list", "series", "landing")


class ProbeSpider(Spider):
    """Reads robots.txt, the front page, a list, an article and an AJAX reply of the newspaper at ``url``.

    It sends one request after another, each address once. ``findings`` holds what it found.
    """

    name = "probe"
    custom_settings = {
        "RETRY_TIMES": 0,  # a person is waiting, and can try again
        "LOGSTATS_INTERVAL": 0,  # the command shows its own progress
    }

    def __init__(self, url: str) -> None:
        """``url`` is the address of the front page; raises ValueError when it has no http(s) host."""
        super().__init__()
        self.urls = SiteUrls(url)
        self.findings = Findings(asked=url)
        self._robots: RobotParser | None = None
        self._lists: deque[SectionLink] = deque()
        self._articles: deque[tuple[Link, FoundVia, str]] = deque()  # link, how and on which page it was found
        self._buttons: deque[tuple[MoreRequest, str]] = deque()  # and the page that shows the button
        self._requested_lists: set[str] = set()  # addresses
        self._requested_articles: set[str] = set()  # addresses

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        hide_secrets(crawler.settings)  # Scrapy logs them next
        for handler, signal in (
            (spider.robots_parsed, signals.robots_parsed),
            (spider.request_sent, signals.request_reached_downloader),
            (spider.response_downloaded, signals.response_downloaded),
        ):
            crawler.signals.connect(handler, signal)
        run_of(crawler).journal.hosts = spider.urls.hosts  # redirects are followed only within the newspaper
        settings = crawler.settings
        spider.findings.delay = settings.getfloat("DOWNLOAD_DELAY")
        chosen = settings.getpriority("DOWNLOAD_VERIFY_CERTIFICATES") == SETTINGS_PRIORITIES["cmdline"]
        spider.findings.unverified = chosen and not settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        settings.set("USER_AGENT", user_agent(settings), priority="addon")  # the user's own USER_AGENT takes precedence

    # ---- signals -----------------------------------------------------------------------------
    def robots_parsed(self, robotparser: RobotParser) -> None:
        """Stores the rules of robots.txt for later requests."""
        self._robots = robotparser
        self.findings.robots.crawl_delay = robotparser.crawl_delay(self._agent)
        self._is_allowed("home", self.urls.home)

    def request_sent(self, request: Request) -> None:
        """Records a request that was really sent to the server."""
        self.findings.requests.append(f"{request.method} {request.url}")

    def response_downloaded(self, response: Response) -> None:
        """Records the status of robots.txt as the server sent it: a middleware turns a failure into a prohibition."""
        if urlsplit(response.url).path == "/robots.txt":
            self.findings.robots.status = response.status

    # ---- the front page ----------------------------------------------------------------------
    async def start(self) -> AsyncIterator[Request]:
        """Requests the front page; everything else follows from it."""
        yield self._request(self.urls.home, self.parse_home, self.home_failed)

    def parse_home(self, response: Response) -> Iterator[Request]:
        """Reads the front page and yields the next request."""
        self._read("home", response, self._read_home)
        yield from self._next()

    def _read_home(self, response: TextResponse) -> None:
        found = self.findings
        page = Page(response.text, response.url, SiteUrls(response.url))
        found.cms.add(page)
        family = found.cms.readable
        if family is not None and family is not page.urls.family:
            page = Page(response.text, response.url, SiteUrls(response.url, family))
        self.urls = page.urls
        self._note("home", response)
        found.title = page.site_name
        found.date, found.weather = page.date, WeatherStrip(len(page.weather), page.provider)
        found.widgets, found.rss_url = len(page.widgets), page.rss_url
        found.sections = sections_of(page)
        found.home = self.urls.home
        self._articles.extend(_articles_of(page))
        if found.cms.is_readable or self._articles:  # else a crawl would find nothing to request
            self._lists.extend(
                sorted(page.section_links(), key=lambda section: _FIRST.index(kind_of(section.link, self.urls.family)))
            )
            self._add_buttons(page)
        elif not found.cms.shapes:
            found.moved_to = _onward(response)

    def home_failed(self, failure: Failure) -> None:
        """The newspaper itself cannot be reached."""
        self._failed("home", failure)
        if isinstance(failure.value, OtherHostError):
            self.findings.moved_to = failure.value.target

    # ---- one step after another --------------------------------------------------------------
    def _next(self) -> Iterator[Request]:
        """The next request: a list until one has rows, an article until one is whole, one AJAX reply."""
        request = self._next_list() or self._next_article() or self._next_reply()
        if request is not None:
            yield request

    def _next_list(self) -> Request | None:
        while self._lists and self.findings.listing is None and len(self._requested_lists) < _MOST_LISTS:
            section = self._lists.popleft()
            url, kind = section.link.url, "section" if section.link.kind == "landing" else "list"
            if url not in self._requested_lists and self._is_allowed(kind, url):
                self._requested_lists.add(url)
                return self._request(url, self.parse_list, self.list_failed, cb_kwargs={"section": section})
        return None

    def _next_article(self) -> Request | None:
        article = self.findings.article
        is_whole = article is not None and not absent(article, "must")
        while self._articles and not is_whole and len(self._requested_articles) < _MOST_ARTICLES:
            link, found_via, found_on = self._articles.popleft()
            if link.url not in self._requested_articles and self._is_allowed("article", link.url):
                self._requested_articles.add(link.url)
                found = {"found_via": found_via, "found_on": found_on}
                return self._request(link.url, self.parse_article, self.article_failed, cb_kwargs=found)
        return None

    def _next_reply(self) -> Request | None:
        while self._buttons and self.findings.ajax is None:
            more, found_on = self._buttons.popleft()
            if self._is_allowed("ajax", more.url):
                self._buttons.clear()
                return self._request(
                    more.url,
                    self.parse_ajax,
                    self.ajax_failed,
                    method=more.method,
                    body=more.body,
                    headers=dict(more.headers),
                    cb_kwargs={"more": more, "found_on": found_on},
                )
        return None

    # ---- a list ------------------------------------------------------------------------------
    def parse_list(self, response: Response, section: SectionLink) -> Iterator[Request]:
        """Reads a landing page or the first page of a list."""
        self._read("list", response, self._read_list)
        yield from self._next()

    def _read_list(self, response: TextResponse) -> None:
        page = ListPage(response.text, response.url, self.urls)
        self.findings.cms.add(page)
        self._note("list" if page.rows else "section", response)
        self._add_sections(page)
        self._add_buttons(page)
        if page.rows:
            dated = sum(row.date is not None for row in page.rows)
            last = max(page.linked_pages, default=None)
            self.findings.listing = ListSummary(page.url, len(page.rows), dated, last)
            self._articles.extendleft(reversed([(row.link, "list", page.url) for row in page.rows]))
            return
        behind = self.urls.link(self.urls.family.list_behind(response.url), response.url)
        guess = [SectionLink(behind, "", "guess")] if behind else []
        lists = [found for found in page.more_links().values() if found.link.kind == "list"]
        self._lists.extendleft(reversed([*lists, *guess]))
        self._articles.extend(_articles_of(page))

    def list_failed(self, failure: Failure) -> Iterator[Request]:
        """A list could not be fetched: tries another one."""
        if request_of(failure).cb_kwargs["section"].via != "guess":  # a guessed list need not exist
            self._failed("list", failure)
        yield from self._next()

    # ---- an article --------------------------------------------------------------------------
    def parse_article(self, response: Response, found_via: FoundVia, found_on: str) -> Iterator[Request]:
        """Reads an article as a crawl would store it; the best of those read is kept."""
        self._read("article", response, partial(self._read_article, found_via, found_on))
        yield from self._next()

    def _read_article(self, found_via: FoundVia, found_on: str, response: TextResponse) -> None:
        page = ArticlePage(response.text, response.url, self.urls)
        self.findings.cms.add(page)
        self._note("article", response)
        item = page.item(self.urls.name, self.findings.title, found_via, found_on, iso(now_kst()))
        if item is None:
            self._unread("article", response.url, "unexpected", f"leads to {response.url}")
            return
        if page.not_article is not None:
            self._unread("article", response.url, page.not_article.reason, page.not_article.detail)
            return
        self._add_sections(page)
        problem = problem_of(item)
        if problem is not None and problem[0] == "invalid":  # the missing fields of the others are shown
            self._unread("article", item.url, *problem)
            return
        kept = self.findings.article
        if kept is None or len(absent(item, "must")) < len(absent(kept, "must")):
            self.findings.article = item

    def article_failed(self, failure: Failure) -> Iterator[Request]:
        """An article could not be fetched: tries another one."""
        self._failed("article", failure)
        yield from self._next()

    # ---- an AJAX reply -----------------------------------------------------------------------
    def parse_ajax(self, response: Response, more: MoreRequest, found_on: str) -> None:
        """Reads the reply to a "more" button."""
        try:
            reply = read_more(getattr(response, "text", ""), more, self.urls, found_on)
        except ValueError as error:
            self.findings.ajax = AjaxReply(response.url, 0, clean(str(error)))
        else:
            self.findings.ajax = AjaxReply(response.url, len(reply.rows), reply.error)

    def ajax_failed(self, failure: Failure) -> None:
        """The reply could not be fetched."""
        self._failed("ajax", failure)

    # ---- requests and notes ------------------------------------------------------------------
    def _request(self, url: str, callback: Callable[..., Any], errback: Callable[..., Any], **options: Any) -> Request:
        """A request that Scrapy never drops as a duplicate: that would end the probe silently."""
        return Request(url, callback, errback=errback, dont_filter=True, **options)

    def _read(self, kind: str, response: Response, read: Callable[[TextResponse], None]) -> None:
        """Reads a page; one that is unreadable, or breaks its parser, is a finding and does not end the probe."""
        if (problem := unreadable(response)) is not None:
            self._unread(kind, response.url, *problem)
            return
        assert isinstance(response, TextResponse)
        try:
            read(response)
        except Exception as error:  # any fault of a parser
            self.logger.debug("%s broke its parser", response.url, exc_info=True)
            self._unread(kind, response.url, crash_reason(error), repr(error))

    @property
    def _agent(self) -> str:
        settings = self.crawler.settings
        return str(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])

    def _is_allowed(self, kind: str, url: str) -> bool:
        """Whether robots.txt allows an address; a kind of page is allowed while each address of it was."""
        if self._robots is None:
            return True
        is_allowed = bool(self._robots.allowed(url, self._agent))
        by_kind = self.findings.robots.allowed
        by_kind[kind] = by_kind.get(kind, True) and is_allowed
        return is_allowed

    def _note(self, kind: str, response: TextResponse) -> None:
        header = response.headers.get("Content-Type", b"") or b""
        self.findings.pages.append(
            PageRead(
                kind,
                response.url,
                http_content_type_encoding(header.decode("latin-1")),
                html_body_declared_encoding(response.body),
                response.encoding,
                response.text.count("\ufffd"),
            )
        )

    def _unread(self, kind: str, url: str, reason: str, detail: str | None = None) -> None:
        self.findings.unread.append(UnreadPage(kind, url, reason, clean(detail) if detail else None))

    def _failed(self, kind: str, failure: Failure) -> None:
        self._unread(kind, request_of(failure).url, *explain(failure.value))

    def _add_sections(self, page: Page) -> None:
        known = {section.url for section in self.findings.sections}
        self.findings.sections += [section for section in sections_of(page, menu=False) if section.url not in known]

    def _add_buttons(self, page: Page) -> None:
        self._buttons.extend((more, page.url) for more in page.more_requests())


def _articles_of(page: Page) -> Iterator[tuple[Link, FoundVia, str]]:
    for widget in page.widgets:
        for entry in widget.links:
            if entry.link.kind == "article":
                yield entry.link, "widget", page.url


def _onward(response: TextResponse) -> str | None:
    """The address to which a front page without links (a mere stub) sends its readers."""
    text = response.text[:4096]
    _, url = get_meta_refresh(text, response.url)
    script = _SCRIPTED.search(text)
    url = url or (response.urljoin(script[1]) if script else None)
    return url if url and url.startswith(("http://", "https://")) and url != response.url else None
