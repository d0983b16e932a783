"""Finds the widgets of a page by their shape: a heading block, then links to articles.

Skins name their boxes as they like, so no list of class names is kept. The page is reduced
to its marks - headings, 더보기 links, links to articles, other links - and the elements that
hold them (boxes). That small tree is folded from the leaves up: neighbours are joined into
one part until a new heading block begins. The one class *shape* used, ``arl_034`` or
``m01_hdl5``, is how the CMS names the root of every configured box (dom.md §4).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from selectolax.lexbor import LexborNode

from newscrawler.pages.dom import HEADINGS, alt_of, attribute, children, select, text_of
from newscrawler.pages.entries import is_label, read_entry
from newscrawler.text import clean
from newscrawler.urls import Link, SiteUrls

_MARKS = (
    "a, button, h1, h2, h3, h4, h5, h6, [class*=tit], [class*=Tit], [class*=head],"
    " [onclick*='article.html'], [data-href*='article.html']"
)
_MORE_TEXT = re.compile(
    r"더\s?보기|더\s?많은|(?:전체|모두|모든|목록)\s?(?:기사\s?)?보기|^\W*(?:(?:view|see|read)\s)?(?:more|all)\W*$", re.I
)
_MORE_SIGN = re.compile(r"[+＋›»>→]{1,2}")
_MORE_CLASS = re.compile(r"(?:^|[\s_-])more(?:$|[\s_-])", re.I)
_MORE_LENGTH = 24  # a 더보기 is short; a headline that happens to hold the word is not
_HEADING_LENGTH = 40
_DAY = re.compile(r"\d{4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}")
_AJAX = re.compile(r"ajaxGetSkinContent\(\s*['\"]?([^'\",)]{1,60})['\"]?\s*,\s*['\"]?(\d{1,12})")
_SCRIPTED = re.compile(r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)")
_SKIN = re.compile(r"(?:^|\s)(?:[a-z]{2,4}_\d{3}(?:_\d+)?|m[o0]?\d{1,4}_[a-z]{3,}\d+\w*)(?:$|\s)")
# What frames a page on every skin: never a widget, whatever links it holds.
_CHROME = frozenset(
    """
    gnb lnb snb nav menu footer head_top head_cen top_nav accessibility com_ban banner_slide top_banner
    banner_box left_bnr path_wrap path_nav art_top_nav breadcrumb location btn_pagenum paging pagination
    reply_wrap sns_wrap sns_box share_box tpop sitemap smenuitem bx-clone
    """.split()
)
_CHROME_TOKEN = re.compile(r"ban_\d+(?:_\d+)?|banner_base_\d+|gnb\w*")
_LISTS = frozenset(("ul", "ol", "dl", "table"))
_FRAMES = frozenset(("body", "main", "section", "aside"))
_BODY = "ul, ol, dl, table, iframe, video, object"  # what a widget has below its heading, filled or not

MarkKind = Literal["entry", "more", "heading", "section", "other"]


@dataclass(slots=True)
class AjaxMore:
    """An AJAX more-button: the arguments of ``ajaxGetSkinContent`` (dom.md §5)."""

    layout_tpl: str
    lay_no: str


@dataclass(slots=True)
class Entry:
    """One link of a widget or row of a list; ``date`` is the time its row prints, as text."""

    title: str
    link: Link
    teaser: str | None
    thumbnail: str | None
    date: str | None


@dataclass(slots=True)
class Widget:
    """One headed block of links, before it becomes a record; ``node`` is an element inside it."""

    heading: str | None
    heading_link: Link | None
    more: Link | None
    ajax: AjaxMore | None
    entries: list[Entry]
    node: LexborNode


def find_widgets(
    root: LexborNode,
    urls: SiteUrls,
    page_url: str,
    outside: Iterable[LexborNode] = (),
    page_names: Collection[str] = (),
) -> list[Widget]:
    """The widgets below ``root`` in document order.

    Nothing below the nodes ``outside`` is looked at; a bare text that is one of ``page_names``
    names the page and heads no widget.
    """
    tree = _BoxTree(root, urls, page_url, outside, page_names)
    return [_widget(part, urls, page_url) for part in _cut(tree.root) if _is_widget(part)]


def ajax_call(node: LexborNode) -> AjaxMore | None:
    """The AJAX call behind a link or button, None when it has none."""
    match = _AJAX.search(f"{attribute(node, 'href')} {attribute(node, 'onclick')}")
    return AjaxMore(match[1].strip(), match[2]) if match else None


def is_more(node: LexborNode, link: Link | None) -> bool:
    """Whether a link or button says 더보기, in any of the variants of dom.md §4.4."""
    text = text_of(node)
    alts = [alt_of(image) for image in node.css("img")]
    labels = [clean(attribute(node, "title")), clean(attribute(node, "aria-label"))]
    if len(text) > 2:
        return len(text) <= _MORE_LENGTH and bool(_MORE_TEXT.search(text))
    if _MORE_SIGN.fullmatch(text) and link is not None and link.kind in ("list", "landing"):
        return True
    if any(len(label) <= _MORE_LENGTH and _MORE_TEXT.search(label) for label in (*alts, *labels)):
        return True
    if any(alt.endswith("보기") for alt in alts):
        return link is not None and link.kind in ("list", "landing")
    return not any(alts) and bool(_MORE_CLASS.search(attribute(node, "class")))


def is_chrome(node: LexborNode) -> bool:
    """Whether the element frames the page: header, menu, footer, banners, paths, pagers, sharing."""
    tag = node.tag
    if tag in ("nav", "footer"):
        return True
    names = f"{attribute(node, 'class')} {attribute(node, 'id')}".lower().split()
    if tag == "header" or "header" in names:
        # a widget may have a header of its own; the page's holds the logo or the log-in
        return node.css_first("h1, a[href='/'], a[href*='/member/']") is not None
    return any(name in _CHROME or _CHROME_TOKEN.fullmatch(name) for name in names)


@dataclass(slots=True, eq=False)
class _Box:
    """An element that is a mark or holds marks; ``keys`` are the addresses of the entries below it."""

    node: LexborNode
    parent: _Box | None
    boxes: list[_Box] = field(default_factory=list)
    kind: MarkKind | None = None
    link: Link | None = None
    keys: set[str] = field(default_factory=set)
    headings: int = 0

    def up(self) -> Iterator[_Box]:
        """Yields the box and the boxes around it, the nearest first."""
        box: _Box | None = self
        while box is not None:
            yield box
            box = box.parent

    def marks(self) -> Iterator[_Box]:
        """The marks of this box in document order."""
        if self.kind:
            yield self
        for box in self.boxes:
            yield from box.marks()


class _BoxTree:
    """Every mark of a page and, once, each element between it and the root."""

    def __init__(
        self,
        root: LexborNode,
        urls: SiteUrls,
        page_url: str,
        outside: Iterable[LexborNode],
        page_names: Collection[str],
    ) -> None:
        self._page_names = page_names
        self.root = _Box(root, None)
        self._known: dict[int, _Box | None] = {node.mem_id: None for node in outside}
        self._known[root.mem_id] = self.root
        headings, more = [], []
        for node in select(root, _MARKS):
            box = self._box(node)
            if box is None:
                continue
            href = _target(node)
            if node.tag in ("a", "button") or href:
                self._mark_link(box, href, urls, page_url)
                more += [box] if box.kind == "more" else []
            else:
                headings.append(box)
        for box in headings:
            if self._is_heading(box):
                self._mark_heading(box)
        for box in more:
            self._head_by_more(box)
        for box in list(self._all(self.root)):
            self._head_by_list(box)

    def _all(self, box: _Box) -> Iterator[_Box]:
        for child in box.boxes:
            yield child
            yield from self._all(child)

    @staticmethod
    def _mark_heading(box: _Box) -> None:
        box.kind = "heading"
        for above in box.up():
            above.headings += 1

    def _head_by_more(self, more: _Box) -> None:
        """A short text beside a 더보기 is a heading, whatever its element."""
        if more.link is None or more.link.kind == "article":
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

    def _head_by_list(self, box: _Box) -> None:
        """A short text directly before a list or a run of entries is its heading."""
        if box.kind or not box.keys or box.parent is None or box.headings:
            return
        is_run = len(box.keys) > 1 or box.node.tag in _LISTS
        if not is_run:
            run = [other for other in box.parent.boxes if other.keys]
            is_run = run[0] is box and len(run) > 1 and _text_before(run[1].node) is None
        sibling = _text_before(box.node) if is_run else None
        if sibling is not None:
            self._mark_plain_heading(sibling)

    def _mark_plain_heading(self, node: LexborNode) -> None:
        """Marks an element without marks of its own as a heading, in its place among its neighbours."""
        text = text_of(node)
        if (
            text in self._page_names
            or not 1 < len(text) <= _HEADING_LENGTH
            or _DAY.match(text)
            or text.endswith(("다.", "요.", ".."))
        ):
            return
        known = self._known.get(node.mem_id)
        if known is not None:
            if not (known.kind or known.keys or known.headings):
                self._mark_heading(known)
            return
        parent = self._known.get(node.parent.mem_id) if node.parent is not None else None
        if parent is None or is_chrome(node) or any(above.kind in ("heading", "entry") for above in parent.up()):
            return
        following = node.next
        while following is not None and self._known.get(following.mem_id) not in parent.boxes:
            following = following.next
        box = _Box(node, parent)
        after = self._known.get(following.mem_id) if following is not None else None
        parent.boxes.insert(parent.boxes.index(after) if after is not None else len(parent.boxes), box)
        self._known[node.mem_id] = box
        self._mark_heading(box)

    def _box(self, node: LexborNode) -> _Box | None:
        """The box of an element, None inside the page's frame."""
        known = self._known.get(node.mem_id, self)
        if known is not self:
            return known  # type: ignore[return-value]
        parent = self._box(node.parent) if node.parent is not None else None
        box = None
        if parent is not None and not is_chrome(node):
            box = _Box(node, parent)
            parent.boxes.append(box)
        self._known[node.mem_id] = box
        return box

    def _mark_link(self, box: _Box, href: str, urls: SiteUrls, page_url: str) -> None:
        node = box.node
        box.link = urls.link(href, page_url)
        if box.link is not None and box.link.kind in ("article", "board"):
            box.kind = "entry"
            for above in box.up():
                above.keys.add(box.link.url)
        elif is_more(node, box.link):
            box.kind = "more"
        elif box.link is not None and box.link.kind in ("list", "landing"):
            box.kind = "section"
        elif href:  # the pager of a photo slider has links without a target (dom.md §4.2)
            box.kind = "other"

    def _is_heading(self, box: _Box) -> bool:
        """A heading stands over entries: it holds none, is in none, and wraps no other heading."""
        if box.keys or any(above.kind in ("entry", "heading") for above in box.up()):
            return False
        text = text_of(box.node)
        if text in self._page_names and not _leads_on(box):
            return False
        if _DAY.match(text):  # the day headers of a time line
            return False
        item = next((above for above in box.up() if above.node.tag in ("li", "dl", "tr")), None)
        if item is not None and len(item.keys) == 1:  # the headline beside a linked picture
            return False
        if _is_headline_of_card(box):
            return False
        if box.node.tag in HEADINGS:
            return bool(text) or box.node.css_first("img, a") is not None
        return (
            bool(text)
            and len(text) <= _HEADING_LENGTH
            and item is None
            and box.node.css_first("h1, h2, h3, h4, h5, h6") is None
        )


def _target(node: LexborNode) -> str:
    """Where a link leads, or an element that is one by script."""
    if node.tag == "a":
        return attribute(node, "href")
    scripted = _SCRIPTED.search(attribute(node, "onclick"))
    return scripted[1] if scripted else attribute(node, "data-href")


def _text_before(node: LexborNode) -> LexborNode | None:
    """The element before this one if it holds text and neither link nor picture."""
    sibling = node.prev
    while sibling is not None and (sibling.is_comment_node or (sibling.is_text_node and not clean(sibling.text()))):
        sibling = sibling.prev
    if sibling is None or not sibling.is_element_node or sibling.tag in ("hr", "br"):
        return None
    return sibling if text_of(sibling) and sibling.css_first("a, img, iframe, form, button") is None else None


def _leads_on(box: _Box) -> bool:
    """Whether a text holds a link or has a 더보기 beside it, as headings do and a page's own name does not."""
    beside = box.parent.boxes if box.parent is not None else []
    return bool(box.boxes) or any(mark.kind == "more" for other in beside for mark in other.marks())


def _is_headline_of_card(box: _Box) -> bool:
    """Whether a heading belongs to the one entry around it, whose own link prints no text (a picture, 자세히)."""
    card = next((above for above in box.up() if above.keys), None)
    if card is None or len(card.keys) != 1:
        return False
    links = [mark for mark in card.marks() if mark.kind == "entry"]
    return all(is_label(text_of(mark.node), mark.node) or not text_of(mark.node) for mark in links)


@dataclass(slots=True, eq=False)
class _Part:
    """Neighbouring boxes that make one widget; ``open`` while the next neighbour may join them."""

    boxes: list[_Box]
    open: bool = True
    listed: bool = False  # ends in a list of entries, not in single ones
    skin: bool = False

    def marks(self) -> Iterator[_Box]:
        for box in self.boxes:
            yield from box.marks()

    @property
    def keys(self) -> set[str]:
        return set().union(*(box.keys for box in self.boxes))

    @property
    def headed(self) -> bool:
        return any(box.headings for box in self.boxes)


def _cut(box: _Box) -> list[_Part]:
    """The parts of a box in document order."""
    if box.kind:
        return [_Part([box])]
    if _is_skin_root(box):
        return [_Part([box], open=False, skin=True)]
    parts: list[_Part] = []
    for child in box.boxes:
        for part in _cut(child):
            if parts and _joins(parts[-1], part):
                parts[-1].boxes += part.boxes
                parts[-1].listed |= part.listed
            else:
                parts.append(part)
    if len(parts) > 1:
        for part in parts:
            part.open = False
    elif parts and parts[0].headed:
        # its entries follow later, unless it has them or the place for them
        parts[0].open &= not parts[0].keys and box.node.css_first(_BODY) is None
    elif parts:
        parts[0].listed |= box.node.tag in _LISTS
    return parts


def _joins(part: _Part, following: _Part) -> bool:
    """Whether two neighbours belong to one widget."""
    if not part.open or following.headed:
        return False
    if not part.keys:
        return part.headed or not following.skin
    if following.skin:
        return False
    if part.headed or not following.keys or following.keys <= part.keys:
        return True
    return not part.listed and (following.listed or len(following.keys) == 1)


def _is_skin_root(box: _Box) -> bool:
    """One configured box of the CMS, and not a layout that happens to be named like one."""
    if not (box.keys or box.headings) or not _SKIN.search(attribute(box.node, "class")):
        return False
    if len({mark.link.url for mark in box.marks() if mark.kind == "more" and mark.link}) > 1:
        return False
    linked = sum(
        any(m.kind in ("section", "more") for m in mark.marks()) for mark in box.marks() if mark.kind == "heading"
    )
    return linked <= 1 and not _holds_skin_root(box)


def _holds_skin_root(box: _Box) -> bool:
    return any(
        _holds_skin_root(child) or (child.kind is None and _SKIN.search(attribute(child.node, "class")))
        for child in box.boxes
    )


def _is_widget(part: _Part) -> bool:
    """Whether a part holds entries, or is a headed box that happens to hold none."""
    if part.keys:
        return True
    if not part.headed:
        return False
    marks = list(part.marks())
    heading = next(mark for mark in marks if mark.kind == "heading")
    inside = {id(mark) for mark in heading.marks()}
    if any(mark.kind in ("other", "section") for mark in marks if id(mark) not in inside):
        return False  # tag clouds, share boxes, sub-menus: a heading over links to no article
    leads = any(mark.kind in ("section", "more") and _is_section(mark.link) for mark in marks)
    return leads or any(box.node.css_first(_BODY) is not None for box in part.boxes)


def _is_section(link: Link | None) -> bool:
    """Whether a link leads to a section or a board, and not to a writer's articles, a form, an advertiser."""
    return link is not None and (link.kind in ("list", "landing") or "/mybbs/" in link.url)


def _widget(part: _Part, urls: SiteUrls, page_url: str) -> Widget:
    marks = list(part.marks())
    heading = _heading(marks)
    more = [mark for mark in marks if mark.kind == "more"]
    calls = (ajax_call(mark.node) for mark in marks if mark.kind in ("more", "other"))
    return Widget(
        heading=_heading_text(heading) if heading else None,
        heading_link=_heading_link(heading) if heading else None,
        more=next((mark.link for mark in more if mark.link), None),
        ajax=next((call for call in calls if call), None),
        entries=list(_entries(part, urls, page_url)),
        node=part.boxes[-1].node,
    )


def _heading(marks: list[_Box]) -> _Box | None:
    """The mark that heads a widget: a heading before its entries, or the link to a section that leads it."""
    sections = sum(mark.kind == "section" for mark in marks)  # several are labels of the entries
    for mark in marks:
        if mark.kind == "heading" or (mark.kind == "section" and mark is marks[0] and sections == 1 < len(marks)):
            return mark
        if mark.kind == "entry":
            break
    return None


def _heading_text(heading: _Box) -> str | None:
    """What a heading prints, its 더보기 left out; a picture's alt where it prints no text."""
    more = {mark.node.mem_id for mark in heading.marks() if mark.kind == "more"}
    text = clean("".join(_texts(heading.node, more)))
    if text:
        return text
    outside = {image.mem_id for mark in heading.marks() if mark.kind == "more" for image in mark.node.css("img")}
    alts = [alt_of(image) for image in heading.node.css("img") if image.mem_id not in outside]
    return next(filter(None, alts), None)


def _texts(node: LexborNode, skip: set[int]) -> Iterator[str]:
    for child in children(node):
        if child.is_text_node:
            yield child.text()
        elif child.mem_id not in skip:
            yield from _texts(child, skip)


def _heading_link(heading: _Box) -> Link | None:
    return next((mark.link for mark in heading.marks() if mark.kind in ("section", "other") and mark.link), None)


def _entries(part: _Part, urls: SiteUrls, page_url: str) -> Iterator[Entry]:
    """The entries of a part, the links of one article taken together, in order of first mention."""
    anchors: dict[str, list[_Box]] = {}
    for mark in part.marks():
        if mark.kind == "entry" and mark.link:
            anchors.setdefault(mark.link.url, []).append(mark)
    for url, marks in anchors.items():
        items = {id(item): item for item in (_item(mark, url) for mark in marks)}
        nodes = [node for item in items.values() for node in (item.node, *_loose_after(item))]
        text = read_entry(nodes, {mark.node.mem_id for mark in marks})
        link = marks[0].link
        assert link is not None
        yield Entry(text.title, link, text.teaser, urls.absolute(text.image, page_url), text.date)


def _loose_after(item: _Box) -> Iterator[LexborNode]:
    """What follows an item that shares its container with others, up to the next mark: its teaser."""
    if item.parent is None or len(item.parent.keys) < 2:
        return
    marked = {box.node.mem_id for box in item.parent.boxes}
    node = item.node.next
    while node is not None and node.mem_id not in marked:
        if node.is_element_node and node.tag in ("p", "dd", "div", "tr", "span"):
            yield node
        node = node.next


def _item(mark: _Box, url: str) -> _Box:
    """The largest box around a link that holds this one entry and nothing of the widget's own."""
    item = mark
    while item.parent is not None and item.parent.node.tag not in _FRAMES:
        parent = item.parent
        if parent.keys != {url} or parent.headings or any(below.kind == "more" for below in parent.marks()):
            break
        item = parent
        if _SKIN.search(attribute(item.node, "class")):
            break
    return item
