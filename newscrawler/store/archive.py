"""The archive of one newspaper: every article with its revisions, readings, widgets, runs and failures.

It is *the* record; the feeds are made from it (docs/architecture.md). ``Archive`` is the interface of a
store; newscrawler.store.archives opens one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from newscrawler.items import Article, Item
from newscrawler.store.manifest import Manifest
from newscrawler.translation import N_

_Decoded = TypeVar("_Decoded")
_SHOWN = 120  # bytes of a damaged record


class ArchiveError(Exception):
    """The archive cannot be used; the message is one sentence for the user."""


class NoArchiveError(ArchiveError):
    """The newspaper does not have an archive."""


class ArchiveExistsError(ArchiveError):
    """The newspaper has an archive, and none may be put in its place."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive knows about an article.

    That is its last revision, the status and content hash of that revision, and the number of the run that first
    stored the article.
    """

    revision: int
    status: str
    content_hash: str
    first_run: int


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that was not read the last time it was asked for: address, reject reason, runs that tried in a row."""

    url: str
    reason: str
    tries: int


@dataclass(frozen=True, slots=True)
class Ground:
    """The settled ground of one list: what it held of ``back_to`` and later when run number ``run`` read it.

    ``back_to`` is a day, or the empty string for the whole list. Every article in it is stored or among the failed.
    """

    back_to: str
    run: int


class Archive(ABC):
    """One newspaper's archive, open for one run or for reading.

    A run calls begin_run() once, then add(), fail() and heal() for each page it has read, commit_due() from time to
    time, ping() before each request, and at its end commit(), set_sections(), end_run(), set_published() and close().
    What was committed survives a killed process and a power cut. Commits are grouped for up to a second, so at most the
    last group is lost, and the next run fetches it again.

    An archive that is open for a run holds a lock until close(): nobody else crawls meanwhile. A store on another
    machine may lose it without a word; ping() finds that out.

    Every method raises ArchiveError, with a one-sentence message, when the store fails. Times are KST, ISO 8601 with
    ``+09:00``; days are ``YYYY-MM-DD``; kinds are the types of the records: article, weather, sidebar, rejected.
    """

    site: str
    """The newspaper's short name."""
    run: int = 0
    """The number of the run that writes; 0 before begin_run(). Runs are numbered from 1 in the order they began."""

    # ---- a run -------------------------------------------------------------------------------
    @abstractmethod
    def begin_run(self, run_id: str, started_at: str, is_published: Callable[[str], bool]) -> None:
        """Records the start of a run, before its first request; records that dead runs did not publish become its own.

        ``is_published`` says whether the feeds of a run, by its id, are published: a run can die after publishing
        and before set_published(). Raises ArchiveError if the id is taken.
        """

    @abstractmethod
    def end_run(self, finished_at: str, complete: bool, manifest: bytes) -> None:
        """Records how the run ended and commits, before its feeds are published; ``manifest`` is run.json's JSON."""

    @abstractmethod
    def set_published(self) -> None:
        """Records that the run's feeds are published, as the last step of a run."""

    @abstractmethod
    def commit(self) -> None:
        """Makes everything stored so far durable."""

    @abstractmethod
    def commit_due(self) -> None:
        """Commits what was first stored more than a second ago.

        Writing methods do so by themselves; a run also calls it by a timer, for times without records.
        """

    @abstractmethod
    def ping(self) -> None:
        """Makes sure that the lock is held: by an answer of the store that is a few seconds old at most.

        Raises ArchiveError if the lock is lost, or if the store does not answer. A run calls it before each request.
        """

    @abstractmethod
    def close(self) -> None:
        """Commits, closes and releases the lock; also if the commit fails."""

    # ---- records -----------------------------------------------------------------------------
    @abstractmethod
    def add(self, item: Item) -> bool:
        """Stores a record of this run; False if the run already has it.

        Two records are the same if they are the same revision of an article, the same values of a station, a widget
        with the same heading and entries, or an address rejected for the same reason. An article also becomes its
        last known revision, and its failures are forgotten.
        """

    @abstractmethod
    def records(self, kind: str, run: int | None = None) -> Iterator[bytes]:
        """The JSON records of one kind that a run stored, in the order they came; None for the run that writes."""

    @abstractmethod
    def count(self, kind: str) -> int:
        """The number of records of one kind in the run that writes."""

    @abstractmethod
    def articles_between(self, since: str | None, until: str | None) -> Iterator[bytes]:
        """The JSON of the last revision of each article published on these days, both included, by time and id."""

    @abstractmethod
    def history(self, kind: str, runs: range | None = None) -> Iterator[tuple[bytes, str]]:
        """Each JSON record of one kind with the id of its run, in the order they were stored.

        That is the order of the runs. ``runs`` are the numbers of the runs that count, None for all.
        """

    @abstractmethod
    def latest(
        self, since: str | None = None, until: str | None = None, runs: range | None = None
    ) -> Iterator[tuple[bytes, str]]:
        """The JSON of the last record of each article, with the id of its run, by time and id.

        ``since`` and ``until`` are the first and the last day of publication that count, None for no limit; without
        both, articles without a time are included, before all others. ``runs`` are the numbers of the runs whose
        records count, None for all; with it, the last record among theirs is given. Memory does not grow with the
        number of articles.
        """

    # ---- what is known of articles -----------------------------------------------------------
    @abstractmethod
    def is_empty(self) -> bool:
        """Whether the archive has never stored an article."""

    @abstractmethod
    def known(self, ids: Iterable[str]) -> dict[str, Known]:
        """What is known about articles, by their ids; those that were never stored are absent.

        One question to the store, however many ids: ask for all articles of a page at once.
        """

    @abstractmethod
    def last_records(self, ids: Iterable[str]) -> Iterator[Article]:
        """The last record of each of these articles, in the order of the ids; none of those never stored."""

    @abstractmethod
    def newest(self, until: str) -> str | None:
        """When the newest archived article was published, None if no article has a time up to ``until``.

        Pass the present time: an article of a later time has a misprinted one, which must not hide the others.
        """

    @abstractmethod
    def published_since(self, moment: str) -> list[str]:
        """The addresses of the articles published since then, the oldest first, without the removed ones."""

    @abstractmethod
    def published_per_day(self, since: str) -> dict[str, int]:
        """The number of articles published on each day from ``since``, a day or a time; days without any are absent."""

    @abstractmethod
    def last_new(self) -> str | None:
        """When the last run that stored a new article began; None if there is none."""

    # ---- failures ----------------------------------------------------------------------------
    @abstractmethod
    def fail(self, identifier: str, url: str, reason: str) -> None:
        """Remembers an article that was not read, or is gone, so that the next runs ask for it again.

        A run counts as one try, however often it requested the article.
        """

    @abstractmethod
    def heal(self, url: str) -> None:
        """Forgets the failures of an article that was read in the end."""

    @abstractmethod
    def failures(self) -> list[Failure]:
        """The articles that were not read so far, those with the fewest tries first, then by address."""

    # ---- sections ----------------------------------------------------------------------------
    @abstractmethod
    def sections(self) -> dict[str, Ground]:
        """The settled ground of each list, by its address."""

    @abstractmethod
    def set_sections(self, read_back_to: Mapping[str, str | None]) -> None:
        """Makes what this run read of lists their settled ground: a day or the empty string, as in ``Ground``.

        None forgets a list. Lists that are left out keep the ground that an earlier run settled.
        """

    # ---- earlier runs ------------------------------------------------------------------------
    @abstractmethod
    def run_number(self, run_id: str | None) -> int | None:
        """The number of a run by its id, of the last run for None; None if there is no such run."""

    @abstractmethod
    def runs_between(self, since: str | None, until: str | None) -> range:
        """The numbers of the runs that began on these days, both included; None for no limit."""

    @abstractmethod
    def manifests(self, since: str = "", last: int | None = None) -> list[Manifest]:
        """The manifests of the runs begun at ``since`` or later, the oldest first.

        ``last`` limits them to that many of the newest. Runs that died before their end have no manifest.
        """

    @abstractmethod
    def unfinished(self, since: str = "") -> list[tuple[str, str]]:
        """Id and start of the runs begun at ``since`` or later that are still running, or died before their end."""

    @abstractmethod
    def extent(self) -> tuple[str | None, str | None, int]:
        """When the first and the last run began, None without runs, and the number of articles."""

    # ---- its own soundness -------------------------------------------------------------------
    def integrity(self) -> list[str]:
        """One sentence for each damage that the store itself finds; reads all of it."""
        return []

    def backup(self, path: Path) -> None:
        """Writes a copy to a file, completely or not at all, as of one moment; a run may write at the same time."""
        raise ArchiveError(N_(f"the archive of {self.site} is not a file: make backups with the tools of its database"))


def checked(
    records: Iterable[bytes], decode: Callable[[bytes], _Decoded], archive: Archive
) -> Iterator[tuple[bytes, _Decoded]]:
    """Yields each record with its decoded value; raises ArchiveError, which names it, for a damaged one."""
    for number, record in enumerate(records, 1):
        try:
            yield record, decode(record)
        except msgspec.MsgspecError as error:
            begins = record[:_SHOWN].decode("utf-8", "replace")
            raise ArchiveError(
                N_(
                    f"record {number} that was read from the archive of {archive.site} is damaged ({error}); "
                    f"it begins with {begins!r}"
                )
            ) from error
