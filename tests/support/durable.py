"""Helpers of the durability tests: runs that can be killed, and what archive and feeds hold after them."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec

from newscrawler.demo import DemoServer, Newspaper
from support.crawling import HOME, ROOT, Run, crawl, environment, read_feed
from support.processes import UNMEASURED

ORIGIN = HOME[:-1]
DEADLINE = 60.0  # seconds; a guard against a hang, not a measure of speed
FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8")

Given = TypeVar("Given")
Made = TypeVar("Made")


def _obey_interrupts() -> None:
    """Undoes what a shell does to its background jobs: they ignore SIGINT, and so would everything they start."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


# ---- runs -----------------------------------------------------------------------------------------
class Process:
    """A `scrapy crawl` (or another command) that runs during the test; killed at the end of the ``with`` block."""

    def __init__(
        self, *arguments: str, data_dir: Path, env: Mapping[str, str], doomed: bool, command: str = "crawl"
    ) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self.data_dir = data_dir
        self._log = data_dir / f"stderr-{time.monotonic_ns()}.txt"
        env = environment(env)
        if doomed:  # it must not leave half a file of coverage data
            env |= UNMEASURED
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "scrapy", command, *arguments, "-s", f"DATA_DIR={data_dir}"],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_obey_interrupts,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.send(signal.SIGKILL)
        self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def said(self) -> str:
        """What it printed so far."""
        return self._log.read_text("utf-8", "replace")

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def send(self, number: signal.Signals) -> None:
        if not self.ended:
            self._process.send_signal(number)

    def await_(self, condition: Callable[[], object]) -> None:
        """Waits until the condition holds or the process has ended."""
        deadline = time.monotonic() + DEADLINE
        while not (condition() or self.ended):
            assert time.monotonic() < deadline, self.said
            time.sleep(0.002)

    def ends_within(self, seconds: float) -> bool:
        """Waits at most that long for it to end by itself."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def wait(self) -> Run:
        """What it left behind, once it has ended."""
        return Run(self._process.wait(DEADLINE), "", self.said, self.data_dir)


def start(server: DemoServer, *arguments: str, data_dir: Path, home: str = HOME, doomed: bool = False) -> Process:
    """Starts a crawl of the server's newspaper, ``doomed`` to be killed; without arguments it takes its time."""
    proxies = {"http_proxy": server.url, "https_proxy": server.url}
    return Process("mediaon", "-a", f"url={home}", *arguments, data_dir=data_dir, env=proxies, doomed=doomed)


def demo(data_dir: Path, articles: int, *arguments: str, **options: Any) -> Run:
    """A whole crawl of the bundled newspaper."""
    return crawl("demo", "-a", f"articles={articles}", *arguments, data_dir=data_dir, **options)


def both(work: Callable[[Given], Made], items: Iterable[Given]) -> list[Made]:
    """Does work that waits for subprocesses two at a time; results in the order of the items."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, items))


def asked(server: DemoServer, since: int = 0) -> list[str]:
    """The paths that were requested, from the ``since``-th request on."""
    return [url.removeprefix(ORIGIN) for _, _, url in server.log[since:]]


# ---- what they left -------------------------------------------------------------------------------
def folders(data_dir: Path, site: str = "*") -> list[Path]:
    """All published run folders, in the order of the runs; of all newspapers or of one."""
    found = [path for path in data_dir.glob(f"{site}/*/") if not path.name.startswith(".")]
    assert all((path / "run.json").exists() for path in found)
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))


def published(data_dir: Path, site: str = "*") -> list[dict[str, Any]]:
    """The article records of all published runs; of all newspapers or of one."""
    return [record for folder in folders(data_dir, site) for record in read_feed(folder / "articles.jsonl")]


def snapshot(data_dir: Path) -> dict[Path, bytes]:
    """Every byte of every published run."""
    return {path: path.read_bytes() for folder in folders(data_dir) for path in folder.iterdir()}


def rows(archive: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Asks an archive, in whatever state a run left it."""
    with closing(sqlite3.connect(archive, timeout=10)) as db:
        return db.execute(query, values).fetchall()


def archived(archive: Path) -> list[dict[str, Any]]:
    """The last record of every article of an archive."""
    return [msgspec.json.decode(record) for (record,) in rows(archive, "SELECT record FROM article")]


def assert_equal_truth(records: list[dict[str, Any]], paper: Newspaper) -> None:
    """These are the newspaper's articles, each once, field by field equal."""
    truth = paper.truth_articles()
    times = Counter(record["url"] for record in records)
    assert {url: number for url, number in times.items() if number > 1} == {}
    assert (truth.keys() - times.keys(), times.keys() - truth.keys()) == (set(), set())
    for record in records:
        fields = truth[record["url"]]
        assert {name: record[name] for name in fields} == fields


def assert_whole(data_dir: Path, paper: Newspaper, site: str = "*") -> None:
    """Archive and all published runs together hold the newspaper's articles, each once; nothing lies about.

    ``site`` is the newspaper's folder, where there is more than one.
    """
    (archive,) = data_dir.glob(f"{site}/archive.sqlite")
    assert rows(archive, "PRAGMA integrity_check") == [("ok",)]
    assert_equal_truth(archived(archive), paper)
    assert_equal_truth(published(data_dir, site), paper)
    assert [path for path in data_dir.glob(f"{site}/.*") if path.name != ".lock"] == []
    assert rows(archive, "SELECT id FROM run WHERE NOT published") == []


def alarms(run: Run) -> list[str]:
    """The sentences a run ended with on standard output."""
    return [line.removeprefix("! ") for line in run.stdout.splitlines() if line.startswith("! ")]
