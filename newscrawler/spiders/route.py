"""The route through a newspaper: decides what to request, and where each list ends and why.

Independent of Scrapy and the network: links, rows and pages go in, decisions come out. Decisions about a section are
recorded in its report, pages that could not be read in the run's journal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from newscrawler.cms.family import Family, Link, MoreReply, MoreRequest, Row
from newscrawler.cms.markup.parts import SectionLink
from newscrawler.run.arguments import unknown_section
from newscrawler.run.history import History
from newscrawler.run.journal import Journal
from newscrawler.spiders.lists import Listed, MoreList, PagedList
from newscrawler.store.manifest import Evidence, SectionReport, StopReason
from newscrawler.translation import N_

# The date in a row is only near that of the article, which decides; around midnight they may differ.
_DATE_MARGIN = timedelta(days=1)


class UnknownSectionError(ValueError):
    """The arguments name a section that the newspaper does not have; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Upper limits on what is read of a newspaper: endless lists are stopped and reported."""

    pages: int = 20_000  # of one list
    sections: int = 2_000
    articles: int = 500_000


class Route:
    """The route of one run."""

    def __init__(self, family: Family, journal: Journal, history: History, bounds: Bounds) -> None:
        self._family, self._journal, self._history, self._bounds = family, journal, history, bounds
        self._arguments = journal.arguments
        self._lists: dict[str, PagedList] = {}  # by section
        self._more_lists = defaultdict[str, MoreList](MoreList)
        self._given_up: set[str] = set()  # sections that are not part of this run
        self._requested: set[str] = set()  # articles
        self._fresh = 0  # the number of them that were not known before

    # ---- sections ----------------------------------------------------------------------------
    def sections(self, link: SectionLink) -> Iterator[SectionReport]:
        """The lists to request for a link to a section, once per run, including the list behind a landing page."""
        url = self._family.section_of(link.link.url)
        # A list that failed when it was requested without a link to it may well exist if a page links to it now.
        if url in self._journal.ended_sections and link.via != "guess":
            self._journal.ended_sections.remove(url)
            self._given_up.remove(url)
        if url in self._given_up:
            return
        if len(self._journal.sections) >= self._bounds.sections:
            self._journal.add_unread(N_(f"{self._journal.home} has no end of sections"))
            return
        known = self._journal.sections.get(url)
        if known is None:
            yield self.open(url, link.via, link.name)
        else:
            known.name = known.name or link.name
            if known.found_via in ("known", "guess") and link.via != "guess":
                known.found_via = link.via
        behind = self._family.list_behind(url)
        if behind and behind not in self._journal.sections and behind not in self._given_up:
            yield self.open(behind, "guess", link.name)

    def open(self, url: str, found_via: str, name: str = "") -> SectionReport:
        """Starts the report of a section."""
        report = self._journal.sections[url] = SectionReport(name, url, found_via)
        return report

    def known_sections(self) -> Iterator[SectionReport]:
        """The lists that earlier runs read and that no link has led to so far.

        A front page or landing page may lack a link for many reasons; only its own answer shows that a list is gone.
        """
        for url in self._history.sections:
            is_list = "#" not in url  # not an AJAX block, which only its page can request
            if is_list and url not in self._journal.sections and url not in self._given_up:
                yield self.open(url, "known")

    def may_be_missing(self, report: SectionReport) -> bool:
        """Whether a section is part of the run on a guess only, so that it may turn out not to exist.

        Once a page of it was read, it exists.
        """
        if report.pages:
            return False
        return report.found_via == "known" or (report.found_via == "guess" and report.url not in self._history.sections)

    def give_up(self, report: SectionReport, *, is_gone: bool = False) -> None:
        """Removes a section from the run; later runs do not request one that ``is_gone`` unless a page links to it."""
        del self._journal.sections[report.url]
        self._given_up.add(report.url)
        if is_gone:
            self._journal.ended_sections.add(report.url)

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
    def wanted(self, links: Iterable[Link], *, again: bool = False) -> Iterator[Link]:
        """The articles of a page to request now, each once per run; one that is known and there only with ``again``.

        What is known of them is asked for once, for all links of the page.
        """
        links = [link for link in links if self._id(link) not in self._requested]
        ask = not (again or self._arguments.refresh)
        stored = self._history.stored({self._id(link) for link in links}) if ask and links else set[str]()
        return (link for link in links if self._wants(link, again=again, is_stored=self._id(link) in stored))

    def _wants(self, link: Link, *, again: bool, is_stored: bool) -> bool:
        identifier = self._id(link)
        if identifier in self._requested:
            return False
        if len(self._requested) >= self._bounds.articles:
            self._journal.add_unread(N_(f"{self._journal.home} has no end of articles"))
            self._journal.was_limited = True
            return False
        if not again:
            if is_stored:
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

    # ---- the audit of the lists --------------------------------------------------------------
    def add_shown(self, links: Iterable[Link], page_url: str) -> None:
        """Notes the articles that the front page, widgets or RSS show."""
        for link in links:
            self._journal.audit.add_shown(self._id(link), page_url)

    def add_listed(self, report: SectionReport, rows: Iterable[Row]) -> None:
        """Notes the articles of a page of a list, or of a reply of an AJAX block on one."""
        self._journal.audit.add_listed(report.url, ((self._id(row.link), row.date) for row in rows))

    # ---- where lists end ---------------------------------------------------------------------
    def after_list(self, page: Listed, number: int, report: SectionReport, *, again: bool = False) -> int | None:
        """Records page ``number`` of a list; returns the page to request next, None if the list ends here.

        ``again`` says that the page was requested a second time. Raises UnexpectedPageError, and records nothing, for a
        page that is not the one requested.
        """
        fresh, evidence = self._list(report).read(page, number, self._ids(page.rows), again=again)
        report.pages += 1
        report.articles += len(fresh)
        if not page.is_certain:
            self._journal.doubtful_lists.add(report.url)
        if evidence is not None:
            self._end(report, evidence)
        elif fresh and self._ends_at_known(report, fresh):
            report.stopped = "nothing_new"
        elif fresh and self._is_too_old(self._only(fresh, page.rows)):
            report.stopped = "since"
        else:
            report.stopped = self._limit(report) or ("max_articles" if self._has_enough() else None)
        return number + 1 if report.stopped is None else None

    def after_more(self, reply: MoreReply, report: SectionReport, *, again: bool = False) -> MoreRequest | None:
        """Records a reply of an AJAX block; returns the request for the next one, None if the block ends here.

        Raises UnexpectedPageError as after_list does.
        """
        fresh, evidence = self._more_lists[report.url].read(reply, self._ids(reply.rows), again=again)
        report.pages += 1
        report.articles += len(fresh)
        if evidence is not None:
            self._end(report, evidence)
        elif self._ends_at_known(report, fresh):
            report.stopped = "nothing_new"
        else:
            report.stopped = self._limit(report)
        return reply.next if report.stopped is None else None

    def end_by_status(self, number: int, report: SectionReport) -> bool:
        """Ends a list at a page that the server says it does not have; returns False if a pager named that page."""
        promised = self._list(report).promised
        if number <= promised:
            return False
        if promised == 1:  # no pager has said how long the list is
            self._journal.doubtful_lists.add(report.url)
        self._end(report, "notice")
        return True

    def _list(self, report: SectionReport) -> PagedList:
        return self._lists.setdefault(report.url, PagedList(report.url in self._history.sections))

    def _is_too_old(self, rows: Iterable[Row]) -> bool:
        """Whether all of these rows are older than the first day wanted."""
        since = self._arguments.since
        return since is not None and all(row.date and row.date[:10] < str(since - _DATE_MARGIN) for row in rows)

    @staticmethod
    def _end(report: SectionReport, evidence: Evidence) -> None:
        report.stopped, report.evidence = "end", evidence

    def _limit(self, report: SectionReport) -> StopReason | None:
        """The page limit that a list has reached; None if it has not."""
        if self._arguments.max_pages and report.pages >= self._arguments.max_pages:
            return "max_pages"
        if report.pages >= self._bounds.pages:
            self._journal.add_unread(N_(f"list {report.url} has no end after {report.pages} pages"))
            return "error"
        return None

    def _ends_at_known(self, report: SectionReport, ids: Iterable[str]) -> bool:
        """Whether an earlier run has read everything in the list from these articles on."""
        return not self._arguments.refresh and self._history.ends_here(report.url, self._arguments.first_day, ids)

    def _only(self, ids: set[str], rows: Iterable[Row]) -> Iterator[Row]:
        """The rows of these articles: a row that stands on every page says nothing about where the list stands."""
        return (row for row in rows if self._id(row.link) in ids)

    def _ids(self, rows: Iterable[Row]) -> list[str]:
        return [self._id(row.link) for row in rows]

    def _id(self, link: Link) -> str:
        return f"{self._journal.site}:{link.id}"

    def _has_enough(self) -> bool:
        return self._arguments.max_articles is not None and self._fresh >= self._arguments.max_articles
