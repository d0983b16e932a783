"""What the page says: newspapers by days, what to do, what the runs brought. No browser, no crawl."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.settings import Settings
from support import archived

from newscrawler.overview import board, charts, content, korea, sources, words
from newscrawler.overview.articles import ListedArticle, newest_articles
from newscrawler.run.outcome import COVERED
from newscrawler.store.archive import ArchiveError
from newscrawler.store.manifest import SectionReport
from newscrawler.store.sqlite import SqliteArchive

TODAY = date(2026, 3, 5)
DAYS = board.last_days(TODAY, 4)  # 03-05, 03-04, 03-03, 03-02


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings({"DATA_DIR": str(tmp_path), "ARCHIVE_URL": None})


def read(settings: Settings, days: list[date] = DAYS) -> list[sources.NewspaperSummary]:
    papers, unread = sources.read_newspapers(settings, days[-1])
    assert unread == []
    return papers


def kinds(settings: Settings) -> dict[str, list[str]]:
    """Newspaper -> what happened on each day, today first."""
    return {row.site: [cell.kind for cell in row.cells] for row in board.rows(read(settings), DAYS)}


def to_do(settings: Settings) -> dict[str, list[str]]:
    """Kind of task -> newspapers concerned, in the page's order."""
    papers = read(settings)
    found = board.tasks(papers, board.rows(papers, DAYS))
    return {task.kind: [concern.site for concern in task.concerns] for task in found}


# ---- newspapers by days ---------------------------------------------------------------------------
def test_a_day_without_a_run_is_missing_after_the_first_run_and_before_it_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    archived.store(tmp_path, "narunews", "2026-03-03")
    archived.store(tmp_path, "narunews", "2026-03-05")
    assert kinds(settings) == {"narunews": ["done", "missing", "done", "before"]}
    assert to_do(settings) == {}  # the later run brought what the gap missed


def test_a_newspaper_left_out_today_is_a_task_but_a_day_on_which_nobody_ran_yet_is_none(
    settings: Settings, tmp_path: Path
) -> None:
    for site in ("narunews", "gaeul"):
        archived.store(tmp_path, site, "2026-03-04")
    assert kinds(settings) == {
        "gaeul": ["waiting", "done", "before", "before"],
        "narunews": ["waiting", "done", "before", "before"],
    }
    assert to_do(settings) == {}
    archived.store(tmp_path, "gaeul", "2026-03-05")
    assert kinds(settings)["narunews"][0] == "missing"
    assert to_do(settings) == {"missing": ["narunews"]}


def test_when_nobody_ran_since_the_day_before_yesterday_that_is_said_once(settings: Settings, tmp_path: Path) -> None:
    for site in ("narunews", "gaeul"):
        archived.store(tmp_path, site, "2026-03-03")
    papers = read(settings)
    (task,) = board.tasks(papers, board.rows(papers, DAYS))
    assert (task.kind, task.since, task.concerns) == ("stopped", date(2026, 3, 3), [])


def test_a_newspaper_without_a_run_for_weeks_is_no_gap_of_today(settings: Settings, tmp_path: Path) -> None:
    archived.store(tmp_path, "old", "2026-02-18")  # 15 days ago
    archived.store(tmp_path, "late", "2026-02-19")
    archived.store(tmp_path, "narunews", "2026-03-05")
    assert to_do(settings) == {"missing": ["late"], "dormant": ["old"]}


@pytest.mark.parametrize(
    ("exit_code", "kind"),
    [(1, "incomplete"), (2, "usage"), (3, "quality"), (4, "unstored"), (5, "interrupted"), (9, "crashed")],
)
def test_each_exit_status_is_its_own_task(settings: Settings, tmp_path: Path, exit_code: int, kind: str) -> None:
    archived.store(tmp_path, "narunews", "2026-03-05", exit_code=exit_code, alarms=["one page could not be read"])
    papers = read(settings)
    (task,) = board.tasks(papers, board.rows(papers, DAYS))
    assert task.kind == kind
    assert task.concerns == [board.Concern("narunews", "narunews", ["one page could not be read"], 1)]


def test_a_run_below_a_floor_says_which_floor_and_not_that_it_found_nothing(settings: Settings, tmp_path: Path) -> None:
    floor = "only 6 of 60 articles have an author (10%, the floor is 30%)"
    items = [archived.article("narunews", number, "2026-03-05") for number in range(60)]
    archived.store(tmp_path, "narunews", "2026-03-05", items, exit_code=3, alarms=[floor])
    papers = read(settings)
    rows = board.rows(papers, DAYS)
    (task,) = board.tasks(papers, rows)
    assert (rows[0].cells[0].new, task.concerns[0].said) == (60, [floor])
    for _, *shown in (words.STATES[rows[0].cells[0].kind], words.TASKS[task.kind]):
        assert "찾지 못" not in " ".join(shown)
        assert "빈손" not in shown


def test_a_task_says_for_how_many_days_it_has_been_so_and_cuts_long_lists(settings: Settings, tmp_path: Path) -> None:
    archived.store(tmp_path, "narunews", "2026-03-03")
    for day in ("2026-03-04", "2026-03-05"):
        archived.store(tmp_path, "narunews", day, exit_code=1, alarms=[f"page {number}" for number in range(7)])
    papers = read(settings)
    (task,) = board.tasks(papers, board.rows(papers, DAYS))
    (concern,) = task.concerns
    assert concern.days == 2
    assert concern.said == [*(f"page {number}" for number in range(5)), "… 2 more in run.json"]


def test_pages_that_an_older_run_named_one_by_one_are_one_sentence(settings: Settings, tmp_path: Path) -> None:
    alarms = [f"list page http://a.test/{number}: no answer in time" for number in range(26)]
    archived.store(tmp_path, "narunews", "2026-03-05", exit_code=1, alarms=[*alarms, "the run was interrupted"])
    papers = read(settings)
    (task,) = board.tasks(papers, board.rows(papers, DAYS))
    assert task.concerns[0].said == [
        "26 pages: no answer in time (http://a.test/0, http://a.test/1, http://a.test/2 …)",
        "the run was interrupted",
    ]


def test_alarms_of_a_whole_run_are_shown_after_what_failed(settings: Settings, tmp_path: Path) -> None:
    archived.store(tmp_path, "whole", "2026-03-05", alarms=["robots.txt forbids 2 of the pages"])
    archived.store(tmp_path, "broken", "2026-03-05", exit_code=1)
    assert list(to_do(settings)) == ["incomplete", "alarms"]
    assert to_do(settings)["alarms"] == ["whole"]


def test_the_last_attempt_of_a_day_counts_and_the_counts_of_all_are_added(settings: Settings, tmp_path: Path) -> None:
    first = [archived.article("narunews", number, "2026-03-05") for number in (1, 2)]
    later = [
        archived.article("narunews", 3, "2026-03-05"),
        archived.article("narunews", 1, "2026-03-05", status="removed"),
    ]
    archived.store(tmp_path, "narunews", "2026-03-05", first, exit_code=1, alarms=["page 3"])
    run = archived.store(tmp_path, "narunews", "2026-03-05", later, clock="09:00:00")
    locked = archived.outcome(
        "narunews", "나루신문", "2026-03-05", state="locked", exit_code=6, started_at="2026-03-05T10:00:00+09:00"
    )
    archived.batch(tmp_path, "2026-03-05", archived.outcome("narunews", "나루신문", "2026-03-05", run), locked)
    (row,) = board.rows(read(settings), DAYS)
    cell = row.cells[0]
    assert (row.title, row.new) == ("나루신문", 3)
    assert (cell.kind, cell.new, cell.removed, cell.attempts, cell.alarms) == ("done", 3, 1, 3, [])
    assert cell.run_id == "20260305T090000"


def test_a_run_without_an_end_is_seen(settings: Settings, tmp_path: Path) -> None:
    archived.store(tmp_path, "narunews", "2026-03-04")
    archived.begin(tmp_path, "narunews", "2026-03-05")
    assert kinds(settings)["narunews"][:2] == ["unfinished", "done"]
    assert to_do(settings) == {"unfinished": ["narunews"]}


def test_totals_count_the_newspapers_due_that_day(settings: Settings, tmp_path: Path) -> None:
    archived.store(tmp_path, "narunews", "2026-03-03", [archived.article("narunews", 1, "2026-03-03")])
    archived.store(tmp_path, "narunews", "2026-03-05", [archived.article("narunews", 2, "2026-03-05")])
    archived.store(tmp_path, "gaeul", "2026-03-05", [archived.article("gaeul", 1, "2026-03-05")], exit_code=1)
    sums = [(total.new, total.done, total.due) for total in board.totals(board.rows(read(settings), DAYS))]
    assert sums == [(2, 1, 2), (0, 0, 1), (1, 1, 1), (0, 0, 0)]


def test_newspapers_in_trouble_stand_first_then_all_by_title(settings: Settings, tmp_path: Path) -> None:
    for site, exit_code in (("b", 0), ("a", 0), ("d", 1), ("c", 4)):
        archived.store(tmp_path, site, "2026-03-05", exit_code=exit_code)
    assert [row.site for row in board.rows(read(settings), DAYS)] == ["c", "d", "a", "b"]


def test_without_newspapers_there_is_nothing_to_say() -> None:
    assert (board.rows([], DAYS), board.totals([]), board.tasks([], [])) == ([], [], [])


def test_every_word_the_page_needs_is_there() -> None:
    assert words.TASKS.keys() == set(board._TASKS) | {"stopped"}
    assert words.FIELDS.keys() == set(COVERED)


# ---- archives and batches -------------------------------------------------------------------------
def test_the_period_and_the_archive_are_counted_apart(settings: Settings, tmp_path: Path) -> None:
    archived.store(
        tmp_path, "narunews", "2026-01-01", [archived.article("narunews", n, "2026-01-01") for n in range(5)]
    )
    archived.store(tmp_path, "narunews", "2026-03-05", [archived.article("narunews", 9, "2026-03-05")])
    (paper,) = read(settings)
    assert (paper.first, paper.last, paper.articles) == ("2026-01-01", "2026-03-05", 6)
    assert [attempt.day for attempt in paper.attempts] == ["2026-03-05"]
    assert kinds(settings)["narunews"] == ["done", "missing", "missing", "missing"]


def test_a_newspaper_that_only_batches_know_is_on_the_page(settings: Settings, tmp_path: Path) -> None:
    slow = archived.outcome("slow", "느린신문", "2026-03-04", state="timeout", exit_code=1, alarms=["it was stopped"])
    dead = archived.outcome("dead", "죽은신문", "2026-03-05", state="failed", exit_code=-9)
    archived.batch(tmp_path, "2026-03-04", slow)
    archived.batch(tmp_path, "2026-03-05", dead)
    assert kinds(settings) == {
        "dead": ["crashed", "before", "before", "before"],
        "slow": ["missing", "timeout", "before", "before"],
    }
    assert {paper.site: paper.title for paper in read(settings)} == {"dead": "죽은신문", "slow": "느린신문"}


def test_a_batch_knows_better_than_the_run_how_its_process_ended(settings: Settings, tmp_path: Path) -> None:
    run = archived.store(tmp_path, "narunews", "2026-03-05", alarms=["one"])
    said = archived.outcome("narunews", "나루신문", "2026-03-05", run, exit_code=4, alarms=["one", "two"])
    archived.batch(tmp_path, "2026-03-05", said)
    (attempt,) = read(settings)[0].attempts
    assert (board.kind_of(attempt), attempt.alarms, attempt.log) == ("unstored", ["one", "two"], "logs/narunews.log")
    assert attempt.manifest is not None


def test_a_run_that_its_batch_stopped_is_one_attempt(settings: Settings, tmp_path: Path) -> None:
    archived.store(tmp_path, "narunews", "2026-03-04")
    archived.begin(tmp_path, "narunews", "2026-03-05", "06:30:01")
    stopped = archived.outcome("narunews", "나루신문", "2026-03-05", state="timeout", exit_code=1, alarms=["stopped"])
    archived.batch(tmp_path, "2026-03-05", stopped)
    assert kinds(settings)["narunews"][:2] == ["timeout", "done"]
    attempt = read(settings)[0].attempts[-1]
    assert (attempt.run_id, attempt.alarms) == ("20260305T063001", ["stopped"])
    assert len(read(settings)[0].attempts) == 2


def test_a_wrong_file_of_newspapers_is_told_and_the_page_made_all_the_same(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "papers.toml").write_text("[narunews")
    settings.set("NEWSPAPERS", str(tmp_path / "papers.toml"))
    archived.store(tmp_path, "narunews", "2026-03-05")
    papers, unread = sources.read_newspapers(settings, DAYS[-1])
    assert [paper.site for paper in papers] == ["narunews"]
    (sentence,) = unread
    assert "papers.toml" in sentence


def test_a_copy_of_an_archive_is_not_another_newspaper(settings: Settings, tmp_path: Path) -> None:
    archived.store(tmp_path, "narunews", "2026-03-05")
    (tmp_path / "narunews").rename(tmp_path / "copy")
    (paper,) = read(settings)
    assert paper.error is not None
    assert "is that of the newspaper 'narunews', not of 'copy'" in paper.error


def test_a_batch_file_that_makes_no_sense_is_told(settings: Settings, tmp_path: Path) -> None:
    archived.store(tmp_path, "narunews", "2026-03-05")
    (tmp_path / "batches").mkdir()
    (tmp_path / "batches" / "20260305T063000.json").write_text("{}")
    papers, unread = sources.read_newspapers(settings, DAYS[-1])
    assert [paper.site for paper in papers] == ["narunews"]
    (sentence,) = unread
    assert sentence.startswith("20260305T063000.json: ")


def test_a_broken_archive_is_a_task_and_does_not_hide_the_others(settings: Settings, tmp_path: Path) -> None:
    archived.store(tmp_path, "narunews", "2026-03-05")
    archived.store(tmp_path, "broken", "2026-03-05")
    (tmp_path / "broken" / "archive.sqlite").write_bytes(b"no database at all" * 100)
    archived.store(tmp_path, "rotten", "2026-03-05", [archived.widget("rotten", "상자", [(1, "하나")], "2026-03-05")])
    with sqlite3.connect(tmp_path / "rotten" / "archive.sqlite") as db:
        db.execute("UPDATE sidebar SET record='{'")
    assert to_do(settings) == {"unreadable": ["broken", "rotten"]}
    assert {paper.site for paper in read(settings) if not paper.error} == {"narunews"}


def test_archives_elsewhere_are_found_by_the_known_names(settings: Settings, tmp_path: Path) -> None:
    archived.store(tmp_path / "elsewhere", "gndnews", "2026-03-05")
    (tmp_path / "elsewhere" / "gndnews" / "archive.sqlite").rename(tmp_path / "gndnews.sqlite")
    settings.set("ARCHIVE_URL", f"sqlite:///{tmp_path}/{{site}}.sqlite")
    (paper,) = read(settings)
    assert (paper.site, paper.title) == ("gndnews", "경남도민뉴스")
    settings.set("ARCHIVE_URL", "redis://nowhere")
    with pytest.raises(ArchiveError, match="sqlite:///path"):
        read(settings)


def test_the_users_own_table_of_newspapers_gives_the_titles(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "papers.toml").write_text('[narunews]\ntitle = "나루신문"\nhome = "https://www.naru.test/"\n')
    settings.set("NEWSPAPERS", str(tmp_path / "papers.toml"))
    archived.store(tmp_path, "narunews", "2026-03-05")
    assert [paper.title for paper in read(settings)] == ["나루신문"]


def test_reading_the_archives_changes_no_record(settings: Settings, tmp_path: Path) -> None:
    archived.store(tmp_path, "narunews", "2026-03-05", [archived.article("narunews", 1, "2026-03-05")])
    before = _dump(tmp_path / "narunews" / "archive.sqlite")
    read(settings)
    assert _dump(tmp_path / "narunews" / "archive.sqlite") == before


def _dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as db:
        return list(db.iterdump())


def test_an_empty_archive_has_no_extent(tmp_path: Path) -> None:
    archive = SqliteArchive(tmp_path / "archive.sqlite", "narunews")
    assert (archive.extent(), archive.unfinished()) == ((None, None, 0), [])
    archive.close()


# ---- what the runs brought ------------------------------------------------------------------------
def fields(**shares: float | None) -> dict[str, float | None]:
    return {**dict.fromkeys(COVERED, 1.0), **shares}


def articles(site: str, day: str, number: int, first: int = 0) -> list[archived.Item]:
    return [archived.article(site, first + each, day) for each in range(number)]


def test_coverage_weighs_newspapers_by_their_articles_and_leaves_days_without_any_out(
    settings: Settings, tmp_path: Path
) -> None:
    archived.store(tmp_path, "a", "2026-03-05", articles("a", "2026-03-05", 3), coverage=fields(authors=1.0))
    archived.store(tmp_path, "b", "2026-03-05", articles("b", "2026-03-05", 1), coverage=fields(authors=0.0))
    archived.store(tmp_path, "a", "2026-03-04", coverage=dict.fromkeys(COVERED))
    by_field = {each.field: each for each in content.coverage(read(settings), DAYS)}
    assert by_field["authors"].overall == {TODAY: 0.75}
    assert by_field["authors"].by_paper == {"a": {TODAY: 1.0}, "b": {TODAY: 0.0}}
    assert list(by_field) == list(COVERED)


def test_a_field_that_falls_is_told_and_a_small_change_or_a_few_articles_are_not(
    settings: Settings, tmp_path: Path
) -> None:
    for day, authors, images in (("2026-03-03", 0.9, 0.6), ("2026-03-04", 0.7, 0.6), ("2026-03-05", 0.1, 0.4)):
        first = int(day[-2:]) * 10
        items = articles("narunews", day, 10, first)
        archived.store(tmp_path, "narunews", day, items, coverage=fields(authors=authors, images=images))
        archived.store(tmp_path, "tiny", day, articles("tiny", day, 1, first), coverage=fields(authors=authors))
    (fall,) = content.falls(read(settings), DAYS)
    assert (fall.site, fall.field, round(fall.before, 6), fall.now, fall.day) == (
        "narunews",
        "authors",
        0.8,
        0.1,
        TODAY,
    )


def test_the_last_weather_of_each_station_counts(settings: Settings, tmp_path: Path) -> None:
    old = [archived.reading("a", "서울", 1.0, "2026-03-04"), archived.reading("a", "통영", 9.0, "2026-03-04")]
    archived.store(tmp_path, "a", "2026-03-04", old)
    archived.store(tmp_path, "b", "2026-03-05", [archived.reading("b", "서울", 3.0, "2026-03-05", "06:00:00")])
    later = [
        archived.reading("c", "서울", 4.5, "2026-03-05", "07:00:00"),
        archived.reading("c", "가나", None, "2026-03-05"),
    ]
    archived.store(tmp_path, "c", "2026-03-05", later)
    weather = content.weather(read(settings))
    assert [(reading.station, reading.temperature_c) for reading in weather.readings] == [("가나", None), ("서울", 4.5)]
    assert weather.dates == ["2026-03-05"]
    assert content.weather([]).readings == []


def test_an_article_is_counted_once_a_box_and_has_its_longest_title(settings: Settings, tmp_path: Path) -> None:
    boxes = [
        archived.widget("narunews", "많이 본", [(1, "긴 제목의…"), (2, "둘"), (1, "긴 제목의…")], "2026-03-04"),
        archived.widget("narunews", "새 기사", [(1, "긴 제목의 기사")], "2026-03-04"),
    ]
    archived.store(tmp_path, "narunews", "2026-03-04", boxes)
    archived.store(
        tmp_path,
        "narunews",
        "2026-03-05",
        [archived.widget("narunews", "많이 본", [(2, "둘"), (3, "셋"), (1, "긴")], "2026-03-05")],
    )
    shown = [(each.title, each.boxes, len(each.days)) for each in content.most_shown(read(settings), 2)]
    assert shown == [("긴 제목의 기사", 3, 2), ("둘", 2, 2)]


def test_a_story_of_one_newspaper_is_none(settings: Settings) -> None:
    def record(story: str, site: str, clock: int) -> SimpleNamespace:
        return SimpleNamespace(
            story_id=story, id=f"{site}:{clock}", site=site, title=f"{site} {story}", published_at=f"{clock:02}"
        )

    records = [record("s1", "a", 3), record("s1", "b", 1), record("s2", "a", 4), record("s2", "a", 5),
               record("s3", "c", 9), record("s3", "a", 8), record("s3", "b", 7)]  # fmt: skip
    found = content.stories(records, 10)
    assert [(story.title, story.sites) for story in found] == [("b s3", 3), ("b s1", 2)]
    assert [article.site for article in found[0].articles] == ["b", "a", "c"]
    assert len(content.stories(records, 1)) == 1


def test_sections_are_told_by_the_reason_they_stopped_for_errors_first(settings: Settings, tmp_path: Path) -> None:
    sections = [
        SectionReport("경제", "http://a.test/l?sec_no=3", "guess", 2, 20, "nothing_new"),
        SectionReport("경제", "http://a.test/s?sec_no=3", "menu", 1, 0, "end"),
        SectionReport("사회", "http://a.test/s?sec_no=4", "menu", 1, 0, "end"),
        SectionReport("사회", "http://a.test/l?sec_no=4", "guess", 3, 7, "end"),
        SectionReport("", "http://a.test/news/ajax.php#arl-1-2", "ajax", 1, 5, "end"),
        SectionReport("의회", "http://a.test/l?sec_no=5", "guess", 1, 0, "error"),
        SectionReport("", "http://a.test/l?sec_no=6", "start", 0, 0, None),
    ]
    run = archived.store(tmp_path, "narunews", "2026-03-05", sections=sections)
    assert list(content.stop_reasons(run).items()) == [
        ("error", [("의회", "http://a.test/l?sec_no=5", 1, 0)]),
        (None, [("/l", "http://a.test/l?sec_no=6", 0, 0)]),
        (
            "end",
            [
                ("AJAX 더보기", "http://a.test/news/ajax.php#arl-1-2", 1, 5),
                ("사회", "http://a.test/l?sec_no=4", 4, 7),
            ],
        ),
        ("nothing_new", [("경제", "http://a.test/l?sec_no=3", 2, 20)]),
    ]


# ---- the list of articles -------------------------------------------------------------------------
def test_the_list_has_the_newest_articles_of_the_days_and_says_how_many_it_leaves_out(
    settings: Settings, tmp_path: Path
) -> None:
    archived.store(tmp_path, "b", "2026-03-01", [archived.article("b", 1, "2026-03-01")])
    archived.store(tmp_path, "b", "2026-03-04", articles("b", "2026-03-03", 2, 2) + articles("b", "2026-03-04", 2, 4))
    later = [archived.article("a", 7, "2026-03-05", "고친 제목", "modified"), archived.article("a", 8, "2026-03-06")]
    archived.store(tmp_path, "a", "2026-03-05", [archived.article("a", 7, "2026-03-05"), *later])
    papers = read(settings)

    def listed(most: int) -> tuple[list[str], int]:
        found = newest_articles(settings, papers, DAYS[-1], DAYS[0], most)
        assert found.unread == []
        return [article.id for article in found.articles], found.left_out

    assert listed(9) == (["a:7", "b:5", "b:4", "b:3", "b:2"], 0)
    assert listed(2) == (["a:7", "b:5"], 3)
    assert newest_articles(settings, papers, TODAY, TODAY, 9).articles == [
        ListedArticle("a:7", "a", "http://a.test/news/article.html?no=7", "고친 제목", "2026-03-05T05:00:00+09:00",
                      status="modified")
    ]  # fmt: skip


def test_an_archive_that_cannot_be_listed_is_told(settings: Settings, tmp_path: Path) -> None:
    archived.store(tmp_path, "a", "2026-03-05", articles("a", "2026-03-05", 1))
    archived.store(tmp_path, "b", "2026-03-05", articles("b", "2026-03-05", 1))
    papers = read(settings)
    with sqlite3.connect(tmp_path / "a" / "archive.sqlite") as db:
        db.execute("UPDATE article SET record='{'")
    found = newest_articles(settings, papers, TODAY, TODAY, 9)
    assert [article.id for article in found.articles] == ["b:0"]
    (sentence,) = found.unread
    assert sentence.startswith("record 1 that was read from the archive of a is damaged")


# ---- Korea ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "station",
    "김해시 의령군 북창원 양산시 거창 합천 밀양 산청 거제 남해 함양군 진주 통영 창원 서울 제주 울릉도 백령도".split(),
)
def test_the_stations_newspapers_print_have_their_place(station: str) -> None:
    latitude, longitude = korea.place(station) or (0, 0)
    assert 33 < latitude < 39
    assert 125 < longitude < 130.1


def test_a_station_is_found_with_and_without_its_si_or_gun_and_no_other_is() -> None:
    assert korea.place("경주") == korea.place("경주시") == korea.STATIONS["경주시"]
    assert korea.place("함양") == korea.STATIONS["함양군"]
    assert korea.place("고창") != korea.place("고창군")
    assert korea.place("가나다라") is None
    assert korea.place("시") is None


def test_the_outline_is_closed_and_clockwise_and_holds_the_stations_of_the_land() -> None:
    rings = korea.land()
    for ring in rings:
        assert ring[0] == ring[-1]
        assert sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) < 0
    assert [
        name for name in ("서울", "대전", "대구", "광주", "합천", "춘천") if not _inside(rings[0], korea.STATIONS[name])
    ] == []
    assert not _inside(rings[0], korea.STATIONS["제주"])


def _inside(ring: list[tuple[float, float]], place: tuple[float, float]) -> bool:
    y, x = place
    crossed = [
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 for (x1, y1), (x2, y2) in pairwise(ring)
    ]
    return sum(crossed) % 2 == 1


def test_temperatures_have_a_colour_for_every_ten_degrees() -> None:
    assert [charts._band(degrees) for degrees in (-40, -10.1, -10, -0.1, 0, 9.9, 10, 29.9, 30, 45)] == [
        0,
        0,
        1,
        1,
        2,
        2,
        3,
        4,
        5,
        5,
    ]


def test_a_drawing_holds_no_address_but_its_namespaces_and_the_hostile_stays_text() -> None:
    spots = [
        archived.reading("a", "서울", -0.4, "2026-03-05"),
        archived.reading("a", "<script>alert(1)</script>", 3, "2026-03-05"),
    ]
    svg = charts.weather_map(spots)
    assert "<script" not in svg
    assert ">0</text>" in svg
    assert ">서울</text>" in svg
    assert svg.count("http") == svg.count("http://www.w3.org/")
    coverage = content.Coverage("authors", {TODAY: 0.5}, {"<b>": {TODAY: 0.5}, "가": {TODAY: 0.5}})
    assert "<b>" not in charts.lines(coverage, DAYS)
    assert "aria-label" in charts.lines(coverage, DAYS)


def test_nothing_of_the_page_is_loaded_by_a_crawl() -> None:
    loaded = "[name for name in ('newscrawler.overview', 'jinja2', 'vl_convert') if name in sys.modules]"
    code = f"import sys, newscrawler.commands.crawl, newscrawler.commands.report; print({loaded})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
