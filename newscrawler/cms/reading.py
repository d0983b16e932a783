"""Reads the inner pages of a run one after the other, each sidebar only once.

A sidebar is a third to a half of a page's source, the same bytes on page after page. Once it was read, it is cut from
the source before parsing, because parsing costs more than all work on the tree. An empty element stands in its place,
and what it holds takes part in the reading of the page there, whatever the page's kind. That a page reads the same
without it is checked once for each sidebar, on the page that brought it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count, islice
from typing import TypeVar

from selectolax.lexbor import LexborNode

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.dom import attribute, select
from newscrawler.cms.family import Selectors
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.markup.parts import PLACE, Sidebar, SidebarError
from newscrawler.cms.markup.surroundings import Memory
from newscrawler.korean import labels

Inner = TypeVar("Inner", bound=ArticlePage | ListPage)
_SHORTEST = 2000  # characters; leaving out a shorter one gains nothing
_MOST = 4  # on one page
_REFUSED = 10  # after so many failed checks the newspaper's sidebars are always parsed
_KEPT = 50  # sources kept for one opening tag: a sidebar changes with its section and with the news
_READINGS = 10  # of one sidebar, by the names and addresses of pages
_NAMES = re.compile(r"\b(class|id)\s?=\s?(?:\"([^\"]*)\"|'([^']*)')", re.I)


@dataclass(slots=True, eq=False)
class _Known:
    """A sidebar: its source, the empty element that takes its place, the number there, and how it reads."""

    source: str
    place: str
    number: str
    readings: list[Sidebar] = field(default_factory=list)


class Reader:
    """Reads pages of one newspaper; raises what the page classes raise."""

    def __init__(self) -> None:
        self._memory = Memory()
        self._known: dict[str, dict[str, _Known]] = {}  # opening tag -> source -> what is known
        self._numbers = count(1)
        self._refused: set[str] = set()  # sources of sidebars without which a page read differently

    def read(self, kind: type[Inner], html: str, url: str, urls: SiteUrls) -> Inner:
        """The page; without the sidebars that were read before if it reads the same without them."""
        page = self._read_without(kind, html, url, urls)
        if page is None:
            page = kind(html, url, urls, self._memory)
        if page.known_surroundings is None:
            self._learn(page)
        return page

    def _read_without(self, kind: type[Inner], html: str, url: str, urls: SiteUrls) -> Inner | None:
        """The page without its known sidebars; None if it has none, or one may mean something else there."""
        sidebars = {}
        for opening, sources in self._known.items():
            at = html.find(opening)
            source = next((one for one in sources if html.startswith(one, at)), None) if at >= 0 else None
            if source is not None:
                known = sources[source]
                html = html[:at] + known.place + html[at + len(source) :]
                sidebars[known.number] = known.readings
        if not sidebars:
            return None
        page = kind(html, url, urls, self._memory, sidebars)
        try:
            _ = page.surroundings
        except SidebarError:
            return None
        return page

    def _learn(self, page: ArticlePage | ListPage) -> None:
        """Remembers the sidebars of a page that reads the same without them."""
        if len(self._refused) >= _REFUSED:
            return
        sources = (pair for pair in islice(_sidebars(page.html, page.selectors), _MOST) if pair[1] not in self._refused)
        found = [(opening, self._as_known(opening, source), _sidebar(page, opening)) for opening, source in sources]
        read = [(opening, known, sidebar) for opening, known, sidebar in found if sidebar is not None]
        html, sidebars = page.html, dict(page.sidebars)
        for _, known, sidebar in read:
            html = html.replace(known.source, known.place, 1)
            sidebars[known.number] = [sidebar]
        if read and _reads_like(page, type(page)(html, page.url, page.urls, None, sidebars)):
            for opening, known, sidebar in read:
                self._remember(opening, known, sidebar)
        # one that other pages read the same without stays known for those
        self._refused.update(known.source for _, known, _ in found if not known.readings)

    def _as_known(self, opening: str, source: str) -> _Known:
        known = self._known.get(opening, {}).get(source)
        if known is not None:
            return known
        number, tag = f"{next(self._numbers)}", _tag(opening)
        place = f"<{tag} {PLACE}='{number}'{opening[len(tag) + 1 :]}</{tag}>"
        return _Known(source, place, number)

    def _remember(self, opening: str, known: _Known, sidebar: Sidebar) -> None:
        sources = self._known.setdefault(opening, {})
        sources[known.source] = known
        known.readings.append(sidebar)
        del known.readings[:-_READINGS]
        if len(sources) > _KEPT:
            del sources[next(iter(sources))]


def _tag(opening: str) -> str:
    """The name of an opening tag, as it is written."""
    return re.split(r"[\s>]", opening[1:], maxsplit=1)[0]


def _reads_like(page: ArticlePage | ListPage, without: ArticlePage | ListPage) -> bool:
    """Whether all that a run takes from a page is the same without its sidebars."""
    try:
        return (page.widgets, page.more_links(), page.own_content()) == (
            without.widgets,
            without.more_links(),
            without.own_content(),
        )
    except SidebarError:
        return False


def _sidebar(page: ArticlePage | ListPage, opening: str) -> Sidebar | None:
    """What the sidebar with this opening tag holds; None for several, and for one that holds parts of a page's own."""
    names = {name.lower(): quoted or single for name, quoted, single in _NAMES.findall(opening)}
    nodes = [
        node
        for node in page.tree.css(_tag(opening).lower())
        if all(attribute(node, name) == names[name] for name in names)
    ]
    if len(nodes) != 1 or _holds_own_parts(page, nodes[0]):
        return None
    return page.sidebar(nodes[0])


def _holds_own_parts(page: ArticlePage | ListPage, node: LexborNode) -> bool:
    """Whether an element holds what an article or a list looks for in the whole page."""
    if select(node, _own_parts(page.selectors)):
        return True
    links = map(page.link_of, node.css("a[href*='page=']"))
    return any(link is not None and link.is_section for link in links)


@cache
def _own_parts(selectors: Selectors) -> str:
    """The parts of an article or a list that are looked for in the whole page."""
    parts = (
        *selectors.bodies,
        *(selectors.headline, selectors.subtitle, selectors.kicker, selectors.section_name, selectors.author),
        *(selectors.path, selectors.tags, selectors.writers, selectors.related, selectors.date_line, selectors.weather),
        *(selectors.lists, selectors.own_list, selectors.list_count, selectors.pager),
    )
    return ", ".join(filter(None, parts))


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
    """Parts that belong to an article wherever they are, and those that every list reads again.

    The ends of struck text and of ruby are counted in the whole page.
    """
    words = ("rel_|relat", "℃", r"</?(?:del|s|strike|ruby)\b", labels.RELATED, selectors.inseparable)
    return re.compile("|".join(filter(None, words)), re.I)


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
