"""Related links of an entry: links to other articles that stand inside it, and are not entries of the widget.

A link is related to an entry by its place: in the list item of the entry, below and unlike the entry's own link; or in
a list behind the entry's running text. Links of one kind side by side, and lists as long as a list of their own, are
entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from newscrawler.cms.dom import attribute, children, text_outside
from newscrawler.cms.markup.boxes import Box
from newscrawler.cms.markup.entries import is_running
from newscrawler.korean.text import clean

_ITEMS = frozenset(("li", "dd", "article"))
_REPEATED = 3  # boxes of one kind side by side: each is the place of an entry
_MOST = 5  # links related to one entry
_FEW = 2  # more than these in each item are rather a list of their own
_MOST_COMPARED = 50
_NAMED = re.compile(r"(?:^|[\s_-])rel(?:at\w*)?(?:$|[\s_-])", re.I)


def mark_related(root: Box) -> None:
    """Gives the marks of related links below ``root`` the kind ``related``, and takes them out of the boxes' keys."""
    found = [mark for box in _boxes(root) for mark in _related_in(box) if mark.kind == "entry"]
    for mark in found:
        mark.kind = "related"
    for above in {id(box): box for mark in found for box in mark.up()}.values():
        marks = above.marks()
        above.keys = {mark.link.url for mark in marks if mark.kind == "entry" and mark.link}
        above.keys.update(*(mark.keys for mark in marks if mark.kind == "sidebar"))


def root_of(mark: Box) -> Box:
    """The largest box around a related link that holds related links and their label only."""
    box = mark
    while (parent := box.parent) is not None and not parent.keys and not parent.headings:
        if is_running(loose_text(parent)):
            break
        box = parent
    return box


def loose_text(box: Box) -> str:
    """The text of a box outside its links to articles."""
    links = {mark.node.mem_id for mark in box.marks() if mark.kind in ("entry", "related")}
    return text_outside(box.node, links)


def _boxes(root: Box) -> Iterator[Box]:
    """The boxes that hold entries, the innermost first."""
    for child in root.boxes:
        if child.keys and not child.kind:
            yield from _boxes(child)
            yield child


def _related_in(box: Box) -> list[Box]:
    """The marks of related links in a box: by the entry of the box, or by the running text before them."""
    if box.headings:
        return []
    if len(box.keys) <= _MOST and _is_behind_text(box):
        return [mark for mark in box.marks() if mark.kind == "entry"]
    if len(box.keys) > 1 and _is_item(box):
        return _below_the_lead(box)
    return []


# ---- inside the item of an entry --------------------------------------------------------------------
def _is_item(box: Box) -> bool:
    """Whether a box is the place of one entry: a list item, or one of several boxes of one kind."""
    return box.node.tag in _ITEMS or len(list(islice(_alike(box), _REPEATED))) == _REPEATED


def _alike(box: Box) -> Iterator[Box]:
    """The boxes of one kind with this one side by side, itself included; only the first of a great many."""
    beside = box.parent.boxes if box.parent is not None else []
    return (other for other in beside[:_MOST_COMPARED] if other.keys and _kind(other) == _kind(box))


def _kind(box: Box) -> tuple[str | None, str]:
    return box.node.tag, attribute(box.node, "class")


def _below_the_lead(item: Box) -> list[Box]:
    """The links of an item that are unlike the links of its first entry and stand below it."""
    marks = [mark for mark in item.marks() if mark.kind == "entry" and mark.link]
    lead = [mark for mark in marks if _url(mark) == _url(marks[0])]
    others = [mark for mark in marks if _url(mark) != _url(marks[0])]
    keys = {_url(mark) for mark in others}
    if not others or len(keys) > _MOST or marks[: len(lead)] != lead:
        return []
    if len(keys) > _FEW and all(len(other.keys) == len(item.keys) for other in _alike(item)):
        return []  # a slide or a tab with its lead and list
    if all(mark.node.css_first("img") is None and not _is_alike(item, lead, mark) for mark in others):
        return others
    return []


def _url(mark: Box) -> str:
    return mark.link.url if mark.link is not None else ""


def _is_alike(item: Box, lead: list[Box], other: Box) -> bool:
    """Whether a link stands in the same way as one of the first entry's links."""
    for mark in lead:
        below, beside = _path(item, other), _path(item, mark)
        while below and beside and below[0] is beside[0]:  # from the fork on
            below, beside = below[1:], beside[1:]
        named = any(_NAMED.search(attribute(box.node, "class")) for box in below)
        if not named and [box.node.tag for box in below] == [box.node.tag for box in beside]:
            return True
    return False


def _path(item: Box, mark: Box) -> list[Box]:
    """The boxes from an item, which is left out, down to a mark."""
    path = []
    for box in mark.up():
        if box is item:
            break
        path.append(box)
    return path[::-1]


# ---- behind running text ----------------------------------------------------------------------------
def _is_behind_text(box: Box) -> bool:
    """Whether a box begins with the running text of the entry before it."""
    if box.node.tag in ("li", "tr", "td") or not is_running(_text_before(box)):
        return False
    block = box
    while block.parent is not None:
        beside = [other for other in block.parent.boxes if other.keys]
        before = beside[: beside.index(block)]
        if before:
            return _kind(before[-1]) != _kind(block)
        block = block.parent
        if block.node.tag in ("li", "tr", "td"):
            return False
    return False


def _text_before(box: Box) -> str:
    """The bare text of a box before its first link to an article."""
    links = {inner.node.mem_id for inner in box.boxes if inner.keys}
    text = ""
    for child in children(box.node):
        if child.mem_id in links:
            break
        text += child.text() if child.is_text_node or child.tag in ("b", "strong", "span", "em", "br") else ""
    return clean(text)
