"""The crawl that all newspapers share: front page -> sections -> list pages -> articles.

The spider turns the decisions of newscrawler.spiders.route into requests. newscrawler.cms parses the pages, and
newscrawler.pipelines decides what to do with the records.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, ClassVar, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.family import Link, MoreRequest, Row
from newscrawler.cms.feeds import read_more, read_rss
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.markup.surroundings import SectionLink
from newscrawler.cms.page import Page
from newscrawler.cms.reading import Reader
from newscrawler.items import FoundVia, Item, PageKind, Rejected
from newscrawler.korean.dates import iso, now_kst
from newscrawler.network.responses import (
    ASKED_AGAIN,
    is_moved_for_now,
    is_second,
    request_of,
    requested_url,
    second,
    unreadable,
    user_agent,
)
from newscrawler.newspapers import Site
from newscrawler.run.arguments import Arguments, reject_unknown
from newscrawler.run.history import History
from newscrawler.run.reasons import GONE, InterruptedRequest, explain, is_withheld
from newscrawler.run.run import CannotBeginError, Run, run_of
from newscrawler.spiders.lists import UnexpectedPageError
from newscrawler.spiders.route import Bounds, Route, UnknownSectionError
from newscrawler.store.manifest import SectionReport

Output = Item | Request
# Articles before further list pages: this keeps the queue short.
_ARTICLE_FIRST = 10


class NewsSpider(Spider):
    """Base of all newspaper spiders; a subclass sets its newspaper in ``site``."""

    site: ClassVar[Site]
    argument_names: ClassVar[tuple[str, ...]] = Arguments.NAMES
    run: Run

    def __init__(self, **given: str) -> None:
        """Takes the spider arguments; raises ArgumentError if they are invalid."""
        super().__init__(self.name)
        given = self.with_defaults(given)
        self.arguments = self.check_arguments(given)
        self.given = {name: value for name, value in given.items() if not name.startswith("_")}
        self.urls = self.newspaper(given)
        self.site_name = self.site.name if hasattr(self, "site") else self.urls.name
        self.title = self.site.title if hasattr(self, "site") else None
        self.allowed_domains = [self.urls.name.split(":")[0]]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.run = run_of(crawler)
        spider.reset()
        return spider

    def reset(self) -> None:
        """Starts a new journal and a new route."""
        self.run.reset(
            site=self.site_name,
            spider=self.name,
            home=self.urls.home,
            hosts=self.urls.hosts,
            given=self.given,
            arguments=self.arguments,
        )
        self.run.article_at = self._article_at
        self._route = self._route_after(History())
        self._reader = Reader()
        self._strips: set[tuple[str | None, str | None]] = set()

    def _route_after(self, history: History) -> Route:
        bounds = Bounds(self.settings.getint("MAX_LIST_PAGES"), self.settings.getint("MAX_SECTIONS"))
        return Route(self.urls.family, self.run.journal, history, bounds)

    # ---- what the newspaper is ---------------------------------------------------------------
    @classmethod
    def check_arguments(cls, given: dict[str, str]) -> Arguments:
        """Parses the spider arguments; raises ArgumentError if they are invalid."""
        given = cls.with_defaults(given)
        reject_unknown(given, cls.argument_names)
        cls.newspaper(given)
        return Arguments.read(given, cls.known_sections(given))

    @classmethod
    def with_defaults(cls, given: dict[str, str]) -> dict[str, str]:
        """The spider arguments, with the table's defaults for this newspaper."""
        return {**cls.site.arguments, **given} if hasattr(cls, "site") else given

    @classmethod
    def newspaper(cls, given: dict[str, str]) -> SiteUrls:
        """The link rules of the newspaper that the arguments name."""
        return SiteUrls(cls.site.home)

    @classmethod
    def known_sections(cls, given: dict[str, str]) -> dict[str, int]:
        """The sections known before the front page is read: label -> code."""
        return dict(cls.site.sections) if hasattr(cls, "site") else {}

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        if hasattr(cls, "site"):
            settings.setdict(dict(cls.site.settings), priority="spider")
        settings.set("USER_AGENT", user_agent(settings), priority="addon")  # the user's USER_AGENT wins

    # ---- pages -------------------------------------------------------------------------------
    async def start(self) -> AsyncIterator[Any]:
        """Begins the run and requests the front page, from which all other requests follow."""
        try:
            self._route = self._route_after(self.run.begin())
        except CannotBeginError as error:
            raise CloseSpider("not_begun") from error
        # not filtered as offsite: Scrapy would silently drop an address that it does not recognize
        yield Request(self.urls.home, self.parse_home, errback=self.home_failed, priority=100, dont_filter=True)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Output]:
        """Reads a page of any kind, chosen by its address, so that `scrapy parse URL` needs no --callback."""
        link = self.urls.link(response.url, response.url)
        if link is not None and link.kind == "article":
            return self.parse_article(response)
        if link is not None and link.is_section:
            return self.parse_list(response)
        return self.parse_home(response)

    def parse_home(self, response: Response) -> Iterator[Output]:
        """Reads the front page: sections, widgets, AJAX buttons, the RSS feed.

        @demo /
        @returns requests 10
        @returns items 5
        @scrapes type site fetched_at
        """
        if (reason := unreadable(response)) is not None:
            yield from self._home_unexpected(response, *reason)
            return
        urls = self._answered_by(response.url)
        page = Page(response.text, response.url, urls)
        if not (page.has_frame or page.more_requests()):
            yield from self._home_unexpected(response, "unexpected", "it links to no section and no article")
            return
        self.urls = urls
        self.run.journal.home, self.run.journal.hosts = urls.home, urls.hosts
        self.title = self.title or page.site_name
        yield from self._weather(page)
        yield from page.widget_items(self.site_name, "home", _now())
        sections = list(page.section_links())
        if self.arguments.sections:
            yield from self._chosen_sections(sections)
            return
        for url in self.run.history.again:
            link = self.urls.link(url, url)
            if link is not None:
                yield from self._article(link, "start", self.urls.home, again=True)
        yield from self._sections(sections)
        yield from self._widget_articles(page)
        yield from self._more(page)
        for report in self._route.known_sections():
            yield self._list_request(report.url, report)
        if page.rss_url:
            yield Request(page.rss_url, self.parse_rss, errback=self.rss_failed)

    def parse_list(self, response: Response, report: SectionReport | None = None) -> Iterator[Output]:
        """Reads a landing page or one page of a list and requests its articles and the next page.

        @demo /news/article_list_all.html
        @returns requests 10
        @returns items 2
        @scrapes type site fetched_at
        """
        report = report or self._route.open(self.urls.family.section_of(response.url), "start")
        request = self._list_request(requested_url(response), report)
        if (reason := unreadable(response)) is not None:
            yield from self._list_unexpected(response, request, *reason)
            return
        link = self.urls.link(response.url, response.url)
        if link is None or not link.is_section:
            detail = f"it leads to {response.url}"
            yield from self._list_unexpected(response, request, "unexpected", detail, is_own=True)
            return
        page = self._reader.read(ListPage, response.text, response.url, self.urls)
        report.name = report.name or page.name or ""
        yield from self._around(page, "list" if page.rows else "section")
        if not self.arguments.sections:
            yield from self._more(page)
        yield from self._rows(page.rows, "list", page.url)
        number = self.urls.family.page_number(requested_url(response))
        try:
            following = self._route.after_list(page, number, report, again=is_second(response))
        except UnexpectedPageError as error:
            yield from self._list_unexpected(response, request, "unexpected", str(error), is_own=page.has_frame)
            return
        if following is not None:
            yield self._list_request(self.urls.family.with_page(report.url, following), report)

    def parse_more(
        self, response: Response, more: MoreRequest, report: SectionReport, found_on: str
    ) -> Iterator[Output]:
        """Reads one reply of an AJAX block and requests the next one."""
        request = self._more_request(more, report, found_on)
        if (reason := unreadable(response)) is not None:
            yield from self._list_unexpected(response, request, *reason)
            return
        try:
            reply = read_more(response.text, more, self.urls, found_on)
            following = self._route.after_more(reply, report, again=is_second(response))
        except ValueError as error:  # not a reply at all, or an unexpected one
            yield from self._list_unexpected(response, request, "unexpected", str(error))
            return
        yield from self._rows(reply.rows, "ajax", found_on)
        if following is not None:
            yield self._more_request(following, report, found_on)

    def parse_rss(self, response: Response) -> Iterator[Output]:
        """Reads the RSS feed; a newspaper that returns HTML instead has none.

        @demo /data/rss/news.xml
        @returns requests 5
        @returns items 0 0
        """
        rows = read_rss(getattr(response, "text", ""), self.urls, response.url)
        if rows is None:
            self.logger.info("%s is not an RSS feed", response.url)
        yield from self._rows(rows or [], "rss", response.url)

    def parse_article(
        self, response: Response, found_via: FoundVia = "start", found_on: str | None = None
    ) -> Iterator[Output]:
        """Reads an article, and the widgets and links around it.

        @demo /news/article.html?no=10003
        @returns items 5
        @scrapes type site fetched_at
        """
        if (reason := unreadable(response)) is not None:
            yield self._reject(response.url, *reason)
            self.run.journal.add_unread(f"{response.url}: {reason[0]}")
            return
        page = self._reader.read(ArticlePage, response.text, response.url, self.urls)
        article = page.item(self.site_name, self.title, found_via, found_on or response.url, _now())
        requested = self.urls.link(requested_url(response), response.url)
        if article is not None and requested is not None and requested.url != article.url:
            yield self._reject(requested.url, "missing", f"leads to {article.url}")
            other = Link("article", article.url, article.id.partition(":")[2])
            yield from self._article(other, found_via, requested.url)
            return
        if page.is_missing or article is None:
            detail = page.missing_message if article else f"leads to {response.url}"
            yield self._reject(requested_url(response), "missing", detail)
            return
        for printed in page.impossible_times:
            self._count("article/impossible_time")
            self.logger.warning("%s prints an impossible time: %s", response.url, printed)
        yield from self._around(page, "article")
        if self._route.is_wanted(article.published_at):
            yield article
        else:
            self._count("article/out_of_range")

    # ---- what could not be fetched -----------------------------------------------------------
    def home_failed(self, failure: Failure) -> Iterator[Output]:
        """Rejects a front page that could not be fetched; the run is then incomplete."""
        journal = self.run.journal
        if isinstance(failure.value, InterruptedRequest):
            return
        reason, sentence = explain(failure.value)
        if is_withheld(failure.value):
            sentence = journal.robots_problem or sentence
        yield self._reject(request_of(failure).url, reason, sentence)
        journal.add_unread(f"{self.urls.home} cannot be read: {sentence}")

    def list_failed(self, failure: Failure) -> Iterator[Output]:
        """A page of a list could not be fetched: its section is not complete."""
        request = request_of(failure)
        report: SectionReport = request.cb_kwargs["report"]
        reason, sentence = explain(failure.value)
        if is_withheld(failure.value):
            self._count("section/withheld")
            if not isinstance(failure.value, InterruptedRequest):
                self._route.give_up(report)  # robots.txt forbids it: the section is not part of the run
            return
        again = bool(request.meta.get(ASKED_AGAIN))
        url = request.meta.get("redirect_urls", [request.url])[0]
        if reason in GONE and not again and report.found_via != "guess":
            yield second(request.replace(url=url))
        elif reason in GONE and self._route.may_be_missing(report):
            self._route.give_up(report, is_gone=True)
        elif reason in GONE and self._route.end_by_status(self.urls.family.page_number(url), report):
            return
        else:
            yield from self._list_unread(url, report, reason, sentence)

    def article_failed(self, failure: Failure) -> Iterator[Output]:
        """Rejects an article that could not be fetched; the run is incomplete unless the article is gone for good."""
        if is_withheld(failure.value):
            self._count("article/withheld")
            return
        reason, sentence = explain(failure.value)
        request = request_of(failure)
        url = request.meta.get("redirect_urls", [request.url])[0]
        yield self._reject(url, reason, sentence)
        if reason not in GONE:
            self.run.journal.add_unread(f"{url}: {sentence}")

    def rss_failed(self, failure: Failure) -> None:
        """Logs that there is no RSS feed; the lists have the same articles."""
        self.logger.info("no RSS feed: %s", explain(failure.value)[1])

    # ---- steps -------------------------------------------------------------------------------
    def _answered_by(self, url: str) -> SiteUrls:
        """The link rules for the address that the front page has; ends the run if it is another newspaper's."""
        answered = SiteUrls(url, self.urls.family)
        if answered.name != self.urls.name:
            self.run.journal.add_unread(f"{self.urls.home} leads to another host, {answered.name}")
            raise CloseSpider("other_host")
        return answered

    def _home_unexpected(self, response: Response, reason: str, detail: str | None) -> Iterator[Output]:
        """Requests a front page that is not one again; the second time, the run has nothing to read."""
        if not is_second(response):
            yield second(Request(self.urls.home, self.parse_home, errback=self.home_failed))
            return
        yield self._reject(response.url, reason, detail)
        self.run.journal.add_unread(f"{self.urls.home} cannot be read: {detail or reason}")

    def _list_unexpected(
        self, response: Response, request: Request, reason: str, detail: str | None, *, is_own: bool = False
    ) -> Iterator[Output]:
        """Requests a page of a list that is not what was asked for again, after everything else.

        The second time, the list is unread. One that is requested on a guess does not exist if the newspaper answers
        with a page of its own (``is_own``), unless a redirect says that it does so for now.
        """
        report: SectionReport = request.cb_kwargs["report"]
        if not is_second(response):
            yield second(request)
        elif is_own and self._route.may_be_missing(report) and not is_moved_for_now(response):
            self._route.give_up(report, is_gone=True)
        else:
            yield from self._list_unread(request.url, report, reason, detail)

    def _weather(self, page: Page) -> Iterator[Item]:
        """Reads the weather strip of a page, unless the same one was read before."""
        strip = (page.date, page.weather_node.html) if page.weather_node is not None else (None, None)
        if strip not in self._strips:
            self._strips.add(strip)
            yield from page.weather_items(self.site_name, _now())

    def _around(self, page: Page, kind: PageKind) -> Iterator[Output]:
        """Reads the widgets and links around a page's own content, unless an earlier page had the same."""
        yield from self._weather(page)
        if page.surroundings.taken:
            return
        page.surroundings.taken = True
        yield from page.widget_items(self.site_name, kind, _now())
        if not self.arguments.sections:
            yield from self._sections(page.more_links().values())
            yield from self._widget_articles(page)

    def _sections(self, links: Iterable[SectionLink]) -> Iterator[Request]:
        for link in links:
            for report in self._route.sections(link):
                yield self._list_request(report.url, report)

    def _chosen_sections(self, links: list[SectionLink]) -> Iterator[Request]:
        """Requests the sections that the arguments name; ends the run if one of them does not exist."""
        try:
            yield from self._sections(self._route.chosen(links))
        except UnknownSectionError as error:
            self.run.journal.usage_error = str(error)
            raise CloseSpider("unknown_section") from error

    def _more(self, page: Page) -> Iterator[Request]:
        for more, report in self._route.more(page.more_requests()):
            yield self._more_request(more, report, page.url)

    def _rows(self, rows: list[Row], found_via: FoundVia, found_on: str) -> Iterator[Request]:
        for row in self._route.rows(rows):
            yield from self._article(row.link, found_via, found_on)

    def _widget_articles(self, page: Page) -> Iterator[Request]:
        for widget in page.widgets:
            for entry in widget.entries:
                if entry.link.kind == "article":
                    yield from self._article(entry.link, "widget", page.url)

    # ---- requests ----------------------------------------------------------------------------
    def _list_request(self, url: str, report: SectionReport) -> Request:
        return Request(url, self.parse_list, errback=self.list_failed, cb_kwargs={"report": report})

    def _article(self, link: Link, found_via: FoundVia, found_on: str, *, again: bool = False) -> Iterator[Request]:
        if self._route.wants(link, again=again):
            yield Request(
                link.url,
                self.parse_article,
                errback=self.article_failed,
                priority=_ARTICLE_FIRST,
                cb_kwargs={"found_via": found_via, "found_on": found_on},
            )

    def _more_request(self, more: MoreRequest, report: SectionReport, found_on: str) -> Request:
        return Request(
            more.url,
            self.parse_more,
            errback=self.list_failed,
            method=more.method,
            body=more.body,
            headers=dict(more.headers),
            cb_kwargs={"more": more, "report": report, "found_on": found_on},
        )

    # ---- notes -------------------------------------------------------------------------------
    def _list_unread(self, url: str, report: SectionReport, reason: str, detail: str | None) -> Iterator[Item]:
        report.stopped, report.evidence = "error", None
        self.run.journal.add_unread(f"list page {url}: {detail or reason}")
        yield self._reject(url, reason, detail)

    def _reject(self, url: str, reason: str, detail: str | None = None) -> Rejected:
        return Rejected(site=self.site_name, url=url, reason=reason, detail=detail, fetched_at=_now())

    def _article_at(self, url: str) -> tuple[str, str] | None:
        """The id and canonical address of the article at an address; None if it is not an article's."""
        link = self.urls.link(url, url)
        return (f"{self.site_name}:{link.id}", link.url) if link is not None and link.id is not None else None

    def _count(self, event: str) -> None:
        self.crawler.stats.inc_value(f"newscrawler/{event}")


def _now() -> str:
    return iso(now_kst())
