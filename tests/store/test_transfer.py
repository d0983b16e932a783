"""The archive of a newspaper is copied from its file into PostgreSQL: all of it, once, or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.settings import Settings
from support.archives import manifest
from support.postgres import Postgres
from support.records import NOON, SITE, address, article, reading, rejected, widget
from support.stores import kill

from newscrawler.exporters import encode
from newscrawler.store.archive import Archive, ArchiveError, NoArchiveError
from newscrawler.store.archives import open_archive, read_archive
from newscrawler.store.lock import LockedError
from newscrawler.store.transfer import AlreadyThereError, import_archive

KINDS = ("article", "weather", "sidebar", "rejected")
FIRST, SECOND, THIRD = "20260301T060000", "20260302T060000", "20260303T060000"


def files(data_dir: Path, url: str | None = None) -> Settings:
    return Settings({"DATA_DIR": str(data_dir), "ARCHIVE_URL": url})


def published(run_id: str) -> bool:
    return run_id == FIRST


def fill(settings: Settings) -> None:
    """A run that was published, one that was published and does not know it, and one that died."""
    archive = open_archive(settings, SITE)
    archive.begin_run(FIRST, NOON, published)
    for item in (article(3), article(1), reading(), reading(date=None), widget(), rejected(2)):
        archive.add(item)
    archive.fail("demo:2", address(2), "timeout")
    archive.set_sections({"list": "2026-03-01", "other": ""})
    archive.end_run(NOON, True, encode(manifest(SITE, FIRST)))
    archive.set_published()
    archive.begin_run(SECOND, NOON, published)
    archive.add(article(1, revision=2, status="modified", body="고친 글"))
    archive.add(rejected(4, "missing"))
    archive.fail("demo:2", address(2), "timeout")
    archive.set_sections({"list": ""})
    archive.end_run(NOON, False, encode(manifest(SITE, SECOND)))
    archive.set_published()
    archive.begin_run(THIRD, NOON, published)
    archive.add(article(5, published_at=None))
    archive.add(replace(rejected(6), detail="nul \0"))
    archive.close()


def everything(archive: Archive) -> list[object]:
    """What a run can find out about an archive."""
    ids = [f"demo:{number}" for number in range(9)]
    return [
        [list(archive.records(kind, run)) for kind in KINDS for run in (1, 2, 3)],
        list(archive.articles_between(None, None)),
        archive.known(ids),
        list(archive.last_records(ids)),
        archive.failures(),
        archive.sections(),
        archive.manifests(),
        archive.unfinished(),
        archive.extent(),
        archive.last_new(),
        archive.newest("9"),
        archive.published_since(""),
        archive.published_per_day(""),
        [archive.run_number(run_id) for run_id in (FIRST, SECOND, THIRD, None)],
    ]


@pytest.mark.parametrize("url", [None, "sqlite:///{folder}/{{site}}.sqlite"])
def test_everything_is_copied_and_the_next_run_goes_on(url: str | None, database: str, tmp_path: Path) -> None:
    before, after = files(tmp_path, url and url.format(folder=tmp_path)), files(tmp_path, database)
    fill(before)
    assert import_archive(after, SITE, "demo.test", before["ARCHIVE_URL"]) == {
        "run": 3,
        "article": 3,
        "record": 10,
        "failed": 1,
        "section": 2,
    }
    source, target = read_archive(before, SITE), read_archive(after, SITE)
    assert everything(target) == everything(source)
    source.close()
    target.close()

    later = [open_archive(settings, SITE, "demo.test") for settings in (before, files(tmp_path / "two", database))]
    for archive in later:
        archive.begin_run("20260304T060000", NOON, published)
        assert [archive.count(kind) for kind in KINDS] == [1, 0, 0, 1]  # what the dead run stored
        assert not archive.add(article(5, published_at=None))
        archive.fail("demo:2", address(2), "timeout")
        assert archive.failures()[0].tries == 3
    assert everything(later[0]) == everything(later[1])
    for archive in later:
        archive.close()


def test_a_newspaper_that_is_there_is_not_copied_into(database: str, tmp_path: Path) -> None:
    fill(files(tmp_path))
    after = files(tmp_path, database)
    import_archive(after, SITE, "demo.test")
    with pytest.raises(AlreadyThereError, match="has runs of 'demo' already: nothing was copied"):
        import_archive(after, SITE, "demo.test")
    with pytest.raises(NoArchiveError):
        import_archive(after, "other", "other.test")


def test_a_copy_that_fails_leaves_nothing_behind(database: str, postgres: Postgres, tmp_path: Path) -> None:
    fill(files(tmp_path))
    after = files(tmp_path, database)
    postgres.execute("ALTER TABLE newscrawler.section ADD CHECK (url <> 'other')", url=database)
    with pytest.raises(ArchiveError, match="violates check constraint"):
        import_archive(after, SITE, "demo.test")
    assert postgres.execute("SELECT count(*) FROM newscrawler.run", url=database) == [(0,)]
    postgres.execute("ALTER TABLE newscrawler.section DROP CONSTRAINT section_url_check", url=database)
    assert import_archive(after, SITE, "demo.test")["run"] == 3


def test_no_run_is_at_work_meanwhile(database: str, tmp_path: Path) -> None:
    before = files(tmp_path, f"sqlite:///{tmp_path}/{{site}}.sqlite")
    fill(before)
    after = files(tmp_path / "another folder", database)
    running = open_archive(before, SITE)
    with pytest.raises(LockedError):
        import_archive(after, SITE, "demo.test", before["ARCHIVE_URL"])
    running.close()
    crawling = open_archive(files(tmp_path / "a third", database), SITE, "demo.test")
    with pytest.raises(LockedError):
        import_archive(after, SITE, "demo.test", before["ARCHIVE_URL"])
    kill(crawling)
    assert import_archive(after, SITE, "demo.test", before["ARCHIVE_URL"])["run"] == 3
