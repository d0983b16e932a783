"""`scrapy stats`: articles per day, last runs, last alarms."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from support.archives import TIME, article, manifest, store
from support.crawling import ROOT, Run, environment, scrapy

from newscrawler.items import Article
from newscrawler.korean.dates import iso, now_kst
from newscrawler.store.manifest import Counts
from newscrawler.store.sqlite import SqliteArchive


def stats(data: Path, *arguments: str, columns: int = 80) -> Run:
    env = {"COLUMNS": str(columns)}
    return scrapy("stats", *arguments, "-s", f"DATA_DIR={data}", data_dir=data, env=env)


def lines(run: Run) -> list[list[str]]:
    """The words of each line that is not empty."""
    assert (run.exit_code, run.stderr) == (0, "")
    return [line.split() for line in run.stdout.splitlines() if line.strip()]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A newspaper of three articles and three ended runs; the run that stored the articles died."""
    days = ("2026-03-01T23:59:59", "2026-03-03T00:00:00", "2026-03-03T12:00:00", "2025-01-01T00:00:00")
    articles = [article("nuri", number, published_at=f"{day}+09:00") for number, day in enumerate(days)]
    articles += [article("nuri", 9, published_at=None)]
    runs = [
        manifest("nuri", "20260302T060000", counts=Counts(new=3, rejected=1)),
        manifest("nuri", "20260303T060000", exit_code=1, counts=Counts(), alarms=["list page 2 could not be read"]),
        manifest("nuri", "20260304T060000", exit_code=5, counts=Counts(modified=1, removed=12), alarms=["a", "b"]),
    ]
    store(tmp_path, "nuri", articles, runs)
    return tmp_path


# ---- what is shown -------------------------------------------------------------------------------------
def test_articles_are_counted_per_day_up_to_the_newest(data: Path) -> None:
    shown = lines(stats(data, "nuri", "--days", "3"))
    bar = "█" * 50
    assert shown[:5] == [
        ["nuri:", "articles", "published"],
        ["day", "articles"],
        ["2026-03-01", bar[:25], "1"],
        ["2026-03-02", "0"],
        ["2026-03-03", bar, "2"],
    ]


def published(*days_ago: int) -> list[Article]:
    """Articles published so many days before today, at midnight."""
    midnight = now_kst().replace(hour=0, minute=0, second=0)
    return [
        article("nuri", number, published_at=iso(midnight - timedelta(days=days)))
        for number, days in enumerate(days_ago)
    ]


def test_the_days_end_today_while_there_are_articles_in_them(tmp_path: Path) -> None:
    store(tmp_path, "nuri", published(2, 2, 40))
    today = now_kst().date()
    counted = [(line[0], line[-1]) for line in lines(stats(tmp_path, "nuri", "--days", "3"))[2:5]]
    assert counted == [
        ((today - timedelta(days=back)).isoformat(), number) for back, number in ((2, "2"), (1, "0"), (0, "0"))
    ]


def test_the_days_end_at_the_newest_article_where_it_is_older(tmp_path: Path) -> None:
    store(tmp_path, "nuri", published(3, 40))
    (day,) = [line[0] for line in lines(stats(tmp_path, "nuri", "--days", "1"))[2:3]]
    assert day == (now_kst().date() - timedelta(days=3)).isoformat()


def test_a_misprinted_year_hides_nothing(data: Path, tmp_path: Path) -> None:
    before = lines(stats(data, "nuri"))
    with closing(SqliteArchive(tmp_path / "nuri" / "archive.sqlite", "nuri")) as archive:
        archive.begin_run("20260301T000001", "2026-03-01T00:00:01+09:00", lambda run_id: False)
        archive.add(article("nuri", 62, published_at="2062-11-07T10:11:00+09:00"))
    assert lines(stats(data, "nuri"))[:16] == before[:16]


def test_an_archive_of_misprinted_years_only_shows_no_days(tmp_path: Path) -> None:
    store(tmp_path, "nuri", [article("nuri", 62, published_at="2062-11-07T10:11:00+09:00")])
    assert stats(tmp_path, "nuri").stdout.startswith("nuri: no article with a date\n")


def test_two_weeks_are_shown_unless_another_number_is_asked_for(data: Path) -> None:
    days = [line[0] for line in lines(stats(data, "nuri")) if line[0].startswith("2026-")]
    assert (len(days), days[0], days[-1]) == (14, "2026-02-18", "2026-03-03")


def test_the_last_runs_are_shown_with_their_end_and_counts(data: Path) -> None:
    shown = lines(stats(data, "nuri"))
    at = shown.index(["last", "runs"])
    assert shown[at + 1 : at + 6] == [
        ["run", "exit", "new", "modified", "removed", "rejected", "seconds"],
        ["20260301T000000", "not", "ended"],
        ["20260302T060000", "0", "complete", "3", "0", "0", "1", "59"],
        ["20260303T060000", "1", "incomplete", "0", "0", "0", "0", "59"],
        ["20260304T060000", "5", "interrupted", "0", "1", "12", "0", "59"],
    ]


def test_the_last_alarms_come_newest_first_with_their_run(data: Path) -> None:
    assert stats(data, "nuri").stdout.splitlines()[-4:] == [
        "last alarms",
        "20260304T060000 ! a",
        "20260304T060000 ! b",
        "20260303T060000 ! list page 2 could not be read",
    ]


def test_only_ten_runs_and_ten_alarms_are_shown(tmp_path: Path) -> None:
    runs = [manifest("nuri", f"202603{day:02}T060000", alarms=[f"alarm {day}", "second"]) for day in range(1, 13)]
    store(tmp_path, "nuri", runs=runs)
    shown = stats(tmp_path, "nuri").stdout.splitlines()
    first = next(place for place, line in enumerate(shown) if line.startswith("20260303T"))
    assert [line[:8] for line in shown[first : first + 10]] == [f"202603{day:02}" for day in range(3, 13)]
    assert shown[-11] == "20260312T060000 ! alarm 12"
    assert shown[-1] == "and 10 more, see alarms in the run.json of each run"


def test_an_archive_without_runs_or_articles_says_so(tmp_path: Path) -> None:
    with closing(SqliteArchive(tmp_path / "nuri" / "archive.sqlite", "nuri")):
        pass
    run = stats(tmp_path, "nuri")
    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout == "nuri: no article with a date\n\nno runs\n\nno alarms\n"


def test_articles_without_a_run_that_ended_are_shown(tmp_path: Path) -> None:
    store(tmp_path, "nuri", [article("nuri", 1, published_at=TIME)])
    shown = lines(stats(tmp_path, "nuri", "--days", "1"))
    assert shown[2] == ["2026-03-02", "█" * 50, "1"]
    assert shown[5:] == [["20260301T000000", "not", "ended"], ["no", "alarms"]]


# ---- terminals -----------------------------------------------------------------------------------------
EVIL = "\x1b]0;owned\x07\x1b[2J[red]not read[/red] :warning: http://nuri.test/\x9b31m\r\nnext"


def test_what_a_newspaper_says_never_commands_the_terminal(tmp_path: Path) -> None:
    store(tmp_path, "nuri", runs=[manifest("nuri", "20260302T060000", alarms=[EVIL])])
    shown = stats(tmp_path, "nuri").stdout
    assert shown.splitlines()[-1] == (
        "20260302T060000 ! ]0;owned[2J[red]not read[/red] :warning: http://nuri.test/31m next"
    )
    assert all(character == "\n" or character.isprintable() for character in shown)


def test_an_alarm_is_one_line_in_a_pipe_and_nothing_is_coloured(tmp_path: Path) -> None:
    long = "http://nuri.test/" + "x" * 300 + " could not be read"
    store(tmp_path, "nuri", runs=[manifest("nuri", "20260302T060000", alarms=[long])])
    run = stats(tmp_path, "nuri", columns=30)
    assert run.stdout.splitlines()[-1] == f"20260302T060000 ! {long}"
    assert "\x1b" not in run.stdout


@pytest.mark.parametrize("columns", [20, 40, 60])
def test_a_narrow_terminal_shows_narrow_bars_and_whole_numbers(columns: int, data: Path) -> None:
    shown = stats(data, "nuri", "--days", "3", columns=columns)
    assert (shown.exit_code, shown.stderr) == (0, "")
    bars = [line for line in shown.stdout.splitlines() if "█" in line]
    assert all(len(line.rstrip()) <= columns for line in bars)
    assert [line.split()[0] for line in bars] == ["2026-03-01", "2026-03-03"] or columns == 20
    assert "20260304T060000" in shown.stdout or columns == 20


def test_on_a_terminal_it_prints_the_same(data: Path) -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "scrapy", "stats", "nuri", "-s", f"DATA_DIR={data}"]
    env = environment({"COLUMNS": "80", "TERM": "xterm"})
    done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=follower, check=False)
    os.close(follower)
    text = ""
    while chunk := _read(leader):
        text += chunk
    os.close(leader)
    assert done.returncode == 0
    assert "20260304T060000 ! a" in text
    assert "█" * 50 in text


def _read(leader: int) -> str:
    try:
        return os.read(leader, 1 << 16).decode()
    except OSError:  # the other end is closed and everything was read
        return ""


# ---- wrong use -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "give the name of one newspaper, for example: scrapy stats gndnews"),
        (("a", "b"), "give the name of one newspaper, for example: scrapy stats gndnews"),
        (("nosuch",), "there is no archive of 'nosuch' at {data}/nosuch/archive.sqlite"),
        (("nosuch", "--days", "0"), "--days must be a number from 1 to 3660, not 0"),
    ],
)
def test_wrong_use_is_exit_2_with_one_sentence(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    run = stats(tmp_path, *arguments)
    assert (run.exit_code, run.stdout, run.stderr) == (2, "", f"scrapy stats: {sentence.format(data=tmp_path)}\n")
    assert list(tmp_path.iterdir()) == []


def test_an_archive_that_cannot_be_read_is_exit_4(tmp_path: Path) -> None:
    path = tmp_path / "nuri" / "archive.sqlite"
    path.parent.mkdir()
    path.write_text("no database, but long enough to look like one" * 100)
    run = stats(tmp_path, "nuri")
    sentence = f"scrapy stats: the archive {path} cannot be used: file is not a database\n"
    assert (run.exit_code, run.stdout, run.stderr) == (4, "", sentence)
