"""Every field of every saved page against the truth written by hand (tests/fixtures/README.md).

One test per field and page, so that a failure names both: ``newskin/article_3001.html-subtitle``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from support.papers import FOLDERS, family_of

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.family import MoreRequest
from newscrawler.cms.feeds import read_more, read_rss
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.page import Page
from newscrawler.items import Article
from newscrawler.korean.encoding import detect

Truth = dict[str, Any]
# Field -> what the truth says, what the parser reads.
Fields = dict[str, tuple[Callable[[Truth], Any], Callable[[Any], Any]]]


def _names(key: str, entries: Callable[[Truth], list[Truth]]) -> Callable[[Truth], Any]:
    return lambda truth: [entry[key] for entry in entries(truth)]


def _widgets(key: str) -> Callable[[Truth], Any]:
    return lambda truth: [widget[key] for widget in truth["widgets"]]


def _of_entries(key: str) -> Callable[[Truth], Any]:
    return lambda truth: [[entry[key] for entry in widget["entries"]] for widget in truth["widgets"]]


def _got_entries(key: str) -> Callable[[Page], Any]:
    return lambda page: [[getattr(entry, key) for entry in item.entries] for item in _items(page)]


def _items(page: Page) -> list[Any]:
    return list(page.widget_items("site", "home", "2025-11-07T15:00:00+09:00"))


def _more_links(page: Page) -> list[str]:
    """Where a crawl follows 더보기: boards are no sections."""
    links = [widget.more for widget in page.widgets if widget.more]
    return list(dict.fromkeys(link.url for link in links if link.is_section))


def _forms(page: Page) -> list[Any]:
    return [(more.url, more.form) for more in page.more_requests()]


PAGE: Fields = {
    "date": (lambda t: t["date"], lambda p: p.date),
    "weather": (
        lambda t: [(w["station"], w["condition"], w["temperature_c"]) for w in t["weather"]],
        lambda p: [(r.station, r.condition, r.temperature) for r in p.weather],
    ),
    "provider": (lambda t: "기상청" if t["weather"] else None, lambda p: p.provider),
    "heading": (_widgets("heading"), lambda p: [item.heading for item in _items(p)]),
    "heading_url": (_widgets("heading_url"), lambda p: [item.heading_url for item in _items(p)]),
    "more_url": (_widgets("more_url"), lambda p: [item.more_url for item in _items(p)]),
    "entry_title": (_of_entries("title"), _got_entries("title")),
    "entry_url": (_of_entries("canonical_url"), _got_entries("url")),
    "entry_teaser": (_of_entries("teaser"), _got_entries("teaser")),
    "entry_thumbnail": (_of_entries("thumbnail"), _got_entries("thumbnail")),
    "entry_rank": (_of_entries("rank"), _got_entries("rank")),
    "more_links": (lambda t: [url for url in t["more_links"] if "/mybbs/" not in url], _more_links),
    "ajax": (
        lambda t: [(w["ajax_more"]["url"], w["ajax_more"]["next_form"]) for w in t["widgets"] if "ajax_more" in w],
        _forms,
    ),
}


def _time(printed: str | None) -> str | None:
    """A row that prints a day alone is of its midnight."""
    return f"{printed}T00:00:00+09:00" if printed and len(printed) == 10 else printed


def _is_last(truth: Truth) -> bool:
    """Whether the pager shows that no page follows; a list with a button has none."""
    pagination = truth["pagination"]
    if "next_url" in pagination:
        return not pagination["next_url"]
    if not pagination.get("pager", True):  # a list of one page, which does not show it
        return False
    return not pagination["more_button"] and pagination["current"] == pagination["last"]


LIST: Fields = {
    "rows": (
        lambda t: [(r["canonical_url"], r["title"], _time(r["date"])) for r in t.get("list", ())],
        lambda p: [(r.link.url, r.title, r.date) for r in p.rows],
    ),
    "is_last": (_is_last, lambda p: p.is_last),
    "total": (lambda t: t["pagination"]["total"], lambda p: p.urls.family.total(p)),
}

ARTICLE: Fields = {
    "url": (lambda a: a.get("canonical_url", a["url"]), lambda i: i.url),
    "title": (lambda a: a["title"], lambda i: i.title),
    "subtitle": (lambda a: a["subtitle"], lambda i: i.subtitle),
    "kicker": (lambda a: a["kicker"], lambda i: i.kicker),
    "section": (lambda a: a["section"], lambda i: i.section),
    "authors": (lambda a: a["reporters"], lambda i: [author.name for author in i.authors]),
    "roles": (lambda a: a["roles"], lambda i: [author.role for author in i.authors]),
    "email": (lambda a: a["email"], lambda i: next((a.email for a in i.authors if a.email), None)),
    "publisher": (lambda a: a["publisher"], lambda i: i.publisher),
    "published": (lambda a: a["published"], lambda i: i.published_at),
    "modified": (lambda a: a["modified"], lambda i: i.modified_at),
    "body": (lambda a: "\n\n".join(a["body_paragraphs"]), lambda i: i.body),
    "images": (_names("url", lambda a: a["images"]), lambda i: [image.url for image in i.images]),
    "captions": (_names("caption", lambda a: a["images"]), lambda i: [image.caption for image in i.images]),
    "tables": (lambda a: a["tables"], lambda i: i.tables),
    "embeds": (lambda a: a["embeds"], lambda i: i.embeds),
    "tags": (lambda a: a["tags"], lambda i: i.tags),
    "related": (
        lambda a: [(r["title"], r["canonical_url"]) for r in a["related"]],
        lambda i: [(r.title, r.url) for r in i.related],
    ),
}
# The key of the truth a field needs, where it is not the field's own name.
_NEEDS = {"authors": "reporters", "body": "body_paragraphs", "captions": "images"}

KINDS: dict[str, tuple[type[Page], Fields, Fields]] = {
    "home": (Page, PAGE, {}),
    "section": (ListPage, PAGE | LIST, {}),
    "list": (ListPage, PAGE | LIST, {}),
    "article": (ArticlePage, PAGE, ARTICLE),
    "print": (ArticlePage, PAGE, ARTICLE),
    # A crawl reads the desktop copy: of a mobile page only what leads there is needed.
    "mobile": (ArticlePage, {}, {field: ARTICLE[field] for field in ("url", "title", "tags")}),
}


@cache
def truth_of(folder: str) -> Truth:
    return json.loads((FOLDERS[folder] / "expected.json").read_text("utf-8"))


def text_of_file(folder: str, name: str) -> str:
    body = (FOLDERS[folder] / name).read_bytes()
    return body.decode(detect(body) or "", "replace")


@cache
def page_of(folder: str, name: str) -> Any:
    truth = truth_of(folder)["pages"][name]
    page_class = KINDS[truth["kind"]][0] if truth["kind"] in KINDS else ArticlePage
    return page_class(text_of_file(folder, name), truth["url"], urls_of(folder))


@cache
def urls_of(folder: str) -> SiteUrls:
    return SiteUrls(truth_of(folder)["site"]["origin"] + "/", family_of(truth_of(folder)))


@cache
def article_of(folder: str, name: str) -> Article:
    page, site = page_of(folder, name), truth_of(folder)["site"]
    item = page.item("paper", site["name"], "list", site["origin"] + "/", "2025-11-07T15:00:00+09:00")
    assert item is not None
    return item


def _pages(*kinds: str) -> Iterator[tuple[str, str, Truth]]:
    for folder, path in FOLDERS.items():
        if path.is_dir():
            for name, truth in truth_of(folder)["pages"].items():
                if truth["kind"] in kinds:
                    yield folder, name, truth


def _is_told(field: str, truth: Truth) -> bool:
    """Whether a truth says anything about a field; the date is that of the weather."""
    if field == "date":
        return bool(truth["date"] or truth["weather"])
    if field == "total":
        return "total" in truth.get("pagination", ())
    if field == "ajax":  # the button below a list is not part of a widget
        return not truth.get("pagination", {}).get("more_button")
    return field != "is_last" or "pagination" in truth


def _cases() -> Iterator[Any]:
    for folder, name, truth in _pages(*KINDS):
        _, of_page, of_article = KINDS[truth["kind"]]
        for field, (expected, read) in of_page.items():
            if _is_told(field, truth):
                yield pytest.param(page_of, folder, name, expected, read, truth, id=f"{folder}/{name}-{field}")
        for field, (expected, read) in of_article.items():
            article = truth["article"]
            if _NEEDS.get(field, field) in article:
                yield pytest.param(article_of, folder, name, expected, read, article, id=f"{folder}/{name}-{field}")


@pytest.mark.parametrize(("load", "folder", "name", "expected", "read", "truth"), list(_cases()))
def test_field(
    load: Callable[[str, str], Any],
    folder: str,
    name: str,
    expected: Callable[[Truth], Any],
    read: Callable[[Any], Any],
    truth: Truth,
) -> None:
    assert read(load(folder, name)) == expected(truth)


def _named(*kinds: str) -> list[Any]:
    return [pytest.param(folder, name, truth, id=f"{folder}/{name}") for folder, name, truth in _pages(*kinds)]


@pytest.mark.parametrize(("folder", "name", "truth"), _named("home"))
def test_sections_of_the_menu_are_found(folder: str, name: str, truth: Truth) -> None:
    found = {section.link.url: section for section in page_of(folder, name).section_links()}
    for section in truth.get("sections", ()):
        if "/mybbs/" not in section["url"]:  # boards are no sections
            link = found[section["url"]]
            assert link.via == "more" or link.name == section["name"]


@pytest.mark.parametrize(("folder", "name", "truth"), _named(*KINDS))
def test_encoding(folder: str, name: str, truth: Truth) -> None:
    assert detect((FOLDERS[folder] / name).read_bytes()) == truth["encoding"]


@pytest.mark.parametrize(("folder", "name", "truth"), _named("article", "print", "mobile"))
def test_article_is_there(folder: str, name: str, truth: Truth) -> None:
    page = page_of(folder, name)
    assert page.not_article is None
    assert article_of(folder, name).id == f"paper:{_prefix(truth['url'])}{truth['article']['no']}"


def _prefix(url: str) -> str:
    return "cloud/" if "/cloud/" in url else ""


@pytest.mark.parametrize(("folder", "name", "truth"), _named("missing"))
def test_missing_article(folder: str, name: str, truth: Truth) -> None:
    page = page_of(folder, name)
    assert page.not_article is not None
    assert page.not_article.reason == "missing"


@pytest.mark.parametrize(("folder", "name", "truth"), _named("ajax"))
def test_ajax_reply(folder: str, name: str, truth: Truth) -> None:
    form = {"lay_no": str(truth.get("lay_no", "")), "ajax_page": "2"}
    home = truth_of(folder)["site"]["origin"] + "/"
    for size, is_full in ((len(truth["entries"]), True), (len(truth["entries"]) + 1, False)):
        url = f"{home}news/ajax.php?total=99&page=2&list_per_page={size}"
        more = MoreRequest(url, "main-1", f"{home}#1", "POST", form, size=size)
        reply = read_more(text_of_file(folder, name), more, urls_of(folder), home)
        assert (reply.next is not None) == (is_full and not truth.get("error", False))
    assert [row.link.url for row in reply.rows] == [entry["canonical_url"] for entry in truth["entries"]]
    assert bool(reply.error) == truth.get("error", False)


@pytest.mark.parametrize(("folder", "name", "truth"), _named("rss"))
def test_rss(folder: str, name: str, truth: Truth) -> None:
    rows = read_rss(text_of_file(folder, name), urls_of(folder), truth["url"])
    assert rows is not None
    assert [(row.link.url, row.title, row.date) for row in rows] == [
        (item["url"], item["title"], item["published"]) for item in truth["items"]
    ]


def test_pages_are_collected() -> None:
    folders = {folder for folder, _, _ in _pages(*KINDS)}
    assert folders >= {"oldskin", "newskin", "gaps"}


# ---- the date line and the weather strip ------------------------------------------------------------
def page(body: str, after: str = "") -> Page:
    return Page(
        f"<html><body>{body}</body></html>{after}", "https://www.news-a.test/", SiteUrls("https://news-a.test/")
    )


def strip(*stations: str) -> str:
    items = "".join(f"<li class='icon_w'>{station}</li>" for station in stations)
    return f"<div class='weather_box wt02 ico02'><ul>{items}</ul><a href='http://www.kma.go.kr/'>기상청 제공</a></div>"


@pytest.mark.parametrize(
    ("body", "after", "date"),
    [
        ("<p class='today_txt'>2025.11.07 (금)</p>", "<!-- MAKE FILE (2025-11-06 23:59:02) -->", "2025-11-07"),
        ("<p class='today_txt'></p>", "<!-- MAKE FILE (2025-11-06 23:59:02) -->", "2025-11-06"),
        ("<p class='today_txt'>2025.13.07 (금)</p>", "", None),
        ("", "<!-- MAKE FILE (2025-11-06 23:59:02) -->", "2025-11-06"),
        (f"<div><b>2025년 11월 7일 금요일</b>{strip('<span>맑음</span>가온 8℃')}</div>", "", "2025-11-07"),
        ("<!-- 최종편집 2025-11-07 10:00 --><p>2025.11.07 열린 잔치</p>", "", None),
        ("<ul class='art_info'><li>등록 2025.11.07 14:02:11</li></ul>", "", None),
        ("", "", None),
    ],
)
def test_date_of_a_page(body: str, after: str, date: str | None) -> None:
    assert page(body, after).date == date


@pytest.mark.parametrize(
    ("item", "reading"),
    [
        ("<span class='iw02'>구름조금</span>가온 8.8℃", ("가온", "구름조금", 8.8)),
        ("<span class='iw02'>구름조금</span>\n\t가온&nbsp; 8.8 ℃ ", ("가온", "구름조금", 8.8)),
        ("<span class='iw00'>-</span>누리 7.1℃", ("누리", None, 7.1)),
        ("<span class='iw00'></span>누리 7.1℃", ("누리", None, 7.1)),
        ("<span class='iw01'>맑음</span>누리 -4.8℃", ("누리", "맑음", -4.8)),
        ("<span class='iw00'>-</span>누리 -4.8℃", ("누리", None, -4.8)),
        ("<span class='iw01'>맑음</span>누리 −4.8℃", ("누리", "맑음", -4.8)),
        ("<span class='iw01'>맑음</span>누리 0.0℃", ("누리", "맑음", 0.0)),
        ("<span class='iw01'>맑음</span>누리 31℃", ("누리", "맑음", 31.0)),
        ("<span class='iw01'>맑음</span>누리 ℃", ("누리", "맑음", None)),
        ("<span class='iw01'>맑음</span>누리 -", ("누리", "맑음", None)),
        ("<span class='iw01'>맑음</span>누리", ("누리", "맑음", None)),
        ("<span>천둥번개</span>북창원 12.0℃", ("북창원", "천둥번개", 12.0)),
        ("<img src='i.gif' alt='흐림'>누리 7.1℃", ("누리", "흐림", 7.1)),
    ],
)
def test_reading(item: str, reading: tuple[str, str | None, float | None]) -> None:
    (found,) = page(strip(item)).weather
    assert (found.station, found.condition, found.temperature) == reading


@pytest.mark.parametrize("item", ["", "<span class='iw01'>맑음</span>", "<span class='iw01'>맑음</span> 8.8℃"])
def test_reading_without_a_station_is_none(item: str) -> None:
    assert page(strip(item)).weather == []


def test_stations_keep_their_order_and_stand_once() -> None:
    clone = "<li class='bx-clone'><span>맑음</span>다온 1℃</li>"
    stations = ("<span>맑음</span>나 1℃", "<span>눈</span>가 2℃", "<span>맑음</span>나 1℃")
    html = strip(*stations).replace("<ul>", f"<ul>{clone}")
    assert [reading.station for reading in page(html).weather] == ["나", "가"]


def test_page_without_a_strip() -> None:
    found = page("<ul><li>가온시 낮 최고 8도</li></ul>")
    assert (found.weather, found.provider, found.date) == ([], None, None)
    assert list(found.weather_items("site", "2025-11-07T15:00:00+09:00")) == []


def test_weather_record() -> None:
    found = page(f"<p class='today_txt'>2025.11.07 (금)</p>{strip('<span>맑음</span>가온 -1.5℃')}")
    (item,) = found.weather_items("paper", "2025-11-08T00:00:01+09:00")
    assert (item.site, item.date, item.provider) == ("paper", "2025-11-07", "기상청")
    assert (item.station, item.condition, item.temperature_c) == ("가온", "맑음", -1.5)


# ---- the sections that a front page leads to --------------------------------------------------------
def test_the_list_of_all_articles_is_a_guess_for_a_newspaper_with_sections() -> None:
    (guess,) = page("<nav><a href='/news/section_type2.html?sec_no=66'>행정</a></nav>").guessed_sections()
    assert (guess.link.kind, guess.link.url, guess.via) == (
        "list",
        "https://news-a.test/news/article_list_all.html",
        "guess",
    )
    assert page("<p>점검 중입니다</p>").guessed_sections() == []
