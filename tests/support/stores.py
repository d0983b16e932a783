"""The stores of an archive for the contract tests: one class for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scrapy.settings import Settings

from newscrawler.store.archive import Archive
from newscrawler.store.archives import open_archive, read_archive
from newscrawler.store.feeds import Feeds, open_feeds
from newscrawler.store.sqlite import SqliteArchive
from support.records import NOON, SITE


class SqliteStore:
    """Archives in files below a folder."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings({"DATA_DIR": str(folder), "ARCHIVE_URL": None})

    def begin(self, run_id: str, site: str = SITE) -> Archive:
        """Opens the archive for another run, as a process does that finds it."""
        archive = open_archive(self.settings, site)
        archive.begin_run(run_id, NOON, self.feeds(site).is_published)
        return archive

    def feeds(self, site: str = SITE) -> Feeds:
        return open_feeds(self.settings, site)

    @contextmanager
    def reading(self, site: str = SITE) -> Iterator[Archive]:
        """What another process sees meanwhile."""
        archive = read_archive(self.settings, site)
        try:
            yield archive
        finally:
            archive.close()

    def kill(self, archive: Archive) -> None:
        """Ends the process that writes: what it did not commit is lost."""
        assert isinstance(archive, SqliteArchive)
        archive._db.close()


STORES = [SqliteStore]
