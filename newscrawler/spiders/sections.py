"""The part of a crawl that reads sections: landing pages, lists page by page, AJAX blocks, and what stands around them.

What a page must show to be taken for the one that was asked for is decided in newscrawler.spiders.lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.cms.family import Link, MoreRequest, Row
from newscrawler.cms.feeds import read_more
from newscrawler.cms.listing import ListPage
from newscrawler.cms.markup.parts import SectionLink
from newscrawler.cms.page import Page
from newscrawler.items import FoundVia, Item, PageKind
from newscrawler.network.responses import (
    is_moved,
    is_second,
    request_of,
    requested_url,
    second,
    unreadable,
)
from newscrawler.run.reasons import GONE, InterruptedRequest, explain, is_withheld
from newscrawler.spiders.lists import UnexpectedPageError
from newscrawler.spiders.route import UnknownSectionError
from newscrawler.spiders.site import Output, SiteSpider, now
from newscrawler.store.manifest import SectionReport
from newscrawler.translation import N_

_ARTICLE_FIRST = 10  # articles before further list pages: this keeps the queue short


class SectionSpider(SiteSpider):
    """A spider that reads the sections of its newspaper."""

    # ---- pages -------------------------------------------------------------------------------
    def parse_list(self, response: Response, report: SectionReport | None = None) -> Iterator[Output]:
        """Reads a landing page or one page of a list and requests its articles and the next page.

        @demo /news/article_list_all.html
        @returns requests 10
        @returns items 2
        @scrapes type site fetched_at
        """
        report = report or self._route.open(self.urls.family.section_of(response.url), "start")
        request = self._list_request(requested_url(response), report)
        if (reason := self._whole.problem(response, "list")) is not None:
            yield from self._list_unexpected(response, request, *reason)
            return
        link = self.urls.link(response.url, response.url)
        if link is None or not link.is_section or self._is_other_list(response, report):
            detail = N_(f"it leads to {response.url}")
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
        self._route.add_listed(report, page.rows)
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
        if (link := self.urls.link(found_on, found_on)) is not None and link.kind == "list":
            self._route.add_listed(report, reply.rows)
        yield from self._rows(reply.rows, "ajax", found_on)
        if following is not None:
            yield self._more_request(following, report, found_on)

    def parse_article(
        self, response: Response, found_via: FoundVia = "start", found_on: str | None = None
    ) -> Iterator[Output]:
        """Reads an article; a subclass does."""
        raise NotImplementedError

    # ---- what could not be fetched, or is something else -----------------------------------------
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
        again = is_second(request)
        url = request.meta.get("redirect_urls", [request.url])[0]
        if reason in GONE and not again and (report.pages or report.found_via != "guess"):
            yield second(request.replace(url=url))
        elif reason in GONE and self._route.may_be_missing(report):
            self._route.give_up(report, is_gone=True)
        elif reason in GONE and self._route.end_by_status(self.urls.family.page_number(url), report):
            return
        else:
            yield from self._list_unread(url, report, reason, sentence)

    def article_failed(self, failure: Failure) -> Iterator[Output]:
        """An article could not be fetched; a subclass judges why."""
        raise NotImplementedError

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
        elif is_own and self._route.may_be_missing(report) and is_moved(response):
            self._route.give_up(report, is_gone=True)
        else:
            yield from self._list_unread(request.url, report, reason, detail)

    def _is_other_list(self, response: Response, report: SectionReport) -> bool:
        """Whether a page of a list led to another list; the first page may, if the move is final or the list is new."""
        section = self.urls.family.section_of
        asked = requested_url(response)
        if section(asked) == section(response.url) or is_moved(response):
            return False
        return self.urls.family.page_number(asked) > 1 or report.url in self.run.history.sections

    def _list_unread(self, url: str, report: SectionReport, reason: str, detail: str | None) -> Iterator[Item]:
        if url == report.url and url in self.run.history.broken and (reason in GONE or reason == "unexpected"):
            self._route.give_up(report)  # the link to it is broken; the next run follows it again
        else:
            report.stopped, report.evidence = "error", None
            self.run.journal.add_unread(N_(f"list page {url}: {detail or reason}"))
        yield self._reject(url, reason, detail)

    # ---- what stands around them -----------------------------------------------------------------
    def _weather(self, page: Page) -> Iterator[Item]:
        """Reads the weather strip of a page, unless the same one was read before."""
        strip = (page.date, page.weather_node.html) if page.weather_node is not None else (None, None)
        if strip not in self._strips:
            self._strips.add(strip)
            yield from page.weather_items(self.site_name, now())

    def _around(self, page: Page, kind: PageKind) -> Iterator[Output]:
        """Reads the widgets and links around a page's own content, unless an earlier page had the same."""
        yield from self._weather(page)
        if page.surroundings.taken:
            return
        page.surroundings.taken = True
        yield from page.widget_items(self.site_name, kind, now())
        if not self.arguments.sections:
            yield from self._sections(page.more_links().values())
            yield from self._widget_articles(page)

    def _widget_articles(self, page: Page) -> Iterator[Request]:
        links = [entry.link for widget in page.widgets for entry in widget.links if entry.link.kind == "article"]
        self._route.add_shown(links, page.url)
        yield from self._articles(links, "widget", page.url)

    # ---- steps and requests ----------------------------------------------------------------------
    def _sections(self, links: Iterable[SectionLink]) -> Iterator[Request]:
        for link in links:
            for report in self._route.sections(link):
                # The route requests a section once; again only if it failed before a page linked to it.
                yield self._list_request(report.url, report).replace(dont_filter=True)

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
        yield from self._articles((row.link for row in self._route.rows(rows)), found_via, found_on)

    def _list_request(self, url: str, report: SectionReport) -> Request:
        return Request(url, self.parse_list, errback=self.list_failed, cb_kwargs={"report": report})

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

    def _articles(
        self, links: Iterable[Link], found_via: FoundVia, found_on: str, *, again: bool = False
    ) -> Iterator[Request]:
        for link in self._route.wanted(links, again=again):
            yield self._article_request(link.url, found_via, found_on)

    def _article_request(self, url: str, found_via: FoundVia, found_on: str) -> Request:
        return Request(
            url,
            self.parse_article,
            errback=self.article_failed,
            priority=_ARTICLE_FIRST,
            cb_kwargs={"found_via": found_via, "found_on": found_on},
        )
