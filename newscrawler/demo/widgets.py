"""Widgets as data: headed blocks of links, what they print and the truth about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urljoin

from newscrawler.demo.article import squeeze

Look = Literal[
    "blind", "title", "spaced", "all", "english", "ajax",
    "text", "plus", "icon", "image", "top_image", "awesome", "see",
]  # fmt: skip
"""How a 더보기 is drawn; the first row belongs to the new skins, the second to the old ones."""


@dataclass(frozen=True, slots=True)
class More:
    """The 더보기 of a widget; ``commented`` puts it into an HTML comment."""

    href: str
    look: Look = "blind"
    commented: bool = False

    def target(self, page_url: str) -> str | None:
        """Where it leads, or None when it leads nowhere."""
        return None if self.commented or self.look == "ajax" else followable(self.href, page_url)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a widget: exactly what is printed, ``full_title`` where the printed one is cut."""

    title: str
    href: str
    url: str
    full_title: str
    teaser: str | None = None
    thumbnail: str | None = None
    subtitle: str | None = None
    section: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Widget:
    """One widget of a page; ``lay_no`` is its number in the CMS, used in ids and for AJAX."""

    family: str
    lay_no: int
    entries: tuple[Entry, ...] = ()
    heading: str | None = None
    heading_href: str | None = None
    more: More | None = None

    def truth(self, page_url: str) -> dict[str, Any]:
        """The fields of the sidebar record this widget must yield on a page."""
        return {
            "heading": squeeze(self.heading) if self.heading else None,
            "heading_url": followable(self.heading_href or "", page_url),
            "more_url": self.more.target(page_url) if self.more else None,
            "entries": [
                {
                    "rank": rank,
                    "title": squeeze(entry.title),
                    "url": entry.url,
                    "teaser": squeeze(entry.teaser) if entry.teaser else None,
                    "thumbnail": urljoin(page_url, entry.thumbnail) if entry.thumbnail else None,
                }
                for rank, entry in enumerate(self.entries, 1)
            ],
        }


@dataclass(frozen=True, slots=True)
class Areas:
    """The widgets of one page by the part of the page they stand in, in document order."""

    main: tuple[Widget, ...] = ()
    second: tuple[Widget, ...] = ()
    sidebar: tuple[Widget, ...] = ()
    bottom: tuple[Widget, ...] = ()

    def all(self) -> tuple[Widget, ...]:
        """Every widget in document order."""
        return self.main + self.second + self.sidebar + self.bottom


def followable(href: str, page_url: str) -> str | None:
    """The absolute target of a href, or None for the empty, ``#`` and ``javascript:``."""
    if not href or href.startswith(("#", "javascript:")):
        return None
    return urljoin(page_url, href)
