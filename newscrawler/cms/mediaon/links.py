"""The addresses of mediaOn newspapers.

The CMS serves one article under several addresses (mobile and print copies, tracking parameters); only the number
``no`` and the path prefix of a sub-site identify it (docs/mediaon.md §11). On a sub-site the prefix is part of the
article's id (``cloud/7``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl

from newscrawler.cms.family import Link

_ARTICLE_FILES = {"article.html", "article_print.html", "m_article.html"}
# /news/ pages that are not sections: search, writers, scripts behind banners and buttons.
_NO_LIST = re.compile(r"^(search|article(_print|_list_writer)?\.|m_|ajax|poll|sns|rss)")
_COPY_FOLDERS = {"news", "mobile", "m"}
_NUMBER = re.compile(r"^\d{1,18}$")
_SIGNED_NUMBER = re.compile(r"^-?\d{1,18}$")
_SECTION = re.compile(r"[?&]sec_no=(-?\d+)$")


def link(origin: str, path: str, query: dict[str, str], canonical: Callable[..., str]) -> Link | None:
    """What an address leads to; see ``Family.link``."""
    folder, _, file = path.rpartition("/")
    if file == "banner_click.php":  # counts a click and leaves the newspaper (docs/mediaon.md §10)
        return None
    if file in _ARTICLE_FILES:
        return _article(origin, folder, query)
    if folder.endswith("/mybbs"):
        return Link("post" if query.get("mode") == "view" else "board", canonical(origin, path, query))
    if not folder.endswith("/news") or not file.endswith(".html") or _NO_LIST.match(file):
        return Link("other", canonical(origin, path, query))
    if query.get("rvw_no") == "0":  # an unset series: it does not have a list (docs/mediaon.md §3)
        return Link("other", canonical(origin, path, query))
    if query.get("page") in ("", "0", "1"):  # page 1 is the list itself
        del query["page"]
    return Link("list" if "_list_all" in file else "landing", canonical(origin, path, query))


def _article(origin: str, folder: str, query: dict[str, str]) -> Link | None:
    number = query.get("no", "")
    if not _NUMBER.match(number):
        return None
    number = str(int(number))  # the CMS shows article 1 as no=0001, too
    prefix, _, copy = folder.rpartition("/")
    if copy not in _COPY_FOLDERS:
        prefix = folder
    identifier = f"{prefix.lstrip('/')}/{number}" if prefix else number
    return Link("article", f"{origin}{prefix}/news/article.html?no={number}", identifier)


def list_behind(landing: str) -> str | None:
    """The list behind a section's or a series' landing page.

    The CMS keeps all pages of a section under one ``sec_no`` and all of a series under one ``rvw_no``, whatever the
    file of the landing page is called (docs/mediaon.md §3).
    """
    path, _, query = landing.partition("?")
    folder, _, file = path.rpartition("/")
    if "_list_all" in file:
        return None
    numbers = dict(parse_qsl(query))
    for key, kind in (("sec_no", "section"), ("rvw_no", "review")):
        if _SIGNED_NUMBER.match(numbers.get(key, "")):
            return f"{folder}/{kind}_list_all.html?{key}={numbers[key]}"
    return None


def list_of_all(origin: str) -> str:
    """The list of all articles, which menus do not always link to (docs/mediaon.md §3)."""
    return f"{origin}/news/article_list_all.html"


def section_code(url: str) -> str | None:
    """The ``sec_no`` at the end of a canonical address."""
    match = _SECTION.search(url)
    return match[1] if match else None
