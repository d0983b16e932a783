"""What the arguments of the demo spider mean."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from newscrawler.demo import Newspaper
from newscrawler.korean.dates import KST
from newscrawler.loader import spider_of
from newscrawler.newspapers import Site
from newscrawler.run.arguments import ArgumentError
from newscrawler.spiders import demo
from newscrawler.spiders.demo import DemoNetwork, DemoSpider


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


# ---- newspapers of the table ---------------------------------------------------------------------------
def test_a_title_and_a_home_of_the_table_are_the_newspapers_own() -> None:
    spider = spider_of(Site("pulbit", "풀빛저널", "http://pulbit.test/", demo=True, arguments={"articles": "10"}))()
    assert (spider.title, spider.urls.home) == ("풀빛저널", "http://pulbit.test/")
    assert isinstance(spider, DemoSpider)
    paper = spider.paper(spider.given)
    assert all(url.startswith("http://pulbit.test/") for url in paper.truth_articles())
    assert "풀빛저널" in {article["publisher"] for article in paper.truth_articles().values()}


def test_without_a_title_it_is_the_bundled_newspaper() -> None:
    spider = spider_of(Site("naru", "naru", "http://demo.test/", demo=True, arguments={"skin": "m01"}))()
    assert (spider.title, spider.urls.home) == ("한들일보", "http://demo.test/")


def test_it_prints_press_releases_if_asked_to() -> None:
    given = {"articles": "10", "releases": "1", "seed": "3"}
    assert DemoSpider.paper(given).truth_articles() == Newspaper(10, seed=3, releases=True).truth_articles()
    with pytest.raises(ArgumentError, match="releases must be 1 or 0, not 'many'"):
        DemoSpider.check_arguments({"releases": "many"})


@pytest.mark.parametrize(
    ("sick", "skin", "failing"),
    [
        ("lists", "m1x", {"/news/article_list_all.html", "/news/section_list_all.html?sec_no=4"}),
        ("lists", "ndsoft", {"/news/articleList.html?view_type=sm"}),
        ("articles", "m01", {"/news/article.html?no=10003"}),
        ("articles", "ndsoft", {"/news/articleView.html?idxno=10003"}),
    ],
)
def test_a_sick_newspaper_fails_where_it_is_sick(sick: str, skin: str, failing: set[str]) -> None:
    given = {"articles": "10", "skin": skin, "sick": sick}
    server = DemoNetwork(DemoSpider.paper(given), DemoSpider.faults(given)).server
    asked = {"/", "/data/rss/news.xml", *failing}
    with server:
        assert {path for path in asked if server.answer("GET", path, b"")[0].status == 500} == failing


def test_a_newspaper_is_well_unless_it_is_said_to_be_sick() -> None:
    assert DemoSpider.faults({}) == {}
    with pytest.raises(ArgumentError, match="sick must be one of lists, articles, not 'badly'"):
        DemoSpider.check_arguments({"sick": "badly"})
