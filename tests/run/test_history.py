"""Where a list may stop, what leaves a gap, what a run asks for first: the rules as tables."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.records import NOON, address, article

from newscrawler.korean.dates import KST
from newscrawler.run.history import History, read_back_to
from newscrawler.store.manifest import SectionReport, StopReason
from newscrawler.store.sqlite import SqliteArchive

DAY, EARLIER, LATER = "2026-03-02", "2026-03-01", "2026-03-03"
WHOLE = ""


def history(**sections: str) -> History:
    """Articles 1 to 3 are settled, 4 is known only."""
    return History({"1", "2", "3", "4"}, {"4"}, sections)


@pytest.mark.parametrize(
    ("read_to", "since", "ids", "ends"),
    [
        (WHOLE, None, "123", True),
        (WHOLE, DAY, "123", True),
        (DAY, DAY, "123", True),
        (DAY, LATER, "123", True),
        (DAY, EARLIER, "123", False),  # nobody read the day before
        (DAY, None, "123", False),
        (None, None, "123", False),  # a list nobody read
        (None, DAY, "123", False),
        (WHOLE, None, "124", False),  # 4 was stored by a run with gaps
        (WHOLE, None, "125", False),  # 5 is new
        (WHOLE, None, "5", False),
        (WHOLE, None, "4", False),
    ],
)
def test_a_list_ends_at_settled_articles_where_all_below_was_read(
    read_to: str | None, since: str | None, ids: str, ends: bool
) -> None:
    known = history() if read_to is None else history(list=read_to)
    assert known.ends_here("list", since, ids) is ends


@pytest.mark.parametrize(
    ("stopped", "read_to", "since", "gap"),
    [
        ("end", None, None, False),
        ("end", DAY, None, False),
        ("end", None, DAY, False),
        ("end", DAY, LATER, True),  # what is older than since was passed over on the way
        ("nothing_new", WHOLE, None, False),
        ("since", None, DAY, False),  # a list read for the first time, as far as wanted
        ("since", LATER, DAY, False),
        ("since", DAY, DAY, False),
        ("since", EARLIER, DAY, True),  # between the two days lie unread articles
        ("since", WHOLE, DAY, True),
        ("max_pages", WHOLE, None, True),
        ("max_pages", None, None, True),
        ("max_articles", None, None, True),
        ("error", WHOLE, None, True),
        (None, WHOLE, None, True),  # the run ended before the list did
    ],
)
def test_a_list_that_stopped_above_unread_articles_leaves_a_gap(
    stopped: StopReason | None, read_to: str | None, since: str | None, gap: bool
) -> None:
    known = history() if read_to is None else history(list=read_to)
    assert known.leaves_gap(SectionReport("", "list", "menu", stopped=stopped), since) is gap


@pytest.mark.parametrize(
    ("stopped", "since", "depth"),
    [
        ("end", None, {"list": WHOLE}),
        ("end", DAY, {"list": DAY}),  # what is older was passed over
        ("since", DAY, {"list": DAY}),
        ("nothing_new", None, {}),
        ("nothing_new", DAY, {}),
        ("max_pages", None, {}),
        ("max_articles", None, {}),
        ("error", None, {}),
        (None, None, {}),
    ],
)
def test_a_list_is_known_as_far_back_as_it_was_read(
    stopped: StopReason | None, since: str | None, depth: dict[str, str]
) -> None:
    assert read_back_to([SectionReport("", "list", "menu", stopped=stopped)], since) == depth


# ---- what is asked for first ----------------------------------------------------------------------
@pytest.fixture
def archive(tmp_path: Path) -> SqliteArchive:
    """Articles 0 to 5, each a day older than the one before, 6 without a time; 4 and 9 failed."""
    store = SqliteArchive(tmp_path / "archive.sqlite", "demo")
    store.begin_run("first", NOON, lambda run_id: False)
    newest = datetime(2026, 3, 2, 12, tzinfo=KST)
    for number in range(6):
        store.add(article(number, published_at=(newest - timedelta(days=number)).isoformat()))
    store.add(article(6, published_at=None))
    for number in (9, 4):
        store.fail(f"demo:{number}", address(number), "timeout")
    return store


def numbers(known: History) -> list[int]:
    return [int(url.rpartition("=")[2]) for url in known.again]


@pytest.mark.parametrize(
    ("days", "expected"), [(0, [4, 9]), (1, [4, 9, 1, 0]), (3, [4, 9, 3, 2, 1, 0]), (4, [4, 9, 3, 2, 1, 0])]
)
def test_failed_articles_come_first_then_those_young_enough_to_change(
    days: int, expected: list[int], archive: SqliteArchive, tmp_path: Path
) -> None:
    archive.commit()
    archive.begin_run("second", NOON, lambda run_id: False)
    known = History.read(archive, datetime(2026, 11, 22, tzinfo=KST), days)
    assert numbers(known) == expected
    for stored in (known.known, known.unsettled):
        assert [number for number in range(10) if f"demo:{number}" in stored] == [*range(7)]
    assert not known.is_empty
    archive.close()


def test_a_misprinted_year_does_not_hide_the_others(archive: SqliteArchive) -> None:
    archive.add(article(7, published_at="2062-03-02T12:00:00+09:00"))
    known = History.read(archive, datetime(2026, 3, 2, 18, tzinfo=KST), 1)
    assert numbers(known) == [4, 9, 0, 7]
    archive.close()


def test_an_empty_archive_is_no_history(tmp_path: Path) -> None:
    store = SqliteArchive(tmp_path / "archive.sqlite", "demo")
    known = History.read(store, datetime(2026, 3, 2, tzinfo=KST), 3)
    assert (known.is_empty, known.sections, known.again, "demo:1" in known.known) == (True, {}, [], False)
    store.close()
