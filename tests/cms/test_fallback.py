"""An article of another system: by what it is told, its title without the newspaper's name, its authors."""

from __future__ import annotations

import gc
import json
import weakref

import pytest

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.fallback import bare_title
from newscrawler.cms.families import FAMILIES
from newscrawler.cms.links import SiteUrls
from newscrawler.items import Article, Author

URL = "https://www.news-a.test/news/article.html?no=1001"
URLS = SiteUrls("https://www.news-a.test/")
TITLE = "백 년 된 돌다리를 손보는 사람들"
TEXT = (
    "물레동 주민들은 봄마다 개울가에 모여 돌다리를 손본다고 한다. 올해는 비가 많아 돌 열두 개를 새로 놓았고, "
    "아이들도 자갈을 날랐다. 다음 주에는 난간도 고칠 참이다."
)
LINKS = "<a href='/news/article.html?no=7'>다른 기사</a><a href='/news/section_list_all.html?sec_no=3'>마을</a>"


def read(body: str, head: str = "") -> Article:
    html = f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{body}</body></html>"
    found = ArticlePage(html, URL, URLS).item("a", None, "list", URL, "2026-03-03T00:00:00+09:00")
    assert found is not None
    return found


def meta(name: str, *values: str) -> str:
    return "".join(f"<meta property='{name}' content='{value}'>" for value in values)


def jsonld(data: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(data, ensure_ascii=False)}</script>"


BODY = f"<div itemprop='articleBody'><p>{TEXT}</p></div>"
PEOPLE = {"people": [{"@type": "Person", "name": "박나래"}, {"@type": "Person", "name": "고은솔 기자"}]}


# ---- whose page it is ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "extraction"),
    [
        (BODY, "fallback"),
        (BODY.replace("itemprop='articleBody'", "class='article_body'"), "fallback"),
        (BODY + "<a href='/news/article.html?no=7'>다른 기사</a>", "fallback"),  # one mark may be chance
        (BODY + LINKS, "mediaon"),
        (f"<div class='arv_001_01'><div class='art_top'><h2>{TITLE}</h2></div>{BODY}</div>", "mediaon"),
        (f"<div id='news_body_area'><p>{TEXT}</p></div>", "mediaon"),
        (f"<div id='news_body_area' itemprop='articleBody'><p>{TEXT}</p></div>", "mediaon"),
    ],
)
def test_a_page_is_the_familys_if_it_bears_its_marks(body: str, extraction: str) -> None:
    found = read(body)
    assert (found.extraction, found.title, found.body) == (extraction, TITLE, TEXT)


# ---- the title ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("돌다리를 손본다-정치ㅣ가온일보", "돌다리를 손본다"),
        ("돌다리를 손본다 - 가온일보", "돌다리를 손본다"),
        ("돌다리를 손본다 | 정치 | 가온 일보", "돌다리를 손본다"),
        ("돌다리를 손본다 :: 가온일보", "돌다리를 손본다"),
        ("돌다리를 손본다 < 정치 < 기사본문 - 가온일보", "돌다리를 손본다 < 정치 < 기사본문"),
        ("가온-누리 돌다리 - 가온일보", "가온-누리 돌다리"),
        ("돌다리를 손본다 - 누리신문", "돌다리를 손본다 - 누리신문"),
        ("돌다리, 가온일보", "돌다리, 가온일보"),
        ("가온일보", "가온일보"),
        ("- 가온일보", "- 가온일보"),
        ("", ""),
    ],
)
def test_the_newspapers_name_is_no_part_of_a_title(title: str, bare: str) -> None:
    assert bare_title(title, ["가온일보", "", "정치"]) == bare


def test_the_names_of_the_metadata_are_taken_off() -> None:
    head = meta("og:site_name", "가온일보") + jsonld({"@type": "NewsArticle", "articleSection": "정치"})
    html = f"<head><title>돌다리 - 정치 | 가온일보</title>{head}</head><body>{BODY}</body>"
    found = ArticlePage(html, URL, URLS).item("a", None, "list", URL, "2026-03-03T00:00:00+09:00")
    assert found is not None
    assert found.title == "돌다리"


# ---- authors ------------------------------------------------------------------------------------------
NARAE, EUNSOL = Author("박나래", "기자"), Author("고은솔", "기자")


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (meta("article:author", "박나래 기자"), [NARAE]),
        (meta("article:author", "박나래 기자", "고은솔 기자"), [NARAE, EUNSOL]),
        (meta("dable:author", "박나래"), [Author("박나래")]),
        (meta("article:author", "박나래 기자 외 1명"), [NARAE]),
        (meta("article:author", "https://www.facebook.com/gaon"), []),
        (meta("article:author", "가온일보") + meta("og:site_name", "가온 일보"), []),
        (meta("article:author", "admin"), []),
        (jsonld({"@type": "NewsArticle", "author": {"@type": "Person", "name": "박나래"}}), [Author("박나래")]),
        (jsonld({"@type": "NewsArticle", "author": "박나래 기자"}), [NARAE]),
        (jsonld([{"@type": "WebSite"}, {"@type": ["Article"], "author": ["박나래 기자", "고은솔 기자"]}]),
         [NARAE, EUNSOL]),
        (
            jsonld({"@graph": [{"@type": "WebPage", "mainEntity": {"@type": "Article", "author": PEOPLE["people"]}}]}),
            [Author("박나래"), EUNSOL],
        ),
        (jsonld({"@type": "NewsArticle", "author": {"@type": "Organization", "name": "박나래"}}), []),
        (jsonld({"@type": "NewsArticle", "author": {"name": None}}), []),
        (meta("article:author", "박나래 기자") + jsonld({"@type": "Article", "author": ["박나래 기자", "고은솔 기자"]}),
         [NARAE, EUNSOL]),
        ("<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"author\": \"박나래</script>", []),
        ("<script type='application/ld+json'>" + "[" * 100_000 + "</script>", []),
        ("", []),
    ],
)  # fmt: skip
def test_authors_of_the_metadata(head: str, authors: list[Author]) -> None:
    assert read(BODY, head).authors == authors


def test_who_signed_the_text_comes_before_the_metadata() -> None:
    body = f"<div itemprop='articleBody'><p>{TEXT}</p><p>고은솔 기자 e@x.kr</p></div>"
    found = read(body, meta("article:author", "박나래 기자"))
    assert (found.authors, found.body) == ([Author("고은솔", "기자", "e@x.kr")], TEXT)


def test_the_metadata_of_the_familys_own_pages_names_nobody() -> None:
    assert read(f"<div id='news_body_area'><p>{TEXT}</p></div>", meta("article:author", "박나래 기자")).authors == []


# ---- times --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("modified", "changed"),
    [("2026-03-02T10:11:12+09:00", None), ("2026-03-02T03:00:00Z", "2026-03-02T12:00:00+09:00"), (7, None)],
)
def test_times_of_the_metadata(modified: object, changed: str | None) -> None:
    stated = {"@type": "NewsArticle", "datePublished": "2026-03-02T10:11:12+09:00", "dateModified": modified}
    found = read(BODY, jsonld({"@graph": [stated]}))
    assert (found.published_at, found.modified_at) == ("2026-03-02T10:11:12+09:00", changed)


def test_a_time_in_another_script_is_not_the_articles() -> None:
    assert read(BODY, '<script>var x = {"datePublished": "2026-03-02T10:11:12+09:00"}</script>').published_at is None


def test_a_page_is_freed_as_soon_as_it_is_read() -> None:
    """Not by the garbage collector, which frees a hundred pages at a time."""
    home = "https://www.nd.test/"
    page = ArticlePage(
        f"<html><body><h1>{TITLE}</h1>{BODY}</body></html>",
        f"{home}news/articleView.html?idxno=7",
        SiteUrls(home, FAMILIES["ndsoft"]),
    )
    assert page.item("nd", None, "list", home, "2026-03-02T12:00:00+09:00") is not None
    gone = weakref.ref(page)
    gc.disable()
    try:
        del page
        assert gone() is None
    finally:
        gc.enable()
