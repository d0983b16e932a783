"""What a probe requests, one step after another: pages go in by hand, the next request comes out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from newscrawler.cms.family import Family
from newscrawler.probe.spider import ProbeSpider
from newscrawler.run.run import run_of

HOME = "https://www.naru.test/"
ARTICLE = (
    "<title>다리가 열렸다</title><h2>다리가 열렸다</h2>"
    '<p>등록 2026-03-01 10:00:00</p><div id="news_body_area"><p>강을 건너는 다리가 열렸다.</p></div>'
)
MENU = '<ul class="menu"><li><a href="/news/section.html?sec_no=3">경제</a></li></ul>'
DELETED = "<script>alert('삭제된 기사입니다.');history.back();</script>"


def article_link(number: int) -> str:
    return f'<li><a href="/news/article.html?no={number}">강을 건너는 다리가 {number}번째로 열렸다</a></li>'


def box(heading: str, *parts: str) -> str:
    return f'<div class="box"><h3>{heading}</h3><ul>{"".join(parts)}</ul></div>'


def front_page(*boxes: str) -> str:
    return f"{''.join(boxes)}<!-- MAKE FILE (2026-03-01 10:00:00) -->"


class Probing:
    """A probe that is answered by hand."""

    def __init__(self) -> None:
        self.spider = ProbeSpider(url=HOME)
        self.requested: list[str] = []
        self.request: Request | None = Request(HOME, self.spider.parse_home, errback=self.spider.home_failed)

    def answer(self, html: str) -> None:
        """Answers the open request with a page."""
        assert self.request is not None
        page = f"<html><body>{html}</body></html>"
        response = HtmlResponse(self.request.url, body=page, encoding="utf-8", request=self.request)
        assert self.request.callback is not None
        self._go_on(self.request.callback(response, **self.request.cb_kwargs))

    def fail(self, error: Exception) -> None:
        """Lets the open request fail."""
        assert self.request is not None
        assert self.request.errback is not None
        failure = Failure(error)
        failure.request = self.request  # type: ignore[attr-defined]  # as Scrapy does
        self._go_on(self.request.errback(failure))

    def _go_on(self, requests: Any) -> None:
        following = list(requests or ())
        assert len(following) <= 1
        self.request = following[0] if following else None
        self.requested += [request.url.removeprefix(HOME) for request in following]


def test_a_deleted_article_that_the_front_page_links_to_twice_does_not_end_the_probe() -> None:
    probing = Probing()
    boxes = box("새 소식", article_link(1)), box("많이 본 기사", article_link(1), article_link(2))
    probing.answer(front_page(*boxes))
    probing.answer(DELETED)
    assert probing.requested == ["news/article.html?no=1", "news/article.html?no=2"]
    probing.answer(ARTICLE)
    found = probing.spider.findings
    assert probing.request is None
    assert found.article is not None
    assert (found.article.title, found.article.site) == ("다리가 열렸다", "naru.test")
    assert [page.reason for page in found.unread] == ["missing"]


def test_no_address_is_requested_twice_and_no_more_than_three_articles() -> None:
    probing = Probing()
    boxes = [box(f"상자 {number}", *map(article_link, (1, number))) for number in (2, 3, 4, 5)]
    probing.answer(front_page(*boxes))
    while probing.request is not None:
        probing.fail(TimeoutError())
    assert probing.requested == [f"news/article.html?no={number}" for number in (1, 2, 3)]
    assert [page.reason for page in probing.spider.findings.unread] == ["timeout"] * 3


def test_a_list_that_was_only_guessed_may_be_absent() -> None:
    probing = Probing()
    probing.answer(front_page(MENU, box("새 소식", article_link(1), article_link(2))))
    probing.answer("<p>경제</p>")
    assert probing.requested == ["news/section.html?sec_no=3", "news/section_list_all.html?sec_no=3"]
    probing.fail(TimeoutError())
    probing.answer(ARTICLE)
    assert probing.spider.findings.unread == []
    assert probing.spider.findings.article is not None


def test_every_request_gets_through_the_filter_of_duplicates() -> None:
    probing = Probing()
    probing.answer(front_page(MENU, box("새 소식", article_link(1), article_link(2))))
    while probing.request is not None:
        assert probing.request.dont_filter
        probing.fail(TimeoutError())


def test_links_are_read_by_the_rules_of_the_family_that_the_front_page_shows(other_family: Family) -> None:
    probing = Probing()
    probing.answer('<div class="box"><ul><li><a href="/read/7">강을 건너는 다리가 열렸다</a></li></ul></div>')
    assert probing.requested == ["read/7"]
    assert probing.spider.findings.cms.readable is other_family


def test_redirects_stay_within_the_hosts_of_the_newspaper() -> None:
    crawler = get_crawler(ProbeSpider)
    ProbeSpider.from_crawler(crawler, url=HOME)
    assert run_of(crawler).journal.hosts == {"naru.test", "www.naru.test", "m.naru.test"}
    assert not run_of(crawler).has_begun


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"CONTACT": "desk@naru.test"}, r"newscrawler/\S+ \(\+desk@naru\.test\)"),
        ({"USER_AGENT": "mine"}, "mine"),
    ],
)
def test_a_probe_says_who_is_there(given: dict[str, str], name: str) -> None:
    crawler = get_crawler(ProbeSpider, given)
    assert re.fullmatch(name, crawler.settings["USER_AGENT"])
