"""One run of one newspaper, from taking the lock to publishing the folder.

``Run`` owns the lock, the archive, the journal and the outcome. ``begin`` raises an error if the run must not begin;
``publish`` ends the run and never raises.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from newscrawler.exporters import EXPORTERS, FILES, encode
from newscrawler.items import Article, Item, Rejected
from newscrawler.korean.dates import iso, now_kst
from newscrawler.run.audit import Audited
from newscrawler.run.checks import SettingsError, check_settings
from newscrawler.run.exits import LOCKED, NOT_STORED, USAGE
from newscrawler.run.history import History
from newscrawler.run.journal import Journal
from newscrawler.run.outcome import (
    Outcome,
    Tally,
    doubts_of,
    facts_of,
    judge,
    manifest_of,
    not_stored,
    rejected_before,
    settled_sections,
)
from newscrawler.run.quality import FORMER_RUNS, FloorsError, many_gone, note, read_floors
from newscrawler.run.quality import judge as broken_floors
from newscrawler.run.reasons import FAILED_TRIES, FINAL, REMOVED
from newscrawler.run.recording import begin_recording
from newscrawler.store.archive import Archive, ArchiveError
from newscrawler.store.archives import open_archive
from newscrawler.store.exchange import Exchange
from newscrawler.store.feeds import open_feeds
from newscrawler.store.lock import LockedError
from newscrawler.store.manifest import Manifest
from newscrawler.store.published import NewRun, PublishedRuns
from newscrawler.translation import N_

if TYPE_CHECKING:
    from newscrawler.store.warc import WarcFile

logger = logging.getLogger(__name__)


class CannotBeginError(Exception):
    """The run must not begin; the message is one sentence for the user, ``exit_code`` the status of the process."""

    def __init__(self, sentence: str, exit_code: int) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


class Run:
    """A run; ``outcome`` and ``manifest`` are None until it is published.

    ``article_at`` maps an address to the id and canonical address of its article (``gndnews:123``, ``https://…``), or
    to None if it is not an article's; the spider, which knows the newspaper's addresses, sets it.
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
        self._warc: WarcFile | None = None
        self._stored = Counter[str]()
        self._gone_unknown = 0  # articles that no run has stored and that are said to be gone
        self._gone: dict[str, tuple[Rejected, Article]] = {}  # id -> rejection and last record of a known article

    @property
    def has_begun(self) -> bool:
        """Whether records are stored from now on."""
        return self.archive is not None

    @property
    def feeds(self) -> PublishedRuns:
        """Where the newspaper's runs are published."""
        return open_feeds(self.settings, self.journal.site)

    @property
    def place(self) -> str:
        """Where this run is published: a path or an address."""
        return self.feeds.place(self.run_id)

    def reset(self, **facts: Any) -> None:
        """Starts a new journal; ``facts`` are the fields of Journal that are known before the run begins."""
        self.journal = Journal(**facts)

    # ---- the beginning -----------------------------------------------------------------------
    def begin(self) -> History:
        """Takes the lock, opens the archive, records the run; returns the history of earlier runs.

        Raises CannotBeginError before anything is requested.
        """
        try:
            return self._begin(now_kst())
        except CannotBeginError as error:
            self.outcome = Outcome(error.exit_code, [str(error)])
            self._release()
            self.archive = None
            raise

    def _begin(self, now: datetime) -> History:
        self.started_at = iso(now)
        try:
            check_settings(self.settings)
            read_floors(self.settings)
            holder = f"process {os.getpid()}, since {self.started_at}"
            self.archive = archive = open_archive(self.settings, self.journal.site, self.journal.server, holder)
            self.run_id = self._free_run_id(archive, f"{now:%Y%m%dT%H%M%S}")
            dead: list[str] = []
            archive.begin_run(self.run_id, self.started_at, partial(self._is_published, dead))
            self._stored.update({kind: archive.count(kind) for kind in FILES})
            self.history = History.read(archive, now, self.settings.getint("REVISIT_DAYS"))
            self._warc = begin_recording(self.settings, self.journal.site, self.run_id, dead)
        except (SettingsError, FloorsError) as error:
            raise CannotBeginError(str(error), USAGE) from error
        except LockedError as error:
            raise CannotBeginError(str(error), LOCKED) from error
        except Exception as error:  # of any kind: a run without its lock, archive or history must not begin
            raise CannotBeginError(_sentence(error), NOT_STORED) from error
        return self.history

    def _is_published(self, dead: list[str], run_id: str) -> bool:
        """Whether an earlier run was published; notes the ids of those that were not."""
        is_published = self.feeds.is_published(run_id)
        dead += [] if is_published else [run_id]
        return is_published

    def _free_run_id(self, archive: Archive, run_id: str) -> str:
        """The run's id, with a suffix if another run began in the same second."""
        taken = (run_id, *(f"{run_id}-{number}" for number in range(2, 1000)))
        return next(name for name in taken if archive.run_number(name) is None and not self.feeds.is_taken(name))

    # ---- what is kept ------------------------------------------------------------------------
    @property
    def is_recording(self) -> bool:
        """Whether the answers of the server are kept in a WARC file."""
        return self._warc is not None and not self.journal.storage_errors

    def record(self, exchange: Exchange) -> None:
        """Keeps an answer in the WARC file; a failure of the disk becomes one of the run's storage errors."""
        if self._warc is None or not self.is_recording:
            return
        try:
            self._warc.add(exchange)
        except OSError as error:
            self.cannot_store(ArchiveError(N_(f"the WARC file {self._warc.path} cannot be written: {error}")))

    def store(self, item: Item) -> bool:
        """Stores a record; returns False if the run already has it, or does not store records.

        Raises ArchiveError at the first failure; after that, nothing more is stored.
        """
        if self.archive is None or self.journal.storage_errors:
            return False
        try:
            added = self.archive.add(item)
        except ArchiveError as error:
            self.cannot_store(error)
            raise
        if isinstance(item, Rejected):
            self._gone_unknown += added and item.reason in REMOVED and self._is_fresh(item.url)
            self.remember(item.url, item.reason)
        self._stored[item.type] += added
        return added

    def _is_fresh(self, url: str) -> bool:
        return self.article_at(url) is not None and url not in self.history.failed

    def commit_due(self) -> None:
        """Makes durable what was stored more than a second ago, for times without records.

        Also finds out whether the lock was lost. A failure becomes one of the run's storage errors, and nothing more
        is stored.
        """
        if self.archive is None or self.journal.storage_errors:
            return
        try:
            self.archive.commit_due()
            self.archive.ping()
        except ArchiveError as error:
            self.cannot_store(error)

    def may_send(self) -> bool:
        """Whether a request may be sent now: not when the lock of the newspaper is lost, or the archive.

        A failure becomes one of the run's storage errors. A crawl that is not a run may always send.
        """
        if self.archive is not None and not self.journal.storage_errors:
            try:
                self.archive.ping()
            except ArchiveError as error:
                self.cannot_store(error)
        return not self.journal.storage_errors

    def cannot_store(self, error: ArchiveError) -> None:
        """Notes the first failure of the archive; the run stores nothing more, and is not published."""
        if not self.journal.storage_errors:
            self.journal.storage_errors.append(str(error))

    def remember(self, url: str, reason: str) -> None:
        """Notes that the article at an address was not read, or is gone, so that the next runs ask for it again.

        Does nothing for other addresses. A failure of the store becomes one of the run's storage errors.
        """
        article = self.article_at(url)
        if self.archive is None or article is None or self.journal.storage_errors:
            return
        identifier, url = article
        before = self.history.failed.get(url)
        try:
            if before is not None and (before.reason in FINAL) != (reason in FINAL):
                self.archive.heal(url)  # another kind of trouble: its tries are counted from one
            self.archive.fail(identifier.partition(":")[2], url, reason)
        except ArchiveError as error:
            self.cannot_store(error)

    def keep_back(self, item: Rejected, last: Article) -> None:
        """Keeps the rejection of a known article that is gone until it can be compared with all others of the run."""
        self._gone[last.id] = item, last
        self.remember(item.url, item.reason)

    # ---- the end -----------------------------------------------------------------------------
    def publish(self, reason: str, stats: Mapping[str, Any]) -> Outcome | None:
        """Writes and verifies the run's folder and judges the run; returns None for a crawl that is not a run.

        ``reason`` is Scrapy's finish reason, ``stats`` are Scrapy's stats. Never raises: if the run cannot be
        stored, the outcome says so.
        """
        if self.archive is None:
            return self.outcome
        tally = Tally(self.history.failed, lambda url: self.article_at(url) is not None)
        try:
            if self.journal.storage_errors or self.journal.usage_error:
                self.outcome = judge(self.journal, reason, tally, is_first=self.history.is_empty)
            else:
                self._publish(self.archive, tally, reason, stats)
        except Exception as error:  # of any kind: the run is not stored, and must not end with 0
            logger.debug("publishing failed", exc_info=True)
            so_far = self.outcome or judge(self.journal, reason, tally, is_first=self.history.is_empty)
            self.outcome = not_stored(so_far, [_sentence(error)])
        finally:
            self._release()
        return self.outcome

    def _publish(self, archive: Archive, tally: Tally, reason: str, stats: Mapping[str, Any]) -> None:
        doubts = self._settle_removals()
        archive.commit()
        with self.feeds.begin(self.run_id) as folder:
            for exporter_class in EXPORTERS.values():
                exporter = exporter_class(folder.open(exporter_class.file_name))
                for record in archive.records(exporter.kind):
                    exporter.export_encoded(record)
                    tally.add(exporter.kind, record)
            files = folder.close()
            accepted = {name: self._stored[kind] for kind, name in FILES.items()}
            self.journal.storage_errors += folder.differences(accepted)
            warc = self._warc.close() if self._warc is not None else []
            audited = self._audit(archive)
            outcome = self._judge(archive, tally, audited, reason, doubts, stats.get("robotstxt/forbidden", 0))
            manifest_for = partial(
                manifest_of,
                self.journal,
                tally,
                run_id=self.run_id,
                started_at=self.started_at,
                finished_at=iso(now_kst()),
                reason=reason,
                files=files,
                stats=stats,
                audited=audited,
                warc=warc,
            )
            self._enter_and_publish(folder, archive, reason, manifest_for(outcome))
            self.outcome = outcome
            if differences := folder.differences(accepted):
                self.outcome = not_stored(outcome, differences)
                self.manifest = manifest_for(self.outcome)
                folder.amend(self.manifest)

    def _settle_removals(self) -> list[str]:
        """Stores that known articles are removed; if those are too many to be believed, that they were rejected.

        Returns the sentence about it. Either way the next runs ask for them again.
        """
        if not self._gone:
            return []
        seen = self.journal.known_read + len(self._gone)
        all_seen = seen + self._gone_unknown + self._stored["article"]
        doubt = many_gone(len(self._gone), seen) or many_gone(len(self._gone) + self._gone_unknown, all_seen)
        for item, last in self._gone.values():
            self.store(item if doubt else replace(last, status="removed", fetched_at=item.fetched_at))
            self.remember(item.url, item.reason)
        return [N_(f"{doubt}; none is marked as removed")] if doubt else []

    def _enter_and_publish(self, folder: NewRun, archive: Archive, reason: str, manifest: Manifest) -> None:
        """Records the end of the run in the archive, publishes the folder, then records that it is published."""
        archive.set_sections(settled_sections(self.journal, self.history, reason))
        archive.end_run(manifest.finished_at, manifest.complete, encode(manifest))
        if self._warc is not None:
            self._warc.publish()  # before the folder: who sees run.json sees everything it names
        folder.publish(manifest)
        self.manifest = manifest
        archive.set_published()

    def _audit(self, archive: Archive) -> Audited | None:
        """Checks the lists against what the front page, widgets and RSS showed; None for a run of some sections."""
        if self.journal.arguments.sections:
            return None
        return self.journal.audit.result(archive.last_records, self.journal.sections.values(), self.started_at)

    def _judge(
        self,
        archive: Archive,
        tally: Tally,
        audited: Audited | None,
        reason: str,
        doubts: Sequence[str],
        withheld: int,
    ) -> Outcome:
        """Compares the run with its quality floors and with earlier runs."""
        now = now_kst()
        former = archive.manifests(last=FORMER_RUNS)
        facts = facts_of(
            self.journal,
            tally,
            now,
            archive.last_new(),
            archive.published_per_day(iso(now - timedelta(weeks=5))),
            audited,
            rejected_before(archive, former, self.article_at),
        )
        floors = broken_floors(facts, former, read_floors(self.settings))
        return judge(
            self.journal,
            reason,
            tally,
            is_first=self.history.is_empty,
            broken=[*(doubts or doubts_of(self.journal, tally)), *floors],
            note=note(facts),
            given_up=self._given_up(archive),
            withheld=withheld,
        )

    def _given_up(self, archive: Archive) -> list[str]:
        """The articles that were tried in vain so often that a run without them is complete from now on."""
        return [
            failure.url
            for failure in archive.failures()
            if failure.reason not in FINAL
            and failure.tries == FAILED_TRIES
            and not self.history.is_given_up(failure.url)
        ]

    def _release(self) -> None:
        if self._warc is not None:
            self._warc.keep()
        with contextlib.suppress(ArchiveError):
            if self.archive is not None:
                self.archive.close()


_RUNS: WeakKeyDictionary[Crawler, Run] = WeakKeyDictionary()


def run_of(crawler: Crawler) -> Run:
    """Returns the run of a crawler, the same one for all components of the crawl."""
    if crawler not in _RUNS:
        _RUNS[crawler] = Run(crawler.settings)
    return _RUNS[crawler]


def _sentence(error: Exception) -> str:
    return str(error) if isinstance(error, ArchiveError) else N_(f"the run cannot be stored: {error}")
