"""Sidebars: large elements beside an article or a list, the same on page after page.

A sidebar is known by its source. What it holds depends on nothing but that, its address where links in it are
relative, and which of its texts are the page's own name. ``Sidebar`` says what it holds, and as much as its neighbours
on a page have to know of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import ancestors, children

if TYPE_CHECKING:
    from newscrawler.cms.links import SectionLink
    from newscrawler.cms.markup.widgets import Widget

PLACE = "data-sidebar"  # the attribute of the empty element at the place of a sidebar that was cut out
SHORTEST = 2000  # characters; to leave out less gains nothing
# Elements around a sidebar that mean nothing to what stands in it.
_AROUND = frozenset("html body main div section center form table tbody tr td".split())


@dataclass(frozen=True, slots=True)
class Edge:
    """The first or the last part of a sidebar, as a part beside it sees it."""

    open: bool
    listed: bool
    skin: bool
    keys: frozenset[str]
    headed: bool
    more: bool


@dataclass(frozen=True, slots=True, eq=False)
class Sidebar:
    """What a sidebar holds.

    ``sections`` are those that a link alone leads to, outside the widgets. ``keys`` are the addresses of its entries,
    ``headings`` counts its headings. ``compared`` are the texts that were compared with the page's own names, ``names``
    those that were equal. ``address`` is that of its page if links are relative to it, else empty.
    """

    widgets: list[Widget]
    sections: list[SectionLink]
    keys: frozenset[str]
    headings: int
    first: Edge
    last: Edge
    compared: frozenset[str]
    names: frozenset[str]
    address: str

    def fits(self, names: Collection[str], address: str) -> bool:
        """Whether it holds the same on a page with these names at this address."""
        return self.compared.intersection(names) == self.names and self.address in ("", address)


def beside(own: list[LexborNode]) -> Iterator[LexborNode]:
    """The elements beside a page's own content: neighbours of its nodes and of the elements around them."""
    opened = {node.mem_id: node for own_node in own for node in (own_node, *ancestors(own_node))}
    inner = {node.mem_id for node in own}
    for node in opened.values():
        if node.mem_id in inner or node.tag == "html":
            continue
        for child in children(node):
            if child.is_element_node and child.mem_id not in opened:
                yield child


def path_to(node: LexborNode) -> tuple[str, ...] | None:
    """The tags of the elements around a sidebar, from the body's child down; None if one of them might matter to it."""
    tags = [above.tag or "" for above in ancestors(node)][::-1]
    return tuple(tags[2:]) if _AROUND.issuperset(tags) else None
