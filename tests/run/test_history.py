"""Where a list may stop, what leaves a gap, what a run asks for first: the rules as tables."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.archives import manifest
from support.records import NOON, address, article, known_since

from newscrawler.exporters import encode
from newscrawler.items import Rejected
from newscrawler.korean.dates import KST
from newscrawler.run.history import History
from newscrawler.store.archive import Ground
from newscrawler.store.manifest import SectionReport, StopReason
from newscrawler.store.sqlite import SqliteArchive

DAY, EARLIER, LATER = "2026-03-02", "2026-03-01", "2026-03-03"
WHOLE = ""


SETTLED = 2  # the run that settled the list
FIRST_RUNS = {"1": 1, "2": 1, "3": 2, "4": 3}  # 4 was stored by a run that did not settle it; 5 is new


def history(back_to: str | None) -> History:
    """A history in which run 2 settled the list back to a day, or nobody did."""
    ground = {} if back_to is None else {"list": Ground(back_to, SETTLED)}
    return History(known_since(FIRST_RUNS), 9, ground)


@pytest.mark.parametrize(
    ("back_to", "since", "ids", "ends"),
    [
        (WHOLE, None, "123", True),
        (WHOLE, DAY, "123", True),
        (DAY, DAY, "123", True),
        (DAY, LATER, "123", True),
        (DAY, EARLIER, "123", False),  # nobody read the day before
        (DAY, None, "123", False),
        (None, None, "123", False),  # a list nobody read
        (None, DAY, "123", False),
        (WHOLE, None, "124", False),  # 4 came by another way, after the list was settled
        (WHOLE, None, "125", False),  # 5 is new
        (WHOLE, None, "5", False),
        (WHOLE, None, "4", False),
    ],
)
def test_a_list_ends_at_settled_articles_where_all_below_was_read(
    back_to: str | None, since: str | None, ids: str, ends: bool
) -> None:
    assert history(back_to).ends_here("list", since, ids) is ends


def test_ground_of_one_list_is_not_that_of_another() -> None:
    assert not history(WHOLE).ends_here("other", None, "123")


@pytest.mark.parametrize(
    ("stopped", "back_to", "since", "settled"),
    [
        ("end", None, None, WHOLE),
        ("end", DAY, None, WHOLE),
        ("end", None, DAY, DAY),  # what is older was passed over on the way
        ("end", DAY, DAY, DAY),
        ("end", DAY, LATER, None),  # between the two days lie unread articles
        ("nothing_new", WHOLE, None, WHOLE),
        ("nothing_new", DAY, LATER, DAY),
        ("since", None, DAY, DAY),  # a list read for the first time, as far as wanted
        ("since", LATER, DAY, DAY),
        ("since", DAY, DAY, DAY),
        ("since", EARLIER, DAY, None),
        ("since", WHOLE, DAY, None),
        ("max_pages", WHOLE, None, None),
        ("max_pages", None, None, None),
        ("max_articles", None, None, None),
        ("error", WHOLE, None, None),
        (None, WHOLE, None, None),  # the run ended before the list did
    ],
)
def test_a_list_is_settled_as_far_back_as_it_was_read(
    stopped: StopReason | None, back_to: str | None, since: str | None, settled: str | None
) -> None:
    report = SectionReport("", "list", "menu", articles=5, stopped=stopped)
    assert history(back_to).settles(report, since) == settled


def test_a_list_without_articles_settles_nothing() -> None:
    assert history(None).settles(SectionReport("", "list", "menu", stopped="end", evidence="notice"), None) is None


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
    assert known.stored({f"demo:{number}" for number in range(10)}) == {f"demo:{number}" for number in range(7)}
    assert not known.is_empty
    archive.close()


def test_a_misprinted_year_does_not_hide_the_others(archive: SqliteArchive) -> None:
    archive.add(article(7, published_at="2062-03-02T12:00:00+09:00"))
    for now in (datetime(2026, 3, 2, 18, tzinfo=KST), datetime(2026, 4, 30, tzinfo=KST)):  # the same, and weeks later
        assert numbers(History.read(archive, now, 1)) == [4, 9, 1, 0, 7]
    archive.close()


def test_an_empty_archive_is_no_history(tmp_path: Path) -> None:
    store = SqliteArchive(tmp_path / "archive.sqlite", "demo")
    known = History.read(store, datetime(2026, 3, 2, tzinfo=KST), 3)
    assert (known.is_empty, known.sections, known.again, known.stored(["demo:1"])) == (True, {}, [], set())
    store.close()


@pytest.mark.parametrize(
    ("answers", "broken"),
    [
        ("gggg", True),
        ("ggg", True),
        ("gg", False),
        ("gggr", False),  # the last run read it
        ("rggg", True),
        ("g-gg-g", True),  # runs that did not ask for it say nothing
        ("eeee", False),  # no status of deletion
        ("e" * 9, False),
        ("e" * 10, True),  # nobody ever read it
        ("ge" * 5, True),
        ("r" + "e" * 10, True),
        ("e" * 10 + "r", False),
        ("ggeg", True),
    ],
)
def test_a_list_is_broken_where_the_last_runs_all_asked_for_it_in_vain(
    tmp_path: Path, answers: str, broken: bool
) -> None:
    url = "https://www.a.test/news/section.html?sec_no=9"
    reasons = {"g": "http_404", "e": "unexpected"}
    store = SqliteArchive(tmp_path / "archive.sqlite", "demo")
    for number, answer in enumerate(answers):
        run_id = f"202603{number + 1:02}T030000"
        store.begin_run(run_id, f"2026-03-{number + 1:02}T03:00:00+09:00", lambda run_id: True)
        if answer in reasons:
            store.add(Rejected(site="demo", url=url, reason=reasons[answer], fetched_at=NOON))
        sections = [SectionReport("행정", url, "menu", pages=1)] if answer == "r" else []
        store.end_run(NOON, True, encode(manifest("demo", run_id, sections=sections)))
        store.set_published()
    store.begin_run("20260319T030000", "2026-03-19T03:00:00+09:00", lambda run_id: True)
    assert (url in History.read(store, datetime(2026, 3, 19, tzinfo=KST), 3).broken) is broken
    store.close()
