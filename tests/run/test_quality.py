"""The floors: what breaks them, and what must not, or nobody would read alarms any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawler.korean.dates import KST
from newscrawler.run.quality import Facts, Floors, FloorsError, judge, note, read_floors
from newscrawler.store.manifest import Counts, Manifest, SectionReport

NOW = datetime(2026, 3, 20, 6, 0, tzinfo=KST)
HOME = "http://demo.test"
FIELDS = ("body", "published_at", "authors", "images")
FLOORS = Floors()


def sections(**listed: int) -> list[SectionReport]:
    """Sections by name, with how many articles each lists."""
    return [SectionReport(name, f"{HOME}/{name}", "menu", 1, count, "end") for name, count in listed.items()]


def facts(articles: int = 40, **changes: Any) -> Facts:
    """A good run of 40 new articles, with these changes; ``covered`` gives the fields that differ."""
    covered = {**dict.fromkeys(FIELDS, articles), **changes.pop("covered", {})}
    good = Facts(
        now=NOW,
        articles=articles,
        covered=covered,
        untitled=0,
        rejected=0,
        pages=articles,
        new=articles,
        whole=True,
        sections=sections(행정=10, 교육=5),
        last_new="2026-03-20T06:00:00+09:00",
        per_day={},
    )
    return replace(good, **changes)


def former(runs: int = 5, new: int = 40, coverage: float = 1.0, **changes: Any) -> list[Manifest]:
    """Runs on the days before, each of as many articles with as many of their fields."""
    made = []
    for day in range(runs, 0, -1):
        moment = (NOW - timedelta(days=day)).isoformat()
        fields: dict[str, Any] = {
            "run_id": f"{day}",
            "site": "demo",
            "spider": "demo",
            "arguments": {},
            "started_at": moment,
            "finished_at": moment,
            "finish_reason": "finished",
            "complete": True,
            "exit_code": 0,
            "counts": Counts(new=new),
            "sections": sections(행정=10, 교육=5),
            "coverage": dict.fromkeys(FIELDS, coverage),
            "files": [],
            "alarms": [],
            "newscrawler": "0",
            "scrapy": "0",
            "python": "0",
        }
        made.append(Manifest(**{**fields, **changes}))
    return made


def test_a_good_run_breaks_nothing() -> None:
    assert judge(facts(), [], FLOORS) == []
    assert judge(facts(), former(), FLOORS) == []


# ---- shares ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "has", "sentence"),
    [
        ("body", 35, "only 35 of 40 articles have a body (88%, the floor is 90%)"),
        ("published_at", 0, "only 0 of 40 articles have a publication time (0%, the floor is 90%)"),
        ("authors", 11, "only 11 of 40 articles have an author (28%, the floor is 30%)"),
    ],
)
def test_a_field_that_too_many_articles_lack_breaks_its_floor(field: str, has: int, sentence: str) -> None:
    assert judge(facts(covered={field: has}), [], FLOORS) == [sentence]


def test_a_share_at_its_floor_is_good() -> None:
    assert judge(facts(covered={"body": 36, "published_at": 36, "authors": 12}), [], FLOORS) == []


def test_a_few_articles_are_judged_together_with_the_runs_before() -> None:
    assert judge(facts(3, covered={"body": 0}), [], FLOORS) == []
    assert judge(facts(3, covered={"body": 0}), former(3, new=3), FLOORS) == []  # 12 articles in all
    few = judge(facts(3, covered={"body": 0}), former(9, new=3), FLOORS)  # 21: the last six runs and this one
    assert few == ["only 18 of 21 articles have a body (86%, the floor is 90%)"]


def test_a_run_without_articles_is_not_judged_for_its_former_ones() -> None:
    bad = former(9, new=3, coverage=0.0)
    assert judge(facts(0, pages=0), bad, FLOORS) == []


def test_articles_without_a_title_count_as_rejected_for_it() -> None:
    sentence = "only 40 of 50 articles have a title (80%, the floor is 90%)"
    assert judge(facts(untitled=10, rejected=10, pages=50), [], FLOORS) == [sentence]


def test_too_many_rejected_pages_break_the_floor() -> None:
    sentence = "18 of 58 articles asked for were rejected (31%, at most 30% may be)"
    assert judge(facts(rejected=18, pages=58), [], FLOORS) == [sentence]
    assert judge(facts(rejected=17, pages=57), [], FLOORS) == []
    assert judge(facts(2, rejected=5, pages=7), [], FLOORS) == []  # too few to tell


# ---- against the runs before -------------------------------------------------------------------------
def test_a_field_that_is_gone_is_an_alarm_also_where_it_has_no_floor() -> None:
    sentence = "images is there in 25% of the articles, it was in 80% in the last runs"
    assert judge(facts(covered={"images": 10}), former(coverage=0.8), replace(FLOORS, body=0.5)) == [sentence]
    assert judge(facts(covered={"images": 17}), former(coverage=0.8), FLOORS) == []


def test_a_field_that_few_articles_have_may_be_missing_by_chance() -> None:
    rare = former(coverage=0.1)
    assert judge(facts(covered=dict.fromkeys(FIELDS, 40) | {"images": 1}), rare, FLOORS) == []


def test_only_the_last_ten_runs_count() -> None:
    old, recent = former(5, coverage=1.0), former(10, coverage=0.0)
    assert judge(facts(covered={"images": 0}), [*old, *recent], FLOORS) == []


def test_a_section_that_nothing_links_to_any_more_is_an_alarm() -> None:
    gone = judge(facts(sections=sections(행정=10)), former(), FLOORS)
    assert gone == [f"section 교육 vanished: nothing links to {HOME}/교육 any more"]


def test_a_section_that_is_read_only_because_it_is_known_has_vanished_all_the_same() -> None:
    unlinked = [
        replace(report, found_via="known") if report.name == "교육" else report for report in sections(행정=10, 교육=5)
    ]
    gone = judge(facts(sections=unlinked), former(), FLOORS)
    assert gone == [f"section 교육 vanished: nothing links to {HOME}/교육 any more"]
    for without, alarms in ((2, 1), (3, 0)):
        told = judge(facts(sections=unlinked), [*former(4), *former(without, sections=unlinked)], FLOORS)
        assert len(told) == alarms


def test_a_vanished_section_is_told_in_three_runs() -> None:
    without = former(2, sections=sections(행정=10))
    assert len(judge(facts(sections=sections(행정=10)), [*former(4), *without], FLOORS)) == 1


def test_a_section_that_lists_nothing_any_more_is_an_alarm() -> None:
    empty = judge(facts(sections=sections(행정=10, 교육=0)), former(), FLOORS)
    assert empty == ["section 교육 lists nothing, it listed 5 articles"]


@pytest.mark.parametrize(
    "before",
    [
        former(2),  # twice is no habit
        former(5, complete=False),
        former(5, arguments={"sections": "교육"}),
        former(5, sections=sections(행정=10, 교육=0)),
        [*former(4), *former(3, sections=sections(행정=10))],
    ],
    ids=["two runs", "incomplete", "limited", "empty before", "gone before"],
)
def test_a_section_is_missed_only_where_whole_runs_had_it(before: list[Manifest]) -> None:
    assert judge(facts(sections=sections(행정=10)), before, FLOORS) == []


def test_a_limited_run_is_not_asked_for_sections_or_news() -> None:
    limited = facts(whole=False, sections=[], new=0, last_new="2026-01-01T00:00:00+09:00")
    assert judge(limited, former(), FLOORS) == []


# ---- nothing new -------------------------------------------------------------------------------------
def test_nothing_new_for_too_long_is_an_alarm() -> None:
    quiet = facts(0, pages=0, new=0, last_new="2026-03-13T06:00:00+09:00")
    assert judge(quiet, former(), FLOORS) == ["no new article for 7 days, since 2026-03-13 (at most 7 may pass)"]
    assert judge(replace(quiet, last_new="2026-03-13T06:00:01+09:00"), former(), FLOORS) == []
    assert judge(quiet, former(), replace(FLOORS, days_without_new=0)) == []
    assert judge(replace(quiet, last_new=None), [], FLOORS) == []


def test_nothing_new_since_yesterday_is_said_though_it_is_no_alarm() -> None:
    quiet = facts(0, pages=0, new=0, last_new="2026-03-19T05:00:00+09:00")
    assert note(quiet) == "no new article since the run of 2026-03-19 05:00"
    assert note(replace(quiet, last_new="2026-03-19T07:00:00+09:00")) is None  # within a day
    assert note(replace(quiet, whole=False)) is None
    assert note(facts()) is None


def days(per_day: int, last_three: int, first: int = 30) -> dict[str, int]:
    """So many articles on each of the days before, another number on the last three whole days."""
    made = {}
    for back in range(first, 0, -1):
        made[(date(2026, 3, 20) - timedelta(days=back)).isoformat()] = last_three if back <= 3 else per_day
    return made


def test_far_fewer_articles_than_usual_are_an_alarm() -> None:
    few = judge(facts(per_day=days(20, 3)), former(), FLOORS)
    assert few == ["only 9 articles were published in the last 3 days, 60 are usual"]
    assert judge(facts(per_day=days(20, 4)), former(), FLOORS) == []


def test_a_sunday_and_a_small_or_young_newspaper_are_none() -> None:
    sunday = days(20, 20) | {"2026-03-19": 0}
    assert judge(facts(per_day=sunday), former(), FLOORS) == []
    assert judge(facts(per_day=days(6, 0)), former(), FLOORS) == []  # fewer than 20 in three days
    assert judge(facts(per_day=days(20, 0, first=14)), former(), FLOORS) == []


# ---- the setting -------------------------------------------------------------------------------------
def test_what_floors_leaves_out_is_as_by_default() -> None:
    assert read_floors(Settings({"FLOORS": {"authors": 0, "sample": 50}})) == replace(FLOORS, authors=0, sample=50)
    assert read_floors(Settings({"FLOORS": '{"body": 0.5}'})) == replace(FLOORS, body=0.5)
    assert read_floors(Settings()) == FLOORS


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"bodies": 1}, "FLOORS: unknown floor 'bodies'"),
        ({"body": "much"}, "FLOORS is invalid"),
        ({"body": 90}, "FLOORS: body=90.0 is out of range"),
        ({"sample": -1}, "FLOORS: sample=-1 is out of range"),
        ("body=1", "FLOORS is invalid"),
        ("[1]", "FLOORS is invalid"),
    ],
)
def test_floors_that_make_no_sense_are_named(value: object, sentence: str) -> None:
    with pytest.raises(FloorsError, match=f"^{sentence}"):
        read_floors(Settings({"FLOORS": value}))
