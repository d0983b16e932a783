"""Item pipelines: each judges one thing. Pages read, these decide, extensions.RunPublisher stores."""

from __future__ import annotations

from typing import Any

import msgspec
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawler.dates import iso, now_kst
from newscrawler.items import Article, Rejected, SidebarWidget, WeatherReading
from newscrawler.text import clean


class Normalise:
    """Folds white space in the one-line texts of articles, whichever page class made them."""

    def process_item(self, item: Any) -> Any:
        """Returns the item; paragraphs and captions are clean already."""
        if isinstance(item, Article):
            item.title = clean(item.title)
            item.tags = [tag for tag in map(clean, item.tags) if tag]
        return item


class Check:
    """Turns an item that breaks the contract of the feeds into a Rejected record with its reason."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Check:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Returns the item, or why it was rejected; items of other types pass."""
        if not isinstance(item, Article | WeatherReading | SidebarWidget | Rejected):
            return item
        problem = _problem(item)
        if problem is None:
            return item
        reason, detail = problem
        url = item.page_url if isinstance(item, WeatherReading | SidebarWidget) else item.url
        return Rejected(site=item.site, url=url, reason=reason, detail=detail, fetched_at=iso(now_kst()))


def _problem(item: Article | WeatherReading | SidebarWidget | Rejected) -> tuple[str, str | None] | None:
    if isinstance(item, Article):
        if not item.title:
            return "no_title", None
        if not (item.body or item.images or item.embeds or item.tables):
            return "no_body", item.title
    try:
        msgspec.convert(item, type(item), from_attributes=True)
    except msgspec.ValidationError as error:
        return "invalid", str(error)
    return None


class DropRepeats:
    """Drops readings and widgets already met in this run: strip and sidebar stand on every page."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._seen: set[object] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DropRepeats:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Returns the item the first time its content is met, raises DropItem afterwards."""
        key: object
        if isinstance(item, WeatherReading):
            key = (item.date, item.station, item.condition, item.temperature_c)
        elif isinstance(item, SidebarWidget):
            key = (item.heading, item.more_url, *((entry.title, entry.url) for entry in item.entries))
        else:
            return item
        if key in self._seen:
            self.crawler.stats.inc_value(f"newscrawler/{item.type}/repeated")
            raise DropItem("seen before in this run", log_level="DEBUG")
        self._seen.add(key)
        return item
