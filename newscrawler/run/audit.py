"""Were the lists read as completely as they seem? A second way to the same articles answers.

The front page, widgets and RSS show articles whether or not their lists were read well. Those that belong into a part
of a list that was read must have been on that list, too: if many were not, the lists were cut short, served stale or
misread, although every page of them answered. Pure: what pages show goes in, counts and examples come out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newscrawler.items import Article
from newscrawler.store.manifest import SectionReport, StopReason
from newscrawler.translation import N_

_SHOWN = 10_000  # articles; more would prove nothing more, and each costs a look-up in the archive
_EXAMPLES = 3
_DAY_ONLY, _END_OF_DAY = "T00:00:00", "T23:59:59"  # rows often print the day only
_STALE = timedelta(days=3)
_NEVER = "9999"


@dataclass(frozen=True, slots=True)
class Audited:
    """How many shown articles must have been on lists, how many of them were, and examples of those that were not."""

    shown: int = 0
    listed: int = 0
    examples: Sequence[str] = ()


@dataclass(slots=True)
class _Reach:
    """What a list covers by the times it prints: from its newest row to its oldest, or the middle one of its last page.

    The middle, because neither a misprinted year nor an old article pinned to the top moves it.
    """

    newest: str = ""
    oldest: str = _NEVER
    last_page: str = _NEVER

    def covers(self, moment: str, stopped: StopReason | None) -> bool:
        """Whether every article of the list of this time was met.

        A stale copy of a list may lack some days; a list that ends long before is one that is no longer kept.
        """
        if not self.newest or datetime.fromisoformat(moment) > datetime.fromisoformat(self.newest) + _STALE:
            return False
        if stopped == "end":
            return moment > self.oldest
        return stopped in ("nothing_new", "since") and moment > self.last_page


@dataclass(slots=True)
class Audit:
    """Remembers which articles a run met outside the lists and which on lists, by their ids.

    ``shown`` gives the page that showed an article first; only the first 10,000 are remembered, those of the front page
    before all others. ``listed`` are the articles on lists.
    """

    shown: dict[str, str] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    _reaches: dict[str, _Reach] = field(default_factory=dict)  # by list

    def add_shown(self, article: str, page_url: str) -> None:
        """Notes an article that the front page, a widget or RSS shows."""
        if len(self.shown) < _SHOWN:
            self.shown.setdefault(article, page_url)

    def add_listed(self, list_url: str, rows: Iterable[tuple[str, str | None]]) -> None:
        """Notes a page of a list, or a reply of an AJAX block on one: its articles with the times printed there.

        A list's pages come in order, the newest articles first.
        """
        times = []
        for article, moment in rows:
            self.listed.add(article)
            self._reaches.setdefault(list_url, _Reach())
            if moment:
                times.append(moment.replace(_DAY_ONLY, _END_OF_DAY))
        if times:
            reach = self._reaches[list_url]
            reach.newest = max(reach.newest, *times)
            reach.oldest = min(reach.oldest, *times)
            reach.last_page = sorted(times)[len(times) // 2]

    def result(
        self,
        records: Callable[[Iterable[str]], Iterable[Article]],
        reports: Iterable[SectionReport],
        started_at: str,
    ) -> Audited:
        """Compares the two ways at the end of a run that began at ``started_at`` (ISO 8601, KST).

        ``records`` returns the archived records of those of these articles that are stored. An article counts if it
        was published before the run began, and if it is in the range of the list named like its section, which was read
        to its end, to known articles or to ``since``. Without a list of that name, it must be in that of all lists.
        """
        lists = [report for report in reports if self._is_list(report)]
        shown, missing = 0, []
        for article in records(self.shown):
            if article.status == "removed" or not article.published_at:
                continue
            if article.published_at >= started_at or not self._is_due(article.published_at, article.section, lists):
                continue
            shown += 1
            if article.id not in self.listed:
                missing.append(N_(f"{article.url} (on {self.shown[article.id]})"))
        return Audited(shown, shown - len(missing), missing[:_EXAMPLES])

    def _is_list(self, report: SectionReport) -> bool:
        """Whether the report is that of a list; landing pages, and AJAX blocks outside lists, have not been noted."""
        return report.url in self._reaches or (report.found_via != "ajax" and report.stopped != "end")

    def _is_due(self, moment: str, section: str | None, lists: Sequence[SectionReport]) -> bool:
        """Whether an article of this time and section must be on one of the lists."""
        own = [report for report in lists if section and report.name == section]
        if own:  # lists without a name may belong to the section as well
            own += [report for report in lists if not report.name]
        return bool(lists) and all(
            self._reaches.get(report.url, _Reach()).covers(moment, report.stopped) for report in own or lists
        )
