"""The judgement of a run: exit status, completeness, sentences."""

from __future__ import annotations

from datetime import datetime

import pytest

from newscrawler.exporters import encode
from newscrawler.items import Article, Rejected
from newscrawler.run.outcome import RunReport
from newscrawler.spiders.demo import DemoSpider

TIME = "2025-12-19T06:00:00+09:00"


def article(**fields: object) -> bytes:
    values: dict[str, object] = {
        "id": "demo:1",
        "site": "demo",
        "url": "http://demo.test/news/article.html?no=1",
        "title": "제목",
        "found_via": "list",
        "found_on": "http://demo.test/",
        "content_hash": f"sha256:{'0' * 64}",
        "fetched_at": TIME,
    }
    return encode(Article(**(values | fields)))  # type: ignore[arg-type]


def report(articles: int = 1, **given: str) -> RunReport:
    made = RunReport(DemoSpider(**given), "20251219T060000", TIME)
    for _ in range(articles):
        made.add_article(article())
    return made


def test_a_run_that_read_everything_is_exit_0() -> None:
    assert (report().exit_code("finished"), report().alarms("finished")) == (0, [])


def test_a_run_that_ended_early_is_exit_1_and_says_why() -> None:
    assert report().exit_code("memusage_exceeded") == 1
    assert report().alarms("memusage_exceeded") == ["the run ended early: memusage_exceeded"]


def test_an_unread_page_is_exit_1() -> None:
    made = report()
    made.spider.unread.append("a page")
    assert (made.exit_code("finished"), made.alarms("finished")) == (1, ["a page"])


def test_a_locked_newspaper_is_exit_6_and_nothing_else() -> None:
    made = report(0)
    made.locked = "another run is at work"
    made.storage_errors.append("the disk is full")
    assert (made.exit_code("finished"), made.alarms("finished")) == (6, ["another run is at work"])


def test_a_newspaper_without_articles_is_exit_3_unless_limits_were_given() -> None:
    assert report(0).exit_code("finished") == 3
    assert report(0).alarms("finished") == ["not one article was found at http://demo.test/"]
    assert report(0, since="2026-03-02").exit_code("finished") == 0
    assert report(0, since="2026-03-02").alarms("finished") == []


def test_what_was_not_stored_outweighs_everything() -> None:
    worst = report()
    worst.storage_errors.append("the disk is full")
    worst.spider.usage_error = "no such section"
    worst.spider.unread.append("a page")
    assert worst.exit_code("shutdown") == 4
    assert worst.alarms("shutdown") == [
        "the disk is full",
        "no such section",
        "a page",
        "the run was interrupted",
    ]
    worst.storage_errors.clear()
    assert worst.exit_code("shutdown") == 2


def test_many_unread_pages_are_counted_not_listed() -> None:
    many = report()
    many.spider.unread += [f"page {number}" for number in range(25)]
    alarms = many.alarms("finished")
    assert alarms[:20] == [f"page {number}" for number in range(20)]
    assert alarms[20:] == ["5 more pages could not be read, see rejected.jsonl"]


@pytest.mark.parametrize(
    ("reason", "complete"), [("finished", True), ("shutdown", False), ("closespider_timeout", False)]
)
def test_complete_follows_from_how_the_run_ended(reason: str, complete: bool) -> None:
    assert report().manifest(reason, TIME, [], {}).complete is complete


def test_coverage_counts_a_field_by_articles_that_have_it() -> None:
    made = report(0)
    made.add_article(article(body="본문", tags=["하나", "둘"]))
    made.add_article(article(body="본문", status="modified"))
    made.add_article(article(status="modified"))
    manifest = made.manifest("finished", TIME, [], {"downloader/response_status_count/200": 4})
    assert (manifest.coverage["body"], manifest.coverage["tags"], manifest.coverage["kicker"]) == (
        0.6667,
        0.3333,
        0.0,
    )
    assert (manifest.counts.new, manifest.counts.modified, manifest.counts.removed) == (1, 2, 0)
    assert manifest.counts.responses_by_status == {"200": 4}


def test_coverage_of_no_articles_is_unknown() -> None:
    assert set(report(0).manifest("finished", TIME, [], {}).coverage.values()) == {None}


def test_pages_that_are_simply_gone_do_not_count_against_a_newspaper() -> None:
    made = report(3)
    for reason in ("missing", "http_404", "no_body", "no_title"):
        record = Rejected(site="demo", url="http://demo.test/", reason=reason, fetched_at=TIME)
        made.add_rejected(encode(record))
    facts = made.facts(datetime.fromisoformat(TIME), None, {})
    assert (facts.rejected, facts.untitled, facts.pages, facts.articles, facts.whole) == (2, 1, 5, 3, True)
