"""Lists, articles and widgets of the older generations of skins, as far as docs/ndsoft.md knows them.

The newest generation has a whole saved newspaper (tests/cms/test_pages.py). Here stands what differs in the others.
"""

# ruff: noqa: E501 - markup as the CMS prints it

from __future__ import annotations

from typing import Any

import pytest

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.families import FAMILIES
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.page import Page
from newscrawler.cms.recognise import Cms
from newscrawler.items import Article

HOME = "http://www.news-o.test/"
FAMILY = FAMILIES["ndsoft"]
URLS = SiteUrls(HOME, FAMILY)
LIST = f"{HOME}news/articleList.html?sc_section_code=S1N1&view_type=sm"
ARTICLE = f"{HOME}news/articleView.html?idxno=11"
# 2018-11-07 23:13:20, and the same as the oldest skins write it
BUILT = {
    "new": "var SITE_DOMAIN = '', ___currentTime = 1541600000;",
    "old": '___currentTime = parseInt("1541600000",10);',
}


def html(body: str, title: str = "", head: str = "", built: str = BUILT["new"]) -> str:
    return f"<html><head><title>{title}</title>{head}<script>{built}</script></head><body>{body}</body></html>"


def listing(body: str, title: str = "정치 < 기사목록 - 여울신문", **kwargs: str) -> ListPage:
    return ListPage(html(body, title, **kwargs), LIST, URLS)


def rows(page: ListPage) -> list[tuple[str | None, str, str | None]]:
    return [(row.link.id, row.title, row.date and row.date[:16]) for row in page.rows]


def article(body: str, title: str = "새 도서관 < 의회 < 정치 < 기사본문 - 여울신문", head: str = "") -> Article:
    item = ArticlePage(html(body, title, head), ARTICLE, URLS).item(
        "x", None, "list", HOME, "2018-11-08T00:00:00+09:00"
    )
    assert item is not None
    return item


# ---- G1: tables ----------------------------------------------------------------------------------------
def table_row(number: int, title: str, times: str) -> str:
    link = f"articleView.html?idxno={number}"
    return f"""<tr><td><table><tr><td><div class="list-photos"><a href="{link}"><img src="./thumbnail/{number}_v150.jpg">
        </a></div></td><td><table><tr><td class="list-titles"><a href="{link}">{title}</a></td></tr>
        <tr><td class="list-summary"><a href="{link}">{title}에 관한 요약이다. 군은 오는 20일에 문을 연다고...</a></td></tr>
        <tr><td class="list-times">{times}</td></tr></table></td></tr></table></td></tr>"""


BAR = "&nbsp;&nbsp;<i>|</i>&nbsp;&nbsp;"
PARAMETERS = "total=177&sc_section_code=S1N1&sc_word=&box_idxno="
G1_PAGER = f"""<div class="page-nav"><div class="wb"><a class="pre-btn" href="./articleList.html?page=1&{PARAMETERS}">
    <img src="/image2006/pre.gif"></a><a class="p-num on">1</a>
    <a class="p-num" href="./articleList.html?page=2&{PARAMETERS}">2</a>
    <a class="next-btn" href="./articleList.html?page=9&{PARAMETERS}"><img src="/image2006/next.gif"></a></div></div>"""
G1_SIDE = """<td class="right"><div class="BoxDefault_3"><dl><dt><strong>많이 본 기사</strong></dt><dd><ul>
    <li><span class="num-basic num1">1</span><strong><a href="/news/articleView.html?idxno=91" class="auto-fontA">가</a></strong>
    <li class="auto-hotB"><span class="num-basic num2">2</span><a href="/news/articleView.html?idxno=92">나</a>
    </ul></dd></dl></div><div class="BoxDefault_4"><dl><dt><a href="http://tv.news-o.test/" class="btm_Kor"><strong>영상</strong>
    </a></dt><dd><a href="/news/articleView.html?idxno=93"><img src="/a.jpg" alt=""따옴표" 제목"></a>
    <strong><a href="/news/articleView.html?idxno=93">"따옴표" 제목</a></strong></dd></dl></div></td>"""
G1_LIST = (
    "<div id='ND_Warp'><table><tr><td><b>기사</b> (전체 177건)</td></tr></table><table><tr><td><table id='article-list'>"
    + table_row(12, "도서관", f"한가람 기자{BAR}2018-11-06 07:38")
    + table_row(14, "다리", f"이솔비 정신건강의학과 전문의{BAR}2018-11-05 17:02")
    + table_row(13, "시장", f"여울신문{BAR}2018-11-04 09:00")
    + f"</table>{G1_PAGER}</td>{G1_SIDE}</tr></table></div>"
)


def test_a_list_of_tables_is_one_list() -> None:
    page = listing(G1_LIST, built=BUILT["old"])
    assert rows(page) == [
        ("12", "도서관", "2018-11-06T07:38"),
        ("14", "다리", "2018-11-05T17:02"),
        ("13", "시장", "2018-11-04T09:00"),
    ]
    assert (page.made_at, page.name, FAMILY.total(page)) == ("2018-11-07T23:13:20+09:00", "정치", 177)
    assert (page.shown_page, page.linked_pages, page.is_last) == (1, {2, 9}, False)


def widgets(page: Page) -> list[Any]:
    return [
        (widget.heading, widget.heading_link and widget.heading_link.url, [entry.title for entry in widget.entries])
        for widget in page.widgets
    ]


def test_a_table_skins_boxes_are_its_widgets() -> None:
    assert widgets(listing(G1_LIST)) == [
        ("많이 본 기사", None, ["가", "나"]),
        ("영상", "http://tv.news-o.test/", ['"따옴표" 제목']),
    ]


G1_BODY = """<table align="left"><tr><td><img src="/news/photo/201811/11_21_1.jpg"></td></tr>
    <tr><td class="view_r_caption">▲ 도서관 앞 주민들</td></tr></table>군이 도서관을 열었다.<br><br>주민 서른 명이 모였다.
    <br>노래도 불렀다.<br><br><object><embed src="http://www.youtube.com/v/abc"></object>"""
G1_ARTICLE = f"""<table><tr><td class="view_t"><span id="font_title">새 도서관</span><br>
    <span id="font_subtitle">주민이 꾸민 방<br>열 시까지</span></td></tr><tr><td bgcolor="EFEFEF"><table><tr>
    <td id="font_date">2018년 11월 06일 (화) 07:38:20</td><td id="font_reporter">한가람 기자</td>
    <td><span id="font_email"><a href="mailto:garam@news-o.test">garam@news-o.test</a></span></td></tr></table></td></tr>
    <tr><td class="view_r" id="articleBody">{G1_BODY}</td></tr><tr><td id="font_copy">ⓒ 여울신문 무단전재 금지</td></tr></table>"""


def test_an_article_of_tables() -> None:
    item = article(G1_ARTICLE)
    assert (item.title, item.subtitle, item.section) == ("새 도서관", "주민이 꾸민 방 열 시까지", "정치")
    assert [(one.name, one.role, one.email) for one in item.authors] == [("한가람", "기자", "garam@news-o.test")]
    assert (item.published_at, item.publisher) == ("2018-11-06T07:38:20+09:00", "여울신문")
    assert item.body == "군이 도서관을 열었다.\n\n주민 서른 명이 모였다. 노래도 불렀다."
    assert [(image.url, image.caption) for image in item.images] == [
        (f"{HOME}news/photo/201811/11_21_1.jpg", "▲ 도서관 앞 주민들")
    ]
    assert item.embeds == ["http://www.youtube.com/v/abc"]


def test_an_article_with_a_title_box() -> None:
    item = article(
        '<div class="View_Title"><strong>새 도서관</strong><span>주민이 꾸민 방</span></div>'
        '<div class="View_Time">승인 2018.11.06 07:38:20</div><td><div id="articleBody"><p>군이 열었다.</p></div>'
    )
    assert (item.title, item.subtitle, item.published_at) == (
        "새 도서관",
        "주민이 꾸민 방",
        "2018-11-06T07:38:20+09:00",
    )


# ---- G2: boxes -----------------------------------------------------------------------------------------
def block(number: int, title: str, dated: str) -> str:
    link = f"/news/articleView.html?idxno={number}"
    return f"""<div class="list-block"><div class="list-image" style="background-image:url(./thumbnail/a.jpg)"></div>
        <div class="list-titles"><a href="{link}"><strong>{title}</strong></a></div><p class="list-summary"><a href="{link}">
        {title} 요약이다. 군은 오는 20일에 문을 연다고 밝혔다.이날...</a></p><div class="list-dated">{dated}</div></div>
        <!--// group -->"""


PAGER = f"""<ul class="pagination"><li class="current user-bg">1</li>
    <li><a href="/news/articleList.html?page=2&{PARAMETERS}">2</a></li>
    <li class="pagination-end"><a href="/news/articleList.html?page=62&{PARAMETERS}" title="끝">끝</a></li></ul>"""


@pytest.mark.parametrize(
    ("dated", "date"),
    [
        ("정치 | 한가람 기자 | 2018-11-06 14:02", "2018-11-06T14:02"),
        ("정치 | 한가람 기자 | 11-06 14:02", "2018-11-06T14:02"),
        ("한가람 기자 | 11.06 14:02", "2018-11-06T14:02"),
        ("정치 | 한가람 기자 | 12-30 14:02", "2017-12-30T14:02"),
        ("정치 | 이솔비 정신건강의학과 전문의 여울대 의과대학 외래교수 | 2018-11-06", "2018-11-06T00:00"),
        ("11-07", "2018-11-07T00:00"),
        ("정치 | 한가람 기자", None),
    ],
)
def test_a_row_prints_section_name_and_date_in_one_text(dated: str, date: str | None) -> None:
    blocks = block(12, "도서관", dated) + block(11, "다리", dated)
    page = listing(f'<section class="article-list-content type-sm">{blocks}</section>{PAGER}')
    assert rows(page) == [("12", "도서관", date), ("11", "다리", date)]
    assert (page.is_last, FAMILY.total(page)) == (False, 177)
    assert page.widgets == []


def boxed(title_box: str, info: str, body: str, **kwargs: str) -> Article:
    return article(
        f'<section id="user-container"><div>{title_box}<section class="article-head-info"><div class="info-text"><ul>{info}'
        f'</ul></div></section></div><div id="article-view-content-div">{body}</div></section>',
        **kwargs,
    )


BOX_TITLE = '<div class="article-head-title">새 도서관</div>'
EDITORS = """<div class="view-copyright">저작권자 © 여울신문 무단전재 및 재배포 금지</div><div class="view-editors">
    <div><img src="/a.jpg"><strong class="names">한가람 기자</strong><a href="mailto:garam@x.test" class="user-email">메일</a></div>
    <div><strong class="names">이솔비 기자</strong><a href="mailto:solbi@x.test">solbi@x.test</a></div>
    <div><strong class="names">여울신문</strong><a href="mailto:desk@x.test">desk@x.test</a></div></div>"""


def test_a_body_of_bare_text_with_the_editors_inside() -> None:
    item = boxed(
        BOX_TITLE,
        "<li>한가람·이솔비 기자</li><li>승인 2018.11.06 14:02</li><li>수정 2018.11.07 09:10</li><li>댓글 0</li>",
        '<div class="article-head-sub">주민이 꾸민 방</div>군이 도서관을 열었다.<br/><br/>본문 글씨 키우기<br/><br/>'
        "기사를 읽어드립니다<audio src='/a.mp3'></audio><br/><br/>주민이 모였다.<br/><br/>/한가람 기자" + EDITORS,
    )
    assert (item.subtitle, item.body) == ("주민이 꾸민 방", "군이 도서관을 열었다.\n\n주민이 모였다.")
    assert (item.published_at, item.modified_at) == ("2018-11-06T14:02:00+09:00", "2018-11-07T09:10:00+09:00")
    assert [(one.name, one.email) for one in item.authors] == [("한가람", "garam@x.test"), ("이솔비", "solbi@x.test")]
    assert item.images == []


@pytest.mark.parametrize(
    ("info", "authors", "published"),
    [
        (
            "<li>한가람 기자</li><li>승인 2018년 11월 06일 화요일</li>",
            [("한가람", "기자")],
            "2018-11-06T00:00:00+09:00",
        ),
        ("<li>이솔비 정신건강의학과 전문의</li><li>이메일 보내기</li>", [("이솔비", "정신건강의학과 전문의")], None),
        ("<li>서울=한가람 기자</li>", [("한가람", "기자")], None),
        ("<li>여울신문</li><li>댓글 0</li>", [], None),
    ],
)
def test_an_info_line_of_list_items(info: str, authors: list[tuple[str, str]], published: str | None) -> None:
    item = boxed(BOX_TITLE, info, "<p>군이 도서관을 열었다.</p>")
    assert [(one.name, one.role) for one in item.authors] == authors
    assert item.published_at == published


def test_a_page_without_a_headline_has_the_one_of_its_head() -> None:
    item = boxed("", "", "<p>군이 열었다.</p>", head='<meta property="og:title" content="A - B 노선 개통 - 여울신문">')
    assert item.title == "A - B 노선 개통"


# ---- G3: lists with em, headers with a list --------------------------------------------------------------
def item_of(number: int, title: str, byline: str) -> str:
    link = f"/news/articleView.html?idxno={number}"
    return f"""<li><a class="thumb" href="{link}"><img src="/news/thumbnail/{number}_v150.jpg" alt="{title}"></a>
        <div class="view-cont"><h4 class="titles"><a href="{link}">{title}</a></h4><p class="lead line-6x2"><a href="{link}">
        {title} 요약이다. 군은 오는 20일에 문을 연다.이날</a></p><span class="byline">{byline}</span></div></li>"""


TEMPLATE = """<li id="sample" class="blind"><a href="" class="linked"><img src=""></a><h4 class="titles">
    <a href="" class="linked replace-titles"></a></h4></li>"""


def test_a_list_with_a_template_row_and_a_switch_of_views() -> None:
    items = (
        item_of(
            12,
            "도서관",
            "<em class='info category'>정치</em><em class='info name'>한가람 기자</em><em>11.06 14:02</em>",
        )
        + item_of(14, "다리", "<em>한가람 기자</em><em>2018.11.05 14:02</em>")
        + item_of(13, "시장", "<em>2018-11-04</em>")
    )
    switch = f'<div class="view-type"><a href="?page=1&{PARAMETERS}&view_type=tm">포토형</a></div>'
    page = listing(
        f'<section class="section-body"><header class="header"><h2>정치</h2> (총 : 1,232건){switch}</header>'
        f'<section id="section-list" class="section-list"><ul class="type2">{items}{TEMPLATE}</ul></section></section>{PAGER}'
    )
    assert rows(page) == [
        ("12", "도서관", "2018-11-06T14:02"),
        ("14", "다리", "2018-11-05T14:02"),
        ("13", "시장", "2018-11-04T00:00"),
    ]
    assert (page.widgets, page.linked_pages, page.is_last) == ([], {2, 62}, False)


def test_a_list_with_only_a_switch_of_views_has_no_pager() -> None:
    """Its button asks for more; a link to its first page does not say that it is the last."""
    switch = "".join(f'<a href="?page=1&{PARAMETERS}&view_type={view}">{view}형</a>' for view in ("tm", "sm"))
    page = listing(f'<div class="view-type">{switch}</div><ul class="type2">{item_of(12, "도서관", "")}</ul>')
    assert (page.linked_pages, page.is_last) == (set(), False)
    assert [row.link.id for row in page.rows] == ["12"]


def test_an_empty_list_beside_the_list_is_not_the_list() -> None:
    side = '<aside><ul class="type2"></ul></aside>'
    page = listing(
        f'<section id="section-list"><ul class="type2">{item_of(12, "도서관", "")}</ul></section>{side}{PAGER}'
    )
    assert [row.link.id for row in page.rows] == ["12"]


def test_a_template_row_inside_an_empty_list_is_not_a_row() -> None:
    side = '<div><ul><li><a href="/news/articleView.html?idxno=3">가</a></li></ul></div>'
    page = listing(f'<section id="section-list"><ul class="type2">{TEMPLATE}</ul></section>{side}')
    assert (page.rows, page.tree.css_first("#sample")) == ([], None)


def test_templates_in_templates_are_taken_out() -> None:
    page = listing('<ul><li class="blind">가<ul><li id="sample" class="blind">나</li></ul></li><li>다</li></ul>' * 3000)
    assert page.root is not None
    assert set(page.root.text()) <= {"다", "\n"}


def test_a_list_without_rows_is_empty_whatever_stands_beside_it() -> None:
    side = '<aside><article class="box-skin"><header class="header">많이 본</header><ul><li><a href="/news/articleView.html?idxno=3">가</a></li></ul></article></aside>'
    page = listing(f'<div id="sections" class="altlist"><ul class="altlist-webzine"></ul>{TEMPLATE}</div>{side}')
    assert page.rows == []
    assert widgets(page) == [("많이 본", None, ["가"])]


G3_HEAD = """<article class="shoulder-group"><div class="section-name">의회</div><div class="shoulder">기획 | 마을</div></article>
    <h3 class="heading">새 도서관</h3><ul class="infomation"><li><i><span class="show-for-sr">기자명</span></i> 한가람 미국 통신원</li>
    <li>입력 2018.11.06 14:02</li><li>댓글 0</li></ul>"""
G3_BODY = """<h4 class="subheading">주민이 꾸민 방<br>열 시까지</h4><p>[여울신문=한가람 미국 통신원] 군이 열었다.</p><p>&nbsp;</p>
    <h4 class="subheading">가운데 제목</h4><div class="ad-template"><p class="ad_title">ADVERTISEMENT</p></div><p>주민이 모였다.</p>
    <ul class="info-options2"><li>공유</li></ul><div id="tem-type-8"><p>Q. 무엇인가?</p></div><p>기사스크랩하기</p>"""
TAGS = '<meta property="article:section" content="정치"><meta property="og:title" content="새 도서관 - 여울신문">'
PUBLISHED = '<meta property="article:published_time" content="2018-11-06T14:02:33+09:00">'


def stated(modified: str, headline: str = "새 도서관") -> str:
    return (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{headline}",'
        f' "datePublished": "2018-11-06T14:02:33+09:00", "dateModified": "{modified}"}}</script>'
    )


def headed(head: str) -> Article:
    return article(
        f'<div id="article-view"><header class="article-view-header">{G3_HEAD}</header>'
        f'<article id="article-view-content-div" class="article-veiw-body">{G3_BODY}</article></div>',
        head=head,
    )


def test_the_parts_of_a_header_and_of_a_body() -> None:
    item = headed(TAGS + PUBLISHED)
    assert (item.section, item.kicker, item.title) == ("정치", "기획 | 마을", "새 도서관")
    assert item.subtitle == "주민이 꾸민 방 열 시까지"
    assert [(one.name, one.role) for one in item.authors] == [("한가람", "미국 통신원")]
    assert item.published_at == "2018-11-06T14:02:33+09:00"
    assert item.body == "[여울신문=한가람 미국 통신원] 군이 열었다.\n\n가운데 제목\n\n주민이 모였다."


@pytest.mark.parametrize(
    ("head", "published", "modified"),
    [
        (TAGS + PUBLISHED + stated("2018-11-07T10:00:01+09:00"), "2018-11-06T14:02:33", "2018-11-07T10:00:01"),
        (TAGS + PUBLISHED + stated("2018-11-06T14:02:33+09:00"), "2018-11-06T14:02:33", None),
        (TAGS + PUBLISHED + stated("2018-11-07T10:00:01+09:00", "다른 기사"), "2018-11-06T14:02:33", None),
        (TAGS, "2018-11-06T14:02:00", None),  # as printed
        (TAGS.replace("새 도서관", "다른 기사") + PUBLISHED, "2018-11-06T14:02:00", None),  # about another article
    ],
)
def test_exact_times_come_from_the_head(head: str, published: str, modified: str | None) -> None:
    item = headed(head)
    assert (item.published_at, item.modified_at) == (f"{published}+09:00", modified and f"{modified}+09:00")


def test_an_article_that_prints_no_time_has_that_of_its_metadata() -> None:
    body = '<h3 class="heading">새 도서관</h3><div id="article-view-content-div"><p>군이 열었다.</p></div>'
    assert article(body, head=stated("2018-11-06T14:02:33+09:00")).published_at == "2018-11-06T14:02:33+09:00"


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ("서울=한가람 기자", [("한가람", "기자")]),
        ("여울신문", []),
        ("", []),
    ],
)
def test_an_article_that_prints_no_name_has_that_of_its_head(author: str, authors: list[tuple[str, str]]) -> None:
    body = '<h3 class="heading">새 도서관</h3><div id="article-view-content-div"><p>군이 열었다.</p></div>'
    item = article(body, head=f'<meta name="author" content="{author}">')
    assert [(one.name, one.role) for one in item.authors] == authors


def test_a_guest_is_read_where_the_skin_prints_names_only() -> None:
    item = article(G1_ARTICLE.replace("한가람 기자", "이솔비 정신건강의학과 전문의"))
    assert [(one.name, one.role, one.email) for one in item.authors] == [
        ("이솔비", "정신건강의학과 전문의", "garam@news-o.test")
    ]


def test_a_path_names_the_section_first() -> None:
    steps = (("S1N1", "sc_section_code", "정치"), ("S2N1", "sc_sub_section_code", "의회"))
    path = " > ".join(f'<a href="/news/articleList.html?{kind}={code}">{name}</a>' for code, kind, name in steps)
    title = '<div class="article-head-title">새 도서관</div>'
    body = f'<div><a href="/">홈</a> > {path}</div>{title}<div id="articleBody">군이 열었다.</div>'
    assert article(body, "새 도서관").section == "정치"


@pytest.mark.parametrize(
    ("title", "head", "section"),
    [
        ("새 도서관 < 의회 < 정치 < 기사본문 - 여울신문", "", "정치"),
        ("새 도서관 < 정치 < 기사본문 - 여울신문", "", "정치"),
        ("3 < 5 라는 기사 < 정치 < 기사본문 - 여울 - 신문", "", "정치"),
        ("새 도서관 < 기사본문 - 여울신문", "", None),
        ("새 도서관 - 여울신문", "", None),
        ("새 도서관", '<meta name="Classification" content="정치 &gt; 의회">', "정치"),
        ("새 도서관 < 의회 < 기사본문 - 여울신문", TAGS, "정치"),
    ],
)
def test_the_section_is_not_the_sub_section(title: str, head: str, section: str | None) -> None:
    body = '<h3 class="heading">새 도서관</h3><div id="article-view-content-div"><p>군이 열었다.</p></div>'
    assert article(body, title, head).section == section


# ---- which generation ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "generation"),
    [
        (G1_LIST, "G1"),
        ('<article class="box-skin"><a href="/news/articleView.html?idxno=1">가</a></article>', "G2"),
        ('<ul class="type2"><li><a href="/news/articleView.html?idxno=1">가</a></li></ul><div id="user-container"></div>', "G3"),
        ('<div class="altlist"></div><article class="box-skin"></article>', "G4"),
    ],
)  # fmt: skip
def test_the_generation_is_that_of_the_newest_part(body: str, generation: str) -> None:
    cms = Cms()
    cms.add(Page(html(body), HOME, SiteUrls(HOME)))
    assert (cms.readable, cms.skin) == (FAMILY, generation)
