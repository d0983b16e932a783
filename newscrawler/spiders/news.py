"""The crawl that all newspapers share: front page -> sections -> list pages -> articles.

The spider turns the decisions of newscrawler.spiders.route into requests. newscrawler.cms parses the pages, and
newscrawler.pipelines decides what to do with the records.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.cms.feeds import read_rss
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.page import Page
from newscrawler.items import FoundVia
from newscrawler.network.responses import is_second, request_of, second, unreadable
from newscrawler.run.reasons import FINAL, InterruptedRequest, explain, is_withheld
from newscrawler.spiders.answers import Answer, read_answer, read_failure
from newscrawler.spiders.sections import SectionSpider
from newscrawler.spiders.site import Output, now
from newscrawler.translation import N_


class NewsSpider(SectionSpider):
    """Base of all newspaper spiders; a subclass sets its newspaper in ``site``."""

    reads_lists = True

    # ---- pages -------------------------------------------------------------------------------
    async def start(self) -> AsyncIterator[Any]:
        """Begins the run and requests the front page, from which all other requests follow."""
        self._route = self._route_after(self.begin())
        # not filtered as offsite: Scrapy would silently drop an address that it does not recognize
        yield Request(self.urls.home, self.parse_home, errback=self.home_failed, priority=100, dont_filter=True)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Output]:
        """Reads a page of any kind, chosen by its address, so that `scrapy parse URL` needs no --callback."""
        if self._family is None and unreadable(response) is None:
            self._recognise(response)
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
        if (reason := self._whole.problem(response, "home")) is not None:
            yield from self._home_unexpected(response, *reason)
            return
        if self._family is None and (unknown := self._recognise(response)) is not None:
            yield from self._home_unexpected(response, "unexpected", unknown)
            return
        urls = self._answered_by(response.url)
        page = Page(response.text, response.url, urls)
        if not (page.has_frame or page.more_requests()):
            yield from self._home_unexpected(response, "unexpected", N_("it links to no section and no article"))
            return
        self.urls = urls
        self.run.journal.home, self.run.journal.hosts = urls.home, urls.hosts
        self.title = self.title or page.site_name
        yield from self._weather(page)
        yield from page.widget_items(self.site_name, "home", now())
        sections = list(page.section_links())
        if self.arguments.sections:
            yield from self._chosen_sections(sections)
            return
        again = (link for url in self.run.history.again if (link := self.urls.link(url, url)) is not None)
        yield from self._articles(again, "start", self.urls.home, again=True)
        yield from self._sections([*sections, *page.guessed_sections()])
        yield from self._widget_articles(page)
        yield from self._more(page)
        for report in self._route.known_sections():
            yield self._list_request(report.url, report)
        if page.rss_url:
            yield Request(page.rss_url, self.parse_rss, errback=self.rss_failed)

    def parse_rss(self, response: Response) -> Iterator[Output]:
        """Reads the RSS feed; a newspaper that returns HTML instead has none.

        @demo /data/rss/news.xml
        @returns requests 5
        @returns items 0 0
        """
        rows = read_rss(getattr(response, "text", ""), self.urls, response.url)
        if rows is None:
            self.logger.info("%s is not an RSS feed", response.url)
            return
        self._route.add_shown((row.link for row in rows), response.url)
        yield from self._rows(rows, "rss", response.url)

    def parse_article(
        self, response: Response, found_via: FoundVia = "start", found_on: str | None = None
    ) -> Iterator[Output]:
        """Reads an article, and the widgets and links around it.

        @demo /news/article.html?no=10003
        @returns items 5
        @scrapes type site fetched_at
        """
        answer = read_answer(response, self.urls, self._reader, self._whole)
        if answer.other is not None:
            yield from self._articles([answer.other], found_via, answer.url)
        page, found_on = answer.page, found_on or response.url
        article = page.item(self.site_name, self.title, found_via, found_on, now()) if page is not None else None
        if page is None or article is None:
            yield from self._article_unread(answer, found_via, found_on)
            return
        for printed in page.impossible_times:
            self._count("article/impossible_time")
            self.logger.warning("%s prints an impossible time: %s", response.url, printed)
        if page.damaged_characters:
            self._count("article/damaged_text")
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
        journal.add_unread(N_(f"{self.urls.home} cannot be read: {sentence}"))

    def article_failed(self, failure: Failure) -> Iterator[Output]:
        """Rejects an article that could not be fetched; the run is incomplete unless the article is gone for good."""
        request = request_of(failure)
        answer = read_failure(request, failure.value)
        if answer is None:
            self._count("article/withheld")
            return
        yield from self._article_unread(answer, **request.cb_kwargs)

    def rss_failed(self, failure: Failure) -> None:
        """Logs that there is no RSS feed; the lists have the same articles."""
        self.logger.info("no RSS feed: %s", explain(failure.value)[1])

    # ---- steps -------------------------------------------------------------------------------
    def _answered_by(self, url: str) -> SiteUrls:
        """The link rules for the address that the front page has; ends the run if it is another newspaper's."""
        answered = SiteUrls(url, self.urls.family)
        if answered.name != self.urls.name:
            self.run.journal.add_unread(N_(f"{self.urls.home} leads to another host, {answered.name}"))
            raise CloseSpider("other_host")
        return answered

    def _home_unexpected(self, response: Response, reason: str, detail: str | None) -> Iterator[Output]:
        """Requests a front page that is not one again; the second time, the run has nothing to read."""
        if not is_second(response):
            yield second(Request(self.urls.home, self.parse_home, errback=self.home_failed))
            return
        yield self._reject(response.url, reason, detail)
        self.run.journal.add_unread(N_(f"{self.urls.home} cannot be read: {detail or reason}"))

    # ---- notes -------------------------------------------------------------------------------
    def _article_unread(self, answer: Answer, found_via: FoundVia, found_on: str) -> Iterator[Output]:
        """Requests an article that was not read once more, or rejects it.

        The run is not complete without it, unless it is simply gone or was given up in an earlier run.
        """
        if answer.may_be_asked_again:
            self.run.remember(answer.url, answer.reason)  # for the next run, in case this one is stopped before
            yield second(self._article_request(answer.url, found_via, found_on))
            return
        yield self._reject(answer.url, answer.reason, answer.detail)
        if answer.reason not in FINAL and not self.run.history.is_given_up(answer.url):
            self.run.journal.add_unread(f"{answer.url}: {answer.sentence}")
