"""What follows from a probe's findings: families, verdicts, sentences, the entry of newspapers.toml."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.cms.families import FAMILIES
from newscrawler.cms.family import Family
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.page import Page
from newscrawler.cms.recognise import Cms
from newscrawler.commands.probe import front_page
from newscrawler.items import Article
from newscrawler.korean.text import clean
from newscrawler.probe.entry import site_name, suffixes, toml_entry
from newscrawler.probe.findings import (
    AjaxReply,
    Findings,
    ListSummary,
    PageRead,
    Robots,
    UnreadPage,
    WeatherStrip,
    address_to_try,
    conclusion,
    remarks,
    verdict,
)
from newscrawler.probe.sections import FoundSection

HOME = "https://www.naru.test/"


def article(**changed: Any) -> Article:
    fields = {
        "id": "naru:1",
        "site": "naru",
        "url": f"{HOME}news/article.html?no=1",
        "section": "시정",
        "title": "제목",
        "publisher": "나루신문",
        "published_at": "2026-03-01T10:00:00+09:00",
        "body": "본문",
        "found_via": "list",
        "found_on": HOME,
        "content_hash": "sha256:" + "0" * 64,
        "fetched_at": "2026-03-01T10:00:00+09:00",
    }
    return Article(**{**fields, **changed})


def findings(**changed: Any) -> Findings:
    """A whole newspaper's, but for what is changed."""
    fields: dict[str, Any] = {
        "asked": HOME,
        "home": HOME,
        "title": "나루신문",
        "delay": 1.0,
        "robots": Robots(200),
        "cms": Cms("mediaOn"),
        "sections": [FoundSection("시정", f"{HOME}news/section_list_all.html?sec_no=1", "list", ["more"])],
        "rss_url": f"{HOME}data/rss/news.xml",
        "weather": WeatherStrip(29, "기상청"),
        "listing": ListSummary(HOME, 10, 10, 3),
        "article": article(),
    }
    return Findings(**{**fields, **changed})


# ---- the CMS -------------------------------------------------------------------------------------------
def cms_of(*pages: str) -> Cms:
    cms, urls = Cms(), SiteUrls(HOME)
    for html in pages:
        cms.add(Page(f"<html><body>{html}</body></html>", HOME, urls))
    return cms


@pytest.mark.parametrize(
    ("html", "family"),
    [
        ('<a href="/sub_read.html?uid=7&section=sc1">가</a>', "sub_read.html?uid= 꼴의 CMS(브레이크뉴스 등)"),
        ('<a href="/default/index_view_page.php?part_idx=2&idx=7">가</a>', "index_view_page.php 꼴의 CMS"),
        ('<img src="/wp-content/uploads/2026/a.jpg">', "워드프레스(WordPress)"),
        ('<a href="/bbs/board.php?bo_table=news&wr_id=7">가</a>', "그누보드"),
        ('<meta name="generator" content="XpressEngine">', "XE·라이믹스(Rhymix)"),
        ('<a href="/view/7">가</a>', None),
        ("", None),
    ],
)
def test_other_systems_are_named_by_their_marks(html: str, family: str | None) -> None:
    assert cms_of(html).family == family


@pytest.mark.parametrize(
    ("family", "link", "body"),
    [
        ("mediaOn", "/news/article.html?no=7", "news_body_area"),
        ("ND소프트", "/news/articleView.html?idxno=7", "article-view-content-div"),
    ],
)
def test_two_marks_are_a_family_and_one_is_not(family: str, link: str, body: str) -> None:
    anchor = f'<a href="{link}">가</a>'
    assert cms_of(anchor).family is None
    assert cms_of(anchor, anchor).family is None
    assert cms_of(anchor, f'<div id="{body}"></div>').family == family


def test_one_mark_is_enough_to_try_a_family_unless_another_system_left_its_own() -> None:
    link = '<a href="/news/articleView.html?idxno=7">가</a>'
    assert cms_of(link).likely is FAMILIES["ndsoft"]
    assert cms_of(link, '<div id="article-view-content-div"></div>').likely is FAMILIES["ndsoft"]
    assert cms_of(link, '<a href="/news/article.html?no=7">나</a>').likely is None
    assert cms_of(link, '<img src="/wp-content/uploads/a.jpg">').likely is None
    assert cms_of('<a href="/view/7">가</a>').likely is None


def test_a_page_is_judged_by_the_addresses_of_each_family_whatever_it_is_read_as() -> None:
    cms = Cms()
    html = '<a href="/news/article.html?no=7">가</a><div id="news_body_area"></div>'
    cms.add(Page(html, HOME, SiteUrls(HOME, FAMILIES["ndsoft"])))
    assert (cms.family, cms.signs) == ("mediaOn", ["/news/article.html?no=", "#news_body_area"])


def test_a_link_to_another_newspaper_is_no_mark_of_this_one() -> None:
    other = '<a href="https://www.other.test/news/article.html?no=7">가</a>'
    assert cms_of(f'{other}<a href="https://www.other.test/news/section_list_all.html?sec_no=1">나</a>').signs == []


def test_the_skin_is_the_folder_its_files_come_from() -> None:
    cms = cms_of('<link href="/data/skin/layout/1/m16/images/style.css"><!-- MAKE FILE (2026-03-01 10:00:00) -->')
    assert (cms.family, cms.skin) == ("mediaOn", "m16")
    assert cms.signs == ["/data/skin/layout/…", "<!-- MAKE FILE -->"]


def test_the_forms_of_the_links_are_counted() -> None:
    cms = cms_of(
        '<a href="/v/7?a=1&b=2">가</a><a href="/v/8?a=1&b=">나</a><a href="/x">다</a><a href="https://z.test/">라</a>'
    )
    assert cms.shapes == {"/v/N?a=&b=": 2, "/x": 1}


# ---- verdicts ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "expected", "words"),
    [
        ({}, "ready", "긁을 수 있습니다"),
        ({"cms": Cms()}, "ready", "긁을 수 있습니다"),
        ({"article": None}, "incomplete", "기사를 한 건도 읽지 못했습니다"),
        ({"article": article(body="", title="")}, "incomplete", "빠진 것이 있습니다: 제목, 본문."),
        ({"article": None, "cms": Cms()}, "unsupported", "아는 CMS의 흔적이 없습니다"),
        ({"article": None, "cms": Cms(generator="Wix")}, "unsupported", "찾은 것: Wix."),
        ({"unread": [UnreadPage("home", HOME, "no_such_host")]}, "unreachable", "그런 호스트가 없습니다"),
        ({"home": None}, "unreachable", "답이 없습니다"),
    ],
)
def test_the_verdict_and_its_sentence(changed: dict[str, Any], expected: str, words: str) -> None:
    found = findings(**changed)
    assert verdict(found) == expected
    assert words in conclusion(found)


def test_a_newspaper_that_cannot_be_read_is_told_which_systems_can() -> None:
    found = findings(article=None, cms=Cms("워드프레스(WordPress)"))
    readable = ", ".join(family.title for family in FAMILIES.values())
    assert conclusion(found) == (
        f"긁을 수 없습니다. 읽을 수 있는 CMS({readable})로 만든 신문이 아닙니다. 찾은 것: 워드프레스(WordPress)."
    )


def test_the_family_is_called_by_its_title(other_family: Family) -> None:
    found = findings(article=None, cms=Cms(other_family.title))
    assert conclusion(found) == "한빛CMS 신문이지만 기사를 한 건도 읽지 못했습니다."
    entry = toml_entry(found)
    assert entry is not None
    assert tomllib.loads(entry)["naru"]["family"] == "hanbit"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"unread": [UnreadPage("home", HOME, "http_429")]}, "크롤러를 막거나 바쁜 서버입니다"),
        (
            {"unread": [UnreadPage("list", HOME, "failed", "OddError: what")]},
            "목록 한 쪽을 읽지 못했습니다: OddError: what",
        ),
        ({"robots": Robots(200, 10.0)}, "요청 사이에 10초를 바랍니다. 천 쪽에 2.8시간쯤 걸립니다."),
        ({"robots": Robots(200, 600.0)}, "이 프로그램은 120초까지 지킵니다. 천 쪽에 33.3시간쯤"),
        ({"robots": Robots(200, None, {"home": True, "list": False})}, "robots.txt가 막는 것: 목록."),
        ({"article": article(body="")}, "본문을 찾지 못했습니다."),
        ({"article": article(section=None)}, "이 기사에는 없습니다: 면, 기자."),
        ({"article": article(extraction="fallback")}, "일반 추출기로 읽었습니다"),
        ({"article": None}, "어떤 필드가 나오는지 알 수 없습니다"),
        ({"sections": []}, "면을 하나도 찾지 못했습니다"),
        ({"listing": None}, "목록을 읽지 못했습니다"),
        ({"listing": ListSummary(HOME, 10, 0, None)}, "목록의 줄에 날짜가 없습니다"),
        ({"ajax": AjaxReply(HOME, 0, "없는 스킨")}, "AJAX 더보기가 오류로 답했습니다: 없는 스킨"),
        ({"rss_url": None}, "RSS를 알리지 않습니다"),
        ({"weather": WeatherStrip()}, "기상청 띠가 없습니다"),
        ({"pages": [PageRead("list", HOME, "cp949", "utf-8", "utf-8", 3)]}, "목록의 헤더는 CP949(EUC-KR)라고 하지만"),
        ({"pages": [PageRead("list", HOME, None, "utf-8", "utf-8", 3)]}, "목록에 깨진 글자가 3개 있습니다"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(changed: dict[str, Any], words: str) -> None:
    said = "\n".join(remarks(findings(**changed)))
    assert words in said
    assert words not in "\n".join(remarks(findings()))


@pytest.mark.parametrize(
    ("asked", "reason", "address"),
    [
        ("https://www.naru.test/", "refused", "http://www.naru.test/"),
        ("http://naru.test/", "timeout", "https://naru.test/"),
        ("https://naru.test:8443/", "refused", None),
        ("https://www.naru.test/", "no_such_host", "https://naru.test/"),
        ("https://naru.test/", "no_such_host", "https://www.naru.test/"),
        ("https://naru.test/", "http_500", None),
    ],
)
def test_another_address_is_offered_where_this_one_does_not_answer(
    asked: str, reason: str, address: str | None
) -> None:
    assert address_to_try(findings(asked=asked, home=None, unread=[UnreadPage("home", asked, reason)])) == address


def test_no_other_address_is_offered_for_one_that_answers() -> None:
    assert address_to_try(findings()) is None
    assert address_to_try(findings(moved_to="https://new.test/")) == "https://new.test/"


def test_a_page_that_declares_its_encoding_rightly_or_not_at_all_is_no_remark() -> None:
    pages = [PageRead("home", HOME, None, "cp949", "cp949", 0), PageRead("list", HOME, None, None, "utf-8", 0)]
    assert remarks(findings(pages=pages)) == remarks(findings())


# ---- the entry -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("www.gndnews1.com", "gndnews1"),
        ("narunews.example", "narunews"),
        ("www.naru.co.kr", "naru"),
        ("news.naru.co.kr", "naru"),
        ("www.e-naru.go.kr", "e-naru"),
        ("www.naru.seoul.kr", "naru"),
        ("naru.blogspot.com", "blogspot"),
        ("naru.kr", "naru"),
        ("xn--9d0bm53a.kr", "xn--9d0bm53a"),
        ("127.0.0.1:8000", "127-0-0-1"),
        ("localhost", "localhost"),
        ("[::1]", "newspaper"),
        ("co.kr", "co-kr"),
        ("a" * 90 + ".kr", "a" * 60),
    ],
)
def test_the_name_comes_from_the_host(host: str, name: str) -> None:
    assert site_name(host) == name


def test_a_name_that_is_taken_gives_way_to_the_whole_host() -> None:
    assert site_name("www.naru.kr", {"naru"}) == "naru-kr"
    assert site_name("www.naru.kr", {"naru", "naru-kr"}) == "naru-kr-2"
    assert site_name("news.naru.co.kr", {"naru"}) == "news-naru-co-kr"


def test_the_list_of_public_suffixes_is_never_downloaded() -> None:
    assert suffixes.suffix_list_urls == ()
    assert suffixes.fallback_to_snapshot


@given(st.text(), st.text(alphabet="가 \\\"'#[]=\x00\x1b\x7f\u2028\u202e\n"))
def test_any_title_can_be_pasted(one: str, other: str) -> None:
    for title in (one, other):
        entry = toml_entry(findings(title=title))
        assert entry is not None
        assert all(character.isprintable() or character == "\n" for character in entry)
        facts = {"title": clean(title) or "naru.test", "home": HOME, "family": "mediaon"}
        assert tomllib.loads(entry) == {"naru": facts}


def test_settings_stand_in_the_entry_only_where_the_newspaper_needs_them() -> None:
    entry = toml_entry(findings(robots=Robots(200, 10.0), unverified=True))
    assert entry is not None
    assert tomllib.loads(entry)["naru"]["settings"] == {"DOWNLOAD_DELAY": 10.0, "DOWNLOAD_VERIFY_CERTIFICATES": False}
    endless = toml_entry(findings(robots=Robots(200, float("inf"))))
    assert endless is not None
    assert tomllib.loads(endless)["naru"]["settings"] == {"DOWNLOAD_DELAY": 120.0}
    assert "settings" not in (toml_entry(findings(robots=Robots(200, 0.5))) or "settings")


def test_the_entry_of_a_newspaper_that_was_not_read_whole_says_so() -> None:
    entry = toml_entry(findings(article=None))
    assert entry is not None
    assert entry.startswith("# scrapy probe가 기사를 온전히 읽지 못한 신문입니다.\n[naru]\n")
    assert list(tomllib.loads(entry)) == ["naru"]


def test_what_cannot_be_crawled_has_no_entry() -> None:
    assert toml_entry(findings(article=None, cms=Cms())) is None
    assert toml_entry(findings(unread=[UnreadPage("home", HOME, "timeout")])) is None


# ---- addresses as people type them ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given_address", "asked"),
    [
        ("https://www.naru.test/", "https://www.naru.test/"),
        ("www.naru.test", "https://www.naru.test/"),
        (" http://naru.test/main/ ", "http://naru.test/main/"),
        ("http://naru.test/news/article.html?no=7", "http://naru.test/"),
        ("naru.test/news/section.html?sec_no=7", "https://naru.test/"),
        ("http://localhost:8000", "http://localhost:8000/"),
    ],
)
def test_a_probe_begins_at_the_front_page(given_address: str, asked: str) -> None:
    assert front_page(given_address) == asked
