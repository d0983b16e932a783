"""SIGKILL for a batch, for one of its crawls or for both: nobody is left behind, and the next batch makes it whole."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support.crawling import scrapy
from support.durable import DEADLINE, FAST, Process, assert_whole

from newscrawler.demo import DemoServer, Fault, Newspaper
from newscrawler.demo.paper import Reply

ROUNDS = int(os.environ.get("NEWSCRAWLER_TORTURE", "3"))
VICTIMS = ("parent", "child", "both")
PAPERS = {"naru": 25, "hanbit": 15, "sol": 20}  # name -> articles


class Newsstand(DemoServer):
    """Serves several newspapers as a proxy: host -> number of articles."""

    def __init__(self, articles: dict[str, int], seed: int) -> None:
        hosts = enumerate(articles, start=seed)
        self.papers = {host: Newspaper(articles=articles[host], seed=number, host=host) for number, host in hosts}
        self.delay = 0.0  # seconds before each answer
        super().__init__(next(iter(self.papers.values())))

    def answer(self, method: str, target: str, body: bytes, asker: str = "") -> tuple[Reply, Fault]:
        """The reply of the newspaper that was asked."""
        self.log.append((time.monotonic(), method, target))
        paper = self.papers[urlsplit(target).netloc]
        return paper.reply("GET" if method == "HEAD" else method, target, body), Fault(delay=self.delay)


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def at_work(pid: int) -> bool:
    """Whether a process runs; one that has ended may wait for somebody to take note of it."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_batch_of_which_anybody_is_killed_loses_nothing(seed: int, tmp_path: Path) -> None:
    dice = random.Random(f"batch {seed}")
    victims = VICTIMS[seed % len(VICTIMS)]
    way = ("--spawn",) if seed % 10 == 9 else ()
    with Newsstand({f"{name}.test": articles for name, articles in PAPERS.items()}, 3 * seed + 1) as server:
        server.delay = 0.02
        papers = {name: server.papers[f"{name}.test"] for name in PAPERS}
        entries = (f'[{name}]\ntitle = "{paper.name}"\nhome = "{paper.origin}/"\n' for name, paper in papers.items())
        (tmp_path / "papers.toml").write_text("[gndnews]\nenabled = false\n" + "".join(entries))
        data_dir = tmp_path / "data"
        options = (*FAST, "-s", f"NEWSPAPERS={tmp_path / 'papers.toml'}", "-s", "ALLOW_PRIVATE_HOSTS=1")
        proxy = {"http_proxy": server.url, "https_proxy": server.url}
        asked, moment = dice.randint(1, 60), dice.random() * 0.1
        with Process(*options, *way, data_dir=data_dir, env=proxy, doomed=True, command="batch") as process:
            process.await_(lambda: len(server.log) >= asked)
            assert not process.ends_within(moment), process.said
            crawls = children(process.pid)
            assert crawls
            if victims != "child":
                process.send(signal.SIGKILL)
            if victims != "parent":
                kill(dice.choice(crawls))
            if victims != "child":
                assert process.wait().exit_code == -signal.SIGKILL
            else:
                assert process.wait().exit_code in (0, 1)  # 0 if it had just ended
        deadline = time.monotonic() + DEADLINE
        while any(map(at_work, crawls)):
            assert time.monotonic() < deadline, crawls
            time.sleep(0.01)
        if victims == "child":
            (path,) = (data_dir / "batches").glob("*.json")
            ends = sorted((one["state"], one["exit_code"]) for one in json.loads(path.read_text())["sites"])
            well = ("finished", 0)
            assert ends in ([well] * 3, [("failed", 1), well, well], [well, well, ("finished", 1)])
        server.delay = 0.0
        last = scrapy("batch", *options, "-s", f"DATA_DIR={data_dir}", data_dir=data_dir, env=proxy)
        assert last.exit_code == 0, last.stdout
        for name, paper in papers.items():
            assert_whole(data_dir, paper, name)
