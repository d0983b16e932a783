"""The signs that tell the pages of one CMS family from those of others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from newscrawler.cms.family import Link, PageSource


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of a family: names for people, and what finds each.

    ``links`` are looked for among the links that stay on the newspaper's host, ``source`` in the text of the page,
    ``tree`` are selectors, which are their own names.
    """

    links: tuple[tuple[str, Callable[[Link], bool]], ...]
    source: tuple[tuple[str, re.Pattern[str]], ...]
    tree: tuple[str, ...]

    def found(self, page: PageSource) -> list[str]:
        """The names of the signs on a page, each once."""
        links = [link for node in page.tree.css("a[href]") if (link := page.link_of(node)) is not None]
        return [
            *(name for name, leads in self.links if any(map(leads, links))),
            *(name for name, pattern in self.source if pattern.search(page.html)),
            *(css for css in self.tree if page.tree.css_first(css) is not None),
        ]
