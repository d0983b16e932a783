"""The pipelines one by one: fold, check, drop repeats."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import DropItem

from newscrawler.items import (
    Article,
    Author,
    Image,
    Rejected,
    RelatedArticle,
    SidebarWidget,
    WeatherReading,
    WidgetEntry,
)
from newscrawler.pipelines.items import Check, DropRepeats, Normalise

TIME = "2025-12-19T06:00:00+09:00"
HOME = "http://demo.test/"
ARTICLE = Article(
    id="demo:1",
    site="demo",
    url=f"{HOME}news/article.html?no=1",
    title="제목",
    body="본문",
    found_via="list",
    found_on=HOME,
    content_hash=f"sha256:{'0' * 64}",
    fetched_at=TIME,
)
READING = WeatherReading(
    site="demo",
    date="2025-12-19",
    station="대구",
    condition="맑음",
    temperature_c=-4.8,
    provider="기상청",
    page_url=HOME,
    fetched_at=TIME,
)
WIDGET = SidebarWidget(
    site="demo",
    page_url=HOME,
    page_kind="home",
    heading="많이 본 기사",
    heading_url=None,
    more_url=None,
    entries=[WidgetEntry(1, "제목", f"{HOME}news/article.html?no=1")],
    fetched_at=TIME,
)
REJECTED = Rejected(site="demo", url=HOME, reason="timeout", fetched_at=TIME)


def stub() -> Any:
    counted: dict[str, int] = {}
    stats = SimpleNamespace(inc_value=lambda key: counted.update({key: counted.get(key, 0) + 1}))
    return SimpleNamespace(stats=stats, counted=counted)


def checked(item: Any) -> Any:
    return Check.from_crawler(stub()).process_item(item)


# ---- Normalise ----------------------------------------------------------------------------------------
def test_white_space_in_title_and_tags_is_folded() -> None:
    item = Normalise().process_item(replace(ARTICLE, title=" 두\u00a0 줄\n제목 ", tags=[" 봄 ", "\u00a0", "꽃\t길"]))
    assert (item.title, item.tags) == ("두 줄 제목", ["봄", "꽃 길"])


def test_other_items_pass_unchanged() -> None:
    assert Normalise().process_item(READING) is READING


# ---- Check --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("item", [ARTICLE, READING, WIDGET, REJECTED, {"any": "thing"}], ids=lambda i: type(i).__name__)
def test_items_that_keep_the_contract_pass(item: Any) -> None:
    assert checked(item) is item


@pytest.mark.parametrize(
    "content",
    [
        {"images": [Image(f"{HOME}a.jpg")]},
        {"embeds": ["https://player.test/1"]},
        {"tables": [[["가", "나"]]]},
    ],
    ids=lambda content: next(iter(content)),
)
def test_an_article_of_pictures_players_or_tables_needs_no_text(content: dict[str, Any]) -> None:
    item = replace(ARTICLE, body="", **content)
    assert checked(item) is item


def test_an_article_without_title_or_content_is_rejected() -> None:
    untitled, empty = checked(replace(ARTICLE, title="")), checked(replace(ARTICLE, body=""))
    assert isinstance(untitled, Rejected)
    assert (untitled.reason, untitled.detail, untitled.url) == ("no_title", None, ARTICLE.url)
    assert (empty.reason, empty.detail, empty.url) == ("no_body", "제목", ARTICLE.url)


@pytest.mark.parametrize(
    ("item", "place"),
    [
        (replace(ARTICLE, published_at="2025-12-19 06:00"), "published_at"),
        (replace(ARTICLE, published_at="2025-12-19T06:00:00Z"), "published_at"),
        (replace(ARTICLE, url="/news/article.html?no=1"), "url"),
        (replace(ARTICLE, content_hash="sha256:0"), "content_hash"),
        (replace(ARTICLE, revision=0), "revision"),
        (replace(ARTICLE, found_via="luck"), "found_via"),
        (replace(ARTICLE, title=7), "title"),
        (replace(ARTICLE, tags=[""]), "tags"),
        (replace(ARTICLE, authors=[Author("")]), "authors"),
        (replace(ARTICLE, images=[Image("a.jpg")]), "images"),
        (replace(ARTICLE, related=[RelatedArticle("제목", "javascript:")]), "related"),
        (replace(ARTICLE, section=""), "section"),
        (replace(READING, temperature_c=99.0), "temperature_c"),
        (replace(READING, temperature_c="추움"), "temperature_c"),
        (replace(READING, date="2025.12.19"), "date"),
        (replace(READING, station=""), "station"),
        (replace(WIDGET, page_kind="other"), "page_kind"),
        (replace(WIDGET, entries=[WidgetEntry(0, "제목", HOME)]), "entries"),
        (replace(REJECTED, reason="Time out"), "reason"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_item_that_breaks_the_contract_is_rejected_and_says_where(item: Any, place: str) -> None:
    rejected = checked(item)
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.site) == ("invalid", "demo")
    assert rejected.url == getattr(item, "page_url", getattr(item, "url", None))
    assert place in (rejected.detail or "")


# ---- DropRepeats --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("item", "name"), [(READING, "weather"), (WIDGET, "sidebar")], ids=["reading", "widget"])
def test_what_stands_on_every_page_passes_once(item: Any, name: str) -> None:
    crawler = stub()
    pipeline = DropRepeats.from_crawler(crawler)
    assert pipeline.process_item(item) is item
    with pytest.raises(DropItem):
        pipeline.process_item(replace(item, page_url=f"{HOME}other", fetched_at="2025-12-19T07:00:00+09:00"))
    assert crawler.counted == {f"newscrawler/{name}/repeated": 1}


@pytest.mark.parametrize(
    "other",
    [
        replace(READING, date="2025-12-20"),
        replace(READING, station="부산"),
        replace(READING, condition=None),
        replace(READING, temperature_c=None),
        replace(WIDGET, heading=None),
        replace(WIDGET, more_url=HOME),
        replace(WIDGET, entries=[]),
        replace(WIDGET, entries=[WidgetEntry(1, "다른 제목", f"{HOME}news/article.html?no=1")]),
        replace(WIDGET, entries=[WidgetEntry(1, "제목", f"{HOME}news/article.html?no=2")]),
    ],
)
def test_different_content_is_no_repeat(other: Any) -> None:
    pipeline = DropRepeats(stub())
    pipeline.process_item(READING)
    pipeline.process_item(WIDGET)
    assert pipeline.process_item(other) is other


def test_articles_and_rejections_are_never_repeats() -> None:
    pipeline = DropRepeats(stub())
    for item in (ARTICLE, ARTICLE, REJECTED, REJECTED):
        assert pipeline.process_item(item) is item


def test_each_run_begins_anew() -> None:
    DropRepeats(stub()).process_item(READING)
    assert DropRepeats(stub()).process_item(READING) is READING
