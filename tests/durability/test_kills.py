"""SIGKILL at any moment, as often as it likes: the next whole run leaves what an undisturbed one would have."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from support.crawling import Recorder, crawl_paper
from support.durable import assert_whole, rows, start

from newscrawler.demo import DemoServer, Fault

ROUNDS = int(os.environ.get("NEWSCRAWLER_TORTURE", "3"))
REQUESTS = 130  # about what a crawl of 80 articles asks for


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_crawl_killed_at_random_moments_is_healed_by_the_next(seed: int, tmp_path: Path) -> None:
    dice = random.Random(f"kill {seed}")
    skin: Any = ("m1x", "ndsoft")[seed % 2]  # a CMS family each
    with DemoServer(Recorder(articles=80, seed=seed + 1, skin=skin)) as server:
        # two at a time, 20 ms each: a run lasts longer than the archive groups its commits
        server.faults["/*"] = Fault(delay=0.02)
        speed = ("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=2")
        killed = 0
        for number in range(dice.randint(1, 4)):
            requests, moment = dice.randint(1, REQUESTS if number else REQUESTS // 2), dice.random() * 0.3
            begin = len(server.log)
            with start(server, *speed, data_dir=tmp_path, doomed=True) as process:
                process.await_(lambda end=begin + requests: len(server.log) >= end)
                if not process.ends_within(moment):
                    killed += 1
                    process.send(signal.SIGKILL)
                    assert process.wait().exit_code == -signal.SIGKILL
        server.faults.clear()
        last = crawl_paper(server, data_dir=tmp_path)
        assert (last.exit_code, last.manifest["complete"], last.manifest["alarms"]) == (0, True, [])
        assert_whole(tmp_path, server.paper)
        assert killed


def test_what_a_killed_run_stored_is_published_and_not_fetched_again(tmp_path: Path) -> None:
    archive = tmp_path / "demo.test" / "archive.sqlite"

    def stored() -> int:
        with suppress(sqlite3.Error):
            return int(rows(archive, "SELECT count(*) FROM article")[0][0])
        return 0

    with DemoServer(Recorder(articles=120)) as server:
        server.faults["/*"] = Fault(delay=0.02)
        with start(server, "-s", "DOWNLOAD_DELAY=0", data_dir=tmp_path, doomed=True) as process:
            process.await_(lambda: archive.exists() and stored() >= 30)
            assert not process.ended
        server.faults.clear()
        begin, kept = len(server.log), stored()
        run = crawl_paper(server, "-s", "REVISIT_DAYS=0", data_dir=tmp_path)
        assert (run.exit_code, len(run.articles)) == (0, 120)
        assert_whole(tmp_path, server.paper)
        fetched = {url for _, _, url in server.log[begin:] if "/news/article.html" in url}
        assert len(fetched & server.paper.truth_articles().keys()) == 120 - kept
