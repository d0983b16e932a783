"""What stands beside an article or a list: widgets with their entries, links to sections, and whole sidebars."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from newscrawler.cms.family import Link

PLACE = "data-sidebar-cut"  # the attribute of the empty element that stands where a sidebar was cut out


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A link to a list or landing page, and whether it is a ``more`` link, in the ``menu``, or a ``guess``."""

    link: Link
    name: str
    via: str


@dataclass(slots=True)
class Entry:
    """One link of a widget or row of a list; ``date`` is the time printed in its row, as text."""

    title: str
    link: Link
    teaser: str | None
    thumbnail: str | None
    date: str | None


@dataclass(slots=True)
class Widget:
    """One headed block of links, before it becomes a record.

    ``related`` are the links that stand inside an entry: articles to fetch, and no entries of the record.
    """

    heading: str | None
    heading_link: Link | None
    more: Link | None
    entries: list[Entry]
    related: list[Entry]

    @property
    def links(self) -> list[Entry]:
        """The entries, then the related links."""
        return [*self.entries, *self.related]


@dataclass(frozen=True, slots=True)
class Sidebar:
    """What a sidebar holds, as it was read in one page, for the pages from which it is cut out.

    ``sections`` are those that a 더보기 or the name of a series leads to, ``keys`` the addresses of its entries and
    ``headings`` their number, which count for the elements around it. ``compared`` and ``names`` are as in
    Surroundings; ``items`` are the tags of the lists and items around it, ``address`` is that of the page without its
    query if links in the sidebar are relative to it, else empty.
    """

    widgets: list[Widget]
    sections: list[SectionLink]
    keys: frozenset[str]
    headings: int
    is_headed_first: bool  # no other link stands before its first heading
    is_rooted_first: bool  # that heading is in a configured box of the CMS, which no 더보기 before it belongs to
    compared: frozenset[str]
    names: frozenset[str]
    items: tuple[str, ...]
    address: str

    def fits(self, names: Collection[str], items: tuple[str, ...], address: str) -> bool:
        """Whether it reads the same inside such items on a page with these names, at this address without its query."""
        if self.items != items or self.address not in ("", address):
            return False
        return self.compared.intersection(names) == self.names


class SidebarError(Exception):
    """A page cannot be read without a sidebar: it may read differently there, or belong to what stands before it."""
