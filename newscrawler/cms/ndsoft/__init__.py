"""The ND소프트 (엔디소프트) family; the facts behind it are in docs/ndsoft.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from newscrawler.cms.dom import attribute, select, text_of
from newscrawler.cms.family import Family, Link, MoreReply, MoreRequest, PageSource, Resolve
from newscrawler.cms.ndsoft import head, links, more, signs
from newscrawler.cms.ndsoft.selectors import SELECTORS
from newscrawler.korean.clock import KST
from newscrawler.korean.dates import iso

__all__ = ["NdSoft"]

_BUILT = re.compile(r"___currentTime\s*=\s*(?:parseInt\(\s*)?[\"']?([0-9]{9,10})(?![0-9])")
_COUNT = re.compile(r"(?:총|전체)\s*:?\s*([0-9][0-9,]{0,11})\s*건")
_COUNTED = "small, td, h1, h2, h3"  # where the older skins print it, under no name of their own
_COUNT_LENGTH = 80  # characters; a longer text is not a heading
_TOTAL = re.compile(r"(?:[?&]total=|params\[\s*['\"]total['\"]\s*\]\s*=\s*['\"]?)([0-9]{1,9})")


class NdSoft(Family):
    """ND소프트: ``/news/articleView.html?idxno=…``, lists by codes such as ``S1N1``, JSON behind the "more" button."""

    name = "ndsoft"
    title = "ND소프트"
    selectors = SELECTORS

    def signs(self, page: PageSource) -> list[str]:
        return signs.SIGNS.found(page)

    def skin(self, html: str) -> str | None:
        return signs.generation(html)

    def link(self, origin: str, path: str, query: dict[str, str]) -> Link | None:
        return links.link(origin, path, query, self.canonical)

    def section_of(self, url: str) -> str:
        """One address for all views of a list, with the summaries that the newspapers' own menus ask for."""
        return links.section_of(super().section_of(url))

    def section_code(self, url: str) -> str | None:
        return links.section_code(url)

    def is_series(self, url: str) -> bool:
        return links.is_series(url)

    def made_at(self, html: str) -> str | None:
        """When the server built the page: a script's variable, in seconds of Unix time (docs/ndsoft.md §1)."""
        match = _BUILT.search(html)
        return iso(datetime.fromtimestamp(int(match[1]), KST)) if match else None

    def section_name(self, page: PageSource) -> str | None:
        return head.section(page)

    def site_name(self, page: PageSource) -> str | None:
        return head.outlet(page)

    def headline_of(self, announced: str) -> str:
        return head.without_outlet(announced)

    def total(self, page: PageSource) -> int | None:
        """The count that the list prints, else the one that its pager or its script carries along."""
        for places in (SELECTORS.list_count or "", _COUNTED if "건" in page.html else ""):
            for node in select(page.tree, places) if places else ():
                text = text_of(node)
                if len(text) <= _COUNT_LENGTH and (match := _COUNT.search(text)):
                    return int(match[1].replace(",", ""))
        section = self.section_of(page.url)
        for node in page.tree.css("a[href*='total=']"):
            link, match = page.link_of(node), _TOTAL.search(attribute(node, "href"))
            if match and link is not None and self.section_of(link.url) == section:
                return int(match[1])
        match = _TOTAL.search(page.html) if page.tree.css_first(".list-btn-more") is not None else None
        return int(match[1]) if match else None

    def more_requests(self, page: PageSource) -> Iterator[MoreRequest]:
        return more.requests(page)

    def read_more(self, text: str, request: MoreRequest, resolve: Resolve) -> MoreReply:
        return more.read(text, request, resolve)
