"""The parts that every page of a newspaper has: date line, weather strip, widgets, links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawler.cms.dom import alt_of, ancestors, attribute, is_inside, parse, select, text_of
from newscrawler.cms.family import Link, MoreRequest
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.markup.boxes import Box
from newscrawler.cms.markup.marks import BoxTree, is_more, is_popup
from newscrawler.cms.markup.parts import PLACE, SectionLink, Sidebar, SidebarError, Widget
from newscrawler.cms.markup.sidebars import counts_by_place, items_around, sidebar_of
from newscrawler.cms.markup.surroundings import Memory, Surroundings, frame_of
from newscrawler.cms.markup.weather import Reading, provider_of, read_strip
from newscrawler.cms.markup.widgets import Block, find_widgets
from newscrawler.cms.masthead import newspaper_name, parts_of
from newscrawler.items import PageKind, SidebarWidget, WeatherReading, WidgetEntry
from newscrawler.korean.dates import parse_date
from newscrawler.korean.text import clean, composed

_DATE_LINE = re.compile(r"\d{4}\s?[.\-년]\s?\d{1,2}\s?[.\-월]\s?\d{1,2}\s?[.일]?\s?\(?[월화수목금토일](?:요일)?\)?")
_HOME_PATH = re.compile(r"/(?:(?:index|main|home)\.\w{3,5})?")
_HEADER_PICTURES = "#header img[alt], header img[alt], h1 img[alt]"
_LOGOS = "[class*=logo] a[href], [id*=logo] a[href], a[class*=logo][href]"
_date_of = lru_cache(64)(parse_date)  # all pages of a day print the same date


class Page:
    """Any HTML page: ``html`` as decoded text, ``url`` its address, ``urls`` the newspaper's link rules.

    With a ``memory``, surroundings that an earlier page had as well are not read again. ``sidebars`` are those that
    were cut out of ``html``: the readings of each, by the number at its place (newscrawler.cms.reading).
    """

    def __init__(
        self,
        html: str,
        url: str,
        urls: SiteUrls,
        memory: Memory | None = None,
        sidebars: Mapping[str, Sequence[Sidebar]] = MappingProxyType({}),
    ) -> None:
        self.html, self.url, self.urls, self.sidebars = html, url, urls, sidebars
        self.selectors = urls.family.selectors
        self._popups: dict[int, bool] = {}  # whether elements are in a layer over the page
        self._memory = memory

    @cached_property
    def tree(self) -> LexborHTMLParser:
        tree = parse(self.html)
        for node in reversed(select(tree, self.selectors.templates)) if self.selectors.templates else ():
            node.decompose()  # those inside others first
        return tree

    @cached_property
    def root(self) -> LexborNode | None:
        return self.tree.body

    @cached_property
    def date(self) -> str | None:
        """The page's own date (server clock, not the article's): date line, else the cache's build date."""
        line = self._first(self.selectors.date_line)
        if line is not None and (date := _date_of(text_of(line))):
            return date
        strip = self.weather_node
        if strip is not None and strip.parent is not None:
            match = _DATE_LINE.search(composed(text_of(strip.parent))[:200])
            if match and (date := _date_of(match[0])):
                return date
        return self.made_at[:10] if self.made_at else None

    @cached_property
    def made_at(self) -> str | None:
        """When the server made this copy of the page (ISO 8601), if the page states it."""
        return self.urls.family.made_at(self.html)

    @cached_property
    def weather_node(self) -> LexborNode | None:
        """The weather strip: the box of stations around the link to its provider."""
        box = self._first(self.selectors.weather)
        if box is not None:
            return box
        if "℃" not in self.html and "&#" not in self.html:
            return None
        for item in self.tree.css("li"):
            if "℃" in text_of(item) and item.css_first("a") is None and item.parent is not None:
                return item.parent.parent if item.parent.tag == "ul" else item.parent
        return None

    @cached_property
    def provider(self) -> str | None:
        """The provider of the readings, as the strip prints it (``기상청 제공``)."""
        return provider_of(self.weather_node) if self.weather_node is not None else None

    @cached_property
    def weather(self) -> list[Reading]:
        """The stations of the strip in order, each once."""
        return read_strip(self.weather_node) if self.weather_node is not None else []

    @cached_property
    def site_name(self) -> str | None:
        """The newspaper's name, from its meta tags and logo, and from the title of a front page."""
        stated = self.meta("og:site_name") or self.urls.family.site_name(self) or ""
        if stated.isalnum():  # nothing to part from it
            return stated
        title = text_of(self.tree.css_first("title"))
        printed, doubtful = self._logos()
        about = [self.meta(name) for name in ("subject", "copyright", "application-name", "publisher", "author")]
        if self.is_front:
            printed = [title, self.meta("title"), self.meta("og:title"), *printed]
            return newspaper_name(stated, printed, [*doubtful, *about])
        return newspaper_name(stated, printed, doubtful, [title, *about])  # which are about the article

    @cached_property
    def is_front(self) -> bool:
        """Whether this is a front page, or at least neither an article nor a list, and no board."""
        link = self.urls.link(self.url, self.url)
        return link is None or link.kind == "other"

    def _logos(self) -> tuple[list[str], list[str]]:
        """The texts of the logos, and those of the header's other pictures.

        A logo leads to the front page. Other pictures count at all only where there is none, and only without a link:
        buttons and banners have one.
        """
        written = self.tree.css("h1 a[href]") or (select(self.tree, _LOGOS) if self.is_front else [])
        logos = [text_of(link) or clean(attribute(link, "title")) for link in written if self._leads_home(link)]
        for image in self.tree.css("a[href] img[alt]"):
            if self._leads_home(next(above for above in ancestors(image) if above.tag == "a")):
                logos.append(alt_of(image))
        if any(logos):
            return logos, []
        return [], [alt_of(image) for image in select(self.tree, _HEADER_PICTURES) if not self._is_linked(image)]

    def _is_linked(self, image: LexborNode) -> bool:
        return any(above.tag == "a" and self.link_of(above) is not None for above in ancestors(image))

    def _leads_home(self, node: LexborNode) -> bool:
        url = self.own(attribute(node, "href"))
        if url is None:
            return False
        return url == self.urls.home or bool(_HOME_PATH.fullmatch(url.removeprefix(self.urls.origin).partition("?")[0]))

    def link_of(self, node: LexborNode) -> Link | None:
        """Where the element's ``href`` leads, None for nowhere."""
        return self.urls.link(attribute(node, "href"), self.url)

    def own(self, href: str) -> str | None:
        """The canonical address behind ``href`` if it is on the newspaper's own host."""
        return self.urls.own(href, self.url)

    def _first(self, css: str | None) -> LexborNode | None:
        """The first element that matches a selector; None for a part that the family does not have."""
        return self.tree.css_first(css) if css else None

    def meta(self, name: str) -> str:
        """The content of a meta tag by property or name, the empty string when it is absent."""
        return self._metas.get(name.lower(), "")

    @cached_property
    def _metas(self) -> dict[str, str]:
        """The meta tags by property and by name in lower case, the first of each."""
        found: dict[str, str] = {}
        for node in self.tree.css("meta"):
            attributes = node.attributes
            content = clean(attributes.get("content") or "")
            found.setdefault((attributes.get("property") or "").lower(), content)
            found.setdefault((attributes.get("name") or "").lower(), content)
        return found

    @cached_property
    def blocks(self) -> list[Block]:
        """Every block of links in document order, the list of a list page included."""
        return find_widgets(self._marks, self.urls, self.url) if self._marks is not None else []

    @cached_property
    def _marks(self) -> BoxTree | None:
        if self.root is None:
            return None
        return BoxTree(self.root, self.urls, self.url, self.outside(), self.names, self._sidebars_here)

    @cached_property
    def _sidebars_here(self) -> dict[str, Sidebar]:
        """The sidebars that were cut out, by their places, as they read on this page; raises SidebarError."""
        found = {}
        for node in self.tree.css(f"[{PLACE}]") if self.sidebars else ():
            number = attribute(node, PLACE)
            items, readings = items_around(node), self.sidebars.get(number, ())
            fitting = (one for one in readings if one.fits(self.names, items, self._address))
            if counts_by_place(node, self.selectors) or (sidebar := next(fitting, None)) is None:
                raise SidebarError
            found[number] = sidebar
        if len(found) < len(self.sidebars):
            raise SidebarError
        return found

    def sidebar(self, node: LexborNode) -> Sidebar | None:
        """What an element holds, for pages from which it is cut out; None if that depends on what stands beside it."""
        box = self._marks.box_of(node) if self._marks is not None else None
        if self._marks is None or box is None:
            return None
        sections = list(self._lone_sections(self._marks, box))
        return sidebar_of(box, self._marks, self.blocks, sections, self.names, self._address, self.selectors)

    @property
    def _address(self) -> str:
        return self.url.partition("?")[0]

    @cached_property
    def names(self) -> list[str]:
        """The page's own names: the parts of its ``<title>`` ("시청 | 한들일보")."""
        return parts_of(composed(text_of(self.tree.css_first("title"))))

    @property
    def widgets(self) -> list[Widget]:
        """The content widgets in document order."""
        return self.surroundings.widgets

    @cached_property
    def surroundings(self) -> Surroundings:
        """The widgets and the sections they lead to; from memory if an earlier page had the same frame."""
        if self.known_surroundings is not None:
            return self.known_surroundings
        read = Surroundings(_named([block.alone() for block in self.own_blocks()]), self._more_links())
        if self.frame is not None and self._memory is not None and self._marks is not None and self.is_framed():
            compared = frozenset(text for _, text in self._marks.compared)
            read.compared = compared.union(*(sidebar.compared for sidebar in self._sidebars_here.values()))
            read.names = read.compared.intersection(self.names)
            self._memory.add(self.frame, read)
        return read

    @cached_property
    def known_surroundings(self) -> Surroundings | None:
        """The surroundings of an earlier page with the same frame, None if there was none."""
        if self._memory is None or self.frame is None:
            return None
        return self._memory.get(self.frame, self.names)

    @cached_property
    def frame(self) -> tuple[str, str] | None:
        """The page without its own content; None if it has none, as on a front page."""
        own = self.own_nodes()
        if self.root is None or not own:
            return None
        return self._address, frame_of(self.root, own, self.selectors)

    def own_content(self) -> tuple[object, ...]:
        """What a run reads from the page in addition to its widgets, for comparison."""
        strip = self.weather_node
        return self.date, strip.html if strip is not None else None, self.site_name

    def own_nodes(self) -> list[LexborNode]:
        """Elements whose content no other page has: an article, a list."""
        return []

    def own_blocks(self) -> list[Block]:
        """The blocks that are widgets."""
        return self.blocks

    def is_framed(self) -> bool:
        """Whether the page's own content and its widgets are independent of each other."""
        return True

    def outside(self) -> list[LexborNode]:
        """Elements whose links and headings never form a widget."""
        return []

    @cached_property
    def rss_url(self) -> str | None:
        """The newspaper's RSS feed, None if it does not have one."""
        return self.urls.family.rss_url(self)

    def weather_items(self, site: str, fetched_at: str) -> Iterator[WeatherReading]:
        """One record per station of the strip."""
        for reading in self.weather:
            yield WeatherReading(
                site=site,
                date=self.date,
                station=reading.station,
                condition=reading.condition,
                temperature_c=reading.temperature,
                provider=self.provider,
                page_url=self.url,
                fetched_at=fetched_at,
            )

    def widget_items(self, site: str, kind: PageKind, fetched_at: str) -> Iterator[SidebarWidget]:
        """One record per widget of the page."""
        for widget in self.widgets:
            yield SidebarWidget(
                site=site,
                page_url=self.url,
                page_kind=kind,
                heading=widget.heading,
                heading_url=widget.heading_link.url if widget.heading_link else None,
                more_url=widget.more.url if widget.more else None,
                entries=[
                    WidgetEntry(rank, entry.title, entry.link.url, entry.teaser, entry.thumbnail)
                    for rank, entry in enumerate(widget.entries, start=1)
                ],
                fetched_at=fetched_at,
            )

    @cached_property
    def has_frame(self) -> bool:
        """Whether the page links to sections or articles of the newspaper, as all its own pages do."""
        links = map(self.link_of, self.tree.css("a[href]"))
        found = any(link is not None and (link.is_section or link.kind == "article") for link in links)
        return found or bool(self.sidebars)

    def more_links(self) -> dict[str, SectionLink]:
        """The sections that 더보기 and headings of this page lead to, by address."""
        return self.surroundings.more

    def _more_links(self) -> dict[str, SectionLink]:
        found: dict[str, SectionLink] = {}
        for widget in self.own_blocks():
            for link in (widget.more, widget.heading_link):
                if link and link.is_section:
                    found.setdefault(link.url, SectionLink(link, widget.heading or "", "more"))
        marks = self._marks
        for section in self._lone_sections(marks, marks.root) if marks is not None else ():
            found.setdefault(section.link.url, section)
        return found

    def _lone_sections(self, marks: BoxTree, box: Box) -> Iterator[SectionLink]:
        """The sections that a 더보기 or the name of a series leads to, whether in a widget or not."""
        for mark in box.marks():
            link = mark.link
            if mark.kind == "sidebar":
                yield from marks.sidebar_at(mark).sections
            elif link is None or not link.is_section or mark.kind not in ("more", "section"):
                continue
            elif (mark.kind == "more" or self._names_series(mark)) and not self._is_in_popup(mark.node):
                yield SectionLink(link, "", "more")

    def _names_series(self, mark: Box) -> bool:
        """Whether a link stands alone in a box of the CMS, or names the series of one entry.

        A front page's links are followed anyway, and those of a list differ from page to page.
        """
        if self.is_front or any(is_inside(mark.node, own) for own in self.own_nodes()):
            return False
        box = next((b for b in mark.up() if self.selectors.widget_box.search(attribute(b.node, "class"))), None)
        return (box is not None and not box.keys) or (mark.item is not None and len(mark.item.keys) == 1)

    def _is_in_popup(self, node: LexborNode) -> bool:
        around = node.parent
        if around is None or not around.is_element_node:
            return False
        if around.mem_id not in self._popups:
            self._popups[around.mem_id] = is_popup(around, self.selectors) or self._is_in_popup(around)
        return self._popups[around.mem_id]

    def section_links(self) -> Iterator[SectionLink]:
        """Every link to a list or landing page of the newspaper, 더보기 and headings before the menu's.

        A section may come twice, under a widget's heading and under the menu's label.
        """
        headed = self.more_links()
        menu: dict[str, SectionLink] = {}
        for node in self.tree.css("a[href]"):
            link = self.link_of(node)
            if link is None or not link.is_section:
                continue
            if link.url in menu:
                continue
            if is_more(node, link):  # outside every widget; in a layer over the page it is an advertisement
                if link.url not in headed and not self._is_in_popup(node):
                    menu[link.url] = SectionLink(link, "", "menu")
            else:
                name = text_of(node) or next(filter(None, map(alt_of, node.css("img"))), "")
                menu[link.url] = SectionLink(link, name, "menu")
        yield from headed.values()
        yield from (s for url, s in menu.items() if url not in headed or headed[url].name != s.name)

    def guessed_sections(self) -> list[SectionLink]:
        """The list of all articles: a newspaper with sections mostly has one, even where no menu links to it."""
        link = self.urls.link(self.urls.family.list_of_all(self.urls.origin), self.url)
        return [SectionLink(link, "", "guess")] if link is not None and any(self.section_links()) else []

    def more_requests(self) -> list[MoreRequest]:
        """The next request of each "more" button (AJAX) of the page."""
        return list(self.urls.family.more_requests(self))


def _named(widgets: list[Widget]) -> list[Widget]:
    """Gives an entry that prints a picture only the headline that another widget of the page prints for its article."""
    entries = [entry for widget in widgets for entry in widget.entries]
    if all(entry.title for entry in entries):
        return widgets
    titles = {entry.link.url: entry.title for entry in reversed(entries) if entry.title}
    return [
        replace(widget, entries=[replace(e, title=e.title or titles.get(e.link.url, "")) for e in widget.entries])
        for widget in widgets
    ]
