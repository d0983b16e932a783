"""What the spider notes for the audit of the lists: which pages show articles, and which list them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from scrapy.http import TextResponse
from scrapy.utils.test import get_crawler

from newscrawler.cms.page import Page
from newscrawler.demo import Newspaper
from newscrawler.run.audit import Audit
from newscrawler.spiders.newspaper import MediaonSpider
from newscrawler.store.manifest import SectionReport

HOME = "http://demo.test/"
RSS, LIST = f"{HOME}data/rss/news.xml", f"{HOME}news/section_list_all.html?sec_no=3"
LANDING = f"{HOME}news/section.html?sec_no=3"
PAPER = Newspaper(articles=40)


@pytest.fixture
def spider() -> MediaonSpider:
    """The spider of the demo newspaper, without a crawl."""
    return MediaonSpider.from_crawler(get_crawler(MediaonSpider), url=HOME)


def read(spider: MediaonSpider, url: str, parse: Callable[..., Any], **more: Any) -> Audit:
    """The audit after a page of the newspaper was read."""
    response = TextResponse(url, body=PAPER.reply("GET", url).body, encoding="utf-8")
    list(parse(response, **more))
    return spider.run.journal.audit


def of_widgets(url: str) -> set[str]:
    """The ids of the articles in a page's widgets."""
    entries = [entry for widget in PAPER.truth_widgets(url) for entry in widget["entries"]]
    return {f"demo.test:{entry['url'].partition('no=')[2]}" for entry in entries if "article.html" in entry["url"]}


@pytest.mark.parametrize("url", [HOME, LANDING, LIST, f"{HOME}news/article.html?no=10003"])
def test_widgets_of_all_pages_show_articles(spider: MediaonSpider, url: str) -> None:
    audit = read(spider, url, spider.parse)
    assert audit.shown == dict.fromkeys(of_widgets(url), url)
    assert audit.shown


def test_rss_shows_articles(spider: MediaonSpider) -> None:
    audit = read(spider, RSS, spider.parse_rss)
    assert len(audit.shown) == 30
    assert set(audit.shown.values()) == {RSS}
    assert not audit.listed


def test_a_list_lists_its_rows_and_a_landing_page_lists_nothing(spider: MediaonSpider) -> None:
    assert not read(spider, LANDING, spider.parse).listed
    in_section = {url for url, fields in PAPER.truth_articles().items() if fields["section"] == "경제"}
    listed = read(spider, LIST, spider.parse).listed
    assert {f"demo.test:{url.partition('no=')[2]}" for url in in_section} <= listed


@pytest.mark.parametrize(("found_on", "is_list"), [(LIST, True), (LANDING, False), (HOME, False)])
def test_an_ajax_block_lists_articles_if_it_is_on_a_list(spider: MediaonSpider, found_on: str, is_list: bool) -> None:
    more = next(iter(Page(PAPER.reply("GET", HOME).body.decode(), HOME, spider.urls).more_requests()))
    response = TextResponse(more.url, body=PAPER.reply("POST", more.url, more.body.encode()).body, encoding="utf-8")
    list(spider.parse_more(response, more, SectionReport("", more.list_url, "ajax"), found_on))
    assert len(spider.run.journal.audit.listed) == (5 if is_list else 0)
