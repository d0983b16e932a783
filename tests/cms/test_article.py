"""An article's fields: where the CMS prints them, and what stands in for what it does not print.

In the snippets ``@7`` is the address of article 7, ``~31`` that of the list of section 31.
"""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.links import SiteUrls
from newscrawler.items import Article, Author

URL = "https://www.news-a.test/news/article.html?no=1001"
URLS = SiteUrls("https://www.news-a.test/")
TITLE = "가온시 새벽버스 3개 노선 신설"
TEXT = "가온시가 새벽버스를 늘린다."
INFO = "<ul class='art_info'><li>박나래 기자 narae@news-a.test</li><li>등록 2025.11.07 14:02:11</li></ul>"


def view(head: str = f"<h2>{TITLE}</h2>", info: str = INFO, body: str = f"<p>{TEXT}</p>") -> str:
    return (
        f"<div class='arv_001_01'><div class='art_top'>{head}{info}</div>"
        f"<div class='cnt_view news_body_area'><div id='news_body_area'>{body}</div></div></div>"
    )


def page(body: str, head: str = "", url: str = URL) -> ArticlePage:
    body = re.sub(r"=@(?=\d)", "=/news/article.html?no=", body)
    body = re.sub(r"=~(?=\d)", "=/news/section_list_all.html?sec_no=", body)
    html = f"<html><head>{head}</head><body><div id='container'>{body}</div></body></html>"
    return ArticlePage(html, url, URLS)


def item(page: ArticlePage) -> Article:
    found = page.item("paper", "가온도민일보", "list", "https://www.news-a.test/", "2025-11-07T15:00:00+09:00")
    assert found is not None
    return found


def og(title: str) -> str:
    return f"<meta property='og:title' content='{title}'>"


# ---- title -----------------------------------------------------------------------------
TITLES = {
    "A": view().replace("arv_001_01", "arv_005_01").replace("art_top", "fix_art_top"),
    "B": view(),
    "old": f"<div class='c011_arv'><div class='arvtitle'><div class='hbox'><h2>{TITLE}</h2></div></div>"
    f"<div id='news_body_area'><p>{TEXT}</p></div></div>",
    "text-info": f"<div class='text-info'><p class='title'>{TITLE}</p></div>"
    f"<div id='news_body_area' class='smartOutput'><p>{TEXT}</p></div>",
    "h1 before the body": f"<h1><a href='/'><img src='logo.gif' alt='가온도민일보'></a></h1><h1>{TITLE}</h1>"
    f"<div id='news_body_area'><p>{TEXT}</p></div>",
    "last headline before the body": f"<h2>오늘의 신문</h2><div><h2>{TITLE}</h2>"
    f"<div id='news_body_area'><p>{TEXT}</p></div></div><aside><h2>많이 본 기사</h2></aside>",
}


@pytest.mark.parametrize("html", TITLES.values(), ids=TITLES)
@pytest.mark.parametrize(
    "head",
    ["", og(TITLE), og("가온도민일보"), og("다른 기사의 제목"), f"<title>{TITLE} - 가온도민일보</title>"],
)
def test_title_of_the_article_is_not_that_of_the_meta_tags(html: str, head: str) -> None:
    assert page(html, head).title == TITLE


def test_announced_title_tells_the_headline_from_others() -> None:
    html = (
        f"<h2>가온도민일보 창간</h2><div class='xyz'><h4>{TITLE}</h4></div><h2>오늘의 날씨</h2>"
        f"<div id='news_body_area'><p>{TEXT}</p></div>"
    )
    assert page(html, og(TITLE)).title == TITLE
    assert page(html, f"<title>{TITLE} :: 가온도민일보</title>").title == TITLE


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (og(TITLE) + "<title>가온도민일보</title>", TITLE),
        (f"<meta name='og:title' content='{TITLE}'>", TITLE),
        (og("") + f"<title>{TITLE}</title>", TITLE),
        (f"<title>\n {TITLE}&nbsp;</title>", TITLE),
        ("<title> </title>", None),
        ("", None),
    ],
)
def test_title_without_a_headline(head: str, title: str | None) -> None:
    assert page(f"<div id='news_body_area'><p>{TEXT}</p></div>", head).title == title


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<바다 이야기> 다시 읽기", "<바다 이야기> 다시 읽기"),
        ("R&D 예산 3할&nbsp; 늘어", "R&D 예산 3할 늘어"),
        ("새벽버스<br>세 갈래로", "새벽버스 세 갈래로"),
        ("<span class='blind'>제목</span>새벽버스 세 갈래로", "새벽버스 세 갈래로"),
        ("<span style='display:none'>속보</span><em>새벽버스</em> 세 갈래로", "새벽버스 세 갈래로"),
        ("<BTS> 공연 <Style>로", "<BTS> 공연 <Style>로"),
        ("새벽버스 <del>두</del> <ins>세</ins> 갈래로", "새벽버스 세 갈래로"),
        ("<span>[단독]</span> 새벽버스", "[단독] 새벽버스"),
        ('‘쉼’…"길" 열려', '‘쉼’…"길" 열려'),
    ],
)
def test_title_is_printed_as_it_stands(markup: str, title: str) -> None:
    assert page(view(f"<h2>{markup}</h2>")).title == title


def test_a_headline_for_screen_readers_alone_is_one() -> None:
    assert page(view(f"<h2 class='blind'>{TITLE}</h2>")).title == TITLE


def test_headings_of_the_sidebar_are_no_title() -> None:
    html = f"<div id='news_body_area'><p>{TEXT}</p></div><div class='sublay'><h2>포토뉴스</h2></div>"
    assert page(html).title is None


# ---- subtitle, kicker ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("head", "subtitle"),
    [
        (f"<h2>{TITLE}</h2><h3>첫차 40분 앞당겨</h3>", "첫차 40분 앞당겨"),
        (f"<h2>{TITLE}</h2><h3>첫차 40분<br>앞당겨</h3>", "첫차 40분 앞당겨"),
        (f"<h2>{TITLE}</h2><h3> </h3><h4>첫차 40분 앞당겨</h4>", "첫차 40분 앞당겨"),
        (f"<div><h2>{TITLE}</h2></div><p class='sub_title'>첫차 40분 앞당겨</p>", "첫차 40분 앞당겨"),
        (f"<h2>{TITLE}</h2><div class='hboxsubtitle'>첫차 40분 앞당겨</div>", "첫차 40분 앞당겨"),
        (f"<h2>{TITLE}</h2><h3></h3>", None),
        (f"<h2>{TITLE}</h2><h3><a href=~3>행정</a></h3>", None),
        (f"<h2>{TITLE}</h2><p>첫차</p>", None),
        (f"<h3>새벽을 여는 사람들</h3><h2>{TITLE}</h2>", None),
        (f"<h2>{TITLE}</h2>", None),
    ],
)
def test_subtitle(head: str, subtitle: str | None) -> None:
    assert page(view(head)).subtitle == subtitle


def test_headings_of_the_body_are_no_subtitle() -> None:
    assert page(view(body=f"<h3>첫차는 네 시</h3><p>{TEXT}</p>")).subtitle is None


@pytest.mark.parametrize(
    ("before", "kicker"),
    [
        ("<p class='toptitle'>물길 따라 걷는 옛 마을 ③</p>", "물길 따라 걷는 옛 마을 ③"),
        ("<h3>새벽을 여는 사람들</h3><p> </p>", "새벽을 여는 사람들"),
        ("<span>기획&nbsp; 연재</span>\n", "기획 연재"),
        ("<p>등록 2025.11.07 14:02:11</p>", None),
        ("<p><a href=~3>행정</a></p>", None),
        ("<div><img src='/a.gif'> 속보</div>", None),
        ("<ul><li>행정</li></ul>", None),
        (f"<p>{'긴 글 ' * 40}</p>", None),
        ("<!-- 기획 -->", None),
        ("", None),
    ],
)
def test_kicker(before: str, kicker: str | None) -> None:
    assert page(view(f"{before}<h2>{TITLE}</h2>")).kicker == kicker


# ---- section ---------------------------------------------------------------------------
TOP = "<ul class='art_top_nav'><li><a href='/'>홈</a></li><li><a href=~3>행정</a></li>"
LINKS = "<a href='/'>HOME</a> &gt; <a href=~3>행정</a>"


@pytest.mark.parametrize(
    ("path", "head", "section"),
    [
        (f"<div class='path_wrap'><h3>행정</h3>{TOP}</ul></div>", "", "행정"),
        (f"<div class='path_wrap'><h3>시정</h3>{TOP}</ul></div>", "", "시정"),
        (f"{TOP}</ul>", "", "행정"),
        (f"{TOP}<li><a href=~301>시정</a></li></ul>", "", "시정"),
        ("<ul class='art_top_nav'><li><a href='/'>홈</a></li></ul>", "", None),
        (f"<div class='location'>{LINKS}</div>", "", "행정"),
        (f"<div class='zzz'><span>{LINKS}</span></div>", "", "행정"),
        ("<p><a href='/'>홈</a> <a href=@7>새 소식</a></p>", "", None),
        ("", "<meta property='article:section' content='행정'>", "행정"),
        ("", og(TITLE) + "<meta property='article:section' content='행정'>", "행정"),
        ("", og("다른 기사의 제목") + "<meta property='article:section' content='행정'>", None),
        ("<div class='path_wrap'><h3>시정</h3></div>", "<meta property='article:section' content='x'>", "시정"),
        ("", "", None),
    ],
)  # fmt: skip
def test_section(path: str, head: str, section: str | None) -> None:
    assert page(path + view(), head).section == section


# ---- times -----------------------------------------------------------------------------
CAME, CHANGED = "2025-11-07T14:02:11+09:00", "2025-11-07T15:20:40+09:00"


@pytest.mark.parametrize(
    ("info", "published", "modified"),
    [
        ("<li>등록 2025.11.07 14:02:11</li><li>수정 2025.11.07 15:20:40</li>", CAME, CHANGED),
        ("<li>수정 2025.11.07 15:20:40</li><li>등록 2025.11.07 14:02:11</li>", CAME, CHANGED),
        ("<li>등록 2025.11.07 14:02:11 수정 2025.11.07 15:20:40</li>", CAME, CHANGED),
        ("<li>기사입력 : 2025-11-07 14:02:11 | 최종수정 : 2025-11-07 15:20:40</li>", CAME, CHANGED),
        ("<li>등록 2025.11.07 14:02:11</li>", CAME, None),
        ("<li>수정 2025.11.07 15:20:40</li>", None, CHANGED),
        ("<li>2025.11.07 14:02:11</li>", CAME, None),
        ("<li>2025.11.07 14:02:11 / 박나래 narae@news-a.test</li>", CAME, None),
        ("<li>등록 2025.13.07 14:02:11</li>", None, None),
        ("<li>박나래 기자</li>", None, None),
    ],
)
def test_times(info: str, published: str | None, modified: str | None) -> None:
    found = item(page(view(info=f"<ul class='art_info'>{info}</ul>")))
    assert (found.published_at, found.modified_at) == (published, modified)


MADE = "<!-- MAKE FILE (2025-11-07 15:00:02) -->"
TODAY = "<p class='today_txt'>2025.11.07 (금)</p>"


@pytest.mark.parametrize(
    ("info", "made", "published"),
    [
        ("3시간 전", MADE, "2025-11-07T12:00:02+09:00"),
        ("등록 어제 18:05", MADE, "2025-11-06T18:05:00+09:00"),
        ("11-06 18:05", MADE, "2025-11-06T18:05:00+09:00"),
        ("12-19", MADE, "2024-12-19T00:00:00+09:00"),  # the last one before the page was made
        ("어제 18:05", TODAY, None),  # a strip around the article does not change it
        ("어제 18:05", "", None),
        ("수정 어제 18:05", MADE, None),
        ("박나래 기자", MADE, None),
        ("등록 2025.02.30 | 2025.11.07 14:02:11", MADE, None),  # no other time stands in
    ],
)
def test_times_without_a_year_are_told_from_when_the_page_was_made(info: str, made: str, published: str | None) -> None:
    html = page(view(info=f"<ul class='art_info'><li>박나래 기자</li><li>{info}</li></ul>") + made).html
    assert ArticlePage(html, URL, URLS).published_at == published


def test_times_that_cannot_be_are_named() -> None:
    info = "<ul class='art_info'><li>등록 2025.02.30 10:00</li><li>수정 2025.11.07 15:20:40</li></ul>"
    found = page(view(info=info))
    assert found.impossible_times == ("2025.02.30 10:00",)
    assert (found.published_at, found.modified_at) == (None, CHANGED)
    assert page(view()).impossible_times == ()


def meta(came: str = "2025-11-07T14:02:11+09:00", changed: str = "2025-11-07T15:20:40+09:00") -> str:
    return (
        f"<meta property='article:published_time' content='{came}'>"
        f"<meta property='article:modified_time' content='{changed}'>"
    )


def test_times_of_the_meta_tags_stand_in() -> None:
    found = page(view(info=""), og(TITLE) + meta())
    assert (found.published_at, found.modified_at) == (CAME, CHANGED)


def test_printed_time_comes_before_the_meta_tags() -> None:
    found = page(view(), og(TITLE) + meta("2020-01-01T00:00:00+09:00"))
    assert (found.published_at, found.modified_at) == (CAME, CHANGED)


@pytest.mark.parametrize("announced", ["다른 기사의 제목", "가온도민일보"])
def test_meta_tags_of_another_article_are_not_read(announced: str) -> None:
    found = page(view(info=""), og(announced) + meta())
    assert (found.published_at, found.modified_at) == (None, None)


def test_shortened_title_of_the_meta_tags_is_the_same() -> None:
    assert page(view(info=""), og(TITLE[:10]) + meta()).published_at == CAME


def test_time_in_another_zone_is_korean_time() -> None:
    assert page(view(info=""), meta("2025-11-07T05:02:11Z")).published_at == CAME


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<p class='today_txt'>2025.12.24 (수)</p>",
        "<!-- 등록 2025.12.24 10:00:00 -->",
        "<p class='ffd'><span>UPDATE : 2025년 12월 24일 15시 00분</span></p>",
        "<div class='sublay'><ul class='art_info'><li>등록 2025.12.24 10:00:00</li></ul></div>",
    ],
)
def test_dates_around_the_article_are_not_its_own(elsewhere: str) -> None:
    found = page(elsewhere + view(info="") + elsewhere)
    assert (found.published_at, found.modified_at) == (None, None)


def test_dates_of_the_text_are_not_the_articles() -> None:
    assert page(view(info="", body="<p>등록 2025.12.24 10:00:00 까지 받는다.</p>")).published_at is None


# ---- authors, publisher ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("info", "authors"),
    [
        ("<li>박나래 기자 narae@x.kr</li>", [Author("박나래", "기자", "narae@x.kr")]),
        ("<li>박나래 기자 <a href='mailto:n@x.kr'>n@x.kr</a></li>", [Author("박나래", "기자", "n@x.kr")]),
        ("<li>박나래</li><li>등록 2025.11.07 14:02:11</li>", [Author("박나래")]),
        ("<li>고은솔·임해온 기자</li>", [Author("고은솔", "기자"), Author("임해온", "기자")]),
        ("<li>박나래 기자 | 등록 2025.11.07 14:02:11</li>", [Author("박나래", "기자")]),
        ("<li>2025.11.07 14:02:11 / 박나래 narae@x.kr</li>", [Author("박나래", None, "narae@x.kr")]),
        ("<li>등록 2025.11.07 14:02:11</li>", []),
        ("<li>조회 1,204</li><li>댓글 3</li>", []),
    ],
)  # fmt: skip
def test_authors_of_the_info_line(info: str, authors: list[Author]) -> None:
    assert page(view(info=f"<ul class='art_info'>{info}</ul>")).authors == authors


@pytest.mark.parametrize(
    ("info", "authors"),
    [
        ("<p class='writer'>서담은</p>", [Author("서담은")]),
        ("<p class='by-line'>박나래 기자</p>", [Author("박나래", "기자")]),
        ("<div>온샘대 교육학과 교수 서담은</div>", [Author("서담은", "온샘대 교육학과 교수")]),
        ("<div>다음 소식</div>", []),
    ],
)
def test_authors_of_other_lines(info: str, authors: list[Author]) -> None:
    assert page(view(info=info)).authors == authors


@pytest.mark.parametrize(
    "info",
    [
        "박나래 기자 송고 2025.11.07 10:11",
        "박나래 기자 전송 : 2025.11.07 10:11",
        "박나래 기자 2025.11.07 10:11 송고",
        "박나래 기자 송고 | 2025.11.07 10:11",
    ],
)
@pytest.mark.parametrize("markup", ["<ul class='art_info'><li>{}</li></ul>", "<div class='x'>{}</div>"])
def test_label_of_a_time_is_not_an_author(info: str, markup: str) -> None:
    found = page(view(info=markup.format(info)))
    assert (found.authors, found.published_at) == ([Author("박나래", "기자")], "2025-11-07T10:11:00+09:00")


@pytest.mark.parametrize(
    "role", ["주필", "논설주간", "편집장", "발행인", "앵커", "리포터", "통신원", "시의원", "시장", "스님", "회장"]
)
def test_every_role_of_the_vocabulary_names_an_author_of_the_info_line(role: str) -> None:
    found = page(view(info=f"<div class='x'>나문수 {role} | 등록 2025.11.07 14:02:11</div>"))
    assert found.authors == [Author("나문수", role)]


@pytest.mark.parametrize("label", ["기자명 박나래", "박나래 기자의 다른기사 보기", "편집국"])
def test_author_without_a_role_of_its_own(label: str) -> None:
    found = page(view(info=f"<div class='x'>{label} | 등록 2025.11.07 14:02:11</div>"))
    assert [author.name for author in found.authors] == ["편집국" if label == "편집국" else "박나래"]


@pytest.mark.parametrize("tag", ["<h3>{}</h3>", "<div><h3>{}</h3></div>", "<p class='sub_title'>{}</p>"])
@pytest.mark.parametrize("text", ["나문수 의장", "나문수 가온시장", "사회부"])
def test_person_of_the_subtitle_is_not_an_author(tag: str, text: str) -> None:
    assert page(view(f"<h2>{TITLE}</h2>{tag.format(text)}", info=DATED)).authors == []


def test_person_with_a_title_below_the_body_is_not_an_author() -> None:
    assert page(view(info=DATED) + "<p>나문수 의장</p>").authors == []
    below = f"<div><div id='news_body_area'><p>{TEXT}</p></div>{{}}</div>"
    assert page(f"<h2>{TITLE}</h2>" + below.format("<p>나문수 의장</p>")).authors == []
    assert page(f"<h2>{TITLE}</h2>" + below.format("<p>나문수 주필</p>")).authors == [Author("나문수", "주필")]


@pytest.mark.parametrize(
    ("body", "authors", "publisher"),
    [
        (f"<p>[가온도민일보=박나래 기자] {TEXT}</p>", [Author("박나래", "기자")], "가온도민일보"),
        (
            f"<p>[미리내통신=오세람·남가온 기자] {TEXT}</p>",
            [Author("오세람", "기자"), Author("남가온", "기자")],
            "미리내통신",
        ),
        (f"<p>{TEXT}</p><p>박나래 기자 narae@x.kr</p>", [Author("박나래", "기자", "narae@x.kr")], None),
        (
            f"<p>[가온도민일보=박나래 기자] {TEXT}</p><p>narae@x.kr</p>",
            [Author("박나래", "기자", "narae@x.kr")],
            "가온도민일보",
        ),
        (f"<p>{TEXT} 박나래 기자가 물었다.</p>", [], None),
        (f"<p>{TEXT}</p>", [], None),
    ],
)
def test_authors_of_the_text(body: str, authors: list[Author], publisher: str | None) -> None:
    found = page(view(info="", body=body))
    assert (found.authors, found.publisher) == (authors, publisher)
    assert item(found).publisher == (publisher or "가온도민일보")


def test_one_person_named_twice_is_one_author() -> None:
    found = page(view(body=f"<p>[가온도민일보=박나래 기자] {TEXT}</p><p>박나래 기자 narae@news-a.test</p>"))
    assert found.authors == [Author("박나래", "기자", "narae@news-a.test")]


# ---- body ------------------------------------------------------------------------------
BODIES = [
    "<div id='news_body_area'>{}</div>",
    "<div class='smartOutput body_font'>{}</div>",
    "<div itemprop='articleBody'>{}</div>",
    "<div class='article_body'>{}</div>",
    "<div id='article_body'>{}</div>",
    "<div class='news_body_area'>{}</div>",
    "<div class='cnt_view'>{}</div>",
]


@pytest.mark.parametrize("place", BODIES)
def test_body_is_found(place: str) -> None:
    found = page(f"<h2>{TITLE}</h2>{place.format(f'<p>{TEXT}</p>')}<p>밖의 글</p>")
    assert item(found).body == TEXT


@pytest.mark.parametrize("index", range(1, len(BODIES)))
def test_bodies_in_order(index: int) -> None:
    """The surer sign wins, wherever it stands."""
    sure, weaker = BODIES[index - 1].format(f"<p>{TEXT}</p>"), BODIES[index].format("<p>다른 글이다.</p>")
    assert item(page(f"<h2>{TITLE}</h2>{sure}{weaker}")).body == TEXT
    assert item(page(f"<h2>{TITLE}</h2>{weaker}{sure}")).body == TEXT


def test_paragraphs_are_joined_by_a_blank_line() -> None:
    assert item(page(view(body="<p>하나.</p><p>둘.</p>"))).body == "하나.\n\n둘."


def test_page_without_a_body() -> None:
    found = page(f"<h2>{TITLE}</h2><p>{TEXT}</p>")
    assert (item(found).body, found.authors, found.published_at, found.subtitle) == ("", [], None, None)


# ---- tags, related ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("html", "tags"),
    [
        ("<ul class='tag_lst'><a href='/s'>#철새</a> <a href='/s'># 가온강</a></ul>", ["철새", "가온강"]),
        ("<ul class='tag_lst'><li><a href='/s'>철새</a></li><li><a href='/s'>#철새</a></li></ul>", ["철새"]),
        ("<p><a href='/news/search_result.html?search=철새'>#철새</a></p>", ["철새"]),
        ("<p><a href='/news/search_result.html?search=철새'>철새</a></p>", []),
        ("<ul class='tag_lst'><li><a href='/s'>#</a></li></ul>", []),
        ("", []),
    ],
)  # fmt: skip
def test_tags(html: str, tags: list[str]) -> None:
    found = page(view().removesuffix("</div>") + html + "</div>")
    assert found.tags == tags


def test_tags_of_the_running_text_are_none() -> None:
    body = f"<p>{TEXT} <a href='/news/search_result.html?search=철새'>#철새</a></p>"
    assert page(view(body=body)).tags == []


RELATED = "<ul><li><a href='/news/article.html?no=7&ref=x'>느티나무 옮긴다</a></li><li><a href='/'>홈</a></li></ul>"


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='rel_art'>{RELATED}</div>",
        f"<div class='related-news'>{RELATED}</div>",
        f"<div class='zzz'><h4>관련기사</h4>{RELATED}</div>",
        f"<div class='zzz'><strong>■ 관련 뉴스</strong>{RELATED}</div>",
        f"<dl><dt>연관 기사</dt><dd>{RELATED}</dd></dl>",
        f"<div class='rel_art'><h4>관련기사</h4>{RELATED}{RELATED}</div>",
    ],
)
def test_related(box: str) -> None:
    found = page(view() + box)
    assert [(r.title, r.url) for r in found.related] == [
        ("느티나무 옮긴다", "https://www.news-a.test/news/article.html?no=7")
    ]
    assert found.widgets == []


def test_sentence_about_related_articles_is_no_box() -> None:
    found = page(view(body=f"<p>관련 기사를 찾아보았다. {TEXT}</p>") + f"<div class='zzz'>{RELATED}</div>")
    assert found.related == []


def test_article_itself_is_no_widget() -> None:
    body = f"<p>{TEXT}</p><h3>더 읽기</h3><ul><li><a href=@9>다른 기사</a></li></ul>"
    aside = "<div><h2>포토뉴스</h2><ul><li><a href=@8>억새</a></li></ul></div>"
    found = page(f"<div class='column'>{view(body=body)}</div><div class='sublay'>{aside}</div>")
    assert [widget.heading for widget in found.widgets] == ["포토뉴스"]


# ---- the record ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "identifier", "canonical"),
    [
        ("/news/article.html?no=1001", "paper:1001", "/news/article.html?no=1001"),
        ("/news/article.html?ref=naver&no=1001&page=2", "paper:1001", "/news/article.html?no=1001"),
        ("/mobile/article.html?no=1001", "paper:1001", "/news/article.html?no=1001"),
        ("/news/article_print.html?no=1001", "paper:1001", "/news/article.html?no=1001"),
        ("/cloud/news/article.html?no=7", "paper:cloud/7", "/cloud/news/article.html?no=7"),
    ],
)
def test_record_of_an_address(url: str, identifier: str, canonical: str) -> None:
    found = item(page(view(), url=f"https://www.news-a.test{url}"))
    assert (found.id, found.url) == (identifier, f"https://www.news-a.test{canonical}")


@pytest.mark.parametrize("url", ["/", "/news/section_list_all.html?sec_no=3", "/news/article.html?no=x"])
def test_page_at_another_address_is_no_article(url: str) -> None:
    found = page(view(), url=f"https://www.news-a.test{url}")
    assert found.item("paper", None, "list", URL, "2025-11-07T15:00:00+09:00") is None


def test_hash_follows_the_wording_alone() -> None:
    record = item(page(view()))
    assert item(page(view(info="") + "<div class='sublay'>옆</div>")).content_hash == record.content_hash
    assert item(page(view(body=f"<p>{TEXT}!</p>"))).content_hash != record.content_hash
    assert item(page(view(f"<h2>{TITLE}</h2><h3>부제</h3>"))).content_hash != record.content_hash


@pytest.mark.parametrize(
    "furniture",
    [
        "<p>조회수 {0}</p>",
        "<div class='count'>추천 {0}</div>",
        "<div class='advertisement'>{0}월 세일</div>",
        "<div><span>AD</span><a href='https://shop.test/{0}'>{0}월 세일</a></div>",
        "<div><h4>많이 본 뉴스</h4><ol><li>1 <a href='/news/article.html?no={0}'>기사 {0}</a></li>"
        "<li>2 <a href='/news/article.html?no=9'>기사</a></li></ol></div>",
        "<p style='display:none'>{0}</p>",
        "<ins class='adsbygoogle'>{0}</ins>",
    ],
)
@pytest.mark.parametrize("where", ["{0}<p>{1}</p>", "<p>{1}</p>{0}", "<p>{1}</p>{0}<p>{1}</p>"])
def test_furniture_that_changes_makes_no_revision(furniture: str, where: str) -> None:
    hashes = {
        item(page(view(body=where.format(furniture.format(number), TEXT)))).content_hash for number in (3, 12, 1024)
    }
    assert len(hashes) == 1


def test_hash_covers_captions_and_tables() -> None:
    def read(caption: str, cell: str) -> str:
        table = f"<table><tr><td>가</td><td>나</td></tr><tr><td>다</td><td>{cell}</td></tr></table>"
        picture = f"<figure><img src='/a.jpg'><figcaption>{caption}</figcaption></figure>"
        return item(page(view(body=f"<p>{TEXT}</p>{picture}{table}"))).content_hash

    assert len({read("전경", "1"), read("옛 전경", "1"), read("전경", "2")}) == 3


def test_damaged_characters_are_counted() -> None:
    assert page(view(body=f"<p>{TEXT}</p>")).damaged_characters == 0
    assert page(view(body="<p>가\ufffd\ufffd나.</p><p><img src='/a.jpg'></p><p>▲ \ufffd</p>")).damaged_characters == 3


# ---- pages that are not the article (tests/cms/test_missing.py has their shapes) ---------
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<p>삭제된 기사입니다.</p>", "missing"),
        ("<p>이 기사는 저작권자의 요청으로 삭제되었습니다.</p>", "missing"),
        ("", None),  # a stub: the record is rejected for its lack of a body
        ("<p>단신: 논란이 된 글은 삭제되었습니다.</p>", None),
        ("<p>삭제된 기사 논란, 하루 만에 끝났다.</p>", None),
        ("<p>점검 중</p>", None),
    ],
)
def test_the_text_of_an_article_is_judged_as_a_notice_only_if_it_is_one(body: str, reason: str | None) -> None:
    found = page(view(body=body)).not_article
    assert (found and found.reason) == reason


@pytest.mark.parametrize("html", ["<p>점검 중</p>", "<p>로그인해 주십시오</p>"])
def test_a_short_text_without_time_or_author_is_not_an_article(html: str) -> None:
    found = page(f'<div id="news_body_area">{html}</div>').not_article
    assert found is not None
    assert found.reason == "unexpected"


@pytest.mark.parametrize(
    "html",
    [
        view(),
        view() + "<script>function out(){alert('로그인 하세요');location.href='/member/login.html';}</script>",
        view() + "<meta http-equiv='refresh' content='300'><script>alert('삭제된 기사입니다')</script>",
        view(body="<img src='/a.jpg'>") + "<script>alert('x');history.back()</script>",
        view(body=f"<p>{TEXT * 4} 시는 잘못된 글이 삭제되었습니다라고 밝혔다.</p>"),
        view(body=""),
        view(body="") + "<script>function gone(){alert('기사가 존재하지 않습니다');}</script>",
    ],
)
def test_an_article_is_an_article(html: str) -> None:
    assert page(html).not_article is None


# ---- what stands around the article does not change it ---------------------------------
STRIP = (
    "<p class='today_txt'>2025.11.07 (금)</p><div class='weather_box'><ul><li class='icon_w'>"
    "<span class='iw01'>맑음</span>가온 8.8℃</li></ul><a href='http://www.kma.go.kr/'>기상청 제공</a></div>"
)
BOXES = [
    STRIP,
    "<div class='arl_034'><div class='tit_set'><h2>행정</h2><a href=~3>더보기</a></div>"
    "<ul><li><a href=@8>가온시 억새길 새 단장</a></li></ul></div>",
    "<div class='pvw_001'><h2 class='skin_tit'>포토뉴스</h2><ul><li><a href=@9>"
    "<img src='/b.jpg'><b>억새</b></a></li></ul></div>",
    "<div class='arl_033'><h2>라이프</h2><div class='top_art'><a href=@10><i>제목</i>"
    "<b>[가온도민일보=정도담 기자] 다른 기사의 글이다..</b></a></div></div>",
    "<div class='ban_001_01'><a href='/news/banner_click.php?no=1'><img src='/data/banner/x.jpg'></a></div>",
    "<div class='reply_wrap'><h4>댓글 <b><span>3</span></b></h4></div>",
    "<script>var sec_no = 3; alert('x');</script><!-- 최종편집 2025-12-24 10:00 -->",
]  # fmt: skip
FULL = view(
    f"<p>새벽을 여는 사람들</p><h2>{TITLE}</h2><h3>첫차 40분 앞당겨</h3>",
    body=f"<p>[가온도민일보=박나래 기자] {TEXT}</p><p><img src='/a.jpg'></p><p>▲ 새벽버스</p><p>ⓒ 가온도민일보</p>",
)


@given(st.lists(st.sampled_from(BOXES), max_size=6), st.lists(st.sampled_from(BOXES), max_size=6))
@settings(deadline=None)
def test_sidebar_and_strip_leave_the_article_as_it_is(before: list[str], after: list[str]) -> None:
    alone = item(page(f"<div class='column'>{FULL}</div>"))
    around = f"{''.join(before)}<div class='column'>{FULL}</div><div class='sublay'>{''.join(after)}</div>"
    assert item(page(around)) == alone


@pytest.mark.parametrize("seed", range(5))
def test_order_of_the_sidebar_leaves_the_article_as_it_is(seed: int) -> None:
    shuffled = random.Random(seed).sample(BOXES, len(BOXES))
    html = f"<div class='column'>{FULL}</div><aside>{''.join(shuffled)}</aside>"
    found = item(page(html))
    assert found == item(page(f"<div class='column'>{FULL}</div>"))
    assert (found.kicker, found.title, found.subtitle) == ("새벽을 여는 사람들", TITLE, "첫차 40분 앞당겨")
    assert re.fullmatch(r"\[가온도민일보=박나래 기자\] .*", found.body)
    assert [image.caption for image in found.images] == ["▲ 새벽버스"]


# ---- bylines between other lines ------------------------------------------------------------------------
DATED = "<ul class='art_info'><li>등록 2025.11.07 14:02:11</li></ul>"


@pytest.mark.parametrize("note", ["기사제휴=가온통신", "이 기사는 지역신문발전기금을 지원받았습니다."])
def test_a_note_below_the_closing_byline_stays_and_the_byline_goes(note: str) -> None:
    found = page(view(info=DATED, body=f"<p>{TEXT}</p><p>박나래 기자 n@x.kr</p><p>{note}</p><p>ⓒ 가온일보</p>"))
    assert found.body.paragraphs == [TEXT, note]
    assert found.authors == [Author("박나래", "기자", "n@x.kr")]


@pytest.mark.parametrize("before", ["", f"<p>{TEXT}</p>"], ids=["one line", "two"])
def test_a_byline_behind_the_last_sentence_signs_the_article(before: str) -> None:
    found = page(view(info=DATED, body=f"{before}<p>{TEXT} 박나래 기자 n@x.kr</p><p>ⓒ 가온일보</p>"))
    assert found.body.paragraphs == ([TEXT, TEXT] if before else [TEXT])
    assert found.authors == [Author("박나래", "기자", "n@x.kr")]


@pytest.mark.parametrize("line", ["첫차 40분 앞당겨", "▲ 새벽버스"])
def test_a_headline_may_stand_before_the_byline_of_the_text(line: str) -> None:
    found = page(view(info=DATED, body=f"<p>{line}</p><p>[가온일보=박나래 기자] {TEXT}</p>"))
    assert (found.authors, found.publisher) == ([Author("박나래", "기자")], "가온일보")


def test_a_byline_after_a_sentence_is_not_the_articles() -> None:
    assert page(view(info=DATED, body=f"<p>{TEXT}</p><p>[가온일보=박나래 기자] {TEXT}</p>")).authors == []


@pytest.mark.parametrize(
    "line", ["<a href='mailto:n@x.kr'>박나래 기자</a>", "박나래 기자 <n@x.kr>", "박나래 기자<br>n@x.kr"]
)
def test_an_address_is_read_from_a_link_from_angles_and_from_a_line_of_its_own(line: str) -> None:
    found = page(view(info=DATED, body=f"<p>{TEXT}</p><p>{line}</p>"))
    assert (found.authors, found.body.paragraphs) == ([Author("박나래", "기자", "n@x.kr")], [TEXT])


def test_an_address_linked_in_the_text_names_no_author() -> None:
    text = "문의는 <a href='mailto:q@x.kr'>나문수 주무관</a>에게 한다."
    assert page(view(info=DATED, body=f"<p>{TEXT}</p><p>{text}</p>")).authors == []


# ---- what stands below the closing byline ---------------------------------------------------------------
SIGNED = "<p>박나래 기자 n@x.kr</p>"
PARK = [Author("박나래", "기자", "n@x.kr")]


@pytest.mark.parametrize(
    "end",
    [
        f"{SIGNED}<p>▶ 가온도민일보 네이버 구독하기</p>",
        f"{SIGNED}<p>▶ 네이버에서 구독하기</p><p>▶ 카카오톡 제보하기</p><p>저작권자 ⓒ 가온일보 무단전재 금지</p>",
        f"{SIGNED}<p>저작권자 ⓒ 가온일보 무단전재 금지</p><p>구독하기</p>",
        f"{SIGNED}<p>제보 news@news-a.test</p><p>카카오톡 : gaon</p>",
        f"{SIGNED}<p><a href='/x'>기자의 서랍</a></p>",
        f"{SIGNED}<h4>관련기사</h4>",
        "<p>박나래 기자 n@x.kr<br>▶ 네이버에서 구독하기<br>다른기사 보기</p>",
        "<div class='reporter'><strong>박나래 기자</strong><p>n@x.kr</p><a href='/x'>다른기사 보기</a></div>",
        "<p>박나래 기자</p><p>n@x.kr</p><p>구독하기</p>",
        "<p>박나래 기자</p><p>가온시 담당</p><p>n@x.kr</p><p>구독</p>",
        "<p>박나래 기자 n@x.kr 구독하기</p>",
        "<p>박나래 기자 n@x.kr 010-0000-0000</p>",
    ],
)
def test_buttons_and_contacts_below_the_closing_byline_go_with_it(end: str) -> None:
    for body in (f"<p>{TEXT}</p>{end}", f"<p>{TEXT}</p><p>{TEXT}</p>{end}"):
        found = page(view(info=DATED, body=body))
        assert found.authors == PARK
        assert set(found.body.paragraphs) == {TEXT}
    found = page(unicodedata.normalize("NFD", view(info=DATED, body=f"<p>{TEXT}</p>{end}")))
    assert [author.email for author in found.authors] == ["n@x.kr"]
    assert found.body.paragraphs == [unicodedata.normalize("NFD", TEXT)]


def test_a_byline_behind_the_last_sentence_is_found_above_buttons() -> None:
    found = page(view(info=DATED, body=f"<p>{TEXT} 박나래 기자 n@x.kr</p><p>구독하기</p><p>ⓒ 가온일보</p>"))
    assert (found.authors, found.body.paragraphs) == (PARK, [TEXT])


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        ("<p>▶ 일시 11월 8일</p><p>▶ 문의 055-123-4567</p>", ["▶ 일시 11월 8일", "▶ 문의 055-123-4567"]),
        ("<p>느린 걷기</p><p>구독하기</p>", ["느린 걷기"]),
    ],
)
def test_text_below_the_closing_byline_stays(end: str, kept: list[str]) -> None:
    found = page(view(info=DATED, body=f"<p>{TEXT}</p>{SIGNED}{end}"))
    assert found.authors == PARK
    assert [line for line in found.body.paragraphs if line not in (TEXT, "구독하기")] == kept


@pytest.mark.parametrize(
    "end",
    [
        f"{SIGNED}<p>{TEXT}</p>",  # the article goes on: nobody signed there
        f"{SIGNED}<p>첫째</p><p>둘째</p><p>셋째</p><p>넷째</p>",
        "<p>박나래 기자</p><p>느린 걷기</p>",
        "<p>문의 055-123-4567</p>",
        "<p>주요뉴스</p>",
        "<p>마을시대</p>",
        "<p>기사제휴 가온일보</p>",
    ],
)
def test_without_a_closing_byline_nothing_is_taken_off(end: str) -> None:
    found = page(view(info=DATED, body=f"<p>{TEXT}</p>{end}"))
    texts = [line for line in re.split(r"<[^>]*>", f"<p>{TEXT}</p>{end}") if line]
    assert (found.authors, found.publisher, found.body.paragraphs) == ([], None, texts)


@pytest.mark.parametrize(
    "end",
    [
        "<p>/연합뉴스</p>",
        "<p><연합뉴스></p>",
        "<p>연합뉴스</p>",
        "<p>(서울=연합뉴스)</p>",
        "<p>연합뉴스</p><p>ⓒ 가온일보</p>",
        " /연합뉴스",
        " <연합뉴스>",
    ],
)
def test_an_outlet_that_closes_the_text_is_the_publisher(end: str) -> None:
    body = f"<p>{TEXT}</p>{end}" if end.startswith("<p>") else f"<p>{TEXT}{end}</p>"
    found = page(view(info=DATED, body=body))
    assert (found.publisher, found.authors, found.body.paragraphs) == ("연합뉴스", [], [TEXT])


def test_a_reporter_and_an_outlet_may_close_the_text() -> None:
    found = page(view(info=DATED, body=f"<p>{TEXT}</p><p>박나래 기자</p><p>/연합뉴스</p>"))
    assert (found.publisher, found.authors, found.body.paragraphs) == ("연합뉴스", [Author("박나래", "기자")], [TEXT])


def test_a_page_of_conjoining_letters_is_read_like_any_other() -> None:
    info = "<ul class='art_info'><li>박나래 기자</li><li>등록 2025.11.07 14:02:11</li></ul>"
    body = f"<p>[가온일보=박나래 기자] {TEXT}</p><p>박나래 기자 n@x.kr</p><p>저작권자 ⓒ 가온일보 무단전재 금지</p>"
    html = view(info=info, body=body)
    plain, decomposed = item(page(html)), item(page(unicodedata.normalize("NFD", html)))
    assert decomposed.body == unicodedata.normalize("NFD", plain.body)
    assert plain.body == f"[가온일보=박나래 기자] {TEXT}"
    assert [author.name for author in decomposed.authors] == [unicodedata.normalize("NFD", "박나래")]
    assert decomposed.publisher == unicodedata.normalize("NFD", "가온일보")
    assert decomposed.published_at == plain.published_at == "2025-11-07T14:02:11+09:00"


def test_a_stored_time_of_zero_in_the_meta_tags_is_no_time() -> None:
    found = page(view(info=""), og(TITLE) + meta("1970-01-01T09:00:00+09:00", "1970-01-01T00:00:00Z"))
    assert (found.published_at, found.modified_at) == (None, None)
