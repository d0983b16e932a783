"""What heads a widget where the heading is more than a title above a list, and what only seems to.

In the snippets ``@7`` is the address of article 7, ``~31`` that of the list of section 31.
"""

from __future__ import annotations

import re

import pytest

from newscrawler.cms.links import SiteUrls
from newscrawler.cms.markup.parts import Widget
from newscrawler.cms.page import Page

HOME = "https://www.news-a.test/"
URLS = SiteUrls(HOME)
TWO = "<ul><li><a href=@1>가온천 정비 이달 끝난다</a></li><li><a href=@2>누리산 꽃길 다시 열린다</a></li></ul>"
MORE = "<span class='more'><a href=~31>더보기</a></span>"
BOARD = "<span class='more'><a href='/mybbs/bbs.html?bbs_code=press'>더보기</a></span>"


def page(html: str, url: str = HOME) -> Page:
    html = re.sub(r"@(?=\d)", "/news/article.html?no=", html)
    html = re.sub(r"~(?=\d)", "/news/section_list_all.html?sec_no=", html)
    return Page(f'<html><body><div id="container">{html}</div></body></html>', url, URLS)


def heads(html: str) -> list[tuple[str | None, str | None, list[str | None]]]:
    """Heading, its link and the numbers of the entries, widget by widget."""
    return [head(widget) for widget in page(html).widgets]


def head(widget: Widget) -> tuple[str | None, str | None, list[str | None]]:
    url = widget.heading_link.url.removeprefix(f"{HOME}news/") if widget.heading_link else None
    return widget.heading, url, [entry.link.id for entry in widget.entries]


# ---- names of sub-sections beside the heading -------------------------------------------------------
SUB_SECTIONS = {
    "list": "<ul><li><a href=~60>#시정</a></li><li><a href=~61>#의회</a></li></ul>",
    "definition list": "<dl><dt><a href=~60>시정</a></dt></dl>",
    "table": "<table><tr><td><a href=~60>시정</a></td></tr></table>",
    "loose": "<p><a href=~60>#시정</a> <a href=~61>#의회</a></p>",
}


@pytest.mark.parametrize("names", SUB_SECTIONS.values(), ids=SUB_SECTIONS)
@pytest.mark.parametrize("title", ["<h1><a href=~25>행정</a></h1>", "<div class='tit'><a href=~25>행정</a></div>"])
def test_a_heading_beside_names_of_sub_sections_heads_the_list_below(title: str, names: str) -> None:
    html = f"<div class='secbox'><div class='side-row'>{title}{names}</div><div class='list'>{TWO}</div></div>"
    assert heads(html) == [("행정", "section_list_all.html?sec_no=25", ["1", "2"])]


def test_names_of_sub_sections_may_stand_before_the_heading() -> None:
    for title, url in (("<h2>행정</h2>", None), ("<h2><a href=~25>행정</a></h2>", "section_list_all.html?sec_no=25")):
        for names in SUB_SECTIONS.values():
            html = f"<div class='sec'><div class='head'><div>{names}</div>{title}</div>{TWO}</div>"
            assert heads(html) == [("행정", url, ["1", "2"])]


def test_a_row_of_sections_is_not_a_head_of_the_box_after_it() -> None:
    row = "<ul><li><a href=~60>시정</a></li><li><a href=~61>의회</a></li></ul>"
    html = f"<div class='x'>{row}<div class='arl_034'><h2>행정</h2>{MORE}<ul></ul></div>{TWO}</div>"
    assert heads(html)[0] == ("행정", None, [])


def test_a_heading_with_an_empty_list_heads_nothing_outside() -> None:
    html = f"<div class='x'><div><h2>행정</h2>{MORE}<ul></ul></div><div>{TWO}</div></div>"
    assert heads(html) == [("행정", None, []), (None, None, ["1", "2"])]


# ---- labels of the first entry ----------------------------------------------------------------------
STORY = "<div class='cnt'><h3><a href=@1>가온천 정비 끝난다</a></h3><div><a href=@2>누리산 꽃길 열린다</a></div></div>"


@pytest.mark.parametrize(
    "label",
    [
        "<span class='by'>박나래 기자</span>",
        "<span>박나래 기자</span>",
        "<span>12:08</span>",
        "<span class='time'>12:08 PM</span>",
        "<p>2025.11.07 14:02</p>",
        "<span>3시간 전</span>",
        "<span>조회 1,234</span>",
        "<span>1,234</span>",
        "<span class='cate'>시정</span>",
    ],
)
def test_a_label_before_the_first_entry_is_not_a_heading(label: str) -> None:
    assert [heading for heading, _, _ in heads(f"<div class='arti'>{label}{STORY}</div>")] == [None]


@pytest.mark.parametrize("text", ["기자수첩", "오늘의 시정", "[기획] 마을을 걷다", "[기획]", "속보", "3분 인터뷰"])
@pytest.mark.parametrize("name", ["x", "section", "cate"])
def test_a_text_before_a_list_is_its_heading(name: str, text: str) -> None:
    assert heads(f"<div class='x'><p class='{name}'>{text}</p>{TWO}</div>") == [(text, None, ["1", "2"])]


def test_the_series_of_one_entry_does_not_head_the_others() -> None:
    series = "<p class='cat'><a href='/news/review_list_all.html?rvw_no=94'>숫자로 본 세상</a></p>"
    html = f"<ul><li>{series}<h3><a href=@1>숫자로 살펴보는 마을</a></h3></li><li><a href=@2>둘째 소식</a></li></ul>"
    assert heads(html) == [(None, None, ["1", "2"])]


# ---- boxes of the CMS -------------------------------------------------------------------------------
def test_a_box_without_entries_heads_nothing_outside() -> None:
    series = "<ul><li><a href='/news/review_list_all.html?rvw_no=510'>기업 탐방</a></li></ul>"
    assert heads(f"<div class='m01_arl60'>{series}</div>{TWO}") == [(None, None, ["1", "2"])]
    assert heads(f"<div class='series'>{series}</div>{TWO}")[0][0] == "기업 탐방"


def test_a_more_link_before_the_heading_stays_with_it() -> None:
    (widget,) = page(f"<div class='btn_001'>{MORE}</div><h2>돌봄</h2>{TWO}").widgets
    assert (widget.heading, widget.more is not None) == ("돌봄", True)


ONE = "<div class='title'><a href=@5>느린 마을을 읽는다</a></div>"


@pytest.mark.parametrize(
    "entry",
    [
        f"<div class='image'><a href=@5><img src='/a.jpg'></a></div>{ONE}",
        f"<div><a href=@5><img src='/a.jpg'></a>{ONE}</div>",
        ONE,
        "<a href=@5><img src='/a.jpg'><strong>느린 마을을 읽는다</strong></a>",
    ],
)
def test_a_plain_text_over_one_entry_is_the_heading_of_a_box(entry: str) -> None:
    assert heads(f"<div class='m01_arl23'><div class='fixtt'>오늘의 서평</div>{entry}</div>") == [
        ("오늘의 서평", None, ["5"])
    ]


@pytest.mark.parametrize(
    "html",
    [
        f"<p class='writer'>박나래 교수</p>{ONE}",
        "<p>느린 마을을 읽는다</p><a href=@5><img src='/a.jpg'></a>",
        f"<a href=@5><img src='/a.jpg'></a><p>오늘의 서평</p>{ONE}",
    ],
    ids=["writer", "headline", "text inside the entry"],
)
def test_a_text_of_the_only_entry_is_not_a_heading(html: str) -> None:
    assert heads(f"<div class='m01_arl23'>{html}</div>") == [(None, None, ["5"])]


def test_a_series_is_followed_from_an_inner_page_even_if_it_heads_nothing() -> None:
    series = "/news/review_list_all.html?rvw_no=510"
    html = f"<div class='m01_arl60'><ul><li><a href='{series}'>기업 탐방</a></li></ul></div>{TWO}"
    assert [*page(html, f"{HOME}news/section.html?sec_no=3").more_links()] == [f"{HOME}{series[1:]}"]


# ---- headings that are pictures ---------------------------------------------------------------------
PICTURE = (
    "<div><a href='/news/review_list_all.html?rvw_no=84'><img src='/data/design/content/x.jpg' alt='{}'></a></div>"
)


@pytest.mark.parametrize(("alt", "heading"), [("시승기", "시승기"), ("이미지", None), ("", None)])
@pytest.mark.parametrize("empty", ["<h2> </h2>", ""])
def test_a_linked_picture_before_a_box_is_its_heading(alt: str, heading: str | None, empty: str) -> None:
    html = f"{PICTURE.format(alt)}<div class='m01_arl34'>{empty}{TWO}</div>"
    assert heads(html) == [(heading, "review_list_all.html?rvw_no=84", ["1", "2"])]


def test_a_picture_and_its_more_link_head_the_box_after_them() -> None:
    (widget,) = page(f"<div>{PICTURE.format('시승기')}{MORE}</div><div class='m01_arl34'>{TWO}</div>").widgets
    assert (head(widget)[0], widget.more is not None) == ("시승기", True)


@pytest.mark.parametrize(
    "html",
    [
        PICTURE.format("시승기") + f"<div class='m01_arl34'><h2>돌봄</h2>{TWO}</div>",
        f"<ul><li>{PICTURE.format('시승기')}<a href=@1>하나</a></li><li><a href=@2>둘</a></li></ul>",
        f"<div><a href=~3><img alt='시정'></a><a href=~4><img alt='의회'></a></div><div class='m01_arl34'>{TWO}</div>",
        f"<div><a href='http://ads.test/'><img alt='잔치'></a></div><div class='m01_arl34'>{TWO}</div>",
    ],
    ids=["box with a heading", "label of an entry", "row of pictures", "advertisement"],
)
def test_other_pictures_head_nothing(html: str) -> None:
    assert not any(heading in ("시승기", "시정", "의회", "잔치") for heading, _, _ in heads(html))


# ---- boxes whose links leave the newspaper ----------------------------------------------------------
QUOTES = "".join(f"<p><a href='http://other.test/{n}'>다른 신문이 옮긴 소식 {n}</a></p>" for n in (1, 2))


@pytest.mark.parametrize("box", ["m01_arl5", "zone"])
def test_a_headed_box_of_links_to_others_is_an_empty_widget(box: str) -> None:
    html = f"<div class='x'><div class='{box}'><h3>본지 인용 보도</h3>{BOARD}{QUOTES}</div><div>{TWO}</div></div>"
    assert heads(html) == [("본지 인용 보도", None, []), (None, None, ["1", "2"])]


@pytest.mark.parametrize(
    "inner",
    [f"<h3>함께하는 곳</h3>{QUOTES}", f"<h3>살림</h3>{BOARD}{QUOTES}<a href='/home/page.html?code=a'>회사 소개</a>"],
    ids=["no 더보기", "pages of its own"],
)
def test_other_boxes_of_links_are_no_widgets(inner: str) -> None:
    assert heads(f"<div class='x'>{inner}</div>") == []
