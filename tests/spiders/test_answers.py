"""Whole pages and cut ones that come with a length that fits."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from newscrawler.network.responses import second
from newscrawler.spiders.answers import WholePages

WHOLE = "<html><body><p>기사 본문이다.</p></body></html>\n<!-- MAKE FILE -->"
CUT = "<html><body><p>기사 본"
URL = "http://demo.test/news/article.html?no=1"


def response(text: str, *, again: bool = False, url: str = URL) -> HtmlResponse:
    request = Request(url)
    return HtmlResponse(url, body=text.encode(), encoding="utf-8", request=second(request) if again else request)


def problem(whole: WholePages, text: str, kind: str = "article", *, again: bool = False, url: str = URL) -> str | None:
    found = whole.problem(response(text, again=again, url=url), kind)
    return found[0] if found else None


@pytest.mark.parametrize("text", [WHOLE, WHOLE.replace("</html>", "</HTML >"), f"{WHOLE}<script>f()</script>"])
def test_a_page_with_its_end_is_whole(text: str) -> None:
    assert problem(WholePages(), text) is None


def test_a_page_without_its_end_is_asked_for_again_and_then_whole_if_it_comes_whole() -> None:
    whole = WholePages()
    assert problem(whole, CUT) == "truncated"
    assert problem(whole, WHOLE, again=True) is None


def test_a_page_that_comes_cut_in_another_place_stays_truncated() -> None:
    whole = WholePages()
    assert problem(whole, CUT) == "truncated"
    assert problem(whole, CUT[:-1], again=True) == "truncated"


def test_a_page_that_comes_again_as_it_was_has_no_end() -> None:
    whole = WholePages()
    assert problem(whole, CUT) == "truncated"
    assert problem(whole, CUT, again=True) is None


def test_pages_that_never_have_the_end_are_asked_about_once_for_each_kind() -> None:
    whole = WholePages()
    problem(whole, CUT)
    problem(whole, CUT, again=True)
    assert problem(whole, CUT, url=f"{URL}2") is None
    assert problem(whole, CUT, "list", url=f"{URL}3") == "truncated"
    assert problem(whole, WHOLE, url=f"{URL}4") is None
    assert problem(whole, CUT, url=f"{URL}5") == "truncated"  # now that some do


def test_a_response_that_is_not_a_page_at_all_is_that_first() -> None:
    assert problem(WholePages(), " ") == "no_page"
