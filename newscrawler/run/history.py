"""What a run knows from earlier runs of the newspaper: which articles to skip, and where lists may stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from newscrawler.items import Rejected
from newscrawler.korean.dates import iso
from newscrawler.run.reasons import FAILED_TRIES, FINAL, GONE, GONE_TRIES
from newscrawler.store.archive import Archive, Failure, Ground, Known
from newscrawler.store.manifest import SectionReport

_READ_TO_THE_END = ""
_LOOKED_AT = FAILED_TRIES + 2  # runs; one or two of them may not have asked for the list
_decode_rejected = msgspec.json.Decoder(Rejected).decode


def _nothing(ids: Iterable[str]) -> Mapping[str, Known]:
    return {}


@dataclass(slots=True)
class History:
    """The results of earlier runs, from the archive; empty for a newspaper's first run.

    ``known`` tells what is known of articles, by their ids; ``run`` is the number of the present run.
    ``sections`` is the settled ground of each list, by its address. ``again`` are articles to request first:
    failed ones, then recent ones, which may still change. ``failed`` are the articles that earlier runs did not read,
    by address. ``broken`` are the addresses of lists that pages link to and that run after run could not read.
    """

    known: Callable[[Iterable[str]], Mapping[str, Known]] = _nothing
    run: int = 1
    sections: Mapping[str, Ground] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)
    is_empty: bool = True  # no run has stored an article
    failed: Mapping[str, Failure] = field(default_factory=dict)
    broken: Container[str] = ()

    @classmethod
    def read(cls, archive: Archive, now: datetime, revisit_days: int) -> History:
        """Reads the archive; articles of the last ``revisit_days`` days before the newest are revisited."""
        newest = archive.newest(iso(now))
        young: list[str] = []
        if newest and revisit_days:
            young = archive.published_since(iso(datetime.fromisoformat(newest) - timedelta(days=revisit_days)))
        failed = {failure.url: failure for failure in archive.failures()}
        hopeful = [url for url, failure in failed.items() if failure.tries < tries_of(failure.reason)]
        return cls(
            archive.known,
            archive.run,
            archive.sections(),
            list(dict.fromkeys([*hopeful, *young])),
            is_empty=archive.is_empty(),
            failed=failed,
            broken=_broken_lists(archive),
        )

    def stored(self, ids: Iterable[str]) -> set[str]:
        """Those of the articles that an earlier run stored, and that are not removed: one of these may be back."""
        known = self.known(ids)
        return {one for one, facts in known.items() if facts.first_run < self.run and facts.status != "removed"}

    def is_given_up(self, url: str) -> bool:
        """Whether earlier runs tried an article so often in vain that a run without it is complete."""
        failure = self.failed.get(url)
        return failure is not None and failure.reason not in FINAL and failure.tries >= FAILED_TRIES

    def ends_here(self, section: str, since: str | None, ids: Iterable[str]) -> bool:
        """Whether a list may stop at a page with these articles because an earlier run read everything from here on.

        That run read this very list, and every one of the articles was stored by then. ``since`` is the first day
        that the present run covers, None for all.
        """
        ground = self.sections.get(section)
        if ground is None or ground.back_to > (since or _READ_TO_THE_END):
            return False
        wanted = set(ids)
        known = self.known(wanted)
        return len(known) == len(wanted) and all(facts.first_run <= ground.run for facts in known.values())

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


def _broken_lists(archive: Archive) -> set[str]:
    """The lists that no recent run could read: their address answered 404 or 410 in GONE_TRIES runs at least.

    Likewise one that answered with something else in FAILED_TRIES runs, and that no run ever read: a link to it that
    leads to the front page, a landing page that is only a script.
    """
    gone, unexpected = Counter[str](), Counter[str]()
    answered: set[str] = set()
    for manifest in reversed(archive.manifests(last=_LOOKED_AT)):
        answered |= {report.url for report in manifest.sections if report.pages}
        records = map(_decode_rejected, archive.records("rejected", archive.run_number(manifest.run_id)))
        missed = {record.url: record.reason for record in records if record.url not in answered}
        gone.update(url for url, reason in missed.items() if reason in GONE)
        unexpected.update(url for url, reason in missed.items() if reason in GONE or reason == "unexpected")
    settled = archive.sections()
    return {url for url, runs in gone.items() if runs >= GONE_TRIES} | {
        url for url, runs in unexpected.items() if runs >= FAILED_TRIES and url not in settled
    }


def tries_of(reason: str) -> int:
    """In how many runs an article is asked for that was not read for this reason."""
    return GONE_TRIES + 1 if reason in FINAL else FAILED_TRIES
