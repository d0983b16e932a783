"""Reads responses that are not HTML pages: RSS feeds and the replies to "more" buttons (AJAX)."""

from __future__ import annotations

import re
from html import unescape

from parsel import Selector

from newscrawler.cms.family import MoreReply, MoreRequest, Row
from newscrawler.cms.links import SiteUrls
from newscrawler.korean.dates import parse_time, real_time
from newscrawler.korean.text import clean

_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# What may be text that nobody escaped: "&" and HTML's entities (&nbsp;), "<" before a word (<BTS>), "]]>".
_UNESCAPED = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)(?:\w{2,10};)?"
    r"|<(?![/!?])(?=(?P<name>[^\s<>/]{0,40})(?P<rest>[^<>]{0,1000}>)?)|\]\]>",
    re.I,
)
_START = re.compile(r"<([a-z][^\s<>/]{0,40})")
_END = re.compile(r"</([^\s<>]{1,40})\s{0,9}>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, "Characters"


def read_rss(text: str, urls: SiteUrls, page_url: str) -> list[Row] | None:
    """The articles of an RSS feed; None when the text is not a feed (some newspapers send HTML)."""
    if not _FEED.search(text, 0, 2000):
        return None
    selector = Selector(text=_well_formed(text), type="xml")
    rows = []
    for item in selector.xpath("//*[local-name()='item' or local-name()='entry']"):
        href = item.xpath("string(*[local-name()='link'])").get() or item.xpath("*[local-name()='link']/@href").get()
        link = urls.link(clean(href or ""), page_url)
        if link is not None and link.kind == "article":
            title = item.xpath("string(*[local-name()='title'])").get() or ""
            date = item.xpath("string(*[local-name()='pubDate' or local-name()='published'])").get() or ""
            rows.append(Row(link, clean(title), real_time(parse_time(date))))
    return rows


def _well_formed(text: str) -> str:
    """A feed without what would make the parser lose an item: texts that are not escaped, controls."""
    text = _CONTROL.sub("", _DECLARATION.sub("", text))
    closed = set(_END.findall(text))
    if closed.isdisjoint(("rss", "feed", "rdf:RDF")):  # cut off: its open elements are elements
        closed.update(name for name in _START.findall(text) if name.islower())
    first, *sections = text.split("<![CDATA[")
    pieces = [_escaped(first, closed)]
    for section in sections:
        inside, end, outside = section.partition("]]>")
        pieces.append(f"<![CDATA[{inside}]]>{_escaped(outside, closed)}" if end else _escaped(inside, closed))
    return "".join(pieces)


def _escaped(text: str, closed: set[str]) -> str:
    """Text and elements outside a CDATA section; ``closed`` are the elements of the feed that have an end tag."""

    def escape(match: re.Match[str]) -> str:
        found = match[0]
        if found == "]]>":
            return "]]&gt;"
        if found.startswith("<"):
            is_element = match["rest"] and (match["rest"].endswith("/>") or match["name"] in closed)
            return found if is_element else "&lt;"
        known = unescape(found)
        return known if "&" not in known else f"&amp;{found[1:]}"

    return _UNESCAPED.sub(escape, text)


def read_more(text: str, request: MoreRequest, urls: SiteUrls, page_url: str) -> MoreReply:
    """Reads the reply to the "more" button of the page at ``page_url``; raises ``ValueError`` when it is not one."""
    return urls.family.read_more(text, request, lambda href: urls.link(href, page_url))
