"""One run per newspaper: the second leaves at once, the lock dies with its holder."""

from __future__ import annotations

import signal
import stat
import time
from datetime import datetime
from pathlib import Path

import pytest
from scrapy.settings import Settings
from support.crawling import HOME, Recorder, crawl_paper
from support.durable import FAST, assert_whole, folders, start

from newscrawler.demo import DemoServer, Newspaper
from newscrawler.store.archives import lock_run
from newscrawler.store.lock import LockedError, RunLock

OTHER = "http://other.test/"


def test_a_second_run_of_the_same_newspaper_leaves_at_once(tmp_path: Path) -> None:
    with DemoServer(Recorder(articles=12)) as server, DemoServer(Recorder(articles=12)) as unasked:
        with start(server, "-s", "DOWNLOAD_DELAY=60", data_dir=tmp_path, doomed=True) as first:
            first.await_(lambda: server.log)
            second = crawl_paper(unasked, data_dir=tmp_path)
            assert second.exit_code == 6
            (sentence,) = (line for line in second.stdout.splitlines() if line.startswith("!"))
            assert f"process {first.pid}, since 2" in sentence
            since = datetime.fromisoformat(sentence.rpartition(" ")[2])
            assert 0 <= time.time() - since.timestamp() < 120
            assert (unasked.log, folders(tmp_path), first.ended) == ([], [], False)

            # another newspaper is not concerned
            with DemoServer(Recorder(articles=12, host="other.test")) as elsewhere:
                with start(elsewhere, *FAST, data_dir=tmp_path, home=OTHER) as third:
                    assert third.wait().exit_code == 0
                assert [folder.parent.name for folder in folders(tmp_path)] == ["other.test"]

            first.send(signal.SIGKILL)
            assert first.wait().exit_code == -signal.SIGKILL
        after = crawl_paper(unasked, data_dir=tmp_path)
        assert after.exit_code == 0
        assert len(folders(tmp_path)) == 2
    for name in ("demo.test", "other.test"):
        assert (tmp_path / name / ".lock").exists()
    (tmp_path / "other.test").rename(tmp_path.parent / "other.test")
    assert_whole(tmp_path, Newspaper(articles=12, host=HOME.split("/")[2]))


def test_the_lock_says_who_holds_it_and_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / ".lock"
    lock = RunLock(path, "process 1, since noon, and a long tail")
    for _ in range(2):
        with pytest.raises(LockedError, match="process 1, since noon"):
            RunLock(path, "process 2")
    assert path.read_text() == "process 1, since noon, and a long tail"
    lock.release()
    again = RunLock(path, "process 3")
    assert path.read_text() == "process 3"
    again.release()


def test_a_lock_file_that_says_nothing_or_nonsense_holds_nobody_up(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    path.write_bytes(b"\xff\xfe" * 1000)
    lock = RunLock(path, "process 1")
    assert path.read_bytes() == b"process 1"
    path.write_bytes(b"")
    with pytest.raises(LockedError, match="unknown"):
        RunLock(path, "process 2")
    lock.release()


def test_a_lock_that_cannot_be_made_is_an_error_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"File exists|Not a directory"):
        RunLock(tmp_path / "file" / ".lock", "process 1")


# ---- an archive elsewhere -------------------------------------------------------------------------
def settings(data_dir: Path, url: str | None = None) -> Settings:
    return Settings({"DATA_DIR": str(data_dir), "ARCHIVE_URL": url})


def test_an_archive_in_the_data_folder_needs_one_lock(tmp_path: Path) -> None:
    for url in (None, f"sqlite:///{tmp_path}/{{site}}/here.sqlite"):
        lock = lock_run(settings(tmp_path, url), "demo", "process 1")
        assert [path.name for path in (tmp_path / "demo").iterdir()] == [".lock"]
        with pytest.raises(LockedError, match="another run of this newspaper is at work: process 1"):
            lock_run(settings(tmp_path, url), "demo", "process 2")
        lock.release()


def test_an_archive_that_two_data_folders_share_is_locked_too(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/archives/{{site}}.sqlite"
    lock = lock_run(settings(tmp_path / "one", url), "demo", "process 1")
    with pytest.raises(LockedError, match="process 1"):
        lock_run(settings(tmp_path / "two", url), "demo", "process 2")
    lock_run(settings(tmp_path / "two", url), "other", "process 3").release()
    # who was refused holds nothing
    lock_run(settings(tmp_path / "two"), "demo", "process 4").release()
    lock.release()
    lock_run(settings(tmp_path / "two", url), "demo", "process 5").release()
    assert (tmp_path / "archives" / ".demo.sqlite.lock").read_text() == "process 5"


def test_nobody_else_can_hold_a_run_up(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    path.touch(0o644)  # as older versions made it
    RunLock(path, "process 1").release()
    RunLock(tmp_path / "new", "process 1").release()
    assert [stat.S_IMODE(file.stat().st_mode) for file in (path, tmp_path / "new")] == [0o600, 0o600]
