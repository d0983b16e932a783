"""A list of articles, page by page; a landing page is one that has neither rows nor a pager."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import ancestors, attribute, children, is_inside, select, text_of
from newscrawler.cms.family import Row
from newscrawler.cms.markup.marks import BoxTree
from newscrawler.cms.markup.parts import Entry
from newscrawler.cms.markup.widgets import Block, find_widgets
from newscrawler.cms.page import Page
from newscrawler.korean.dates import parse_time, real_time
from newscrawler.korean.notices import says_nothing_there
from newscrawler.korean.trouble import names_trouble

_CURRENT = ".on, .active, .current, .now, [aria-current], strong"
_ACTIVE = re.compile(r"<(?:script|i?frame|form)\b|http-equiv", re.I)
_LINES = "li, p, td, dd, div, h1, h2, h3, h4"
_PAGER_DEPTH = 3  # levels from a page number's link up to the box that holds them all
_PAGER_WINDOW = 10  # pagers show ten numbers; the link to the next ten may be a script


class ListPage(Page):
    """A section's landing page or one page of its list."""

    @cached_property
    def _list(self) -> Block | None:
        """The list itself: the block before the pager, else the block with the class of a list, else one with dates.

        A sidebar may print dates too, so dates decide only among the blocks of the main column.
        """
        link = self.urls.link(self.url, self.url)
        if (link is None or link.kind != "list") and self._pager is None:
            return None
        if self._own_list_is_empty:
            return None
        blocks = [block for block in self.blocks if block.entries and not self._is_aside(block.node)]
        named = [block for block in blocks if self._is_named_list(block)]
        dated = [block for block in blocks if 2 * sum(bool(e.date) for e in block.entries) >= len(block.entries)]
        if self._pager is not None:
            for kind in (named, dated, blocks):
                if before := _last_before(self._pager, kind):
                    return before
        elif not (named or dated) and self._heads_trouble:
            return None  # boxes around a notice of maintenance
        return max(named or dated or blocks, key=lambda block: len(block.entries), default=None)

    @property
    def _heads_trouble(self) -> bool:
        """Whether the title or a heading names trouble that may pass: maintenance, load, a log-in."""
        return any(
            names_trouble(text_of(node)) for node in self.tree.css("title, h1, h2, h3") if node.css_first("a") is None
        )

    @property
    def is_certain(self) -> bool:
        """Whether its rows are those of a list by more than being links: a pager, the class of a list, dates."""
        if self._pager is not None or self._list is None:
            return True
        return self._is_named_list(self._list) or any(row.date for row in self.rows)

    @cached_property
    def _list_blocks(self) -> list[Block]:
        """The blocks of the list: a list of tables has one for each row, all in the CMS's own list."""
        if self._list is None:
            return []
        for own in self.tree.css(self.selectors.own_list) if self.selectors.own_list else []:
            if is_inside(self._list.node, own):
                return [block for block in self.blocks if is_inside(block.node, own)]
        return [self._list]

    def own_blocks(self) -> list[Block]:
        """The page's widgets without the list itself."""
        return [block for block in self.blocks if block not in self._list_blocks]

    @cached_property
    def rows(self) -> list[Row]:
        """The articles of the list, newest first as the CMS prints them; none on a landing page."""
        return [
            Row(entry.link, entry.title, real_time(parse_time(entry.date, self._today)) if entry.date else None)
            for entry in self._entries
            if entry.link.kind == "article"
        ]

    @property
    def _entries(self) -> list[Entry]:
        if self.known_surroundings is not None:
            return self._entries_before_pager
        return [entry for block in self._list_blocks for entry in block.links]

    def own_content(self) -> tuple[object, ...]:
        pager = (self.is_last, self.shown_page, self.linked_pages)
        return *super().own_content(), self.name, self.rows, pager, self.more_requests()

    def own_nodes(self) -> list[LexborNode]:
        """The list, if the pager shows where it is, and the pager."""
        return list(self._before_pager)

    @cached_property
    def _before_pager(self) -> tuple[LexborNode, ...]:
        """The nearest element before the pager that links to articles, and the element of the pager next to it."""
        for node in (self._pager, *ancestors(self._pager)) if self._pager is not None else ():
            sibling = node.prev
            while sibling is not None:
                if sibling.is_element_node and any(map(self._is_article, sibling.css("a[href]"))):
                    return sibling, node
                sibling = sibling.prev
        return ()

    def _is_article(self, anchor: LexborNode) -> bool:
        link = self.link_of(anchor)
        return link is not None and link.kind == "article"

    @cached_property
    def _entries_before_pager(self) -> list[Entry]:
        """The list, read without the rest of the page."""
        tree = BoxTree(self._before_pager[0], self.urls, self.url, (), self.names)
        return [entry for block in find_widgets(tree, self.urls, self.url) for entry in block.links]

    def is_framed(self) -> bool:
        """Whether the list reads the same without the rest of the page, and nothing else takes its place."""
        inside = [block for block in self.blocks if is_inside(block.node, self._before_pager[0])]
        entries = [entry for block in inside for entry in block.links]
        return bool(inside) and inside == self._list_blocks and entries == self._entries_before_pager

    @cached_property
    def _pager(self) -> LexborNode | None:
        """The element that holds the numbers of the list's pages; the dots of a slider do not count."""
        if (link := next(self._pager_links, None)) is not None:
            return link
        for node in select(self.tree, self.selectors.pager):
            # The last page of a list can be alone in its window of the pager, without a link.
            if re.search(rf"(?:^|\s)(?:1|{self._number})(?:\s|$)", text_of(node)):
                return node
        return None

    @property
    def _pager_links(self) -> Iterator[LexborNode]:
        """The links to pages of this list; not those that show its first page in another view."""
        for node in self.tree.css("a[href*='page=']"):
            page = self._page_of(node)
            if page is not None and (page > 1 or re.search(r"\d", text_of(node)) or self._is_in_pager(node)):
                yield node

    def _is_in_pager(self, node: LexborNode) -> bool:
        return any(is_inside(node, box) for box in self.tree.css(self.selectors.pager))

    def _page_of(self, node: LexborNode) -> int | None:
        """The page of this list that a link leads to."""
        link, family = self.link_of(node), self.urls.family
        if link is None or family.section_of(link.url) != family.section_of(self.url):
            return None
        return family.page_number(link.url)

    @cached_property
    def linked_pages(self) -> set[int]:
        """The page numbers of this list that the page links to."""
        pages = map(self._page_of, self._pager_links)
        return {page for page in pages if page is not None}

    @property
    def named_pages(self) -> set[int]:
        """The pages of this list that the pager names: by their number, or as the next one.

        A jump to the next ten or to the end is no evidence: some pagers print it on every page.
        """
        numbered = {page for page in self.linked_pages if page in self._numbers}
        return numbered | ({self._number + 1} & self.linked_pages)

    @cached_property
    def _numbers(self) -> set[int]:
        """The numbers that are texts of links to pages of this list."""
        texts = (text_of(node).strip("[] ") for node in self.tree.css("a[href*='page=']") if self._page_of(node))
        return {int(text[:9]) for text in texts if text.isdecimal()}

    @property
    def _number(self) -> int:
        return self.urls.family.page_number(self.url)

    @cached_property
    def shown_page(self) -> int | None:
        """The page number that the pager marks as the current one, None if there is no mark."""
        box = self._pager
        for _ in range(_PAGER_DEPTH):
            if box is None or box.parent is None:
                return None
            box = box.parent if box.tag == "a" else box
            marked = [text_of(node) for node in select(box, _CURRENT)]
            numbers = [word for word in (*marked, *_unlinked(box).split()) if word.isdecimal()]
            if numbers:
                return int(numbers[0][:9])
            box = box.parent
        return None

    @property
    def is_last(self) -> bool:
        """Whether the pager shows it: no link to a later page, and this is not the end of its window."""
        if self.linked_pages:
            return max(self.linked_pages) <= self._number and self._number % _PAGER_WINDOW != 0
        return self._pager is not None and self._number == 1

    @cached_property
    def total(self) -> int | None:
        """The number of articles that the list says it has; None if it does not say."""
        return self.urls.family.total(self)

    @cached_property
    def says_empty(self) -> bool:
        """Whether the page says that its list is empty, by an empty list of the CMS's own or in words.

        Words count on a page with the newspaper's menu: a maintenance page has none.
        """
        return self._own_list_is_empty or (
            self.has_frame
            and any(says_nothing_there(text_of(node)) and not self._is_aside(node) for node in self._lines())
        )

    def _lines(self) -> Iterator[LexborNode]:
        """The innermost elements that stand in lines of their own."""
        for node in self.tree.css(_LINES):
            if all(inner.mem_id == node.mem_id for inner in node.css(_LINES)):
                yield node

    @property
    def _own_list_is_empty(self) -> bool:
        own_list = self.selectors.own_list
        return own_list is not None and any(not node.css_first("a") for node in self.tree.css(own_list))

    @property
    def is_blank(self) -> bool:
        """Whether the page shows nothing at all and does nothing: no text, no script, no refresh."""
        return not text_of(self.root) and not _ACTIVE.search(self.html)

    @property
    def is_landing(self) -> bool:
        """Whether this is a section's landing page: its address is one, and it has neither rows nor a pager."""
        link = self.urls.link(self.url, self.url)
        return link is not None and link.kind == "landing" and self._pager is None and not self.rows

    @cached_property
    def has_frame(self) -> bool:
        """As of any page; a landing page that is only a script has it, too, if that leads to the section's list."""
        behind = self.urls.family.list_behind(self.url)
        return super().has_frame or (
            behind is not None and behind.removeprefix(self.urls.origin) in self.html.replace("&amp;", "&")
        )

    @property
    def _today(self) -> datetime | None:
        """The end of the page's own day, to which "3시간 전" and "12-19" are relative."""
        return datetime.fromisoformat(f"{self.date}T23:59:59+09:00") if self.date else None

    @cached_property
    def name(self) -> str | None:
        """The page's name for its section."""
        return self.urls.family.section_name(self) or text_of(self._first(self.selectors.section_name)) or None

    def _is_aside(self, inner: LexborNode) -> bool:
        """Whether an element is in the side column."""
        return any(
            node.tag == "aside" or self.selectors.beside.search(f"{attribute(node, 'class')} {attribute(node, 'id')}")
            for node in (inner, *ancestors(inner))
        )

    def _is_named_list(self, block: Block) -> bool:
        """Whether the block or an element around it has the class of a list."""
        if block.node.css_first(self.selectors.lists) is not None:
            return True
        named = self.selectors.list_class
        return any(named.search(attribute(node, "class")) for node in (block.node, *ancestors(block.node)))


def _last_before(pager: LexborNode, blocks: list[Block]) -> Block | None:
    """The last block that ends before the pager, the nearest neighbours first."""
    for node in (pager, *ancestors(pager)):
        sibling = node.prev
        while sibling is not None:
            if sibling.is_element_node:
                inside = [block for block in blocks if is_inside(block.node, sibling)]
                if inside:
                    return inside[-1]
            sibling = sibling.prev
    return None


def _unlinked(node: LexborNode) -> str:
    """The text of a pager outside its links to other pages."""
    parts = []
    for child in children(node):
        if child.is_text_node:
            parts.append(child.text())
        elif child.tag != "a" or not attribute(child, "href") or "javascript" in attribute(child, "href"):
            parts.append(_unlinked(child))
    return " ".join(parts)
