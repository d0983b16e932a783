"""The extensions on their own: a publisher that believes the disk only."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from twisted.python.failure import Failure

from newscrawler.extensions import Progress, RunPublisher
from newscrawler.items import Rejected
from newscrawler.korean.dates import KST
from newscrawler.spiders.demo import DemoSpider
from newscrawler.store.feeds import RunFolder

TIME = "2025-12-19T06:00:00+09:00"


# ---- RunPublisher -------------------------------------------------------------------------------------
class Stats(dict[str, Any]):
    """A stats collector as far as it is used."""

    def inc_value(self, key: str) -> None:
        self[key] = self.get(key, 0) + 1

    def set_value(self, key: str, value: Any) -> None:
        self[key] = value

    def get_value(self, key: str, default: Any = None) -> Any:
        return self.get(key, default)

    def get_stats(self) -> dict[str, Any]:
        return self


def rejected(page: object) -> Rejected:
    return Rejected(site="demo", url=f"http://demo.test/{page}", reason="missing", fetched_at=TIME)


def publisher(data_dir: Path) -> RunPublisher:
    """A publisher in the middle of a run, three records accepted."""
    crawler: Any = SimpleNamespace(settings=Settings({"DATA_DIR": str(data_dir)}), stats=Stats())
    extension = RunPublisher(crawler)
    extension.run_started(DemoSpider(articles="40"))
    for number in range(3):
        extension.item_scraped(rejected(number))
    return extension


def published(extension: RunPublisher, name: str = "run.json") -> str:
    assert extension.report is not None
    return (extension.folder / extension.report.run_id / name).read_text("utf-8")


def test_fewer_lines_on_the_disk_than_accepted_is_exit_4(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publish = RunFolder.publish

    def lose_a_line(self: RunFolder, manifest: Any) -> None:
        publish(self, manifest)
        feed = self.path / "rejected.jsonl"
        feed.write_bytes(b"".join(feed.read_bytes().splitlines(keepends=True)[:-1]))

    monkeypatch.setattr(RunFolder, "publish", lose_a_line)
    extension = publisher(tmp_path)
    with caplog.at_level(logging.ERROR):
        extension.spider_closed("finished")
    sentence = "rejected.jsonl holds 2 records, 3 were accepted"
    assert (extension.exit_code, extension.alarms) == (4, [sentence])
    manifest = json.loads(published(extension))
    assert (manifest["exit_code"], manifest["complete"], manifest["alarms"]) == (4, False, [sentence])
    assert sentence in caplog.text


def test_a_folder_that_cannot_be_published_is_exit_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: RunFolder, manifest: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(RunFolder, "publish", refuse)
    extension = publisher(tmp_path)
    extension.spider_closed("finished")
    assert extension.exit_code == 4
    assert extension.alarms == ["the run cannot be stored: [Errno 28] No space left on device"]
    assert [path.name for path in extension.folder.iterdir() if path.is_dir()] == []


def test_an_interrupted_run_is_published_as_incomplete(tmp_path: Path) -> None:
    extension = publisher(tmp_path)
    extension.spider_closed("shutdown")
    manifest = json.loads(published(extension))
    assert (extension.exit_code, manifest["exit_code"], manifest["complete"]) == (5, 5, False)
    assert manifest["alarms"] == ["the run was interrupted"]
    assert manifest["counts"]["rejected"] == 3


def test_runs_of_one_second_get_different_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2025, 12, 19, 6, tzinfo=KST)
    monkeypatch.setattr("newscrawler.extensions.now_kst", lambda: moment)
    for _ in range(3):
        publisher(tmp_path).spider_closed("finished")
    names = sorted(path.parent.name for path in tmp_path.glob("demo/*/run.json"))
    assert names == ["20251219T060000", "20251219T060000-2", "20251219T060000-3"]


def test_a_second_run_of_a_newspaper_at_work_is_exit_6_and_changes_nothing(tmp_path: Path) -> None:
    first = publisher(tmp_path)
    second = publisher(tmp_path)
    assert second.report is not None
    assert second.report.spider.refused
    second.spider_closed("finished")
    assert second.exit_code == 6
    assert second.alarms[0].startswith("another run of this newspaper is at work: process ")
    first.spider_closed("shutdown")
    assert len(list(tmp_path.glob("demo/*/run.json"))) == 1


def test_a_usage_error_found_late_leaves_no_folder(tmp_path: Path) -> None:
    extension = publisher(tmp_path)
    assert extension.report is not None
    extension.report.spider.usage_error = "there is no section '원예'"
    extension.spider_closed("unknown_section")
    assert (extension.exit_code, extension.alarms) == (2, ["there is no section '원예'"])
    assert list(tmp_path.glob("demo/*/")) == []


def test_nothing_is_written_outside_a_crawl(tmp_path: Path) -> None:
    crawler: Any = SimpleNamespace(settings=Settings({"DATA_DIR": str(tmp_path)}), stats=Stats())
    extension = RunPublisher(crawler)
    extension.item_scraped(rejected(1))
    extension.spider_error(Failure(ValueError("x")), HtmlResponse("http://demo.test/"))
    extension.spider_closed("finished")
    assert (extension.report, extension.exit_code) == (None, None)
    assert list(tmp_path.iterdir()) == []


def test_items_of_other_types_are_left_alone(tmp_path: Path) -> None:
    extension = publisher(tmp_path)
    extension.item_scraped({"title": "x"})
    extension.spider_closed("finished")
    assert (len(published(extension, "rejected.jsonl").splitlines()), extension.exit_code) == (3, 3)


def test_an_error_of_ours_is_a_rejected_record_and_exit_1(tmp_path: Path) -> None:
    extension = publisher(tmp_path)
    extension.spider_error(Failure(ValueError("bad date")), HtmlResponse("http://demo.test/page"))
    extension.item_error(rejected("item"), Failure(KeyError("body")))
    extension.spider_closed("finished")
    records = [json.loads(line) for line in published(extension, "rejected.jsonl").splitlines()[3:]]
    assert [(record["url"], record["reason"], record["detail"]) for record in records] == [
        ("http://demo.test/page", "parser_error", "ValueError: bad date"),
        ("http://demo.test/item", "invalid", "KeyError: 'body'"),
    ]
    assert extension.exit_code == 1


def test_an_archive_address_of_another_kind_is_exit_4(tmp_path: Path) -> None:
    settings = Settings({"DATA_DIR": str(tmp_path), "ARCHIVE_URL": "mysql://x"})
    crawler: Any = SimpleNamespace(settings=settings, stats=Stats())
    extension = RunPublisher(crawler)
    extension.run_started(DemoSpider())
    extension.spider_closed("finished")
    assert extension.exit_code == 4
    assert extension.alarms == ["ARCHIVE_URL is not of the form sqlite:///path/{site}.sqlite"]


# ---- Progress -----------------------------------------------------------------------------------------
def test_no_interval_means_no_progress() -> None:
    settings = SimpleNamespace(getfloat=lambda name: 0.0)
    crawler: Any = SimpleNamespace(settings=settings)
    with pytest.raises(NotConfigured):
        Progress(crawler)
