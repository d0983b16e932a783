"""The addresses of ND소프트 newspapers (docs/ndsoft.md §4, §9).

The number ``idxno`` alone identifies an article. A list is identified by one code: of a section (``S1N1``), a
sub-section (``S2N5``), a series (``SRN3``) or several of them; every other parameter is empty, a default, or narrows
the list down to what somebody searched for.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from newscrawler.cms.family import Link

_ARTICLE_FILES = {"articleView.html", "articleView", "articlePrint.html", "articleViewAmp.html"}
_NUMBER = re.compile(r"[0-9]{1,18}")
# The narrowest first: a list that names its section as well is still that of the sub-section.
_CODES = ("sc_serial_code", "sc_sub_section_code", "sc_multi_code", "sc_section_code")
_CODE = re.compile(rf"[?&](?:{'|'.join(_CODES)})=([^&]+)")
# How a list is shown, where a page of it is in the count, and the order that every list has anyway.
_SHOWN = {"total", "view_type", "sc_order_by", "sc_andor", "box_idxno", "list_per_page", "page_per_page"}
_LIST = "/news/articleList.html"
_AS_SHOWN = re.compile(r"[?&]view_type=[^&]*")
_USUAL_VIEW = "view_type=sm"  # with summaries; the newspapers' own menus ask for it


def link(origin: str, path: str, query: dict[str, str], canonical: Callable[..., str]) -> Link | None:
    """What an address leads to; see ``Family.link``."""
    folder, _, file = path.rpartition("/")
    if folder.endswith("/news") and file in _ARTICLE_FILES:
        return _article(origin, folder, query)
    if path.endswith(_LIST):
        return _list(origin, path, query, canonical)
    if folder.endswith("/bbs") and file == "list.html" and query.get("table"):
        return Link("post" if query.get("idxno") else "board", canonical(origin, path, query))
    if file == "index.html" and query.get("editcode"):  # the front page of a section
        return Link("landing", canonical(origin, path, {"editcode": query["editcode"]}))
    return Link("other", canonical(origin, path, query))


def _article(origin: str, folder: str, query: dict[str, str]) -> Link | None:
    number = query.get("idxno", "")
    if not _NUMBER.fullmatch(number):
        return None
    prefix = folder.removesuffix("/news")
    identifier = f"{prefix.lstrip('/')}/{number}" if prefix else number
    return Link("article", f"{origin}{folder}/articleView.html?idxno={number}", identifier)


def _list(origin: str, path: str, query: dict[str, str], canonical: Callable[..., str]) -> Link:
    given = {name: value for name, value in query.items() if value}
    if any(name.startswith("sc_") and name not in _SHOWN and name not in _CODES for name in given):
        return Link("other", canonical(origin, path, query))  # a search, or the articles of one reporter
    code = next((name for name in _CODES if name in given), None)
    kept = {name: value for name, value in given.items() if name in (code, "view_type")}
    if given.get("page", "1") not in ("0", "1"):  # page 1 is the list itself
        kept["page"] = given["page"]
    return Link("list", canonical(origin, path, kept))


def section_of(url: str) -> str:
    """The address of a list in its usual view: one for all views of it."""
    if _LIST not in url:
        return url
    bare = _AS_SHOWN.sub("", url)
    bare = bare if "?" in bare else bare.replace("&", "?", 1)
    return f"{bare}{'&' if '?' in bare else '?'}{_USUAL_VIEW}"


def section_code(url: str) -> str | None:
    """The code in a list's canonical address."""
    match = _CODE.search(url)
    return match[1] if match else None


def is_series(url: str) -> bool:
    """Whether a list's address is that of a series (연재)."""
    return "sc_serial_code=" in url
