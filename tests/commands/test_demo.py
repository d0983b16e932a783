"""`scrapy demo`: all commands, shown with made-up newspapers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from argparse import Namespace
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings
from support.crawling import read_feed, scrapy

from newscrawler.commands import demo
from newscrawler.commands.demo import NEWSPAPERS, SICK, Command, Step, run_step, steps, table_of
from newscrawler.newspapers import all_sites
from newscrawler.spiders.demo import DemoSpider

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "fleet"


@pytest.fixture(scope="module")
def shown(folder: Path) -> str:
    """What the demo prints with two days of tiny newspapers; its commands run as forks, which start sooner."""

    def run(command: list[str], check: bool) -> subprocess.CompletedProcess[str]:
        done = scrapy(*command[command.index("scrapy") + 1 :], data_dir=folder / "data")
        print(done.stdout)
        return subprocess.CompletedProcess(command, done.exit_code)

    command = Command()
    given = [f"ALARM_COMMAND=touch {folder.parent}/alarm", "RUNS_URL=s3://ours/runs"]
    command.settings = get_project_settings()
    command.settings.setdict(dict(each.split("=") for each in given), "cmdline")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as out:
        patch.setattr(subprocess, "run", run)
        patch.setattr(demo, "prepare_streams", lambda settings: None)
        patch.setenv("LC_ALL", "C.UTF-8")
        command.run([str(folder)], Namespace(days=2, articles=10, set=given))
    assert command.exitcode == 0, out.getvalue()
    return out.getvalue()


def test_it_shows_each_command_line_before_what_it_prints(shown: str, folder: Path) -> None:
    lines = [line for line in shown.splitlines() if line.startswith("$ scrapy ")]
    commands = [line.split()[2] for line in lines]
    assert commands == ["batch", "batch", "status", "report", "stories", "find", "carried"]
    assert all(f"DATA_DIR={folder}/data" in line and f"NEWSPAPERS={folder}/newspapers.toml" in line for line in lines)
    assert not (folder.parent / "alarm").exists()  # a newspaper that is sick on purpose is nobody's alarm


def test_all_newspapers_are_well_but_the_sick_one_on_the_last_day(shown: str, folder: Path) -> None:
    reports = [json.loads(path.read_bytes()) for path in sorted((folder / "data/batches").glob("*.json"))]
    statuses = [{site["site"]: site["exit_code"] for site in report["sites"]} for report in reports]
    well = dict.fromkeys((name for name, _, _ in NEWSPAPERS), 0)
    assert statuses == [well, {**well, SICK: 1}]
    assert f"{len(NEWSPAPERS) - 1} of {len(NEWSPAPERS)} newspapers well" in shown


def test_three_newspapers_and_more_carry_a_release(shown: str, folder: Path) -> None:
    carried = shown.rpartition("$ scrapy carried")[2]
    titles = {title for _, title, _ in NEWSPAPERS}
    assert len(titles & set(re.findall(r"^\d+ +\S+ \d\d:\d\d +(\S+)", carried, re.MULTILINE))) >= 3
    records = read_feed(folder / "stories.jsonl")
    stories = {
        one["story_id"]: {other["site"] for other in records if other["story_id"] == one["story_id"]} for one in records
    }
    assert max(map(len, stories.values())) >= 3
    assert f"\n{len(stories)} texts in {len(records)} articles: {folder}/stories.jsonl\n" in shown


def test_the_report_is_written(shown: str, folder: Path) -> None:
    assert "산들신문" in (folder / "report.html").read_text("utf-8")


# ---- without a crawl -----------------------------------------------------------------------------------
def test_a_batch_for_each_day_comes_before_what_reads_them(tmp_path: Path) -> None:
    first = steps(tmp_path, TODAY, 3, is_first=True)
    assert [(step.arguments[-1], step.status) for step in first[:4]] == [
        ("day=2026-11-24", 0),
        ("day=2026-11-25", 0),
        ("day=2026-11-26", 1),
        ("status", 1),
    ]
    assert all("2026-11-24" in step.arguments for step in first if "--since" in step.arguments)
    assert steps(tmp_path, TODAY, 3, is_first=False) == first[2:]


def test_the_list_has_both_families_and_a_sick_newspaper_on_the_last_day(tmp_path: Path) -> None:
    path = tmp_path / "newspapers.toml"
    for is_last_day in (False, True):
        path.write_text(table_of(30, is_last_day), "utf-8")
        sites = all_sites(Settings({"NEWSPAPERS": str(path)}))
        enabled = {name: site for name, site in sites.items() if site.enabled}
        assert [(site.name, site.title) for site in enabled.values()] == [
            (name, title) for name, title, _ in NEWSPAPERS
        ]
        assert {site.arguments["skin"] for site in enabled.values()} == {"m1x", "m01", "ndsoft"}
        assert {name for name, site in enabled.items() if "sick" in site.arguments} == (
            {SICK} if is_last_day else set()
        )
        for site in enabled.values():
            DemoSpider.check_arguments(dict(site.arguments))


def test_what_real_newspapers_use_is_left_to_them(tmp_path: Path) -> None:
    settings = Settings({"ARCHIVE_URL": "postgresql://db/news", "ALARM_WEBHOOK": "https://x.test/", "WARC_DIR": "/srv"})
    options = demo._options(settings, tmp_path, ["LANGUAGE=ko"])
    assert options[::2] == ["-s"] * 6
    assert options[1::2] == [
        "LANGUAGE=ko",
        f"DATA_DIR={tmp_path}/data",
        f"NEWSPAPERS={tmp_path}/newspapers.toml",
        "ARCHIVE_URL=",
        "ALARM_WEBHOOK=",
        f"WARC_DIR={tmp_path}/warc",
    ]


def test_a_command_whose_packages_are_missing_is_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "find_spec", lambda name: None)
    assert run_step(Step("a page", ("report",)), ["-s", "A=B C"]) == 0
    out = capsys.readouterr().out
    assert out == ("\n# a page\n$ scrapy report -s 'A=B C'\nleft out: it needs pip install jinja2 vl-convert-python\n")


@pytest.mark.crawl
def test_a_step_is_a_process_of_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_step(Step("all newspapers", ("list",)), ["-s", "LOG_LEVEL=INFO"]) == 0
    out = capfd.readouterr().out
    assert out.startswith("\n# all newspapers\n$ scrapy list -s LOG_LEVEL=INFO\ndemo\n")


@pytest.mark.parametrize(
    ("right", "ended", "status"), [(0, 0, 0), (1, 1, 0), (0, 4, 4), (1, 3, 3), (1, 0, 1), (0, KeyboardInterrupt(), 5)]
)
def test_a_step_is_right_if_it_ends_as_it_should(
    right: int, ended: int | KeyboardInterrupt, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: list[str], check: bool) -> subprocess.CompletedProcess[bytes]:
        assert command == [sys.executable, "-P", "-m", "scrapy", "status", "-s", "A=B"]
        if isinstance(ended, KeyboardInterrupt):
            raise ended
        return subprocess.CompletedProcess(command, ended)

    monkeypatch.setattr(subprocess, "run", run)
    assert run_step(Step("a night", ("status",), right), ["-s", "A=B"]) == status


def test_a_list_of_somebodys_own_is_kept(tmp_path: Path) -> None:
    (tmp_path / "newspapers.toml").write_text("[naru]\ndemo = true\n")
    refused = scrapy("demo", str(tmp_path), "-s", "LANGUAGE=en", data_dir=tmp_path)
    assert refused.exit_code == 2
    assert refused.stderr == (f"scrapy demo: {tmp_path}/newspapers.toml is a list of your own; give another folder\n")
    assert (tmp_path / "newspapers.toml").read_text() == "[naru]\ndemo = true\n"
    assert [path.name for path in tmp_path.iterdir()] == ["newspapers.toml"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("a", "b"), "give one folder, for example: scrapy demo /tmp/demo"), (("--articles", "9"), "at least 10, not 9")],
)
def test_wrong_use_is_one_sentence(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    refused = scrapy("demo", *arguments, "-s", f"DATA_DIR={tmp_path}", "-s", "LANGUAGE=en", data_dir=tmp_path)
    assert refused.exit_code == 2
    assert said in refused.stderr and len(refused.stderr.splitlines()) == 1
