"""The one crawl all newspapers share: front page -> sections -> list pages -> articles.

The spider navigates; what a page holds is read in newscrawler.pages, what becomes of a record
is decided in newscrawler.pipelines.items.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawler import __version__
from newscrawler.cms.article import ArticlePage
from newscrawler.cms.family import Link, MoreRequest, Row
from newscrawler.cms.feeds import read_more, read_rss
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.markup.surroundings import SectionLink
from newscrawler.cms.page import Page
from newscrawler.cms.reading import Reader
from newscrawler.ids import Ids
from newscrawler.items import FoundVia, Item, PageKind, Rejected
from newscrawler.korean.dates import iso, now_kst
from newscrawler.korean.encoding import UNDECODABLE
from newscrawler.newspapers.table import Site
from newscrawler.run.arguments import Arguments, reject_unknown, unknown_section
from newscrawler.run.history import History
from newscrawler.run.reasons import GONE, InterruptedRequest, explain, is_withheld
from newscrawler.signals import run_started
from newscrawler.store.manifest import SectionReport, StopReason

Output = Item | Request
# Articles before further list pages: the queue stays as short as one list page.
_ARTICLE_FIRST = 10
_REPEATS = 2
# A row's date is near the article's own, which decides; around midnight they may differ.
_DATE_MARGIN = timedelta(days=1)


class NewsSpider(Spider):
    """Base of all newspaper spiders; a subclass names its newspaper in ``site``."""

    site: ClassVar[Site]
    argument_names: ClassVar[tuple[str, ...]] = Arguments.NAMES

    def __init__(self, **given: str) -> None:
        """Takes the spider arguments; raises ArgumentError before anything is fetched."""
        super().__init__(self.name)
        given = self.with_defaults(given)
        self.arguments = self.check_arguments(given)
        self.given = {name: value for name, value in given.items() if not name.startswith("_")}
        self.urls = self.newspaper(given)
        self.site_name = self.site.name if hasattr(self, "site") else self.urls.name
        self.title = self.site.title if hasattr(self, "site") else None
        self.allowed_domains = [self.urls.name.split(":")[0]]
        self.usage_error: str | None = None
        self.refused: str | None = None  # why the run must not begin
        self.history = History()
        self.reset()

    def reset(self) -> None:
        """Forgets what was met so far: where every run begins."""
        self.sections: dict[str, SectionReport] = {}
        self.unread: list[str] = []  # one sentence per page that could not be read: the run is not complete
        self.gaps = False  # a page with lists was among them
        self.robots_unread: str | None = None  # why robots.txt, and so everything, is out of reach
        self.skipped = False  # max_articles kept articles from being asked for
        self._listed: dict[str, Ids] = {}  # section -> articles on its pages so far
        self._given_up: set[str] = set()  # sections that are not for this run to read
        self._repeats: dict[str, int] = {}  # section -> pages that listed nothing new though more follow
        self._asked = Ids()  # articles requested in this run
        self._fresh = 0  # of them, those not asked for on purpose again
        self._strips: set[tuple[str | None, str | None]] = set()
        self._reader = Reader()

    @classmethod
    def check_arguments(cls, given: dict[str, str]) -> Arguments:
        """Reads the spider arguments; raises ArgumentError."""
        given = cls.with_defaults(given)
        reject_unknown(given, cls.argument_names)
        cls.newspaper(given)
        return Arguments.read(given, cls.known_sections(given))

    @classmethod
    def with_defaults(cls, given: dict[str, str]) -> dict[str, str]:
        """The spider arguments, with those the table has for this newspaper where none was given."""
        return {**cls.site.arguments, **given} if hasattr(cls, "site") else given

    @classmethod
    def newspaper(cls, given: dict[str, str]) -> SiteUrls:
        """The link rules of the newspaper the arguments name."""
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
        contact = settings.get("CONTACT")
        agent = f"newscrawler/{__version__}" + (f" (+{contact})" if contact else "")
        settings.set("USER_AGENT", agent, priority="addon")  # a USER_AGENT of one's own wins

    # ---- where a run begins ------------------------------------------------------------------
    async def start(self) -> AsyncIterator[Any]:
        """Asks for the front page; everything else follows from it."""
        await self.crawler.signals.send_catch_log_async(run_started, spider=self)
        if self.refused is None:
            # not filtered as offsite: an address that Scrapy does not recognise would be dropped in silence
            yield self._request(self.urls.home, self.parse_home, priority=100, dont_filter=True)

    def parse_home(self, response: Response) -> Iterator[Output]:
        """Reads the front page: sections, widgets, AJAX buttons, the RSS feed.

        @demo /
        @returns requests 10
        @returns items 5
        @scrapes type site fetched_at
        """
        if (reason := self._unreadable(response)) is not None:
            yield self._reject(response.url, *reason)
            self.unread.append(f"the front page {response.url} could not be read: {reason[0]}")
            self.gaps = True
            return
        self._follow_home(response.url)
        page = Page(response.text, response.url, self.urls)
        self.title = self.title or page.site_name
        yield from self._weather(page)
        yield from page.widget_items(self.site_name, "home", _now())
        sections = list(page.section_links())
        if self.arguments.sections:
            yield from self._chosen_sections(sections)
            return
        yield from self._again()
        for section in sections:
            yield from self._section(section)
        yield from self._widget_articles(page)
        yield from self._ajax(page)
        if page.rss_url:
            yield self._request(page.rss_url, self.parse_rss, errback=self.rss_failed)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Output]:
        """Reads a page of any kind by its address: `scrapy parse URL` needs no --callback."""
        link = self.urls.link(response.url, response.url)
        if link is not None and link.kind == "article":
            return self.parse_article(response)
        if link is not None and link.is_section:
            return self.parse_list(response)
        return self.parse_home(response)

    def parse_list(self, response: Response, report: SectionReport | None = None) -> Iterator[Output]:
        """Reads a landing page or one page of a list and asks for its articles and the next page.

        @demo /news/article_list_all.html
        @returns requests 10
        @returns items 2
        @scrapes type site fetched_at
        """
        report = report or self._report(self.urls.family.section_of(response.url), "start")
        if (reason := self._unreadable(response)) is not None:
            yield from self._list_unread(response.url, report, *reason)
            return
        link = self.urls.link(response.url, response.url)
        if link is None or not link.is_section:
            yield from self._list_unread(_asked_for(response), report, "missing", f"leads to {response.url}")
            return
        page = self._reader.read(ListPage, response.text, response.url, self.urls)
        report.pages += 1
        report.name = report.name or page.name or ""
        yield from self._around(page, "list" if page.rows else "section")
        if not self.arguments.sections:
            yield from self._ajax(page)
        yield from self._rows(page.rows, "list", page.url)
        report.stopped = self._stop_reason(page, report)
        if report.stopped is None:
            number = self.urls.family.page_number(_asked_for(response)) + 1
            yield self._list_request(self.urls.family.with_page(report.url, number), report)

    def parse_ajax(
        self, response: Response, more: MoreRequest, report: SectionReport, found_on: str
    ) -> Iterator[Output]:
        """Reads one reply of an AJAX more-button; asks on until a reply is short or brings nothing new."""
        try:
            reply = read_more(getattr(response, "text", ""), more, self.urls, found_on)
        except ValueError as error:
            yield from self._list_unread(response.url, report, "invalid", str(error))
            return
        report.pages += 1
        fresh = self._new_rows(report, reply.rows)
        yield from self._rows(reply.rows, "ajax", found_on)
        if not fresh or reply.next is None:
            report.stopped = "end"
        elif self._ends_at_known(report, reply.rows):
            report.stopped = "nothing_new"
        elif self.arguments.max_pages and report.pages >= self.arguments.max_pages:
            report.stopped = "max_pages"
        elif report.pages >= self._most_pages:
            report.stopped = "error"
            self._has_too_many(f"list {report.url} has no end after {report.pages} pages")
        else:
            yield self._ajax_request(reply.next, report, found_on)

    def parse_rss(self, response: Response) -> Iterator[Output]:
        """Reads the RSS feed; a paper that answers HTML instead simply has none.

        @demo /data/rss/news.xml
        @returns requests 5
        @returns items 0 0
        """
        rows = read_rss(getattr(response, "text", ""), self.urls, response.url)
        if rows is None:
            self.logger.info("%s is no RSS feed", response.url)
        yield from self._rows(rows or [], "rss", response.url)

    def parse_article(
        self, response: Response, found_via: FoundVia = "start", found_on: str | None = None
    ) -> Iterator[Output]:
        """Reads an article and what else its page holds.

        @demo /news/article.html?no=10003
        @returns items 5
        @scrapes type site fetched_at
        """
        if (reason := self._unreadable(response)) is not None:
            yield self._reject(response.url, *reason)
            self.unread.append(f"{response.url}: {reason[0]}")
            return
        page = self._reader.read(ArticlePage, response.text, response.url, self.urls)
        article = page.item(self.site_name, self.title, found_via, found_on or response.url, _now())
        asked = self.urls.link(_asked_for(response), response.url)
        if article is not None and asked is not None and asked.url != article.url:
            yield self._reject(asked.url, "missing", f"leads to {article.url}")
            yield from self._article(Link("article", article.url, article.id.partition(":")[2]), found_via, asked.url)
            return
        if page.is_missing or article is None:
            detail = page.missing_message if article else f"leads to {response.url}"
            yield self._reject(_asked_for(response), "missing", detail)
            return
        for printed in page.impossible_times:
            self._count("article/impossible_time")
            self.logger.warning("%s prints a time that cannot be: %s", response.url, printed)
        yield from self._around(page, "article")
        if self._is_wanted(article.published_at):
            yield article
        else:
            self._count("article/out_of_range")

    # ---- what could not be fetched -----------------------------------------------------------
    def home_failed(self, failure: Failure) -> Iterator[Output]:
        """The newspaper itself cannot be reached."""
        self.gaps = True
        if isinstance(failure.value, InterruptedRequest):
            return
        reason, sentence = explain(failure.value)
        if is_withheld(failure.value):
            sentence = self.robots_unread or sentence
        yield self._reject(_request_of(failure).url, reason, sentence)
        self.unread.append(f"{self.urls.home} cannot be read: {sentence}")

    def list_failed(self, failure: Failure) -> Iterator[Output]:
        """A list page could not be fetched: its section is not complete."""
        request = _request_of(failure)
        report: SectionReport = request.cb_kwargs["report"]
        reason, sentence = explain(failure.value)
        if is_withheld(failure.value):
            self._count("section/withheld")
            if not isinstance(failure.value, InterruptedRequest):
                self._give_up(report)  # robots.txt forbids it: not for this run to read
            return
        if report.found_via == "guess" and reason in GONE:
            self._give_up(report)  # the list we supposed behind a landing page
            return
        yield from self._list_unread(request.url, report, reason, sentence)

    def article_failed(self, failure: Failure) -> Iterator[Output]:
        """An article could not be fetched; gone for good is an answer, anything else is not."""
        if is_withheld(failure.value):
            self._count("article/withheld")
            return
        reason, sentence = explain(failure.value)
        request = _request_of(failure)
        url = request.meta.get("redirect_urls", [request.url])[0]
        yield self._reject(url, reason, sentence)
        if reason not in GONE:
            self.unread.append(f"{url}: {sentence}")

    def rss_failed(self, failure: Failure) -> None:
        """No RSS feed: the lists hold the same articles."""
        self.logger.info("no RSS feed: %s", explain(failure.value)[1])

    # ---- steps -------------------------------------------------------------------------------
    def _follow_home(self, url: str) -> None:
        """The newspaper's own addresses are those its front page finally answered at."""
        answered = SiteUrls(url)
        if answered.name != self.urls.name:
            self.unread.append(f"{self.urls.home} leads to another host, {answered.name}")
            raise CloseSpider("other_host")
        self.urls = answered

    def _weather(self, page: Page) -> Iterator[Item]:
        """The weather strip of a page; one met before is not read again."""
        strip = (page.date, page.weather_node.html) if page.weather_node is not None else (None, None)
        if strip not in self._strips:
            self._strips.add(strip)
            yield from page.weather_items(self.site_name, _now())

    def _around(self, page: Page, kind: PageKind) -> Iterator[Output]:
        """What an inner page holds and leads to beside its own content, unless a page before held the same."""
        yield from self._weather(page)
        if page.surroundings.taken:
            return
        page.surroundings.taken = True
        yield from page.widget_items(self.site_name, kind, _now())
        if not self.arguments.sections:
            for section in page.more_links().values():
                yield from self._section(section)
            yield from self._widget_articles(page)

    def _section(self, section: SectionLink) -> Iterator[Request]:
        """Asks for a section once, and for the list behind a landing page."""
        url = self.urls.family.section_of(section.link.url)
        if url in self._given_up:
            return
        if len(self.sections) >= self.settings.getint("MAX_SECTIONS", 2000):
            self._has_too_many(f"{self.urls.home} has no end of sections")
            return
        if url not in self.sections:
            yield self._list_request(url, self._report(url, section.via, section.name))
        elif section.name and not self.sections[url].name:
            self.sections[url].name = section.name
        behind = self.urls.family.list_behind(url)
        if behind and behind not in self.sections and behind not in self._given_up:
            yield self._list_request(behind, self._report(behind, "guess", section.name))

    def _give_up(self, report: SectionReport) -> None:
        """Takes a section out of the run's duties, for good."""
        del self.sections[report.url]
        self._given_up.add(report.url)

    def _report(self, url: str, found_via: str, name: str = "") -> SectionReport:
        self.sections[url] = SectionReport(name, url, found_via)
        return self.sections[url]

    def _chosen_sections(self, sections: list[SectionLink]) -> Iterator[Request]:
        """Asks for the sections the arguments name; the run ends when there is no such section."""
        known = {section.name: section.link.url for section in reversed(sections) if section.name}
        for wanted in self.arguments.sections:
            code = self.urls.family.section_code
            chosen = [s for s in sections if wanted in (s.name, code(s.link.url))]
            if not chosen:
                self.usage_error = unknown_section(wanted, known)
                raise CloseSpider("unknown_section")
            for section in chosen:
                yield from self._section(section)

    def _list_request(self, url: str, report: SectionReport) -> Request:
        return self._request(url, self.parse_list, errback=self.list_failed, cb_kwargs={"report": report})

    def _stop_reason(self, page: ListPage, report: SectionReport) -> StopReason | None:
        """Why a list ends at this page, None when it goes on.

        The CMS serves the last page again past the end, so a page that lists nothing its section
        has not listed before is the end; the pager alone is not believed.
        """
        if not self._new_rows(report, page.rows):
            return self._judge_repeat(page, report)
        if page.is_last:
            return "end"
        if self._ends_at_known(report, page.rows):
            return "nothing_new"
        since = self.arguments.since
        if since and all(row.date and row.date[:10] < str(since - _DATE_MARGIN) for row in page.rows):
            return "since"
        if self.arguments.max_pages and report.pages >= self.arguments.max_pages:
            return "max_pages"
        if report.pages >= self._most_pages:
            self._has_too_many(f"list {report.url} has no end after {report.pages} pages")
            return "error"
        return "max_articles" if self._has_enough() else None

    def _judge_repeat(self, page: ListPage, report: SectionReport) -> StopReason | None:
        """What a page means that lists nothing new: the end, unless its pager says it is the page asked for
        and others follow. Then articles published meanwhile pushed the rows down, or the list is misread.
        """
        goes_on = not page.is_last and page.shown_page == self.urls.family.page_number(page.url) and page.linked_pages
        if not goes_on or not page.rows:
            return "end"
        self._repeats[report.url] = self._repeats.get(report.url, 0) + 1
        if self._repeats[report.url] <= _REPEATS:
            return None
        self.gaps = True
        self.unread.append(f"list {report.url} shows the same articles on page after page")
        return "error"

    @property
    def _most_pages(self) -> int:
        return self.settings.getint("MAX_LIST_PAGES", 20_000)

    def _has_too_many(self, sentence: str) -> None:
        """Says, once, that a bound against endless newspapers was met: what lies behind it is unread."""
        self.gaps = True
        if sentence not in self.unread:
            self.unread.append(sentence)

    def _new_rows(self, report: SectionReport, rows: list[Row]) -> int:
        """Counts the articles this section had not listed before, and remembers them."""
        listed = self._listed.setdefault(report.url, Ids())
        before = len(listed)
        for row in rows:
            listed.add(self._id(row.link))
        report.articles = len(listed)
        return len(listed) - before

    def _ends_at_known(self, report: SectionReport, rows: list[Row]) -> bool:
        """Whether earlier runs have all that a list holds from here on."""
        since = self.arguments.since.isoformat() if self.arguments.since else None
        ids = [self._id(row.link) for row in rows]
        return not self.arguments.refresh and self.history.ends_here(report.url, since, ids)

    def _again(self) -> Iterator[Request]:
        """Asks first for what failed in earlier runs and for articles young enough to change."""
        for url in self.history.again:
            link = self.urls.link(url, url)
            if link is not None:
                yield from self._article(link, "start", self.urls.home, known=True)

    def _rows(self, rows: list[Row], found_via: FoundVia, found_on: str) -> Iterator[Request]:
        for row in rows:
            if self._is_wanted(row.date, _DATE_MARGIN):
                yield from self._article(row.link, found_via, found_on)

    def _widget_articles(self, page: Page) -> Iterator[Request]:
        for widget in page.widgets:
            for entry in widget.entries:
                if entry.link.kind == "article":
                    yield from self._article(entry.link, "widget", page.url)

    def _id(self, link: Link) -> str:
        return f"{self.site_name}:{link.id}"

    def _article(self, link: Link, found_via: FoundVia, found_on: str, known: bool = False) -> Iterator[Request]:
        """Asks for an article, once in a run, whichever ways lead to it; for a ``known`` one only on purpose."""
        identifier = self._id(link)
        if identifier in self._asked:
            return
        if not known and not self.arguments.refresh and identifier in self.history.known:
            return
        if not known:
            if self._has_enough():
                self.skipped = True
                return
            self._fresh += 1
        self._asked.add(identifier)
        yield self._request(
            link.url,
            self.parse_article,
            errback=self.article_failed,
            priority=_ARTICLE_FIRST,
            cb_kwargs={"found_via": found_via, "found_on": found_on},
        )

    def _ajax(self, page: Page) -> Iterator[Request]:
        """Asks for the next page of each AJAX block, once in a run however many pages show it."""
        for more in page.more_requests():
            if more.list_url not in self.sections:
                yield self._ajax_request(more, self._report(more.list_url, "ajax"), page.url)

    def _ajax_request(self, more: MoreRequest, report: SectionReport, found_on: str) -> Request:
        return self._request(
            more.url,
            self.parse_ajax,
            errback=self.list_failed,
            method=more.method,
            body=more.body,
            headers=dict(more.headers),
            cb_kwargs={"more": more, "report": report, "found_on": found_on},
        )

    def _request(self, url: str, callback: Any, **options: Any) -> Request:
        return Request(url, callback, errback=options.pop("errback", self.home_failed), **options)

    # ---- judgements --------------------------------------------------------------------------
    def _unreadable(self, response: Response) -> tuple[str, str | None] | None:
        """The reject reason of a response that is no whole, readable page."""
        if "partial" in response.flags or "dataloss" in response.flags:
            return "truncated", f"{len(response.body)} bytes came"
        if UNDECODABLE in response.flags:
            return "undecodable", "text in neither UTF-8 nor CP949"
        if not isinstance(response, TextResponse) or not response.body.strip():
            return "no_page", "empty" if not response.body.strip() else "not a text"
        return None

    def _list_unread(self, url: str, report: SectionReport, reason: str, detail: str | None) -> Iterator[Item]:
        report.stopped = "error"
        self.gaps = True
        self.unread.append(f"list page {url}: {detail or reason}")
        yield self._reject(url, reason, detail)

    def _reject(self, url: str, reason: str, detail: str | None = None) -> Rejected:
        return Rejected(site=self.site_name, url=url, reason=reason, detail=detail, fetched_at=_now())

    def _is_wanted(self, moment: str | None, margin: timedelta = timedelta()) -> bool:
        """Whether a time is within since and until, both days included; an absent time is."""
        day = moment[:10] if moment else None
        since, until = self.arguments.since, self.arguments.until
        too_old = since and day and day < str(since - margin)
        too_new = until and day and day > str(until + margin)
        return not too_old and not too_new

    def _has_enough(self) -> bool:
        return self.arguments.max_articles is not None and self._fresh >= self.arguments.max_articles

    def _count(self, event: str) -> None:
        self.crawler.stats.inc_value(f"newscrawler/{event}")


def _asked_for(response: Response) -> str:
    """The address first asked for, before any redirect."""
    asked: str = response.meta.get("redirect_urls", [response.request.url])[0] if response.request else response.url
    return asked


def _request_of(failure: Failure) -> Request:
    """The request that failed; Scrapy sets it on the failures it hands to an errback."""
    request: Request = vars(failure)["request"]
    return request


def _now() -> str:
    return iso(now_kst())
