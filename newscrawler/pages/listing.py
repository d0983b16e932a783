"""A list of articles, page by page; a landing page is one that has neither rows nor a pager."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from newscrawler.dates import parse_time
from newscrawler.pages.dom import ancestors, attribute, text_of
from newscrawler.pages.page import Page
from newscrawler.pages.widgets import Widget
from newscrawler.urls import Link, page_number, section_of

_LIST_CLASS = re.compile(r"list_all|article_list")
_PAGER_WINDOW = 10  # pagers show ten numbers; the jump to the next ten may be a script (dom.md §6)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list; ``date`` is the time it prints, None when it prints none."""

    link: Link
    title: str
    date: str | None


class ListPage(Page):
    """A section's landing page or one page of its list."""

    @cached_property
    def _list(self) -> Widget | None:
        """The list itself: of the blocks of links the longest whose entries print their dates."""
        link = self.urls.link(self.url, self.url)
        if (link is None or link.kind != "list") and not (self.linked_pages or self._pager):
            return None
        dated = [
            block for block in self.blocks if 2 * sum(bool(e.date) for e in block.entries) >= len(block.entries) > 0
        ]
        if dated:
            return max(dated, key=lambda block: len(block.entries))
        return next((block for block in self.blocks if block.entries and _is_named_list(block)), None)

    @property
    def widgets(self) -> list[Widget]:
        """The page's widgets without the list itself."""
        return [widget for widget in self.blocks if widget is not self._list]

    @cached_property
    def rows(self) -> list[Row]:
        """The articles of the list, newest first as the CMS prints them; none on a landing page."""
        if self._list is None:
            return []
        return [
            Row(entry.link, entry.title, parse_time(entry.date) if entry.date else None)
            for entry in self._list.entries
            if entry.link.kind == "article"
        ]

    @cached_property
    def _pager(self) -> bool:
        return self.tree.css_first(".btn_pagenum, [class*=paging], [class*=paginat]") is not None

    @cached_property
    def linked_pages(self) -> set[int]:
        """The page numbers of this list that the page links to."""
        section = section_of(self.url)
        found = set()
        for node in self.tree.css("a[href*='page=']"):
            link = self.urls.link(attribute(node, "href"), self.url)
            if link is not None and section_of(link.url) == section:
                found.add(page_number(link.url))
        return found

    @property
    def is_last(self) -> bool:
        """Whether the pager says so: it links no later page and this is not the end of its window."""
        current = page_number(self.url)
        if self.linked_pages:
            return max(self.linked_pages) <= current and current % _PAGER_WINDOW != 0
        return self._pager and current == 1

    @cached_property
    def name(self) -> str | None:
        """What the page calls its section."""
        node = self.tree.css_first(".path_wrap h3")
        return text_of(node) or None


def _is_named_list(block: Widget) -> bool:
    return any(_LIST_CLASS.search(attribute(node, "class")) for node in (block.node, *ancestors(block.node)))
