"""The judgement of a run: exit status, completeness, sentences."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any

import pytest

from newscrawler.exporters import encode
from newscrawler.items import Article, Rejected
from newscrawler.run.arguments import Arguments
from newscrawler.run.history import History
from newscrawler.run.journal import Journal
from newscrawler.run.outcome import (
    Outcome,
    Tally,
    doubts_of,
    facts_of,
    judge,
    manifest_of,
    not_stored,
    settled_sections,
)
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
    """The journal of a run of the demo newspaper, which has one section."""
    sections = {"list": SectionReport("", "list", "menu")}
    arguments = Arguments.read(given)
    return Journal("demo", "demo", "http://demo.test/", given=given, arguments=arguments, sections=sections)


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


def test_a_run_that_found_no_section_says_so_whatever_its_arguments() -> None:
    run = journal(max_pages="1")
    run.sections.clear()
    sentence = "not one section was found at http://demo.test/"
    assert judged(run, is_first=False) == Outcome(3, [sentence])
    assert judged(run, articles=0, is_first=False) == Outcome(3, [sentence])
    assert judged(run, withheld=2).exit_code == 0  # robots.txt forbids them
    run.add_unread("the front page")
    assert judged(run) == Outcome(1, ["the front page"])


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


def refused(failed: Container[str] = (), **reasons: int) -> Tally:
    """A run whose articles were rejected so often for each reason; the first of them have the addresses 0, 1, 2 …"""
    made = Tally(failed, lambda url: url.startswith("http://demo.test/news/"))
    number = 0
    for reason, count in reasons.items():
        for _ in range(count):
            url = f"http://demo.test/news/article.html?no={number}"
            made.add("rejected", encode(Rejected(site="demo", url=url, reason=reason, fetched_at=TIME)))
            number += 1
    return made


FAILED = {f"http://demo.test/news/article.html?no={number}" for number in range(4)}


@pytest.mark.parametrize("given", [{}, {"since": "2026-03-02"}, {"max_articles": "1"}])
@pytest.mark.parametrize(
    ("counted", "unchanged", "sentence"),
    [
        (refused(no_body=1), 0, "not one of the 1 articles asked for was accepted"),
        (refused(no_body=28, http_404=2), 0, "not one of the 30 articles asked for was accepted"),
        (refused(no_body=28), 1, None),
        (refused(http_404=4), 0, None),  # a few dead links on a quiet day
        (refused(http_404=5), 0, "5 of 5 articles are said to be gone, which is too many to be believed"),
        (refused(http_404=5), 5, None),
        (refused(missing=6), 5, "6 of 11 articles are said to be gone, which is too many to be believed"),
        (refused(FAILED, no_body=4), 0, None),  # tried before, and nothing new
        (refused(FAILED, no_body=5), 0, "not one of the 5 articles asked for was accepted"),
        (refused(FAILED, http_404=4), 0, None),
        (refused(), 0, None),
    ],
)
def test_a_run_that_accepted_nothing_or_heard_that_most_is_gone_is_doubtful_whatever_its_arguments(
    counted: Tally, unchanged: int, sentence: str | None, given: dict[str, str]
) -> None:
    run = journal(**given)
    run.unchanged = unchanged
    assert doubts_of(run, counted) == ([sentence] if sentence else [])


def test_a_removal_does_not_count_as_accepted() -> None:
    counted = refused(no_body=1)
    counted.add("article", article(status="removed"))
    assert doubts_of(journal(), counted) == ["not one of the 1 articles asked for was accepted"]


def test_articles_that_were_read_and_rejected_are_one_sentence_for_each_reason() -> None:
    counted = refused(no_body=28, no_title=1, http_404=1, timeout=1)
    run = journal()
    run.unchanged = 69
    assert judge(run, "finished", counted, is_first=False) == Outcome(
        0, ["28 of 100 articles were rejected: no_body", "1 of 100 articles were rejected: no_title"]
    )


def test_other_pages_than_articles_are_not_counted_as_articles() -> None:
    counted = refused()
    counted.add("rejected", encode(Rejected(site="demo", url="http://demo.test/", reason="invalid", fetched_at=TIME)))
    assert judged_by(counted) == Outcome(0, [])
    assert counted.rejected == {"invalid": 1}
    assert not counted.refused


def judged_by(counted: Tally) -> Outcome:
    return judge(journal(), "finished", counted, is_first=False)


def test_articles_that_are_given_up_are_said_in_one_sentence() -> None:
    outcome = judged(journal(), given_up=["http://demo.test/a", "http://demo.test/b"])
    sentence = "http://demo.test/a and 1 more could not be read in 10 runs and will not be waited for"
    assert outcome == Outcome(0, [sentence])


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
    assert alarms[20:] == ["5 more reasons why pages could not be read, see rejected.jsonl"]


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


def test_a_doubtful_list_keeps_its_ground() -> None:
    run = journal()
    run.sections = {
        name: SectionReport("", name, "menu", articles=3, stopped="end", evidence="repeat") for name in ("a", "b")
    }
    run.doubtful_lists.add("a")
    assert settled_sections(run, History(), "finished") == {"b": ""}
