"""Archives that are damaged, foreign, new or elsewhere, and disks that refuse: one sentence, nothing published lost."""

from __future__ import annotations

import resource
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from support.crawling import Run
from support.durable import alarms, archived, assert_equal_truth, assert_whole, both, demo, folders, rows, snapshot

from newscrawler.demo import Newspaper
from newscrawler.korean.dates import now_kst
from newscrawler.run.history import History
from newscrawler.store.archive import ArchiveError
from newscrawler.store.feeds import Feeds
from newscrawler.store.migrations import VERSION
from newscrawler.store.sqlite import SqliteArchive

PAPER = Newspaper(articles=12)


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a run that went well."""
    data_dir = tmp_path_factory.mktemp("healthy")
    assert demo(data_dir, 12).exit_code == 0
    return data_dir


@pytest.fixture
def data_dir(healthy: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copytree(healthy, tmp_path / "data"))


def assert_refused(run: Run, before: dict[Path, bytes], *words: str) -> None:
    """Exit 4, one sentence with these words, and what was published stands as it stood."""
    assert run.exit_code == 4, run.stderr
    (sentence,) = alarms(run)
    assert all(word in sentence for word in words), sentence
    assert "Traceback" not in run.stderr
    assert snapshot(run.data_dir) == before
    assert run.leftovers == []


# ---- the archive's file ---------------------------------------------------------------------------
def no_header(data: bytes) -> bytes:
    return b"garbage " * 16 + data[128:]


def half(data: bytes) -> bytes:
    return data[: len(data) // 2 // 4096 * 4096]


def torn_page(data: bytes) -> bytes:
    return data[: len(data) // 2 + 1000]


def no_database(data: bytes) -> bytes:
    return b"<html>503 Service Unavailable</html>" * 200


@pytest.mark.parametrize("damage", [no_header, half, torn_page, no_database])
def test_a_damaged_archive_is_exit_4_and_left_as_it_is(damage: Callable[[bytes], bytes], data_dir: Path) -> None:
    archive = data_dir / "demo" / "archive.sqlite"
    archive.write_bytes(damage(archive.read_bytes()))
    damaged, before = archive.read_bytes(), snapshot(data_dir)
    run = demo(data_dir, 12)
    assert_refused(run, before, str(archive), "cannot be used")
    assert archive.read_bytes() == damaged


def test_an_archive_of_a_newer_version_is_exit_4(data_dir: Path) -> None:
    archive = data_dir / "demo" / "archive.sqlite"
    rows(archive, f"PRAGMA user_version={VERSION + 1}")
    before = snapshot(data_dir)
    assert_refused(demo(data_dir, 12), before, str(archive), f"version {VERSION + 1}", "newer")
    assert rows(archive, "PRAGMA user_version") == [(VERSION + 1,)]


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_an_empty_archive_of_version_0_is_brought_up(journal: str, tmp_path: Path) -> None:
    archive = tmp_path / "demo" / "archive.sqlite"
    archive.parent.mkdir()
    archive.touch()
    if journal == "wal":
        rows(archive, "PRAGMA journal_mode=WAL")
    run = demo(tmp_path, 12)
    assert run.exit_code == 0
    assert rows(archive, "PRAGMA user_version") == [(VERSION,)]
    assert_whole(tmp_path, PAPER)


def use(archive: Path) -> None:
    """What a run asks of an archive."""
    store = SqliteArchive(archive, "demo")
    try:
        store.begin_run("again", "2026-03-02T19:00:00+09:00", Feeds(archive.parent).is_published)
        history = History.read(store, now_kst(), 3)
        for url in history.again:
            list(store.last_records([f"demo:{url.partition('=')[2]}"]))
        store.articles_between("2026-01-01", None)
        for kind in ("article", "weather", "sidebar", "rejected"):
            list(store.records(kind, 1))
        store.fail("demo:1", "http://demo.test/news/article.html?no=1", "timeout")
        store.set_sections({url: ground.back_to for url, ground in history.sections.items()})
        store.end_run("2026-03-02T19:01:00+09:00", True, b"{}")
        store.set_published()
    finally:
        store.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize(
    "filling",
    [
        pytest.param(0x00, id="zeros"),
        pytest.param(0x2A, id="stars"),
        pytest.param(0xFF, id="ones"),
    ],
)
def test_a_page_of_the_archive_that_rotted_is_an_archive_error_or_does_no_harm(filling: int, data_dir: Path) -> None:
    archive = data_dir / "demo" / "archive.sqlite"
    whole = archive.read_bytes()
    refused = 0
    for start in range(0, len(whole), 4096):
        archive.write_bytes(whole[:start] + bytes([filling]) * 4096 + whole[start + 4096 :])
        try:
            use(archive)
        except ArchiveError as error:
            refused += 1
            assert str(archive) in str(error)
        for rest in archive.parent.glob("archive.sqlite-*"):
            rest.unlink()
    assert refused > len(whole) // 4096 // 2


def test_a_record_of_a_dead_run_that_cannot_be_read_is_not_exit_0(data_dir: Path) -> None:
    archive = data_dir / "demo" / "archive.sqlite"
    (last,) = folders(data_dir)
    shutil.rmtree(last)
    with closing(sqlite3.connect(archive)) as db, db:
        db.execute("UPDATE run SET published=0")
        db.execute("UPDATE revision SET record='{' || record WHERE rowid=3")
    run = demo(data_dir, 12)
    assert run.exit_code != 0
    assert alarms(run)


def test_an_archive_whose_newest_time_is_no_time_is_not_exit_0_without_a_run(data_dir: Path) -> None:
    archive = data_dir / "demo" / "archive.sqlite"
    with closing(sqlite3.connect(archive)) as db, db:
        db.execute("UPDATE article SET published_at='today' WHERE id=(SELECT max(id) FROM article)")
    run = demo(data_dir, 12)
    assert run.exit_code == 4 or len(folders(data_dir)) == 2


# ---- where the archive lies -----------------------------------------------------------------------
def test_archive_url_puts_each_newspapers_archive_elsewhere(tmp_path: Path) -> None:
    place = ("-s", f"ARCHIVE_URL=sqlite:///{tmp_path}/archives/{{site}}.sqlite")
    first, second = (demo(tmp_path / "data", 12, *place) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert sorted(path.name for path in (tmp_path / "archives").iterdir()) == [".demo.sqlite.lock", "demo.sqlite"]
    assert not list(tmp_path.glob("data/**/*.sqlite"))
    assert_equal_truth(archived(tmp_path / "archives" / "demo.sqlite"), PAPER)
    assert second.articles == []


@pytest.mark.parametrize("url", ["mysql://localhost/news", "sqlite://relative.sqlite", "archive.sqlite"])
def test_an_archive_url_of_another_kind_is_exit_4(url: str, data_dir: Path) -> None:
    before = snapshot(data_dir)
    assert_refused(demo(data_dir, 12, "-s", f"ARCHIVE_URL={url}"), before, "ARCHIVE_URL", "sqlite:///path")


def test_an_archive_below_a_file_is_exit_4(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    before = snapshot(data_dir)
    run = demo(data_dir, 12, "-s", f"ARCHIVE_URL=sqlite:///{tmp_path}/file/{{site}}.sqlite")
    assert_refused(run, before, f"{tmp_path}/file")


# ---- disks that refuse ----------------------------------------------------------------------------
def full(size: int) -> dict[int, int]:
    """The limits of a process whose files grow to so many bytes only: EFBIG, as a full disk says ENOSPC."""
    return {resource.RLIMIT_FSIZE: size}


def test_a_disk_that_takes_nothing_is_exit_4_and_keeps_what_was_published(data_dir: Path) -> None:
    before = snapshot(data_dir)
    assert_refused(demo(data_dir, 12, limits=full(0)), before, "cannot be")
    run = demo(data_dir, 12)
    assert run.exit_code == 0
    assert_whole(data_dir, PAPER)


def fill(data_dir: Path, size: int) -> tuple[int, Run]:
    """A run of 100 articles on a disk with too little room: how many it kept, and a run with enough room."""
    refused = demo(data_dir / str(size), 100, limits=full(size))
    assert_refused(refused, {})
    archive = refused.data_dir / "demo" / "archive.sqlite"
    kept = len(archived(archive)) if rows(archive, "SELECT 1 FROM sqlite_master") else 0
    return kept, demo(refused.data_dir, 100)


def test_a_disk_that_fills_up_is_exit_4_and_the_next_run_repairs_all(tmp_path: Path) -> None:
    results = both(partial(fill, tmp_path), (50_000, 300_000))
    for _, repaired in results:
        assert (repaired.exit_code, repaired.manifest["complete"]) == (0, True)
        assert_whole(repaired.data_dir, Newspaper(articles=100))
    kept = [number for number, _ in results]
    assert kept == sorted(kept)
    assert kept[0] < 100


def test_temporary_folders_of_dead_runs_are_cleared_away(data_dir: Path) -> None:
    for name in (".20260101T000000.part", ".20260101T000000-2.part"):
        (data_dir / "demo" / name / "deep").mkdir(parents=True)
        (data_dir / "demo" / name / "articles.jsonl").write_text('{"type":"art')
    before = snapshot(data_dir)
    run = demo(data_dir, 12)
    assert (run.exit_code, run.leftovers) == (0, [])
    assert before.items() <= snapshot(data_dir).items()
