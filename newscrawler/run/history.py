"""What a run knows from earlier runs of the newspaper: which articles to skip, and where lists may stop."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newscrawler.korean.dates import iso
from newscrawler.store.archive import Archive, Ground
from newscrawler.store.manifest import SectionReport

_READ_TO_THE_END = ""


def _never(identifier: str) -> int | None:
    return None


@dataclass(slots=True)
class History:
    """The results of earlier runs, from the archive; empty for a newspaper's first run.

    ``known`` are ids that earlier runs stored, ``first_run`` gives the number of the run that stored an id.
    ``sections`` is the settled ground of each list, by its address. ``again`` are articles to request first:
    failed ones, then recent ones, which may still change.
    """

    known: Container[str] = ()
    first_run: Callable[[str], int | None] = _never
    sections: Mapping[str, Ground] = field(default_factory=dict)
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
            archive.first_run,
            archive.sections(),
            list(dict.fromkeys([*archive.failed_urls(), *young])),
            is_empty=archive.is_empty(),
        )

    def ends_here(self, section: str, since: str | None, ids: Iterable[str]) -> bool:
        """Whether a list may stop at a page with these articles because an earlier run read everything from here on.

        That run read this very list, and every one of the articles was stored by then. ``since`` is the first day
        that the present run covers, None for all.
        """
        ground = self.sections.get(section)
        if ground is None or ground.back_to > (since or _READ_TO_THE_END):
            return False
        runs = map(self.first_run, ids)
        return all(run is not None and run <= ground.run for run in runs)

    def settles(self, report: SectionReport, since: str | None) -> str | None:
        """How far back a run has settled a list, a day or the empty string for all of it; None if it settles nothing.

        A list that listed no article settles nothing, however it ended: an empty page proves too little.
        """
        ground = self.sections.get(report.url)
        if report.stopped == "nothing_new" and ground is not None:
            return ground.back_to
        if report.stopped not in ("end", "since") or not report.articles:
            return None
        back_to = since or _READ_TO_THE_END
        # between older ground and since, nobody has read the list
        return None if ground is not None and ground.back_to < back_to else back_to
