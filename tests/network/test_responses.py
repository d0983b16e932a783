"""What an answer is worth: only status 200 is a page."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from newscrawler.network.responses import unreadable


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
