"""SIGTERM and Ctrl-C: once, the run ends in seconds and says it is incomplete; twice, it leaves at once."""

from __future__ import annotations

import json
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.crawling import Recorder, Run, crawl_paper, read_feed
from support.durable import Process, assert_whole, both, folders, start

from newscrawler.demo import DemoServer, Fault

ARTICLES = 40
HELD = "/news/article.html?no=10042"  # the newest


@dataclass
class Stopped:
    """A run that got signals, and the undisturbed one after it."""

    run: Run
    seconds: float  # from the first signal to the end
    first: list[str]  # folders published by then
    after: Run
    paper: Recorder


def stop(data_dir: Path, server: DemoServer, process: Process, *numbers: signal.Signals) -> Stopped:
    """Sends the signals, each as soon as the one before it was heard, and crawls again."""
    begin = time.monotonic()
    for number in numbers:
        process.send(number)
        process.await_(lambda: "shutting down" in process.said)
    run = process.wait()
    seconds, first = time.monotonic() - begin, [folder.name for folder in folders(data_dir)]
    server.faults.clear()
    assert isinstance(server.paper, Recorder)
    return Stopped(run, seconds, first, crawl_paper(server, data_dir=data_dir), server.paper)


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stopped]:
    """Crawls with two seconds between requests, interrupted while dozens of requests wait for their turn."""

    def once(name: str) -> Stopped:
        data_dir = tmp_path_factory.mktemp(name)
        with (
            DemoServer(Recorder(articles=ARTICLES)) as server,
            start(server, "-s", "DOWNLOAD_DELAY=2", data_dir=data_dir) as process,
        ):
            process.await_(lambda: len(server.log) >= 3)
            return stop(data_dir, server, process, signal.Signals[name])

    names = ["SIGTERM", "SIGINT"]
    return dict(zip(names, both(once, names), strict=True))


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_one_signal_ends_the_run_in_seconds_with_exit_5(name: str, stopped: dict[str, Stopped]) -> None:
    case = stopped[name]
    assert case.run.exit_code == 5
    assert case.seconds < 20  # 40 requests waiting for 2 s each would have taken 80
    assert "Traceback" not in case.run.stderr


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_what_an_interrupted_run_has_is_published_as_incomplete(name: str, stopped: dict[str, Stopped]) -> None:
    case = stopped[name]
    assert len(case.first) == 1
    (folder,) = case.run.data_dir.glob(f"*/{case.first[0]}")
    manifest = json.loads((folder / "run.json").read_text("utf-8"))
    assert (manifest["complete"], manifest["exit_code"], manifest["finish_reason"]) == (False, 5, "shutdown")
    assert manifest["alarms"] == ["the run was interrupted"]
    assert read_feed(folder / "sidebar.jsonl")
    reasons = {record["reason"] for record in read_feed(folder / "rejected.jsonl")}
    assert reasons <= {"missing"}  # requests given up are nobody's fault


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_the_run_after_an_interrupted_one_completes_it(name: str, stopped: dict[str, Stopped]) -> None:
    case = stopped[name]
    assert (case.after.exit_code, case.after.manifest["complete"]) == (0, True)
    assert_whole(case.after.data_dir, case.paper)


def test_a_second_signal_ends_the_run_at_once_and_loses_nothing_stored(tmp_path: Path) -> None:
    with DemoServer(Recorder(articles=ARTICLES)) as server:
        server.faults["/*"] = Fault(delay=0.05)
        server.faults[HELD] = Fault(delay=60)
        with start(server, "-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=2", data_dir=tmp_path) as it:
            it.await_(lambda: len(server.log) >= 50)
            case = stop(tmp_path, server, it, signal.SIGTERM, signal.SIGTERM)
        assert case.seconds < 20  # the answer in flight would have taken 60, its time-out 30
        assert case.after.exit_code == 0
        assert_whole(tmp_path, case.paper)
        assert case.run.exit_code != 0


def test_one_signal_waits_for_the_answer_in_flight_once(tmp_path: Path) -> None:
    with DemoServer(Recorder(articles=ARTICLES)) as server:
        server.faults[HELD] = Fault(delay=60)
        speed = ("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=2", "-s", "DOWNLOAD_TIMEOUT=4")
        with start(server, *speed, data_dir=tmp_path) as process:
            process.await_(lambda: any(HELD in url for _, _, url in server.log) and len(server.log) > 40)
            case = stop(tmp_path, server, process, signal.SIGTERM)
        assert case.run.exit_code == 5
        assert case.seconds < 12  # not three times
        assert case.after.exit_code == 0
        assert_whole(tmp_path, case.paper)


def test_a_front_page_that_was_never_asked_for_is_nobodys_fault(tmp_path: Path) -> None:
    with DemoServer(Recorder(articles=12)) as server:
        with start(server, "-s", "DOWNLOAD_DELAY=15", "-s", "LOG_LEVEL=DEBUG", data_dir=tmp_path) as process:
            process.await_(lambda: "Crawled (200) <GET http://demo.test/robots.txt>" in process.said)
            case = stop(tmp_path, server, process, signal.SIGTERM)
        assert (case.run.exit_code, case.after.exit_code) == (5, 0)
        assert_whole(tmp_path, case.paper)
        (folder,) = case.run.data_dir.glob(f"*/{case.first[0]}")
        assert read_feed(folder / "rejected.jsonl") == []
        assert json.loads((folder / "run.json").read_text("utf-8"))["alarms"] == ["the run was interrupted"]


def test_a_signal_while_robots_txt_is_in_flight_ends_the_run_too(tmp_path: Path) -> None:
    with DemoServer(Recorder(articles=12)) as server:
        server.faults["/robots.txt"] = Fault(delay=1)
        with start(server, "-s", "DOWNLOAD_DELAY=9", data_dir=tmp_path) as process:
            process.await_(lambda: server.log)
            case = stop(tmp_path, server, process, signal.SIGTERM)
        assert (case.run.exit_code, case.after.exit_code) == (5, 0)
        assert case.seconds < 6  # the delay alone takes that long
