"""Item pipelines: each judges one thing. Pages read, these decide, extensions.RunPublisher stores."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn

import msgspec
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawler.cms.links import SiteUrls
from newscrawler.extensions import RunPublisher
from newscrawler.items import Article, Rejected, SidebarWidget, WeatherReading
from newscrawler.korean.dates import iso, now_kst
from newscrawler.korean.text import clean
from newscrawler.run.reasons import REMOVED
from newscrawler.store.archive import Archive

_encode = msgspec.json.Encoder().encode
_DECODERS = {cls: msgspec.json.Decoder(cls) for cls in (Article, WeatherReading, SidebarWidget, Rejected)}


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
        # read back what would be written: msgspec takes an instance of the class on trust
        _DECODERS[type(item)].decode(_encode(item))
    except msgspec.ValidationError as error:
        return "invalid", str(error)
    return None


class TrackRevisions:
    """Holds an article against the archive: new, modified, removed or unchanged.

    A known article whose text changed is a new revision; one that is gone becomes its last record with
    the status ``removed``; an unchanged one is counted and dropped.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> TrackRevisions:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Returns the item as it is to be stored, raises DropItem for what is stored already."""
        publisher = self.crawler.get_extension(RunPublisher)
        archive = publisher.archive if publisher is not None else None
        if archive is None:
            return item
        if isinstance(item, Article):
            return self._revision(item, archive)
        if isinstance(item, Rejected) and item.reason in REMOVED:
            return self._removal(item, archive)
        return item

    def _revision(self, item: Article, archive: Archive) -> Article:
        known = archive.known(item.id)
        if known is None:
            return item
        if known.content_hash == item.content_hash and known.status != "removed":
            archive.heal(item.url)
            self._unchanged()
        last = archive.last_record(item.id)
        assert last is not None
        item.revision, item.status = known.revision + 1, "modified"
        item.found_via, item.found_on = last.found_via, last.found_on
        return item

    def _removal(self, item: Rejected, archive: Archive) -> Article | Rejected:
        link = SiteUrls(item.url).link(item.url, item.url)
        last = archive.last_record(f"{item.site}:{link.id}") if link is not None and link.id else None
        if last is None:
            return item
        archive.heal(last.url)
        if last.status == "removed":
            self._unchanged()
        return replace(last, status="removed", fetched_at=item.fetched_at)

    def _unchanged(self) -> NoReturn:
        self.crawler.stats.inc_value("newscrawler/article/unchanged")
        raise DropItem("unchanged", log_level="DEBUG")


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
