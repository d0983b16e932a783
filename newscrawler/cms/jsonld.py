"""What a page states about its article for search engines: schema.org metadata as JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newscrawler.korean.dates import parse_time
from newscrawler.korean.text import clean

_SCRIPT = re.compile(r"<script\b[^<>]{0,200}\bapplication/ld\+json\b[^<>]{0,100}>", re.I)
_WRAPPING = " \t\r\n;"
_ARTICLES = ("Article", "Posting", "Report")  # the ends of the types: NewsArticle, BlogPosting
_DEEPEST = 5  # a page's graph, its main entity, the article in it


@dataclass(frozen=True, slots=True)
class Stated:
    """An article's headline and times (ISO 8601); the headline is empty and a time None where they are not stated.

    ``authors`` are the names of its people as stated, ``outlets`` those of the organisations that wrote or published
    it, ``sections`` its sections.
    """

    headline: str
    published: str | None
    modified: str | None
    authors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


def stated_article(html: str) -> Stated | None:
    """The article that a page's metadata describes; None where it has none, or none that is valid JSON."""
    for found in _objects(html):
        if any(kind.endswith(_ARTICLES) for kind in _texts(found.get("@type"))):
            headline, published, modified = (
                next(iter(_texts(found.get(name))), "") for name in ("headline", "datePublished", "dateModified")
            )
            makers = [*_makers(found.get("author")), *((name, True) for name, _ in _makers(found.get("publisher")))]
            return Stated(
                clean(headline),
                parse_time(published),
                parse_time(modified),
                tuple(dict.fromkeys(name for name, is_outlet in makers if not is_outlet)),
                tuple(dict.fromkeys(name for name, is_outlet in makers if is_outlet)),
                tuple(map(clean, _texts(found.get("articleSection")))),
            )
    return None


def _objects(html: str) -> Iterator[dict[str, Any]]:
    """The objects of all JSON-LD scripts of a page, those in lists, graphs and other objects one by one."""
    for opening in _SCRIPT.finditer(html):
        end = html.find("</script", opening.end())
        if end < 0:
            return
        source = html[opening.end() : end].strip(_WRAPPING)
        for start, stop in (("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>")):
            source = source.removeprefix(start).removesuffix(stop).strip(_WRAPPING)
        try:
            data = json.loads(source, strict=False)
        except (ValueError, RecursionError):  # texts that the CMS did not escape
            continue
        yield from _within(data, _DEEPEST)


def _within(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    if depth and isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _within(part, depth - 1)


def _texts(value: object) -> list[str]:
    """The texts of a value that is one or a list of them."""
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _makers(value: object) -> Iterator[tuple[str, bool]]:
    """The name of each author or publisher, and whether it is an organisation."""
    for maker in value if isinstance(value, list) else [value]:
        if isinstance(maker, str):
            yield clean(maker), False
        elif isinstance(maker, dict):
            is_outlet = any(kind.endswith("Organization") for kind in _texts(maker.get("@type")))
            yield from ((clean(name), is_outlet) for name in _texts(maker.get("name")))
