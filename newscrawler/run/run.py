"""One run of one newspaper, from its lock to its folder.

A run has one owner, ``Run``: it holds the lock and the archive, the journal of what happens and what it came to.
It begins by a plain call that raises where the run must not begin; it ends by a call that never raises.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from newscrawler.exporters import FILES, RunFolder, encode
from newscrawler.items import Item, Rejected
from newscrawler.korean.dates import iso, now_kst
from newscrawler.run.exits import LOCKED, NOT_STORED, USAGE
from newscrawler.run.history import History
from newscrawler.run.journal import Journal
from newscrawler.run.outcome import (
    Outcome,
    Tally,
    facts_of,
    is_gapless,
    judge,
    manifest_of,
    not_stored,
    sections_read,
)
from newscrawler.run.quality import FORMER_RUNS, FloorsError, note, read_floors
from newscrawler.run.quality import judge as broken_floors
from newscrawler.run.reasons import FINAL
from newscrawler.store.archive import Archive, ArchiveError, archive_path
from newscrawler.store.lock import LockedError, RunLock
from newscrawler.store.manifest import Manifest

logger = logging.getLogger(__name__)


class CannotBeginError(Exception):
    """The run must not begin; the message is one sentence for the user, ``exit_code`` the status of the process."""

    def __init__(self, sentence: str, exit_code: int) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


class Run:
    """A run; ``outcome`` and ``manifest`` are None until it was published.

    ``article_at`` gives id and canonical address of the article at an address (``gndnews:123``, ``https://…``), None
    where there is no article; the spider, which knows the newspaper's addresses, sets it.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self.settings = settings
        self.journal = Journal()
        self.history = History()
        self.archive: Archive | None = None
        self.outcome: Outcome | None = None
        self.manifest: Manifest | None = None
        self.article_at: Callable[[str], tuple[str, str] | None] = lambda url: None
        self.run_id = self.started_at = ""
        self._lock: RunLock | None = None
        self._stored = Counter[str]()

    @property
    def has_begun(self) -> bool:
        """Whether records are stored from now on."""
        return self.archive is not None

    @property
    def folder(self) -> Path:
        """Where the newspaper's lock, archive and run folders lie."""
        return Path(self.settings["DATA_DIR"]) / self.journal.site

    # ---- the beginning -----------------------------------------------------------------------
    def begin(self) -> History:
        """Takes the lock, opens the archive, enters the run; returns what earlier runs left for this one.

        Raises CannotBeginError before anything was requested.
        """
        try:
            return self._begin(now_kst())
        except CannotBeginError as error:
            self.outcome = Outcome(error.exit_code, [str(error)])
            self._release()
            raise

    def _begin(self, now: datetime) -> History:
        self.started_at = iso(now)
        try:
            read_floors(self.settings)
            self._lock = RunLock(self.folder / ".lock", f"process {os.getpid()}, since {self.started_at}")
            self.archive = archive = Archive(archive_path(self.settings, self.journal.site))
            self.run_id = self._free_run_id(archive, f"{now:%Y%m%dT%H%M%S}")
            archive.begin_run(self.run_id, self.started_at, self.folder)
            self._stored.update({kind: archive.count(kind) for kind in FILES})
            self.history = History.read(archive, now, self.settings.getint("REVISIT_DAYS"))
        except FloorsError as error:
            raise CannotBeginError(str(error), USAGE) from error
        except LockedError as error:
            raise CannotBeginError(str(error), LOCKED) from error
        except (ArchiveError, OSError) as error:
            raise CannotBeginError(_sentence(error), NOT_STORED) from error
        return self.history

    def _free_run_id(self, archive: Archive, run_id: str) -> str:
        """The run's id, with a suffix where another run began in the same second."""
        taken = (run_id, *(f"{run_id}-{number}" for number in range(2, 1000)))
        return next(name for name in taken if archive.run_number(name) is None and not (self.folder / name).exists())

    # ---- what is kept ------------------------------------------------------------------------
    def store(self, item: Item) -> bool:
        """Stores a record; False where the run has it already, or is not one that stores.

        Raises ArchiveError when the disk refuses, the first time; afterwards nothing is stored any more.
        """
        if self.archive is None or self.journal.storage_errors:
            return False
        try:
            added = self.archive.add(item)
            if isinstance(item, Rejected):
                self._remember(item, self.archive)
        except ArchiveError as error:
            self.journal.storage_errors.append(str(error))
            raise
        self._stored[item.type] += added
        return added

    def _remember(self, item: Rejected, archive: Archive) -> None:
        """An article that could not be read is requested first next time; one that is gone, never again."""
        article = self.article_at(item.url)
        if article is None:
            return
        identifier, url = article
        if item.reason in FINAL:
            archive.heal(url)
        else:
            archive.fail(identifier.partition(":")[2], url, item.reason)

    # ---- the end -----------------------------------------------------------------------------
    def publish(self, reason: str, stats: Mapping[str, Any]) -> Outcome | None:
        """Writes the run's folder, reads it again and judges the run; None for a crawl that is not a run.

        ``reason`` is Scrapy's finish reason, ``stats`` are Scrapy's stats. Never raises: a run that cannot be
        stored is an outcome, too.
        """
        if self.archive is None:
            return self.outcome
        tally = Tally()
        try:
            if self.journal.storage_errors or self.journal.usage_error:
                self.outcome = judge(self.journal, reason, tally, is_first=self.history.is_empty)
            else:
                self._publish(self.archive, tally, reason, stats)
        except Exception as error:  # whatever it is, the run is not stored, and must not end with 0
            logger.debug("publishing failed", exc_info=True)
            so_far = self.outcome or judge(self.journal, reason, tally, is_first=self.history.is_empty)
            self.outcome = not_stored(so_far, [_sentence(error)])
        finally:
            self._release()
        return self.outcome

    def _publish(self, archive: Archive, tally: Tally, reason: str, stats: Mapping[str, Any]) -> None:
        archive.commit()
        folder = RunFolder(self.folder, self.run_id)
        for kind in FILES:
            for record in archive.records(kind):
                folder.write(kind, record)
                tally.add(kind, record)
        files = folder.close()
        self.journal.storage_errors += folder.differences(self._stored)
        outcome = self.outcome = self._judge(archive, tally, reason, stats.get("robotstxt/forbidden", 0))

        def manifest(outcome: Outcome, finished_at: str) -> Manifest:
            return manifest_of(
                self.journal,
                outcome,
                tally,
                run_id=self.run_id,
                started_at=self.started_at,
                finished_at=finished_at,
                reason=reason,
                files=files,
                stats=stats,
            )

        self.manifest = manifest(outcome, iso(now_kst()))
        gapless = is_gapless(self.journal, self.history, reason)
        if gapless:
            archive.set_sections(sections_read(self.journal))
        archive.end_run(self.manifest.finished_at, outcome.is_complete, gapless, encode(self.manifest))
        folder.publish(self.manifest)
        archive.set_published()
        if differences := folder.differences(self._stored):
            self.outcome = not_stored(outcome, differences)
            self.manifest = manifest(self.outcome, self.manifest.finished_at)
            folder.amend(self.manifest)

    def _judge(self, archive: Archive, tally: Tally, reason: str, withheld: int) -> Outcome:
        """Holds the run against its floors and against the runs before it."""
        now = now_kst()
        per_day = archive.published_per_day(iso(now - timedelta(weeks=5)))
        facts = facts_of(self.journal, tally, now, archive.last_new(), per_day)
        broken = broken_floors(facts, archive.manifests(last=FORMER_RUNS), read_floors(self.settings))
        return judge(
            self.journal,
            reason,
            tally,
            is_first=self.history.is_empty,
            broken=broken,
            note=note(facts),
            withheld=withheld,
        )

    def _release(self) -> None:
        with contextlib.suppress(ArchiveError):
            if self.archive is not None:
                self.archive.close()
        if self._lock is not None:
            self._lock.release()


_RUNS: WeakKeyDictionary[Crawler, Run] = WeakKeyDictionary()


def run_of(crawler: Crawler) -> Run:
    """The run of a crawler, for every component of the crawl the same one."""
    if crawler not in _RUNS:
        _RUNS[crawler] = Run(crawler.settings)
    return _RUNS[crawler]


def _sentence(error: Exception) -> str:
    return str(error) if isinstance(error, ArchiveError) else f"the run cannot be stored: {error}"
