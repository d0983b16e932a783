"""What the arguments of the demo spider mean."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from newscrawler.demo import Newspaper
from newscrawler.korean.dates import KST
from newscrawler.run.arguments import ArgumentError
from newscrawler.spiders import demo
from newscrawler.spiders.demo import DemoSpider


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (None, 0),
        ("0", 0),
        ("3", 3),
        ("today", date(2026, 3, 9)),
        ("오늘", date(2026, 3, 9)),
        ("2d", date(2026, 3, 7)),
        ("2026-03-02", date(2026, 3, 2)),
        ("20260303", date(2026, 3, 3)),
    ],
)
def test_the_day_is_a_number_of_days_or_the_day_of_an_edition(
    said: str | None, day: int | date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "now_kst", lambda: datetime(2026, 3, 10, 18, 29, tzinfo=KST))
    paper = DemoSpider.paper({"articles": "10"} | ({"day": said} if said else {}))
    assert paper.truth_articles() == Newspaper(articles=10, day=day).truth_articles()
    assert paper.reply("GET", "/") == Newspaper(articles=10, day=day).reply("GET", "/")


@pytest.mark.parametrize("said", ["monday", "-1", "1234567890", "2026-03-01"])
def test_other_days_are_refused(said: str) -> None:
    with pytest.raises(ArgumentError, match=r"^day must "):
        DemoSpider.paper({"day": said})
