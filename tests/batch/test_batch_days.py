"""Five newspapers, three days: one fails, one hangs, one is empty, the batch is killed; nothing is lost."""

from __future__ import annotations

import json
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser
from support.crawling import Recorder, Run, read_feed, scrapy
from support.durable import DEADLINE, Process, archived, rows

from newscrawler.demo import DemoServer, Fault, Newspaper
from newscrawler.store.lock import LockedError, RunLock

TITLES = ("title", "subtitle")
BUNDLED: dict[str, dict[str, Any]] = {
    "naru": {"articles": 30, "seed": 2, "skin": "m1x"},
    "hanbit": {"articles": 15, "seed": 3, "skin": "m01"},
}
SERVED: dict[str, dict[str, Any]] = {
    "hanging": {"articles": 12, "seed": 5, "skin": "m01"},
    "failing": {"articles": 20, "seed": 4, "skin": "m1x"},
    "empty": {"articles": 10, "seed": 6, "skin": "m1x"},
}
PAPERS = [*SERVED, *BUNDLED]
FAILS = "/news/article.html?no=10009"


@dataclass
class Scene:
    """Five newspapers, two served by their batches and three by the test, and what the batches left."""

    folder: Path
    servers: dict[str, DemoServer]
    runs: list[Run] = field(default_factory=list)
    archives: list[dict[str, list[dict[str, Any]]]] = field(default_factory=list)  # after each batch
    truths: list[dict[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def data_dir(self) -> Path:
        return self.folder / "data"

    @property
    def options(self) -> tuple[str, ...]:
        return ("-s", f"NEWSPAPERS={self.folder / 'papers.toml'}", "-s", "ALLOW_PRIVATE_HOSTS=1")

    @property
    def reports(self) -> list[dict[str, Any]]:
        return [json.loads(path.read_text()) for path in sorted((self.data_dir / "batches").glob("*.json"))]

    def begin_day(self, day: int) -> None:
        """Has every newspaper be what it is on that day."""
        entries = ["[gndnews]\nenabled = false\n"]
        papers = {name: Newspaper(**options, day=day) for name, options in BUNDLED.items()}
        for name, options in SERVED.items():
            server = self.servers[name]
            server.paper = papers[name] = Recorder(**options, day=day, host=urlsplit(server.url).netloc)
            patience = 3 if (name, day) == ("hanging", 0) else 30
            settings = f"DOWNLOAD_DELAY = 0, DOWNLOAD_TIMEOUT = {patience}, RETRY_TIMES = 1"
            entries.append(f'[{name}]\ntitle = "{name}"\nhome = "{server.url}/"\nsettings = {{{settings}}}\n')
        for name, options in BUNDLED.items():
            arguments = ", ".join(f"{key} = {value!r}" for key, value in {**options, "day": day}.items())
            entries.append(f"[{name}]\ndemo = true\narguments = {{{arguments}}}\n")
        (self.folder / "papers.toml").write_text("".join(entries))
        self.truths.append({name: paper.truth_articles() for name, paper in papers.items()})

    def batch(self, *arguments: str) -> None:
        given = (*self.options, "-s", f"DATA_DIR={self.data_dir}", *arguments)
        self.runs.append(scrapy("batch", *given, data_dir=self.data_dir))
        self.archives.append({name: archived(self.data_dir / name / "archive.sqlite") for name in PAPERS})

    def killed_batch(self, name: str) -> None:
        """A batch that is killed while it has read some pages of this newspaper; returns when its crawls have ended."""
        with Process(*self.options, data_dir=self.data_dir, env={}, doomed=True, command="batch") as process:
            before = len(self.servers[name].log)
            process.await_(lambda: len(self.servers[name].log) > before + 8)
            assert not process.ended, process.said
            process.send(signal.SIGKILL)
            assert process.wait().exit_code == -signal.SIGKILL
        for paper in PAPERS:
            await_lock(self.data_dir / paper / ".lock")


def await_lock(path: Path) -> None:
    """Waits until nobody holds a lock."""
    deadline = time.monotonic() + DEADLINE
    while path.exists():
        try:
            RunLock(path, "the test").release()
        except LockedError:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        else:
            return


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The three days, and every day's newspapers."""
    with ExitStack() as stack:
        servers = {name: stack.enter_context(DemoServer(Newspaper(**options))) for name, options in SERVED.items()}
        played = Scene(tmp_path_factory.mktemp("days"), servers)
        played.begin_day(0)
        servers["failing"].faults[FAILS] = Fault(status=503)
        servers["hanging"].faults["/news/*"] = Fault(delay=600)
        servers["empty"].faults["/*"] = Fault(body="<html><body>새 단장 중입니다</body></html>")
        played.batch("--timeout", "0.4", "--jobs", "2")

        played.begin_day(1)
        for server in servers.values():
            server.faults.clear()
        servers["failing"].faults["/news/*"] = Fault(delay=0.1)
        played.killed_batch("failing")
        servers["failing"].faults.clear()
        played.batch()

        played.begin_day(2)
        played.batch()
        yield played


def test_each_newspaper_ends_as_it_must_and_the_batch_with_the_worst(scene: Scene) -> None:
    found = [{one["site"]: (one["state"], one["exit_code"]) for one in report["sites"]} for report in scene.reports]
    well = ("finished", 0)
    first = {
        "naru": well,
        "hanbit": well,
        "failing": ("finished", 1),
        "hanging": ("timeout", 5),
        "empty": ("finished", 1),
    }
    assert found == [first, dict.fromkeys(PAPERS, well), dict.fromkeys(PAPERS, well)]
    assert [report["exit_code"] for report in scene.reports] == [5, 0, 0]
    assert [run.exit_code for run in scene.runs] == [5, 0, 0]
    assert all("Traceback" not in run.stderr for run in scene.runs)


def test_alarms_say_what_went_wrong_and_only_where_it_did(scene: Scene) -> None:
    alarms = {one["site"]: one["alarms"] for one in scene.reports[0]["sites"]}
    failing, empty = (scene.servers[name].url for name in ("failing", "empty"))
    assert alarms["naru"] == alarms["hanbit"] == []
    assert len(alarms["failing"]) == 1
    assert f"{failing}{FAILS}" in alarms["failing"][0]
    assert alarms["hanging"][0] == "the run was stopped after 0.4 minutes"
    assert "the run was interrupted" in alarms["hanging"]
    assert alarms["empty"] == [f"{empty}/ cannot be read: it links to no section and no article"]
    shown = [line for line in scene.runs[0].stdout.splitlines() if line.startswith("! ")]
    said = [*alarms["hanging"][:3], f"… {len(alarms['hanging']) - 3} more in run.json"]
    assert shown == [
        *(f"! hanging: {sentence}" for sentence in said),  # interrupted: worse than incomplete
        *(f"! empty: {sentence}" for sentence in alarms["empty"]),
        *(f"! failing: {sentence}" for sentence in alarms["failing"]),
    ]
    later = [sentence for report in scene.reports[1:] for one in report["sites"] for sentence in one["alarms"]]
    assert later == []


def test_a_batch_file_tells_the_runs_as_they_were(scene: Scene) -> None:
    for report in scene.reports:
        for one in report["sites"]:
            manifest = json.loads((scene.data_dir / one["site"] / one["run_id"] / "run.json").read_text())
            assert (one["counts"], one["exit_code"]) == (manifest["counts"], manifest["exit_code"])
            assert Path(one["log"]).read_text()


def test_what_failed_or_was_missed_is_there_a_day_later(scene: Scene) -> None:
    truth = scene.truths[0]
    first = {name: {record["url"] for record in records} for name, records in scene.archives[0].items()}
    assert first["naru"] == truth["naru"].keys()
    assert first["hanbit"] == truth["hanbit"].keys()
    assert truth["failing"].keys() - first["failing"] == {f"{scene.servers['failing'].url}{FAILS}"}
    assert (first["hanging"], first["empty"]) == (set(), set())
    second = {name: {record["url"] for record in records} for name, records in scene.archives[1].items()}
    for name in PAPERS:
        assert scene.truths[1][name].keys() <= second[name]


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("day", [1, 2])
def test_archives_are_the_truth_of_their_day(name: str, day: int, scene: Scene) -> None:
    truth = scene.truths[day][name]
    alive = {record["url"]: record for record in scene.archives[day][name] if record["status"] != "removed"}
    assert alive.keys() == truth.keys()
    for url, fields in truth.items():
        assert {key: alive[url][key] for key in TITLES} == {key: fields[key] for key in TITLES}
        # a last line with a mail address at 127.0.0.1 is no reporter's
        assert alive[url]["body"].startswith(fields["body"])


@pytest.mark.parametrize("name", PAPERS)
def test_feeds_hold_every_revision_once(name: str, scene: Scene) -> None:
    folders = sorted(path for path in (scene.data_dir / name).iterdir() if path.is_dir())
    records = [record for folder in folders for record in read_feed(folder / "articles.jsonl")]
    times = Counter((record["id"], record["revision"], record["status"]) for record in records)
    assert [key for key, number in times.items() if number > 1] == []
    last = {record["id"]: record for record in records}
    assert last == {record["id"]: record for record in scene.archives[2][name]}
    archive = scene.data_dir / name / "archive.sqlite"
    assert rows(archive, "SELECT id FROM run WHERE NOT published") == []
    assert [path.name for path in (scene.data_dir / name).glob(".*")] == [".lock"]


def test_the_report_says_what_the_archives_hold(scene: Scene, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    arguments = ("-o", str(page), *scene.options, "-s", f"DATA_DIR={scene.data_dir}")
    assert scrapy("report", *arguments, data_dir=scene.data_dir).exit_code == 0
    tree = LexborHTMLParser(page.read_text("utf-8"))
    shown = {node.attrs["data-site"]: node.attrs["data-articles"] for node in tree.css("#papers [data-articles]")}
    assert shown == {name: str(len(scene.archives[2][name])) for name in PAPERS}
    manifests = [json.loads(path.read_text()) for name in PAPERS for path in (scene.data_dir / name).glob("*/run.json")]
    period = tree.css_first("#new-period")
    assert period is not None
    assert period.text(deep=False).replace(",", "") == str(sum(manifest["counts"]["new"] for manifest in manifests))


def test_crawls_end_in_good_order_with_a_batch_that_is_killed(scene: Scene) -> None:
    known = {one["run_id"] for report in scene.reports for one in report["sites"] if one["site"] == "failing"}
    (cut,) = {path.name for path in (scene.data_dir / "failing").glob("*T*")} - known
    manifest = json.loads((scene.data_dir / "failing" / cut / "run.json").read_text())
    assert (manifest["finish_reason"], manifest["exit_code"]) == ("shutdown", 5)
    assert len(scene.reports) == 3
    assert len([path for path in (scene.data_dir / "batches").iterdir() if path.is_dir()]) == 4


def test_a_signal_ends_batch_and_crawls_in_seconds_and_the_report_is_written(tmp_path: Path) -> None:
    with ExitStack() as stack:
        servers = {name: stack.enter_context(DemoServer(Newspaper())) for name in SERVED}
        asked, unasked = servers["failing"], servers["hanging"]
        played = Scene(tmp_path, servers)
        played.begin_day(0)
        asked.faults["/news/*"] = Fault(delay=0.2)
        arguments = ("failing", "hanging", *played.options, "--jobs", "1")
        with Process(*arguments, data_dir=played.data_dir, env={}, doomed=False, command="batch") as process:
            process.await_(lambda: len(asked.log) > 5)
            process.send(signal.SIGINT)
            assert process.wait().exit_code == 5
    (report,) = played.reports
    assert report["exit_code"] == 5
    states = {one["site"]: (one["state"], one["exit_code"], one["alarms"]) for one in report["sites"]}
    assert states == {
        "failing": ("interrupted", 5, ["the run was interrupted"]),
        "hanging": ("interrupted", 5, ["the batch was interrupted before its turn"]),
    }
    assert unasked.log == []
    run_id = report["sites"][0]["run_id"]
    assert json.loads((played.data_dir / "failing" / run_id / "run.json").read_text())["exit_code"] == 5
    await_lock(played.data_dir / "batches" / ".lock")
