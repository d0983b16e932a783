"""What is no HTML page: RSS feeds and the replies of the AJAX more-button."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from parsel import Selector

from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import Row
from newscrawler.cms.markup.dom import attribute, children, parse
from newscrawler.korean.dates import parse_time
from newscrawler.korean.text import clean

_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.I)


def read_rss(text: str, urls: SiteUrls, page_url: str) -> list[Row] | None:
    """The articles of an RSS feed; None when the text is no feed (docs/mediaon.md §8: some papers answer HTML)."""
    if not _FEED.search(text, 0, 2000):
        return None
    selector = Selector(text=re.sub(r"^\s*<\?xml[^>]*\?>", "", text), type="xml")
    rows = []
    for item in selector.xpath("//*[local-name()='item' or local-name()='entry']"):
        href = item.xpath("string(*[local-name()='link'])").get() or item.xpath("*[local-name()='link']/@href").get()
        link = urls.link(clean(href or ""), page_url)
        if link is not None and link.kind == "article":
            title = item.xpath("string(*[local-name()='title'])").get() or ""
            date = item.xpath("string(*[local-name()='pubDate' or local-name()='published'])").get() or ""
            rows.append(Row(link, clean(title), parse_time(date)))
    return rows


@dataclass(frozen=True, slots=True)
class AjaxReply:
    """One page of an AJAX block: its articles, how many entries it has, the server's error if any."""

    rows: list[Row]
    entries: int
    error: str | None = None


def read_ajax(text: str, lay_no: str, urls: SiteUrls, page_url: str) -> AjaxReply:
    """Reads ``{"html", "error_code", "error_message"}``, whatever content type it came with (docs/mediaon.md §5).

    Raises ``ValueError`` when the reply is no such object.
    """
    reply = json.loads(text)
    if not isinstance(reply, dict):
        raise ValueError("the AJAX reply is no JSON object")
    if reply.get("error_code"):
        return AjaxReply([], 0, clean(str(reply.get("error_message") or reply["error_code"])))
    html = reply.get("html")
    if not isinstance(html, str):
        raise ValueError("the AJAX reply has no html")
    tree = parse(html)
    box = tree.css_first(f'[id="skin_content_{lay_no}"]') or tree.body
    if box is None:
        return AjaxReply([], 0)
    links = (urls.link(attribute(node, "href"), page_url) for node in box.css("a[href]"))
    found = {link.url: Row(link, "", None) for link in links if link is not None and link.kind == "article"}
    return AjaxReply(list(found.values()), sum(child.is_element_node for child in children(box)))
