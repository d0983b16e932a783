"""`scrapy status`: the last attempt of each newspaper, the worst first."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

from rich.console import Console
from support.archived import begin, store
from support.crawling import scrapy

from newscrawler.batch.closing import Line, print_causes, print_table, worst_first
from newscrawler.korean.dates import now_kst
from newscrawler.store.manifest import Counts

LINES = [
    Line(site="hanbit", title="한빛저널", state="finished", status=0, counts=Counts(new=12, modified=1), when="06:31"),
    Line(site="narunews", title="나루신문", state="failed", status=4, causes=["the disk is full"]),
    Line(
        site="olgae",
        title="올개신문",
        state="finished",
        status=1,
        counts=Counts(new=3, removed=2, rejected=1),
        causes=[f"http://olgae.test/{number}: no answer in time" for number in range(5)],
    ),
    Line(site="sum", title="섬신문", state="no run", status=None, causes=["no run since 2026-11-20"]),
]


def printed(lines: list[Line]) -> list[str]:
    console = Console(width=120, file=StringIO(), markup=False, emoji=False)
    print_table(console, worst_first(lines), "2026-11-27 07:00", "last run")
    print_causes(console, worst_first(lines))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().splitlines()


def test_who_needs_somebody_comes_first_and_totals_come_last() -> None:
    shown = printed(LINES)
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in shown if line.startswith("│")]
    assert [(row[0], row[3], *row[4:8]) for row in rows] == [
        ("sum", "", "", "", "", ""),
        ("narunews", "4", "", "", "", ""),
        ("olgae", "1", "3", "0", "2", "1"),
        ("hanbit", "0", "12", "1", "0", "0"),
        ("total", "", "15", "1", "2", "1"),
    ]
    assert "1 of 4 newspapers well" in [line.rstrip() for line in shown]
    assert [line.rstrip() for line in shown if line.startswith("!")] == [
        "! sum: no run since 2026-11-20",
        "! narunews: the disk is full",
        *(f"! olgae: http://olgae.test/{number}: no answer in time" for number in range(3)),
        "! olgae: … 2 more in run.json",
    ]


def test_one_newspaper_needs_no_total() -> None:
    assert not any("total" in line for line in printed(LINES[:1]))


def test_the_command_ends_with_the_worst_status_of_those_it_shows(tmp_path: Path) -> None:
    now = now_kst()
    today, before = f"{now:%Y-%m-%d}", f"{now - timedelta(days=3):%Y-%m-%d}"
    store(tmp_path, "narunews", today, clock="00:00:00", exit_code=3, alarms=["only 3 of 40 articles have a body"])
    store(tmp_path, "hanbit", today, clock="00:00:00")
    store(tmp_path, "olgae", before)
    begin(tmp_path, "sum", today, clock="00:00:00")

    def status(*words: str) -> tuple[int, str]:
        run = scrapy("status", *words, "-s", f"DATA_DIR={tmp_path}", data_dir=tmp_path)
        return run.exit_code, run.stdout + run.stderr

    code, shown = status()
    places = [shown.index(name) for name in ("olgae", "sum", "narunews", "hanbit")]
    assert (code, places) == (3, sorted(places))
    assert f"! olgae: no run since {before}" in shown
    assert "1 of 4 newspapers well" in shown
    assert status("hanbit")[0] == 0
    assert status("--hours", "96", "olgae")[0] == 0
    (tmp_path / "papers.toml").write_text("[narunews")
    code, shown = status("-s", f"NEWSPAPERS={tmp_path}/papers.toml")
    assert code == 3
    assert "1 of 4 newspapers well" in shown and f"! {tmp_path}/papers.toml" in shown
    assert status("nobody") == (2, "scrapy status: there is no newspaper 'nobody' that was ever crawled\n")
    assert status("--hours", "0") == (2, "scrapy status: --hours must be a number from 1 to 168, not 0\n")
