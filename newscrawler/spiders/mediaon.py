"""The spider for any mediaOn newspaper by address; newscrawler.loader creates those for the table."""

from __future__ import annotations

import os
from typing import ClassVar

from newscrawler.cms.links import SiteUrls
from newscrawler.run.arguments import ArgumentError
from newscrawler.spiders.news import NewsSpider


class MediaonSpider(NewsSpider):
    """Crawls the mediaOn newspaper at ``-a url=…``, whether or not it is in the table."""

    name = "mediaon"
    argument_names: ClassVar[tuple[str, ...]] = ("url", *NewsSpider.argument_names)

    @classmethod
    def newspaper(cls, given: dict[str, str]) -> SiteUrls:
        if os.environ.get("SCRAPY_CHECK"):  # contracts use the demo newspaper, see newscrawler.spiders.contracts
            return SiteUrls(given.get("url", "http://127.0.0.1/"))
        return site_urls(given.get("url"))


def site_urls(url: str | None) -> SiteUrls:
    """The link rules of the newspaper at ``url``; raises ArgumentError if that is not an address."""
    if not url:
        raise ArgumentError("url is required, for example -a url=https://www.example.kr/")
    try:
        return SiteUrls(url)
    except ValueError as error:
        raise ArgumentError(f"url={url} is {error}") from None
