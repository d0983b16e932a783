"""The stores of an archive for the contract tests: one class for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawler.store.archive import Archive
from newscrawler.store.archives import open_archive, read_archive
from newscrawler.store.feeds import Feeds, open_feeds
from support.records import NOON, SITE


class Store:
    """Archives in one of the stores; runs are published below a folder."""

    def __init__(self, folder: Path, archive_url: str | None) -> None:
        self.settings = Settings({"DATA_DIR": str(folder), "ARCHIVE_URL": archive_url})

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


def kill(archive: Any) -> None:
    """Ends the process that writes, as SIGKILL would: what it did not commit is lost, its locks are free."""
    archive._db.close()
    archive._lock.release()


def _sqlite(folder: Path, fixture: Callable[[str], Any]) -> Store:
    return Store(folder, None)


def _postgres(folder: Path, fixture: Callable[[str], Any]) -> Store:
    return Store(folder, fixture("database"))


STORES = [
    pytest.param(_sqlite, id="sqlite"),
    pytest.param(_postgres, id="postgres", marks=pytest.mark.crawl),  # its server is a process
]
"""Functions that take a folder and a function that gets a fixture by its name, and return a Store."""
