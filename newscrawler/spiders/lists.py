"""Where a list ends: what its pages must show, and what proves that no page follows.

Independent of Scrapy and the network. Nothing that a page lacks ends a list: a maintenance page, a cookie check or a
stale copy lacks rows, too. A page that is not what was asked for raises UnexpectedPageError.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from newscrawler.cms.family import MoreReply, Row
from newscrawler.store.manifest import Evidence
from newscrawler.translation import N_

_REPEATS = 2  # pages that list nothing new although their pager shows the page asked for


class UnexpectedPageError(ValueError):
    """A page is not what was asked for; the message says in a few words what it is instead."""


class Listed(Protocol):
    """What is looked at of a page; newscrawler.cms.listing.ListPage implements it."""

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

    @property
    def named_pages(self) -> set[int]:
        """Those of them that the pager names by number or as the next page."""

    @property
    def total(self) -> int | None:
        """The number of articles that the list says it has."""

    @property
    def says_empty(self) -> bool:
        """Whether the page says that the list is empty, in words or by an empty list of the CMS's own."""

    @property
    def is_certain(self) -> bool:
        """Whether its rows are those of a list by more than being links: a pager, the class of a list, dates."""

    @property
    def is_landing(self) -> bool:
        """Whether the page is a section's landing page, which has neither rows nor a pager."""

    @property
    def is_blank(self) -> bool:
        """Whether the page is empty: no text, no script."""

    @property
    def has_frame(self) -> bool:
        """Whether the page links to sections or articles of the newspaper, as all its own pages do."""


@dataclass(slots=True)
class PagedList:
    """What one list has shown so far in this run.

    ``listed`` are the ids of its articles, ``previous`` those of the page before, ``promised`` is the last page that
    its pagers named. ``has_marks`` says that pagers mark the page they stand on: page 1 was marked as page 1.
    ``had_articles`` says that earlier runs found articles in the list.
    """

    had_articles: bool = False
    listed: set[str] = field(default_factory=set)
    previous: Sequence[str] = ()
    promised: int = 1
    has_marks: bool = False
    repeats: int = 0

    def read(self, page: Listed, number: int, ids: Sequence[str], *, again: bool) -> tuple[set[str], Evidence | None]:
        """Takes in page ``number``: the articles that no page listed before, and what proves the list to end here.

        ``ids`` are the articles in the page's rows, ``again`` says that it was asked for a second time. Raises
        UnexpectedPageError, and takes nothing in, for a page that is not the one asked for.
        """
        if not ids:
            return set(), self._end_without_rows(page, number, again=again)
        if number == 1:
            self.has_marks = page.shown_page == 1
        self._check_pager(page, number, again=again)
        fresh = set(ids) - self.listed
        if fresh:
            self._check_mark(page, number, again=again)
            evidence = self._end_of_rows(page, number, len(self.listed) + len(fresh))
        else:
            evidence = self._end_of_repeat(page, number, ids, again=again)
        self.listed |= fresh
        self.previous = ids
        self.promised = max(self.promised, *page.named_pages, 1)
        return fresh, evidence

    def _end_without_rows(self, page: Listed, number: int, *, again: bool) -> Evidence:
        if page.is_landing and number == 1:
            if page.has_frame or page.is_blank:
                return "short"
            raise UnexpectedPageError(N_("the page links to nothing of the newspaper"))
        if number > 1 and number <= self.promised:
            raise UnexpectedPageError(N_("the page lists no articles, although a pager links to it"))
        if max(page.linked_pages, default=0) <= number:
            if self.had_articles and number == 1 and not again:
                raise UnexpectedPageError(N_("the page lists no articles, unlike in earlier runs"))
            if page.says_empty:
                return "notice"
            if page.shown_page == number:
                return "pager"
        raise UnexpectedPageError(N_("the page shows no list"))

    def _check_pager(self, page: Listed, number: int, *, again: bool) -> None:
        """A page that a pager linked to has one, too: boxes around a notice list articles as well.

        Only where the pager is a link to the next page and no numbers may the last page lack it.
        """
        if not 1 < number <= self.promised or page.linked_pages or page.shown_page is not None:
            return
        if number < self.promised or self.has_marks or not again:
            raise UnexpectedPageError(N_("the page has no pager, although a pager links to it"))

    def _check_mark(self, page: Listed, number: int, *, again: bool) -> None:
        """A page with new articles that says it is another page is asked for again.

        If it still says that it is a page whose articles were listed before, the mark is wrong, not the page.
        """
        shown = page.shown_page
        if not self.has_marks or shown is None or shown == number:
            return
        if not again or shown > number:
            raise UnexpectedPageError(N_(f"the page shows page {shown}"))
        self.has_marks = False

    def _end_of_rows(self, page: Listed, number: int, listed: int) -> Evidence | None:
        if number < self.promised:  # whatever this page says, an earlier one named later pages
            return None
        if page.is_last:
            return "pager"
        last = max(page.linked_pages, default=number) <= number
        return "total" if last and page.total is not None and listed >= page.total else None

    def _end_of_repeat(self, page: Listed, number: int, ids: Sequence[str], *, again: bool) -> Evidence | None:
        """Judges a page that lists only what pages before it listed.

        Past the end, a CMS serves its last page again (mediaOn, docs/mediaon.md §6). A page that a pager links to is
        a stale copy, or newly published articles have pushed the rows of the page before down onto it.
        """
        if number > self.promised:
            if again or ids == self.previous:
                return "repeat"
            raise UnexpectedPageError(N_("the page lists only articles of earlier pages"))
        if not again or not self.has_marks or page.shown_page != number:
            raise UnexpectedPageError(N_("the page lists only articles of earlier pages, although a pager links to it"))
        self.repeats += 1
        if page.is_last and number >= self.promised:
            return "pager"
        if self.repeats > _REPEATS:
            raise UnexpectedPageError(N_("the list shows the same articles on page after page"))
        return None


@dataclass(slots=True)
class MoreList:
    """What one AJAX block has listed so far in this run."""

    listed: set[str] = field(default_factory=set)

    def read(self, reply: MoreReply, ids: Sequence[str], *, again: bool) -> tuple[set[str], Evidence | None]:
        """Takes in the next reply, as ``PagedList.read`` does a page."""
        if reply.error is not None and not reply.says_end:
            raise UnexpectedPageError(reply.error)
        fresh = set(ids) - self.listed
        repeats = bool(ids) and not fresh
        if repeats and not again:
            raise UnexpectedPageError(N_("the reply lists only articles of earlier replies"))
        self.listed |= fresh
        if reply.says_end:
            return fresh, "notice"
        if repeats:
            return fresh, "repeat"
        return fresh, "short" if not ids or reply.next is None else None
