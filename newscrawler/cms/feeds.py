"""Reads responses that are not HTML pages: RSS feeds and the replies to "more" buttons (AJAX)."""

from __future__ import annotations

import re

from parsel import Selector

from newscrawler.cms.family import MoreReply, MoreRequest, Row
from newscrawler.cms.links import SiteUrls
from newscrawler.korean.dates import parse_time, real_time
from newscrawler.korean.text import clean

_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.I)


def read_rss(text: str, urls: SiteUrls, page_url: str) -> list[Row] | None:
    """The articles of an RSS feed; None when the text is not a feed (some newspapers send HTML)."""
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
            rows.append(Row(link, clean(title), real_time(parse_time(date))))
    return rows


def read_more(text: str, request: MoreRequest, urls: SiteUrls, page_url: str) -> MoreReply:
    """Reads the reply to the "more" button of the page at ``page_url``; raises ``ValueError`` when it is not one."""
    return urls.family.read_more(text, request, lambda href: urls.link(href, page_url))
