"""Reads the inner pages of a run one after the other, each sidebar only once.

Two thirds of a page's source are a sidebar, the same bytes on page after page. Once it was read, it is cut from the
source of every page before parsing, an empty element in its place. What it holds takes part in the reading of the page
there, so that a page is read in full only when it brings a new sidebar. That the page reads the same without it is
checked once for each sidebar, on the page that brought it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TypeVar

from selectolax.lexbor import LexborNode

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.dom import ancestors, attribute, select
from newscrawler.cms.family import Selectors
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.markup.marks import is_chrome, is_popup
from newscrawler.cms.markup.sidebars import PLACE, SHORTEST, Sidebar, beside, path_to
from newscrawler.cms.markup.widgets import edges
from newscrawler.cms.page import Page
from newscrawler.korean import labels

Inner = TypeVar("Inner", ArticlePage, ListPage)
_MOST = 4  # on one page
_REFUSED = 10  # after so many failed checks the newspaper's sidebars are always parsed
_KEPT = 100  # sidebars, 50 KB each: one changes with its section and with the news
_TRIES = 50  # sidebars with one opening tag that may be new; more only where a tenth of all are
_READINGS = 10  # of one sidebar, by names and addresses of pages
_HEAD = 80  # characters by which a sidebar is looked for
_SAME_HEAD = 5  # places with them on one page
_CANDIDATES = 3  # elements of a source that may be one of the tree
# Links and pictures that are relative to the page: another address makes other links of them.
_RELATIVE = re.compile(
    r"(?:href|src|srcset|original|lazy|echo|url|image)\s?=\s?[\"']?(?![\"'\s/#]|https?:|javascript:|mailto:|tel:|data:)",
    re.I,
)


class Reader:
    """Reads pages of one newspaper; raises what the page classes raise."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}  # by source, the least recently used first
        self._heads: dict[str, dict[str, None]] = {}  # beginning -> sources
        self._refused: set[str] = set()  # sources without which a page read differently
        self._tries: Counter[str] = Counter()  # opening tag -> sidebars read
        self._hits: Counter[str] = Counter()  # opening tag -> sidebars met again

    def read(self, kind: type[Inner], html: str, url: str, urls: SiteUrls) -> Inner:
        """The page; without the sidebars that were read before if it reads the same without them."""
        if found := list(self._known_in(html)):
            page = _without(kind, html, url, urls, found)
            if page is not None:
                for known in found:
                    self._known[known.source] = self._known.pop(known.source)
                    self._hits[known.opening] += 1
                if not any(map(self._may_try, _sidebars(page))):
                    return page
        page = kind(html, url, urls)
        if len(self._refused) < _REFUSED:
            self._learn(page)
        return page

    def _may_try(self, node: LexborNode) -> bool:
        """Whether an element may be a sidebar worth remembering, and not one that every page has of its own."""
        opening = _opening(node)
        return self._tries[opening] < _TRIES + self._hits[opening] // 10 and len(self._refused) < _REFUSED

    def _known_in(self, html: str) -> Iterator[_Known]:
        """The known sidebars of a page."""
        for head, sources in self._heads.items():
            at = html.find(head)
            for _ in range(_SAME_HEAD):
                if at < 0:
                    break
                if source := next((source for source in sources if html.startswith(source, at)), None):
                    yield self._known[source]
                    break
                at = html.find(head, at + 1)

    def _learn(self, page: Inner) -> None:
        """Remembers the sidebars of a page that reads the same without them."""
        tried = (node for node in _sidebars(page) if self._may_try(node))
        found = [known for node in islice(tried, _MOST) if (known := self._known_as(node, page)) is not None]
        if all(known.source in self._known for known in found):
            return
        short = _without(type(page), page.html, page.url, page.urls, found)
        if short is None:
            return
        if _contents(short) != _contents(page):
            self._refused.update(known.source for known in found if known.source not in self._known)
            return
        for known in found:
            self._remember(known)

    def _known_as(self, node: LexborNode, page: ArticlePage | ListPage) -> _Known | None:
        """A sidebar of a page as it may be remembered."""
        sources = list(_sources(page.html, node))
        known = next((self._known[source] for source in sources if source in self._known), None)
        if known is not None:
            return known
        self._tries[_opening(node)] += 1
        for source in sources:
            known = _Known(source, node.tag or "", path_to(node) or (), _opening(node))
            if source not in self._refused and known.read(page.names, page.url, page.urls, node.html) is not None:
                return known
        return None

    def _remember(self, known: _Known) -> None:
        if known.source in self._known:
            return
        self._known[known.source] = known
        self._heads.setdefault(known.source[:_HEAD], {})[known.source] = None
        if len(self._known) > _KEPT:
            oldest = next(iter(self._known))
            del self._known[oldest]
            same = self._heads[oldest[:_HEAD]]
            del same[oldest]
            if not same:
                del self._heads[oldest[:_HEAD]]


@dataclass(slots=True, eq=False)
class _Known:
    """A sidebar: its source, its element, the tags of the elements around it, its opening tag, and how it reads."""

    source: str
    tag: str
    path: tuple[str, ...]
    opening: str  # as the parser writes it
    readings: list[Sidebar] = field(default_factory=list)

    def place(self, number: int) -> str:
        """The empty element in its place."""
        rest = self.source[len(self.tag) + 1 : self.source.index(">") + 1]
        return f"<{self.tag} {PLACE}='{number}'{rest}</{self.tag}>"

    def read(self, names: list[str], url: str, urls: SiteUrls, html: str | None = None) -> Sidebar | None:
        """What it holds on a page with these names; None if that depends on what stands beside it.

        ``html`` is the markup that the parser makes of it in its page.
        """
        address = url.partition("?")[0]
        known = next((reading for reading in self.readings if reading.fits(names, address)), None)
        if known is not None:
            return known
        page = _SidebarPage(self, url, urls, names)
        if not page.is_closed or html not in (None, page.element.html) or page.holds_own_parts():
            return None
        around = edges(page.marks) if page.marks is not None else None
        if page.marks is None or around is None or len(page.marks.root.keys) < 2 or not page.marks.root.headings:
            return None
        compared = frozenset(page.marks.compared)
        self.readings.append(
            Sidebar(
                widgets=[block.alone() for block in page.blocks],
                sections=list(page.lone_sections()),
                keys=frozenset(page.marks.root.keys),
                headings=page.marks.root.headings,
                first=around[0],
                last=around[1],
                compared=compared,
                names=compared.intersection(names),
                address=address if _RELATIVE.search(self.source) else "",
            )
        )
        del self.readings[:-_READINGS]
        return self.readings[-1]


class _SidebarPage(Page):
    """A page that holds nothing but one sidebar, in elements like those around it."""

    def __init__(self, known: _Known, url: str, urls: SiteUrls, names: list[str]) -> None:
        opened = "".join(f"<{tag}>" for tag in known.path)
        closed = "".join(f"</{tag}>" for tag in reversed(known.path))
        super().__init__(f"<body>{opened}{known.source}<{known.tag} {PLACE}></{known.tag}>{closed}", url, urls)
        self.names = names
        node = self.tree.body
        for _ in (*known.path, known.tag):
            node = node.first_child if node is not None else None
        self.is_closed = node is not None and node.tag == known.tag and _is_last(node.next)
        if node is not None:
            self.element = node

    def holds_own_parts(self) -> bool:
        """Whether it may be more than a sidebar: the place of a part that an article or a list looks for."""
        if _own_words(self.selectors).search(self.html) or self.element.css_first(_own_parts(self.selectors)):
            return True
        links = map(self.link_of, self.element.css("a[href*='page=']"))
        return any(link is not None and link.is_section for link in links)


def _is_last(node: LexborNode | None) -> bool:
    """Whether this is the empty element behind the sidebar, and the last one: nothing in the sidebar is left open."""
    if node is None or PLACE not in node.attributes:
        return False
    inside, behind = node.first_child, node.next  # the parser gets line ends before end tags
    return all(other is None or (other.is_text_node and other.next is None) for other in (inside, behind))


def _without(kind: type[Inner], html: str, url: str, urls: SiteUrls, found: list[_Known]) -> Inner | None:
    """The page without these sidebars; None if one of them may mean something else there."""
    for number, known in enumerate(found):
        html = html.replace(known.source, known.place(number), 1)
    sidebars: dict[str, Sidebar] = {}
    page = kind(html, url, urls, sidebars)
    places = {attribute(node, PLACE): node for node in _places(page, f"[{PLACE}]")}
    for number, known in enumerate(found):
        place, sidebar = places.get(f"{number}"), known.read(page.names, url, urls)
        if place is None or sidebar is None or path_to(place) != known.path:
            return None
        sidebars[f"{number}"] = sidebar
    _ = page.widgets
    return page if page.marks is not None and page.marks.is_apart else None


def _contents(page: ArticlePage | ListPage) -> tuple[object, ...]:
    """All that a run takes from a page."""
    return page.widgets, page.more_links(), page.own_content()


def _places(page: ArticlePage | ListPage, named: str) -> Iterator[LexborNode]:
    """The elements beside the page's own content that may be sidebars by what stands around them.

    On a list without a pager, and on a landing page, nothing shows where that is; there they are the ``named`` ones.
    """
    own = page.own_nodes()
    fit: dict[int, bool] = {}  # by the element around
    for node in beside(own) if own or isinstance(page, ArticlePage) else select(page.tree, named):
        around = node.parent.mem_id if node.parent is not None else 0
        if around not in fit:
            counts = any(_counts(above, page.selectors) for above in ancestors(node))
            fit[around] = path_to(node) is not None and not counts
        if fit[around]:
            yield node


def _counts(node: LexborNode, selectors: Selectors) -> bool:
    """Whether an element means something to the links inside it."""
    is_box = selectors.widget_box.search(attribute(node, "class"))
    return bool(is_box) or is_chrome(node, selectors) or is_popup(node, selectors)


def _sidebars(page: ArticlePage | ListPage) -> Iterator[LexborNode]:
    """The elements of a page that may be remembered."""
    for node in _places(page, _named(page.selectors)):
        if not is_chrome(node, page.selectors) and len(node.html or "") >= SHORTEST and node.css_first("a") is not None:
            yield node


def _opening(node: LexborNode) -> str:
    return (node.html or "").partition(">")[0]


@cache
def _named(selectors: Selectors) -> str:
    """Side columns by their names."""
    return ", ".join(["aside", *(f".{name}, #{name}" for name in sorted(selectors.side_columns))])


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
def _own_words(selectors: Selectors) -> re.Pattern[str]:
    """Those of them that texts and scripts show; and struck text and ruby, whose ends are counted in the whole page."""
    words = ("℃", r"</?(?:del|s|strike|ruby)\b", labels.RELATED, selectors.inseparable)
    return re.compile("|".join(filter(None, words)), re.I)


def _sources(html: str, node: LexborNode) -> Iterator[str]:
    """The sources of the elements that may be this one of the tree; those whose end is not clear are left out."""
    tag, values = node.tag or "", [value for value in node.attributes.values() if value]
    found = 0
    for match in re.finditer(rf"<{tag}\b[^<>]*>", html, re.I):
        if not all(value in match[0] for value in values) or (not node.attributes and len(match[0]) > len(tag) + 2):
            continue
        source = _element(html, match.start(), tag)
        if source is not None and len(source) >= SHORTEST and html.count(source) == 1:
            yield source
            found += 1
        if found == _CANDIDATES:
            return


def _element(html: str, start: int, tag: str) -> str | None:
    """The source of the element that begins at ``start``, None if it does not end."""
    depth = 0
    for match in re.compile(rf"<(/?){tag}\b[^<>]*>", re.I).finditer(html, start):
        depth += -1 if match[1] else 1
        if depth == 0:
            return html[start : match.end()]
    return None
