"""A night: many small newspapers of 20 articles at a request a second each, in one real batch."""

from __future__ import annotations

import json
import re
import statistics
import tempfile
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.crawls import Rows, WrongError
from bench.pages import HOST, BenchPaper
from bench.processes import Cost, run
from newscrawler.demo import DemoServer, Newspaper
from newscrawler.demo.paper import Reply
from newscrawler.demo.server import Fault

ARTICLES = 20
_PAUSE = 2.0  # seconds between two looks at the memory: each costs the kernel 0.3 ms a process


class FleetServer(DemoServer):
    """Serves all newspapers: one of three by turns, of both families, each at its own host; nothing is made twice."""

    def __init__(self) -> None:
        self.papers: list[Newspaper] = [
            BenchPaper(ARTICLES),
            Newspaper(articles=ARTICLES, skin="ndsoft", host=HOST),
            Newspaper(articles=ARTICLES, skin="m01", host=HOST),
        ]
        self._made: dict[tuple[int, str, str, bytes], Reply] = {}
        super().__init__(self.papers[0])

    def answer(self, method: str, target: str, body: bytes, asker: str = "") -> tuple[Reply, Fault]:
        """The reply of the newspaper at the host of ``target``, which may be the one of its pictures."""
        host = _host(_number(urlsplit(target).netloc))
        paper, url = _number(host) % len(self.papers), target.replace(host, HOST, 1)
        key = paper, method, url, body
        if key not in self._made:
            self._made[key] = self.papers[paper].reply("GET" if method == "HEAD" else method, url, body)
        reply = self._made[key]
        return replace(reply, body=reply.body.replace(HOST.encode(), host.encode())), Fault()


class Members:
    """Looks at the crawls of a batch: how much memory each held at most."""

    def __init__(self) -> None:
        self.private: dict[int, int] = defaultdict(int)  # kB that no other process shares
        self.share: dict[int, int] = defaultdict(int)  # kB, those of shared pages divided by the processes that share
        self._looked = 0.0

    def __call__(self, batch: int) -> None:
        if time.monotonic() - self._looked < _PAUSE:
            return
        self._looked = time.monotonic()
        children = ""
        with suppress(OSError):
            children = Path(f"/proc/{batch}/task/{batch}/children").read_text("ascii")
        for pid in map(int, children.split()):
            with suppress(OSError):  # it has ended
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
                sizes = {name: int(size) for name, size in re.findall(r"(\w+): +(\d+) kB", rollup)}
                private = sizes["Private_Clean"] + sizes["Private_Dirty"]
                self.private[pid] = max(self.private[pid], private)
                self.share[pid] = max(self.share[pid], sizes["Pss"])


def fleet(home: Path, sizes: list[int], jobs: int | None) -> Rows:
    """Batches of so many newspapers: forked and as plain processes; first one newspaper alone.

    ``jobs`` is how many at a time: None for all, 0 for the default of this machine.
    """
    rows: Rows = []
    with FleetServer() as server, tempfile.TemporaryDirectory(dir=home.resolve()) as work:
        alone = None
        for number in (1, *sizes):
            for way, options in (("forked", []), ("--spawn", ["--spawn"])):
                at_a_time = number if jobs is None else jobs
                given = [*options, *(["--jobs", f"{at_a_time}"] if at_a_time else [])]
                row, cost = night(server, Path(work) / f"{number}{way}", number, given)
                alone = alone or cost.wall
                rows.append(
                    {"newspapers": number, "processes": way, **row, "times_one_alone": _round(cost.wall / alone)}
                )
    return rows


def night(server: FleetServer, folder: Path, number: int, options: list[str]) -> tuple[dict[str, Any], Cost]:
    """One batch and what it cost; raises WrongError when a newspaper was not read whole."""
    folder.mkdir()
    table = folder / "papers.toml"
    entries = (f'[p{index:04}]\ntitle = "신문 {index}"\nhome = "http://{_host(index)}/"\n' for index in range(number))
    table.write_text("[gndnews]\nenabled = false\n" + "".join(entries), "utf-8")
    data, members = folder / "data", Members()
    settings = ["-s", f"NEWSPAPERS={table}", "-s", f"DATA_DIR={data}", "-s", "ALLOW_PRIVATE_HOSTS=1"]
    cost = run(["-m", "scrapy", "batch", *options, *settings], server.url, look=members)
    requests = []
    for index in range(number):
        manifest = json.loads(next((data / f"p{index:04}").glob("*/run.json")).read_text("utf-8"))
        expected = len(server.papers[index % len(server.papers)].truth_articles())
        if not manifest["complete"] or manifest["counts"]["new"] != expected:
            raise WrongError(f"newspaper {index} of {number}: {manifest['counts']}, {expected} articles expected")
        requests.append(manifest["counts"]["requests"])
    row = {
        "requests": _round(statistics.mean(requests)),
        "an_hour": _round(3600 * number / cost.wall),
        "wall_s": _round(cost.wall),
        "cpu_s_each": _round(cost.cpu / number),
        "private_mb_each": _round(statistics.median(members.private.values()) / 1024),
        "pss_mb_each": _round(statistics.median(members.share.values()) / 1024),
    }
    return row, cost


def _host(index: int) -> str:
    return f"p{index:04}.test"


def _number(host: str) -> int:
    return int(host.rpartition(".")[0][-4:])


def _round(value: float) -> str:
    return f"{value:.3g}"
