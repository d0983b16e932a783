"""Pages that were asked for as articles and are not: only words of deletion mean that the article is gone."""

from __future__ import annotations

import pytest
from support.hostile import page

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.missing import NotArticle, is_notice, judge_page

URL = "http://demo.test/news/article.html?no=1"
URLS = SiteUrls("http://demo.test/")
MENU = "".join(f'<li><a href="/news/section_list_all.html?sec_no={n}">{n}면</a></li>' for n in range(9))
HEADLINES = "".join(
    f'<li><a href="/news/article.html?no={n}">{n}번 기사는 삭제된 글 이야기</a></li>' for n in range(30)
)
NOTE = "물레일보는 물레동과 이웃 마을의 소식을 날마다 전합니다. 제보와 문의는 대표 전화로 받고 있습니다. " * 6
FRAME = (
    "<ul id='gnb'>"
    + MENU
    + "</ul><div class='box'><ul>"
    + HEADLINES
    + "</ul></div>{}<div id='footer'>"
    + NOTE
    + "</div>"
)


def framed(body: str, head: str = "<title>물레일보</title>") -> str:
    """A page in the newspaper's frame: menu, headlines of other articles, footer."""
    return page(FRAME.format(body), head)


def script(source: str) -> str:
    return page(f"<script>{source}</script>")


DELETED = {
    "alert": ("<script>alert('삭제된 기사입니다');history.back();</script>", "삭제된 기사입니다"),
    "alert, with a charset": (
        '<meta charset="utf-8"><script>alert("삭제되었거나 존재하지 않는 기사입니다."); history.back();</script>',
        "삭제되었거나 존재하지 않는 기사입니다.",
    ),
    "window.alert": (script("window.alert ( '없는  기사' ) ; location.replace('/')"), "없는 기사"),
    "line end in it": (script("alert('존재하지 않는\\n기사 입니다.');history.go(-1);"), "존재하지 않는 기사 입니다."),
    "escapes": (
        script("alert('\\uc0ad\\uc81c\\ub41c \\uae30\\uc0ac\\uc785\\ub2c8\\ub2e4');"),
        "삭제된 기사입니다",
    ),
    "joined strings": (script("alert('삭제된 ' + \"기사\" + '입니다');"), "삭제된 기사입니다"),
    "variable": (script("var msg = '삭제된 게시물입니다.'; alert(msg); history.back();"), "삭제된 게시물입니다."),
    "template string": (script("alert(`존재하지 않는 글입니다`)"), "존재하지 않는 글입니다"),
    "ready": (script("$(document).ready(function(){ alert('삭제된 기사입니다'); });"), "삭제된 기사입니다"),
    "onload": (script("window.onload = function () { alert('삭제된 기사입니다'); }"), "삭제된 기사입니다"),
    "body onload": ("<body onload=\"alert('삭제된 기사입니다')\">", "삭제된 기사입니다"),
    "at once": (script("(function(){ if (1) { alert('삭제된 기사입니다'); } })();"), "삭제된 기사입니다"),
    "arrow": (script("document.addEventListener('DOMContentLoaded', () => { alert('삭제된 기사'); });"), "삭제된 기사"),
    "alert in the frame": (
        framed("<script>alert('해당 기사가 존재하지 않습니다.');location.href='/';</script>"),
        "해당 기사가 존재하지 않습니다.",
    ),
    "words": (page("<h1>삭제된 기사입니다</h1><a href='/'>첫 화면으로</a>"), "삭제된 기사입니다"),
    "words in a link": (page("<a href='/'>삭제된 기사입니다. 첫 화면으로</a>"), "삭제된 기사입니다. 첫 화면으로"),
    "words in the frame": (
        framed("<div class='error'><p>요청하신 기사는 <b>삭제</b>되었거나 존재하지 않습니다.</p></div>"),
        "요청하신 기사는 삭제되었거나 존재하지 않습니다.",
    ),
    "title": (
        page("<p>주소를 확인해 주세요</p>", "<title>페이지를 찾을 수 없습니다</title>"),
        "페이지를 찾을 수 없습니다",
    ),
    "server's page": (page("<h1>404 Not Found</h1><hr>nginx", "<title>404 Not Found</title>"), "404 Not Found"),
    "English": (page("<h1>Sorry</h1><p>This article has been removed.</p>"), "This article has been removed."),
}
UNEXPECTED = {
    "maintenance": (page("<h1>서비스 점검 중입니다</h1>", "<title>점검</title>"), "점검"),
    "maintenance in the frame": (
        framed("<h1>서비스 점검 안내</h1><p>점검이 끝나면 다시 찾아 주십시오.</p>"),
        "물레일보",
    ),
    "frame alone": (framed(""), "물레일보"),
    "empty boxes in the frame": (framed("<div>기사가 없습니다.</div><p>등록된 기사가 없습니다.</p>"), "물레일보"),
    "cookie check": (script("document.cookie='a=1';location.href='?a';"), "물레일보"),
    "reload": (script("document.cookie='a=1';location.reload();location.href=location.href;"), "물레일보"),
    "challenge": (
        page("<h1>Just a moment...</h1><p>Checking your browser</p>", "<title>Just a moment...</title>"),
        None,
    ),
    "refresh": ('<meta http-equiv="refresh" content="0;url=/">', None),
    "load": (script("alert('일시적인 오류로 접속할 수 없습니다. 잠시 후 다시 시도해 주세요.');history.back();"), None),
    "load, article named": (script("alert('접속자가 많아 기사를 찾을 수 없습니다');"), None),
    "log-in": (script("alert('로그인이 필요합니다.');location.href='/member/login.html';"), None),
    "log-in form": (page("<h1>로그인</h1><form>아이디 <input> 비밀번호 <input></form>"), None),
    "rights": (script("alert('볼 수 있는 권한이 없습니다');history.back();"), None),
    "wrong access": (script("alert('잘못된 접근입니다.');self.close();"), "잘못된 접근입니다."),
    "not public": (script("alert('비공개 기사입니다');"), "비공개 기사입니다"),
    "comment deleted": (script("alert('댓글이 삭제되었습니다.');"), "댓글이 삭제되었습니다."),
    "no message": (script("alert('');history.back();"), "물레일보"),
    "back": (script("history.back();"), "물레일보"),
    "alert of a button": (script("function del(){ alert('삭제되었습니다.'); }"), "물레일보"),
    "alert of a click": (script("$('#b').click(function(){ alert('삭제되었습니다.'); });"), "물레일보"),
    "alert in a comment": (script("// alert('삭제된 기사입니다');\nlocation.reload();"), "물레일보"),
    "script in a comment": (page("<!-- <script>alert('삭제된 기사입니다')</script> --><p>점검</p>"), "물레일보"),
    "another article's headline": (
        framed("<h1>점검 안내</h1><a href='/news/article.html?no=7'>삭제된 기사입니다</a>"),
        "물레일보",
    ),
    "database": ("<b>Fatal error</b>: Too many connections in <b>/home/x/db.php</b>", None),
    "nothing": ("<html></html>", None),
    "not markup": ("<" * 1000, None),
    "board notice": (page("<h1>알림</h1><p>회원 정보를 찾을 수 없습니다.</p>"), "물레일보"),
}


@pytest.mark.parametrize("shape", DELETED)
def test_words_of_deletion_mean_that_the_article_is_gone(shape: str) -> None:
    html, words = DELETED[shape]
    assert ArticlePage(html, URL, URLS).not_article == NotArticle("missing", words)


@pytest.mark.parametrize("shape", UNEXPECTED)
def test_anything_else_in_place_of_an_article_is_unexpected(shape: str) -> None:
    html, words = UNEXPECTED[shape]
    found = ArticlePage(html, URL, URLS).not_article
    assert found is not None
    assert found.reason == "unexpected"
    assert words is None or found.detail == words


def test_a_stub_is_unexpected_only_if_it_sends_the_reader_away_at_once() -> None:
    away = "<script>location.href='/member/login.html';</script>"
    assert judge_page(page(f"<h1>제목</h1>{away}"), is_article=True) == NotArticle("unexpected", "물레일보")
    assert judge_page(page(f"<h1>제목</h1><p>{NOTE}</p>{away}"), is_article=True) is None
    assert judge_page(page("<h1>삭제된 기사입니다</h1>"), is_article=True) is None  # a headline
    said = judge_page(page("<h1>제목</h1><script>alert('유료 기사입니다')</script>"), is_article=True)
    assert said == NotArticle("unexpected", "유료 기사입니다")


def test_only_a_short_text_that_begins_with_it_is_a_notice() -> None:
    assert is_notice("삭제된 기사입니다. 이용에 불편을 드려 죄송합니다.")
    assert not is_notice("너울군이 누리집을 고친다. 삭제된 기사입니다.")
    assert not is_notice("삭제된 기사입니다. " + NOTE)


def test_details_are_cut_and_alerts_beyond_number_are_not_read() -> None:
    found = judge_page(script(f"alert('{'가' * 400}')"))
    assert found is not None
    assert found.detail == "가" * 200
    assert judge_page(script("alert(1);" * 100 + "alert('삭제된 기사입니다')")) == NotArticle("unexpected", "물레일보")


def test_an_empty_box_beside_a_menu_is_not_a_notice() -> None:
    """The article did not load, and a box of the page has no entries; the menu is short or made of pictures."""
    menu = "".join(f"<a href='/news/section.html?sec_no={n}'><img src='/m{n}.png'></a>" for n in range(8))
    judged = judge_page(page(f"{menu}<div class='box'><h3>많이 본 기사</h3><p>기사가 없습니다.</p></div>"))
    assert judged is not None and judged.reason == "unexpected"
