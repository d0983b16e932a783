"""What a link of a mediaOn newspaper leads to, and its one canonical address.

The CMS serves one article under several addresses (mobile and print copies, tracking
parameters, with and without ``www.``); only the number ``no`` and the path prefix of a
sub-site identify it (docs/mediaon.md §11). Pure functions of the address, no network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

LinkKind = Literal["article", "board", "list", "landing", "other"]

_ARTICLE_FILES = {"article.html", "article_print.html", "m_article.html"}
# /news/ pages that hold no section: search, writers, scripts behind banners and buttons.
_NO_LIST = re.compile(r"^(search|article(_print|_list_writer)?\.|m_|ajax|poll|sns|rss)")
_COPY_FOLDERS = {"news", "mobile", "m"}
_JUNK_PARAMETER = re.compile(r"^(utm_.*|ref|mobile(_reset)?|phpsessid|sid|s_id|fbclid|gclid)$", re.I)
_NUMBER = re.compile(r"^\d{1,18}$")


@dataclass(frozen=True, slots=True)
class Link:
    """Where an ``href`` leads: ``url`` is absolute and, for the newspaper's own pages, canonical.

    ``id`` is the article's number, with its path prefix on a sub-site (``cloud/7``).
    """

    kind: LinkKind
    url: str
    id: str | None = None


class SiteUrls:
    """Tells the links of one newspaper apart; remembers what it was asked, menus repeat on every page."""

    def __init__(self, home: str) -> None:
        """``home`` is the address of the front page; raises ``ValueError`` when it has no http(s) host."""
        parts = urlsplit(home)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"not an http(s) address with a host: {home!r}")
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.home = f"{self.origin}{parts.path or '/'}"
        self.name = parts.hostname.removeprefix("www.")
        port = f":{parts.port}" if parts.port else ""
        self.hosts = frozenset(f"{sub}{self.name}{port}" for sub in ("", "www.", "m."))
        self._seen: dict[tuple[str, str], Link | None] = {}

    def link(self, href: str | None, page_url: str) -> Link | None:
        """The link behind ``href`` on ``page_url``; None when it leads nowhere (empty, ``#``, script)."""
        if not href:
            return None
        key = (href, page_url if href[0] != "/" else "")
        if key not in self._seen:
            if len(self._seen) > 10_000:  # bounds the memory of runs over a million articles
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
        folder, _, file = path.rpartition("/")
        if file == "banner_click.php":  # counts a click and leaves the newspaper (docs/mediaon.md §10)
            return None
        query = {k: v.strip() for k, v in parse_qsl(parts.query, keep_blank_values=True)}
        if file in _ARTICLE_FILES:
            return self._article(folder, query)
        if folder.endswith("/mybbs"):
            kind: LinkKind = "board" if query.get("mode") == "view" else "other"
            return Link(kind, self._url(path, query))
        if folder.endswith("/news") and file.endswith(".html") and not _NO_LIST.match(file):
            return self._listing(path, file, query)
        return Link("other", self._url(path, query))

    def _article(self, folder: str, query: dict[str, str]) -> Link | None:
        number = query.get("no", "")
        if not _NUMBER.match(number):
            return None
        prefix, _, copy = folder.rpartition("/")
        if copy not in _COPY_FOLDERS:
            prefix = folder
        identifier = f"{prefix.lstrip('/')}/{number}" if prefix else number
        return Link("article", f"{self.origin}{prefix}/news/article.html?no={number}", identifier)

    def _listing(self, path: str, file: str, query: dict[str, str]) -> Link:
        if query.get("rvw_no") == "0":  # an unset series: no list stands behind it (docs/mediaon.md §3)
            return Link("other", self._url(path, query))
        if query.get("page") in ("", "0", "1"):  # page 1 is the list itself
            del query["page"]
        return Link("list" if "_list_all" in file else "landing", self._url(path, query))

    def _url(self, path: str, query: dict[str, str]) -> str:
        kept = {k: v for k, v in query.items() if not _JUNK_PARAMETER.match(k)}
        page = {"page": kept.pop("page")} if "page" in kept else {}
        return f"{self.origin}{path}" + (f"?{urlencode({**kept, **page})}" if kept or page else "")


def section_of(url: str) -> str:
    """The address of a list without its page number: what names the section a page belongs to."""
    return re.sub(r"[?&]page=\d+$", "", url)


def page_number(url: str) -> int:
    """The page a list address asks for, 1 when it names none."""
    match = re.search(r"[?&]page=(\d{1,9})$", url)
    return int(match[1]) if match else 1


def with_page(url: str, number: int) -> str:
    """The address of page ``number`` of the list ``url``."""
    section = section_of(url)
    if number <= 1:
        return section
    return f"{section}{'&' if '?' in section else '?'}page={number}"


def list_of(landing: str) -> str | None:
    """The list behind a section's landing page: the CMS keeps both under one ``sec_no`` (docs/mediaon.md §3)."""
    found = re.fullmatch(r"(.*/)section(\.html\?sec_no=-?\d+)", landing)
    return f"{found[1]}section_list_all{found[2]}" if found else None
