"""Widgets by their shape: heading blocks, every form of 더보기, and what is no widget.

In the snippets ``@7`` is the address of article 7, ``~31`` that of the list of section 31.
"""

from __future__ import annotations

import re

import pytest

from newscrawler.cms.links import SiteUrls
from newscrawler.cms.markup.parts import Widget
from newscrawler.cms.page import Page

HOME = "https://www.news-a.test/"
LIST = "https://www.news-a.test/news/section_list_all.html?sec_no=31"
HREF = "/news/section_list_all.html?sec_no=31"
URLS = SiteUrls(HOME)


def entry(number: int, title: str = "옥상 텃밭 배추 나눔") -> str:
    return f"<li><a href=@{number}>{title}</a></li>"


ENTRIES = f'<ul class="art_list">{entry(1001)}{entry(1002, "빈 점포에 공방을")}</ul>'


def page(html: str, url: str = HOME) -> Page:
    html = re.sub(r"@(?=\d)", "/news/article.html?no=", html)
    html = re.sub(r"~(?=\d)", "/news/section_list_all.html?sec_no=", html)
    return Page(f'<html><body><div id="container">{html}</div></body></html>', url, URLS)


def widgets(html: str, url: str = HOME) -> list[Widget]:
    return page(html, url).widgets


def only(html: str, url: str = HOME) -> Widget:
    (widget,) = widgets(html, url)
    return widget


def numbers(widget: Widget) -> list[str | None]:
    return [entry.link.id for entry in widget.entries]


def more_url(widget: Widget) -> str | None:
    return widget.more.url if widget.more else None


def heading_url(widget: Widget) -> str | None:
    return widget.heading_link.url if widget.heading_link else None


# ---- 더보기, docs/mediaon.md §4.4 --------------------------------------------------------------------------
MORE = {
    "1 button of the new skins": '<div class="tit_set"><div><h2>돌봄</h2><a href=~31 class="btn_art_more">'
    '<span class="ics ics01"><span class="blind">더보기</span></span></a></div></div>',
    "2 text": '<h2>돌봄</h2><span class="more"><a href=~31>더보기</a></span>',
    "3 plus and text": '<h3>돌봄</h3><span class="more"><a href=~31><span> + </span>더보기</a></span>',
    "4 text and icon": '<h2>돌봄</h2><span class="more"><a href=~31>더보기 '
    '<img src="/data/skin/more_icon.gif"></a></span>',
    "5 picture": '<div class="tit"><h3>돌봄</h3><span class="more"><a href=~31>'
    '<img src="btn_more.gif" alt="더보기"></a></span></div>',
    "5 picture in the heading": '<h2>돌봄<span><a href=~31><img src="m.gif" alt="더보기"></a></span></h2>',
    "6 alt that contains it": '<h2><img src="t.gif" alt="돌봄"><span><a href=~31>'
    '<img src="m.gif" alt="TOP NEWS 더보기"></a></span></h2>',
    "7 icon alone": '<h2>돌봄</h2><a href=~31 class="more"><i class="fa fa-plus"></i></a>',
    "7 icon of a button": '<h2>돌봄</h2><a href=~31 class="btn_more"></a>',
    "7 plus sign": '<h2>돌봄</h2><a href=~31 class="more">+</a>',
    "11 alt that means it": '<h2>돌봄</h2><a href=~31><img src="i.gif" alt="지난 TOP뉴스 보기"></a>',
    "13 title": '<h2>돌봄</h2><a href=~31 title="더보기"><i></i></a>',
    "13 aria-label": '<h2>돌봄</h2><a href=~31 aria-label="돌봄 더보기"><i></i></a>',
    "13 button": f"<h2>돌봄</h2><button onclick=\"location.href='{HREF}'\">더보기</button>",
    "13 MORE": "<h2>돌봄</h2><a href=~31>MORE</a>",
    "13 more with a sign": "<h2>돌봄</h2><a href=~31>more &gt;</a>",
    "13 더 보기": "<h2>돌봄</h2><a href=~31>더 보기</a>",
    "13 전체보기": "<h2>돌봄</h2><a href=~31>전체보기 &gt;</a>",
    "own host": f'<h2>돌봄</h2><a href="{LIST}">더보기</a>',
    "without www": f'<h2>돌봄</h2><a href="https://news-a.test{HREF}">더보기</a>',
    "relative to the page": '<h2>돌봄</h2><a href="news/section_list_all.html?sec_no=31">더보기</a>',
}


@pytest.mark.parametrize("skin", ["arl_034", "m01_arl42", "zone-b"])
@pytest.mark.parametrize("head", MORE.values(), ids=MORE)
def test_more(head: str, skin: str) -> None:
    widget = only(f'<div class="{skin}">{head}{ENTRIES}</div>')
    assert (widget.heading, more_url(widget)) == ("돌봄", LIST)
    assert numbers(widget) == ["1001", "1002"]


NO_MORE = {
    "8 comment": '<h2>돌봄</h2><!--<span class="more"><a href=~31>더보기</a></span>-->',
    "8 broken comment": '<h2>돌봄</h2><!--span class="more"><a href=~31>더보기</a></span-->',
    "8 comment in the heading": "<h2>돌봄<span><!--<a href=~31>더보기</a>--></span></h2>",
    "9 none": "<h2>돌봄</h2>",
    "dead anchor": '<h2>돌봄</h2><a href="#" class="more"><i class="fa fa-plus"></i></a>',
    "script": '<h2>돌봄</h2><a href="javascript:void(0);" class="btn_art_more">더보기</a>',
    "empty": '<h2>돌봄</h2><a href="" class="btn_art_more">더보기</a>',
    "no target": '<h2>돌봄</h2><a class="btn_art_more">더보기</a>',
    "button without a target": "<h2>돌봄</h2><button>더보기</button>",
    "banner": '<h2>돌봄</h2><a href="/news/banner_click.php?no=7">더보기</a>',
}


@pytest.mark.parametrize("skin", ["arl_034", "m01_arl42", "zone-b"])
@pytest.mark.parametrize("head", NO_MORE.values(), ids=NO_MORE)
def test_no_more(head: str, skin: str) -> None:
    widget = only(f'<div class="{skin}">{head}{ENTRIES}</div>')
    assert (widget.heading, more_url(widget)) == ("돌봄", None)
    assert numbers(widget) == ["1001", "1002"]


def test_more_after_the_entries() -> None:
    widget = only(f'<div class="arl_034"><h2>돌봄</h2>{ENTRIES}<a href=~31 class="more">더보기</a></div>')
    assert (more_url(widget), numbers(widget)) == (LIST, ["1001", "1002"])


def test_more_of_a_board() -> None:
    board = "/mybbs/bbs.html?bbs_code=notice"
    widget = only(
        f'<div class="arl_044"><div class="tit_set"><h2>알림</h2><a href="{board}">더보기</a></div>'
        f'<ul><li><a href="{board}&mode=view&bbs_no=12">신문 쉽니다</a></li></ul></div>'
    )
    assert more_url(widget) == f"https://www.news-a.test{board}"
    assert [entry.link.kind for entry in widget.entries] == ["post"]


def test_more_belongs_to_its_own_heading() -> None:
    first, other = widgets(
        f'<div class="arl_034"><div class="tit_set"><h2>돌봄</h2></div><ul>{entry(1)}</ul></div>'
        f'<div class="arl_034"><div class="tit_set"><h2>시정</h2><a href=~32>더보기</a></div>'
        f"<ul>{entry(2)}</ul></div>"
    )
    assert (first.heading, more_url(first)) == ("돌봄", None)
    assert (other.heading, more_url(other)) == ("시정", LIST.replace("31", "32"))


@pytest.mark.parametrize(
    "title",
    [
        "시민 숲에서 더보기, 다시 보기, 오래 보기 잔치가 열린다",
        "가온시 CCTV 전체보기 서비스, 시민 누구나 누리집에서",
    ],
)
def test_headline_that_holds_the_word_is_no_more(title: str) -> None:
    widget = only(f'<div class="arl_034"><h2>돌봄</h2><ul>{entry(1, title)}</ul></div>')
    assert (more_url(widget), widget.entries[0].title) == (None, title)


def test_long_link_that_holds_the_word_is_no_more() -> None:
    widget = only(
        '<div class="arl_034"><h2>돌봄</h2><a href=~31>가온시의 모든 돌봄 소식을 한자리에서 더보기 하세요</a>'
        f"{ENTRIES}</div>"
    )
    assert more_url(widget) is None


def test_heading_and_more_may_lead_to_different_pages() -> None:
    widget = only(
        '<div class="arl_023"><div class="tit_set"><h2><a href="/news/section.html?sec_no=3">행정</a></h2>'
        f'<a href=~31 class="btn_art_more">더보기</a></div>{ENTRIES}</div>'
    )
    assert heading_url(widget) == "https://www.news-a.test/news/section.html?sec_no=3"
    assert more_url(widget) == LIST


# ---- the AJAX button, docs/mediaon.md §5 -------------------------------------------------------------------
@pytest.mark.parametrize(
    "button",
    [
        "<a href=\"javascript:ajaxGetSkinContent('main','2310')\" id='btn_more_2310'>더보기</a>",
        "<a href=\"javascript:ajaxGetSkinContent( 'main' , 2310 );\"><span>더보기</span></a>",
        "<a href='#' onclick=\"ajaxGetSkinContent('main', '2310'); return false;\">더보기</a>",
        "<button onclick=\"ajaxGetSkinContent('main', '2310')\">더보기</button>",
        "<a href=\"javascript:ajaxGetSkinContent('main','2310')\"><img src='b.gif' alt='불러오기'></a>",
    ],
)
def test_a_button_is_neither_an_entry_nor_a_link_to_a_list(button: str) -> None:
    widget = only(f'<div class="arl_061"><h2>방금</h2><div id="skin_content_2310">{ENTRIES}</div>{button}</div>')
    assert (widget.heading, more_url(widget), numbers(widget)) == ("방금", None, ["1001", "1002"])


# ---- headings, docs/mediaon.md §4.1 to §4.3 ------------------------------------------------------------------
HEADINGS = {
    "text": ("<h2>돌봄</h2>", "돌봄"),
    "text in the title block": ('<div class="tit_set ts02"><h2>돌봄</h2></div>', "돌봄"),
    "white space": ("<h2>\n\t돌봄&nbsp;  이야기 </h2>", "돌봄 이야기"),
    "mark-up": ("<h2><b>돌</b>봄 <span>이야기</span></h2>", "돌봄 이야기"),
    "raw ampersand": ("<h2>R & D 소식</h2>", "R & D 소식"),
    "raw angle brackets": ("<h2><바다 이야기></h2>", "<바다 이야기>"),
    "h3": ('<div class="recent_art"><h3>돌봄</h3></div>', "돌봄"),
    "picture": ('<h2><img src="t.gif" alt="돌봄"></h2>', "돌봄"),
    "picture that says nothing": ('<h2><img src="t.gif" alt=""></h2>', None),
    "picture with a filler": ('<h2><img src="t.gif" alt="이미지"></h2>', None),
    "span in the heading": ("<h2><span>돌봄</span></span></h2>", "돌봄"),
    "titled block": ('<div class="tit">돌봄</div>', "돌봄"),
    "head class": ('<p class="box-head">돌봄</p>', "돌봄"),
}


@pytest.mark.parametrize(("head", "heading"), HEADINGS.values(), ids=HEADINGS)
def test_heading(head: str, heading: str | None) -> None:
    widget = only(f'<div class="arl_034">{head}{ENTRIES}</div>')
    assert (widget.heading, heading_url(widget), more_url(widget)) == (heading, None, None)
    assert numbers(widget) == ["1001", "1002"]


LINKED_HEADINGS = {
    "link": '<div class="tit_set"><h2><a href=~31>돌봄</a></h2></div>',
    "link with a class": '<h2 class="skin_tit"><a class="t01" href=~31>돌봄</a></h2>',
    "link around": "<a href=~31><h2>돌봄</h2></a>",
    "series": '<div class="rvw_title"><a href=~31>돌봄</a></div>',
    "linked picture": '<h2><a href=~31><img src="t.gif" alt="돌봄"></a></h2>',
}


@pytest.mark.parametrize("head", LINKED_HEADINGS.values(), ids=LINKED_HEADINGS)
def test_linked_heading_is_no_more(head: str) -> None:
    widget = only(f'<div class="pvw_001">{head}{ENTRIES}</div>')
    assert (widget.heading, heading_url(widget), more_url(widget)) == ("돌봄", LIST, None)


@pytest.mark.parametrize("gap", ["", "\n", "<hr class='spc'>", "<!-- box -->"])
def test_heading_before_the_widget(gap: str) -> None:
    widget = only(
        f'<div class="tit_set ts08"><h2>돌봄</h2><a href=~31 class="btn_art_more">더보기</a></div>{gap}'
        f'<div class="hdl_010">{ENTRIES}</div>'
    )
    assert (widget.heading, more_url(widget), numbers(widget)) == ("돌봄", LIST, ["1001", "1002"])


def test_headings_of_entries_are_no_headings() -> None:
    widget = only(
        '<div class="arl_023"><ul><li><div><a href=@1><h2>첫 소식</h2><h3>작은 제목</h3></a></div></li>'
        '<li><div class="art_box"><a href=@2><h2>둘째 소식</h2></a></div></li></ul></div>'
    )
    assert (widget.heading, [entry.title for entry in widget.entries]) == (None, ["첫 소식", "둘째 소식"])


def test_linked_headlines_are_no_headings() -> None:
    widget = only(
        '<div class="arl_051"><h2>돌봄</h2>'
        + "".join(f'<div class="item"><h3><a href=@{n}>소식 {n}</a></h3></div>' for n in (1, 2))
        + "</div>"
    )
    assert (widget.heading, numbers(widget)) == ("돌봄", ["1", "2"])


@pytest.mark.parametrize("skin", ["arl_005", "zone-b"])
@pytest.mark.parametrize("day", ["2025-11-07_FRI", "2025.11.07 (금)", "2025년 11월 7일"])
def test_day_headers_of_a_time_line_are_no_headings(day: str, skin: str) -> None:
    widget = only(
        f'<div class="{skin}"><div class="tit_set"><h2>타임라인</h2></div><h3>{day}</h3><ul>{entry(1)}</ul>'
        f"<h3>2025-11-06_THU</h3><ul>{entry(2)}</ul></div>"
    )
    assert (widget.heading, numbers(widget)) == ("타임라인", ["1", "2"])


def test_headless_widget() -> None:
    widget = only(f'<div class="arl_034">{ENTRIES}</div>')
    assert (widget.heading, heading_url(widget), more_url(widget)) == (None, None, None)
    assert numbers(widget) == ["1001", "1002"]


def test_headless_widget_between_headed_ones() -> None:
    found = widgets(
        f'<div class="arl_034"><h2>돌봄</h2><ul>{entry(1)}</ul></div><hr class="spc">'
        f'<div class="hdl_022"><ul>{entry(2)}</ul></div><hr class="spc">'
        f'<div class="arl_034"><h2>시정</h2><ul>{entry(3)}</ul></div>'
    )
    assert [(w.heading, numbers(w)) for w in found] == [("돌봄", ["1"]), (None, ["2"]), ("시정", ["3"])]


def test_the_same_class_twice_is_two_widgets() -> None:
    found = widgets(f'<div class="arl_034"><ul>{entry(1)}</ul></div><div class="arl_034"><ul>{entry(2)}</ul></div>')
    assert [numbers(widget) for widget in found] == [["1"], ["2"]]


def test_widgets_without_known_classes_are_parted_by_their_headings() -> None:
    found = widgets(
        f"<section><div><h2>돌봄</h2><ul>{entry(1)}{entry(2)}</ul><h2>시정</h2><ul>{entry(3)}</ul></div></section>"
    )
    assert [(w.heading, numbers(w)) for w in found] == [("돌봄", ["1", "2"]), ("시정", ["3"])]


@pytest.mark.parametrize(
    "inner",
    ["<h2><a href='{0}{1}'>{2}</a></h2><ul>{3}</ul>", "<div class='arl_034'><h2>{2}</h2><ul>{3}</ul></div>"],
)
def test_layout_named_like_a_skin_is_not_one_widget(inner: str) -> None:
    boxes = [inner.format(HREF, number, name, entry(number)) for number, name in ((1, "돌봄"), (2, "시정"))]
    found = widgets(f'<div class="col_073"><div>{boxes[0]}</div><div>{boxes[1]}</div></div>')
    assert [(w.heading, numbers(w)) for w in found] == [("돌봄", ["1"]), ("시정", ["2"])]


def test_widgets_in_document_order() -> None:
    html = "".join(f'<div class="arl_034"><h2>묶음 {n}</h2><ul>{entry(n)}</ul></div>' for n in range(1, 30))
    assert [w.heading for w in widgets(html)] == [f"묶음 {n}" for n in range(1, 30)]


def test_nested_layout_table() -> None:
    widget = only(
        '<div class="m01_hdl8"><h3>돌봄</h3><table><tr><td><table><tr><td><a href=@1><img src="a.jpg"></a>'
        '<td class="text16dkblue"><a href=@1>첫 소식</a></td></tr></table></td></tr>'
        "<tr><td><a href=@2>둘째 소식</a></td></tr></table></div>"
    )
    assert [(e.link.id, e.title) for e in widget.entries] == [("1", "첫 소식"), ("2", "둘째 소식")]


# ---- empty widgets ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "box",
    [
        '<div class="arl_003"><div class="tit_set"><h2>돌봄</h2><a href=~31>더보기</a></div><ul></ul></div>',
        '<div class="arl_033"><div class="tit_set"><h2>돌봄</h2><a href=~31>더보기</a></div></div>',
        '<section><h2>돌봄</h2><a href=~31>더보기</a><ul class="x"></ul></section>',
    ],
)
def test_empty_widget(box: str) -> None:
    widget = only(box)
    assert (widget.heading, more_url(widget), widget.entries) == ("돌봄", LIST, [])


def test_empty_widget_with_a_dead_pager() -> None:
    widget = only('<div class="pvw_002"><h2>포토</h2><ul></ul><a data-slide-index="0" href=""></a></div>')
    assert (widget.heading, widget.entries) == ("포토", [])


def test_empty_widget_does_not_take_the_next_ones_entries() -> None:
    empty, full = widgets(
        '<div class="arl_003"><h2>돌봄</h2><a href=~31>더보기</a><ul></ul></div>'
        f'<div class="arl_034"><h2>시정</h2>{ENTRIES}</div>'
    )
    assert (empty.heading, empty.entries) == ("돌봄", [])
    assert (full.heading, more_url(full), numbers(full)) == ("시정", None, ["1001", "1002"])


def test_heading_over_nothing_at_all_is_no_widget() -> None:
    assert widgets("<div><h2>돌봄</h2><p>곧 엽니다</p></div>") == []


# ---- what is no widget ------------------------------------------------------------------------------
NO_WIDGETS = {
    "tag cloud": '<div class="ext_007"><h2>태그</h2><ul><li><a href="javascript:;">억새</a></li></ul></div>',
    "tags that search": '<div class="ext_007"><h2>태그</h2><ul><li>'
    '<a href="/news/search_result.html?search=억새">#억새</a></li></ul></div>',
    "banner": '<div class="ban_001_01"><h2>광고</h2><a href=@1>광고 기사</a></div>',
    "banner slide": '<div class="banner_slide"><ul><li><a href=@1><img src="b.jpg"></a></li></ul></div>',
    "advertisement": '<div class="com_ban"><a href=@1>광고</a></div>',
    "hidden banner": '<div id="banner_base_3"><a href=@1>광고</a></div>',
    "counted banner": '<div><h2>알림</h2><ul><li><a href="/news/banner_click.php?no="> </a></li></ul></div>',
    "menu": '<ul id="gnb"><li><a href=~3>행정</a><ul><li><a href=@1>새 소식</a></li></ul></li></ul>',
    "menu of headings": "<nav><h2>전체 메뉴</h2><ul><li><a href=~3>행정</a></li></ul></nav>",
    "menu of articles": "<nav><ul><li><a href=@1>호외</a></li></ul></nav>",
    "footer of articles": "<footer><ul><li><a href=@1>알림</a></li></ul></footer>",
    "site map": "<div><h2>메뉴</h2><ul><li><a href=~3>행정</a></li><li><a href=~4>경제</a></li></ul></div>",
    "footer": '<div id="footer"><h2>가온도민일보</h2><ul><li><a href=@1>알림</a></li></ul></div>',
    "footer element": "<footer><h3>회사</h3><ul><li><a href='/home/company.html'>소개</a></li></ul></footer>",
    "share box": '<div class="sns_wrap"><h3>공유하기</h3><ul><li><a href=@1>주소</a></li></ul></div>',
    "share box of other hosts": '<div class="xyz"><h3>공유하기</h3><ul><li>'
    '<a href="https://social.test/share?u=1">누리 소통망</a></li></ul></div>',
    "breadcrumb": '<div class="path_wrap"><h3>행정</h3><ul class="art_top_nav"><li><a href="/">홈</a></li>'
    "<li><a href=~3>행정</a></li></ul></div>",
    "pager": '<div class="btn_pagenum"><a href="/news/section_list_all.html?sec_no=3&page=2">2</a></div>',
    "skip links": '<ul class="accessibility"><li><a href="#gnb">메뉴로</a></li></ul>',
    "pop-up": '<div class="tpop"><h2>알림</h2><a href=@1>설 연휴</a></div>',
    "page header": '<header><h1><a href="/">가온도민일보</a></h1><a href=@1>호외</a></header>',
    "text": "<div><h2>알림</h2><p>신문을 쉽니다.</p></div>",
}


@pytest.mark.parametrize("box", NO_WIDGETS.values(), ids=NO_WIDGETS)
def test_no_widget(box: str) -> None:
    assert widgets(box) == []
    widget = only(f'{box}<div class="arl_034"><h2>돌봄</h2>{ENTRIES}</div>{box}')
    assert (widget.heading, more_url(widget), numbers(widget)) == ("돌봄", None, ["1001", "1002"])


def test_header_of_a_box_is_part_of_the_widget() -> None:
    widget = only(f"<article><header><h2>돌봄</h2><a href=~31>더보기</a></header>{ENTRIES}</article>")
    assert (widget.heading, more_url(widget)) == ("돌봄", LIST)


def test_scripts_and_comments_hold_no_entries() -> None:
    widget = only(
        f"<div class='arl_034'><h2>돌봄</h2><script>document.write('{entry(7)}')</script><!--{entry(8)}-->"
        f"<noscript>{entry(6)}</noscript><template>{entry(5)}</template>"
        f"{ENTRIES}</div>"
    )
    assert numbers(widget) == ["1001", "1002"]


def test_pager_of_a_photo_slider_holds_no_entries() -> None:
    widget = only(
        f'<div class="pvw_002"><div class="tit_set"><h2>포토</h2></div>{ENTRIES}'
        '<div class="pg"><a data-slide-index="0" href=""><img src="/data/a.jpg"></a></div></div>'
    )
    assert (widget.heading, numbers(widget)) == ("포토", ["1001", "1002"])


def test_slides_a_browser_has_cloned_are_not_read_twice() -> None:
    widget = only(
        '<div class="pvw_002"><h2>포토</h2><ul><li class="bx-clone"><a href=@9>복제</a></li>'
        f"{entry(1)}{entry(2)}</ul></div>"
    )
    assert numbers(widget) == ["1", "2"]


def test_empty_page_has_no_widgets() -> None:
    assert Page("", HOME, URLS).widgets == []


def test_deep_page_comes_to_an_end() -> None:
    page(f"{'<div>' * 300}<h2>돌봄</h2>{ENTRIES}").widgets  # noqa: B018


def test_wide_page_comes_to_an_end() -> None:
    html = "".join(f'<div class="arl_034"><h2>묶음</h2><ul>{entry(n)}</ul></div>' for n in range(2000))
    assert len(widgets(html)) == 2000


# ---- names that switch, names beside their 더보기 -------------------------------------------------------------
@pytest.mark.parametrize(
    "tabs",
    [
        "<ul class='tab_tit'><li><a href='javascript:;'>동쪽</a></li><li><a href='javascript:;'>서쪽</a></li></ul>",
        "<h2 class='on'><a href='#tab1'>동쪽</a></h2><h2><a href='#tab2'>서쪽</a></h2>",
    ],
)
def test_names_of_tabs_are_no_heading(tabs: str) -> None:
    widget = only(f"<div class='arl_010'>{tabs}<div>{ENTRIES}</div><div><ul></ul></div></div>")
    assert (widget.heading, numbers(widget)) == (None, ["1001", "1002"])


def test_a_heading_that_links_nowhere_is_one() -> None:
    html = "<h2><a href='#'>{}</a><a href='#' class='more'>더보기</a></h2>"
    found = widgets(f"<div>{html.format('돌봄')}{ENTRIES}</div><div>{html.format('행정')}<ul>{entry(7)}</ul></div>")
    assert [widget.heading for widget in found] == ["돌봄", "행정"]


def test_bare_text_before_its_more_link_is_the_heading() -> None:
    widget = only(
        "<p class='t'>우리 동네 <a href=~31>더 보기 ›</a></p><p><a href=@1>하나</a></p><p><a href=@2>둘</a></p>"
    )
    assert (widget.heading, more_url(widget), numbers(widget)) == ("우리 동네", LIST, ["1", "2"])
