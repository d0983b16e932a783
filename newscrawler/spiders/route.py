"""The route through a newspaper: decides what to request, and where each list ends and why.

Independent of Scrapy and the network: links, rows and pages go in, decisions come out. Decisions about a section are
recorded in its report, pages that could not be read in the run's journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from newscrawler.cms.family import Family, Link, MoreReply, MoreRequest, Row
from newscrawler.cms.markup.surroundings import SectionLink
from newscrawler.run.arguments import unknown_section
from newscrawler.run.history import History
from newscrawler.run.journal import Journal
from newscrawler.store.manifest import SectionReport, StopReason

_REPEATS = 2  # pages that list nothing new although their pager links to later ones
# The date in a row is only near that of the article, which decides; around midnight they may differ.
_DATE_MARGIN = timedelta(days=1)


class UnknownSectionError(ValueError):
    """The arguments name a section that the newspaper does not have; the message is one sentence for the user."""


class Listed(Protocol):
    """What the route needs to know about a list page; newscrawler.cms.listing.ListPage implements it."""

    @property
    def rows(self) -> list[Row]: ...

    @property
    def is_last(self) -> bool:
        """Whether the pager shows that no page follows."""

    @property
    def shown_page(self) -> int | None:
        """The page that the pager marks as the current one."""

    @property
    def linked_pages(self) -> set[int]:
        """The pages of this list that the page links to."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Upper limits on what is read of a newspaper: endless lists are stopped and reported."""

    pages: int = 20_000  # of one list
    sections: int = 2_000


class Route:
    """The route of one run."""

    def __init__(self, family: Family, journal: Journal, history: History, bounds: Bounds) -> None:
        self._family, self._journal, self._history, self._bounds = family, journal, history, bounds
        self._arguments = journal.arguments
        self._listed: dict[str, set[str]] = {}  # section -> articles on its pages so far
        self._given_up: set[str] = set()  # sections that are not part of this run
        self._repeats: dict[str, int] = {}  # section -> pages that listed nothing new although more follow
        self._requested: set[str] = set()  # articles
        self._fresh = 0  # the number of them that were not known before

    # ---- sections ----------------------------------------------------------------------------
    def sections(self, link: SectionLink) -> Iterator[SectionReport]:
        """The lists to request for a link to a section, once per run, including the list behind a landing page."""
        url = self._family.section_of(link.link.url)
        if url in self._given_up:
            return
        if len(self._journal.sections) >= self._bounds.sections:
            self._journal.add_unread(f"{self._journal.home} has no end of sections", gap=True)
            return
        known = self._journal.sections.get(url)
        if known is None:
            yield self.open(url, link.via, link.name)
        elif link.name and not known.name:
            known.name = link.name
        behind = self._family.list_behind(url)
        if behind and behind not in self._journal.sections and behind not in self._given_up:
            yield self.open(behind, "guess", link.name)

    def open(self, url: str, found_via: str, name: str = "") -> SectionReport:
        """Starts the report of a section."""
        report = self._journal.sections[url] = SectionReport(name, url, found_via)
        return report

    def give_up(self, report: SectionReport) -> None:
        """Removes a section from the run for good."""
        del self._journal.sections[report.url]
        self._given_up.add(report.url)

    def chosen(self, sections: Sequence[SectionLink]) -> list[SectionLink]:
        """Selects the sections that the arguments name from those on the front page; raises UnknownSectionError."""
        known = {section.name: section.link.url for section in reversed(sections) if section.name}
        chosen = []
        for wanted in self._arguments.sections:
            found = [s for s in sections if wanted in (s.name, self._family.section_code(s.link.url))]
            if not found:
                raise UnknownSectionError(unknown_section(wanted, known))
            chosen += found
        return chosen

    def more(self, requests: Iterable[MoreRequest]) -> Iterator[tuple[MoreRequest, SectionReport]]:
        """The AJAX blocks to request, each once per run even if several pages show it."""
        for more in requests:
            if more.list_url not in self._journal.sections:
                yield more, self.open(more.list_url, "ajax")

    # ---- articles ----------------------------------------------------------------------------
    def wants(self, link: Link, *, again: bool = False) -> bool:
        """Whether to request an article now: at most once per run, one that is known and there only with ``again``."""
        identifier = self._id(link)
        if identifier in self._requested:
            return False
        if not again:
            is_known = identifier in self._history.known and identifier not in self._history.removed
            if not self._arguments.refresh and is_known:
                return False
            if self._has_enough():
                self._journal.was_limited = True
                return False
            self._fresh += 1
        self._requested.add(identifier)
        return True

    def rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows whose dates may be within the range of the run."""
        return (row for row in rows if self.is_wanted(row.date, _DATE_MARGIN))

    def is_wanted(self, moment: str | None, margin: timedelta = timedelta()) -> bool:
        """Whether a time (ISO 8601, KST) is within since and until, both inclusive; true for an absent time."""
        day = moment[:10] if moment else None
        since, until = self._arguments.since, self._arguments.until
        too_old = since and day and day < str(since - margin)
        too_new = until and day and day > str(until + margin)
        return not too_old and not too_new

    # ---- where lists end ---------------------------------------------------------------------
    def after_list(self, page: Listed, number: int, report: SectionReport) -> int | None:
        """Records page ``number`` of a list; returns the page to request next, None if the list ends here."""
        report.pages += 1
        report.stopped = self._stop_reason(page, number, report)
        return number + 1 if report.stopped is None else None

    def after_more(self, reply: MoreReply, report: SectionReport) -> MoreRequest | None:
        """Records a reply of an AJAX block; returns the request for the next one, None if the block ends here."""
        report.pages += 1
        fresh = self._new_rows(report, reply.rows)
        if not fresh or reply.next is None:
            report.stopped = "end"
        elif self._ends_at_known(report, reply.rows):
            report.stopped = "nothing_new"
        else:
            report.stopped = self._limit(report)
        return reply.next if report.stopped is None else None

    def _stop_reason(self, page: Listed, number: int, report: SectionReport) -> StopReason | None:
        """Why a list ends at this page, None if it continues.

        Past the end, a CMS may serve the last page again. A page that lists only articles its section has listed
        before is therefore the end; the pager alone does not decide.
        """
        if not self._new_rows(report, page.rows):
            return self._judge_repeat(page, number, report)
        if page.is_last:
            return "end"
        if self._ends_at_known(report, page.rows):
            return "nothing_new"
        since = self._arguments.since
        if since and all(row.date and row.date[:10] < str(since - _DATE_MARGIN) for row in page.rows):
            return "since"
        return self._limit(report) or ("max_articles" if self._has_enough() else None)

    def _limit(self, report: SectionReport) -> StopReason | None:
        """The page limit that a list has reached; None if it has not."""
        if self._arguments.max_pages and report.pages >= self._arguments.max_pages:
            return "max_pages"
        if report.pages >= self._bounds.pages:
            self._journal.add_unread(f"list {report.url} has no end after {report.pages} pages", gap=True)
            return "error"
        return None

    def _judge_repeat(self, page: Listed, number: int, report: SectionReport) -> StopReason | None:
        """Judges a page that lists nothing new: it is the end unless its pager shows the requested page and others.

        If it shows others, newly published articles have pushed the rows down, or the list is misread.
        """
        goes_on = not page.is_last and page.shown_page == number and page.linked_pages
        if not goes_on or not page.rows:
            return "end"
        self._repeats[report.url] = self._repeats.get(report.url, 0) + 1
        if self._repeats[report.url] <= _REPEATS:
            return None
        self._journal.add_unread(f"list {report.url} shows the same articles on page after page", gap=True)
        return "error"

    def _new_rows(self, report: SectionReport, rows: list[Row]) -> int:
        """Counts and remembers the articles that this section had not listed before."""
        listed = self._listed.setdefault(report.url, set())
        before = len(listed)
        listed.update(self._id(row.link) for row in rows)
        report.articles = len(listed)
        return len(listed) - before

    def _ends_at_known(self, report: SectionReport, rows: list[Row]) -> bool:
        """Whether earlier runs have read everything in the list from here on."""
        ids = [self._id(row.link) for row in rows]
        return not self._arguments.refresh and self._history.ends_here(report.url, self._arguments.first_day, ids)

    def _id(self, link: Link) -> str:
        return f"{self._journal.site}:{link.id}"

    def _has_enough(self) -> bool:
        return self._arguments.max_articles is not None and self._fresh >= self._arguments.max_articles
