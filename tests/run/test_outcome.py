"""The judgement of a run: exit status, completeness, sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from newscrawler.exporters import encode
from newscrawler.items import Article, Rejected
from newscrawler.run.arguments import Arguments
from newscrawler.run.history import History
from newscrawler.run.journal import Journal
from newscrawler.run.outcome import Outcome, Tally, facts_of, judge, manifest_of, not_stored, settled_sections
from newscrawler.store.manifest import FileFacts, Manifest, SectionReport

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


def journal(**given: str) -> Journal:
    """The journal of a run of the demo newspaper."""
    return Journal(site="demo", spider="demo", home="http://demo.test/", given=given, arguments=Arguments.read(given))


def tally(*articles: bytes) -> Tally:
    made = Tally()
    for record in articles:
        made.add("article", record)
    return made


def judged(run: Journal, articles: int = 1, reason: str = "finished", **facts: Any) -> Outcome:
    """The judgement of a newspaper's first run with so many articles."""
    return judge(run, reason, tally(*[article()] * articles), **{"is_first": True, **facts})


def manifest(run: Journal, counted: Tally, outcome: Outcome, **facts: Any) -> Manifest:
    given: dict[str, Any] = {"run_id": "20251219T060000", "started_at": TIME, "finished_at": TIME, "reason": "finished"}
    return manifest_of(run, counted, outcome, **{**given, "files": [], "stats": {}, **facts})


def test_a_run_that_read_everything_is_exit_0() -> None:
    assert judged(journal()) == Outcome(0, [])
    assert judged(journal()).is_complete


def test_a_run_that_ended_early_is_exit_1_and_says_why() -> None:
    assert judged(journal(), reason="memusage_exceeded") == Outcome(1, ["the run ended early: memusage_exceeded"])


def test_an_unread_page_is_exit_1() -> None:
    run = journal()
    run.add_unread("a page")
    run.add_unread("a page")
    assert judged(run) == Outcome(1, ["a page"])


def test_a_newspaper_without_articles_is_exit_3_unless_limits_were_given_or_earlier_runs_found_some() -> None:
    assert judged(journal(), 0) == Outcome(3, ["not one article was found at http://demo.test/"])
    assert judged(journal(since="2026-03-02"), 0) == Outcome(0, [])
    assert judged(journal(), 0, is_first=False) == Outcome(0, [])


def test_a_broken_floor_is_exit_3_and_a_note_is_not() -> None:
    assert judged(journal(), broken=["too few"], note="quiet") == Outcome(3, ["too few"])
    assert judged(journal(), note="quiet") == Outcome(0, ["quiet"])


def test_what_robots_txt_forbids_is_said_once() -> None:
    assert judged(journal(), withheld=3) == Outcome(0, ["robots.txt forbids 3 of the pages"])
    run = journal()
    run.add_unread("its robots.txt cannot be read")
    assert judged(run, withheld=3) == Outcome(1, ["its robots.txt cannot be read"])


def test_what_was_not_stored_outweighs_everything() -> None:
    worst = journal()
    worst.storage_errors.append("the disk is full")
    worst.usage_error = "no such section"
    worst.add_unread("a page")
    sentences = ["no such section", "a page", "the run was interrupted"]
    assert judged(worst, reason="shutdown") == Outcome(4, ["the disk is full", *sentences])
    worst.storage_errors.clear()
    assert judged(worst, reason="shutdown") == Outcome(2, sentences)
    assert not_stored(Outcome(0, ["quiet"]), ["a line is missing"]) == Outcome(4, ["a line is missing", "quiet"])


def test_many_unread_pages_are_counted_not_listed() -> None:
    many = journal()
    for number in range(25):
        many.add_unread(f"page {number}")
    alarms = judged(many).alarms
    assert alarms[:20] == [f"page {number}" for number in range(20)]
    assert alarms[20:] == ["5 more pages could not be read, see rejected.jsonl"]


@pytest.mark.parametrize(
    ("reason", "complete"), [("finished", True), ("shutdown", False), ("closespider_timeout", False)]
)
def test_complete_follows_from_how_the_run_ended(reason: str, complete: bool) -> None:
    outcome = judged(journal(), reason=reason)
    assert manifest(journal(), tally(article()), outcome, reason=reason).complete is complete


@pytest.mark.parametrize(
    ("change", "given", "reason", "settles"),
    [
        ({}, {}, "finished", True),
        ({}, {"sections": "31"}, "finished", True),  # the lists that it read
        ({}, {}, "shutdown", False),
        ({}, {"until": "2026-03-02"}, "finished", False),
        ({"was_limited": True}, {}, "finished", False),
        ({"storage_errors": ["full"]}, {}, "finished", False),
        ({"unread": ["an article"]}, {}, "finished", True),  # remembered by itself
    ],
)
def test_a_run_settles_its_lists_unless_it_passed_over_articles(
    change: Mapping[str, Any], given: dict[str, str], reason: str, settles: bool
) -> None:
    run = journal(**given)
    run.sections = {
        "a": SectionReport("", "a", "menu", articles=3, stopped="end", evidence="pager"),
        "b": SectionReport("", "b", "menu", articles=3, stopped="error"),
    }
    for name, value in change.items():
        setattr(run, name, value)
    assert settled_sections(run, History(), reason) == ({"a": ""} if settles else {})


def test_a_list_that_no_longer_exists_is_forgotten_whatever_else_happened() -> None:
    run = journal()
    run.ended_sections.add("gone")
    assert settled_sections(run, History(), "shutdown") == {"gone": None}


def test_coverage_counts_a_field_by_articles_that_have_it() -> None:
    counted = tally(
        article(body="본문", tags=["하나", "둘"]), article(body="본문", status="modified"), article(status="modified")
    )
    run = journal()
    run.unchanged = 7
    files = [FileFacts("rejected.jsonl", 5, 100, "0")]
    stats = {"downloader/request_count": 6, "downloader/response_status_count/200": 4}
    made = manifest(run, counted, Outcome(0, []), files=files, stats=stats)
    assert (made.coverage["body"], made.coverage["tags"], made.coverage["kicker"]) == (0.6667, 0.3333, 0.0)
    counts = made.counts
    assert (counts.new, counts.modified, counts.removed, counts.unchanged, counts.rejected) == (1, 2, 0, 7, 5)
    assert (counts.requests, counts.responses_by_status) == (6, {"200": 4})


def test_coverage_of_no_articles_is_unknown() -> None:
    assert set(manifest(journal(), Tally(), Outcome(3, [])).coverage.values()) == {None}


def test_pages_that_are_simply_gone_do_not_count_against_a_newspaper() -> None:
    counted = tally(*[article()] * 3)
    for reason in ("missing", "http_404", "no_body", "no_title"):
        record = Rejected(site="demo", url="http://demo.test/", reason=reason, fetched_at=TIME)
        counted.add("rejected", encode(record))
    facts = facts_of(journal(), counted, datetime.fromisoformat(TIME), None, {})
    assert (facts.rejected, facts.untitled, facts.pages, facts.articles, facts.whole) == (2, 1, 5, 3, True)
