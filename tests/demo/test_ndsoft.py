"""The demo newspaper on the other CMS: the same articles and days below other addresses."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote_plus, urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from newscrawler.demo import Newspaper

LIST = "/news/articleList.html?sc_section_code=S1N4&view_type=sm"
SERIES = "/news/articleList.html?sc_serial_code=SRN4&view_type=sm"


@pytest.fixture(scope="module")
def paper() -> Newspaper:
    return Newspaper(articles=400, seed=3, day=2, skin="ndsoft")


def rows(paper: Newspaper, url: str) -> list[str]:
    """The addresses of the rows of a page; the template row is not among them."""
    page = LexborHTMLParser(paper.reply("GET", url).body.decode())
    return [
        urljoin(f"{paper.origin}/", link.attributes["href"] or "") for link in page.css("ul h2.altlist-subject > a")
    ]


def pages(paper: Newspaper, url: str) -> list[str]:
    """The rows of all pages of a list, until one has none."""
    found, number = rows(paper, url), 2
    while more := rows(paper, f"{url}&page={number}"):
        found += more
        number += 1
    return found


def test_it_has_the_articles_of_the_other_skins_below_its_own_addresses(paper: Newspaper) -> None:
    other = Newspaper(articles=400, seed=3, day=2).truth_articles()
    found = paper.truth_articles()
    assert [url.replace("articleView.html?idxno=", "article.html?no=") for url in found] == list(other)
    for one, two in zip(found.values(), other.values(), strict=True):
        assert (one["title"], one["published_at"]) == (two["title"], two["published_at"])


def test_every_article_is_on_the_list_of_its_section(paper: Newspaper) -> None:
    truth = paper.truth_articles()
    assert pages(paper, "/news/articleList.html?view_type=sm") == list(truth)
    everything = set()
    for name, code in paper.sections.items():
        kind = {"S1": "sc_section_code", "S2": "sc_sub_section_code"}[str(code)[:2]]
        listed = pages(paper, f"/news/articleList.html?{kind}={code}&view_type=sm")
        everything |= set(listed)
        if kind == "sc_section_code":
            assert {truth[url]["section"] for url in listed} <= {name}
    assert everything == set(truth)


def test_a_list_says_how_many_articles_it_has_and_a_page_past_the_end_has_none(paper: Newspaper) -> None:
    listed = pages(paper, LIST)
    assert len(listed) > 20
    html = paper.reply("GET", LIST).body.decode()
    assert re.search(r"총 <strong>(\d+)</strong>건", html)[1] == str(len(listed))  # type: ignore[index]
    past = paper.reply("GET", f"{LIST}&page=99")
    assert (past.status, rows(paper, f"{LIST}&page=99")) == (200, [])


def test_a_button_brings_the_rows_of_the_next_page(paper: Newspaper) -> None:
    html = paper.reply("GET", SERIES).body.decode()
    assert 'class="list-btn-more" data-page="1"' in html
    reply = json.loads(paper.reply("GET", "/news/ajaxArticlePaging.php?sc_serial_code=SRN4&page=1&total=9").body)
    listed = rows(paper, SERIES)
    truth = paper.truth_articles()
    found = [f"{paper.origin}/news/articleView.html?idxno={entry['idxno']}" for entry in reply["data"]]
    assert found == listed
    assert [unquote_plus(entry["title"]) for entry in reply["data"]] == [truth[url]["title"] for url in found]
    refused = json.loads(paper.reply("GET", "/news/ajaxArticlePaging.php?sc_serial_code=SRN99&page=1").body)
    assert (refused["result"], refused["data"]) == ("error", [])


def test_its_feed_is_on_another_host_and_its_times_do_not_say_where(paper: Newspaper) -> None:
    front = LexborHTMLParser(paper.reply("GET", "/").body.decode())
    link = front.css_first("link[type='application/rss+xml']")
    assert link is not None
    feed = paper.reply("GET", link.attributes["href"] or "").body.decode()
    assert re.findall(r"<link>(\S+idxno=\d+)</link>", feed) == list(paper.truth_articles())[:30]
    assert re.search(r"<pubDate>2026-03-\d\d \d\d:\d\d:\d\d</pubDate>", feed)


@pytest.mark.parametrize(
    "path", ["/news/article.html?no=10005", "/data/rss/news.xml", "/news/articleView.html", "/nowhere"]
)
def test_it_knows_nothing_of_the_other_cms(path: str, paper: Newspaper) -> None:
    assert paper.reply("GET", path).status == 404


def test_a_deleted_article_says_so(paper: Newspaper) -> None:
    for url in paper.truth_missing():
        assert "삭제된 기사입니다" in paper.reply("GET", url).body.decode()
