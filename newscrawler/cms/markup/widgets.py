"""Finds the widgets of a page by their shape: a heading block, then links to articles.

Each skin has its own class names, so there is no list of them. The page is reduced
to its marks - headings, 더보기 links, links to articles, other links - and the elements that
hold them (boxes). That small tree is folded from the leaves up: neighbours are joined into
one part until a new heading block begins. The only class used is the family's own for the
root of a configured widget (``Selectors.widget_box``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import HEADINGS, alt_of, attribute, text_of, text_outside
from newscrawler.cms.family import Link
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.markup.boxes import LISTS, Box
from newscrawler.cms.markup.entries import read_entry
from newscrawler.cms.markup.marks import BoxTree
from newscrawler.cms.markup.parts import Entry, Sidebar, SidebarError, Widget
from newscrawler.cms.markup.related import root_of
from newscrawler.korean.text import clean

_FRAMES = frozenset(("body", "main", "section", "aside"))
_BODY = "ul, ol, dl, table, iframe, video, object"  # the container below a widget's heading
_TEASER_TAGS = HEADINGS | {"p", "dd", "div", "tr", "span"}
_OUTWARD = ("section", "other", "foreign")  # links that are neither entries nor 더보기


@dataclass(slots=True, eq=False)
class Block(Widget):
    """A widget in its page; ``node`` is an element inside it."""

    node: LexborNode

    def alone(self) -> Widget:
        """The widget without its node, which would keep the whole page in memory."""
        return Widget(self.heading, self.heading_link, self.more, self.entries, self.related)

    @classmethod
    def at(cls, node: LexborNode, widget: Widget) -> Block:
        """A widget that was read elsewhere, with its place in this page."""
        return cls(widget.heading, widget.heading_link, widget.more, widget.entries, widget.related, node)


def find_widgets(tree: BoxTree, urls: SiteUrls, page_url: str) -> list[Block]:
    """The widgets of a page in document order, cut from its marks.

    Raises SidebarError for a sidebar that was cut out where something before it may belong to it.
    """
    blocks: list[Block] = []
    loose: list[Entry] = []  # related links that were cut from the widget of their entry
    selectors = urls.family.selectors
    body = f"{_BODY}, {selectors.widget_content}" if selectors.widget_content else _BODY
    for part in _cut(tree, tree.root, selectors.widget_box, body):
        if part.sidebar is not None:
            blocks += (Block.at(part.boxes[0].node, widget) for widget in part.sidebar.widgets)
        elif _is_widget(part, body):
            blocks.append(_widget(part, urls, page_url))
        else:
            loose += _related(part)
    if blocks:
        blocks[-1].related += loose
    return blocks


@dataclass(slots=True, eq=False)
class _Part:
    """Neighbouring boxes that form one widget; ``open`` while the next neighbour may join them."""

    boxes: list[Box]
    open: bool = True
    listed: bool = False  # ends in a list of entries, not in single ones
    skin: bool = False
    sidebar: Sidebar | None = None  # that was cut out here

    def marks(self) -> Iterator[Box]:
        for box in self.boxes:
            yield from box.marks()

    @property
    def keys(self) -> set[str]:
        return set().union(*(box.keys for box in self.boxes))

    @property
    def headed(self) -> bool:
        return any(box.headings for box in self.boxes)


def _cut(tree: BoxTree, box: Box, skin: re.Pattern[str], body: str) -> list[_Part]:
    """The parts of a box in document order; ``body`` selects what may hold the entries of a widget."""
    if box.kind == "sidebar":
        return [_Part([box], open=False, sidebar=tree.sidebar_at(box))]
    if box.kind:
        return [_Part([box])]
    if is_skin_root(box, skin):
        return [_Part([box], open=False, skin=True)]
    parts: list[_Part] = []
    for child in box.boxes:
        for part in _cut(tree, child, skin, body):
            if parts and _joins(parts[-1], part):
                parts[-1].boxes += part.boxes
                parts[-1].listed |= part.listed
            else:
                parts.append(part)
    if len(parts) > 1 and _is_head(box, parts):
        parts = [_Part([inner for part in parts for inner in part.boxes])]
    if len(parts) > 1:
        for part in parts:
            part.open = False
    elif parts and parts[0].headed:
        # its entries follow later, unless it has them already or has their container
        parts[0].open &= not parts[0].keys and not _has_place(box.node, body) and not _quotes(parts[0])
    elif parts:
        parts[0].listed |= box.node.tag in LISTS
    return parts


def _is_head(box: Box, parts: list[_Part]) -> bool:
    """Whether a box holds a heading with its 더보기 and names of sub-sections, in any order."""
    return (
        not box.keys
        and sum(part.headed for part in parts) == 1
        and not any(part.skin for part in parts)
        and all(mark.kind in ("section", "more") for part in parts if not part.headed for mark in part.marks())
    )


def _has_place(node: LexborNode, body: str) -> bool:
    """Whether an element has a container for entries that is empty; a list of links holds names of sub-sections."""
    return any(place.css_first("a") is None for place in node.css(body))


def _quotes(part: _Part) -> bool:
    """Whether a headed part with a 더보기 lists pages of others, such as newspapers that quote this one."""
    marks = list(part.marks())
    inside = {id(mark) for heading in marks if heading.kind == "heading" for mark in heading.marks()}
    links = [mark for mark in marks if mark.kind in _OUTWARD and id(mark) not in inside]
    return (
        any(mark.kind == "more" and _is_section(mark.link) for mark in marks)
        and any(clean(mark.node.text()) for mark in links)
        and all(mark.kind == "foreign" for mark in links)
    )


def _joins(part: _Part, following: _Part) -> bool:
    """Whether two neighbours belong to one widget."""
    if following.sidebar is not None:
        if part.open and not _is_apart(part, following.sidebar):
            raise SidebarError
        return False
    if part.open and not part.keys and not part.headed and any(mark.kind == "more" for mark in part.marks()):
        return not following.skin  # a 더보기 printed before its heading
    if not part.open or following.headed:
        return False
    if not part.keys:
        return part.headed or not following.skin
    if following.skin:
        return False
    if part.headed or not following.keys or following.keys <= part.keys:
        return True
    return not part.listed and (following.listed or len(following.keys) == 1)


def _is_apart(part: _Part, sidebar: Sidebar) -> bool:
    """Whether an open part before a sidebar takes nothing of it: the first widget of a sidebar has a heading."""
    announces = not part.keys and not part.headed and any(mark.kind == "more" for mark in part.marks())
    if announces:
        return sidebar.is_headed_first and sidebar.is_rooted_first
    return sidebar.is_headed_first or not (part.keys or part.headed)


def is_skin_root(box: Box, skin: re.Pattern[str]) -> bool:
    """Whether a box is a configured box of the CMS, and not a layout that happens to have such a name."""
    if not skin.search(attribute(box.node, "class")):
        return False
    if not (box.keys or box.headings):  # a series alone; a 더보기 alone may stand before its heading
        return any(mark.kind == "section" for mark in box.marks()) and not _holds_skin_root(box, skin)
    if len({mark.link.url for mark in box.marks() if mark.kind == "more" and mark.link}) > 1:
        return False
    if _headed_runs(box) > 1:
        return False
    linked = sum(
        any(m.kind in ("section", "more") for m in mark.marks()) for mark in box.marks() if mark.kind == "heading"
    )
    return linked <= 1 and not _holds_skin_root(box, skin)


def _headed_runs(box: Box) -> int:
    """How many headings of a box have their own entries below them."""
    runs, headed = 0, False
    for mark in box.marks():
        if mark.kind == "entry" and headed:
            runs += 1
        headed = mark.kind == "heading" or (headed and mark.kind != "entry")
    return runs


def _holds_skin_root(box: Box, skin: re.Pattern[str]) -> bool:
    return any(
        _holds_skin_root(child, skin) or (child.kind is None and skin.search(attribute(child.node, "class")))
        for child in box.boxes
    )


def _is_widget(part: _Part, body: str) -> bool:
    """Whether a part holds entries, or is a headed box that happens to hold none."""
    if part.keys:
        return True
    if not part.headed:
        return False
    marks = list(part.marks())
    heading = next(mark for mark in marks if mark.kind == "heading")
    inside = {id(mark) for mark in heading.marks()}
    if any(mark.kind in _OUTWARD for mark in marks if id(mark) not in inside):
        return _quotes(part)  # tag clouds, share boxes, sub-menus: a heading above links that do not lead to articles
    leads = any(mark.kind in ("section", "more") and _is_section(mark.link) for mark in marks)
    return leads or any(box.node.css_first(body) is not None for box in part.boxes)


def _is_section(link: Link | None) -> bool:
    """Whether a link leads to a section or a board, and not to a writer's articles, a form or an advertiser."""
    return link is not None and (link.is_section or link.kind in ("board", "post"))


def _widget(part: _Part, urls: SiteUrls, page_url: str) -> Block:
    marks = list(part.marks())
    heading = _heading(marks)
    more = [mark for mark in marks if mark.kind == "more"]
    return Block(
        heading=_heading_text(heading) if heading else None,
        heading_link=_heading_link(heading) if heading else None,
        more=next((mark.link for mark in more if mark.link), None),
        entries=list(_entries(part, urls, page_url)),
        related=_related(part),
        node=part.boxes[-1].node,
    )


def _heading(marks: list[Box]) -> Box | None:
    """The mark that heads a widget: a heading before its entries, or a link to a section as its first mark."""
    before = list(takewhile(lambda mark: mark.kind != "entry", marks))
    if heading := next((mark for mark in before if mark.kind == "heading"), None):
        return heading
    sections = [mark for mark in marks if mark.kind == "section"]  # several of them are labels of the entries
    is_first = len(sections) == 1 < len(marks) and sections[0] is marks[0]
    return sections[0] if is_first and not _is_in_entry(sections[0], marks) else None


def _is_in_entry(mark: Box, marks: list[Box]) -> bool:
    """Whether a mark stands in the list item of one entry."""
    item = mark.item
    if item is None or len(item.keys) != 1:
        return False
    return item.node.tag == "li" or any(other.kind == "entry" and other.item is not item for other in marks)


def _heading_text(heading: Box) -> str | None:
    """The text of a heading without its 더보기; a picture's alt if it has no text."""
    more = {mark.node.mem_id for mark in heading.marks() if mark.kind == "more"}
    text = text_outside(heading.node, more)
    if text:
        return text
    outside = {image.mem_id for mark in heading.marks() if mark.kind == "more" for image in mark.node.css("img")}
    alts = [alt_of(image) for image in heading.node.css("img") if image.mem_id not in outside]
    return next(filter(None, alts), None)


def _heading_link(heading: Box) -> Link | None:
    around = (*heading.marks(), *heading.up())
    links = (mark.link for mark in around if mark is heading or mark.kind in _OUTWARD)
    return next(filter(None, links), None)


def _entries(part: _Part, urls: SiteUrls, page_url: str) -> Iterator[Entry]:
    """The entries of a part in order of first mention; all links of one article make one entry."""
    anchors: dict[str, list[Box]] = {}
    foreign: set[int] = set()  # elements in an entry that are no text of it
    for mark in part.marks():
        if mark.kind == "entry" and mark.link:
            anchors.setdefault(mark.link.url, []).append(mark)
        elif mark.kind == "related":
            foreign.add(root_of(mark).node.mem_id)
        elif mark.kind == "section" or (mark.kind in ("other", "foreign") and mark.link):
            foreign.add(mark.node.mem_id)
    selectors = urls.family.selectors
    for url, marks in anchors.items():
        items = {id(item): item for item in (_item(mark, url, selectors.widget_box) for mark in marks)}
        nodes = [node for item in items.values() for node in (item.node, *_loose_after(item))]
        text = read_entry(nodes, {mark.node.mem_id for mark in marks}, foreign, selectors)
        link = marks[0].link
        assert link is not None
        yield Entry(text.title, link, text.teaser, urls.absolute(text.image, page_url), text.date)


def _related(part: _Part) -> list[Entry]:
    """The related links of a part, each article once; one that is also an entry of the part is none."""
    marks = {mark.link.url: mark for mark in part.marks() if mark.kind == "related" and mark.link}
    return [
        Entry(text_of(mark.node), mark.link, None, None, None)
        for url, mark in marks.items()
        if mark.link is not None and url not in part.keys
    ]


def _loose_after(item: Box) -> Iterator[LexborNode]:
    """The nodes between an item that shares its container with others and the next mark: its teaser."""
    if item.parent is None or len(item.parent.keys) < 2:
        return
    marked = {box.node.mem_id for box in item.parent.boxes}
    node = item.node.next
    while node is not None and node.mem_id not in marked:
        if node.is_element_node and node.tag in _TEASER_TAGS:
            yield node
        node = node.next


def _item(mark: Box, url: str, skin: re.Pattern[str]) -> Box:
    """The largest box around a link that holds only this entry and no other part of the widget."""
    item = mark
    while item.parent is not None and item.parent.node.tag not in _FRAMES:
        parent = item.parent
        if parent.keys != {url} or parent.headings or any(below.kind == "more" for below in parent.marks()):
            break
        item = parent
        if skin.search(attribute(item.node, "class")):
            break
    return item
