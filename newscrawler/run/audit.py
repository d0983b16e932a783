"""Were the lists read as completely as they seem? A second way to the same articles answers.

The front page, widgets and RSS show articles whether or not their lists were read well. Those that belong into a part
of a list that was read must have been on that list, too: if many were not, the lists were cut short, served stale or
misread, although every page of them answered. Pure: what pages show goes in, counts and examples come out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from newscrawler.items import Article
from newscrawler.store.manifest import SectionReport

_SHOWN = 10_000  # articles; more would prove nothing more, and each costs a look-up in the archive
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Audited:
    """How many shown articles must have been on lists, how many of them were, and examples of those that were not."""

    shown: int = 0
    listed: int = 0
    examples: Sequence[str] = ()


@dataclass(slots=True)
class Audit:
    """Remembers which articles a run met outside the lists, and which on lists, by their ids.

    Only the first 10,000 articles met outside the lists are remembered; those of the front page are met first.
    """

    _shown: dict[str, str] = field(default_factory=dict)  # article -> the page that showed it first
    _listed: set[str] = field(default_factory=set)
    _reached: dict[str, str | None] = field(default_factory=dict)  # list -> the middle day of its last dated page

    def add_shown(self, article: str, page_url: str) -> None:
        """Notes an article that the front page, a widget or RSS shows."""
        if len(self._shown) < _SHOWN:
            self._shown.setdefault(article, page_url)

    def add_listed(self, list_url: str, rows: Iterable[tuple[str, str | None]]) -> None:
        """Notes a page of a list, or a reply of an AJAX block on one: its articles with the times printed there.

        A list's pages come in order, the newest articles first.
        """
        days = []
        for article, moment in rows:
            self._listed.add(article)
            self._reached.setdefault(list_url, None)
            if moment:
                days.append(moment[:10])
        if days:  # the middle one: a misprinted year or an old article pinned to the top does not move it
            self._reached[list_url] = sorted(days)[len(days) // 2]

    def result(
        self, record: Callable[[str], Article | None], reports: Iterable[SectionReport], started_at: str
    ) -> Audited:
        """Compares the two ways at the end of a run that began at ``started_at`` (ISO 8601, KST).

        ``record`` returns the archived record of an article, None for one that is not stored. An article counts if it
        was published before the run began, and if the list named like its section covers its day: it was read to its
        end, or back beyond that day to known articles or to ``since``. Without a list of that name, all lists must.
        """
        lists = [report for report in reports if self._is_list(report)]
        shown, missing = 0, []
        for identifier, page_url in self._shown.items():
            article = record(identifier)
            if article is None or article.status == "removed" or not article.published_at:
                continue
            if article.published_at >= started_at or not self._is_due(
                article.published_at[:10], article.section, lists
            ):
                continue
            shown += 1
            if identifier not in self._listed:
                missing.append(f"{article.url} (on {page_url})")
        return Audited(shown, shown - len(missing), missing[:_EXAMPLES])

    def _is_list(self, report: SectionReport) -> bool:
        """Whether the report is that of a list; landing pages, and AJAX blocks outside lists, have not been noted."""
        return report.url in self._reached or (report.found_via != "ajax" and report.stopped != "end")

    def _is_due(self, day: str, section: str | None, lists: Sequence[SectionReport]) -> bool:
        """Whether an article of this day must be on one of the lists."""
        own = [report for report in lists if section and report.name == section]
        if own:  # lists without a name may belong to the section as well
            own += [report for report in lists if not report.name]
        return bool(lists) and all(self._covers(report, day) for report in own or lists)

    def _covers(self, report: SectionReport, day: str) -> bool:
        """Whether the list was read as far as intended, and back beyond this day."""
        reached = self._reached.get(report.url)
        return report.stopped in ("end", "nothing_new", "since") and reached is not None and day > reached
