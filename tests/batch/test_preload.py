"""A forked crawl finds loaded what it needs, and writes the records that a plain process writes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from scrapy.utils.project import get_project_settings
from support.crawling import ROOT, Recorder, environment, project, read_feed, scrapy
from support.processes import UNMEASURED

from newscrawler.batch.preload import _components
from newscrawler.demo import DemoServer

SETTINGS = """
from newscrawler.settings import *
EXTENSIONS = {**EXTENSIONS, "counting.Counting": 1}
"""
COUNTING = """
import os, sys
from pathlib import Path
from scrapy import signals

before = set()
os.register_at_fork(after_in_child=lambda: before.update(sys.modules))
end = os._exit


def new():
    return " ".join(sorted(set(sys.modules) - before))


def write_and_end(status):
    if before:
        Path(os.environ["AT_THE_END"]).write_text(new())
    end(status)


os._exit = write_and_end


class Counting:
    '''Writes which modules were imported until the first request.'''

    @classmethod
    def from_crawler(cls, crawler):
        extension = cls()
        extension.file = Path(crawler.settings["DATA_DIR"]) / "imported"
        crawler.signals.connect(extension.asked, signals.request_reached_downloader)
        return extension

    def asked(self):
        if not self.file.exists():
            self.file.write_text(new())
"""


@pytest.mark.parametrize(("options", "expected"), [((), 1), (("--spawn",), 500)], ids=["forked", "spawned"])
def test_a_forked_crawl_imports_nothing_but_its_reactor(
    options: tuple[str, ...], expected: int, tmp_path: Path
) -> None:
    with DemoServer(Recorder(articles=10)) as server:
        server.paper = Recorder(articles=10, host=urlsplit(server.url).netloc)
        table = tmp_path / "papers.toml"
        table.write_text(f'[gndnews]\nenabled = false\n[naru]\ntitle = "나루"\nhome = "{server.url}/"\n')
        given = (f"NEWSPAPERS={table}", f"DATA_DIR={tmp_path / 'data'}", "ALLOW_PRIVATE_HOSTS=1", "DOWNLOAD_DELAY=0")
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "batch", *options, *(part for one in given for part in ("-s", one))],
            cwd=ROOT,
            env={
                **environment(project(tmp_path, mysettings=SETTINGS, counting=COUNTING)),
                **UNMEASURED,
                "AT_THE_END": str(tmp_path / "at_the_end"),
            },
            capture_output=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stderr.decode()
    imported = (tmp_path / "data" / "imported").read_text().split()
    if expected == 1:
        assert imported == ["twisted.internet.reactor"]
        rest = (tmp_path / "at_the_end").read_text().split()
        assert [name for name in rest if not name.startswith("encodings.")] == imported
    else:
        assert len(imported) > expected


def test_components_are_found_whatever_the_settings_name() -> None:
    settings = get_project_settings()
    settings.set("EXTENSIONS", {"mine.Extension": 1, "mine.Off": None})
    settings.set("SCHEDULER", "mine.Scheduler")
    settings.set("FEED_EXPORTERS", {"mine": "mine.Exporter"})
    settings.set("CONTACT", "desk@example.kr")
    found = set(_components(settings))
    assert found >= {
        "mine.Extension",
        "mine.Off",
        "mine.Scheduler",
        "mine.Exporter",
        "newscrawler.pipelines.StorePipeline",
        "newscrawler.network.guard.PublicResolver",
        "newscrawler.logformatter.QuietFormatter",
        "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler",
        "scrapy.pqueues.DownloaderAwarePriorityQueue",
    }
    assert not [path for path in found if not re.fullmatch(r"\w+(\.\w+)+", path)]


PAPERS = """
[gndnews]
enabled = false
[naru]
demo = true
arguments = {articles = 25}
[hanbit]
demo = true
arguments = {articles = 15, skin = "m01"}
"""
OF_A_RUN = ("fetched_at", "found_on", "page_url", "page_kind")  # which page was read first


def records(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The feeds of all newspapers, without what differs between two runs."""
    feeds = {}
    for path in folder.glob("*/*/*.jsonl"):
        kept = [{name: one[name] for name in one if name not in OF_A_RUN} for one in read_feed(path)]
        feeds[f"{path.parts[-3]}/{path.name}"] = sorted(kept, key=lambda one: json.dumps(one, sort_keys=True))
    return feeds


def test_forked_and_plain_processes_write_the_same_records(tmp_path: Path) -> None:
    (tmp_path / "papers.toml").write_text(PAPERS)
    statuses = []
    for name, options in (("forked", ()), ("spawned", ("--spawn",))):
        data_dir = tmp_path / name
        given = ("-s", f"NEWSPAPERS={tmp_path / 'papers.toml'}", "-s", f"DATA_DIR={data_dir}", *options)
        statuses.append(scrapy("batch", *given, data_dir=data_dir).exit_code)
    assert statuses == [0, 0]
    assert records(tmp_path / "forked") == records(tmp_path / "spawned")
    assert len(records(tmp_path / "forked")["naru/articles.jsonl"]) == 25
