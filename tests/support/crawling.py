"""Crawls for tests: `scrapy` in a process of its own, against loopback only."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from newscrawler.demo import DemoServer, Newspaper
from support import processes
from support.processes import ROOT

HOME = "http://demo.test/"


class Recorder(Newspaper):
    """A newspaper that keeps every request with its body: (method, absolute URL, body)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.asked: list[tuple[str, str, bytes]] = []

    def reply(self, method: str, url: str, body: bytes = b"") -> Any:
        self.asked.append((method, url, body))
        return super().reply(method, url, body)


@dataclass
class Run:
    """What a `scrapy` command left behind."""

    exit_code: int
    stdout: str
    stderr: str
    data_dir: Path

    @cached_property
    def folder(self) -> Path | None:
        """The newest published run folder."""
        folders = [path for path in self.data_dir.glob("*/*/") if not path.name.startswith(".")]
        return max(folders, key=lambda path: (path.stat().st_mtime_ns, path.name), default=None)

    @property
    def leftovers(self) -> list[Path]:
        """Temporary folders that should have been removed."""
        return [path for path in self.data_dir.glob("*/*") if path.name.endswith(".part")]

    @cached_property
    def manifest(self) -> dict[str, Any]:
        assert self.folder is not None, self.stderr
        loaded: dict[str, Any] = json.loads((self.folder / "run.json").read_text("utf-8"))
        return loaded

    def _feed(self, name: str) -> list[dict[str, Any]]:
        assert self.folder is not None, self.stderr
        return read_feed(self.folder / f"{name}.jsonl")

    @cached_property
    def articles(self) -> list[dict[str, Any]]:
        return self._feed("articles")

    @cached_property
    def weather(self) -> list[dict[str, Any]]:
        return self._feed("weather")

    @cached_property
    def sidebar(self) -> list[dict[str, Any]]:
        return self._feed("sidebar")

    @cached_property
    def rejected(self) -> list[dict[str, Any]]:
        return self._feed("rejected")

    @property
    def reasons(self) -> dict[str, str]:
        """URL -> reason of every rejected record."""
        return {record["url"]: record["reason"] for record in self.rejected}

    @property
    def sections(self) -> dict[str, dict[str, Any]]:
        """Section URL below the origin -> its report."""
        return {section["url"].removeprefix(HOME[:-1]): section for section in self.manifest["sections"]}


def read_feed(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file; every line is whole."""
    text = path.read_text("utf-8")
    assert text == "" or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of the tests without proxies, but for those in ``extra``."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return {**kept, **(extra or {})}


def scrapy(
    *arguments: str,
    data_dir: Path,
    env: Mapping[str, str] | None = None,
    limits: Mapping[int, int] | None = None,
    timeout: float = 400,
) -> Run:
    """Runs `scrapy ...` in the project; ``limits`` are those of ``resource.setrlimit``, by resource."""
    done = processes.scrapy(arguments, environment(env), limits or {}, timeout)
    return Run(done.returncode, done.stdout, done.stderr, data_dir)


def on_terminal(
    *arguments: str, columns: int = 100, piped: bool = False, env: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """Exit status of `scrapy ...`, what it shows on a terminal, what it wrote to its standard output if ``piped``."""
    ours, theirs = pty.openpty()
    shown: list[bytes] = []

    def read() -> None:
        try:
            while piece := os.read(ours, 65536):
                shown.append(piece)
        except OSError:  # Linux's way to say that nobody holds the other end any more
            pass

    reader = threading.Thread(target=read)
    reader.start()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", *arguments],
            cwd=ROOT,
            env=environment({"TERM": "xterm", "COLUMNS": str(columns), **(env or {})}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if piped else theirs,
            stderr=theirs,
            timeout=60,
            check=False,
        )
    finally:
        os.close(theirs)
        reader.join(10)
        os.close(ours)
    return done.returncode, b"".join(shown).decode("utf-8", "replace"), (done.stdout or b"").decode("utf-8")


def crawl(
    *arguments: str,
    data_dir: Path,
    env: Mapping[str, str] | None = None,
    limits: Mapping[int, int] | None = None,
    timeout: float = 400,
) -> Run:
    """Runs `scrapy crawl ... -s DATA_DIR=<data_dir>`."""
    return scrapy(
        "crawl",
        *arguments,
        "-s",
        f"DATA_DIR={data_dir}",
        "-s",
        "ALLOW_PRIVATE_HOSTS=1",
        data_dir=data_dir,
        env=env,
        limits=limits,
        timeout=timeout,
    )


def crawl_paper(server: DemoServer, *arguments: str, data_dir: Path, env: Mapping[str, str] | None = None) -> Run:
    """Crawls the server's newspaper through the server as proxy; nothing else can be reached."""
    proxies = {"http_proxy": server.url, "https_proxy": server.url}
    return crawl(
        "mediaon",
        "-a",
        f"url={HOME}",
        "-s",
        "DOWNLOAD_DELAY=0",
        "-s",
        "CONCURRENT_REQUESTS_PER_DOMAIN=8",
        *arguments,
        data_dir=data_dir,
        env={**proxies, **(env or {})},
    )


def serve(articles: int = 40, **options: Any) -> DemoServer:
    """A server, to be entered, for a newspaper that records its requests."""
    return DemoServer(Recorder(articles=articles, **options))


def project(folder: Path, **modules: str) -> dict[str, str]:
    """Writes Python modules to ``folder``; the environment that runs `scrapy` with its ``mysettings``."""
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, "utf-8")
    return {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "SCRAPY_SETTINGS_MODULE": "mysettings"}


def widget_key(widget: Mapping[str, Any]) -> str:
    """A widget's content, the page left out, as something to compare and to count."""
    names = ("heading", "heading_url", "more_url", "entries")
    return json.dumps([widget[name] for name in names], ensure_ascii=False)


def assert_truth(run: Run, paper: Newspaper) -> None:
    """Every feed of a whole crawl holds what the newspaper says, once and nothing else."""
    truth = paper.truth_articles()
    found = {record["url"]: record for record in run.articles}
    assert len(run.articles) == len(found)
    assert found.keys() == truth.keys()
    for url, fields in truth.items():
        assert {name: found[url][name] for name in fields} == fields
    names = ("date", "station", "condition", "temperature_c", "provider")
    readings = [{name: record[name] for name in names} for record in run.weather]
    assert sorted(readings, key=str) == sorted(paper.truth_weather(), key=str)
    assert {record["url"] for record in run.rejected} == paper.truth_missing()
    assert {record["reason"] for record in run.rejected} <= {"missing"}
    assert len(run.rejected) == len(paper.truth_missing())
