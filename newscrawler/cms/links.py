"""The links of one newspaper: which addresses are its own, and what they lead to by the rules of its family.

Pure functions of the address, no network.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

from newscrawler.cms.families import DEFAULT
from newscrawler.cms.family import Family, Link, LinkKind
from newscrawler.newspapers.address import parse_address

__all__ = ["Link", "LinkKind", "SiteUrls"]

# White space, controls, invisible signs of direction and the signs that RFC 3986 gives no place in an address.
_NO_ADDRESS = re.compile(
    r"[\x00-\x20\x7f-\xa0\"<>\\^`{|}\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff0-\uffff]"
)
_PATH = re.compile(r"^[^?#]*")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def encoded(address: str) -> str:
    """An address with everything that no address may hold percent-encoded as UTF-8; letters of any script stay.

    U+2028 or a line feed in an address would break the lines of the feeds for programs that split there.
    """
    return _NO_ADDRESS.sub(lambda match: quote(match[0]), _SURROGATE.sub("\ufffd", address))


def _with_slashes(href: str) -> str:
    """An address with backslashes in its path as slashes, as browsers read it (WHATWG URL Standard, "special")."""
    return _PATH.sub(lambda path: path[0].replace("\\", "/"), href, count=1) if "\\" in href else href


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
        href = _with_slashes((href or "").strip())
        try:
            url = urljoin(page_url, href)
            parts = urlsplit(url)
        except ValueError:
            return None
        if not href.strip("#") or parts.scheme not in ("http", "https") or not parts.netloc:
            return None
        return encoded(url)

    def _classify(self, href: str, page_url: str) -> Link | None:
        href = _with_slashes(href.strip())
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
            return Link("other", encoded(parts.geturl()))
        path = encoded(re.sub(r"/{2,}", "/", parts.path)) or "/"
        query = {k: v.strip() for k, v in parse_qsl(parts.query, keep_blank_values=True)}
        return self.family.link(self.origin, path, query)
