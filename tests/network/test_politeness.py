"""Politeness: delays only grow, pauses last as long as the server wants, an unreadable robots.txt forbids all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from newscrawler.network.politeness import _retry_after
from newscrawler.network.robots import CrawlDelay

ROBOTS = "http://demo.test/robots.txt"


# ---- CrawlDelay -------------------------------------------------------------------------------------
def delay_after(asked: float | None, before: float) -> float:
    """The slot's delay after a robots.txt that asks for one, with a delay of ``before`` until then."""
    slot = SimpleNamespace(delay=before)
    downloader = SimpleNamespace(_get_slot=lambda request: ("demo.test", slot))
    crawler: Any = SimpleNamespace(
        settings={"USER_AGENT": "newscrawler"}, engine=SimpleNamespace(downloader=downloader)
    )
    parser: Any = SimpleNamespace(crawl_delay=lambda agent: asked if agent == "newscrawler" else None)
    CrawlDelay(crawler).robots_parsed(parser, Request("http://demo.test/"))
    assert isinstance(slot.delay, float)
    return slot.delay


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        (5.0, 1.0, 5.0),
        (0.5, 1.0, 1.0),
        (1.0, 1.0, 1.0),
        (3600.0, 1.0, 120.0),
        (0.0, 1.0, 1.0),
        (None, 1.0, 1.0),
        (3600.0, 300.0, 300.0),
    ],
)
def test_robots_txt_raises_the_delay_up_to_two_minutes_and_never_lowers_it(
    asked: float | None, before: float, after: float
) -> None:
    assert delay_after(asked, before) == after


# ---- Retry-After --------------------------------------------------------------------------------------
def asked_rest(value: str | None) -> float | None:
    return _retry_after(Response(ROBOTS, headers={"Retry-After": value} if value is not None else {}))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3", 3.0),
        (" 120 ", 120.0),
        ("0", 0.0),
        ("9" * 400, 999999999.0),  # more than any rest that is given
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),  # over already
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("Wed, 99 Oct 9999999 07:28:00 GMT", None),
        (None, None),
    ],
)
def test_a_rest_is_read_as_seconds_or_as_a_date(value: str | None, seconds: float | None) -> None:
    assert asked_rest(value) == seconds


def test_a_date_to_come_is_a_rest_until_then() -> None:
    rest = asked_rest(format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True))
    assert rest is not None
    assert 60 < rest <= 90
