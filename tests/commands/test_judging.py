"""The exit status of a command that crawled is that of its run; without a judged run there is no status 0."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.extensions.feedexport import FeedExporter
from support.crawlers import Stats, begun, prepare, stub
from support.crawling import crawl, scrapy
from support.shown import Shown

from newscrawler.commands.judging import conclude
from newscrawler.run.run import CannotBeginError, run_of
from newscrawler.spiders.demo import DemoSpider


def crawler(tmp_path: Path, finish_reason: str | None = None, feeds: Any = None, **stats: int) -> Any:
    exporter = SimpleNamespace(feeds=feeds) if feeds is not None else None
    made = stub(
        {"DATA_DIR": str(tmp_path)},
        spider=DemoSpider(),
        get_extension=lambda kind: exporter if kind is FeedExporter else None,
    )
    made.stats = Stats({**stats, **({"finish_reason": finish_reason} if finish_reason else {})})
    return made


def status(made: Any, *, bootstrap_failed: bool = False) -> int:
    command: Any = SimpleNamespace(exitcode=0, crawler_process=SimpleNamespace(bootstrap_failed=bootstrap_failed))
    conclude(command, made)
    return int(command.exitcode)


@pytest.mark.parametrize(
    ("reason", "ends", "said"),
    [
        ("finished", 4, "! the run was not judged: nothing was published\n"),
        ("shutdown", 5, ""),
        (None, 5, ""),  # a second Ctrl-C
    ],
)
def test_a_run_that_nobody_judged(
    reason: str | None, ends: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = crawler(tmp_path, reason)
    prepare(run_of(made)).begin()
    assert (status(made), capsys.readouterr().err) == (ends, said)


@pytest.mark.parametrize(("reason", "ends"), [("finished", 4), ("shutdown", 5), (None, 4)])
def test_a_run_that_did_not_begin(reason: str | None, ends: int, tmp_path: Path) -> None:
    assert status(crawler(tmp_path, reason)) == ends


def test_a_run_that_could_not_begin_has_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, made = begun(tmp_path), crawler(tmp_path, "not_begun")
    with pytest.raises(CannotBeginError):
        prepare(run_of(made)).begin()
    assert (status(made), "another run" in capsys.readouterr().out) == (6, True)
    first.publish("finished", {})


def test_a_spider_that_could_not_be_made_is_status_1(tmp_path: Path) -> None:
    assert status(crawler(tmp_path), bootstrap_failed=True) == 1


def test_the_spider_of_somebodys_own_keeps_scrapys_status(tmp_path: Path) -> None:
    made = crawler(tmp_path, "finished")
    made.spider = object()
    assert status(made) == 0


@pytest.mark.parametrize(
    ("feeds", "stats", "ends"),
    [
        ({}, {}, 1),
        ({"a": True, "b": True}, {"feedexport/success_count/FileFeedStorage": 2}, 1),
        ({"a": True, "b": False}, {"feedexport/success_count/FileFeedStorage": 1}, 1),
        ({"a": True, "b": True}, {"feedexport/success_count/FileFeedStorage": 1}, 4),
        ({"a": False}, {"feedexport/failed_count/FTPFeedStorage": 1}, 4),
        ({"a": True}, {}, 4),
    ],
)
def test_feeds_of_scrapys_own_are_written_or_missed(
    feeds: dict[str, bool], stats: dict[str, int], ends: int, tmp_path: Path
) -> None:
    options = {uri: {"store_empty": store_empty} for uri, store_empty in feeds.items()}
    made = crawler(tmp_path, "finished", options, other=1, **stats)
    run = prepare(run_of(made))
    run.begin()
    run.journal.add_unread("a page")
    run.publish("finished", {})
    assert status(made) == ends


# ---- whole commands --------------------------------------------------------------------------------------
@pytest.mark.shows("a file for `-o` that cannot be written", "said; the run itself is stored", 4)
def test_a_feed_that_cannot_be_written_is_status_4_beside_a_stored_run(shown: Shown, tmp_path: Path) -> None:
    run = crawl("demo", "-a", "articles=20", "-O", "/proc/nowhere/x.jsonl", data_dir=tmp_path)
    shown.holds("said; the run itself is stored", run.exit_code)
    assert run.manifest["exit_code"] == 0
    assert "! not every feed that -o, -O or FEEDS asks for was written; the run itself is stored" in run.stderr


def test_a_log_that_cannot_be_written_is_wrong_use(tmp_path: Path) -> None:
    run = crawl("demo", "-s", "LOG_FILE=/proc/nowhere/x.log", data_dir=tmp_path)
    assert (run.exit_code, run.folder) == (2, None)
    assert run.stderr.startswith("scrapy crawl: LOG_FILE cannot be written: ")
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize(("setting", "ends"), [("CLOSESPIDER_PAGECOUNT=3", 1), ("DEPTH_LIMIT=1", 2)])
def test_a_spider_run_from_its_file_ends_as_its_run_does(setting: str, ends: int, tmp_path: Path) -> None:
    file = tmp_path / "own_spider.py"
    file.write_text(
        "from newscrawler.spiders.demo import DemoSpider\n\nclass Own(DemoSpider):\n    name = 'demo'\n", "utf-8"
    )
    options = ("-a", "articles=20", "-s", setting, "-s", f"DATA_DIR={tmp_path / 'data'}")
    assert scrapy("runspider", str(file), *options, data_dir=tmp_path / "data").exit_code == ends
