"""The newspaper's name: the logo, the meta tags and the title of the front page, whatever else a header prints."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from newscrawler.cms.links import SiteUrls
from newscrawler.cms.masthead import is_newspaper_name
from newscrawler.cms.page import Page

HOME = "https://www.news-a.test/"
LOGO = "<h1><a href='/'><img src='/logo.png' alt='한들일보'></a></h1>"
LOG_IN = "<a href='/member/member_login.html'><img alt='로그인'></a>"


def name_on(html: str, url: str = HOME) -> str | None:
    return Page(html, url, SiteUrls(HOME)).site_name


NAMES = {
    "declared": ("<meta property='og:site_name' content='한들일보'>", "한들일보"),
    "declared with a slogan": ("<meta property='og:site_name' content='바른 눈 - 한들일보'>", "한들일보"),
    "declared as an address": (f"<meta property='og:site_name' content='www.news-a.test'>{LOGO}", "한들일보"),
    "button before the logo": (f"<div id='header'>{LOG_IN}{LOGO}</div>", "한들일보"),
    "banner before the logo": (
        f"<div id='header'><a href='/news/banner_click.php?no=1'><img alt='창간 10년'></a>{LOGO}</div>",
        "한들일보",
    ),
    "logo outside the header": ("<div class='top'><a href='/'><img alt='한들일보'></a></div>", "한들일보"),
    "logo with an absolute address": (f"<div id='header'>{LOG_IN}<a href='{HOME}'><img alt='한들'></a></div>", "한들"),
    "logo to the index": (f"<div id='header'>{LOG_IN}<a href='/index.html'><img alt='한들'></a></div>", "한들"),
    "logo as text": ("<h1><a href='/'>한들</a></h1>", "한들"),
    "logo that is named so": ("<h1><a href='/'><img alt='한들일보 로고'></a></h1>", "한들일보"),
    "link to the front page": (f"<ul><li><a href='/'><img alt='홈'></a></li></ul>{LOGO}", "한들일보"),
    "silent logo, title": (
        "<title>한들일보</title><meta name='Subject' content='한들일보'>"
        "<header><a href='/'><img src='/logo.png' alt=''></a></header>",
        "한들일보",
    ),
    "silent logo, title alone": ("<title>한들</title><header><a href='/'><img alt=''></a></header>", "한들"),
    "silent logo, og:title": ("<meta property='og:title' content='한들일보'>", "한들일보"),
    "silent logo, Title": ("<meta name='Title' content='한들일보 :: 바른 눈'>", "한들일보"),
    "Subject alone": ("<meta name='Subject' content='한들일보'>", "한들일보"),
    "Copyright alone": ("<meta name='Copyright' content='Copyright(c) 2019 한들뉴스 All rights reserved'>", "한들뉴스"),
    "Subject that is a topic": ("<meta name='Subject' content='경제 소식'>", None),
    "slogan before a dash": (
        "<title>바른 눈 - 한들일보</title><div id='header'><a href='/'><img alt='바른 눈 - 한들일보'></a></div>",
        "한들일보",
    ),
    "slogan behind a bar": ("<title>한들일보 | 이웃과 함께하는 신문</title>", "한들일보"),
    "slogan without a shape": ("<title>관점이 있는 새 소식 - 마루아침</title>", "마루아침"),
    "slogan behind, without a shape": ("<title>마루아침 - 관점이 있는 뉴스</title>", "마루아침"),
    "slogan and a blank, Subject": (
        "<title>바른 언론 CNB뉴스</title><meta name='Subject' content='CNB뉴스'>"
        "<h1><a href='/'><img alt='바른 언론 CNB뉴스'></a></h1>",
        "CNB뉴스",
    ),
    "slogan and a blank, Copyright": (
        "<title>아침을 여는 마루 소식</title>"
        "<meta name='Copyright' content='Copyright 2025 마루 소식. All rights reserved'>",
        "마루 소식",
    ),
    "slogan and a blank": ("<title>세상을 바로 보는 한들타임즈</title>", "한들타임즈"),
    "long word and a blank": ("<title>정론직필 한들타임즈</title>", "한들타임즈"),
    "name of two words": (
        "<title>가온 도민일보</title><h1><a href='/'><img alt='가온 도민일보'></a></h1>",
        "가온 도민일보",
    ),
    "weekly": ("<title>주간 한들신문</title>", "주간 한들신문"),
    "topics are no name": (
        "<meta name='Subject' content='가온, 누리, 뉴스'><h1><a href='/'><img alt='가온 도민일보'></a></h1>",
        "가온 도민일보",
    ),
    "a button is no witness": ("<title>가온 뉴스</title><div id='header'><img alt='뉴스'></div>", "가온 뉴스"),
    "ornaments": ("<title>::: 한들일보 :::</title>", "한들일보"),
    "greeting": ("<title>한들일보에 오신 것을 환영합니다</title>", "한들일보"),
    "logo without a link": (f"<div id='header'>{LOG_IN}<img alt='한들일보'></div>", "한들일보"),
    "buttons alone": (f"<div id='header'>{LOG_IN}<img alt='전체메뉴'></div>", None),
    "nothing": ("<p>한들</p>", None),
}  # fmt: skip


@pytest.mark.parametrize(("html", "name"), NAMES.values(), ids=NAMES)
def test_name_of_the_newspaper(html: str, name: str | None) -> None:
    assert name_on(html) == name
    assert name_on(normalize("NFD", html)) == (normalize("NFD", name) if name else None)


@pytest.mark.parametrize("path", ["news/article.html?no=7", "news/section_list_all.html?sec_no=3"])
def test_the_title_of_an_inner_page_is_not_the_newspapers_name(path: str) -> None:
    title = "<title>새 다리 놓인다</title><meta property='og:title' content='새 다리 놓인다'>"
    assert name_on(title, f"{HOME}{path}") is None
    assert name_on(f"{title}{LOG_IN}{LOGO}", f"{HOME}{path}") == "한들일보"


@pytest.mark.parametrize("text", ["한들일보", "CNB뉴스", "가온 도민일보", "한들타임즈"])
def test_built_like_a_name(text: str) -> None:
    assert is_newspaper_name(text)


@pytest.mark.parametrize("text", ["로그인", "바른 눈", "관점이 있는 뉴스", "일보", ""])
def test_not_built_like_a_name(text: str) -> None:
    assert not is_newspaper_name(text)
