"""Reads a sidebar in its page so that it can be cut out of others: where it stands, and what it holds by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import ancestors, attribute, is_inside
from newscrawler.cms.family import Selectors
from newscrawler.cms.markup.boxes import ITEMS, LISTS, Box
from newscrawler.cms.markup.marks import BoxTree, is_chrome, is_popup
from newscrawler.cms.markup.parts import SectionLink, Sidebar
from newscrawler.cms.markup.widgets import Block, is_skin_root

# Links and pictures that are relative to the page: at another address they lead elsewhere.
_RELATIVE = re.compile(
    r"(?:href|src|srcset|original|lazy|echo|url|image)\s?=\s?[\"']?(?![\"'\s/#]|https?:|javascript:|mailto:|tel:|data:)",
    re.I,
)
_AROUND = LISTS | ITEMS | {"td", "dd"}


def counts_by_place(node: LexborNode, selectors: Selectors) -> bool:
    """Whether an element, or one around it, means something to the links in it: a box of the CMS, chrome, a layer."""
    return any(
        selectors.widget_box.search(attribute(above, "class"))
        or is_chrome(above, selectors)
        or is_popup(above, selectors)
        for above in (node, *ancestors(node))
    )


def items_around(node: LexborNode) -> tuple[str, ...]:
    """The tags of the lists and items that an element stands in, the nearest first."""
    return tuple(above.tag for above in ancestors(node) if above.tag in _AROUND)


def sidebar_of(
    box: Box,
    tree: BoxTree,
    blocks: Sequence[Block],
    sections: list[SectionLink],
    names: Sequence[str],
    address: str,
    selectors: Selectors,
) -> Sidebar | None:
    """What a box of a page holds; None if that depends on what stands beside it.

    ``blocks`` are those of the page, ``sections`` those of the box; ``names`` and ``address`` are the page's. A sidebar
    has several widgets, the first of which has a heading, so that nothing before or after it joins one of them.
    """
    node, marks = box.node, box.marks()
    before = list(takewhile(lambda mark: mark.kind not in ("heading", "entry"), marks))
    inside = [block for block in blocks if is_inside(block.node, node)]
    first = next(iter(marks[len(before) :]), None)
    if len(inside) < 2 or first is None or first.kind != "heading" or counts_by_place(node, selectors):
        return None
    if any(mark.kind in ("more", "sidebar") for mark in before):
        return None
    around_first = takewhile(lambda above: above is not box, first.up())
    compared = frozenset(text for place, text in tree.compared if is_inside(place, node))
    return Sidebar(
        widgets=[block.alone() for block in inside],
        sections=sections,
        keys=frozenset(box.keys),
        headings=box.headings,
        is_headed_first=not before,
        is_rooted_first=any(is_skin_root(above, selectors.widget_box) for above in around_first),
        compared=compared,
        names=compared.intersection(names),
        items=items_around(node),
        address=address if _RELATIVE.search(node.html or "") else "",
    )
