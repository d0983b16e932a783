"""Pages whose Hangul is decomposed (NFD), as some editors on a Mac save it, read like all others."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any
from unicodedata import normalize

import pytest
from support.papers import FOLDERS

from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.page import Page
from newscrawler.korean.encoding import detect

HOME = "https://www.news-a.test/"


def pages() -> list[Any]:
    found = []
    for folder in FOLDERS.values():
        truth = json.loads((folder / "expected.json").read_text("utf-8"))
        for name, page in truth["pages"].items():
            if page["kind"] in ("home", "list", "section"):
                found.append(pytest.param(folder / name, page, id=f"{folder.name}/{name}"))
    return found


def contents(html: str, page: dict[str, Any]) -> list[Any]:
    """What a crawl takes from a page besides its articles."""
    kind = Page if page["kind"] == "home" else ListPage
    read = kind(html, page["url"], SiteUrls(page["url"]))
    widgets = [asdict(record) for record in read.widget_items("a", "home", "")]
    weather = [asdict(record) for record in read.weather_items("a", "")]
    sections = [(link.link.url, link.name, link.via) for link in read.section_links()]
    rows = read.rows if isinstance(read, ListPage) else []
    return [
        read.site_name,
        read.date,
        widgets,
        weather,
        sections,
        [(row.link.url, row.title, row.date) for row in rows],
    ]


@pytest.mark.parametrize(("path", "page"), pages())
def test_a_decomposed_page_reads_the_same_in_its_own_form(path: Any, page: dict[str, Any]) -> None:
    raw = path.read_bytes()
    html = normalize("NFC", raw.decode(detect(raw) or "utf-8", "replace"))
    composed = contents(html, page)
    decomposed = contents(normalize("NFD", html), page)
    for left, right in zip(composed, decomposed, strict=True):
        assert json.loads(normalize("NFD", json.dumps(left, ensure_ascii=False))) == json.loads(
            json.dumps(right, ensure_ascii=False)
        )


def test_words_of_the_front_page_are_known_in_both_forms() -> None:
    html = (
        "<title>바른 눈 - 한들일보</title>"
        "<div class='weather_box'><ul><li><span>맑음</span>가온 8℃</li></ul>"
        "<a href='http://www.kma.go.kr/'>기상청 제공</a></div>"
        "<div><p>우리 동네 <a href='/news/section_list_all.html?sec_no=3'>더 보기</a></p><ul>"
        "<li><a href='/news/article.html?no=1'><img src='/a.jpg' alt='이미지'><em>시정</em> 새 다리 놓인다</a>"
        "<p>박나래 가온대학교 교수</p></li></ul></div>"
    )
    page = Page(normalize("NFD", html), HOME, SiteUrls(HOME))
    (widget,) = page.widgets
    (entry,) = widget.entries
    (reading,) = page.weather
    assert widget.more is not None
    weather = [page.provider, reading.condition, reading.station]
    texts = [page.site_name, *weather, widget.heading, entry.title]
    known = ["한들일보", "기상청", "맑음", "가온", "우리 동네", "새 다리 놓인다"]
    assert texts == [normalize("NFD", text) for text in known]
    assert entry.teaser is None
