"""Looks at a newspaper with a handful of polite requests: what `scrapy probe` runs.

The crawl is a real one - the project's settings, robots.txt, delays, the guard, true encodings - but it
stores nothing: no run begins, no item leaves the spider.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
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
from newscrawler.cms.markup.surroundings import SectionLink
from newscrawler.cms.page import Page
from newscrawler.items import FoundVia, Rejected
from newscrawler.korean.dates import iso, now_kst
from newscrawler.korean.text import clean
from newscrawler.pipelines.items import Check
from newscrawler.probe.findings import Ajax, Findings, Listing, PageRead, Unread, Weather, absent
from newscrawler.probe.sections import SectionKind, kind_of, sections_of
from newscrawler.run.arguments import site_urls
from newscrawler.run.reasons import OtherHostError, crash_reason, explain
from newscrawler.spiders.news import NewsSpider, Output
from newscrawler.store.manifest import SectionReport

_MOST_LISTS = 3
_MOST_ARTICLES = 3
_SCRIPTED = re.compile(r"location(?:\.href|\.replace)?\s*[=(]\s*['\"]([^'\"]{1,500})['\"]")
_FIRST: tuple[SectionKind, ...] = ("list", "series", "landing")


class ProbeSpider(NewsSpider):
    """Reads robots.txt, the front page, a list, an article and an AJAX reply of the newspaper at ``url``.

    What it saw stands in ``findings``.
    """

    name = "probe"
    argument_names: ClassVar[tuple[str, ...]] = ("url",)

    def __init__(self, **given: str) -> None:
        super().__init__(**given)
        self.findings = Findings(asked=given["url"])
        self._robots: RobotParser | None = None
        self._lists: deque[SectionLink] = deque()
        self._articles: deque[tuple[Link, FoundVia, str]] = deque()  # with the way to them
        self._buttons: deque[tuple[MoreRequest, str]] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        for handler, sent in (
            (spider.robots_parsed, signals.robots_parsed),
            (spider.request_sent, signals.request_reached_downloader),
            (spider.response_came, signals.response_downloaded),
        ):
            crawler.signals.connect(handler, sent)
        settings = crawler.settings
        spider.findings.delay = settings.getfloat("DOWNLOAD_DELAY")
        chosen = settings.getpriority("DOWNLOAD_VERIFY_CERTIFICATES") == SETTINGS_PRIORITIES["cmdline"]
        spider.findings.unverified = chosen and not settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        return spider

    @classmethod
    def newspaper(cls, given: dict[str, str]) -> SiteUrls:
        return site_urls(given.get("url"))

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        settings.set("RETRY_TIMES", 0, priority="spider")  # a person waits, and may ask again
        settings.set("LOGSTATS_INTERVAL", 0, priority="spider")  # no line of progress; the command shows its own

    # ---- what Scrapy tells -------------------------------------------------------------------
    def robots_parsed(self, robotparser: RobotParser) -> None:
        """Keeps the rules that hold from here on."""
        self._robots = robotparser
        self.findings.robots.crawl_delay = robotparser.crawl_delay(self._agent)
        self._is_allowed("home", self.urls.home)

    def request_sent(self, request: Request) -> None:
        """Counts what really went to the server."""
        self.findings.requests.append(f"{request.method} {request.url}")

    def response_came(self, response: Response) -> None:
        """The answer to robots.txt as it came: a middleware reads a failed one as a prohibition."""
        if urlsplit(response.url).path == "/robots.txt":
            self.findings.robots.status = response.status

    # ---- where it begins ---------------------------------------------------------------------
    async def start(self) -> Any:
        """Asks for the front page; no run is started, so nothing is stored."""
        yield self._request(self.urls.home, self.parse_home, dont_filter=True)

    def parse_home(self, response: Response) -> Iterator[Output]:
        """Reads the front page, then goes on with what it leads to."""
        self._read("home", response, self._read_home)
        yield from self._next()

    def _read_home(self, response: TextResponse) -> None:
        self.urls = SiteUrls(response.url)
        page = Page(response.text, response.url, self.urls)
        found = self.findings
        found.cms.add(page)
        self._note("home", response)
        found.title = self.title = page.site_name or next(iter(page.names), None)
        found.date, found.weather = page.date, Weather(len(page.weather), page.provider)
        found.widgets, found.rss_url = len(page.widgets), page.rss_url
        found.sections = sections_of(page)
        found.home = self.urls.home
        self._articles.extend(_articles_of(page))
        if found.cms.is_readable or self._articles:  # else nothing is here that a crawl would ask for
            self._lists.extend(
                sorted(page.section_links(), key=lambda section: _FIRST.index(kind_of(section.link, page.urls.family)))
            )
            self._add_forms(page)
        elif not found.cms.shapes:
            found.moved_to = _onward(response)

    def home_failed(self, failure: Failure) -> Iterator[Output]:
        """The newspaper itself cannot be reached."""
        self._failed("home", failure)
        if isinstance(failure.value, OtherHostError):
            self.findings.moved_to = failure.value.target
        yield from ()

    # ---- one step after another --------------------------------------------------------------
    def _next(self) -> Iterator[Request]:
        """The next request: a list until one has rows, an article until one is whole, one AJAX reply."""
        found = self.findings
        while self._lists and found.listing is None and len(self.sections) < _MOST_LISTS:
            section = self._lists.popleft()
            kind = "section" if section.link.kind == "landing" else "list"
            if section.link.url not in self.sections and self._is_allowed(kind, section.link.url):
                yield self._list_request(section.link.url, self._report(section.link.url, section.via, section.name))
                return
        is_whole = found.article is not None and not absent(found.article, "must")
        while self._articles and not is_whole and len(self._asked) < _MOST_ARTICLES:
            link, found_via, found_on = self._articles.popleft()
            if link.url not in self._asked and self._is_allowed("article", link.url):
                yield from self._article(link, found_via, found_on)
                return
        while self._buttons and found.ajax is None:
            more, found_on = self._buttons.popleft()
            if self._is_allowed("ajax", more.url):
                self._buttons.clear()
                yield self._ajax_request(more, SectionReport("", more.url, "ajax"), found_on)

    def parse_list(self, response: Response, report: SectionReport | None = None) -> Iterator[Output]:
        """Reads a landing page or the first page of a list."""
        self._read("list", response, self._read_list)
        yield from self._next()

    def _read_list(self, response: TextResponse) -> None:
        page = ListPage(response.text, response.url, self.urls)
        self.findings.cms.add(page)
        self._note("list" if page.rows else "section", response)
        self._add_sections(page)
        self._add_forms(page)
        if page.rows:
            dated = sum(row.date is not None for row in page.rows)
            last = max(page.linked_pages, default=None)
            self.findings.listing = Listing(page.url, len(page.rows), dated, last)
            self._articles.extendleft(reversed([(row.link, "list", page.url) for row in page.rows]))
            return
        behind = self.urls.link(self.urls.family.list_behind(response.url), response.url)
        guess = [SectionLink(behind, "", "guess")] if behind else []
        lists = [section for section in page.more_links().values() if section.link.kind == "list"]
        self._lists.extendleft(reversed([*lists, *guess]))
        self._articles.extend(_articles_of(page))

    def list_failed(self, failure: Failure) -> Iterator[Output]:
        """A list or AJAX reply could not be fetched: another may be."""
        request: Request = vars(failure)["request"]
        if request.cb_kwargs["report"].found_via != "guess":  # a list only supposed behind a landing page
            self._failed("ajax" if "more" in request.cb_kwargs else "list", failure)
        yield from self._next()

    def parse_article(
        self, response: Response, found_via: FoundVia = "start", found_on: str | None = None
    ) -> Iterator[Output]:
        """Reads an article as a crawl would store it; the best of those read is kept."""
        self._read("article", response, partial(self._read_article, found_via, found_on or response.url))
        yield from self._next()

    def _read_article(self, found_via: FoundVia, found_on: str, response: TextResponse) -> None:
        page = ArticlePage(response.text, response.url, self.urls)
        self.findings.cms.add(page)
        self._note("article", response)
        item = page.item(self.site_name, self.title, found_via, found_on, iso(now_kst()))
        if page.is_missing or item is None:
            detail = page.missing_message if item else f"leads to {response.url}"
            self._unread("article", response.url, "missing", detail)
            return
        self._add_sections(page)
        checked = Check(self.crawler).process_item(item)
        if isinstance(checked, Rejected) and checked.reason == "invalid":
            self._unread("article", item.url, checked.reason, checked.detail)
            return
        kept = self.findings.article
        if kept is None or len(absent(item, "must")) < len(absent(kept, "must")):
            self.findings.article = item

    def article_failed(self, failure: Failure) -> Iterator[Output]:
        """An article could not be fetched: another may be."""
        self._failed("article", failure)
        yield from self._next()

    def parse_ajax(
        self, response: Response, more: MoreRequest, report: SectionReport, found_on: str
    ) -> Iterator[Output]:
        """Reads one reply of an AJAX more-button."""
        try:
            reply = read_more(getattr(response, "text", ""), more, self.urls, found_on)
        except ValueError as error:
            self.findings.ajax = Ajax(response.url, 0, clean(str(error)))
        else:
            self.findings.ajax = Ajax(response.url, len(reply.rows), reply.error)
        yield from ()

    # ---- notes -------------------------------------------------------------------------------
    def _read(self, kind: str, response: Response, read: Callable[[TextResponse], None]) -> None:
        """Reads a page; one that cannot be read, or breaks its parser, is a finding too and not the end."""
        if (reason := self._unreadable(response)) is not None:
            self._unread(kind, response.url, *reason)
            return
        assert isinstance(response, TextResponse)
        try:
            read(response)
        except Exception as error:  # whatever it is
            self.logger.debug("%s broke its parser", response.url, exc_info=True)
            self._unread(kind, response.url, crash_reason(error), repr(error))

    @property
    def _agent(self) -> str:
        settings = self.crawler.settings
        return str(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])

    def _is_allowed(self, kind: str, url: str) -> bool:
        """Whether robots.txt allows an address; noted for its kind of page, the first of it to be refused counts."""
        if self._robots is None:
            return True
        allowed = bool(self._robots.allowed(url, self._agent))
        told = self.findings.robots.allowed
        told[kind] = told.get(kind, True) and allowed
        return allowed

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
        self.findings.unread.append(Unread(kind, url, reason, clean(detail) if detail else None))

    def _failed(self, kind: str, failure: Failure) -> None:
        self._unread(kind, vars(failure)["request"].url, *explain(failure.value))

    def _add_sections(self, page: Page) -> None:
        known = {section.url for section in self.findings.sections}
        self.findings.sections += [section for section in sections_of(page, menu=False) if section.url not in known]

    def _add_forms(self, page: Page) -> None:
        self._buttons.extend((more, page.url) for more in page.more_requests())


def _articles_of(page: Page) -> Iterator[tuple[Link, FoundVia, str]]:
    for widget in page.widgets:
        for entry in widget.entries:
            if entry.link.kind == "article":
                yield entry.link, "widget", page.url


def _onward(response: TextResponse) -> str | None:
    """Where a front page without links, a mere stub, sends its readers."""
    text = response.text[:4096]
    _, url = get_meta_refresh(text, response.url)
    script = _SCRIPTED.search(text)
    url = url or (response.urljoin(script[1]) if script else None)
    return url if url and url.startswith(("http://", "https://")) and url != response.url else None
