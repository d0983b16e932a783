"""What an ND소프트 address leads to, and its one canonical form (docs/ndsoft.md §4, §9)."""

from __future__ import annotations

import pytest

from newscrawler.cms.families import FAMILIES
from newscrawler.cms.family import Link
from newscrawler.cms.links import SiteUrls

ORIGIN = "https://www.news-n.test"
FAMILY = FAMILIES["ndsoft"]
URLS = SiteUrls(f"{ORIGIN}/", FAMILY)
LIST = f"{ORIGIN}/news/articleList.html"


@pytest.mark.parametrize(
    "href",
    [
        "/news/articleView.html?idxno=5101",
        "https://news-n.test/news/articleView.html?idxno=5101",
        "http://m.news-n.test/news/articleView.html?idxno=5101",
        "articleView.html?idxno=5101",
        "/news/articleView?idxno=5101",
        "/news/articlePrint.html?idxno=5101",
        "/news/articleViewAmp.html?idxno=5101",
        "/news/articleView.html?idxno=5101&sc_section_code=S1N1&page=3",
        "/news/articleView.html?rsection=S1N1&idxno=5101&fbclid=x&utm_source=y",
    ],
)
def test_an_article_has_one_address(href: str) -> None:
    assert URLS.link(href, LIST) == Link("article", f"{ORIGIN}/news/articleView.html?idxno=5101", "5101")


@pytest.mark.parametrize("number", ["", "abc", "-7", "7.5", "1" * 19, "７", "7%0d%0aX"])
def test_an_article_without_a_number_leads_nowhere(number: str) -> None:
    assert URLS.link(f"/news/articleView.html?idxno={number}", LIST) is None


def test_an_article_number_may_have_eleven_digits() -> None:
    found = URLS.link("/news/articleView.html?idxno=90000015817", LIST)
    assert found is not None
    assert found.id == "90000015817"


EMPTY = "sc_serial_code=&sc_area=&sc_level=&sc_word=&sc_andor=&box_idxno=&sc_order_by=E"


@pytest.mark.parametrize(
    ("href", "url", "code"),
    [
        ("?sc_section_code=S1N1&view_type=sm", "?sc_section_code=S1N1&view_type=sm", "S1N1"),
        ("?view_type=tm&sc_section_code=S1N1", "?view_type=tm&sc_section_code=S1N1", "S1N1"),
        (f"?page=1&total=9&sc_section_code=S1N1&{EMPTY}", "?sc_section_code=S1N1", "S1N1"),
        (f"?page=2&total=9&sc_section_code=S1N1&{EMPTY}", "?sc_section_code=S1N1&page=2", "S1N1"),
        ("?sc_section_code=S1N1&sc_sub_section_code=S2N3", "?sc_sub_section_code=S2N3", "S2N3"),
        ("?sc_serial_code=SRN3&view_type=sm", "?sc_serial_code=SRN3&view_type=sm", "SRN3"),
        ("?sc_multi_code=S1N1,S1N2", "?sc_multi_code=S1N1%2CS1N2", "S1N1%2CS1N2"),
        ("?view_type=sm", "?view_type=sm", None),
        ("", "", None),
    ],
)
def test_a_list_is_its_code_and_page(href: str, url: str, code: str | None) -> None:
    found = URLS.link(f"/news/articleList.html{href}", ORIGIN)
    assert found == Link("list", f"{LIST}{url}")
    assert URLS.link(found.url, ORIGIN) == found
    assert FAMILY.section_code(found.url) == code


@pytest.mark.parametrize(
    ("href", "kind"),
    [
        ("/news/articleList.html?sc_area=I&sc_word=garam&view_type=sm", "other"),
        ("/news/articleList.html?sc_area=A&sc_word=도서방", "other"),
        ("/news/articleList.html?sc_section_code=S1N1&sc_sdate=2025-11-01&sc_edate=2025-11-07", "other"),
        ("/bbs/list.html?table=bbs_1", "board"),
        ("/bbs/list.html?table=bbs_1&idxno=7", "post"),
        ("/index.html?editcode=MAIN_9", "landing"),
        ("/index.html", "other"),
        ("/com/com-1.html", "other"),
        ("/member/login.html", "other"),
        ("/rss/allArticle.xml", "other"),
        ("/edit/adminViewSection.html?section=S1N11", "other"),
        ("https://cdn.news-n.test/news/articleView.html?idxno=7", "other"),
    ],
)
def test_other_pages(href: str, kind: str) -> None:
    found = URLS.link(href, f"{ORIGIN}/")
    assert found is not None
    assert (found.kind, found.id) == (kind, None)


@pytest.mark.parametrize("shown", ["", "&view_type=sm", "&view_type=tm", "&view_type=sm&page=7", "&page=7"])
def test_all_views_and_pages_of_a_list_are_one_section(shown: str) -> None:
    url = f"{LIST}?sc_section_code=S1N1{shown}"
    section = f"{LIST}?sc_section_code=S1N1&view_type=sm"
    assert FAMILY.section_of(url) == section
    assert FAMILY.with_page(url, 1) == section
    assert FAMILY.with_page(url, 3) == f"{section}&page=3"
    assert FAMILY.page_number(f"{section}&page=3") == 3


@pytest.mark.parametrize("url", [LIST, f"{LIST}?view_type=tm", f"{LIST}?view_type=sm&page=2", f"{LIST}?page=2"])
def test_the_list_of_all_articles_is_one_section(url: str) -> None:
    assert FAMILY.section_of(url) == f"{LIST}?view_type=sm"


def test_a_landing_page_is_its_own_section() -> None:
    url = f"{ORIGIN}/index.html?editcode=MAIN_9"
    assert (FAMILY.section_of(url), FAMILY.section_code(url), FAMILY.list_behind(url)) == (url, None, None)


def test_a_series_is_known_by_its_code() -> None:
    assert FAMILY.is_series(f"{LIST}?sc_serial_code=SRN3&view_type=sm")
    assert not FAMILY.is_series(f"{LIST}?sc_section_code=S1N1")
