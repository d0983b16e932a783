"""Clusters for tests: newspapers whose servers note who asks, workers as machines, batches from anywhere."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import psycopg

from newscrawler.demo import DemoServer, Fault, Newspaper
from support.crawling import Run, read_feed, scrapy
from support.durable import DEADLINE, Process
from support.postgres import Postgres

TIMES = {"heartbeat": 0.3, "stalled": 1.5, "care": 1, "poll": 0.1, "retry": 0.2, "patience": 2}
"""Everything that a cluster waits for, in seconds; the real ones are ten to three hundred times as long."""
ROBOTS = "/robots.txt"


class Cluster:
    """Newspapers, each on a server of its own, and the machines that crawl them into one database.

    ``options`` are settings that all machines share, such as RUNS_URL.
    """

    def __init__(self, folder: Path, postgres: Postgres, url: str, papers: int, articles: int = 10) -> None:
        self.folder, self.postgres, self.url = folder, postgres, url
        self.options: list[str] = []
        self._stack = ExitStack()
        self._db: psycopg.Connection[tuple[Any, ...]] | None = None
        self.servers: dict[str, DemoServer] = {}
        for number in range(papers):
            server = self._stack.enter_context(DemoServer(Newspaper(articles=articles, seed=number + 2, skin="m01")))
            server.paper = Newspaper(articles=articles, seed=number + 2, skin="m01", host=urlsplit(server.url).netloc)
            self.servers[f"paper{number:02}"] = server
        self.table = folder / "newspapers.toml"
        self.write_table()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def write_table(self, more: str = "") -> None:
        """Writes newspapers.toml."""
        entries = ["[gndnews]\nenabled = false\n"]
        for name, server in self.servers.items():
            settings = "DOWNLOAD_DELAY = 0, RETRY_TIMES = 1"
            entries.append(f'[{name}]\ntitle = "{name}"\nhome = "{server.url}/"\nsettings = {{{settings}}}\n')
        self.table.write_text("".join(entries) + more, "utf-8")

    def slow_down(self, delay: float) -> None:
        """Has every page take so many seconds, so that crawls can be met in their middle."""
        for server in self.servers.values():
            server.faults["/*"] = Fault(delay=delay)

    def _settings(self, **more: Any) -> list[str]:
        given = {
            "ARCHIVE_URL": self.url,
            "NEWSPAPERS": self.table,
            "ALLOW_PRIVATE_HOSTS": 1,
            "CLUSTER_TIMES": json.dumps(TIMES),
            **more,
        }
        return [*(part for pair in given.items() for part in ("-s", f"{pair[0]}={pair[1]}")), *self.options]

    # ---- machines ------------------------------------------------------------------------------
    def worker(self, name: str, *arguments: str, doomed: bool = True, **settings: Any) -> Process:
        """Starts a machine; the newspapers know it by its name. It is killed at the end of the test."""
        given = [*self._settings(USER_AGENT=name, **settings), *arguments]
        return self._stack.enter_context(
            Process(*given, data_dir=self.folder / name, env={}, doomed=doomed, command="worker")
        )

    def batch(self, *arguments: str) -> Run:
        """Runs `scrapy batch` on a machine that has no worker."""
        data_dir = self.folder / "desk"
        given = [*self._settings(DATA_DIR=data_dir), *arguments]
        return scrapy("batch", *given, data_dir=data_dir, timeout=DEADLINE)

    def detach(self, *arguments: str) -> str:
        """Enqueues all newspapers; returns the id of the batch."""
        run = self.batch("--on", "cluster", "--detach", *arguments)
        assert run.exit_code == 0, run.stderr
        return run.stdout.strip()

    # ---- what can be waited for ----------------------------------------------------------------
    def await_(self, condition: Callable[[], object], *workers: Process) -> None:
        """Waits until the condition holds."""
        deadline = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < deadline, [worker.said for worker in workers]
            time.sleep(0.05)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a question to the database."""
        if self._db is None or self._db.closed:
            self._db = self._stack.enter_context(psycopg.connect(self.url, autocommit=True))
        return self._db.execute(query, values).fetchall()  # type: ignore[call-overload, no-any-return]

    def disconnect(self) -> None:
        """Ends the test's own session with the database."""
        if self._db is not None:
            self._db.close()

    def machines(self) -> int:
        """The number of workers that are ready."""
        query = """SELECT count(DISTINCT application_name) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'crawl-%%'"""
        return int(self.rows(query)[0][0])

    def has_ended(self, batch: str) -> bool:
        return bool(self.rows("SELECT 1 FROM newscrawler.batch WHERE id = %s AND ended_at IS NOT NULL", batch))

    def asked(self, name: str, by: str = "") -> list[str]:
        """The paths that were requested of a newspaper, by everybody or by one machine."""
        server = self.servers[name]
        both = zip(list(server.log), list(server.askers), strict=False)
        return [urlsplit(url).path for (_, _, url), asker in both if not by or asker == by]

    def busy(self, machine: str, requests: int) -> list[str]:
        """The newspapers that a machine has asked that often."""
        return [name for name in self.servers if len(self.asked(name, machine)) >= requests]

    def all_asked(self) -> list[list[str]]:
        """The paths that were requested of each newspaper."""
        return [self.asked(name) for name in self.servers]

    # ---- what came of it -----------------------------------------------------------------------
    def states(self, batch: str) -> dict[str, tuple[str, int]]:
        """State and status of every newspaper of a batch."""
        records = self.rows("SELECT record FROM newscrawler.outcome WHERE batch = %s AND final", batch)
        found = (json.loads(record) for (record,) in records)
        return {one["site"]: (one["state"], one["exit_code"]) for one in found}

    def assert_no_overlap(self) -> None:
        """At no newspaper did a machine go on after another had begun: who asks next begins with robots.txt."""
        for name, server in self.servers.items():
            asked = list(zip(server.askers, self.asked(name), strict=True))
            for (before, _), (after, path) in pairwise(asked):
                assert before == after or path == ROBOTS, (name, asked)

    def assert_complete(self) -> None:
        """The archives hold every newspaper's articles, each once, and every run is published."""
        rows = self.rows("SELECT site, url FROM newscrawler.article")
        truth = [(name, url) for name, server in self.servers.items() for url in server.paper.truth_articles()]
        assert sorted(rows) == sorted(truth)
        assert self.rows("SELECT site, id FROM newscrawler.run WHERE NOT published") == []

    def published(self) -> list[dict[str, Any]]:
        """The articles in the feeds of all machines."""
        paths = self.folder.glob("*/paper*/*/articles.jsonl")
        return [record for path in paths if (path.parent / "run.json").exists() for record in read_feed(path)]


def children(pid: int) -> list[int]:
    """The processes that a process has started and that are there still."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def kill_with_crawls(worker: Process) -> None:
    """Ends a worker and its crawls at once, as a power cut does."""
    worker.send(signal.SIGSTOP)  # it starts no more
    for child in children(worker.pid):
        os.kill(child, signal.SIGKILL)
    worker.send(signal.SIGKILL)
