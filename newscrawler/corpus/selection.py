"""Which records of the archives are exported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec
from scrapy.settings import BaseSettings

from newscrawler.corpus.columns import Row
from newscrawler.exporters import EXPORTERS
from newscrawler.items import Article
from newscrawler.store.archive import Archive, ArchiveError, checked
from newscrawler.store.archives import read_archive
from newscrawler.store.feeds import open_feeds
from newscrawler.translation import N_


class NoRunError(ValueError):
    """The archive does not have the run that was asked for; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is taken of each newspaper; days are ``YYYY-MM-DD`` (KST), both ends included, None for no limit.

    ``latest``: only the last record of each article. ``drop_removed``: of those, only articles that are not removed.
    ``since`` and ``until``: of those, only articles published on these days. ``runs_since`` and ``runs_until``: only
    what runs that began on these days stored. ``run_id``: only what this run stored.
    """

    latest: bool = False
    drop_removed: bool = False
    since: str | None = None
    until: str | None = None
    runs_since: str | None = None
    runs_until: str | None = None
    run_id: str | None = None

    def rows(self, archive: Archive, kind: str) -> Iterator[Row]:
        """The rows of one kind, in the order they were stored; with ``latest``, articles by time of publication.

        Raises ArchiveError for a damaged record.
        """
        runs = self._runs(archive)
        if kind == "article" and self.latest:
            found = archive.latest(self.since, self.until, runs)
        else:
            found = archive.history(kind, runs)
        run_id = ""

        def records() -> Iterator[bytes]:
            nonlocal run_id  # of the record that checked() has just taken
            for record, run_id in found:  # noqa: B007 - read below
                yield record

        for record, item in checked(records(), msgspec.json.Decoder(EXPORTERS[kind].record).decode, archive):
            if not (self.drop_removed and isinstance(item, Article) and item.status == "removed"):
                yield Row(record, item, run_id)

    def _runs(self, archive: Archive) -> range | None:
        if self.run_id is not None:
            number = archive.run_number(self.run_id)
            if number is None:
                raise NoRunError(N_(f"the archive has no run {self.run_id!r}"))
            return range(number, number + 1)
        if self.runs_since or self.runs_until:
            return archive.runs_between(self.runs_since, self.runs_until)
        return None


@contextmanager
def stored(settings: BaseSettings, site: str) -> Iterator[Archive]:
    """Opens a newspaper's archive for reading; raises ArchiveError for an empty one beside published runs."""
    archive = read_archive(settings, site)
    try:
        feeds = open_feeds(settings, site)
        if archive.run_number(None) is None and (published := feeds.run_ids()):
            raise ArchiveError(
                N_(
                    f"the archive of {archive.site} has no run, but {feeds.place()} has {len(published)} published "
                    "runs: the archive was lost or is in another place"
                )
            )
        yield archive
    finally:
        archive.close()
