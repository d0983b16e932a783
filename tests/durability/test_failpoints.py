"""A crash before every single step that changes the disk, one after the other."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from support.crawling import Run, read_feed
from support.durable import archived, assert_whole, both, demo, folders, published

from newscrawler.demo import Newspaper

PAPER = Newspaper(articles=12)
TOMORROW = Newspaper(articles=12, day=1)


def die(data_dir: Path, step: int) -> tuple[Run, Run | None]:
    """A run that dies before its ``step``-th change of the disk, and the run after it."""
    died = demo(data_dir / str(step), 12, env={"NEWSCRAWLER_FAIL_AT": str(step)})
    return died, demo(data_dir / str(step), 12) if died.exit_code == 137 else None


@pytest.fixture(scope="module")
def crashes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Run, Run | None]]:
    """Step -> the run that died there and the next one; the last step is one no run reaches."""
    data_dir = tmp_path_factory.mktemp("steps")
    found: dict[int, tuple[Run, Run | None]] = {}
    for first in count(1, 4):
        steps = range(first, first + 4)
        found.update(zip(steps, both(partial(die, data_dir), steps), strict=True))
        if found[first + 3][1] is None:
            return found
    raise AssertionError


def test_every_step_is_tried_until_a_run_passes_untouched(crashes: dict[int, tuple[Run, Run | None]]) -> None:
    statuses = [died.exit_code for died, _ in crashes.values()]
    deaths = statuses.count(137)
    assert statuses == [137] * deaths + [0] * (len(statuses) - deaths)
    assert deaths >= 15  # schema, run, a group, four feeds twice, run.json, rename, two folders, two rows


def test_the_next_run_repairs_every_crash(crashes: dict[int, tuple[Run, Run | None]]) -> None:
    for step, (died, repaired) in crashes.items():
        print("step", step)  # shown when this fails
        last = repaired or died
        assert (last.exit_code, last.manifest["complete"]) == (0, True)
        assert_whole(last.data_dir, PAPER)


def test_no_reader_ever_sees_half_a_run(crashes: dict[int, tuple[Run, Run | None]]) -> None:
    for died, repaired in crashes.values():
        for folder in folders(died.data_dir):
            names = {path.name for path in folder.iterdir()}
            assert names == {"articles.jsonl", "weather.jsonl", "sidebar.jsonl", "rejected.jsonl", "run.json"}
        # the dead run's folder is published by the next one if the death came after its articles were stored
        counts = [len(read_feed(folder / "articles.jsonl")) for folder in folders(died.data_dir)]
        stored = len(PAPER.truth_articles())
        assert counts == [stored] or (repaired and counts == [stored, 0])


def test_no_reading_or_widget_of_a_dead_run_is_lost_or_doubled(crashes: dict[int, tuple[Run, Run | None]]) -> None:
    for died, repaired in crashes.values():
        run = repaired or died
        readings = [(r["date"], r["station"], r["condition"], r["temperature_c"]) for r in run.weather]
        assert len(readings) == len(set(readings)) == len(PAPER.truth_weather())
        assert {record["url"] for record in run.rejected} == PAPER.truth_missing()
        assert len(run.rejected) == len(PAPER.truth_missing())


@pytest.fixture(scope="module")
def overnight(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Day 1's run, after the one of day 0 died with everything stored and nothing published."""
    data_dir = tmp_path_factory.mktemp("overnight")
    for step in count(4):  # past schema, run and migration, the group with all articles is the next commit
        died = demo(data_dir / str(step), 12, env={"NEWSCRAWLER_FAIL_AT": str(step)})
        assert died.exit_code == 137
        if folders(data_dir / str(step)) == [] and died.leftovers:
            return demo(data_dir / str(step), 12, "-a", "day=1")
    raise AssertionError


def test_a_crash_is_healed_when_texts_change_before_the_next_run(overnight: Run) -> None:
    before, after = PAPER.truth_articles(), TOMORROW.truth_articles()
    alive = before.keys() & after.keys()
    assert any(
        before[url]["title"] != after[url]["title"] or before[url]["body"] != after[url]["body"] for url in alive
    )
    assert before.keys() - after.keys()  # day 1 changes and deletes articles
    assert (overnight.exit_code, overnight.manifest["complete"], overnight.manifest["alarms"]) == (0, True, [])


def test_every_revision_the_archive_counts_was_published_once(overnight: Run) -> None:
    revisions = defaultdict(list)
    for record in published(overnight.data_dir):
        if record["status"] != "removed":
            revisions[record["url"]].append(record["revision"])
    for record in archived(overnight.data_dir / "demo" / "archive.sqlite"):
        assert sorted(revisions[record["url"]]) == list(range(1, record["revision"] + 1))
