"""What a link leads to and its one canonical address (docs/mediaon.md §11)."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.cms.links import Link, SiteUrls

ORIGIN = "https://www.news-a.test"
URLS = SiteUrls(f"{ORIGIN}/")
FAMILY = URLS.family
PAGE = f"{ORIGIN}/news/section_list_all.html?sec_no=3"
ARTICLE = f"{ORIGIN}/news/article.html?no=77"


def link(href: str | None, page_url: str = PAGE, urls: SiteUrls = URLS) -> Link | None:
    return urls.link(href, page_url)


# ---- articles ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "href",
    [
        "/news/article.html?no=77",
        "https://www.news-a.test/news/article.html?no=77",
        "https://news-a.test/news/article.html?no=77",
        "http://www.news-a.test/news/article.html?no=77",
        "http://NEWS-A.test/news/article.html?no=77",
        "HTTPS://www.news-a.test/news/article.html?no=77",
        "//www.news-a.test/news/article.html?no=77",
        "https://m.news-a.test/news/article.html?no=77",
        "https://m.news-a.test/m/m_article.html?no=77",
        "article.html?no=77",
        "./article.html?no=77",
        "../news/article.html?no=77",
        "  /news/article.html?no=77\n",
        "/news//article.html?no=77",
        "/news/article.html?no=77#comments",
        "/mobile/article.html?no=77",
        "/m/m_article.html?no=77",
        "/news/article_print.html?no=77",
        "/news/article.html?no=77&sec_no=25",
        "/news/article.html?sec_no=25&page=4&no=77",
        "/news/article.html?no=77&ref=naver",
        "/news/article.html?no=77&utm_source=x&fbclid=y",
        "/news/article.html?mobile_reset&no=77",
        "/news/article.html?no=%2077",
        "/news/article.html?no=0077",
        "/news/article.html?no=1&no=77",
        "/news/article.html?no=77&amp;page=2",
    ],
)
def test_article(href: str) -> None:
    assert link(href) == Link("article", ARTICLE, "77")


@pytest.mark.parametrize(
    ("href", "identifier", "url"),
    [
        ("/cloud/news/article.html?no=7", "cloud/7", "/cloud/news/article.html?no=7"),
        ("/cloud/mobile/article.html?no=7&x=1", "cloud/7", "/cloud/news/article.html?no=7"),
        ("/a/b/news/article.html?no=7", "a/b/7", "/a/b/news/article.html?no=7"),
        ("/cloud/article.html?no=7", "cloud/7", "/cloud/news/article.html?no=7"),
        ("/article.html?no=7", "7", "/news/article.html?no=7"),
    ],
)
def test_article_of_a_sub_site(href: str, identifier: str, url: str) -> None:
    assert link(href) == Link("article", ORIGIN + url, identifier)


def test_relative_address_on_a_sub_site() -> None:
    found = link("article.html?no=7", f"{ORIGIN}/cloud/news/section_list_all.html?sec_no=3")
    assert found == Link("article", f"{ORIGIN}/cloud/news/article.html?no=7", "cloud/7")


@pytest.mark.parametrize("number", ["", "abc", "7a", "-7", "7.5", "1" * 19, "７٣x", "7%0d%0aX-Evil:1", "7;8"])
def test_article_without_a_number_leads_nowhere(number: str) -> None:
    assert link(f"/news/article.html?no={number}") is None


def test_article_page_without_parameters_leads_nowhere() -> None:
    assert link("/news/article.html") is None
    assert link("/news/article.html?id=7") is None


# ---- lists, landing pages, boards -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("href", "kind", "url"),
    [
        ("/news/section_list_all.html?sec_no=3", "list", "/news/section_list_all.html?sec_no=3"),
        ("/news/section_list_all.html?sec_no=-2", "list", "/news/section_list_all.html?sec_no=-2"),
        ("/news/section_list_all.html?sec_no=3&page=2", "list", "/news/section_list_all.html?sec_no=3&page=2"),
        ("/news/section_list_all.html?page=2&sec_no=3", "list", "/news/section_list_all.html?sec_no=3&page=2"),
        ("/news/section_list_all.html?sec_no=3&page=1", "list", "/news/section_list_all.html?sec_no=3"),
        ("/news/section_list_all.html?sec_no=3&page=", "list", "/news/section_list_all.html?sec_no=3"),
        ("/news/section_list_all.html?sec_no=3&page=0", "list", "/news/section_list_all.html?sec_no=3"),
        ("section_list_all.html?sec_no=3", "list", "/news/section_list_all.html?sec_no=3"),
        ("https://news-a.test/news/section_list_all.html?sec_no=3", "list", "/news/section_list_all.html?sec_no=3"),
        ("/news/section_list_all.html?sec_no=3&ref=x&utm_medium=y", "list", "/news/section_list_all.html?sec_no=3"),
        ("/news/article_list_all.html", "list", "/news/article_list_all.html"),
        ("/news/article_list_all.html?page=7", "list", "/news/article_list_all.html?page=7"),
        ("/news/review_list_all.html?rvw_no=9", "list", "/news/review_list_all.html?rvw_no=9"),
        ("/news/review_list_all.html?rvw_no=0", "other", "/news/review_list_all.html?rvw_no=0"),
        ("/cloud/news/section_list_all.html?sec_no=3", "list", "/cloud/news/section_list_all.html?sec_no=3"),
        ("/news/section.html?sec_no=3", "landing", "/news/section.html?sec_no=3"),
        ("/news/section_month.html", "landing", "/news/section_month.html"),
        ("/news/country.html?sec_no=5", "landing", "/news/country.html?sec_no=5"),
        ("/news/multimedia.html", "landing", "/news/multimedia.html"),
        ("/mybbs/bbs.html?mode=view&bbs_code=n&bbs_no=1", "post", "/mybbs/bbs.html?mode=view&bbs_code=n&bbs_no=1"),
        ("/mybbs/bbs.html?bbs_code=n", "board", "/mybbs/bbs.html?bbs_code=n"),
        ("/news/search_result.html?search=x", "other", "/news/search_result.html?search=x"),
        ("/news/article_list_writer.html?name=x", "other", "/news/article_list_writer.html?name=x"),
        ("/news/ajax.php", "other", "/news/ajax.php"),
        ("/news/rss.html", "other", "/news/rss.html"),
        ("/news/m_section_list_all.html?sec_no=3", "other", "/news/m_section_list_all.html?sec_no=3"),
        ("/home/page.html?code=about", "other", "/home/page.html?code=about"),
        ("/member/login.html", "other", "/member/login.html"),
        ("/data/rss/news.xml", "other", "/data/rss/news.xml"),
        ("/", "other", "/"),
        ("/?mobile_reset", "other", "/"),
    ],
)  # fmt: skip
def test_other_pages(href: str, kind: str, url: str) -> None:
    found = link(href)
    assert found is not None
    assert (found.kind, found.url, found.id) == (kind, ORIGIN + url, None)


@pytest.mark.parametrize(
    "href",
    [
        "https://other.test/news/article.html?no=77",
        "https://cdn.news-a.test/news/article.html?no=77",
        "https://www.news-a.test.evil.test/news/article.html?no=77",
        "https://evilnews-a.test/news/article.html?no=77",
        "https://www.news-a.test:8080/news/article.html?no=77",
        "https://www.news-a.test@evil.test/news/article.html?no=77",
        "https://user:pass@www.news-a.test/news/article.html?no=77",
        "//evil.test/news/section_list_all.html?sec_no=3",
    ],
)
def test_other_hosts_are_not_the_newspapers(href: str) -> None:
    found = link(href)
    assert found is not None
    assert (found.kind, found.id) == ("other", None)
    assert found.url == (f"https:{href}" if href.startswith("//") else href)


@pytest.mark.parametrize(
    "href",
    [
        None,
        "",
        " ",
        "#",
        "#top",
        "javascript:;",
        "javascript:void(0)",
        "JavaScript:location.href='/news/article.html?no=7'",
        "\tjavascript:alert(1)",
        "mailto:narae@news-a.test",
        "tel:055-000-0000",
        "data:text/html,x",
        "ftp://www.news-a.test/news/article.html?no=7",
        "file:///news/article.html?no=7",
        "http://",
        "http://[bad",
        "http://[::1",
        "/news/banner_click.php?no=77",
        "/news/banner_click.php?no=",
    ],
)
def test_link_to_nowhere(href: str | None) -> None:
    assert link(href) is None


@pytest.mark.parametrize("port", ["99999", "x", "-1", "80 "])
def test_bad_port_is_not_the_newspapers(port: str) -> None:
    found = link(f"https://www.news-a.test:{port}/news/article.html?no=77")
    assert found is None or found.kind == "other"


@pytest.mark.parametrize("junk", ["\r\nHost: evil.test", "\n", "\t", "\x00", " x", "%0d%0aHost:evil.test"])
@pytest.mark.parametrize("where", ["/news/section_list_all.html?sec_no=3{}", "/news/{}x.html", "{}/news/x.html"])
def test_addresses_hold_no_line_breaks(where: str, junk: str) -> None:
    found = link(where.format(junk))
    assert found is None or not set("\r\n\t") & set(found.url)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/gallery 1/x.html", f"{ORIGIN}/gallery%201/x.html"),
        ("https://other.test/a b|c", "https://other.test/a%20b%7Cc"),
        ("/home/사진\u2028.html", f"{ORIGIN}/home/사진%E2%80%A8.html"),
    ],
)
def test_a_link_holds_nothing_that_no_address_may_hold(href: str, url: str) -> None:
    found = link(href)
    assert found is not None
    assert found.url == url


# ---- the newspaper ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("home", "origin", "front", "name"),
    [
        ("https://www.news-a.test/", "https://www.news-a.test", "https://www.news-a.test/", "news-a.test"),
        ("https://news-a.test", "https://news-a.test", "https://news-a.test/", "news-a.test"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080", "http://127.0.0.1:8080/", "127.0.0.1_8080"),
        ("https://www.news-a.test/m/?x=1#y", "https://www.news-a.test", "https://www.news-a.test/m/", "news-a.test"),
    ],
)  # fmt: skip
def test_newspaper(home: str, origin: str, front: str, name: str) -> None:
    urls = SiteUrls(home)
    assert (urls.origin, urls.home, urls.name) == (origin, front, name)


def test_newspaper_on_a_port_of_its_own() -> None:
    urls = SiteUrls("http://127.0.0.1:8080/")
    found = urls.link("/news/article.html?no=7", "http://127.0.0.1:8080/")
    assert found == Link("article", "http://127.0.0.1:8080/news/article.html?no=7", "7")
    other = urls.link("http://127.0.0.1/news/article.html?no=7", "http://127.0.0.1:8080/")
    assert other is not None
    assert other.kind == "other"


@pytest.mark.parametrize(
    "home",
    ["", "news-a.test", "www.news-a.test/", "ftp://news-a.test/", "https://", "https:///x", "javascript:x", "/"],
)
def test_no_newspaper(home: str) -> None:
    with pytest.raises(ValueError, match="http"):
        SiteUrls(home)


@pytest.mark.parametrize("home", ["https://news-a.test:99999/", "https://news-a.test:x/", "https://[bad/"])
def test_newspaper_at_no_address(home: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        SiteUrls(home)


def test_answers_are_remembered_and_the_memory_is_bounded() -> None:
    urls = SiteUrls(f"{ORIGIN}/")
    first = urls.link("/news/article.html?no=1", PAGE)
    assert urls.link("/news/article.html?no=1", f"{ORIGIN}/elsewhere/") is first
    for number in range(50_010):
        urls.link(f"/news/article.html?no={number}", PAGE)
    assert len(urls._seen) < 10_010
    assert urls.link("/news/article.html?no=1", PAGE) == first


def test_relative_addresses_are_remembered_by_page() -> None:
    urls = SiteUrls(f"{ORIGIN}/")
    found = [urls.link("article.html?no=7", f"{ORIGIN}{path}/news/x.html") for path in ("", "/cloud", "")]
    assert [page and page.id for page in found] == ["7", "cloud/7", "7"]


# ---- pictures and players ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/data/a.jpg", f"{ORIGIN}/data/a.jpg"),
        ("a.jpg", f"{ORIGIN}/news/a.jpg"),
        (" /data/a.jpg\n", f"{ORIGIN}/data/a.jpg"),
        ("//cdn.news-a.test/a.jpg", "https://cdn.news-a.test/a.jpg"),
        ("http://cdn.test/a.jpg", "http://cdn.test/a.jpg"),
        ("\\data\\a.jpg?x=\\", f"{ORIGIN}/data/a.jpg?x=%5C"),
        ("/data/사진 1.jpg", f"{ORIGIN}/data/사진%201.jpg"),
        ("/a%20b.jpg?x=1&y=%EA%B0%80#c", f"{ORIGIN}/a%20b.jpg?x=1&y=%EA%B0%80#c"),
        ("/a\u2028b\u2029\x85\x7f\u3000c.jpg", f"{ORIGIN}/a%E2%80%A8b%E2%80%A9%C2%85%7F%E3%80%80c.jpg"),
        ('/"a"<b>|c.jpg', f"{ORIGIN}/%22a%22%3Cb%3E%7Cc.jpg"),
        ("/a\ud800b.jpg", f"{ORIGIN}/a%EF%BF%BDb.jpg"),
        ("", None),
        (None, None),
        ("data:image/gif;base64,AAAA", None),
        ("javascript:x", None),
        ("http://[bad/a.jpg", None),
        ("file:///etc/hosts", None),
    ],
)
def test_absolute(href: str | None, url: str | None) -> None:
    assert URLS.absolute(href, PAGE) == url


# ---- pages of a list --------------------------------------------------------------------------------
@pytest.mark.parametrize("section", [PAGE, f"{ORIGIN}/news/article_list_all.html"])
@pytest.mark.parametrize("number", [1, 2, 10, 123])
def test_pages_of_a_section(section: str, number: int) -> None:
    url = FAMILY.with_page(section, number)
    assert (FAMILY.section_of(url), FAMILY.page_number(url)) == (section, number)
    assert FAMILY.with_page(url, 1) == section
    found = link(url)
    assert found is not None
    assert (found.kind, found.url) == ("list", url)


@pytest.mark.parametrize("url", [PAGE, f"{PAGE}&page=", f"{PAGE}&page=x", f"{ORIGIN}/?homepage=7x"])
def test_page_one(url: str) -> None:
    assert FAMILY.page_number(url) == 1


@pytest.mark.parametrize("number", [0, -3])
def test_no_page_before_the_first(number: int) -> None:
    assert FAMILY.with_page(f"{PAGE}&page=9", number) == PAGE


@pytest.mark.parametrize(
    ("landing", "behind"),
    [
        (f"{ORIGIN}/news/section.html?sec_no=3", f"{ORIGIN}/news/section_list_all.html?sec_no=3"),
        (f"{ORIGIN}/news/section.html?sec_no=-2", f"{ORIGIN}/news/section_list_all.html?sec_no=-2"),
        (f"{ORIGIN}/cloud/news/section.html?sec_no=3", f"{ORIGIN}/cloud/news/section_list_all.html?sec_no=3"),
        (f"{ORIGIN}/news/section.html", None),
        (f"{ORIGIN}/news/section_month.html", None),
        (f"{ORIGIN}/news/section_month.html?sec_no=3", f"{ORIGIN}/news/section_list_all.html?sec_no=3"),
        (f"{ORIGIN}/news/section_type2.html?sec_no=66", f"{ORIGIN}/news/section_list_all.html?sec_no=66"),
        (f"{ORIGIN}/news/country.html?sec_no=7", f"{ORIGIN}/news/section_list_all.html?sec_no=7"),
        (f"{ORIGIN}/cloud/news/country.html?a=1&sec_no=7", f"{ORIGIN}/cloud/news/section_list_all.html?sec_no=7"),
        (f"{ORIGIN}/news/photo.html?rvw_no=12", f"{ORIGIN}/news/review_list_all.html?rvw_no=12"),
        (f"{ORIGIN}/news/country.html?part_sec_no=7", None),
        (f"{ORIGIN}/news/country.html?sec_no=", None),
        (f"{ORIGIN}/news/review_list_all.html?rvw_no=3", None),
        (f"{ORIGIN}/news/article_list_all.html?sec_no=3", None),
        (PAGE, None),
    ],
)
def test_list_behind_a_landing_page(landing: str, behind: str | None) -> None:
    assert FAMILY.list_behind(landing) == behind


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (PAGE, "3"),
        (f"{ORIGIN}/news/section.html?sec_no=-2", "-2"),
        (f"{ORIGIN}/news/review_list_all.html?rvw_no=3", None),
        (f"{ORIGIN}/news/article_list_all.html", None),
        (f"{PAGE}&page=2", None),
    ],
)
def test_code_of_a_section(url: str, code: str | None) -> None:
    assert FAMILY.section_code(url) == code


@pytest.mark.parametrize(("url", "is_series"), [(PAGE, False), (f"{ORIGIN}/news/review_list_all.html?rvw_no=3", True)])
def test_a_series_is_told_from_a_section(url: str, is_series: bool) -> None:
    assert FAMILY.is_series(url) is is_series


# ---- properties -------------------------------------------------------------------------------------
_hrefs = st.text() | st.text("/?&=#:.@%\\[]\r\n\t javscript:htp0123newsarticle.") | st.builds(
    "/news/article.html?no={}&{}".format, st.integers(0, 10**20), st.text()
)  # fmt: skip


@given(_hrefs)
def test_every_link_is_nowhere_or_canonical(href: str) -> None:
    found = link(href)
    if found is None:
        return
    parts = urlsplit(found.url)
    assert parts.scheme in ("http", "https")
    assert parts.netloc
    assert not set("\r\n\t") & set(found.url)
    if found.kind != "other":
        assert found.url.startswith(f"{ORIGIN}/")
        assert link(found.url) == found
    assert (found.kind == "article") == (found.id is not None)


@given(_hrefs)
def test_every_picture_is_nowhere_or_on_the_web(href: str) -> None:
    url = URLS.absolute(href, PAGE)
    assert url is None or url.startswith(("http://", "https://"))
    assert url is None or (
        len(url.split()) == 1 and len(url.splitlines()) == 1 and not set(url) & set("\x00\x7f\x9b<>|")
    )


@given(st.text())
def test_every_home_is_read_or_refused(home: str) -> None:
    try:
        assert SiteUrls(home).name
    except ValueError:
        return


@pytest.mark.parametrize("host", ["www.한글신문.test", "한글신문.TEST", "xn--bj0bs4w81f0uu.test"])
def test_links_to_an_international_host_in_either_form_are_the_newspapers_own(host: str) -> None:
    urls = SiteUrls("https://한글신문.test/")
    found = urls.link(f"https://{host}/news/article.html?no=7", urls.home)
    assert found == Link("article", "https://xn--bj0bs4w81f0uu.test/news/article.html?no=7", "7")
