"""The "more" button (AJAX) below a list of an ND소프트 newspaper (docs/ndsoft.md §4.1).

The page's script holds the parameters of the next request; the reply is JSON with the rows of one page of the list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from newscrawler.cms.dom import attribute
from newscrawler.cms.family import MoreReply, MoreRequest, PageSource, Resolve, Row
from newscrawler.cms.ndsoft.links import section_code
from newscrawler.korean.dates import parse_time
from newscrawler.korean.text import clean
from newscrawler.translation import N_

_PARAMETER = re.compile(r"params\[\s*['\"](\w{1,40})['\"]\s*\]\s*=\s*(?:['\"]([^'\"\n]{0,200})['\"]|(\d{1,12}))")
_ENDPOINT = "/news/ajaxArticlePaging.php"
_HEADERS = {"X-Requested-With": "XMLHttpRequest"}
_FIRST = ("total", "list_per_page", "page_per_page", "page")  # in the order in which the CMS's own script sends them
_NOT_SENT = ("list_page_limit",)
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.I)


def requests(page: PageSource) -> Iterator[MoreRequest]:
    """The request for the page of the list after the one shown; the endpoint answers only to one that names it."""
    button = page.tree.css_first(".list-btn-more")
    url = page.own(_ENDPOINT)
    if button is None or url is None:
        return
    given = {name: text or number for name, text, number in _PARAMETER.findall(page.html)}
    if not any(name.endswith("_code") and value for name, value in given.items()):
        given |= {name: value for name, value in parse_qsl(urlsplit(page.url).query) if name != "page"}
    shown = _number(attribute(button, "data-page")) or _number(given.get("page")) or 1
    size, total = _number(given.get("list_per_page")), _number(given.get("total"))
    if size and total is not None and shown * size >= total:
        return  # all of it is on the page
    given |= {"page": str(shown + 1), "box_idxno": given.get("box_idxno") or "0"}
    kept = {name: given[name] for name in (*_FIRST, *given) if given.get(name) and name not in _NOT_SENT}
    query = urlencode(kept)
    name = section_code(f"?{query}") or "all"
    yield MoreRequest(
        url=f"{url}?{query}",
        name=name,
        list_url=f"{url}#{name}",
        headers={**_HEADERS, "Referer": page.url},
        size=size,
    )


def read(text: str, request: MoreRequest, resolve: Resolve) -> MoreReply:
    """Reads ``{"result", "msg", "data"}``; a reply without rows, or with fewer than a page has, is the last.

    Raises ``ValueError`` when the reply is not such an object.
    """
    reply = json.loads(text)
    if not isinstance(reply, dict):
        raise ValueError(N_("the AJAX reply is not a JSON object"))
    if reply.get("result") != "success":
        return MoreReply([], clean(str(reply.get("msg") or reply.get("result"))))
    data = reply.get("data")
    if not isinstance(data, list):
        raise ValueError(N_("the AJAX reply has no list of articles"))
    rows = [row for entry in data if isinstance(entry, dict) and (row := _row(entry, resolve)) is not None]
    parameters = dict(parse_qsl(urlsplit(request.url).query))
    page, total = _number(parameters.get("page")) or 1, _number(parameters.get("total"))
    is_last = not rows or (
        request.size is not None and (len(data) < request.size or page * request.size >= (total or 0) > 0)
    )
    return MoreReply(rows, next=None if is_last else _after(request, {**parameters, "page": str(page + 1)}))


def _row(entry: dict[str, Any], resolve: Resolve) -> Row | None:
    link = resolve(f"/news/articleView.html?idxno={entry.get('idxno')}")
    if link is None or link.kind != "article":
        return None
    return Row(link, _title(str(entry.get("title") or "")), _date(entry))


def _title(text: str) -> str:
    """A title that may be percent-encoded, and may hold entities and tags."""
    if _ENCODED.search(text):
        text = unquote_plus(text)
    return clean(unescape(_TAG.sub("", text)))


def _date(entry: dict[str, Any]) -> str | None:
    """The time of release; where it is printed without a year, the day in full is in another field."""
    for day, clock in (("pub_date", "viewTime"), ("recognition_date", "recognition_time"), ("viewDate", "viewTime")):
        if date := parse_time(f"{entry.get(day) or ''} {entry.get(clock) or ''}"):
            return date
    return None


def _number(text: str | None) -> int | None:
    text = (text or "").replace(",", "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _after(request: MoreRequest, parameters: dict[str, str]) -> MoreRequest:
    return replace(request, url=f"{request.url.partition('?')[0]}?{urlencode(parameters)}")
