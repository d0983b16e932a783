"""Backups of an archive, and new archives that appear whole or not at all."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from scrapy.settings import Settings
from support import archived
from support.records import NOON

from newscrawler.store.archive import Archive, ArchiveError, ArchiveExistsError
from newscrawler.store.archives import open_archive, read_archive
from newscrawler.store.lock import LockedError
from newscrawler.store.renewal import new_archive
from newscrawler.store.sqlite import SqliteArchive

DAY = "2026-03-01"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    archived.store(tmp_path, "demo", DAY, [archived.article("demo", 1, DAY)])
    return Settings({"DATA_DIR": str(tmp_path)})


def articles(path: Path) -> int:
    with closing(SqliteArchive(path, "demo", read_only=True)) as archive:
        assert archive.integrity() == []
        return archive.extent()[2]


def test_a_backup_is_taken_while_a_run_writes(tmp_path: Path, settings: Settings) -> None:
    """It holds what was committed, and the run goes on."""
    backup = tmp_path / "backup.sqlite"
    with closing(SqliteArchive(tmp_path / "demo/archive.sqlite", "demo")) as writing:
        writing.begin_run("20260302T063000", NOON, lambda _: True)
        writing.add(archived.article("demo", 2, DAY))
        writing.commit()
        writing.add(archived.article("demo", 3, DAY))
        with closing(read_archive(settings, "demo")) as reading:
            reading.backup(backup)
        writing.add(archived.article("demo", 4, DAY))
    assert articles(backup) == 2
    assert articles(tmp_path / "demo/archive.sqlite") == 4
    assert [path.name for path in tmp_path.glob("*backup*")] == ["backup.sqlite"]


def test_a_backup_that_cannot_be_written_leaves_the_last_one(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    backup = tmp_path / "backup.sqlite"
    backup.write_text("the last one")
    monkeypatch.setattr("newscrawler.store.sqlite.replace_durably", refuse)
    with closing(read_archive(settings, "demo")) as reading, pytest.raises(ArchiveError, match="No space left"):
        reading.backup(backup)
    assert backup.read_text() == "the last one"
    assert not list(tmp_path.glob(".*"))


def test_an_archive_is_never_put_in_place_of_another(tmp_path: Path, settings: Settings) -> None:
    before = (tmp_path / "demo/archive.sqlite").read_bytes()
    with (
        pytest.raises(ArchiveExistsError, match="move it away first"),
        new_archive(settings, "demo", "demo.test", "test"),
    ):
        pytest.fail("it was opened")
    assert (tmp_path / "demo/archive.sqlite").read_bytes() == before


def test_a_new_archive_appears_at_the_end_of_the_block_or_not_at_all(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "demo"
    path = folder / "archive.sqlite"
    backup = tmp_path / "backup.sqlite"
    path.rename(backup)
    (folder / "archive.sqlite-wal").write_bytes(b"of the lost file")
    names = {one.name for one in folder.iterdir()}

    def fill(archive: Archive) -> None:
        archive.begin_run("20260302T063000", NOON, lambda _: True)
        archive.add(archived.article("demo", 2, DAY))
        assert not path.exists()

    with pytest.raises(RuntimeError), new_archive(settings, "demo", "demo.test", "test") as archive:
        fill(archive)
        raise RuntimeError
    assert {one.name for one in folder.iterdir()} == names | {".lock"}
    with new_archive(settings, "demo", "demo.test", "test", backup) as archive:
        fill(archive)
    assert {one.name for one in folder.iterdir()} == names - {"archive.sqlite-wal"} | {"archive.sqlite", ".lock"}
    assert articles(path) == 2


def test_a_damaged_backup_and_one_of_another_newspaper_are_not_restored(tmp_path: Path, settings: Settings) -> None:
    backup = tmp_path / "demo/archive.sqlite"
    other = Settings({"DATA_DIR": str(tmp_path / "other")})
    with (
        pytest.raises(ArchiveError, match="that of the newspaper 'demo'"),
        new_archive(other, "mine", "demo.test", "test", backup),
    ):
        pytest.fail("it was opened")
    content = bytearray(backup.read_bytes())
    content[8192:-4096] = b"\xff" * (len(content) - 8192 - 4096)
    backup.write_bytes(content)
    with pytest.raises(ArchiveError), new_archive(other, "demo", "demo.test", "test", backup):
        pytest.fail("it was opened")
    assert {path.name for path in (tmp_path / "other").rglob("*") if path.is_file()} == {".lock"}


@pytest.mark.crawl
def test_a_new_archive_in_a_database_appears_whole_or_not_at_all(tmp_path: Path, database: str) -> None:
    archived.store(tmp_path, "naru", DAY, [archived.article("naru", 1, DAY)])
    settings = Settings({"DATA_DIR": str(tmp_path), "ARCHIVE_URL": database})
    with pytest.raises(RuntimeError), new_archive(settings, "naru", "demo.test", "test") as archive:
        archive.begin_run("20260302T063000", NOON, lambda _: True)
        raise RuntimeError
    with new_archive(settings, "naru", "demo.test", "test", tmp_path / "naru/archive.sqlite") as archive:
        archive.begin_run("20260302T063000", NOON, lambda _: True)
        archive.add(archived.article("naru", 2, DAY))
    with closing(read_archive(settings, "naru")) as archive:
        assert (archive.run_number(None), archive.extent()[2]) == (2, 2)
    with (
        pytest.raises(ArchiveExistsError, match="the database has an archive"),
        new_archive(settings, "naru", "demo.test", "test"),
    ):
        pytest.fail("it was opened")
    assert not list((tmp_path / "naru").glob(".*new*"))


def test_a_store_without_files_names_its_own_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Archive, "__abstractmethods__", frozenset())
    archive = Archive()  # type: ignore[abstract]
    archive.site = "demo"
    assert archive.integrity() == []
    with pytest.raises(ArchiveError, match="the tools of its database"):
        archive.backup(Path("x"))


@pytest.mark.crawl
def test_an_archive_is_not_renewed_while_its_server_is_crawled(tmp_path: Path, database: str) -> None:
    settings = Settings({"DATA_DIR": str(tmp_path), "ARCHIVE_URL": database})
    with (
        closing(open_archive(settings, "sister", "demo.test", "process 7")),
        pytest.raises(LockedError, match=r"another run of the server demo\.test is at work"),
        new_archive(settings, "naru", "demo.test", "test"),
    ):
        pytest.fail("it was opened")
    with new_archive(settings, "naru", "demo.test", "test"), pytest.raises(LockedError):
        open_archive(settings, "sister", "demo.test")
