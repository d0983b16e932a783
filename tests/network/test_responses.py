"""What an answer is worth, and who requests it."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings

from newscrawler import __version__
from newscrawler.korean.encoding import UNDECODABLE
from newscrawler.network.responses import requested_url, unreadable, user_agent

URL = "http://demo.test/"


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (HtmlResponse(URL, body=b"<p>news</p>"), None),
        (HtmlResponse(URL, body=b"<p>ne", flags=["partial"]), ("truncated", "5 bytes came")),
        (HtmlResponse(URL, body=b"<p>ne", flags=["dataloss"]), ("truncated", "5 bytes came")),
        (HtmlResponse(URL, body=b"\xff", flags=[UNDECODABLE]), ("undecodable", "text in neither UTF-8 nor CP949")),
        (HtmlResponse(URL, body=b" \n"), ("no_page", "empty")),
        (Response(URL, body=b"\x89PNG"), ("no_page", "not a text")),
    ],
)
def test_a_response_is_a_whole_page_or_has_a_reason(response: Response, reason: tuple[str, str] | None) -> None:
    assert unreadable(response) == reason


def test_whoever_runs_the_crawler_can_be_reached() -> None:
    assert user_agent(Settings()) == f"newscrawler/{__version__}"
    assert user_agent(Settings({"CONTACT": "you@naru.test"})) == f"newscrawler/{__version__} (+you@naru.test)"


def test_the_address_requested_is_the_one_before_any_redirect() -> None:
    first, second = f"{URL}a", f"{URL}b"
    assert requested_url(Response(second, request=Request(second, meta={"redirect_urls": [first]}))) == first
    assert requested_url(Response(second, request=Request(second))) == second
    assert requested_url(Response(second)) == second


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (200, None),
        (201, "unexpected"),
        (202, "unexpected"),
        (203, "unexpected"),
        (204, None),
        (205, "unexpected"),
        (206, "truncated"),
        (226, "unexpected"),
    ],
)
def test_a_page_has_status_200(status: int, reason: str | None) -> None:
    found = unreadable(HtmlResponse("http://demo.test/", status=status, body=b"<p>x</p>"))
    assert (found and found[0]) == reason


@pytest.mark.parametrize("status", [200, 204])
def test_an_empty_answer_is_no_page(status: int) -> None:
    assert unreadable(HtmlResponse("http://demo.test/", status=status)) == ("no_page", "empty")


def test_a_cut_body_is_truncated_whatever_else_it_is() -> None:
    response = HtmlResponse("http://demo.test/", body=b"\x1f\x8b", flags=["partial", "undecodable"])
    assert unreadable(response) == ("truncated", "2 bytes came")
