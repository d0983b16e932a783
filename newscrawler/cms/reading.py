"""Reads the inner pages of a run one after the other, each sidebar only once.

A sidebar is a third to a half of a page's source, the same bytes on page after page, and not part of the article or
list. A sidebar that was read before is cut from the source before parsing, because parsing costs more than all work
on the tree. The page must read the same with and without it; this is checked once for each sidebar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import count, islice
from typing import TypeVar

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.family import Selectors
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.markup.surroundings import Memory
from newscrawler.korean import labels

Inner = TypeVar("Inner", bound=ArticlePage | ListPage)
_SHORTEST = 2000  # characters; leaving out a shorter one gains nothing
_MOST = 4  # on one page
_REFUSED = 10  # after so many failed checks the newspaper's sidebars are always parsed
_KEPT = 50  # sources kept for one opening tag: a sidebar changes with its section and with the news


class Reader:
    """Reads pages of one newspaper; raises what the page classes raise."""

    def __init__(self) -> None:
        self._memory = Memory()
        self._sidebars: dict[str, dict[str, str]] = {}  # opening tag -> source -> its replacement
        self._numbers = count(1)
        self._refused: set[str] = set()  # sources of sidebars without which a page read differently

    def read(self, kind: type[Inner], html: str, url: str, urls: SiteUrls) -> Inner:
        """The page; without the sidebars that were read before if its surroundings are known."""
        short = self._without_known(html)
        if short is not html:
            page = kind(short, url, urls, self._memory)
            if page.known_surroundings is not None:
                return page
        page = kind(html, url, urls, self._memory)
        if len(self._refused) < _REFUSED:
            self._learn(page)
        return page

    def _without_known(self, html: str) -> str:
        for opening, sources in self._sidebars.items():
            at = html.find(opening)
            known = next((source for source in sources if html.startswith(source, at)), None) if at >= 0 else None
            if known is not None:
                html = html[:at] + sources[known] + html[at + len(known) :]
        return html

    def _learn(self, page: ArticlePage | ListPage) -> None:
        """Remembers the sidebars of a page that reads the same without them."""
        found = [pair for pair in islice(_sidebars(page.html, page.selectors), _MOST) if pair[1] not in self._refused]
        if not found or not page.surroundings.kept:
            return
        short = page.html
        for opening, source in found:
            known = self._sidebars.setdefault(opening, {})
            if source not in known:
                # a unique mark: pages with another sidebar have another frame
                known[source] = f"<hr data-sidebar='{next(self._numbers)}'>"
            short = short.replace(source, known[source], 1)
            if len(known) > _KEPT:
                del known[next(iter(known))]
        without = type(page)(short, page.url, page.urls, self._memory)
        if without.frame is not None:
            self._memory.add(without.frame, page.surroundings)  # read in the same way as the pages after it
            if page.own_content() == without.own_content():
                return
            self._memory.forget(without.frame)
        for opening, source in found:
            self._sidebars[opening].pop(source, None)
            self._refused.add(source)


@cache
def _opening(selectors: Selectors) -> re.Pattern[str]:
    """The opening tag of a sidebar."""
    names = "|".join(sorted(selectors.side_columns))
    return re.compile(
        r"<(?P<tag>div|aside|section|td)\b[^<>]{0,200}\b(?:class|id)\s?=\s?[\"'][^\"'<>]{0,100}(?<![\w-])"
        rf"(?:{names})(?![\w-])[^<>]{{0,200}}>|<(?P<aside>aside)>",
        re.I,
    )


@cache
def _needed(selectors: Selectors) -> re.Pattern[str]:
    """Parts that belong to an article wherever they are, and those that every list reads again."""
    return re.compile("|".join(filter(None, ("rel_|relat", labels.RELATED, selectors.inseparable))), re.I)


def _sidebars(html: str, selectors: Selectors) -> Iterator[tuple[str, str]]:
    """Opening tag and source of each sidebar; whole elements that are not inside another one."""
    end, needed = 0, _needed(selectors)
    for match in _opening(selectors).finditer(html):
        if match.start() < end:
            continue
        source = _element(html, match.start(), match["tag"] or match["aside"])
        if source and len(source) >= _SHORTEST and html.count(match[0]) == 1 and not needed.search(source):
            end = match.start() + len(source)
            yield match[0], source


def _element(html: str, start: int, tag: str) -> str | None:
    """The source of the element that begins at ``start``, None if it does not end."""
    depth = 0
    for match in re.compile(rf"<(/?){tag}\b[^<>]*>", re.I).finditer(html, start):
        depth += -1 if match[1] else 1
        if depth == 0:
            return html[start : match.end()]
    return None
