"""The "more" buttons (AJAX) of mediaOn: ``ajaxGetSkinContent(layout_tpl, lay_no)`` (docs/mediaon.md §5)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from newscrawler.cms.dom import attribute, children, parse, select, text_of
from newscrawler.cms.family import Link, MoreReply, MoreRequest, PageSource, Resolve, Row
from newscrawler.korean.notices import says_nothing_there
from newscrawler.korean.text import clean
from newscrawler.translation import N_

_CALL = re.compile(r"ajaxGetSkinContent\(\s*['\"]?([^'\",)]{1,60})['\"]?\s*,\s*['\"]?(\d{1,12})")
_ENDPOINT = re.compile(r"""['"]([^'"]{0,100}ajax\.php)['"]""")
_SECTION = re.compile(r"ajax_page=[^;]{0,80}?sec_no=(-?\d{0,9})")
_USUAL_ENDPOINT = "/news/ajax.php"
_SHOWN = 60  # characters of an unexpected reply
_HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "XMLHttpRequest"}


def requests(page: PageSource) -> Iterator[MoreRequest]:
    """The next request of each "more" button; the page's script names the endpoint and the section."""
    for node in select(page.tree, "a[onclick], a[href^=javascript], button[onclick]"):
        call = _CALL.search(f"{attribute(node, 'href')} {attribute(node, 'onclick')}")
        if call is None:
            continue
        layout, number = call[1].strip(), call[2]
        box = page.tree.css_first(f'[id="skin_content_{number}"]')
        count, shown = (attribute(box, name) if box is not None else "" for name in ("data-count", "data-page"))
        found, in_section = _ENDPOINT.search(page.html), _SECTION.search(page.html)
        url = (page.own(found[1]) if found else None) or page.own(_USUAL_ENDPOINT)
        if url is None:
            continue
        section = in_section[1] if in_section else ""
        yield MoreRequest(
            url=url,
            name=f"{layout}-{number}",
            list_url=f"{url}#{layout}-{number}-{section}",
            method="POST",
            form={  # in the order in which the CMS's own script sends them
                "mode": "get_skin_content",
                "layout_tpl": layout,
                "lay_no": number,
                "ajax_page": str((int(shown) if shown.isdigit() else 1) + 1),
                "sec_no": section,
            },
            headers=_HEADERS,
            size=int(count) if count.isdigit() else None,
        )


def read(text: str, request: MoreRequest, resolve: Resolve) -> MoreReply:
    """Reads ``{"html", "error_code", "error_message"}``; a reply that is not full is the last.

    Raises ``ValueError`` when the reply is not such an object.
    """
    reply = json.loads(text)
    if not isinstance(reply, dict):
        raise ValueError(N_("the AJAX reply is not a JSON object"))
    if reply.get("error_code"):
        message = clean(str(reply.get("error_message") or reply["error_code"]))
        return MoreReply([], message, says_end=says_nothing_there(message))
    html = reply.get("html")
    if not isinstance(html, str):
        raise ValueError(N_("the AJAX reply has no html"))
    tree = parse(html)
    named = tree.css_first(f'[id="skin_content_{request.form["lay_no"]}"]')
    box = named or tree.body
    if box is None:
        return MoreReply([])
    links: dict[str, Link] = {}
    for node in box.css("a[href]"):
        link = resolve(attribute(node, "href"))
        if link is not None and link.kind == "article":
            links.setdefault(link.url, link)
    if not links and (text := text_of(box)):
        if says_nothing_there(text):
            return MoreReply([], says_end=True)
        if named is None:
            raise ValueError(N_(f"the AJAX reply says {text[:_SHOWN]!r}"))
    entries = sum(child.is_element_node for child in children(box))
    is_last = request.size is not None and entries < request.size
    return MoreReply([Row(link, "", None) for link in links.values()], next=None if is_last else _after(request))


def _after(request: MoreRequest) -> MoreRequest:
    page = int(request.form["ajax_page"]) + 1
    return replace(request, form={**request.form, "ajax_page": str(page)})
