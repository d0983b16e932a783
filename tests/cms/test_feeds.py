"""AJAX buttons and their replies, the RSS feed and where a page announces it."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.cms.family import MoreReply, MoreRequest, Row
from newscrawler.cms.feeds import read_more, read_rss
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.page import Page

HOME = "https://www.news-a.test/"
URLS = SiteUrls(HOME)
AJAX = f"{HOME}news/ajax.php"
RSS = f"{HOME}data/rss/news.xml"


# ---- the button -------------------------------------------------------------------------------------
SCRIPT = (
    "<script>function ajaxGetSkinContent(layout_tpl, lay_no) { jQuery11.ajax({ type: 'POST', url: '/news/ajax.php', "
    "data: 'mode=get_skin_content&layout_tpl=' + layout_tpl + '&ajax_page=' + page + '&sec_no=31' }); }</script>"
)
BUTTON = "<a href=\"javascript:ajaxGetSkinContent('main','77')\">더보기</a>"


def requests(html: str) -> list[MoreRequest]:
    return Page(f"<html><head></head><body>{html}</body></html>", HOME, URLS).more_requests()


def test_request_for_the_next_page() -> None:
    box = "<ul id='skin_content_77' data-page='3' data-count='5'></ul>"
    (more,) = requests(SCRIPT + box + BUTTON)
    assert (more.method, more.url) == ("POST", AJAX)
    assert more.body == "mode=get_skin_content&layout_tpl=main&lay_no=77&ajax_page=4&sec_no=31"
    assert more.headers == {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Requested-With": "XMLHttpRequest",
    }
    assert (more.name, more.list_url, more.size) == ("main-77", f"{AJAX}#main-77-31", 5)


@pytest.mark.parametrize(
    "box", ["", "<ul id='skin_content_77'></ul>", "<ul id='skin_content_77' data-page='x' data-count=''></ul>"]
)
def test_request_without_numbers_asks_for_page_two(box: str) -> None:
    (more,) = requests(box + BUTTON)
    assert (more.url, more.form["ajax_page"], more.form["sec_no"], more.size) == (AJAX, "2", "", None)


@pytest.mark.parametrize(
    ("button", "count"),
    [
        (BUTTON, 1),
        ("<a href='#' onclick=\"ajaxGetSkinContent('main', '77');\">더보기</a>", 1),
        ("<button onclick='ajaxGetSkinContent(\"main\", 77)'>더보기</button>", 1),
        (BUTTON + BUTTON.replace("77", "78"), 2),
        ("<a href=\"javascript:otherFunction('main','77')\">더보기</a>", 0),
        (f"<!-- {BUTTON} -->", 0),
        (SCRIPT, 0),
    ],
)
def test_buttons(button: str, count: int) -> None:
    assert len(requests(button)) == count


@pytest.mark.parametrize(
    ("script", "url"),
    [
        ("<script>var u = '/cloud/news/ajax.php';</script>", f"{HOME}cloud/news/ajax.php"),
        ('<script>var u = "https://news-a.test/news/ajax.php";</script>', AJAX),
        ("<script>var u = 'ajax.php';</script>", f"{HOME}ajax.php"),
        ("", AJAX),
    ],
)
def test_address_the_button_asks(script: str, url: str) -> None:
    assert [more.url for more in requests(script + BUTTON)] == [url]


# ---- the reply --------------------------------------------------------------------------------------
def ajax(reply: object, lay_no: str = "77", count: str = "") -> MoreReply:
    box = f"<ul id='skin_content_{lay_no}' data-count='{count}'></ul>"
    (more,) = requests(box + BUTTON.replace("77", lay_no))
    return read_more(reply if isinstance(reply, str) else json.dumps(reply), more, URLS, HOME)


def ids(reply: MoreReply) -> list[str | None]:
    return [row.link.id for row in reply.rows]


def block(*numbers: int) -> str:
    items = "".join(f"<li><a href='/news/article.html?no={n}'>제목 {n}</a></li>" for n in numbers)
    return f"<div class='arl_061'><h2>방금</h2><ul id='skin_content_77'>{items}</ul></div>"


def test_reply() -> None:
    reply = ajax({"html": block(3, 2), "error_code": "", "error_message": ""})
    assert (ids(reply), reply.error) == (["3", "2"], None)
    assert reply.next is not None
    assert reply.next.body == "mode=get_skin_content&layout_tpl=main&lay_no=77&ajax_page=3&sec_no="


@pytest.mark.parametrize(("count", "is_last"), [("1", False), ("2", False), ("3", True), ("", False)])
def test_a_short_reply_is_the_last(count: str, is_last: bool) -> None:
    assert (ajax({"html": block(3, 2)}, count=count).next is None) == is_last


def test_escaped_slashes_and_hangul() -> None:
    text = json.dumps({"html": block(3)}, ensure_ascii=True).replace("/", "\\/")
    assert "\\u" in text
    assert "\\/" in text
    assert ids(ajax(text)) == ["3"]


def test_links_outside_the_container_are_not_the_replys() -> None:
    html = block(3) + "<div><a href='/news/article.html?no=9'>다른 위젯</a></div>"
    assert ids(ajax({"html": html})) == ["3"]


def test_reply_without_the_container_is_read_whole() -> None:
    assert ids(ajax({"html": "<li><a href='/news/article.html?no=3'>제목</a></li>"})) == ["3"]
    assert ids(ajax({"html": block(3)}, lay_no="2310")) == ["3"]


def test_article_linked_twice_is_one_row_and_one_entry() -> None:
    item = "<li><a href='/news/article.html?no=3'><img></a><a href='/news/article.html?no=3&x=1'>제목</a></li>"
    html = f"<div><ul id='skin_content_77'>{item}</ul></div>"
    assert ids(ajax({"html": html})) == ["3"]
    assert ajax({"html": html}, count="1").next is not None
    assert ajax({"html": html}, count="2").next is None


@pytest.mark.parametrize("html", ["", " ", "<div></div>", "<div><ul id='skin_content_77'> </ul></div>"])
def test_empty_page(html: str) -> None:
    reply = ajax({"html": html, "error_code": ""})
    assert (reply.rows, reply.error) == ([], None)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ({"html": block(3), "error_code": "E1", "error_message": "다시  시도하세요"}, "다시 시도하세요"),
        ({"error_code": "E1", "error_message": ""}, "E1"),
        ({"error_code": 404}, "404"),
        ({"error_code": "E1", "error_message": None}, "E1"),
    ],
)
def test_error(reply: object, error: str) -> None:
    assert ajax(reply) == MoreReply([], error)


@pytest.mark.parametrize(
    "reply",
    [
        {"error_code": "E1", "error_message": "더 이상  기사가 없습니다."},
        {"error_code": "E1", "error_message": "마지막 페이지입니다"},
        {"html": "<p>등록된 기사가 없습니다.</p>"},
        {"html": "<div><ul id='skin_content_77'><li>기사가 더 없습니다</li></ul></div>"},
    ],
)
def test_words_that_nothing_follows(reply: object) -> None:
    assert ajax(reply).says_end


@pytest.mark.parametrize("html", ["<h1>서비스 점검 중입니다</h1>", "<script>location.reload()</script><p>확인 중</p>"])
def test_html_of_something_else_is_not_a_reply(html: str) -> None:
    with pytest.raises(ValueError, match="the AJAX reply says"):
        ajax({"html": html})


@pytest.mark.parametrize(
    "text",
    ["<html><body>점검 중</body></html>", "", "null", "[]", '"x"', "7", "{}", '{"html": null}', '{"html": 1}', "{"],
)
def test_reply_that_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        ajax(text)


@given(st.text())
def test_any_reply_is_read_or_refused(text: str) -> None:
    try:
        reply = ajax(text)
    except ValueError:
        return
    assert isinstance(reply, MoreReply)


@given(st.text())
def test_any_html_is_read_or_refused(html: str) -> None:
    try:
        reply = ajax({"html": html})
    except ValueError:
        return
    assert reply.error is None


# ---- RSS --------------------------------------------------------------------------------------------
def rss(*items: str, head: str = "<?xml version='1.0' encoding='utf-8'?>") -> list[Row] | None:
    return read_rss(f"{head}<rss version='2.0'><channel>{''.join(items)}</channel></rss>", URLS, RSS)


def item(link: str = f"{HOME}news/article.html?no=3", title: str = "제목", date: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate></item>"


def test_feed() -> None:
    rows = rss(
        "<title>가온도민일보</title><link>https://www.news-a.test/</link>",
        item(date="Fri, 07 Nov 2025 14:02:11 +0900"),
        item(f"{HOME}news/article.html?no=2"),
    )
    assert rows is not None
    assert [(row.link.id, row.title, row.date) for row in rows] == [
        ("3", "제목", "2025-11-07T14:02:11+09:00"),
        ("2", "제목", None),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "",
        "\ufeff",
        "\n <?xml version='1.0' encoding='euc-kr'?>",
        "<?xml version='1.0'?>\n<!-- 가온도민일보 -->\n",
        "<?xml version='1.0'?><?xml-stylesheet href='/rss.xsl'?>",
    ],
)
def test_declarations_of_a_feed(head: str) -> None:
    rows = rss(item(title="똠방골 소식"), head=head)
    assert rows is not None
    assert [row.title for row in rows] == ["똠방골 소식"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("<![CDATA[<바다 이야기> R&D & 쉼]]>", "<바다 이야기> R&D & 쉼"),
        ("R&amp;D &lt;책&gt;", "R&D <책>"),
        ("\n  새벽 \t 버스 ", "새벽 버스"),
        ("", ""),
    ],
)
def test_title_of_an_item(title: str, text: str) -> None:
    rows = rss(item(title=title))
    assert rows is not None
    assert [row.title for row in rows] == [text]


@pytest.mark.parametrize(
    ("link", "identifier"),
    [
        ("<![CDATA[https://www.news-a.test/news/article.html?no=3&ref=rss]]>", "3"),
        ("\n https://news-a.test/news/article.html?no=3 \n", "3"),
        ("/news/article.html?no=3", "3"),
        ("https://www.news-a.test/mobile/article.html?no=3", "3"),
        ("https://www.news-a.test/cloud/news/article.html?no=3", "cloud/3"),
        ("https://other.test/news/article.html?no=3", None),
        ("https://www.news-a.test/news/section_list_all.html?sec_no=3", None),
        ("javascript:alert(1)", None),
        ("http://[bad", None),
        ("", None),
    ],
)
def test_link_of_an_item(link: str, identifier: str | None) -> None:
    rows = rss(item(link), item("/news/article.html?no=9"))
    assert rows is not None
    assert [row.link.id for row in rows] == ([identifier] if identifier else []) + ["9"]


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("Fri, 07 Nov 2025 14:02:11 +0900", "2025-11-07T14:02:11+09:00"),
        ("Fri, 07 Nov 2025 05:02:11 GMT", "2025-11-07T14:02:11+09:00"),
        ("Mon, 07 Nov 2025 14:02:11 +0900", "2025-11-07T14:02:11+09:00"),
        ("2025-11-07 14:02:11", "2025-11-07T14:02:11+09:00"),
        ("Fri, 31 Feb 2025 14:02:11 +0900", None),
        ("Fri, 07 Nov 2025 25:61:00 +0900", None),
        ("어제", None),
        ("", None),
    ],
)
def test_date_of_an_item(printed: str, date: str | None) -> None:
    rows = rss(item(date=printed))
    assert rows is not None
    assert [row.date for row in rows] == [date]


def test_atom() -> None:
    rows = read_rss(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>가온</title><entry><title>제목</title>"
        "<link href='/news/article.html?no=3'/><published>2025-11-07T14:02:11+09:00</published></entry></feed>",
        URLS,
        RSS,
    )
    assert rows is not None
    assert [(row.link.id, row.title, row.date) for row in rows] == [("3", "제목", "2025-11-07T14:02:11+09:00")]


def test_rdf() -> None:
    rows = read_rss(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        "<item><title>제목</title><link>/news/article.html?no=3</link></item></rdf:RDF>",
        URLS,
        RSS,
    )
    assert rows is not None
    assert [row.link.id for row in rows] == ["3"]


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html><head><title>가온도민일보</title></head><body>없는 페이지</body></html>",
        "<script>alert('없는 페이지');history.back();</script>",
        "",
        "RSS는 없습니다",
        f"<html><body>{' ' * 3000}<rss></rss></body></html>",
    ],
)
def test_answer_that_is_no_feed(text: str) -> None:
    assert read_rss(text, URLS, RSS) is None


@pytest.mark.parametrize("text", ["<rss/>", "<rss><channel></channel></rss>", "<rss><channel><item></item>"])
def test_feed_without_articles(text: str) -> None:
    assert read_rss(text, URLS, RSS) == []


def test_broken_feed_gives_what_can_be_read() -> None:
    rows = read_rss(f"<rss><channel>{item()}<item><title>A & B", URLS, RSS)
    assert rows is not None
    assert [row.link.id for row in rows] == ["3"]


def test_entities_are_not_expanded() -> None:
    levels = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    bomb = f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e0 '폭탄'>{levels}]>"
    start = time.monotonic()
    rows = rss(item(title="&e9;"), head=bomb)
    assert time.monotonic() - start < 5
    assert all(len(row.title) < 1000 for row in rows or [])


def test_files_are_not_read() -> None:
    attack = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY f SYSTEM 'file:///etc/hostname'>]>"
    rows = rss(item(title="[&f;]"), head=attack)
    assert [row.title for row in rows or []] in ([], ["[]"], ["[&f;]"])


# ---- where a page announces its feed ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<link rel='alternate' type='application/rss+xml' href='/data/rss/news.xml'>", RSS),
        ("<link rel=alternate type='application/rss+xml' href='https://news-a.test/data/rss/news.xml'>", RSS),
        ("<link rel='alternate' type='application/rss+xml' href='https://other.test/rss.xml'>", None),
        ("<link rel='alternate' type='application/rss+xml' href=''>", None),
        ("<link rel='alternate' hreflang='en' href='/en/'>", None),
        ("<link rel='stylesheet' type='text/css' href='/rss.css'>", None),
        ("<!-- <link rel='alternate' type='application/rss+xml' href='/data/rss/news.xml'> -->", None),
        ("", None),
    ],
)
def test_announced_feed(head: str, url: str | None) -> None:
    assert Page(f"<html><head>{head}</head><body></body></html>", HOME, URLS).rss_url == url
