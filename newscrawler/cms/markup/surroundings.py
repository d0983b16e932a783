"""The surroundings of an article or a list: the same widgets on page after page, read once in a run.

A page's *frame* is its markup without the article or the list, and without menus, comments and banners, which hold
no widgets. Two pages with the same frame have the same widgets, so those of the second need not be read again.
Reading the widgets of one page takes three times as long as reading its article, and comparing its frame a tenth.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import ancestors, children
from newscrawler.cms.family import Selectors
from newscrawler.cms.markup.marks import is_chrome
from newscrawler.cms.markup.parts import SectionLink, Widget

_MOST = 100  # frames kept, 50 KB each; newspapers have one or two for each of their sections
_CUT = "\0"  # replaces what was cut out; never occurs in parsed text


@dataclass(slots=True)
class Surroundings:
    """The widgets of a page and the sections that its 더보기 and headings lead to, by address.

    ``compared`` are the texts that were compared with the page's own names, ``names`` those that were equal.
    """

    widgets: list[Widget]
    more: dict[str, SectionLink]
    compared: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    taken: bool = False  # a run has used them
    kept: bool = False  # in a memory


@dataclass(slots=True)
class Memory:
    """The most recently used surroundings of a run, by frame."""

    _known: dict[tuple[str, str], Surroundings] = field(default_factory=dict)

    def get(self, frame: tuple[str, str], names: Collection[str]) -> Surroundings | None:
        """The surroundings stored for this frame, if they also hold for a page with these names; else None."""
        known = self._known.pop(frame, None)
        if known is None or known.compared.intersection(names) != known.names:
            return None
        self._known[frame] = known  # the most recently used is forgotten last
        return known

    def add(self, frame: tuple[str, str], surroundings: Surroundings) -> None:
        """Stores surroundings, and forgets the least recently used."""
        surroundings.kept = True
        self._known[frame] = surroundings
        if len(self._known) > _MOST:
            del self._known[next(iter(self._known))]

    def forget(self, frame: tuple[str, str]) -> None:
        """Forgets this frame, so that its pages are read in full again."""
        self._known.pop(frame, None)


def frame_of(root: LexborNode, cut: list[LexborNode], selectors: Selectors) -> str:
    """The markup below ``root`` without the elements ``cut`` and the page's chrome around them."""
    gone = {node.mem_id for node in cut}
    opened = {above.mem_id for node in cut for above in ancestors(node)}
    return "".join(_pieces(root, gone, opened, selectors))


def _pieces(node: LexborNode, gone: set[int], opened: set[int], selectors: Selectors) -> Iterator[str]:
    for child in children(node):
        if child.mem_id in gone:
            yield _CUT
        elif child.mem_id in opened:
            yield f"<{child.tag} {child.attributes}>"
            yield from _pieces(child, gone, opened, selectors)
            yield f"</{child.tag}>"
        elif child.is_element_node and is_chrome(child, selectors):
            yield _CUT
        else:
            yield child.html or ""
