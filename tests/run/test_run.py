"""One run from its lock to its folder: what it refuses, what it stores, that it believes the disk only."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings
from support.crawlers import begun, prepare, stub

from newscrawler.items import Rejected
from newscrawler.korean.dates import KST
from newscrawler.run.outcome import Outcome, rejected_before
from newscrawler.run.run import CannotBeginError, Run, run_of
from newscrawler.store.archive import ArchiveError
from newscrawler.store.feeds import RunFolder

TIME = "2025-12-19T06:00:00+09:00"


def rejected(page: object, reason: str = "missing") -> Rejected:
    return Rejected(site="demo", url=f"http://demo.test/{page}", reason=reason, fetched_at=TIME)


def at_work(data_dir: Path) -> Run:
    """A run that has accepted three records."""
    run = begun(data_dir)
    for number in range(3):
        assert run.store(rejected(number))
    return run


def published(run: Run, name: str = "run.json") -> str:
    return (Path(run.place) / name).read_text("utf-8")


def test_every_component_of_a_crawl_has_the_same_run() -> None:
    crawler, other = stub(), stub()
    assert run_of(crawler) is run_of(crawler) is not run_of(other)


def test_fewer_lines_on_the_disk_than_accepted_is_exit_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish = RunFolder.publish

    def lose_a_line(self: RunFolder, manifest: Any) -> None:
        publish(self, manifest)
        feed = self.path / "rejected.jsonl"
        feed.write_bytes(b"".join(feed.read_bytes().splitlines(keepends=True)[:-1]))

    monkeypatch.setattr(RunFolder, "publish", lose_a_line)
    run = at_work(tmp_path)
    outcome = run.publish("finished", {})
    assert outcome is not None
    assert outcome.exit_code == 4
    assert outcome.alarms[0] == "rejected.jsonl holds 2 records, 3 were accepted"
    manifest = json.loads(published(run))
    assert (manifest["exit_code"], manifest["complete"], manifest["alarms"]) == (4, False, outcome.alarms)


def test_a_folder_that_cannot_be_published_is_exit_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: RunFolder, manifest: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(RunFolder, "publish", refuse)
    outcome = at_work(tmp_path).publish("finished", {})
    assert outcome is not None
    assert outcome.exit_code == 4
    assert outcome.alarms[0] == "the run cannot be stored: [Errno 28] No space left on device"


def test_an_interrupted_run_is_published_as_incomplete(tmp_path: Path) -> None:
    run = at_work(tmp_path)
    assert run.publish("shutdown", {}) == Outcome(5, ["the run was interrupted"])
    manifest = json.loads(published(run))
    assert (manifest["exit_code"], manifest["complete"]) == (5, False)
    assert manifest["alarms"] == ["the run was interrupted"]
    assert manifest["counts"]["rejected"] == 3


def test_runs_of_one_second_get_different_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2025, 12, 19, 6, tzinfo=KST)
    monkeypatch.setattr("newscrawler.run.run.now_kst", lambda: moment)
    for _ in range(3):
        at_work(tmp_path).publish("finished", {})
    names = sorted(path.parent.name for path in tmp_path.glob("demo/*/run.json"))
    assert names == ["20251219T060000", "20251219T060000-2", "20251219T060000-3"]


def test_a_second_run_of_a_newspaper_at_work_is_exit_6_and_changes_nothing(tmp_path: Path) -> None:
    first = at_work(tmp_path)
    second = prepare(Run(first.settings))
    with pytest.raises(CannotBeginError, match="another run of this newspaper is at work: process ") as refused:
        second.begin()
    assert refused.value.exit_code == 6
    assert not second.has_begun
    assert not second.store(rejected(9))
    assert second.publish("not_begun", {}) == Outcome(6, [str(refused.value)])
    first.publish("shutdown", {})
    assert len(list(tmp_path.glob("demo/*/run.json"))) == 1


@pytest.mark.parametrize(
    ("settings", "status", "sentence"),
    [
        (
            {"ARCHIVE_URL": "mysql://x"},
            4,
            "ARCHIVE_URL is neither of the form sqlite:///path/{site}.sqlite nor postgresql://user@host/database",
        ),
        ({"FLOORS": {"body": 7}}, 2, "FLOORS: body=7"),
        ({"REVISIT_DAYS": "3d"}, 2, "REVISIT_DAYS must be a whole number, not '3d'"),
    ],
)
def test_what_stops_a_run_from_beginning_is_one_sentence_and_a_status(
    tmp_path: Path, settings: dict[str, Any], status: int, sentence: str
) -> None:
    run = prepare(Run(Settings({"DATA_DIR": str(tmp_path), **settings})))
    with pytest.raises(CannotBeginError) as refused:
        run.begin()
    assert (refused.value.exit_code, run.has_begun) == (status, False)
    assert str(refused.value).startswith(sentence)
    assert run.publish("not_begun", {}) == Outcome(status, [str(refused.value)])
    assert list(tmp_path.glob("demo/*/")) == []


def test_a_run_whose_history_cannot_be_read_does_not_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("not a time")

    monkeypatch.setattr("newscrawler.run.run.History.read", fail)
    run = prepare(Run(Settings({"DATA_DIR": str(tmp_path)})))
    with pytest.raises(CannotBeginError) as refused:
        run.begin()
    assert (refused.value.exit_code, run.has_begun, run.store(rejected(1))) == (4, False, False)
    assert run.publish("not_begun", {}) == Outcome(4, [str(refused.value)])
    monkeypatch.undo()
    assert begun(tmp_path).has_begun  # neither the lock nor the archive is held


def test_a_usage_error_found_late_leaves_no_folder(tmp_path: Path) -> None:
    run = at_work(tmp_path)
    run.journal.usage_error = "there is no section '원예'"
    assert run.publish("unknown_section", {}) == Outcome(2, ["there is no section '원예'"])
    assert list(tmp_path.glob("demo/*/")) == []


def test_nothing_is_written_outside_a_run(tmp_path: Path) -> None:
    run = Run(Settings({"DATA_DIR": str(tmp_path)}))
    assert not run.store(rejected(1))
    assert (run.publish("finished", {}), run.outcome) == (None, None)
    assert list(tmp_path.iterdir()) == []


def test_after_a_refusal_of_the_disk_nothing_is_stored_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = at_work(tmp_path)
    assert run.archive is not None

    def refuse(item: object) -> bool:
        raise ArchiveError("the disk is full")

    monkeypatch.setattr(run.archive, "add", refuse)
    with pytest.raises(ArchiveError):
        run.store(rejected(4))
    assert not run.store(rejected(5))
    with caplog.at_level(logging.ERROR):
        assert run.publish("not_stored", {}) == Outcome(4, ["the disk is full"])
    assert list(tmp_path.glob("demo/*/run.json")) == []


def tried(data_dir: Path, reason: str, runs: int, number: int = 1) -> Run:
    """A run that has begun after so many in which an article was rejected for this reason."""
    for _ in range(runs):
        run = begun(data_dir)
        run.store(rejected(f"news/article.html?no={number}", reason))
        run.publish("finished", {})
    return begun(data_dir)


@pytest.mark.parametrize(
    ("reason", "runs"),
    [("timeout", 9), ("unexpected", 9), ("no_body", 9), ("http_404", 3), ("missing", 3), ("offsite", 3)],
)
def test_an_article_that_was_not_read_is_requested_first_in_some_more_runs(
    reason: str, runs: int, tmp_path: Path
) -> None:
    last = tried(tmp_path, reason, runs)
    assert last.history.again == ["http://demo.test/news/article.html?no=1"]
    last.store(rejected("news/article.html?no=1", reason))
    last.publish("finished", {})
    assert begun(tmp_path).history.again == []


def test_an_article_is_given_up_after_ten_runs_and_that_is_said_once(tmp_path: Path) -> None:
    url = "http://demo.test/news/article.html?no=1"
    given_up = f"{url} could not be read in 10 runs and will not be waited for"
    said, waited_for = [], []
    for _ in range(12):
        run = begun(tmp_path)
        waited_for.append(not run.history.is_given_up(url))
        run.store(rejected("news/article.html?no=1", "timeout"))
        outcome = run.publish("finished", {})
        assert outcome is not None
        said.append(given_up in outcome.alarms)
    assert said == [False] * 9 + [True] + [False] * 2
    assert waited_for == [True] * 10 + [False] * 2


def test_what_is_gone_after_failures_is_tried_as_often_as_any_that_is_gone(tmp_path: Path) -> None:
    run = tried(tmp_path, "timeout", 8)
    run.publish("finished", {})
    assert tried(tmp_path, "http_404", 3).history.again != []


def test_a_reason_noted_before_the_run_ends_is_not_lost_with_it(tmp_path: Path) -> None:
    run = begun(tmp_path)
    run.remember("http://demo.test/news/article.html?no=1", "unexpected")
    run.remember("http://demo.test/", "unexpected")  # not an article's
    run.publish("shutdown", {})
    assert begun(tmp_path).history.again == ["http://demo.test/news/article.html?no=1"]


def test_a_note_that_cannot_be_kept_is_exit_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begun(tmp_path)

    def refuse(*_: object) -> None:
        raise ArchiveError("the disk is full")

    monkeypatch.setattr(run.archive, "fail", refuse)
    run.remember("http://demo.test/news/article.html?no=1", "timeout")
    assert run.publish("finished", {}) == Outcome(4, ["the disk is full"])


def test_articles_that_former_runs_rejected_are_counted_once_and_without_those_that_are_gone(tmp_path: Path) -> None:
    for numbers, reason in (((1, 2), "no_body"), ((1, 2, 3), "no_body"), ((4,), "http_404")):
        run = begun(tmp_path)
        run.store(rejected("", "invalid"))  # not an article
        for number in numbers:
            run.store(rejected(f"news/article.html?no={number}", reason))
        run.publish("finished", {})
    run = begun(tmp_path)
    assert run.archive is not None
    former = run.archive.manifests()
    assert list(rejected_before(run.archive, former, run.article_at).values()) == [2, 1, 0]
