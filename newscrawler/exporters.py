"""JSON Lines: the exporters that write the feeds, one class for each kind of record.

A record is one line of UTF-8, its fields in the order of newscrawler.items, which is the order of docs/feeds.md.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, BinaryIO, ClassVar, cast

import msgspec
from scrapy.exporters import JsonLinesItemExporter

from newscrawler.items import Article, Item, Rejected, SidebarWidget, WeatherReading

encode = msgspec.json.Encoder().encode
"""Encodes a record as in the feeds and the archive, without the newline."""


class RecordExporter(JsonLinesItemExporter):
    """Writes records of any kind in the format of the feeds, and other items as Scrapy's own exporter does.

    Used for JSON Lines in Scrapy's FEEDS and ``-o``. With FEED_EXPORT_FIELDS, records no longer match the feed
    contract, and Scrapy's exporter writes them.
    """

    def __init__(self, file: BinaryIO, **options: Any) -> None:
        """Writes to a file open in binary mode, which the caller closes; ``options`` are Scrapy's."""
        super().__init__(cast(BytesIO, file), **options)

    def export_item(self, item: Any) -> None:
        """Writes an item: an instance of a record class, or any other item type that Scrapy supports."""
        if isinstance(item, Item) and self.fields_to_export is None:
            self.export_encoded(encode(item))
        else:
            super().export_item(item)

    def export_encoded(self, record: bytes) -> None:
        """Writes an encoded record, as stored in the archive."""
        self.file.write(record + b"\n")


class KindExporter(RecordExporter):
    """Writes one feed of a run: the records of one kind."""

    kind: ClassVar[str]
    """The ``type`` of its records."""
    file_name: ClassVar[str]
    """The file in the folder of a run."""
    record: ClassVar[type[Item]]
    """The class of its records."""


class ArticleExporter(KindExporter):
    """Writes revisions of articles."""

    kind, file_name, record = "article", "articles.jsonl", Article


class WeatherExporter(KindExporter):
    """Writes readings of the weather strip."""

    kind, file_name, record = "weather", "weather.jsonl", WeatherReading


class SidebarExporter(KindExporter):
    """Writes widgets of the side columns."""

    kind, file_name, record = "sidebar", "sidebar.jsonl", SidebarWidget


class RejectedExporter(KindExporter):
    """Writes rejected pages and items, with the reason."""

    kind, file_name, record = "rejected", "rejected.jsonl", Rejected


EXPORTERS: dict[str, type[KindExporter]] = {
    exporter.kind: exporter for exporter in (ArticleExporter, WeatherExporter, SidebarExporter, RejectedExporter)
}
"""The exporters by kind, in the order the manifest lists their files."""
FILES = {kind: exporter.file_name for kind, exporter in EXPORTERS.items()}
"""The names of the feed files by kind."""
