"""List pages, landing pages, their pagers, and the links that lead to them.

In the snippets ``@7`` is the address of article 7, ``~31`` that of the list of section 31.
"""

from __future__ import annotations

import re

import pytest

from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.page import Page

HOME = "https://www.news-a.test/"
LIST = "https://www.news-a.test/news/section_list_all.html?sec_no=31"
URLS = SiteUrls(HOME)


def expand(html: str) -> str:
    html = re.sub(r"@(?=\d)", "/news/article.html?no=", html)
    html = re.sub(r"~(?=[-\d])", "/news/section_list_all.html?sec_no=", html)
    return f"<body>{html}</body>"


def page(html: str, url: str = LIST) -> ListPage:
    return ListPage(expand(html), url, URLS)


def row(number: int, date: str | None = "2025-11-07 10:31") -> str:
    info = f"<li class='date'>{date}</li>" if date else ""
    return (
        f"<li><a href=@{number}><h2 class='clamp c2'>제목 {number}</h2><p>머리글이 길게 이어진다..</p>"
        f"<ul class='art_info'><li>행정</li>{info}</ul></a></li>"
    )


def rows(*numbers: int) -> str:
    return f"<div class='ara_001'><ul class='art_list_all'>{''.join(map(row, numbers))}</ul></div>"


def pager(*pages: int, current: int = 1) -> str:
    links = "".join(
        f"<a href='javascript:void(0);' class='on'>{n}</a>" if n == current else f"<a href='~31&page={n}'>{n}</a>"
        for n in pages
    )
    return f"<div class='btn_pagenum'>{links}</div>"


SIDEBAR = "<div class='arl_034'><div class='tit_set'><h2>돌봄</h2></div><ul><li><a href=@91>억새</a></li></ul></div>"


# ---- rows -------------------------------------------------------------------------------------------
ROWS = {
    "new skin": rows(3, 2, 1),
    "one row": f"<div class='ara_001'><ul class='art_list_all'>{row(3)}</ul></div>",
    "without dates": f"<ul class='art_list_all'>{row(3, None)}{row(2, None)}</ul>",
    "old skin": "<div class='article_list_002'><ul>"
    + "".join(
        f"<li><p class='tit'><a href='article.html?no={n}'>제목 {n}</a></p><p class='date'>2025.11.07 10:31</p></li>"
        for n in (3, 2)
    )
    + "</ul></div>",
    "table": "<table>"
    + "".join(
        f"<tr><td><a href='./article.html?no={n}&page=1'>제목 {n}</a></td><td>2025-11-07 10:31</td></tr>"
        for n in (3, 2)
    )
    + "</table>",
    "divs": "".join(
        f"<div><div><h4><a href=@{n}>제목 {n}</a></h4><em>등록 2025-11-07 10:31</em></div></div>" for n in (3, 2)
    ),
}


@pytest.mark.parametrize("html", ROWS.values(), ids=ROWS)
def test_rows(html: str) -> None:
    found = page(f"{html}{pager(1, 2)}<div class='sublay'>{SIDEBAR}</div>")
    numbers = [n for n in ("3", "2", "1") if f"no={n}" in html or f"@{n}" in html]
    assert [r.link.id for r in found.rows] == numbers
    assert [r.title for r in found.rows] == [f"제목 {n}" for n in numbers]
    date = "2025-11-07T10:31:00+09:00" if "10:31" in html else None
    assert {r.date for r in found.rows} == {date}
    assert [widget.heading for widget in found.widgets] == ["돌봄"]
    assert not found.is_last


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("2025-11-07 10:31", "2025-11-07T10:31:00+09:00"),
        ("2025.11.07 10:31:09", "2025-11-07T10:31:09+09:00"),
        ("등록 2025-11-07 10:31", "2025-11-07T10:31:00+09:00"),
        ("2025-11-07", "2025-11-07T00:00:00+09:00"),
        ("2025.02.30", None),
    ],
)
def test_date_of_a_row(printed: str, date: str | None) -> None:
    (found,) = page(f"<ul class='art_list_all'>{row(3, printed)}</ul>").rows
    assert found.date == date


def test_row_without_a_date_among_dated_rows() -> None:
    found = page(f"<ul class='art_list_all'>{row(3)}{row(2, None)}{row(1)}</ul>")
    assert [(r.link.id, bool(r.date)) for r in found.rows] == [("3", True), ("2", False), ("1", True)]


def test_the_longest_dated_block_is_the_list() -> None:
    line = "<div class='arl_005'><h2>타임라인</h2><ul><li><a href=@9>속보</a> <i>2025-11-07 09:00</i></li></ul></div>"
    found = page(f"{line}{rows(3, 2)}{line}")
    assert [r.link.id for r in found.rows] == ["3", "2"]
    assert [widget.heading for widget in found.widgets] == ["타임라인", "타임라인"]


def test_a_widget_between_list_and_pager_is_not_the_list() -> None:
    list_ = "".join(f"<li><p><a href=@{n}>제목 {n}</a></p><span>2025-11-0{n}</span></li>" for n in (7, 6))
    found = page(
        f"<div><ul>{list_}</ul></div><div><h2>많이 본</h2><ul><li><a href=@1>하나</a></li></ul></div>{pager(1, 2)}"
    )
    assert [r.link.id for r in found.rows] == ["7", "6"]
    assert [widget.heading for widget in found.widgets] == ["많이 본"]


def test_one_row_in_the_list_of_the_cms_outweighs_the_lead_above_it() -> None:
    lead = "<div class='hdl_003'><ul><li><a href=@9><h2>머리기사 제목</h2></a></li></ul></div>"
    found = page(lead + rows(3))
    assert [r.link.id for r in found.rows] == ["3"]


def test_a_day_in_a_teaser_is_not_the_date_of_its_row() -> None:
    teaser = "<p>2025년 12월 7일에 열린다..</p>"
    (found,) = page(
        f"<div class='ara_001'><ul class='art_list_all'><li><a href=@3><h2>제목 3</h2>{teaser}"
        "<ul><li>행정</li><li>등록 2025-11-07 10:31</li></ul></a></li></ul></div>"
    ).rows
    assert found.date == "2025-11-07T10:31:00+09:00"


def test_posts_of_a_board_are_no_rows() -> None:
    board = "<li><a href='/mybbs/bbs.html?mode=view&bbs_code=n&bbs_no=1'>알림</a><em>2025-11-07</em></li>"
    found = page(f"<ul class='art_list_all'>{row(3)}{board}</ul>")
    assert [r.link.id for r in found.rows] == ["3"]


@pytest.mark.parametrize(
    "html", ["", "<p>등록된 기사가 없습니다.</p>", "<ul class='art_list_all'></ul>", "<aside></aside>"]
)
def test_list_without_rows(html: str) -> None:
    found = page(f"<div class='column'>{html}</div><div class='sublay'>{SIDEBAR}</div>")
    assert found.rows == []
    assert [widget.heading for widget in found.widgets] == ["돌봄"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>등록된 기사가 없습니다.</p>",
        "<table><tr><td>게시물이 없습니다</td></tr></table>",
        "<div class='no_list'>해당 조건의 <b>검색결과</b>가 없습니다.</div>",
        "<ul class='art_list_all'></ul>",
        "<ul class='art_list_all'><li class='no_list'>기사가 존재하지 않습니다</li></ul>",
    ],
)
def test_a_list_that_says_it_is_empty(html: str) -> None:
    assert page(f"<div class='column'>{html}</div><div class='sublay'>{SIDEBAR}</div>").says_empty


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<h1>서비스 점검 중입니다</h1>",
        "<p>요청하신 페이지를 찾을 수 없습니다.</p>",
        "<p>접속할 수 없습니다. 잠시 후 다시 시도해 주세요.</p>",
        "<p>권한이 없습니다.</p>",
        f"<div class='sublay'>{SIDEBAR}<p>등록된 기사가 없습니다.</p></div>",
        f"<p>{'가온시는 이날 관련 기사가 없습니다 라는 안내를 띄웠다. ' * 3}</p>",
    ],
)
def test_a_page_that_does_not_say_its_list_is_empty(html: str) -> None:
    assert not page(f"<div class='column'>{html}</div>").says_empty


@pytest.mark.parametrize(
    ("html", "has_frame"),
    [
        (SIDEBAR, True),
        ("<ul id='gnb'><li><a href='~3'>행정</a></li></ul>", True),
        ("<h1>점검 중</h1><a href='/'>첫 화면</a><a href='/member/login.html'>로그인</a>", False),
        ("<a href='https://www.other.test/news/article.html?no=1'>다른 신문</a>", False),
    ],
)
def test_a_page_of_the_newspaper_links_to_its_sections_or_articles(html: str, has_frame: bool) -> None:
    assert page(html).has_frame is has_frame


@pytest.mark.parametrize(
    ("html", "url", "is_landing"),
    [
        (SIDEBAR, "https://www.news-a.test/news/section.html?sec_no=3", True),
        (SIDEBAR, LIST, False),  # a list without rows is not a landing page
        (f"{SIDEBAR}<div class='paging'><b>1</b></div>", "https://www.news-a.test/news/section.html?sec_no=3", False),
    ],
)
def test_a_landing_page_is_one_by_its_address_and_has_no_pager(html: str, url: str, is_landing: bool) -> None:
    assert page(html, url).is_landing is is_landing


def test_empty_list_of_the_cms_is_no_other_block() -> None:
    found = page(f"<ul class='art_list_all'></ul>{SIDEBAR}")
    assert (found.rows, [widget.heading for widget in found.widgets]) == ([], ["돌봄"])


@pytest.mark.parametrize("html", [rows(3, 2), SIDEBAR, f"<h2>행정</h2>{rows(3)}"])
def test_landing_page_has_widgets_and_no_rows(html: str) -> None:
    found = page(html, "https://www.news-a.test/news/section.html?sec_no=3")
    assert (found.rows, found.is_last) == ([], False)
    assert len(found.widgets) == 1


def test_list_at_the_address_of_a_landing_page_is_known_by_its_pager() -> None:
    found = page(
        f"{rows(3, 2)}<div class='paging'><b>1</b></div>", "https://www.news-a.test/news/section.html?sec_no=3"
    )
    assert [r.link.id for r in found.rows] == ["3", "2"]


# ---- the pager --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("shown", "current", "is_last"),
    [
        ((1, 2, 3), 1, False),
        ((1, 2, 3), 2, False),
        ((1, 2, 3), 3, True),
        ((1, 2), 2, True),
        ((1,), 1, True),
        (range(1, 11), 9, False),
        (range(1, 11), 10, False),
        ((*range(1, 11), 11), 10, False),
        (range(11, 14), 13, True),
        (range(11, 21), 20, False),
    ],
)
def test_last_page_of_the_pager(shown: tuple[int, ...], current: int, is_last: bool) -> None:
    url = LIST if current == 1 else f"{LIST}&page={current}"
    assert page(rows(3) + pager(*shown, current=current), url).is_last == is_last


@pytest.mark.parametrize(
    ("pager", "named"),
    [
        ("<a href='~31&page=2'>2</a><a href='~31&page=3'>[3]</a>", {2, 3}),
        ("<a href='~31&page=2'><img alt='다음'></a><a href='~31&page=11'><img alt='다음 10쪽'></a>", {2}),
        ("<a href='~31&page=2'>2</a><a href='~31&page=34'>마지막</a>", {2}),
        ("<a href='~31&page=11'>다음</a>", set()),
        ("<a href='~32&page=2'>2</a>", set()),
    ],
)
def test_pages_that_a_pager_names(pager: str, named: set[int]) -> None:
    assert page(f"{rows(3)}<div class='paging'><b>1</b>{pager}</div>").named_pages == named


@pytest.mark.parametrize(
    ("html", "is_blank"),
    [
        ("", True),
        ("<div> <br></div>", True),
        ("<h1>점검 중</h1>", False),
        ("<script>location.reload()</script>", False),
        ("<iframe src='/wait.html'></iframe>", False),
    ],
)
def test_a_blank_page(html: str, is_blank: bool) -> None:
    assert page(html).is_blank is is_blank


def test_list_without_a_pager_may_go_on() -> None:
    assert not page(rows(3, 2)).is_last


def test_pages_of_another_list_are_not_this_ones() -> None:
    html = f"{rows(3)}<div class='btn_pagenum'><a href='~32&page=2'>2</a><a href='?page=x'>x</a></div>"
    assert page(html).linked_pages == set()


def test_pages_linked_by_a_relative_address() -> None:
    html = f"{rows(3)}<div class='paging'><a href='section_list_all.html?page=4&sec_no=31'>4</a></div>"
    assert page(html).linked_pages == {4}


@pytest.mark.parametrize(
    ("html", "number"),
    [
        (pager(1, 2, 3, current=2), 2),
        ("<div class='btn_pagenum'><a href='~31&page=1'>1</a><strong>2</strong></div>", 2),
        ("<div><span class='on'>2</span><a href='~31&page=3'>3</a></div>", 2),
        ("<ul class='paging'><li><a href='~31&page=1'>1</a></li><li class='on'><a href='#'>2</a></li></ul>", 2),
        ("<ul><li><a href='~31&page=1'>1</a></li><li><a href='~31&page=2' aria-current='page'>2</a></li></ul>", 2),
        ("<div class='paging'>2 <a href='~31&page=3'>3</a></div>", 2),
        ("<div class='paging'><strong>2</strong> / 14 <a href='~31&page=3'>3</a></div>", 2),
        ("<div class='paging'><a href='~31&page=1'>1</a><a href='~31&page=2'>2</a></div>", None),
        ("", None),
    ],
)
def test_page_the_pager_shows(html: str, number: int | None) -> None:
    assert page(rows(3) + html, f"{LIST}&page=2").shown_page == number


def test_a_page_alone_in_its_window_of_the_pager_is_shown() -> None:
    assert page(rows(3) + pager(11, current=11), f"{LIST}&page=11").shown_page == 11


def test_name_of_a_section() -> None:
    assert page("<div class='path_wrap'><h3> 행정 </h3></div>").name == "행정"
    assert page("<h2>행정</h2>").name is None


# ---- links to sections ------------------------------------------------------------------------------
def sections(html: str) -> list[tuple[str, str, str]]:
    found = Page(expand(html), HOME, URLS).section_links()
    return [(s.link.url.rpartition("/")[2].replace("section_list_all.html?sec_no=", ""), s.name, s.via) for s in found]


def test_sections_of_headings_and_more_come_before_the_menus() -> None:
    html = (
        "<ul id='gnb'><li><a href=~1>행정</a></li><li><a href=~2><img alt='경제' src='m.gif'></a></li></ul>"
        "<div class='arl_034'><h2><a href=~3>돌봄</a></h2><a href=~4>더보기</a>"
        "<ul><li><a href=@9>억새</a></li></ul></div>"
    )
    assert sections(html) == [
        ("4", "돌봄", "more"),
        ("3", "돌봄", "more"),
        ("1", "행정", "menu"),
        ("2", "경제", "menu"),
    ]


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("<a href=~7>체육</a>", [("7", "체육", "menu")]),
        ("<a href=~-2>오늘의 기사</a>", [("-2", "오늘의 기사", "menu")]),
        ("<a href=~7 class='more'>더보기</a>", [("7", "", "menu")]),
        ("<a href=~7>체육</a><a href=~7>체육 소식</a>", [("7", "체육", "menu")]),
        ("<a href='/news/section.html?sec_no=7'>체육</a>", [("section.html?sec_no=7", "체육", "menu")]),
        ("<a href='/news/article_list_all.html'>전체</a>", [("article_list_all.html", "전체", "menu")]),
        ("<a href='/news/review_list_all.html?rvw_no=0'>연재</a>", []),
        ("<a href='/news/search_result.html?search=x'>찾기</a>", []),
        ("<a href='/member/login.html'>로그인</a>", []),
        ("<a href='https://other.test/news/section_list_all.html?sec_no=7'>남</a>", []),
        ("<a href='javascript:;'>체육</a>", []),
        ("<!-- <a href=~7>체육</a> -->", []),
    ],
)
def test_section_links(link: str, found: list[tuple[str, str, str]]) -> None:
    assert sections(f"<ul id='gnb'><li>{link}</li></ul>") == found


def test_a_section_keeps_its_menu_label_beside_the_heading_that_leads_there_too() -> None:
    html = (
        "<ul id='gnb'><li><a href=~4>가온시</a></li></ul>"
        "<div class='arl_034'><h2>오늘의 초점</h2><a href=~4>더보기</a><ul><li><a href=@9>억새</a></li></ul></div>"
    )
    assert sections(html) == [("4", "오늘의 초점", "more"), ("4", "가온시", "menu")]


def test_a_more_link_in_a_pop_up_is_not_followed() -> None:
    html = "<div class='tpop' style='display:none'><a href=~8>이벤트 더보기</a></div>"
    assert sections(html) == []


def test_words_count_only_on_a_page_with_the_menu_of_the_newspaper() -> None:
    words = "<div class='column'><p>등록된 기사가 없습니다.</p></div>"
    assert not page(f"<h1>서비스 안내</h1>{words}").says_empty
    assert page(f"<ul><li><a href=~32>의회</a></li></ul>{words}").says_empty


def test_boxes_around_a_notice_of_maintenance_are_not_the_list() -> None:
    box = "<div><h3>많이 본 기사</h3><ul><li><a href=@7>억새</a></li><li><a href=@8>둘레길</a></li></ul></div>"
    assert page(box).rows
    assert page(f"<h1>서비스 점검 중입니다</h1>{box}").rows == []
    assert page(f"<h2>접속자가 많습니다</h2>{rows(3, 2)}").rows  # a list of the CMS's own is one


LANDING = "https://www.news-a.test/news/section.html?sec_no=31"


@pytest.mark.parametrize(
    ("html", "has_frame"),
    [
        ("<script>location.href='/news/section_list_all.html?sec_no=31';</script>", True),
        (
            "<meta http-equiv='refresh' content='0;url=https://www.news-a.test/news/section_list_all.html?sec_no=31'>",
            True,
        ),
        ("<script>location.href='/news/section_list_all.html?sec_no=32';</script>", False),
        ("<script>location.href='/';</script>", False),
        ("<script>document.cookie='a=1';location.reload();</script>", False),
    ],
)
def test_a_landing_page_that_is_a_script_leads_to_the_list_of_its_section(html: str, has_frame: bool) -> None:
    assert page(html, LANDING).has_frame is has_frame
