"""The live table: when the batch will be done, and what fits on the terminal."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from newscrawler.batch import printing
from newscrawler.batch.printing import expected, live_table, seconds_left
from newscrawler.korean.dates import KST


@pytest.mark.parametrize(
    ("took", "ages", "waiting", "jobs", "expected"),
    [
        ([], [3.0, 4.0], 8, 2, None),  # nothing to go by yet
        ([60.0], [0.0], 0, 1, 60.0),
        ([50.0, 70.0], [0.0, 30.0], 0, 2, 60.0),  # the one that began last
        ([60.0], [60.0, 90.0], 0, 2, 0.0),  # they take longer than usual: any moment now
        ([60.0], [30.0, 30.0], 10, 2, 330.0),
        ([60.0], [50.0] * 4, 1, 4, 60.0),  # the last one needs its whole time
    ],
)
def test_the_rest_is_expected_to_take_what_the_others_took(
    took: list[float], ages: list[float], waiting: int, jobs: int, expected: float | None
) -> None:
    assert seconds_left(took, ages, waiting, jobs) == expected


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (("", ""), None),  # its log told nothing yet
        (("0.0", "40"), None),  # it waits for its first answer
        (("0.5", "40"), 90.0),
        (("1.0", "0"), 10.0),
        (("1.0", "-1"), 10.0),  # as a scheduler's counts can differ for a moment
    ],
)
def test_a_crawl_is_expected_to_need_what_it_knows_to_ask(told: tuple[str, str], seconds: float | None) -> None:
    assert expected(10.0, *told) == seconds


def shown(
    height: int,
    running: int,
    bad: int,
    told: tuple[str, str, str] = ("", "", ""),
    took: tuple[float, ...] = (60.0,),
) -> list[str]:
    """The lines of the live table of a batch."""
    crawl = {"stopped": None, "age": 0.0, "progress": lambda: told}
    fake: Any = SimpleNamespace(
        waiting=[None] * 900,
        running=[SimpleNamespace(name=f"p{number:02}", **crawl) for number in range(running)],
        outcomes=[SimpleNamespace(site=f"bad{number}", state="failed", exit_code=1) for number in range(bad)],
        took=took,
        slots=50,
    )
    console = Console(width=80, height=height)
    with console.capture() as captured:
        console.print(live_table(fake, height))
    return captured.get().splitlines()


def test_the_live_table_is_no_longer_than_the_terminal_and_begins_with_what_counts() -> None:
    lines = shown(24, running=50, bad=2)
    assert len(lines) <= 24
    assert "2 of 952 done, 900 waiting, the end at about " in lines[0]
    text = "\n".join(lines)
    assert ("p00" in text, "p15" in text, "p16" in text, "and 34 more" in text) == (True, True, False, True)
    assert ("bad0" in text, "bad1" in text) == (True, True)
    assert "more" not in "\n".join(shown(24, running=16, bad=2))


def test_before_the_first_newspaper_ends_the_table_says_when_the_batch_cannot_be_done_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """900 wait, 50 at a time, each needs two minutes for what it knows to ask: 38 minutes."""
    monkeypatch.setattr(printing, "now_kst", lambda: datetime(2026, 3, 2, 1, 0, tzinfo=KST))
    head = shown(24, running=50, bad=0, told=("0", "1.0", "120"), took=())[0]
    assert "0 of 950 done, 900 waiting, the end not before 01:38" in head
    assert "the end" not in shown(24, running=50, bad=0, took=())[0]  # nothing is known yet
