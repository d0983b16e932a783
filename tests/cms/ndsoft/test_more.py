"""The "more" button below an ND소프트 list: a GET, answered by JSON (docs/ndsoft.md §4.1)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from newscrawler.cms.families import FAMILIES
from newscrawler.cms.family import MoreRequest
from newscrawler.cms.feeds import read_more
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage

HOME = "https://www.news-n.test/"
URLS = SiteUrls(HOME, FAMILIES["ndsoft"])
LIST = f"{HOME}news/articleList.html?sc_section_code=S1N2&view_type=sm"
BUTTON = '<button type="button" class="list-btn-more" data-page="1">더보기</button>'


def script(**parameters: str) -> str:
    lines = "".join(f"params['{name}'] = \"{value}\";\n" for name, value in parameters.items())
    return f"<script>var params = {{}};\n{lines}articlePaging.vars.params = params;</script>"


USUAL = {"page": "1", "sc_section_code": "S1N2", "view_type": "sm", "total": "73"}
SIZES = {"list_per_page": "20", "page_per_page": "10", "list_page_limit": "200"}


def requests(html: str, url: str = LIST) -> list[MoreRequest]:
    return ListPage(f"<html><body>{html}</body></html>", url, URLS).more_requests()


def test_the_request_is_made_of_the_pages_own_parameters_and_names_the_page() -> None:
    (more,) = requests(BUTTON + script(**USUAL, **SIZES))
    assert more.url == (
        f"{HOME}news/ajaxArticlePaging.php?total=73&list_per_page=20&page_per_page=10&page=2"
        "&sc_section_code=S1N2&view_type=sm&box_idxno=0"
    )
    assert (more.method, more.body, more.size, more.name) == ("GET", "", 20, "S1N2")
    assert more.headers == {"X-Requested-With": "XMLHttpRequest", "Referer": LIST}
    assert more.list_url == f"{HOME}news/ajaxArticlePaging.php#S1N2"


def test_two_pages_of_a_list_have_the_same_button() -> None:
    first, second = (
        requests(BUTTON.replace('"1"', f'"{page}"') + script(**{**USUAL, **SIZES, "page": page}), url)[0]
        for page, url in (("1", LIST), ("2", f"{LIST}&page=2"))
    )
    assert first.list_url == second.list_url
    assert [parse_qs(urlsplit(more.url).query)["page"] for more in (first, second)] == [["2"], ["3"]]


def test_a_script_without_a_code_leaves_it_to_the_address() -> None:
    (more,) = requests(BUTTON + script(page="1", total="73"))
    assert parse_qs(urlsplit(more.url).query)["sc_section_code"] == ["S1N2"]


@pytest.mark.parametrize(
    "html",
    [
        script(**USUAL, **SIZES),  # the script alone: the pager is one of numbers
        BUTTON + script(**{**USUAL, **SIZES, "total": "20"}),  # all of it is on the page
        "",
    ],
)
def test_a_list_without_more_has_no_request(html: str) -> None:
    assert requests(html) == []


def more(**parameters: str) -> MoreRequest:
    return requests(BUTTON + script(**{**USUAL, **SIZES, "list_per_page": "2", **parameters}))[0]


def entry(**fields: str) -> dict[str, str]:
    return {
        "idxno": "5123",
        "title": "제목",
        "pub_date": "2025-11-04",
        "viewDate": "11-04",
        "viewTime": "18:20",
        **fields,
    }


def reply(*entries: dict[str, Any], **fields: Any) -> str:
    return json.dumps({"result": "success", "msg": "", "data": list(entries), **fields})


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("%5B%EB%8F%85%EC%9E%90+%EC%A0%9C%EB%B3%B4%5D", "[독자 제보]"),
        ("&lt;책 읽는 마루&gt; &amp; 골목", "<책 읽는 마루> & 골목"),
        ("<b>군정</b> 소식", "군정 소식"),
        ("R+D 100% 지원", "R+D 100% 지원"),
        ("물가 3<5 하락", "물가 3<5 하락"),
    ],
)
def test_a_title_is_read_however_it_is_encoded(printed: str, title: str) -> None:
    (row,) = read_more(reply(entry(title=printed)), more(), URLS, LIST).rows
    assert (row.link.url, row.title) == (f"{HOME}news/articleView.html?idxno=5123", title)


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({}, "2025-11-04T18:20:00+09:00"),
        ({"pub_date": ""}, None),
        (
            {"pub_date": "", "recognition_date": "2025-11-04", "recognition_time": "18:21:07"},
            "2025-11-04T18:21:07+09:00",
        ),
        ({"pub_date": "", "viewDate": "2025.11.04"}, "2025-11-04T18:20:00+09:00"),
        ({"viewTime": ""}, "2025-11-04T00:00:00+09:00"),
    ],
)
def test_a_date_comes_from_the_field_that_holds_the_year(fields: dict[str, str], date: str | None) -> None:
    (row,) = read_more(reply(entry(**fields)), more(), URLS, LIST).rows
    assert row.date == date


def test_a_full_reply_has_another_after_it() -> None:
    first = more()
    found = read_more(reply(entry(), entry(idxno="5124")), first, URLS, LIST)
    assert [row.link.id for row in found.rows] == ["5123", "5124"]
    assert found.next is not None
    assert found.next.url == first.url.replace("&page=2&", "&page=3&")
    assert found.next.headers == first.headers


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        (reply(), more()),
        (reply(entry()), more()),  # fewer than a page has
        (reply(entry(), entry(idxno="5124")), more(total="4")),  # the second page of four articles
    ],
)
def test_a_reply_that_ends_the_list(text: str, request_: MoreRequest) -> None:
    assert read_more(text, request_, URLS, LIST).next is None


def test_a_refusal_is_an_error_and_not_the_end() -> None:
    found = read_more(reply(result="error", msg="정상적인 접근이 아닙니다."), more(), URLS, LIST)
    assert (found.rows, found.error, found.next) == ([], "정상적인 접근이 아닙니다.", None)


def test_rows_that_are_no_articles_are_left_out() -> None:
    found = read_more(reply(entry(idxno=""), {"idxno": None}, entry()), more(), URLS, LIST)
    assert [row.link.id for row in found.rows] == ["5123"]


@pytest.mark.parametrize("text", ["", "<html>", "[]", '{"result": "success"}', '{"result": "success", "data": "x"}'])
def test_what_is_no_reply_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_more(text, more(), URLS, LIST)
