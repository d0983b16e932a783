"""The mediaOn (미디어온) family; the facts behind it are in docs/mediaon.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newscrawler.cms.family import Family, Link, MoreReply, MoreRequest, PageSource, Resolve
from newscrawler.cms.mediaon import links, more, signs
from newscrawler.cms.mediaon.selectors import SELECTORS
from newscrawler.korean.dates import parse_time

__all__ = ["MediaOn"]

_MAKE_FILE = re.compile(r"<!--\s*MAKE FILE \((\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})\)")
_COMMENT_LENGTH = 400  # characters at the end of a page, where the comment is


class MediaOn(Family):
    """mediaOn: ``/news/article.html?no=…``, lists by ``sec_no``, more buttons by ``ajaxGetSkinContent``."""

    name = "mediaon"
    title = "mediaOn"
    selectors = SELECTORS

    def signs(self, page: PageSource) -> list[str]:
        return signs.SIGNS.found(page)

    def skin(self, html: str) -> str | None:
        return signs.skin(html)

    def link(self, origin: str, path: str, query: dict[str, str]) -> Link | None:
        return links.link(origin, path, query, self.canonical)

    def list_behind(self, landing: str) -> str | None:
        return links.list_behind(landing)

    def list_of_all(self, origin: str) -> str | None:
        return links.list_of_all(origin)

    def section_code(self, url: str) -> str | None:
        return links.section_code(url)

    def is_series(self, url: str) -> bool:
        return "review_list_all" in url

    def made_at(self, html: str) -> str | None:
        """When the CMS built its cached copy of the page: its last comment (docs/mediaon.md §1)."""
        match = _MAKE_FILE.search(html, max(0, len(html) - _COMMENT_LENGTH))
        return parse_time(match[1]) if match else None

    def more_requests(self, page: PageSource) -> Iterator[MoreRequest]:
        return more.requests(page)

    def read_more(self, text: str, request: MoreRequest, resolve: Resolve) -> MoreReply:
        return more.read(text, request, resolve)
