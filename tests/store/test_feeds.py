"""The folder of a run: whole or not at all, never in anybody's way."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawler.store.feeds import Feeds, RunFolder, open_feeds, read_facts
from newscrawler.store.manifest import Counts, Manifest

RUN_ID = "20251219T060000"
TIME = "2025-12-19T06:00:00+09:00"


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


NAMES = ("articles.jsonl", "rejected.jsonl")


def begun(parent: Path, records: int = 3, run_id: str = RUN_ID) -> RunFolder:
    """A folder with an empty feed and one with records."""
    folder = Feeds(parent).begin(run_id)
    _, rejected = (folder.open(name) for name in NAMES)
    rejected.writelines(b'{"url":"%d"}\n' % number for number in range(records))
    return folder


def published(parent: Path, records: int = 3) -> RunFolder:
    folder = begun(parent, records)
    folder.close()
    folder.publish(manifest())
    return folder


def test_a_taken_name_is_refused_and_its_folder_untouched(tmp_path: Path) -> None:
    first = published(tmp_path)
    second = begun(tmp_path)
    second.close()
    with pytest.raises(OSError, match="not empty"):
        second.publish(manifest(alarms=("second",)))
    assert json.loads((first.path / "run.json").read_text("utf-8"))["alarms"] == []


def test_what_dead_runs_left_is_cleared_away_and_runs_are_not(tmp_path: Path) -> None:
    first = published(tmp_path)
    for name in (".20251218T060000.part", ".20251218T060000-12.part"):
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "articles.jsonl").write_text("{}")
    (tmp_path / ".lock").touch()
    begun(tmp_path, run_id=f"{RUN_ID}-2").close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".{RUN_ID}-2.part", ".lock", RUN_ID]
    assert first.differences({"rejected.jsonl": 3}) == []


def test_what_is_not_a_dead_runs_folder_stays_and_stops_nothing(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine").touch()
    parent = tmp_path / "demo"
    parent.mkdir()
    (parent / ".export.jsonl.part").write_text("the file of another command")
    (parent / ".20251218T060000.part").write_text("a file, not a folder")
    (parent / ".20251217T060000.part").symlink_to(outside)
    (parent / ".notes.part").mkdir()
    before = {path.name for path in parent.iterdir()}
    published(parent)
    assert {path.name for path in parent.iterdir()} == before | {RUN_ID}
    assert (outside / "mine").exists()


def test_a_leftover_that_cannot_be_removed_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".20251218T060000.part" / "deep").mkdir(parents=True)

    def refuse(*args: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.rmdir", refuse)
    assert published(tmp_path).path.is_dir()
    assert (tmp_path / ".20251218T060000.part").exists()


def test_published_runs_are_those_with_a_manifest(tmp_path: Path) -> None:
    feeds = open_feeds(Settings({"DATA_DIR": str(tmp_path)}), "demo")
    assert feeds.run_ids() == []
    published(tmp_path / "demo")
    (tmp_path / "demo" / "20251220T060000").mkdir()
    (tmp_path / "demo" / "copy").mkdir()
    (tmp_path / "demo" / "copy" / "run.json").touch()
    begun(tmp_path / "demo", run_id="20251221T060000").close()
    assert feeds.run_ids() == [RUN_ID]
    ids = (RUN_ID, "20251220T060000", "20251221T060000")
    assert [feeds.is_published(run_id) for run_id in ids] == [True, False, False]
    assert [feeds.is_taken(run_id) for run_id in ids] == [True, True, False]


def test_a_folder_that_was_not_published_is_removed_and_its_files_are_closed(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"), begun(tmp_path) as folder:
        feed = folder.open("weather.jsonl")
        raise OSError(28, "No space left on device")
    assert feed.closed
    assert list(tmp_path.iterdir()) == []


def test_a_published_folder_stays(tmp_path: Path) -> None:
    with begun(tmp_path) as folder:
        folder.close()
        folder.publish(manifest())
    assert folder.differences({"rejected.jsonl": 3}) == []


def test_nothing_has_its_final_name_before_it_is_published(tmp_path: Path) -> None:
    folder = begun(tmp_path / "deep" / "demo", 1)
    facts = folder.close()
    assert not folder.path.exists()
    assert [fact.records for fact in facts] == [0, 1]
    folder.publish(manifest())
    assert sorted(path.name for path in folder.path.iterdir()) == sorted([*NAMES, "run.json"])
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
    assert seen == [sorted([*NAMES, "run.json"])]


def test_a_folder_read_back_is_as_accepted(tmp_path: Path) -> None:
    assert published(tmp_path).differences({"rejected.jsonl": 3}) == []


def test_a_lost_line_is_noticed(tmp_path: Path) -> None:
    folder = published(tmp_path)
    feed = folder.path / "rejected.jsonl"
    feed.write_bytes(b"".join(feed.read_bytes().splitlines(keepends=True)[:-1]))
    assert folder.differences({"rejected.jsonl": 3}) == ["rejected.jsonl holds 2 records, 3 were accepted"]


def test_a_line_too_many_is_noticed(tmp_path: Path) -> None:
    folder = published(tmp_path)
    (folder.path / "articles.jsonl").write_text("{}\n")
    assert folder.differences({"rejected.jsonl": 3}) == ["articles.jsonl holds 1 records, 0 were accepted"]


def test_a_torn_last_line_is_no_record(tmp_path: Path) -> None:
    folder = published(tmp_path)
    feed = folder.path / "rejected.jsonl"
    data = feed.read_bytes()[:-1]
    feed.write_bytes(data)
    facts = read_facts(feed)
    assert (facts.records, facts.bytes) == (2, len(data))
    assert facts.sha256 == hashlib.sha256(data).hexdigest()
    assert folder.differences({"rejected.jsonl": 3}) == ["rejected.jsonl holds 2 records, 3 were accepted"]


def test_amend_replaces_the_manifest_only(tmp_path: Path) -> None:
    folder = published(tmp_path)
    before = (folder.path / "rejected.jsonl").read_bytes()
    folder.amend(manifest(alarms=("a sentence",)))
    assert json.loads((folder.path / "run.json").read_text("utf-8"))["alarms"] == ["a sentence"]
    assert (folder.path / "rejected.jsonl").read_bytes() == before
    assert sorted(path.name for path in folder.path.iterdir()) == sorted([*NAMES, "run.json"])


def test_differences_are_known_before_publishing(tmp_path: Path) -> None:
    folder = begun(tmp_path, 1)
    folder.close()
    assert folder.differences({"rejected.jsonl": 2}) == ["rejected.jsonl holds 1 records, 2 were accepted"]
