"""The folder of a run: whole or not at all, never in anybody's way."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from newscrawler.exporters import FILES, RunFolder, encode, read_facts
from newscrawler.items import Rejected
from newscrawler.store.manifest import Counts, Manifest

RUN_ID = "20251219T060000"
TIME = "2025-12-19T06:00:00+09:00"


def rejected(number: int) -> bytes:
    return encode(Rejected(site="demo", url=f"http://demo.test/{number}", reason="missing", fetched_at=TIME))


def manifest(run_id: str = RUN_ID, alarms: tuple[str, ...] = ()) -> Manifest:
    return Manifest(
        run_id=run_id,
        site="demo",
        spider="demo",
        arguments={},
        started_at=TIME,
        finished_at=TIME,
        finish_reason="finished",
        complete=True,
        exit_code=0,
        counts=Counts(),
        sections=[],
        coverage={},
        files=[],
        alarms=list(alarms),
        newscrawler="0",
        scrapy="0",
        python="0",
    )


def published(parent: Path, records: int = 3) -> RunFolder:
    folder = RunFolder(parent, RUN_ID)
    for number in range(records):
        folder.write("rejected", rejected(number))
    folder.close()
    folder.publish(manifest())
    return folder


def test_a_taken_name_is_refused_and_its_folder_untouched(tmp_path: Path) -> None:
    first = published(tmp_path)
    second = RunFolder(tmp_path, RUN_ID)
    second.close()
    with pytest.raises(OSError, match="not empty"):
        second.publish(manifest(alarms=("second",)))
    assert json.loads((first.path / "run.json").read_text("utf-8"))["alarms"] == []


def test_what_dead_runs_left_is_cleared_away_and_runs_are_not(tmp_path: Path) -> None:
    first = published(tmp_path)
    leftover = tmp_path / ".20251218T060000.part"
    leftover.mkdir()
    (leftover / "articles.jsonl").write_text("{}")
    (tmp_path / ".lock").touch()
    folder = RunFolder(tmp_path, f"{RUN_ID}-2")
    folder.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".{RUN_ID}-2.part", ".lock", RUN_ID]
    assert first.differences({"rejected": 3}) == []


def test_nothing_has_its_final_name_before_it_is_published(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "deep" / "demo", RUN_ID)
    folder.write("rejected", rejected(1))
    facts = folder.close()
    assert not folder.path.exists()
    assert [fact.records for fact in facts] == [0, 0, 0, 1]
    folder.publish(manifest())
    assert sorted(path.name for path in folder.path.iterdir()) == sorted([*FILES.values(), "run.json"])
    assert [path.name for path in folder.path.parent.iterdir()] == [RUN_ID]
    assert json.loads((folder.path / "run.json").read_text("utf-8"))["run_id"] == RUN_ID


def test_the_manifest_is_there_when_the_folder_gets_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    rename = Path.rename

    def watch(self: Path, target: Path) -> Path:
        seen.append(sorted(path.name for path in self.iterdir()))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", watch)
    published(tmp_path)
    assert seen == [sorted([*FILES.values(), "run.json"])]


def test_a_folder_read_back_is_as_accepted(tmp_path: Path) -> None:
    assert published(tmp_path).differences({"rejected": 3}) == []


def test_a_lost_line_is_noticed(tmp_path: Path) -> None:
    folder = published(tmp_path)
    feed = folder.path / "rejected.jsonl"
    feed.write_bytes(b"".join(feed.read_bytes().splitlines(keepends=True)[:-1]))
    assert folder.differences({"rejected": 3}) == ["rejected.jsonl holds 2 records, 3 were accepted"]


def test_a_line_too_many_is_noticed(tmp_path: Path) -> None:
    folder = published(tmp_path)
    (folder.path / "weather.jsonl").write_text("{}\n")
    assert folder.differences({"rejected": 3}) == ["weather.jsonl holds 1 records, 0 were accepted"]


def test_a_torn_last_line_is_no_record(tmp_path: Path) -> None:
    folder = published(tmp_path)
    feed = folder.path / "rejected.jsonl"
    data = feed.read_bytes()[:-1]
    feed.write_bytes(data)
    facts = read_facts(feed)
    assert (facts.records, facts.bytes) == (2, len(data))
    assert facts.sha256 == hashlib.sha256(data).hexdigest()
    assert folder.differences({"rejected": 3}) == ["rejected.jsonl holds 2 records, 3 were accepted"]


def test_amend_replaces_the_manifest_only(tmp_path: Path) -> None:
    folder = published(tmp_path)
    before = (folder.path / "rejected.jsonl").read_bytes()
    folder.amend(manifest(alarms=("a sentence",)))
    assert json.loads((folder.path / "run.json").read_text("utf-8"))["alarms"] == ["a sentence"]
    assert (folder.path / "rejected.jsonl").read_bytes() == before
    assert sorted(path.name for path in folder.path.iterdir()) == sorted([*FILES.values(), "run.json"])


def test_differences_are_known_before_publishing(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path, RUN_ID)
    folder.write("rejected", rejected(1))
    folder.close()
    assert folder.differences({"rejected": 2}) == ["rejected.jsonl holds 1 records, 2 were accepted"]
