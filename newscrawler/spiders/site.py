"""Which newspaper a spider crawls: with which arguments and settings, and in which run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawler.cms.families import FAMILIES
from newscrawler.cms.family import Family
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.page import Page
from newscrawler.cms.reading import Reader
from newscrawler.cms.recognise import Cms
from newscrawler.items import Item, Rejected
from newscrawler.korean.dates import iso, now_kst
from newscrawler.network.responses import request_of, user_agent
from newscrawler.newspapers import Site
from newscrawler.newspapers.address import server_of
from newscrawler.rules import hide_secrets
from newscrawler.run.arguments import Arguments, reject_unknown
from newscrawler.run.history import History
from newscrawler.run.reasons import FINAL, explain, is_withheld
from newscrawler.run.run import CannotBeginError, Run, run_of
from newscrawler.spiders.answers import WholePages
from newscrawler.spiders.route import Bounds, Route
from newscrawler.translation import N_

Output = Item | Request
"""What callbacks yield."""


def now() -> str:
    """The present time, as records have it."""
    return iso(now_kst())


class SiteSpider(Spider):
    """A spider of one newspaper, that of the table in ``site`` or one that its arguments name."""

    site: ClassVar[Site]
    argument_names: ClassVar[tuple[str, ...]] = Arguments.NAMES
    reads_lists: ClassVar[bool] = False
    """Whether a run that found no list has missed those of the newspaper; so it is with a CMS family's spiders."""
    run: Run

    def __init__(self, **given: str) -> None:
        """Takes the spider arguments; raises ArgumentError if they are invalid."""
        super().__init__(self.name)
        given = self.with_defaults(given)
        self.arguments = self.check_arguments(given)
        self.given = {name: value for name, value in given.items() if not name.startswith("_")}
        self._family = self.chosen_family(given)
        self.urls = self.newspaper(given)
        if self._family is not None:
            self.urls = SiteUrls(self.urls.home, self._family)
        self.site_name = self.site.name if hasattr(self, "site") else self.urls.name
        self.title = self.site.title if hasattr(self, "site") else None
        self.allowed_domains = [self.urls.domain]

    @classmethod
    def check_arguments(cls, given: dict[str, str]) -> Arguments:
        """Parses the spider arguments; raises ArgumentError if they are invalid."""
        given = cls.with_defaults(given)
        reject_unknown(given, cls.argument_names)
        cls.newspaper(given)
        cls.chosen_family(given)
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
    def chosen_family(cls, given: dict[str, str]) -> Family | None:
        """The CMS family that the table or the arguments name; None where the front page is to show it."""
        return FAMILIES[cls.site.family] if hasattr(cls, "site") and cls.site.family else None

    @classmethod
    def known_sections(cls, given: dict[str, str]) -> dict[str, int | str]:
        """The sections known before the front page is read: label -> code."""
        return dict(cls.site.sections) if hasattr(cls, "site") else {}

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        if hasattr(cls, "site"):
            settings.setdict(dict(cls.site.settings), priority="spider")
        settings.set("USER_AGENT", user_agent(settings), priority="addon")  # the user's USER_AGENT wins

    # ---- the run -----------------------------------------------------------------------------
    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        hide_secrets(crawler.settings)  # Scrapy logs them next
        spider.run = run_of(crawler)
        spider.reset()
        return spider

    def reset(self) -> None:
        """Starts a new journal and a new route."""
        self.run.reset(
            site=self.site_name,
            spider=self.name,
            server=self.site.server if hasattr(self, "site") else server_of(self.urls.home),
            home=self.urls.home,
            hosts=self.urls.hosts,
            given=self.given,
            arguments=self.arguments,
            reads_lists=self.reads_lists,
        )
        self.run.article_at = self._article_at
        self.run.journal.family = self._family.name if self._family is not None else None
        self._route = self._route_after(History())
        self._reader, self._whole = Reader(), WholePages()
        self._strips: set[tuple[str | None, str | None]] = set()

    def begin(self) -> History:
        """Begins the run, before the first request; returns what earlier runs know. Ends the crawl if it must not."""
        try:
            return self.run.begin()
        except CannotBeginError as error:
            raise CloseSpider("not_begun") from error

    def failed(self, failure: Failure) -> Iterator[Item]:
        """Rejects a page that did not come, and makes the run incomplete unless the page is gone.

        The errback of requests that have none of their own.
        """
        url = request_of(failure).url
        reason, sentence = explain(failure.value)
        if is_withheld(failure.value):
            sentence = self.run.journal.robots_problem or sentence
        yield self._reject(url, reason, sentence)
        if reason not in FINAL:
            self.run.journal.add_unread(f"{url}: {sentence}")

    def _route_after(self, history: History) -> Route:
        bounds = Bounds(*map(self.settings.getint, ("MAX_LIST_PAGES", "MAX_SECTIONS", "MAX_ARTICLES_PER_RUN")))
        return Route(self.urls.family, self.run.journal, history, bounds)

    def _recognise(self, response: Response) -> str | None:
        """Reads the newspaper by the rules of the CMS that its front page shows; else says why it cannot be read."""
        cms = Cms()
        cms.add(Page(response.text, response.url, self.urls))
        family = cms.likely
        if family is None:
            if not cms.shapes:
                return N_("it links to no section and no article")
            readable = " and ".join(one.title for one in FAMILIES.values())
            made_with = cms.family or N_("a CMS that is not known")
            return N_(f"it is made with {made_with}; those that can be read are {readable}")
        self.logger.info("%s is made with %s: %s", self.urls.home, family.title, ", ".join(cms.signs))
        self._family, self.run.journal.family = family, family.name
        self.urls = SiteUrls(self.urls.home, family)
        self._route = self._route_after(self.run.history)
        return None

    def _article_at(self, url: str) -> tuple[str, str] | None:
        """The id and canonical address of the article at an address; None if it is not an article's."""
        link = self.urls.link(url, url)
        return (f"{self.site_name}:{link.id}", link.url) if link is not None and link.id is not None else None

    def _reject(self, url: str, reason: str, detail: str | None = None) -> Rejected:
        return Rejected(site=self.site_name, url=url, reason=reason, detail=detail, fetched_at=now())

    def _count(self, event: str) -> None:
        self.crawler.stats.inc_value(f"newscrawler/{event}")
