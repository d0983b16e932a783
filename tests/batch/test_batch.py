"""A batch: one process per newspaper, each with its own end; the command around it."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import pytest
from support.crawling import on_terminal, scrapy

from newscrawler.batch.batch import Batch
from newscrawler.batch.process import Plan
from newscrawler.batch.start import PARENT, Process, spawn
from newscrawler.commands.batch import _free_id
from newscrawler.exporters import encode
from newscrawler.newspapers import Site
from newscrawler.run.exits import worst
from newscrawler.store.lock import RunLock
from newscrawler.store.manifest import BatchReport, Counts, Manifest, SiteOutcome

MANIFEST = Manifest(
    run_id="20260302T060000",
    site="",
    spider="",
    arguments={},
    started_at="2026-03-02T06:00:00+09:00",
    finished_at="2026-03-02T06:00:01+09:00",
    finish_reason="finished",
    complete=True,
    exit_code=0,
    counts=Counts(new=7, rejected=1),
    sections=[],
    coverage={},
    files=[],
    alarms=["robots.txt forbids 3 of the pages"],
    newscrawler="0",
    scrapy="0",
    python="0",
)


def site(name: str, server: str = "") -> Site:
    return Site(name, f"{name} 신문", f"https://{server or name}.test/")


class Played:
    """A batch whose newspapers are crawled by small Python programs."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.folder = folder
        self.programs: dict[str, str] = {}
        self.seen: list[set[str]] = []  # which newspapers were at work, over and over
        (folder / "logs").mkdir()
        common = {"data_dir": folder / "data", "logs": folder / "logs", "jobs": 4, "timeout": None, "grace": 60.0}
        self.plan = Plan(start=self._start, **{**common, **options})

    def _start(self, paper: Site, log: BinaryIO) -> Process:
        return spawn([sys.executable, "-S", "-c", f"import os, signal, sys, time\n{self.programs[paper.name]}"], log)

    def publishing(self, name: str, then: str = "", **changes: Any) -> str:
        """The program that publishes a run and then does something else."""
        folder = self.folder / "data" / name / MANIFEST.run_id
        text = encode(replace(MANIFEST, site=name, **changes)).decode()
        return f"os.makedirs({str(folder)!r})\nopen({str(folder / 'run.json')!r}, 'w').write({text!r})\n{then}"

    def run(self, *papers: Site, show: Callable[[Batch], None] = lambda batch: None) -> dict[str, SiteOutcome]:
        def watch(batch: Batch) -> None:
            self.seen.append({crawl.site.name for crawl in batch.running})
            show(batch)

        outcomes = Batch(papers, self.plan).run(watch)
        assert len(outcomes) == len(papers)
        return {outcome.site: outcome for outcome in outcomes}


def ready(batch: Batch, *names: str) -> bool:
    """Whether these newspapers' programs have said so."""
    return all((batch.plan.logs / f"{name}.log").read_text().startswith("ready") for name in names)


# ---- what becomes of a newspaper ------------------------------------------------------------------------
def test_each_newspaper_ends_in_its_own_way(tmp_path: Path) -> None:
    played = Played(tmp_path)
    played.programs = {
        "good": played.publishing("good"),
        "partial": played.publishing("partial", "sys.exit(1)", exit_code=1, alarms=["list page x: http_500"]),
        "poor": played.publishing("poor", "sys.exit(3)", exit_code=3),
        "silent": "print('the last line')",
        "lying": played.publishing("lying", exit_code=3),
        "broken": "1 / 0",
        "killed": "os.kill(os.getpid(), signal.SIGKILL)",
        "odd": "sys.exit(99)",
        "cleared": f"os.unlink({str(tmp_path / 'logs' / 'cleared.log')!r})\nsys.exit(4)",
        "locked": "print('! another run of this newspaper is at work: process 7')\nsys.exit(6)",
        "unstored": "print('a table')\nprint('! the archive cannot be used')\nsys.exit(4)",
        "misused": "print('scrapy crawl: there is no section', file=sys.stderr)\nsys.exit(2)",
        "ended": played.publishing("ended", "sys.exit(5)", exit_code=5, alarms=["the run was interrupted"]),
    }
    found = played.run(*map(site, played.programs))
    assert {name: (one.state, one.exit_code, one.alarms) for name, one in found.items()} == {
        "good": ("finished", 0, ["robots.txt forbids 3 of the pages"]),
        "partial": ("finished", 1, ["list page x: http_500"]),
        "poor": ("finished", 3, ["robots.txt forbids 3 of the pages"]),
        "silent": (
            "failed",
            4,
            ["the process ended with status 0 but published no run, so that it was not judged", "the last line"],
        ),
        "lying": ("finished", 3, ["robots.txt forbids 3 of the pages"]),
        "broken": ("failed", 1, ["ZeroDivisionError: division by zero"]),
        "killed": ("failed", 1, ["the process was ended by signal 9 (Killed)"]),
        "odd": ("failed", 1, []),
        "cleared": ("finished", 4, []),
        "locked": ("locked", 6, ["another run of this newspaper is at work: process 7"]),
        "unstored": ("finished", 4, ["the archive cannot be used"]),
        "misused": ("finished", 2, ["scrapy crawl: there is no section"]),
        "ended": ("interrupted", 5, ["the run was interrupted"]),
    }
    published = {name for name, one in found.items() if one.run_id == MANIFEST.run_id and one.counts == MANIFEST.counts}
    assert published == {"good", "partial", "poor", "ended", "lying"}
    assert {name for name, one in found.items() if one.run_id is one.counts is None} == found.keys() - published
    assert {one.title for one in found.values()} == {f"{name} 신문" for name in found}
    assert found["broken"].log == str(tmp_path / "logs" / "broken.log")
    assert "Traceback" in Path(found["broken"].log).read_text()
    assert max(map(len, played.seen)) <= 4


def test_newspapers_of_different_servers_are_crawled_side_by_side(tmp_path: Path) -> None:
    """Each of the two waits until the other opens the pipe; one after the other, both would run into the timeout."""
    pipe = str(tmp_path / "pipe")
    os.mkfifo(pipe)
    played = Played(tmp_path, timeout=60.0)
    played.programs = {"a": f"open({pipe!r}, 'w').close()\nsys.exit(6)", "b": f"open({pipe!r}).read()\nsys.exit(6)"}
    found = played.run(site("a"), site("b"))
    assert {name: (one.state, one.exit_code) for name, one in found.items()} == {"a": ("locked", 6), "b": ("locked", 6)}


def test_the_run_of_another_process_is_not_taken_for_the_newspapers_own(tmp_path: Path) -> None:
    played = Played(tmp_path)
    played.programs = {"old": "", "other": played.publishing("other", "sys.exit(6)"), "torn": played.publishing("torn")}
    old = tmp_path / "data" / "old" / "20260301T060000"
    old.mkdir(parents=True)
    (old / "run.json").write_bytes(encode(MANIFEST))
    played.programs["torn"] += f"open({str(tmp_path / 'data/torn' / MANIFEST.run_id / 'run.json')!r}, 'w').write('{{')"
    found = played.run(*map(site, played.programs))
    assert {name: (one.run_id, one.counts) for name, one in found.items()} == dict.fromkeys(found, (None, None))


def test_a_process_that_cannot_be_started_is_one_newspapers_failure(tmp_path: Path) -> None:
    played = Played(tmp_path)
    played.programs = {"first": "", "second": played.publishing("second")}
    (tmp_path / "logs" / "first.log").mkdir()
    found = played.run(site("first"), site("second"))
    assert [(one.state, one.exit_code) for one in found.values()] == [("failed", 1), ("finished", 0)]
    assert found["first"].alarms[0].startswith("no process could be started: [Errno 21] Is a directory")


def test_a_newspaper_whose_time_is_over_is_stopped(tmp_path: Path) -> None:
    played = Played(tmp_path, timeout=0.3)
    played.programs = {"hanging": "time.sleep(60)"}
    (outcome,) = played.run(site("hanging")).values()
    assert (outcome.state, outcome.exit_code) == ("timeout", 5)
    assert outcome.alarms == [
        "the run was stopped after 0.005 minutes",
        "the process was ended by signal 15 (Terminated)",
    ]


def test_a_process_that_does_not_end_when_told_is_killed(tmp_path: Path) -> None:
    played = Played(tmp_path, grace=0.2)
    deaf = "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('ready', flush=True)\ntime.sleep(60)"
    played.programs = {"deaf": deaf}

    def show(batch: Batch) -> None:
        if ready(batch, "deaf") and not any(crawl.stopped for crawl in batch.running):
            batch.interrupt()

    (outcome,) = played.run(site("deaf"), show=show).values()
    assert (outcome.state, outcome.exit_code) == ("interrupted", 5)
    assert outcome.alarms == ["the process was ended by signal 9 (Killed)", "ready"]


def test_an_interrupted_batch_passes_every_signal_on_and_starts_no_more(tmp_path: Path) -> None:
    played = Played(tmp_path, jobs=2)
    # ends well at the second signal
    slow = "signal.signal(signal.SIGTERM, lambda *_: told.append(1))\ntold = []\nprint('ready', flush=True)\n"
    slow += "while len(told) < 2: time.sleep(0.01)\n"
    played.programs = {"one": slow + played.publishing("one"), "two": slow + "sys.exit(5)", "three": ""}
    told: list[int] = []

    def show(batch: Batch) -> None:
        if not told and ready(batch, "one", "two"):
            told.append(1)
            batch.interrupt()
        elif len(told) == 1 and not batch.waiting:
            told.append(2)
            batch.interrupt()

    found = played.run(*map(site, played.programs), show=show)
    assert {name: (one.state, one.exit_code) for name, one in found.items()} == {
        "one": ("finished", 0),
        "two": ("interrupted", 5),
        "three": ("interrupted", 5),
    }
    assert found["three"].alarms == ["the batch was interrupted before its turn"]
    assert (found["three"].run_id, found["three"].log) == (None, "")


def test_newspapers_on_one_server_take_turns(tmp_path: Path) -> None:
    played = Played(tmp_path)
    played.programs = {name: played.publishing(name, "time.sleep(0.3)") for name in ("a", "b", "c")}
    found = played.run(site("a", "www.shared"), site("b", "shared"), site("c"))
    assert [one.exit_code for one in found.values()] == [0, 0, 0]
    assert {"a", "c"} in played.seen
    assert not any({"a", "b"} <= names for names in played.seen)


def test_progress_is_what_the_log_told_last(tmp_path: Path) -> None:
    played = Played(tmp_path)
    line = "2026-03-02 [newscrawler.extensions] INFO: {} pages, {} articles, 1.5 pages/s, {} to do"
    told = [line.format(9, 3, 2), line.format(90, 31, 20), "something else"]
    played.programs = {"paper": f"print({chr(10).join(told)!r}, flush=True)\ntime.sleep(0.5)", "mute": ""}
    seen: set[tuple[str, str, str]] = set()
    played.run(site("paper"), site("mute"), show=lambda batch: seen.update(crawl.progress() for crawl in batch.running))
    assert seen <= {("", "", ""), ("31", "1.5", "20")}
    assert ("31", "1.5", "20") in seen


def test_statuses_have_an_order_of_badness() -> None:
    assert worst([]) == 0
    order = [0, 6, 1, 5, 3, 2, 4]
    for place, status in enumerate(order):
        assert worst(order[: place + 1]) == worst(reversed(order[: place + 1])) == status


def test_a_crawl_whose_batch_is_gone_already_does_not_begin(tmp_path: Path) -> None:
    run = scrapy(
        "crawl", "demo", "-s", f"DATA_DIR={tmp_path / 'data'}", data_dir=tmp_path, env={PARENT: str(os.getppid())}
    )
    assert (run.exit_code, list(tmp_path.iterdir())) == (5, [])


# ---- the command ------------------------------------------------------------------------------------------
PAPERS = """
[gndnews]
enabled = false
[naru]
demo = true
arguments = {articles = 30}
[hanbit]
demo = true
title = "한빛"
arguments = {articles = 20, skin = "m01"}
"""


def batch(folder: Path, *arguments: str, papers: str = PAPERS, **options: Any) -> Any:
    """Runs `scrapy batch` over these newspapers."""
    (folder / "papers.toml").write_text(papers)
    settings = (f"NEWSPAPERS={folder / 'papers.toml'}", f"DATA_DIR={folder / 'data'}")
    given = [part for setting in settings for part in ("-s", setting)]
    return scrapy("batch", *given, *arguments, data_dir=folder / "data", **options)


def reports(folder: Path) -> list[BatchReport]:
    """The batch files, in the order of the batches."""
    paths = sorted((folder / "data" / "batches").glob("*.json"), key=lambda path: (len(path.name), path.name))
    return [msgspec.json.decode(path.read_bytes(), type=BatchReport) for path in paths]


def test_a_batch_crawls_every_enabled_newspaper_and_reports(tmp_path: Path) -> None:
    run = batch(tmp_path, "-a", "max_pages=1", "-s", "LOGSTATS_INTERVAL=0.05", "-L", "INFO")
    assert run.exit_code == 0, run.stderr
    (report,) = reports(tmp_path)
    assert (report.exit_code, [one.site for one in report.sites]) == (0, ["naru", "hanbit"])
    assert [one.title for one in report.sites] == ["naru", "한빛"]
    for one in report.sites:
        folder = tmp_path / "data" / one.site / str(one.run_id)
        manifest = json.loads((folder / "run.json").read_text())
        assert msgspec.to_builtins(one.counts) == manifest["counts"]
        assert one.counts is not None and one.counts.new > 10
        assert manifest["arguments"]["max_pages"] == "1"
        assert report.started_at <= one.started_at <= manifest["started_at"]
        assert manifest["finished_at"] <= one.finished_at <= report.finished_at
        log = Path(one.log)
        assert log == tmp_path / "data" / "batches" / report.batch_id / f"{one.site}.log"
        assert "articles, " in log.read_text() and str(folder) in log.read_text()
    assert "naru: finished, status 0" in run.stderr
    assert str(tmp_path / "data" / "batches" / f"{report.batch_id}.json") in run.stdout.splitlines()
    rows = [line.split("│")[1:5] for line in run.stdout.splitlines() if line.startswith("│")]
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["hanbit", "한빛", "finished", "0"],
        ["naru", "naru", "finished", "0"],
        ["total", "", "", ""],
    ]
    with closing(sqlite3.connect(tmp_path / "data/index.sqlite")) as index:  # searches need not read the archives
        (indexed,) = index.execute("SELECT count(*) FROM article").fetchone()
    assert indexed == sum(one.counts.new for one in report.sites if one.counts)


def test_newspapers_can_be_named_even_those_not_enabled(tmp_path: Path) -> None:
    papers = PAPERS.replace("[hanbit]", "[hanbit]\nenabled = false")
    log = tmp_path / "batch.log"
    run = batch(tmp_path, "hanbit", "hanbit", "--since", "2100-01-01", "--logfile", str(log), papers=papers)
    assert (run.exit_code, run.stderr) == (0, "")
    (report,) = reports(tmp_path)
    assert [(one.site, one.counts.new if one.counts else None) for one in report.sites] == [("hanbit", 0)]
    assert "hanbit: finished, status 0, 0 new articles" in log.read_text()


def test_a_batch_that_did_not_end_well_tells_once(tmp_path: Path) -> None:
    """Its newspapers leave the telling to it."""
    told = tmp_path / "told"
    command = f'{sys.executable} -c \'import sys; open("{told}", "a").write(sys.stdin.read() + "|")\''
    floors = ("-s", 'FLOORS={"authors": 1.0, "sample": 30}', "-s", f"ALARM_COMMAND={command}")
    papers = PAPERS.replace("articles = 30", "articles = 60")
    run = batch(tmp_path, *floors, papers=papers)
    (report,) = reports(tmp_path)
    assert (run.exit_code, report.exit_code) == (3, 3)
    (naru, _) = report.sites
    assert [(one.site, one.exit_code) for one in report.sites] == [("naru", 3), ("hanbit", 0)]
    assert told.read_text() == f"newscrawler: batch {report.batch_id} ended with 3\n- naru: {naru.alarms[0]}|"


WRONG = {
    "an unknown newspaper": (("naru", "nosuch"), "there is no newspaper 'nosuch': known are gndnews, naru, hanbit"),
    "an unknown argument": (
        ("-a", "sinse=7d"),
        "naru: unknown argument 'sinse' (did you mean since?); the arguments are articles, seed, day,",
    ),
    "a day that is none": (("--since", "gestern"), "naru: since: "),
    "a section of another paper": (("hanbit", "-a", "sections=원예"), "hanbit: unknown section '원예'"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_use_is_told_before_anything_is_started(name: str, tmp_path: Path) -> None:
    arguments, sentence = WRONG[name]
    run = batch(tmp_path, *arguments)
    assert (run.exit_code, run.stdout) == (2, "")
    assert run.stderr.startswith(f"scrapy batch: {sentence}")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("arguments", [("--jobs", "0"), ("--timeout", "-1"), ("--timeout", "nan"), ("-a", "since")])
def test_options_that_make_no_sense_are_exit_2(arguments: tuple[str, ...], tmp_path: Path) -> None:
    run = batch(tmp_path, *arguments)
    assert (run.exit_code, run.stdout, "Traceback" in run.stderr) == (2, "", False)
    assert not (tmp_path / "data").exists()


def test_a_table_without_enabled_newspapers_is_exit_2(tmp_path: Path) -> None:
    run = batch(tmp_path, papers="[gndnews]\nenabled = false\n")
    assert (run.exit_code, run.stderr) == (2, "scrapy batch: no newspaper is enabled, see docs/newspapers.md\n")


def test_a_second_batch_leaves_at_once_with_exit_6(tmp_path: Path) -> None:
    lock = RunLock(tmp_path / "data" / "batches" / ".lock", "process 7, since 2026-03-02", "batch")
    run = batch(tmp_path)
    lock.release()
    assert (run.exit_code, run.stdout) == (6, "")
    assert run.stderr == "scrapy batch: another batch is at work: process 7, since 2026-03-02\n"
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["batches"]


def test_a_batch_that_cannot_be_stored_is_exit_4(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    run = batch(tmp_path)
    assert (run.exit_code, run.stdout) == (4, "")
    assert run.stderr.startswith("scrapy batch: the batch cannot be stored: [Errno 20] Not a directory")


def test_batches_of_one_second_get_ids_of_their_own(tmp_path: Path) -> None:
    assert _free_id(tmp_path, "20260302T060000") == "20260302T060000"
    (tmp_path / "20260302T060000").mkdir()
    (tmp_path / "20260302T060000-2.json").touch()
    assert _free_id(tmp_path, "20260302T060000") == "20260302T060000-3"


def test_a_terminal_gets_a_live_table_and_the_closing_one(tmp_path: Path) -> None:
    (tmp_path / "papers.toml").write_text(PAPERS.replace("articles = 30", "articles = 80"))
    options = ("-s", f"NEWSPAPERS={tmp_path / 'papers.toml'}", "-s", "LOGSTATS_INTERVAL=0.05")
    status, shown, _ = on_terminal("batch", "--jobs", "1", *options, "-s", f"DATA_DIR={tmp_path / 'data'}")
    assert status == 0
    live, _, table = shown.partition("modified")
    assert "0 of 2 done, 1 waiting" in live
    assert re.search(r"1 of 2 done, 0 waiting, the\s+end at about \d\d:\d\d", live)
    assert re.search(r"naru +│ running │ \d+ +│ \d+\.\d +│ \d+ ", live)
    assert "running" not in table
    assert "INFO" not in shown
