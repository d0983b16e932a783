"""Pages cut, torn and mixed up at random: no exception out of a page class, no record that breaks its schema.

``NEWSCRAWLER_TORTURE=50`` (`make torture`) tries so many times as much, by chance instead of by plan.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from support.papers import family_of

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.dom import text_of
from newscrawler.cms.families import FAMILIES
from newscrawler.cms.family import MoreRequest
from newscrawler.cms.feeds import read_more, read_rss
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.page import Page
from newscrawler.demo import Newspaper
from newscrawler.items import Item
from newscrawler.korean.encoding import detect
from newscrawler.pipelines.base import problem_of

TORTURE = int(os.environ.get("NEWSCRAWLER_TORTURE", "0"))
TRIES = settings(max_examples=60 * max(1, TORTURE), deadline=None, derandomize=not TORTURE)
FIXTURES = Path(__file__).parents[1] / "fixtures"
ORIGIN = "http://demo.test"
FORM = {"lay_no": "77", "ajax_page": "2"}


@dataclass(frozen=True)
class Addresses:
    """Where the pages of a CMS family stand."""

    urls: SiteUrls
    article: str
    list: str
    more: MoreRequest


def addresses(family: str, article: str, listing: str, more: str) -> Addresses:
    urls = SiteUrls(f"{ORIGIN}/", FAMILIES[family])
    request = MoreRequest(f"{ORIGIN}{more}", "main-77", "", "POST", FORM)
    return Addresses(urls, f"{ORIGIN}{article}", f"{ORIGIN}{listing}", request)


AT = {
    "mediaon": addresses("mediaon", "/news/article.html?no=10003", "/news/article_list_all.html", "/news/ajax.php"),
    "ndsoft": addresses(
        "ndsoft",
        "/news/articleView.html?idxno=10003",
        "/news/articleList.html?sc_section_code=S1N3&view_type=sm",
        "/news/ajaxArticlePaging.php?page=2",
    ),
}
Mangled = tuple[Addresses, str]
NOW = "2026-03-02T12:00:00+09:00"
SITE = "demo"


@cache
def pages() -> list[Mangled]:
    """Every kind of page of the skins of the demo newspaper, and the hand-written ones."""
    found = []
    for skin, family in (("m1x", "mediaon"), ("m01", "mediaon"), ("ndsoft", "ndsoft")):
        paper, at = Newspaper(articles=40, skin=skin), AT[family]  # type: ignore[arg-type]
        found += [(at, paper.reply("GET", url).body.decode()) for url in (at.article, at.list, f"{ORIGIN}/")]
    for truth in sorted(FIXTURES.glob("*/expected.json")):
        at = AT[family_of(json.loads(truth.read_text("utf-8"))).name]
        for file in sorted(truth.parent.glob("*.html")):
            body = file.read_bytes()
            found.append((at, body.decode(detect(body) or "utf-8", "replace")))
    return found


WOUNDS = "a page cut, torn, repeated and mixed up at random"
SHOWN = [
    (None, (f"{WOUNDS}: an article", "a right record, `no_title` or `no_body`; never an exception", "-")),
    (None, (f"{WOUNDS}: a list or front page", "right records; never an exception", "-")),
    (None, (f"{WOUNDS}: where a feed or reply should be", "nothing; never an exception", "-")),
]
TAG = re.compile(r"<[^>]{0,300}>")
JUNK = st.one_of(
    st.sampled_from(["<", ">", "</div>", "<table>", "<a href='", '"', "'", "<!--", "-->", "]]>", "&#0;", "&#xD800;"]),
    st.sampled_from(["<script>", "<style>", "<textarea>", "<title>", "<body>", "<svg>", "<select><option>", "<p"]),
    st.sampled_from(["\x00", "\x1b[31m", "\ufffd", "\u200b"]),
    st.text(max_size=12),
)  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn) -> Mangled:
    """A page with up to six wounds: cut, a tag lost, an attribute broken, a piece moved or repeated, junk put in."""
    at_home, html = draw(st.sampled_from(pages()))
    for wound in draw(st.lists(st.sampled_from("ctqmdj"), min_size=1, max_size=6)):
        at = draw(st.integers(0, len(html)))
        if wound == "c":
            html = html[:at]
        elif wound == "t":  # the next tag goes
            html = html[:at] + TAG.sub("", html[at:], count=1)
        elif wound == "q":  # the next quotes go
            html = html[:at] + re.sub(r"[\"']", "", html[at:], count=draw(st.integers(1, 3)))
        elif wound == "m":  # a piece of it stands somewhere else
            piece = html[at : at + draw(st.integers(1, 2000))]
            html = html.replace(piece, "", 1)
            to = draw(st.integers(0, len(html)))
            html = html[:to] + piece + html[to:]
        elif wound == "d":
            html = html[:at] + html[at : at + draw(st.integers(1, 2000))] + html[at:]
        else:
            html = html[:at] + draw(JUNK) + html[at:]
    return at_home, html


def read(page: Page, kind: str) -> list[Item]:
    """All a page class says, asked as the spider asks."""
    found: list[Item] = [*page.weather_items(SITE, NOW), *page.widget_items(SITE, kind, NOW)]  # type: ignore[arg-type]
    list(page.section_links())
    page.more_requests()
    assert page.rss_url is None or page.rss_url.startswith("http")
    assert page.site_name != ""
    return found


@TRIES
@given(mangled())
def test_a_mangled_article_is_a_right_record_or_none(mangled: Mangled) -> None:
    at, html = mangled
    page = ArticlePage(html, at.article, at.urls)
    article = page.item(SITE, "누리고을신문", "list", at.list, NOW)
    assert article is not None
    assert page.not_article is None or page.not_article.reason in ("missing", "unexpected")
    assert page.impossible_times is not None
    assert (problem_of(article) or ("no_body",))[0] in ("no_title", "no_body")
    assert [item for item in read(page, "article") if problem_of(item)] == []
    if article.extraction != "fallback":
        shown = re.sub(r"\s", "", text_of(page.root))
        lost = [word for word in article.body.split() if word not in shown]
        assert lost == []  # nothing the page does not say, and no word with a hole in it


@TRIES
@given(mangled())
def test_a_mangled_list_or_front_page_gives_right_records(mangled: Mangled) -> None:
    at, html = mangled
    page = ListPage(html, at.list, at.urls)
    rows = page.rows
    assert all(row.link.kind == "article" for row in rows)
    assert page.is_last in (True, False)
    assert page.shown_page is None or page.shown_page >= 0
    assert [item for item in read(page, "list") if problem_of(item)] == []
    assert [item for item in read(Page(html, f"{ORIGIN}/", at.urls), "home") if problem_of(item)] == []


@TRIES
@given(mangled())
def test_a_mangled_feed_or_reply_is_read_or_refused(mangled: Mangled) -> None:
    at, html = mangled
    assert read_rss(html, at.urls, at.list) is None or "<rss" in html.lower() or "<feed" in html.lower()
    with contextlib.suppress(ValueError):  # its way of saying that this is no reply
        read_more(html, at.more, at.urls, at.list)
