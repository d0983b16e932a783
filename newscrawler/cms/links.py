"""The links of one newspaper: which addresses are its own, and what they lead to by the rules of its family.

Pure functions of the address, no network.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urljoin, urlsplit

from newscrawler.cms.families import DEFAULT
from newscrawler.cms.family import Family, Link, LinkKind
from newscrawler.newspapers.address import parse_address

__all__ = ["Link", "LinkKind", "SiteUrls"]


class SiteUrls:
    """Classifies the links of one newspaper; caches the results, because menus repeat on every page."""

    def __init__(self, home: str, family: Family = DEFAULT) -> None:
        """``home`` is the address of the front page; raises ValueError as parse_address() does."""
        address = parse_address(home)
        self.family = family
        self.origin, self.home, self.hosts = address.origin, address.home, address.hosts
        self.domain, self.name = address.domain, address.name
        self._seen: dict[tuple[str, str], Link | None] = {}

    def link(self, href: str | None, page_url: str) -> Link | None:
        """The link behind ``href`` on ``page_url``; None for one that leads nowhere (empty, ``#``, script)."""
        if not href:
            return None
        key = (href, page_url if href[0] != "/" else "")
        if key not in self._seen:
            if len(self._seen) > 10_000:  # limits the memory of runs over a million articles
                self._seen.clear()
            self._seen[key] = self._classify(href, page_url)
        return self._seen[key]

    def own(self, href: str, page_url: str) -> str | None:
        """The address behind ``href`` if it is on the newspaper's own host and port."""
        link = self.link(href, page_url)
        return link.url if link is not None and link.url.startswith(f"{self.origin}/") else None

    def absolute(self, href: str | None, page_url: str) -> str | None:
        """``href`` resolved against the page, http and https only; used for pictures and players."""
        href = (href or "").strip()
        try:
            url = urljoin(page_url, href)
            parts = urlsplit(url)
        except ValueError:
            return None
        return url if href.strip("#") and parts.scheme in ("http", "https") and parts.netloc else None

    def _classify(self, href: str, page_url: str) -> Link | None:
        href = href.strip()
        if not href or href.startswith("#"):
            return None
        try:
            parts = urlsplit(urljoin(page_url, href))
            host = parts.netloc.lower()
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or not host:
            return None
        if host not in self.hosts:
            return Link("other", parts.geturl())
        path = re.sub(r"/{2,}", "/", parts.path) or "/"
        query = {k: v.strip() for k, v in parse_qsl(parts.query, keep_blank_values=True)}
        return self.family.link(self.origin, path, query)
