"""The exporters: lines of the feeds, from items and from encoded records alike, for Scrapy's FEEDS as well."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from scrapy.utils.misc import load_object
from support.records import article, reading, rejected, widget

from newscrawler import settings as project
from newscrawler.exporters import EXPORTERS, FILES, RecordExporter, encode
from newscrawler.items import Item

ITEMS = {item.type: item for item in (article(body="한글", title='"인용"'), reading(), widget(), rejected())}


def exported(exporter_class: type[RecordExporter], *items: Any, **options: Any) -> bytes:
    file = BytesIO()
    exporter = exporter_class(file, **options)
    exporter.start_exporting()
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()
    return file.getvalue()


def test_each_kind_of_record_has_its_exporter_and_file() -> None:
    assert FILES == {
        "article": "articles.jsonl",
        "weather": "weather.jsonl",
        "sidebar": "sidebar.jsonl",
        "rejected": "rejected.jsonl",
    }
    assert {kind: exporter.record for kind, exporter in EXPORTERS.items()} == {
        kind: type(item) for kind, item in ITEMS.items()
    }


@pytest.mark.parametrize("kind", EXPORTERS)
def test_an_item_and_its_encoded_record_are_the_same_line(kind: str) -> None:
    file = BytesIO()
    exporter = EXPORTERS[kind](file)
    exporter.export_item(ITEMS[kind])
    exporter.export_encoded(encode(ITEMS[kind]))
    assert file.getvalue().splitlines(keepends=True) == [encode(ITEMS[kind]) + b"\n"] * 2


def test_a_line_holds_hangul_as_itself_and_the_fields_in_order() -> None:
    line = exported(RecordExporter, rejected()).decode()
    assert line == (
        '{"type":"rejected","site":"demo","url":"http://demo.test/news/article.html?no=1","reason":"timeout",'
        '"detail":null,"fetched_at":"2026-03-02T12:00:00+09:00"}\n'
    )
    assert "한글" in exported(RecordExporter, ITEMS["article"]).decode()


def test_other_items_and_chosen_fields_are_written_as_scrapy_writes_them() -> None:
    assert exported(RecordExporter, {"title": "제목"}, encoding="utf-8") == '{"title": "제목"}\n'.encode()
    assert exported(RecordExporter, rejected(), encoding="utf-8", fields_to_export=["reason"]) == (
        b'{"reason": "timeout"}\n'
    )


@pytest.mark.parametrize("name", ["x.jsonl", "x.jl", "x.jsonlines"])
def test_an_output_file_of_scrapy_holds_the_lines_of_the_feeds(name: str) -> None:
    format_ = name.partition(".")[2]
    exporter_class = load_object(project.FEED_EXPORTERS[format_])
    options = {"encoding": project.FEED_EXPORT_ENCODING, "fields_to_export": None, "indent": 0}
    items: list[Item] = list(ITEMS.values())
    assert exported(exporter_class, *items, **options) == b"".join(encode(item) + b"\n" for item in items)
