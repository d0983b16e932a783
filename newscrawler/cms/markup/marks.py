"""The marks of a page - headings, 더보기 links, links to articles, other links - and the boxes around them.

Texts and neighbours decide what is a heading and what is a 더보기 (docs/mediaon.md §4.1, §4.4);
newscrawler.cms.markup.widgets cuts the tree of boxes into widgets.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import HEADINGS, alt_of, attribute, select, text_of
from newscrawler.cms.family import Link, Selectors
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.markup.boxes import LISTS, Box
from newscrawler.cms.markup.entries import is_fact, is_label, is_named_label, is_running
from newscrawler.cms.markup.parts import PLACE, Sidebar
from newscrawler.cms.markup.related import mark_related
from newscrawler.korean.text import clean, composed

_MARKS = "a, button, h1, h2, h3, h4, h5, h6, [class*=tit], [class*=Tit], [class*=head]"
_MORE_TEXT = re.compile(
    r"더\s?보기|더\s?많은|(?:전체|모두|모든|목록)\s?(?:기사\s?)?보기|^\W*(?:(?:view|see|read)\s)?(?:more|all)\W*$", re.I
)
_MORE_SIGN = re.compile(r"[+＋›»>→]{1,2}")
_MORE_CLASS = re.compile(r"(?:^|[\s_-])more(?:$|[\s_-])", re.I)
_MORE_LENGTH = 24  # a 더보기 is short; a headline that happens to contain the word is not
_HEADING_LENGTH = 40
_HEAD_BOXES = 3
_DAY = re.compile(r"\d{4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}")
_SCRIPTED = re.compile(r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)")


def is_more(node: LexborNode, link: Link | None) -> bool:
    """Whether a link or button is a 더보기, in any of the variants of docs/mediaon.md §4.4."""
    text = composed(text_of(node))
    alts = [composed(alt_of(image)) for image in node.css("img")]
    labels = [composed(clean(attribute(node, name))) for name in ("title", "aria-label")]
    if len(text) > 2:
        return len(text) <= _MORE_LENGTH and bool(_MORE_TEXT.search(text))
    if _MORE_SIGN.fullmatch(text) and link is not None and link.is_section:
        return True
    if any(len(label) <= _MORE_LENGTH and _MORE_TEXT.search(label) for label in (*alts, *labels)):
        return True
    if any(alt.endswith("보기") for alt in alts):
        return link is not None and link.is_section
    return not any(alts) and bool(_MORE_CLASS.search(attribute(node, "class")))


def is_popup(node: LexborNode, selectors: Selectors) -> bool:
    """Whether the element is a layer over the page or hidden."""
    return "display:none" in attribute(node, "style").replace(" ", "") or bool(
        selectors.popups.search(f"{attribute(node, 'class')} {attribute(node, 'id')}")
    )


def is_sidebar(node: LexborNode, selectors: Selectors) -> bool:
    """Whether the element is the side column."""
    if node.tag == "aside":
        return True
    return not selectors.side_columns.isdisjoint(f"{attribute(node, 'class')} {attribute(node, 'id')}".lower().split())


def is_chrome(node: LexborNode, selectors: Selectors) -> bool:
    """Whether the element frames the page: header, menu, footer, banners, paths, pagers, sharing."""
    tag = node.tag
    if tag in ("nav", "footer"):
        return True
    if not node.attributes and tag != "header":
        return False
    names = f"{attribute(node, 'class')} {attribute(node, 'id')}".lower().split()
    known, numbered = selectors.chrome, selectors.chrome_numbered
    if any(name in known or numbered.fullmatch(name) for name in names):
        return True
    if tag == "header" or "header" in names:
        # a widget may have its own header; the page's header holds the logo or the log-in
        return node.css_first("h1, a[href='/'], a[href*='/member/']") is not None
    return False


class BoxTree:
    """Every mark of a page and, once, each element between it and the root.

    Everything below the nodes ``outside`` is skipped. A bare text that is one of ``page_names`` names the page and does
    not head a widget; ``compared`` holds all texts that were compared with them, and the elements around them.
    ``sidebars`` are those that were cut out, by their places.
    """

    def __init__(
        self,
        root: LexborNode,
        urls: SiteUrls,
        page_url: str,
        outside: Iterable[LexborNode],
        page_names: Collection[str],
        sidebars: Mapping[str, Sidebar] = MappingProxyType({}),
    ) -> None:
        self._page_names = page_names
        self._selectors = selectors = urls.family.selectors
        self.compared: list[tuple[LexborNode, str]] = []
        self.sidebars = sidebars
        self.root = Box(root, None)
        self._known: dict[int, Box | None] = {node.mem_id: None for node in outside}
        self._known[root.mem_id] = self.root
        headings, more, sections = [], [], []
        named = select(root, selectors.headings) if selectors.headings else []
        self._named = {node.mem_id for node in named}
        marks = f"{_MARKS}, {selectors.scripted_links}" + (f", [{PLACE}]" if sidebars else "")
        for node in select(root, f"{marks}, {selectors.headings}" if named else marks):
            box = self._box(node)
            if box is None:
                continue
            if sidebars and PLACE in node.attributes:
                self._mark_sidebar(box)
                continue
            href = _target(node)
            if node.tag in ("a", "button") or href:
                self._mark_link(box, href, urls, page_url)
                more += [box] if box.kind == "more" else []
                sections += [box] if box.kind == "section" else []
            else:
                headings.append(box)
        for box in headings:
            if self._is_heading(box):
                self._mark_heading(box)
        for box in more:
            self._head_by_more(box)
        if not selectors.lists_related:
            mark_related(self.root)
        for box in sections:
            self._head_by_picture(box)
        for known in list(self._known.values()):
            if known is not None:
                self._head_by_list(known)

    def box_of(self, node: LexborNode) -> Box | None:
        """The box of an element; None for one that holds no marks, or is left out."""
        return self._known.get(node.mem_id)

    def sidebar_at(self, place: Box) -> Sidebar:
        """The sidebar that was cut out here."""
        return self.sidebars[attribute(place.node, PLACE)]

    def _mark_sidebar(self, place: Box) -> None:
        """Lets what a sidebar holds count for the elements around it, as if it were there."""
        place.kind = "sidebar"
        sidebar = self.sidebar_at(place)
        for above in place.up():
            above.keys |= sidebar.keys
            above.headings += sidebar.headings

    @staticmethod
    def _mark_heading(box: Box) -> None:
        box.kind = "heading"
        for above in box.up():
            above.headings += 1

    def _names_page(self, node: LexborNode, text: str) -> bool:
        self.compared.append((node, text))
        return text in self._page_names

    def _head_by_more(self, more: Box) -> None:
        """A short text next to a 더보기 is a heading, whatever its element."""
        if more.link is None or more.link.kind == "article":
            return
        if more.parent is not None and _own_text(more.node) and not (more.parent.keys or more.parent.headings):
            self._mark_plain_heading(more.parent.node)
            return
        box = more
        for _ in range(3):
            sibling = _text_before(box.node)
            if sibling is not None:
                self._mark_plain_heading(sibling)
                return
            if (
                box.parent is None
                or box.parent.keys
                or box.parent.headings
                or (box.node.prev is not None and text_of(box.node.prev))
            ):
                return
            box = box.parent

    def _head_by_picture(self, section: Box) -> None:
        """A picture alone that leads to a section is the heading of the box after it, if that has none."""
        if text_of(section.node) or section.node.css_first("img") is None:
            return
        if any(above.kind == "heading" or (above.node.tag == "li" and above.keys) for above in section.up()):
            return
        block = section
        while block.parent is not None and len(block.parent.boxes) <= _HEAD_BOXES:  # the picture and its 더보기
            if any(mark is not section and mark.kind != "more" for mark in block.parent.marks()):
                break
            block = block.parent
        beside = block.parent.boxes if block.parent is not None else []
        following = beside[beside.index(block) + 1 :][:1]
        if any(box.kind is None and box.keys and not box.headings for box in following):
            self._mark_heading(section)

    def _head_by_list(self, box: Box) -> None:
        """A short text directly before a list or a run of entries is its heading, unless it is a label of the first."""
        if box.kind not in (None, "entry") or not box.keys or box.parent is None or box.headings:
            return
        is_run = self._is_whole_widget(box)
        if not is_run and box.kind is None:
            run = [other for other in box.parent.boxes if other.keys]
            is_run = len(box.keys) > 1 or box.node.tag in LISTS
            is_run = is_run or (run[0] is box and len(run) > 1 and _text_before(run[1].node) is None)
        sibling = _text_before(box.node) if is_run else None
        if sibling is None or is_fact(text_of(sibling)):
            return
        # a label of the first entry of a list stands inside the list
        if box.node.tag in LISTS or not is_named_label(text_of(sibling), sibling, self._selectors):
            self._mark_plain_heading(sibling)

    def _is_whole_widget(self, box: Box) -> bool:
        """Whether a box holds the only entry of a configured box of the CMS, with its headline."""
        root = box.parent
        if root is None or len(root.keys) > 1 or root.headings or next(b for b in root.boxes if b.keys) is not box:
            return False
        is_root = self._selectors.widget_box.search(attribute(root.node, "class"))
        return bool(is_root) and not self._is_silent(root)

    def _mark_plain_heading(self, node: LexborNode) -> None:
        """Adds an element without marks as a heading, at its place among its neighbours."""
        link = node.css_first("a")
        text = composed(_own_text(link) if link is not None else text_of(node))
        if (
            not 1 < len(text) <= _HEADING_LENGTH
            or _DAY.match(text)
            or text.endswith(("다.", "요.", ".."))
            or self._names_page(node, text)
        ):
            return
        known = self._known.get(node.mem_id)
        if known is not None:
            if not (known.kind or known.keys or known.headings):
                self._mark_heading(known)
            return
        parent = self._known.get(node.parent.mem_id) if node.parent is not None else None
        if (
            parent is None
            or is_chrome(node, self._selectors)
            or any(above.kind in ("heading", "entry") for above in parent.up())
        ):
            return
        following = node.next
        while following is not None and self._known.get(following.mem_id) not in parent.boxes:
            following = following.next
        box = Box(node, weakref.ref(parent))
        after = self._known.get(following.mem_id) if following is not None else None
        parent.boxes.insert(parent.boxes.index(after) if after is not None else len(parent.boxes), box)
        self._known[node.mem_id] = box
        self._mark_heading(box)

    def _box(self, node: LexborNode) -> Box | None:
        """The box of an element, None inside the page's frame."""
        if node.mem_id in self._known:
            return self._known[node.mem_id]
        parent = self._box(node.parent) if node.parent is not None else None
        box = None
        if parent is not None and not is_chrome(node, self._selectors):
            box = Box(node, weakref.ref(parent))
            parent.boxes.append(box)
        self._known[node.mem_id] = box
        return box

    def _mark_link(self, box: Box, href: str, urls: SiteUrls, page_url: str) -> None:
        node = box.node
        box.link = urls.link(href, page_url)
        if box.link is not None and box.link.kind in ("article", "post"):
            box.kind = "entry"
            for above in box.up():
                above.keys.add(box.link.url)
        elif is_more(node, box.link):
            box.kind = "more"
        elif box.link is not None and box.link.is_section:
            box.kind = "section"
        elif box.link is not None and box.link.kind == "other" and not box.link.url.startswith(f"{urls.origin}/"):
            box.kind = "foreign"
        elif href:  # the pager of a photo slider has links without a target (docs/mediaon.md §4.2)
            box.kind = "other"

    def _is_heading(self, box: Box) -> bool:
        """A heading is above entries: it does not contain an entry or another heading and is not part of an entry."""
        if box.keys or any(above.kind in ("entry", "heading") for above in box.up()):
            return False
        text = composed(text_of(box.node))
        if box.node.mem_id in self._named:
            return bool(text) or box.node.css_first("img[alt]") is not None
        if _DAY.match(text):  # the day headings of a timeline
            return False
        item = box.item
        if item is not None and len(item.keys) == 1:  # the headline next to a linked picture
            return False
        if self._is_headline_of_card(box) or _is_tab(box):
            return False
        if not _leads_on(box) and self._names_page(box.node, text):
            return False
        if box.node.tag in HEADINGS:
            if not box.boxes and is_running(text):  # a teaser
                return False
            return bool(text) or box.node.css_first("img, a") is not None
        return (
            bool(text)
            and len(text) <= _HEADING_LENGTH
            and item is None
            and box.node.css_first("h1, h2, h3, h4, h5, h6") is None
        )

    def _is_headline_of_card(self, box: Box) -> bool:
        """Whether a heading belongs to the one entry around it, whose own link has no text (a picture, 자세히)."""
        card = next((above for above in box.up() if above.keys), None)
        return card is not None and len(card.keys) == 1 and self._is_silent(card)

    def _is_silent(self, card: Box) -> bool:
        """Whether the links of an entry have no headline."""
        texts = [(text_of(mark.node), mark.node) for mark in card.marks() if mark.kind == "entry"]
        return all(is_label(text, node, self._selectors) or not text for text, node in texts)


def _target(node: LexborNode) -> str:
    """The target of a link, or of an element that acts as one by script."""
    if node.tag == "a":
        return attribute(node, "href")
    scripted = _SCRIPTED.search(attribute(node, "onclick"))
    return scripted[1] if scripted else attribute(node, "data-href")


def _own_text(link: LexborNode) -> str:
    """The bare text directly before a link: 우리 동네 in ``<p>우리 동네 <a>더보기</a></p>``."""
    before = link.prev
    return clean(before.text()) if before is not None and before.is_text_node and before.prev is None else ""


def _is_tab(box: Box) -> bool:
    """Whether a heading is only a tab: one of several adjacent links that lead nowhere."""
    links = box.node.css("a, button")
    if not links or any(mark.link or mark.kind == "more" for mark in box.marks()):
        return False
    if box.node.tag not in HEADINGS:
        return len(links) > 1
    beside = (_element_beside(box.node, "prev"), _element_beside(box.node, "next"))
    return any(node is not None and node.tag == box.node.tag and node.css_first("a, button") for node in beside)


def _element_beside(node: LexborNode, side: Literal["prev", "next"]) -> LexborNode | None:
    """The neighbour of an element, comments and white space left out; None if that is a text."""
    sibling: LexborNode | None = getattr(node, side)
    while sibling is not None and (sibling.is_comment_node or (sibling.is_text_node and not clean(sibling.text()))):
        sibling = getattr(sibling, side)
    return sibling if sibling is not None and sibling.is_element_node else None


def _text_before(node: LexborNode) -> LexborNode | None:
    """The element before this one if it holds text but neither a link nor a picture."""
    sibling = _element_beside(node, "prev")
    if sibling is None or sibling.tag in ("hr", "br"):
        return None
    return sibling if text_of(sibling) and sibling.css_first("a, img, iframe, form, button") is None else None


def _leads_on(box: Box) -> bool:
    """Whether a text holds a link or adjoins a 더보기, as headings do and a page's own name does not."""
    beside = box.parent.boxes if box.parent is not None else []
    return bool(box.boxes) or any(mark.kind == "more" for other in beside for mark in other.marks())
