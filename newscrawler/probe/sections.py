"""The sections a page leads to, and the ways that lead there: what a person wants to see of a newspaper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from newscrawler.cms.markup.dom import attribute, text_of
from newscrawler.cms.page import Page

SectionKind = Literal["list", "landing", "series", "board", "ajax"]


@dataclass(slots=True)
class Section:
    """A list or landing page, a board or an AJAX block; ``via`` are the ways that lead there."""

    name: str
    url: str
    kind: SectionKind
    via: list[str]


def sections_of(page: Page, menu: bool = True) -> list[Section]:
    """The lists, landing pages, boards and AJAX blocks of a page, each once with all ways that lead there."""
    found: dict[str, Section] = {}
    for url, name, way in _ways(page, menu):
        section = found.setdefault(url, Section(name, url, kind_of(url), []))
        section.name = section.name or name
        if way not in section.via:
            section.via.append(way)
    for url, form in page.ajax_forms():
        name = f"{form.layout_tpl}-{form.lay_no}"
        found.setdefault(f"{url}#{name}", Section(name, f"{url}#{name}", "ajax", ["button"]))
    return list(found.values())


def _ways(page: Page, menu: bool) -> Iterator[tuple[str, str, str]]:
    """Address, name and kind of every link to a section: of widgets first, then outside them."""
    headed = set()
    for widget in page.widgets:
        for link, way in ((widget.more, "more"), (widget.heading_link, "heading")):
            if link is not None and (link.kind in ("list", "landing") or "/mybbs/" in link.url):
                headed.add(link.url)
                yield link.url, widget.heading or "", way
    for section in page.section_links() if menu else page.more_links().values():
        if section.via == "menu" or section.link.url not in headed:
            yield section.link.url, section.name, section.via
    for node in page.tree.css("a[href*='/mybbs/']") if menu else ():
        url = page.urls.own(attribute(node, "href"), page.url)
        if url and url not in headed and "mode=view" not in url:
            yield url, text_of(node), "menu"


def kind_of(url: str) -> SectionKind:
    """What stands behind the address of a section."""
    if "/mybbs/" in url:
        return "board"
    if "review_list_all" in url:
        return "series"
    return "list" if "_list_all" in url else "landing"
