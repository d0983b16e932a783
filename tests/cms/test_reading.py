"""A sidebar is read once in a run, and no record changes by that."""

from __future__ import annotations

import gc
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from support.papers import FOLDERS, family_of

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.families import FAMILIES
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.page import Page
from newscrawler.cms.reading import Reader
from newscrawler.demo import Newspaper
from newscrawler.korean.encoding import detect

ORIGIN = "http://demo.test"


@dataclass(frozen=True)
class Saved:
    """One page of a newspaper."""

    html: str
    url: str
    urls: SiteUrls

    @property
    def kind(self) -> Any:
        link = self.urls.link(self.url, self.url)
        return ArticlePage if link is not None and link.kind == "article" else ListPage

    def alone(self) -> ArticlePage | ListPage:
        page: ArticlePage | ListPage = self.kind(self.html, self.url, self.urls)
        return page

    def read(self, reader: Reader) -> ArticlePage | ListPage:
        page: ArticlePage | ListPage = reader.read(self.kind, self.html, self.url, self.urls)
        return page

    def with_html(self, html: str) -> Saved:
        return replace(self, html=html)


@cache
def demo(skin: Any) -> tuple[Saved, ...]:
    """Articles and lists of the demo newspaper, lists of one page and landing pages too, as a crawl meets them."""
    paper = Newspaper(articles=80, skin=skin)
    urls = SiteUrls(f"{paper.origin}/", FAMILIES["ndsoft" if skin == "ndsoft" else "mediaon"])
    front = Page(paper.reply("GET", f"{paper.origin}/").body.decode(), f"{paper.origin}/", urls)
    lists = list(dict.fromkeys(link.link.url for link in front.section_links()))
    addresses = [*lists[:3], *list(paper.truth_articles())[:14], *lists[:8]]
    further = (f"{url}{'&' if '?' in url else '?'}page=2" for url in lists[:2])
    replies = ((url, paper.reply("GET", url)) for url in (*addresses, *further))
    return tuple(Saved(reply.body.decode(), url, urls) for url, reply in replies if reply.status == 200)


def saved(folder: str) -> tuple[Saved, ...]:
    """The articles and lists of a fixture newspaper, twice: the second time all is known."""
    truth = json.loads((FOLDERS[folder] / "expected.json").read_text("utf-8"))
    pages = []
    for name, page in truth["pages"].items():
        raw = (FOLDERS[folder] / name).read_bytes()
        if page["kind"] in ("article", "list", "section"):
            urls = SiteUrls(page["url"], family_of(truth))
            pages.append(Saved(raw.decode(detect(raw) or "utf-8", "replace"), page["url"], urls))
    return (*pages, *pages)


NEWSPAPERS: dict[str, Callable[[], tuple[Saved, ...]]] = {
    **{f"demo {skin}": (lambda skin=skin: demo(skin)) for skin in ("m1x", "m01", "ndsoft")},  # type: ignore[misc]
    **{
        name: (lambda name=name: saved(name))  # type: ignore[misc]
        for name, path in FOLDERS.items()
        if (path / "expected.json").exists()
    },
}


def contents(page: ArticlePage | ListPage) -> dict[str, Any]:
    """Everything a crawl takes from a page."""
    found: dict[str, Any] = {
        "widgets": list(page.widget_items("site", "list", "")),
        "related": [[entry.link.url for entry in widget.related] for widget in page.widgets],
        "weather": list(page.weather_items("site", "")),
        "more": page.more_links(),
        "page": (page.date, page.site_name, page.has_frame),
    }
    if isinstance(page, ListPage):
        pager = page.is_last, page.shown_page, page.named_pages, page.total, page.says_empty, page.is_landing
        return {**found, "rows": page.rows, "pager": pager, "name": page.name, "ajax": page.more_requests()}
    article = page.item("site", None, "list", page.url, "")
    return {**found, "article": article, "not": page.not_article, "times": page.impossible_times}


def outcome(page: Callable[[], ArticlePage | ListPage]) -> object:
    try:
        return contents(page())
    except ValueError as error:  # too deep, too many tags
        return repr(error)


def was_cut(page: Page) -> bool:
    """Whether a page was read without its sidebars."""
    return bool(page.sidebars)


# ---- no record changes ------------------------------------------------------------------------------
@pytest.mark.parametrize("newspaper", NEWSPAPERS)
def test_pages_read_the_same_after_other_pages(newspaper: str) -> None:
    reader = Reader()
    for one in NEWSPAPERS[newspaper]():
        assert contents(one.read(reader)) == contents(one.alone()), one.url


_PIECES = [
    *("<", ">", '"', "</div>", "</td>", "</table>", "<table>", "<b>", "<p>", "<!--", "<form>", "<script>", "<select>"),
    *("<svg>", "<a>", "<li>", "<ul>", "<div>", "<section>", "<h3>오늘의</h3>", "<h4>관련기사</h4>", "<a>더보기</a>"),
    "<div class='arl_034'>",
    "<h3><a href='/news/article.html?no=10102'>보리밭 축제</a></h3>",
    "<a href='/news/section_list_all.html?sec_no=3'>더보기</a>",
    "<a href='/news/articleList.html?sc_section_code=S1N1&view_type=sm'>더보기</a>",
]
_EXCHANGES = [
    *[("</div>", ""), ("<div", "<p"), ("</a>", ""), ("<li", "<div"), ("</td>", ""), ('class="', 'class="x')],
    *[("</h3>", ""), ("<aside", "<div"), ("<title>", "<title>오피니언 | "), ("<h", "<div><h"), ("<ul", "<article><ul")],
]


def mangled(page: Saved, dice: random.Random) -> Saved:
    """A page as a cut transmission, a template with a fault or a careless editor leaves it."""
    html = page.html
    here, there = sorted(dice.sample(range(len(html)), 2))
    match dice.randrange(4):
        case 0:
            return page.with_html(html[:here] + html[min(there, here + dice.choice([1, 50, 5000])) :])
        case 1:
            return page.with_html(html[:here] + dice.choice(_PIECES) + html[here:])
        case 2:
            return page.with_html(html[:here] + html[here : min(there, here + 3000)] + html[here:])
        case _:
            old, new = dice.choice(_EXCHANGES)
            return page.with_html(html.replace(old, new, dice.choice([1, 3, 1000])))


@pytest.mark.parametrize("skin", ["m1x", "m01", "ndsoft"])
def test_mangled_pages_read_the_same_after_whole_ones(skin: str) -> None:
    reader, dice, cut = Reader(), random.Random(20260302), 0
    for one in demo(skin):
        one.read(reader)
    for page in dice.choices(demo(skin), k=24):
        one = mangled(page, dice)
        assert outcome(lambda one=one: one.read(reader)) == outcome(one.alone), one.html  # type: ignore[misc]
        cut += was_cut(one.read(reader))
    assert cut > 5


@pytest.mark.parametrize("newspaper", ["demo m1x", "demo ndsoft", "portal", "modern"])
def test_a_page_that_was_read_is_freed_at_once(newspaper: str) -> None:
    """Parsed pages that wait for the garbage collector cost a crawl a fifth of its time."""
    pages, reader = NEWSPAPERS[newspaper]()[:10], Reader()
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        for one in pages:
            contents(one.read(reader))
            contents(one.alone())
        gc.collect()
        assert not [node for node in gc.garbage if isinstance(node, LexborHTMLParser | LexborNode | Page)]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


# ---- a sidebar is read once -------------------------------------------------------------------------
@pytest.mark.parametrize("skin", ["m1x", "m01", "ndsoft"])
def test_as_many_pages_are_read_in_full_as_there_are_sidebars(skin: str) -> None:
    """The demo has one for the lists of all sections and of series, and one for each section, whatever the page."""
    paper = Newspaper(articles=80, skin=skin)  # type: ignore[arg-type]
    sections = {truth["section"] for truth in list(paper.truth_articles().values())[:14]}
    reader = Reader()
    full = [one.url for one in demo(skin) if not was_cut(one.read(reader))]
    assert len(demo(skin)) > 2 * len(sections | {""})
    assert len(full) <= len(sections) + 8, full


SECTION = "/news/section_list_all.html?sec_no=3"
URLS = SiteUrls(f"{ORIGIN}/")


def links(first: int, count: int, of: str = "보리밭 마을이 알리는 일") -> str:
    numbers = range(first, first + count)
    return "".join(f"<li><a href='/news/article.html?no={no}'>{of} {no}</a></li>" for no in numbers)


def column(first: int, name: str = "sublay", *, heading: str = "많이 본 기사", more: str = "") -> str:
    """A sidebar of two widgets."""
    lists = f"<h3>{heading}</h3><ul>{links(first, 20)}</ul>{more}<h3>새 기사</h3><ul>{links(first + 50, 20)}</ul>"
    return f"<div class='{name}'><div>{lists}</div></div>"


def article(*columns: str, no: int = 1001, title: str = "물길을 잇다", beside: str = "") -> Saved:
    body = "물길을 다시 이은 사람들이 강가에 모였다고 15일 밝혔다. " * 4
    own = f"<div class='arv_005_01'><h2>{title}</h2><div id='news_body_area'><p>{body}</p></div></div>"
    inside = f"<div id='w'><div>{own}</div>{beside}{''.join(columns)}</div>"
    html = f"<html><head><title>{title}</title></head><body>{inside}</body></html>"
    return Saved(html, f"{ORIGIN}/news/article.html?no={no}", URLS)


def cuts(reader: Reader, *pages: Saved) -> list[int]:
    """How many sidebars each page was read without; it must read as it reads alone."""
    read = [page.read(reader) for page in pages]
    for one, page in zip(read, pages, strict=True):
        assert contents(one) == contents(page.alone())
    return [len(page.sidebars) for page in read]


def headings(page: Page) -> list[str | None]:
    return [widget.heading for widget in page.widgets]


def test_two_sidebars_of_a_page_are_two() -> None:
    right, left, new = column(2000), column(3000, "con_right"), column(4000, "con_right", heading="사람들")
    reader = Reader()
    assert cuts(reader, article(left, right), article(left, right), article(new, right)) == [0, 2, 0]
    assert cuts(reader, article(new, right), article(left, right), article(right), article(left, new)) == [2, 2, 1, 2]
    assert headings(article(new, right).read(reader)) == ["사람들", "새 기사", "많이 본 기사", "새 기사"]


def test_a_sidebar_that_stands_twice_is_left_alone() -> None:
    both = article(column(2000), column(2000))
    assert cuts(Reader(), both, both) == [0, 0]


def test_what_stands_beside_a_known_sidebar_is_read() -> None:
    box = f"<div><h3>마을 알림</h3><ul>{links(5000, 3)}</ul></div>"
    reader = Reader()
    assert cuts(reader, article(column(2000)), article(column(2000), beside=box)) == [0, 1]
    assert headings(article(column(2000), beside=box).read(reader)) == ["마을 알림", "많이 본 기사", "새 기사"]


def test_a_list_takes_the_sidebar_of_an_article() -> None:
    rows = f"<div class='list_all'><ul>{links(6000, 4)}</ul></div>"
    html = article(column(2000)).html.replace("<div class='arv_005_01'>", f"{rows}<div class='off'>")
    listing = Saved(html.replace("news_body_area", "off"), f"{ORIGIN}{SECTION}", URLS)
    reader = Reader()
    assert cuts(reader, article(column(2000)), listing) == [0, 1]
    page = listing.read(reader)
    assert isinstance(page, ListPage)
    assert [row.link.id for row in page.rows] == ["6000", "6001", "6002", "6003"]


@pytest.mark.parametrize(
    "beside",
    [
        "<h3>마을 알림</h3>",
        f"<p><a href='{SECTION}'>더보기</a></p>",
        "마을 알림",
        f"<p>마을 알림</p><p><a href='{SECTION}'>더보기</a></p>",
        f"<div><h3>마을 알림</h3><p><a href='{SECTION}'>더보기</a></p></div>",
        "<p class='tit'>마을 알림</p><a href='/news/article.html?no=5001'>보리밭 축제가 열린다</a>",
    ],
)
@pytest.mark.parametrize("heading", ["<h3>많이 본 기사</h3>", ""], ids=["headed", "bare"])
def test_a_heading_or_more_before_a_sidebar_may_belong_to_it(beside: str, heading: str) -> None:
    reader, inner = Reader(), column(2000).replace("<h3>많이 본 기사</h3>", heading)
    cuts(reader, article(inner), article(inner, beside=beside), article(inner), article(inner, beside=beside))


@pytest.mark.parametrize(
    "needed",
    [
        "<ul class='tag_lst'><li><a href='/x'>물레</a></li></ul>",
        "<h4>관련기사</h4>",
        "<a href=\"javascript:ajaxGetSkinContent('main','7')\">더보기</a>",
        "<div class='weather_box'><ul><li><span>맑음</span>가온 8.8℃</li></ul></div>",
        "<ul><li><span>맑음</span>가온 8.8℃</li></ul>",
        f"<p class='paging'><a href='{SECTION}&page=2'>2</a></p>",
        "<s>낡은 값</s>",
        "<b>",
    ],
    ids=["tags", "related", "AJAX", "weather", "bare weather", "pager", "struck", "open"],
)
def test_a_sidebar_that_is_more_than_one_is_never_left_out(needed: str) -> None:
    page = article(column(2000, more=needed))
    assert cuts(Reader(), page, page, page) == [0, 0, 0]


def test_a_page_named_like_a_heading_has_its_own_reading() -> None:
    side = column(2000).replace("<h3>새 기사</h3>", "<p class='tit'>사람들</p>")
    plain, named = article(side), article(side, title="사람들")
    reader = Reader()
    assert cuts(reader, plain, named, plain, named) == [0, 1, 1, 1]
    assert "사람들" in headings(plain.read(reader))


def test_relative_links_are_those_of_the_page() -> None:
    side = column(2000).replace("href='/news/", "href='")
    news, mobile = article(side), replace(article(side), url=f"{ORIGIN}/news/mobile/article.html?no=1001")
    reader = Reader()
    assert cuts(reader, news, mobile, news) == [0, 1, 1]
    urls = [next(iter(page.read(reader).widgets)).entries[0].link.url for page in (news, mobile)]
    assert urls[0] == f"{ORIGIN}/news/article.html?no=2000"


def test_an_entry_without_a_text_is_named_by_each_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sidebar shows a picture only; the headline stands elsewhere on some pages."""
    picture = "<li><a href='/news/article.html?no=5000'><img src='/p.jpg'></a></li>"
    side = column(2000).replace("<ul>", f"<ul>{picture}", 1)
    box = f"<div><h3>마을 알림</h3><ul>{links(5000, 3, '물길 잇기')}</ul></div>"
    reader = Reader()
    pages = article(side), article(side, beside=box), article(side)
    assert cuts(reader, *pages) == [0, 1, 1]
    assert [page.read(reader).widgets[-2].entries[0].title for page in pages] == ["", "물길 잇기 5000", ""]


def test_a_sidebar_without_which_a_page_reads_differently_is_never_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    said = ArticlePage.own_content
    monkeypatch.setattr(ArticlePage, "own_content", lambda page: (*said(page), len(page.html)))
    reader, page = Reader(), article(column(2000))
    assert cuts(reader, page) == [0]
    monkeypatch.undo()
    assert cuts(reader, page, page) == [0, 0]


def test_sidebars_that_do_not_end_are_left_alone() -> None:
    html = article(column(2000)).html
    cut = article().with_html(html[: html.index("새 기사") + 1000])
    assert cuts(Reader(), cut, cut) == [0, 0]


def test_the_memory_is_bounded_and_keeps_what_is_used() -> None:
    reader, kept = Reader(), article(column(2000))
    cuts(reader, kept)
    for number in range(130):
        cuts(reader, article(column(3000 + number, f"con_right c{number}")))
        assert was_cut(kept.read(reader))
    assert len(reader._known) == 100
    assert sum(map(len, reader._heads.values())) == 100


def test_an_element_that_every_page_has_of_its_own_is_not_remembered_for_long() -> None:
    reader = Reader()
    for number in range(60):
        cuts(reader, article(column(3000 + number)))
    assert len(reader._known) == 50
