"""The boxes of a page: each mark - a heading, a link, a 더보기 - and the elements around it."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from selectolax.lexbor import LexborNode

from newscrawler.cms.family import Link

LISTS = frozenset(("ul", "ol", "dl", "table"))
ITEMS = frozenset(("li", "dl", "tr"))
# ``related`` is a link inside another entry, ``foreign`` one that leaves the newspaper, ``sidebar`` the place of a
# sidebar that was read before and cut out.
MarkKind = Literal["entry", "related", "more", "heading", "section", "other", "foreign", "sidebar"]


@dataclass(slots=True, eq=False, weakref_slot=True)
class Box:
    """An element that is a mark or holds marks; ``keys`` are the addresses of the entries below it.

    A box does not refer to the one around it: such cycles would keep every page until the garbage collector runs.
    """

    node: LexborNode
    _parent: weakref.ref[Box] | None
    boxes: list[Box] = field(default_factory=list)
    kind: MarkKind | None = None
    link: Link | None = None
    keys: set[str] = field(default_factory=set)
    headings: int = 0

    @property
    def parent(self) -> Box | None:
        """The box around this one, None for the root."""
        return self._parent() if self._parent is not None else None

    def up(self) -> Iterator[Box]:
        """Yields the box and the boxes around it, the nearest first."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent

    @property
    def item(self) -> Box | None:
        """The list item that this box stands in, None outside of items; a layout table's row looks like one."""
        return next((above for above in self.up() if above.node.tag in ITEMS), None)

    def marks(self) -> list[Box]:
        """The marks of this box in document order."""
        found, stack = [], [self]
        while stack:
            box = stack.pop()
            if box.kind:
                found.append(box)
            stack += reversed(box.boxes)
        return found
