"""What a run knows from earlier runs of the newspaper: which articles to skip, and where lists may stop."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newscrawler.korean.dates import iso
from newscrawler.run.reasons import FAILED_TRIES, FINAL, GONE_TRIES
from newscrawler.store.archive import Archive, Failure
from newscrawler.store.manifest import SectionReport

_READ_TO_THE_END = ""


@dataclass(slots=True)
class History:
    """The results of earlier runs, from the archive; empty for a newspaper's first run.

    ``known`` are ids that earlier runs stored; ``unsettled`` those first stored after the last run without gaps,
    so that unread articles may stand below them in a list. ``sections`` says how far back each list
    was read: a day, or the empty string for all of it. ``again`` are articles to request first:
    failed ones, then recent ones, which may still change. ``removed`` are the known ones that are gone: they count as
    unknown where a page links to them. ``failed`` are the articles that earlier runs did not read, by address.
    """

    known: Container[str] = ()
    unsettled: Container[str] = ()
    sections: dict[str, str] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)
    is_empty: bool = True  # no run has stored an article
    removed: Container[str] = ()
    failed: Mapping[str, Failure] = field(default_factory=dict)

    @classmethod
    def read(cls, archive: Archive, now: datetime, revisit_days: int) -> History:
        """Reads the archive; articles of the last ``revisit_days`` days before the newest are revisited."""
        newest = archive.newest()
        young: list[str] = []
        if newest and revisit_days:
            latest = min(now, datetime.fromisoformat(newest))  # a misprinted year must not hide the others
            young = archive.published_since(iso(latest - timedelta(days=revisit_days)))
        failed = {failure.url: failure for failure in archive.failures()}
        hopeful = [url for url, failure in failed.items() if failure.tries < tries_of(failure.reason)]
        return cls(
            archive.stored(),
            archive.unsettled(),
            archive.sections(),
            list(dict.fromkeys([*hopeful, *young])),
            is_empty=archive.is_empty(),
            removed=archive.removed(),
            failed=failed,
        )

    def is_given_up(self, url: str) -> bool:
        """Whether earlier runs tried an article so often in vain that a run without it is complete."""
        failure = self.failed.get(url)
        return failure is not None and failure.reason not in FINAL and failure.tries >= FAILED_TRIES

    def ends_here(self, section: str, since: str | None, ids: Iterable[str]) -> bool:
        """Whether a list may stop at a page with these articles: all are settled, and everything below was read.

        ``since`` is the first day that the run covers, None for all.
        """
        read_back_to = self.sections.get(section)
        if read_back_to is None or read_back_to > (since or _READ_TO_THE_END):
            return False
        return all(identifier in self.known and identifier not in self.unsettled for identifier in ids)

    def leaves_gap(self, report: SectionReport, since: str | None) -> bool:
        """Whether unread articles may remain between the point where a section stopped and the known articles."""
        if report.stopped not in ("end", "nothing_new", "since"):
            return True
        if since is None or report.stopped == "nothing_new":
            return False
        read_back_to = self.sections.get(report.url)  # articles older than since were not read
        return read_back_to is not None and read_back_to < since


def tries_of(reason: str) -> int:
    """In how many runs an article is asked for that was not read for this reason."""
    return GONE_TRIES + 1 if reason in FINAL else FAILED_TRIES


def read_back_to(reports: Iterable[SectionReport], since: str | None) -> dict[str, str]:
    """How far back each list was read by a run without gaps; lists that stopped at known articles are left out."""
    return {report.url: since or _READ_TO_THE_END for report in reports if report.stopped in ("end", "since")}
