"""What stands around articles and lists is read once, and no record changes by that."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from support.papers import FOLDERS

from newscrawler.cms import page as page_module
from newscrawler.cms.article import ArticlePage
from newscrawler.cms.families import FAMILIES
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.markup.surroundings import Memory
from newscrawler.cms.page import Page
from newscrawler.cms.reading import Reader, _sidebars
from newscrawler.demo import Newspaper
from newscrawler.korean.encoding import detect

LISTS = ("/news/article_list_all.html", "/news/section_list_all.html?sec_no=3", "/news/section_list_all.html?sec_no=21")


@dataclass(frozen=True)
class Saved:
    """One page of a newspaper."""

    html: str
    url: str

    @property
    def kind(self) -> Any:
        return ArticlePage if "/article.html" in self.url or "/articleView.html" in self.url else ListPage

    def page(self, urls: SiteUrls, memory: Memory | None = None) -> ArticlePage | ListPage:
        made: ArticlePage | ListPage = self.kind(self.html, self.url, urls, memory)
        return made


def of_paper(paper: Newspaper, *paths: str) -> list[Saved]:
    return [Saved(paper.reply("GET", path).body.decode(), paper.origin + path) for path in paths]


def demo(skin: Any) -> list[Saved]:
    """Articles and list pages of the demo newspaper, in turns, as a crawl meets them."""
    paper = Newspaper(articles=80, skin=skin)
    articles = [url.removeprefix(paper.origin) for url in paper.truth_articles()]
    lists = [f"{path}{'&' if '?' in path else '?'}page={page}" for path in LISTS for page in range(1, 6)]
    paths = [path for turn in zip(articles[:45:3], articles[1:45:3], lists, strict=False) for path in turn]
    return of_paper(paper, *LISTS, *paths, *articles[-10:])


def saved(folder: str) -> list[Saved]:
    """The articles and lists of a fixture newspaper, twice: the second time all is known."""
    pages = []
    for name, truth in json.loads((FOLDERS[folder] / "expected.json").read_text("utf-8"))["pages"].items():
        raw = (FOLDERS[folder] / name).read_bytes()
        if truth["kind"] in ("article", "list", "section"):
            pages.append(Saved(raw.decode(detect(raw) or "utf-8", "replace"), truth["url"]))
    return pages * 2


NEWSPAPERS = {"demo m1x": lambda: demo("m1x"), "demo m01": lambda: demo("m01")} | {
    name: (lambda name=name: saved(name)) for name, path in FOLDERS.items() if (path / "expected.json").exists()
}


def contents(page: ArticlePage | ListPage) -> dict[str, Any]:
    """Everything a crawl takes from a page."""
    found: dict[str, Any] = {
        "widgets": list(page.widget_items("site", "list", "")),
        "weather": list(page.weather_items("site", "")),
        "more": page.more_links(),
    }
    if isinstance(page, ListPage):
        return {**found, "rows": page.rows, "last": page.is_last, "name": page.name}
    return {**found, "article": page.item("site", None, "list", page.url, "")}


@pytest.mark.parametrize("newspaper", NEWSPAPERS)
def test_pages_read_the_same_with_a_memory(newspaper: str) -> None:
    pages = NEWSPAPERS[newspaper]()
    assert pages
    urls, memory = SiteUrls(pages[0].url), Memory()
    for one in pages:
        assert contents(one.page(urls, memory)) == contents(one.page(urls)), one.url


@pytest.mark.parametrize("newspaper", NEWSPAPERS)
def test_pages_read_the_same_without_the_sidebars_read_before(newspaper: str) -> None:
    pages = NEWSPAPERS[newspaper]()
    urls, reader = SiteUrls(pages[0].url), Reader()
    for one in pages:
        read = reader.read(one.kind, one.html, one.url, urls)
        whole = one.page(urls)
        assert contents(read) == contents(whole), one.url
        assert (read.date, read.site_name) == (whole.date, whole.site_name)


@pytest.mark.parametrize("newspaper", NEWSPAPERS)
def test_a_page_that_was_read_is_freed_at_once(newspaper: str) -> None:
    """Parsed pages that wait for the garbage collector cost a crawl a fifth of its time."""
    pages = NEWSPAPERS[newspaper]()
    urls, reader = SiteUrls(pages[0].url), Reader()
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        for one in pages:
            contents(reader.read(one.kind, one.html, one.url, urls))
            contents(one.page(urls))
        gc.collect()
        assert not [node for node in gc.garbage if isinstance(node, LexborHTMLParser | LexborNode | Page)]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


def shortened(reader: Reader, one: Saved, urls: SiteUrls) -> bool:
    """Whether the page was read without its sidebar."""
    return len(reader.read(one.kind, one.html, one.url, urls).html) < len(one.html)


def test_a_sidebar_is_parsed_with_one_page_only() -> None:
    urls, (first, second) = article_pages()
    reader = Reader()
    assert [shortened(reader, one, urls) for one in (first, second, first)] == [False, True, True]
    changed = Saved(second.html.replace("이 분야 많이 본 기사", "오늘 많이 본 기사"), second.url)
    assert [shortened(reader, one, urls) for one in (changed, changed, second)] == [False, True, True]


@pytest.mark.parametrize(
    "needed",
    [
        "<ul class='tag_lst'><li><a href='/x'>물레</a></li></ul>",
        "<h4>관련기사</h4>",
        "<a href=\"javascript:ajaxGetSkinContent('main','7')\">더보기</a>",
        "<div class='weather_box'><ul><li><span>맑음</span>가온 8.8℃</li></ul></div>",
    ],
    ids=["tags", "related", "AJAX", "weather"],
)
def test_a_sidebar_that_is_more_than_one_is_never_left_out(needed: str) -> None:
    urls, pages = article_pages()
    reader = Reader()
    for one in pages * 2:
        html = one.html.replace('<div class="weather_box', '<div class="off')
        html = re.sub(r'<div class="column sublay">', lambda opening: opening[0] + needed, html)
        assert needed in html
        assert not shortened(reader, Saved(html, one.url), urls)


def test_a_sidebar_that_a_page_needs_is_never_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is it left out of pages that say the same without it."""
    urls, (first, second) = article_pages()
    said = ArticlePage.own_content
    monkeypatch.setattr(
        ArticlePage, "own_content", lambda page: (*said(page), page.url == first.url and len(page.html))
    )
    reader = Reader()
    assert [shortened(reader, one, urls) for one in (first, second, second)] == [False, False, False]


def test_sidebars_that_do_not_end_are_left_alone() -> None:
    urls, pages = article_pages()
    reader = Reader()
    for one in pages * 2:
        broken = one.html[: one.html.rindex("</div>")].replace("</div>", "", 3)
        cut = broken[: broken.index("sublay") + 3000]
        assert not shortened(reader, Saved(cut, one.url), urls)
        assert contents(reader.read(one.kind, cut, one.url, urls)) == contents(Saved(cut, one.url).page(urls))


def section_pages(skin: Any) -> tuple[SiteUrls, list[Saved]]:
    """A section's list and two of its articles; all have the section's sidebar."""
    paper = Newspaper(articles=80, skin=skin)
    urls = SiteUrls(f"{paper.origin}/", FAMILIES["ndsoft" if skin == "ndsoft" else "mediaon"])
    path = {"m1x": "/news/section_list_all.html?sec_no=21", "ndsoft": "/news/articleList.html?sc_section_code=S1N4"}[
        skin
    ]
    (first,) = of_paper(paper, path)
    rows = ListPage(first.html, first.url, urls).rows
    return urls, [first, *of_paper(paper, *(row.link.url.removeprefix(paper.origin) for row in rows[:2]))]


@pytest.mark.parametrize("skin", ["m1x", "ndsoft"])
def test_a_sidebar_that_a_list_brought_is_left_out_of_articles(skin: Any) -> None:
    urls, pages = section_pages(skin)
    reader = Reader()
    read = [reader.read(one.kind, one.html, one.url, urls) for one in pages]
    assert [bool(page.sidebars) for page in read] == [False, True, True]
    assert [contents(page) for page in read] == [contents(one.page(urls)) for one in pages]
    assert read[1].widgets


MORE = "<a href='/news/section_list_all.html?sec_no=3'>더보기</a>"


@pytest.mark.parametrize(
    ("before", "is_left_out"),
    [
        ("<p>짧은 말</p>", True),
        ("<h3>오늘의 소식</h3>", True),
        (f"<h4>동네</h4>{MORE}<ul><li><a href='/news/article.html?no=1'>마을 도서관이 문을 열었다</a></li></ul>", True),
        ("<ul><li>", False),
        ("<div class='box_001'>", False),
        ("<div style='display:none'>", False),
    ],
    ids=["text", "heading", "widget", "item", "box of the CMS", "hidden"],
)
def test_what_stands_before_a_sidebar_reads_as_beside_the_whole_one(before: str, is_left_out: bool) -> None:
    urls, (first, second) = article_pages()
    other = Saved(second.html.replace('<div class="column sublay', f'{before}<div class="column sublay', 1), second.url)
    assert other.html != second.html
    reader = Reader()
    reader.read(first.kind, first.html, first.url, urls)
    read = reader.read(other.kind, other.html, other.url, urls)
    assert bool(read.sidebars) is is_left_out
    assert contents(read) == contents(other.page(urls))


def test_a_heading_before_a_sidebar_that_begins_with_a_banner_may_be_the_banners() -> None:
    urls, pages = article_pages()
    banner = "<a href='http://ad.test/'><img src='/banner.png' alt='광고'></a>"
    first, second = (
        Saved(one.html.replace('<div class="column sublay">', f'<div class="column sublay">{banner}'), one.url)
        for one in pages
    )
    headed = Saved(
        second.html.replace('<div class="column sublay">', '<h3>오늘의 소식</h3><div class="column sublay">'),
        second.url,
    )
    reader = Reader()
    read = [reader.read(one.kind, one.html, one.url, urls) for one in (first, second, headed)]
    assert [bool(page.sidebars) for page in read] == [False, True, False]
    assert [contents(page) for page in read] == [contents(one.page(urls)) for one in (first, second, headed)]


def test_what_a_sidebar_holds_counts_for_what_stands_around_it() -> None:
    """A link beside it would be the only one there, and the whole page its item, if the sidebar held nothing."""
    urls, (first, second) = article_pages()
    (sidebar,) = (source for _, source in _sidebars(second.html, urls.family.selectors))
    lone = "<div><a href='/news/article.html?no=10019'>마을 도서관이 문을 열었다</a></div>"
    other = Saved(second.html.replace(sidebar, lone + sidebar), second.url)
    reader = Reader()
    reader.read(first.kind, first.html, first.url, urls)
    read = reader.read(other.kind, other.html, other.url, urls)
    assert read.sidebars
    assert contents(read) == contents(other.page(urls))


def test_a_sidebar_with_a_heading_that_names_the_page_is_read_again() -> None:
    urls, (first, second) = article_pages()
    entry = (
        "<div><h4>동네 소식</h4><ul><li><a href='/news/article.html?no=1'>마을 도서관이 문을 열었다</a></li></ul></div>"
    )
    first, second = (
        Saved(re.sub(r'<div class="column sublay">', lambda opening: opening[0] + entry, one.html), one.url)
        for one in (first, second)
    )
    named = Saved(second.html.replace("<title>", "<title>동네 소식 | "), second.url)
    reader = Reader()
    reader.read(first.kind, first.html, first.url, urls)
    read = reader.read(named.kind, named.html, named.url, urls)
    assert not read.sidebars
    assert contents(read) == contents(named.page(urls))
    assert contents(read)["widgets"] != contents(second.page(urls))["widgets"]
    assert reader.read(first.kind, first.html, first.url, urls).sidebars


def test_links_relative_to_the_page_are_read_at_each_address() -> None:
    urls, (first, second) = article_pages()
    relative = [
        Saved(one.html.replace("href='/news/article.html", "href='article.html"), one.url) for one in (first, second)
    ]
    relative = [Saved(one.html.replace('href="/news/article.html', 'href="article.html'), one.url) for one in relative]
    moved = Saved(relative[1].html, relative[1].url.replace("/news/", "/old/"))
    reader = Reader()
    read = [reader.read(one.kind, one.html, one.url, urls) for one in (*relative, moved)]
    assert [bool(page.sidebars) for page in read] == [False, True, False]
    assert contents(read[2]) == contents(moved.page(urls))


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The addresses of the pages whose widgets were read from the whole page."""
    found: list[str] = []
    whole = Page.blocks.func  # type: ignore[attr-defined]

    def blocks(page: Page) -> Any:
        found.append(page.url)
        return whole(page)

    monkeypatch.setattr(page_module.Page, "blocks", property(blocks))
    yield found


def test_the_widgets_of_a_section_are_read_once(readings: list[str]) -> None:
    paper = Newspaper(articles=80)
    first = "/news/section_list_all.html?sec_no=21"
    articles = [url for url, truth in paper.truth_articles().items() if truth["section"] == "시청"]
    pages = of_paper(paper, *(url.removeprefix(paper.origin) for url in articles), first, f"{first}&page=2")
    urls, memory = SiteUrls(f"{paper.origin}/"), Memory()
    for one in pages:
        contents(one.page(urls, memory))
    assert len(articles) > 5
    assert set(readings) == {articles[0], pages[-2].url}


def article_pages() -> tuple[SiteUrls, list[Saved]]:
    paper = Newspaper(articles=80)
    urls = [url for url, truth in paper.truth_articles().items() if truth["section"] == "시청"][:2]
    return SiteUrls(f"{paper.origin}/"), of_paper(paper, *(url.removeprefix(paper.origin) for url in urls))


def test_a_widget_that_differs_is_read(readings: list[str]) -> None:
    urls, (first, second) = article_pages()
    changed = Saved(second.html.replace("이 분야 많이 본 기사", "오늘 많이 본 기사"), second.url)
    memory = Memory()
    headings = [[widget.heading for widget in one.page(urls, memory).widgets] for one in (first, changed, second)]
    assert "이 분야 많이 본 기사" in headings[0]
    assert "오늘 많이 본 기사" in headings[1]
    assert headings[2] == headings[0]


def test_comments_and_banners_do_not_hide_that_a_page_is_known(readings: list[str]) -> None:
    urls, (first, second) = article_pages()
    commented = Saved(re.sub(r"(?<=총 <span>)\d+", "77", second.html), second.url)
    banner = Saved(second.html.replace("banner_click.php?no=291", "banner_click.php?no=888"), second.url)
    assert first.html != commented.html != second.html != banner.html
    memory = Memory()
    for one in (first, commented, banner):
        contents(one.page(urls, memory))
    assert set(readings) == {first.url}


def test_a_page_named_like_a_heading_is_read_by_itself(readings: list[str]) -> None:
    urls, (first, second) = article_pages()
    named = Saved(re.sub("<title>.*?</title>", "<title>오피니언</title>", second.html), second.url)
    memory = Memory()
    contents(first.page(urls, memory))
    assert contents(named.page(urls, memory)) == contents(named.page(urls))


def test_the_memory_is_bounded_and_keeps_what_is_used() -> None:
    urls, (first, second) = article_pages()
    memory = Memory()
    kept = first.page(urls, memory).surroundings
    for number in range(150):
        other = first.html.replace("이 분야 많이 본 기사", f"많이 본 기사 {number}")
        assert Saved(other, first.url).page(urls, memory).surroundings is not kept
        assert second.page(urls, memory).surroundings is kept
    assert len(memory._known) == 100
