"""The spider for any newspaper by address; newscrawler.loader creates those for the table."""

from __future__ import annotations

import os
from collections.abc import Container
from typing import ClassVar

from newscrawler.cms.families import FAMILIES
from newscrawler.cms.family import Family
from newscrawler.cms.links import SiteUrls
from newscrawler.newspapers.address import quotable
from newscrawler.run.arguments import ArgumentError
from newscrawler.spiders.news import NewsSpider
from newscrawler.translation import N_


class NewspaperSpider(NewsSpider):
    """Crawls the newspaper at ``-a url=…``, whether or not it is in the table; ``-a family=…`` names its CMS."""

    name = "newspaper"
    argument_names: ClassVar[tuple[str, ...]] = ("url", "family", *NewsSpider.argument_names)
    taken: ClassVar[frozenset[str]] = frozenset()
    """The names of the newspapers in the table, each of which has its own folder; newscrawler.loader sets them."""

    @classmethod
    def newspaper(cls, given: dict[str, str]) -> SiteUrls:
        if os.environ.get("SCRAPY_CHECK"):  # contracts use the demo newspaper, see newscrawler.spiders.contracts
            return SiteUrls(given.get("url", "http://127.0.0.1/"))
        return site_urls(given.get("url"), cls.taken)

    @classmethod
    def chosen_family(cls, given: dict[str, str]) -> Family | None:
        name = given.get("family")
        if name is not None and name not in FAMILIES:
            raise ArgumentError(N_(f"family must be one of {', '.join(FAMILIES)}, not {name!r}"))
        return FAMILIES[name] if name is not None else None


class MediaonSpider(NewspaperSpider):
    """The same under the name it had while mediaOn was the only CMS that could be read."""

    name = "mediaon"


def site_urls(url: str | None, taken: Container[str] = ()) -> SiteUrls:
    """The link rules of the newspaper at ``url``.

    Raises ArgumentError if that is not an address, or if the name that follows from it is in ``taken``.
    """
    if not url:
        raise ArgumentError(N_("url is required, for example -a url=https://www.example.kr/"))
    try:
        urls = SiteUrls(url)
    except ValueError as error:
        raise ArgumentError(N_(f"url={quotable(url)} is {error}")) from None
    if urls.name in taken:
        raise ArgumentError(N_(f"url leads to the folder of the newspaper {urls.name}: use scrapy crawl {urls.name}"))
    return urls
