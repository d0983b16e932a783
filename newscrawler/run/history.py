"""What a run knows from earlier runs of the newspaper: which articles to skip, and where lists may stop."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newscrawler.korean.dates import iso
from newscrawler.store.archive import Archive
from newscrawler.store.manifest import SectionReport

_READ_TO_THE_END = ""


@dataclass(slots=True)
class History:
    """The results of earlier runs, from the archive; empty for a newspaper's first run.

    ``known`` are ids that earlier runs stored; ``unsettled`` those first stored after the last run without gaps,
    so that unread articles may stand below them in a list. ``sections`` says how far back each list
    was read: a day, or the empty string for all of it. ``again`` are articles to request first:
    failed ones, then recent ones, which may still change.
    """

    known: Container[str] = ()
    unsettled: Container[str] = ()
    sections: dict[str, str] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)
    is_empty: bool = True  # no run has stored an article

    @classmethod
    def read(cls, archive: Archive, now: datetime, revisit_days: int) -> History:
        """Reads the archive; articles of the last ``revisit_days`` days before the newest are revisited."""
        newest = archive.newest()
        young: list[str] = []
        if newest and revisit_days:
            latest = min(now, datetime.fromisoformat(newest))  # a misprinted year must not hide the others
            young = archive.published_since(iso(latest - timedelta(days=revisit_days)))
        return cls(
            archive.stored(),
            archive.unsettled(),
            archive.sections(),
            list(dict.fromkeys([*archive.failed_urls(), *young])),
            is_empty=archive.is_empty(),
        )

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


def read_back_to(reports: Iterable[SectionReport], since: str | None) -> dict[str, str]:
    """How far back each list was read by a run without gaps; lists that stopped at known articles are left out."""
    return {report.url: since or _READ_TO_THE_END for report in reports if report.stopped in ("end", "since")}
