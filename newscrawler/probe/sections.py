"""The sections that a page leads to, and the ways that lead to each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from newscrawler.cms.dom import text_of
from newscrawler.cms.family import Family, Link
from newscrawler.cms.page import Page

SectionKind = Literal["list", "landing", "series", "board", "ajax"]


@dataclass(slots=True)
class FoundSection:
    """A list or landing page, a board or an AJAX block; ``via`` are the ways that lead there."""

    name: str
    url: str
    kind: SectionKind
    via: list[str]


def sections_of(page: Page, menu: bool = True) -> list[FoundSection]:
    """The lists, landing pages, boards and AJAX blocks of a page, each once with all ways that lead there."""
    found: dict[str, FoundSection] = {}
    for link, name, way in _ways(page, menu):
        section = found.setdefault(link.url, FoundSection(name, link.url, kind_of(link, page.urls.family), []))
        section.name = section.name or name
        if way not in section.via:
            section.via.append(way)
    for more in page.more_requests():
        url = f"{more.url}#{more.name}"
        found.setdefault(url, FoundSection(more.name, url, "ajax", ["button"]))
    return list(found.values())


def _ways(page: Page, menu: bool) -> Iterator[tuple[Link, str, str]]:
    """Link, name and way of every link to a section: of widgets first, then outside them."""
    headed = set()
    for widget in page.widgets:
        for link, way in ((widget.more, "more"), (widget.heading_link, "heading")):
            if link is not None and (link.is_section or link.kind in ("board", "post")):
                headed.add(link.url)
                yield link, widget.heading or "", way
    for section in page.section_links() if menu else page.more_links().values():
        if section.via == "menu" or section.link.url not in headed:
            yield section.link, section.name, section.via
    for node in page.tree.css("a[href]") if menu else ():
        board = page.link_of(node)
        if board is not None and board.kind == "board" and board.url not in headed:
            yield board, text_of(node), "menu"


def kind_of(link: Link, family: Family) -> SectionKind:
    """The section or board that a link leads to."""
    if link.kind in ("board", "post"):
        return "board"
    if family.is_series(link.url):
        return "series"
    return "list" if link.kind == "list" else "landing"
