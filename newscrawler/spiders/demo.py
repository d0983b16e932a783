"""The bundled newspaper: served on loopback during the run, crawled like any other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from newscrawler.cms.families import FAMILIES
from newscrawler.cms.family import Family
from newscrawler.cms.links import SiteUrls
from newscrawler.korean.dates import now_kst, parse_day_argument
from newscrawler.newspapers import Site
from newscrawler.run.arguments import ArgumentError, count, switch
from newscrawler.spiders.news import NewsSpider
from newscrawler.translation import N_

if TYPE_CHECKING:
    from newscrawler.demo import Fault, Newspaper

_SKINS: dict[str, Literal["m1x", "m01", "ndsoft"]] = {"m1x": "m1x", "m01": "m01", "ndsoft": "ndsoft"}


class DemoSpider(NewsSpider):
    """Crawls the demo newspaper; ``articles``, ``seed``, ``day``, ``skin``, ``releases`` and ``sick`` configure it."""

    name = "demo"
    argument_names: ClassVar[tuple[str, ...]] = (
        "articles",
        "seed",
        "day",
        "skin",
        "releases",
        "sick",
        *NewsSpider.argument_names,
    )
    site = Site(name, "누리고을신문", "http://demo.test/")

    def __init__(self, **given: str) -> None:
        super().__init__(**given)
        self.title = self.paper(self.given).name  # without a title each skin is a newspaper of its own

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        settings.set("DOWNLOAD_DELAY", 0, priority="spider")  # the server is our own
        settings.set("ALLOW_PRIVATE_HOSTS", True, priority="spider")
        settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 8, priority="spider")
        # it publishes nothing new by itself
        settings.set("FLOORS", {"days_without_new": 0, **settings.getdict("FLOORS")}, priority="spider")
        middlewares = {"newscrawler.spiders.demo.DemoNetwork": 740}
        settings.set("DOWNLOADER_MIDDLEWARES", {**settings.getdict("DOWNLOADER_MIDDLEWARES"), **middlewares}, "spider")
        super().update_settings(settings)  # last: the table's settings for a newspaper take precedence

    @classmethod
    def paper(cls, given: dict[str, str]) -> Newspaper:
        """The newspaper that the arguments describe; raises ArgumentError if they are invalid."""
        from newscrawler.demo import Newspaper  # noqa: PLC0415 - 90 ms that no other newspaper needs

        skin = given.get("skin", "m1x")
        if skin not in _SKINS:
            raise ArgumentError(N_(f"skin must be one of {', '.join(_SKINS)}, not {skin!r}"))
        articles = count(given, "articles", 200) or 200
        if articles < 10:
            raise ArgumentError(N_(f"articles must be at least 10, not {articles}"))
        named = cls.site.demo and cls.site.title != cls.site.name  # the table gives it a title of its own
        return Newspaper(
            articles=articles,
            seed=count(given, "seed", 1) or 1,
            day=_day(given),
            skin=_SKINS[skin],
            host=urlsplit(cls.site.home).netloc,
            name=cls.site.title if named else None,
            releases=switch(given, "releases"),
        )

    @classmethod
    def faults(cls, given: dict[str, str]) -> dict[str, Fault]:
        """What fails at the newspaper: nothing unless it is ``sick``; raises ArgumentError if that is invalid."""
        from newscrawler.demo import SICK  # noqa: PLC0415 - likewise

        sick = given.get("sick")
        if sick is not None and sick not in SICK:
            raise ArgumentError(N_(f"sick must be one of {', '.join(SICK)}, not {sick!r}"))
        return SICK[sick] if sick else {}

    @classmethod
    def newspaper(cls, given: dict[str, str]) -> SiteUrls:
        cls.faults(given)
        return SiteUrls(f"{cls.paper(given).origin}/")

    @classmethod
    def chosen_family(cls, given: dict[str, str]) -> Family | None:
        return FAMILIES["ndsoft" if given.get("skin") == "ndsoft" else "mediaon"]

    @classmethod
    def known_sections(cls, given: dict[str, str]) -> dict[str, int | str]:
        return dict(cls.paper(given).sections)


def _day(given: dict[str, str]) -> int | date:
    """The argument ``day``: a number of days after the newspaper's first, or the day of an edition.

    Days such as ``today`` and ``1d`` count from the last edition that is out; raises ArgumentError if it is neither.
    """
    from newscrawler.demo import FIRST_DAY, latest_edition  # noqa: PLC0415 - as above

    value = str(given.get("day", "0")).strip()
    if value.isascii() and value.isdigit() and len(value) < len("20260302"):
        return int(value)
    try:
        edition = parse_day_argument(value, latest_edition(now_kst()))
    except ValueError:
        raise ArgumentError(N_(f"day must be a number of days, or a day such as today, not {value!r}")) from None
    if edition < FIRST_DAY:
        raise ArgumentError(N_(f"day must not be before {FIRST_DAY}, the first day of the demo newspaper: {value}"))
    return edition


class DemoNetwork:
    """Sends the demo's requests to its server as to a proxy, so that addresses are the same in every run."""

    def __init__(self, paper: Newspaper, faults: dict[str, Fault]) -> None:
        from newscrawler.demo import DemoServer  # noqa: PLC0415 - likewise

        self.server = DemoServer(paper)
        self.server.faults.update(faults)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DemoNetwork:
        spider = crawler.spider
        assert isinstance(spider, DemoSpider)
        network = cls(spider.paper(spider.given), spider.faults(spider.given))
        crawler.signals.connect(network.opened, signals.spider_opened)
        crawler.signals.connect(network.closed, signals.spider_closed)
        return network

    def opened(self) -> None:
        self.server.__enter__()

    def closed(self) -> None:
        self.server.__exit__(None, None, None)

    def process_request(self, request: Request) -> Any:
        """Names the server as proxy; HttpProxyMiddleware does the rest."""
        request.meta.setdefault("proxy", self.server.url)
