"""The audit of the lists: which articles must be on a list, and which say nothing about the lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from support.records import address, article

from newscrawler.items import Article
from newscrawler.run.audit import Audit, Audited
from newscrawler.store.manifest import SectionReport, StopReason

HOME = "http://demo.test/"
BEGAN = "2026-03-20T06:00:00+09:00"
POLITICS, SCHOOLS, ALL = (f"{HOME}{name}" for name in ("politics", "schools", "all"))
LANDING, BLOCK = f"{HOME}landing", f"{HOME}news/ajax.php#main-7-"


def day(number: int) -> str:
    return f"2026-03-{number:02}T09:00:00+09:00"


class Paper:
    """A run of a newspaper: pages are noted, articles archived, and then the lists are audited."""

    def __init__(self) -> None:
        self.audit = Audit()
        self.archived: dict[str, Article] = {}
        self.reports: dict[str, SectionReport] = {}

    def section(self, url: str, name: str, stopped: StopReason | None = "end", found_via: str = "menu") -> None:
        self.reports[url] = SectionReport(name, url, found_via, stopped=stopped)

    def lists(self, url: str, *rows: tuple[int, int | None]) -> None:
        """A page of a list: the numbers of its articles, with the days it prints."""
        self.audit.add_listed(url, [(f"demo:{no}", day(printed) if printed else None) for no, printed in rows])

    def shows(self, *numbers: int, on: str = HOME) -> None:
        for no in numbers:
            self.audit.add_shown(f"demo:{no}", on)

    def archives(self, numbers: Iterable[int], published: str | None, section: str | None = None, **other: str) -> None:
        for no in numbers:
            self.archived[f"demo:{no}"] = article(no, published_at=published, section=section, **other)

    def records(self, ids: Iterable[str]) -> Iterator[Article]:
        """What the archive has of these articles."""
        return (self.archived[identifier] for identifier in ids if identifier in self.archived)

    def result(self) -> tuple[int, int]:
        """How many articles must be on lists, and how many are."""
        found = self.audited()
        return found.shown, found.listed

    def audited(self) -> Audited:
        return self.audit.result(self.records, self.reports.values(), BEGAN)


@pytest.fixture
def paper() -> Paper:
    """One list without a name, read to its end on the 9th; articles 1 to 9 of the 15th, of no section."""
    made = Paper()
    made.section(ALL, "")
    made.lists(ALL, (1, 15), (2, 15), (3, 14))
    made.lists(ALL, (30, 11), (31, 10), (32, 9))
    made.archives(range(1, 10), day(15))
    return made


def test_articles_that_lists_show_too_agree(paper: Paper) -> None:
    paper.shows(1, 2, 3)
    assert paper.audited() == Audited(3, 3, [])


def test_articles_that_no_list_shows_are_counted_with_three_examples_and_where_they_were_shown(paper: Paper) -> None:
    paper.shows(1, 5, 6, 7, 8)
    paper.shows(5, on=f"{HOME}rss")  # only the first page that shows it is named
    paper.shows(9, on=f"{HOME}rss")
    found = paper.audited()
    assert (found.shown, found.listed) == (6, 1)
    assert found.examples == [f"{address(no)} (on {HOME})" for no in (5, 6, 7)]


def test_the_order_in_which_lists_and_other_pages_are_read_does_not_matter(paper: Paper) -> None:
    paper.shows(5, 6)
    paper.section(SCHOOLS, "교육")
    paper.lists(SCHOOLS, (5, 15), (33, 10), (34, 10))
    assert paper.result() == (2, 1)


def test_a_run_without_lists_expects_nothing() -> None:
    paper = Paper()
    paper.section(LANDING, "행정")
    paper.archives([5], day(15), "행정")
    paper.shows(5)
    assert paper.result() == (0, 0)


# ---- articles that say nothing ------------------------------------------------------------------------
def test_an_article_that_is_not_archived_or_not_dated_or_removed_does_not_count(paper: Paper) -> None:
    paper.archives([6], None)
    paper.archives([7], day(15), status="removed")
    paper.shows(6, 7, 99)
    assert paper.result() == (0, 0)


@pytest.mark.parametrize(
    ("published", "counts"),
    [
        ("2026-03-09T09:00:01+09:00", True),
        ("2026-03-09T09:00:00+09:00", False),  # the time of the oldest row: one as old may be too old for the list
        ("1926-03-15T09:00:00+09:00", False),
        ("2026-03-18T09:00:00+09:00", True),  # three days after the newest row: its page may be a stale copy
        ("2026-03-18T09:00:01+09:00", False),  # the list is no longer kept
        ("2062-03-15T09:00:00+09:00", False),
    ],
)
def test_only_articles_within_the_range_of_the_lists_count(paper: Paper, published: str, counts: bool) -> None:
    paper.archives([5], published)
    paper.shows(5)
    assert paper.result() == (int(counts), 0)


@pytest.mark.parametrize(("published", "counts"), [("2026-03-20T05:59:59+09:00", 1), (BEGAN, 0)])
def test_an_article_that_came_after_the_run_began_was_not_there_yet(paper: Paper, published: str, counts: int) -> None:
    paper.lists(ALL, (40, 19), (41, 9), (42, 9))
    paper.archives([5], published)
    paper.shows(5)
    assert paper.result() == (counts, 0)


# ---- how far lists were read --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("stopped", "counts"),
    [
        ("end", True),
        ("nothing_new", True),
        ("since", True),
        ("max_pages", False),
        ("max_articles", False),
        ("error", False),
        (None, False),  # the run ended before the list did
    ],
)
def test_a_list_that_was_not_read_as_far_as_intended_makes_no_claim(
    paper: Paper, stopped: StopReason | None, counts: bool
) -> None:
    paper.section(ALL, "", stopped)
    paper.shows(5)
    assert paper.result() == (int(counts), 0)


def test_an_article_of_an_unknown_section_must_be_within_the_range_of_all_lists(paper: Paper) -> None:
    paper.section(SCHOOLS, "교육", "nothing_new")
    paper.lists(SCHOOLS, (40, 16))
    paper.archives([5], day(16))
    paper.archives([6], day(17))
    paper.shows(5, 6)
    assert paper.result() == (1, 0)


def test_a_list_that_could_not_be_read_at_all_may_be_the_one_with_the_article(paper: Paper) -> None:
    paper.section(SCHOOLS, "교육", "error")
    paper.shows(5)
    assert paper.result() == (0, 0)


def test_a_list_without_dates_makes_no_claim(paper: Paper) -> None:
    paper.section(SCHOOLS, "교육")
    paper.lists(SCHOOLS, (40, None))
    paper.shows(5)
    assert paper.result() == (0, 0)


def test_a_page_without_dates_leaves_the_range_as_the_pages_above_it_showed_it(paper: Paper) -> None:
    paper.lists(ALL, (33, None))
    paper.shows(5)
    assert paper.result() == (1, 0)


def test_where_older_rows_follow_the_middle_of_the_last_page_read_is_the_limit(paper: Paper) -> None:
    """Neither a misprinted year nor an old article pinned to the top moves it."""
    paper.section(ALL, "", "nothing_new")
    strange = [("demo:50", "2062-03-08T09:00:00+09:00"), ("demo:51", day(8)), ("demo:52", "1926-03-08T09:00:00+09:00")]
    paper.audit.add_listed(ALL, strange)
    paper.archives([5], "2026-03-08T09:00:01+09:00")
    paper.archives([6], day(8))
    paper.shows(5, 6)
    assert paper.result() == (1, 0)


@pytest.mark.parametrize("stopped", ["end", "nothing_new"])
def test_a_row_that_prints_a_day_only_stands_for_the_end_of_that_day(paper: Paper, stopped: StopReason) -> None:
    paper.section(SCHOOLS, "교육", stopped)
    paper.audit.add_listed(SCHOOLS, [("demo:40", "2026-03-16T00:00:00+09:00")])
    paper.archives([5], "2026-03-16T23:59:59+09:00", "교육")
    paper.archives([6], "2026-03-17T00:00:00+09:00", "교육")
    paper.section(ALL, "전체기사")
    paper.shows(5, 6)
    assert paper.result() == (1, 0)


def test_landing_pages_and_ajax_blocks_outside_lists_are_not_lists(paper: Paper) -> None:
    paper.section(LANDING, "행정")
    paper.lists(LANDING)  # read, without rows
    paper.section(BLOCK, "", "error", "ajax")
    paper.archives([5], day(15), "행정")
    paper.shows(5)
    assert paper.result() == (1, 0)


# ---- the list of the article's section ----------------------------------------------------------------
@pytest.fixture
def daily() -> Paper:
    """A daily run: the list of all articles was read back to the 19th, that of 행정 to the 5th, that of 교육 not."""
    made = Paper()
    for url, name, stopped in (
        (ALL, "전체기사", "nothing_new"),
        (POLITICS, "행정", "nothing_new"),
        (SCHOOLS, "교육", "error"),
    ):
        made.section(url, name, stopped)  # type: ignore[arg-type]
    made.lists(ALL, (1, 19))
    made.lists(POLITICS, (20, 19), (2, 5), (21, 5))
    return made


@pytest.mark.parametrize(
    ("section", "published", "counts"),
    [
        ("행정", day(6), True),
        ("행정", day(5), False),
        ("교육", day(19), False),
        ("체육", day(19), False),
        (None, day(19), False),
    ],
)
def test_the_list_named_like_the_section_decides(
    daily: Paper, section: str | None, published: str, counts: bool
) -> None:
    daily.archives([5], published, section)
    daily.shows(5)
    assert daily.result() == (int(counts), 0)


def test_all_lists_of_the_name_must_cover_the_day(daily: Paper) -> None:
    daily.section(f"{POLITICS}2", "행정", "nothing_new")
    daily.lists(f"{POLITICS}2", (30, 19), (3, 9), (31, 9))
    daily.archives([5], day(9), "행정")
    daily.archives([6], day(10), "행정")
    daily.shows(5, 6)
    assert daily.result() == (1, 0)


def test_a_list_without_a_name_may_belong_to_the_section(daily: Paper) -> None:
    daily.section(BLOCK, "", "nothing_new", "ajax")
    daily.lists(BLOCK, (3, 9))
    daily.archives([5], day(9), "행정")
    daily.shows(5)
    assert daily.result() == (0, 0)


def test_any_list_may_show_the_article(daily: Paper) -> None:
    daily.archives([1], day(19), "행정")
    daily.shows(1)
    assert daily.result() == (1, 1)


# ---- bounds ---------------------------------------------------------------------------------------------
def test_what_is_remembered_of_other_pages_is_bounded(paper: Paper) -> None:
    paper.archives(range(100, 20_100), day(15))
    paper.shows(*range(100, 20_100))
    assert paper.result() == (10_000, 0)
