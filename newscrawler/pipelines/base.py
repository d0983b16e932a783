"""The common base of the pipelines: each validates records of its own kind and passes on all others."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, NoReturn, Self, TypeVar

import msgspec
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawler.items import Article, Item, Rejected, SidebarWidget, WeatherReading
from newscrawler.korean.dates import iso, now_kst
from newscrawler.korean.paywall import says_locked
from newscrawler.run.run import run_of

Kind = TypeVar("Kind", bound=Item)
_encode = msgspec.json.Encoder().encode


_decoders: dict[type[Any], msgspec.json.Decoder[Any]] = {}  # of the record classes, subclasses of users included


def _decoder(kind: type[Any]) -> msgspec.json.Decoder[Any]:
    if kind not in _decoders:
        _decoders[kind] = msgspec.json.Decoder(kind)
    return _decoders[kind]


class KindPipeline(ABC, Generic[Kind]):
    """The pipeline of one kind of record; a subclass names its class in ``kind``."""

    kind: ClassVar[type[Any]]

    def __init__(self, crawler: Crawler) -> None:
        self.crawler, self.run = crawler, run_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Returns items of other kinds unchanged, and items of this kind as they should be stored.

        An item that violates the feed contract becomes a Rejected record with the reason. Raises DropItem for an
        item that need not be stored.
        """
        if not isinstance(item, self.kind):
            return item
        problem = problem_of(item)
        return self.accept(item) if problem is None else rejected_for(item, *problem)

    @abstractmethod
    def accept(self, item: Kind) -> Item:
        """Returns the record to store for a valid item; raises DropItem if there is none."""

    def drop(self, event: str, reason: str) -> NoReturn:
        """Counts ``newscrawler/<event>`` and drops the item."""
        self.crawler.stats.inc_value(f"newscrawler/{event}")
        raise DropItem(reason, log_level="DEBUG")


class RepeatsPipeline(KindPipeline[Kind]):
    """The pipeline of a kind that repeats on every page of a newspaper: equal contents are stored once per run."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._seen: set[object] = set()

    def accept(self, item: Kind) -> Item:
        """Returns the item the first time its content is seen; raises DropItem afterwards."""
        content = self.content_of(item)
        if content in self._seen:
            self.drop(f"{item.type}/repeated", "seen before in this run")
        self._seen.add(content)
        return item

    @staticmethod
    @abstractmethod
    def content_of(item: Any) -> object:
        """A hashable value that is equal for two items with the same content."""


def problem_of(item: Item) -> tuple[str, str | None] | None:
    """How an item violates the feed contract, as reject reason and detail; None for a valid item."""
    if isinstance(item, Article):
        if not item.title:
            return "no_title", None
        if not (item.body or item.images or item.embeds or item.tables):
            return "no_body", item.title
        last = item.body.rpartition("\n\n")[2]
        if item.status != "removed" and says_locked(last):
            return "truncated", last
    try:
        # decode what would be written: msgspec does not validate instances
        _decoder(type(item)).decode(_encode(item))
    except msgspec.ValidationError as error:
        return "invalid", str(error)
    return None


def rejected_for(item: Item, reason: str, detail: str | None) -> Rejected:
    """Returns the Rejected record for an item."""
    url = item.page_url if isinstance(item, WeatherReading | SidebarWidget) else item.url
    return Rejected(site=item.site, url=url, reason=reason, detail=detail, fetched_at=iso(now_kst()))
