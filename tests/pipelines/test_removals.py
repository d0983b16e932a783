"""Known articles that are gone: removed at the end of a run, unless too many are, and always with a way back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from scrapy.exceptions import DropItem
from support.crawlers import prepare, stub
from support.records import address, article, rejected

from newscrawler.items import Item
from newscrawler.pipelines import ArticlePipeline, RejectedPipeline, StorePipeline
from newscrawler.run.outcome import Outcome
from newscrawler.run.run import run_of

THERE = "there"


@dataclass
class Day:
    """A run: what it asked for first, the articles that were removed before, its outcome, what it published."""

    again: list[str]
    removed: set[int]
    outcome: Outcome
    articles: Counter[str]
    rejected: Counter[str]


def day(data_dir: Path, answers: Mapping[int, str], reason: str = "finished") -> Day:
    """A run in which each article answers so: there, or the reason it is rejected for."""
    crawler = stub({"DATA_DIR": str(data_dir), "REVISIT_DAYS": 3})
    run = prepare(run_of(crawler))
    history = run.begin()
    known = history.known(f"demo:{number}" for number in range(100))
    removed = {int(name.partition(":")[2]) for name, facts in known.items() if facts.status == "removed"}
    pipelines = [kind(crawler) for kind in (ArticlePipeline, RejectedPipeline, StorePipeline)]
    for number, answer in answers.items():
        item: Item = article(number) if answer == THERE else rejected(number, answer)
        try:
            for pipeline in pipelines:
                item = pipeline.process_item(item)
        except DropItem:
            pass
        if answer not in (THERE, "http_404", "http_410", "missing"):
            run.journal.add_unread(f"{number}: {answer}")
    outcome = run.publish(reason, {})
    assert outcome is not None

    def read(name: str, field: str) -> Counter[str]:
        lines = (Path(run.place) / f"{name}.jsonl").read_text("utf-8").splitlines()
        return Counter(json.loads(line)[field] for line in lines)

    return Day(history.again, removed, outcome, read("articles", "status"), read("rejected", "reason"))


def all_of(count: int, answer: str) -> dict[int, str]:
    return dict.fromkeys(range(count), answer)


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """The data of a newspaper whose articles 0 to 9 are known."""
    assert day(tmp_path, all_of(10, THERE)).articles == {"new": 10}
    return tmp_path


@pytest.mark.parametrize("reason", ["missing", "http_404", "http_410"])
def test_a_few_articles_that_are_gone_are_removed(reason: str, known: Path) -> None:
    run = day(known, {**all_of(10, THERE), 3: reason, 4: reason})
    assert (run.outcome, run.articles, run.rejected) == (Outcome(0, []), {"removed": 2}, {})


@pytest.mark.parametrize(("gone", "of"), [(5, 9), (6, 10), (10, 10)])
def test_most_articles_are_not_gone_at_once(gone: int, of: int, known: Path) -> None:
    run = day(known, {**all_of(of, THERE), **all_of(gone, "http_404")})
    sentence = (
        f"{gone} of {of} articles are said to be gone, which is too many to be believed; none is marked as removed"
    )
    assert run.outcome == Outcome(3, [sentence])
    assert (run.articles, run.rejected) == ({}, {"http_404": gone})
    assert set(map(address, range(gone))) <= set(run.again)
    well = day(known, all_of(10, THERE))
    assert (well.outcome, well.articles) == (Outcome(0, []), {})
    assert set(well.again) == set(map(address, range(10)))


@pytest.mark.parametrize(("gone", "of"), [(4, 4), (5, 10)])
def test_half_of_them_or_less_than_five_may_be_gone(gone: int, of: int, known: Path) -> None:
    run = day(known, {**all_of(of, THERE), **all_of(gone, "missing")})
    assert (run.outcome.exit_code, run.articles) == (0, {"removed": gone})


def test_new_articles_do_not_make_mass_removals_believable(known: Path) -> None:
    run = day(known, {**all_of(50, THERE), **all_of(10, "http_404")})
    assert (run.outcome.exit_code, run.articles) == (3, {"new": 40})


def test_articles_that_could_not_be_read_do_not_make_them_believable(known: Path) -> None:
    run = day(known, {**all_of(10, "unexpected"), **all_of(5, "http_404")})
    assert (run.outcome.exit_code, run.articles) == (1, {})


def test_a_removed_article_is_asked_for_in_three_more_runs(known: Path) -> None:
    asked = []
    for _ in range(6):
        run = day(known, {**all_of(10, THERE), 3: "http_404"})
        asked.append(address(3) in run.again)
        assert run.outcome == Outcome(0, [])
    assert asked == [True, True, True, True, False, False]  # young, then three times, then no more
    assert run.removed == {3}


def test_a_removed_article_that_comes_back_is_modified(known: Path) -> None:
    day(known, {**all_of(10, THERE), 3: "missing"})
    back = day(known, all_of(10, THERE))
    assert (back.outcome, back.articles) == (Outcome(0, []), {"modified": 1})
    assert (back.removed, day(known, all_of(10, THERE)).removed) == ({3}, set())


def test_an_unknown_article_that_is_gone_is_rejected_and_asked_for_again(known: Path) -> None:
    run = day(known, {**all_of(10, THERE), 20: "http_404"})
    assert (run.outcome, run.rejected) == (Outcome(0, []), {"http_404": 1})
    back = day(known, all_of(10, THERE) | {20: THERE})
    assert address(20) in back.again
    assert back.articles == {"new": 1}


def test_what_an_interrupted_run_was_told_is_asked_again(known: Path) -> None:
    run = day(known, {3: "http_404"}, reason="shutdown")
    assert run.outcome.exit_code == 5
    assert day(known, all_of(10, THERE)).again[0] == address(3)


def test_a_first_run_in_which_all_articles_are_gone_is_not_a_good_one(tmp_path: Path) -> None:
    run = day(tmp_path, all_of(6, "http_404"))
    assert run.outcome.exit_code == 3
    assert "6 of 6 articles are said to be gone, which is too many to be believed" in run.outcome.alarms
    again = day(tmp_path, all_of(6, THERE))
    assert set(again.again) == set(map(address, range(6)))
    assert again.articles == {"new": 6}


def test_known_and_new_articles_that_are_gone_are_judged_together(known: Path) -> None:
    """Three known and three new ones, and nothing else is there: the server answers 404 to everything."""
    run = day(known, all_of(3, "http_404") | dict.fromkeys((101, 102, 103), "http_404"))
    assert run.articles["removed"] == 0
    assert run.outcome.exit_code == 3
