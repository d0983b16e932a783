"""The spiders: one for any mediaOn newspaper by address, one per entry of the table of sites."""

from __future__ import annotations

import os
from typing import ClassVar

from newscrawler.arguments import site_urls
from newscrawler.sites import SITES, Site
from newscrawler.spiders.news import NewsSpider
from newscrawler.urls import SiteUrls


class MediaonSpider(NewsSpider):
    """Crawls the mediaOn newspaper at ``-a url=…``, table entry or not."""

    name = "mediaon"
    argument_names: ClassVar[tuple[str, ...]] = ("url", *NewsSpider.argument_names)

    @classmethod
    def newspaper(cls, given: dict[str, str]) -> SiteUrls:
        if os.environ.get("SCRAPY_CHECK"):  # contracts bring their own newspaper, see newscrawler.contracts
            return SiteUrls(given.get("url", "http://127.0.0.1/"))
        return site_urls(given.get("url"))


def _spider(site: Site) -> type[NewsSpider]:
    """The spider class of a table entry; it counts as defined here, where Scrapy looks for it."""
    return type(f"{site.name.title()}Spider", (NewsSpider,), {"name": site.name, "site": site, "__module__": __name__})


globals().update({spider.__name__: spider for spider in map(_spider, SITES)})
