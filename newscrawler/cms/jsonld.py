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
_ARTICLE = re.compile(r"(?:News|Reportage|Opinion)?Article$")


@dataclass(frozen=True, slots=True)
class Stated:
    """An article's headline and times (ISO 8601); the headline is empty and a time None where they are not stated."""

    headline: str
    published: str | None
    modified: str | None


def stated_article(html: str) -> Stated | None:
    """The article that a page's metadata describes; None where it has none, or none that is valid JSON."""
    for found in _objects(html):
        if isinstance(kind := found.get("@type"), str) and _ARTICLE.match(kind):
            headline, published, modified = (
                value if isinstance(value := found.get(name), str) else ""
                for name in ("headline", "datePublished", "dateModified")
            )
            return Stated(clean(headline), parse_time(published), parse_time(modified))
    return None


def _objects(html: str) -> Iterator[dict[str, Any]]:
    """The objects of all JSON-LD scripts of a page, those of a list or graph one by one."""
    for opening in _SCRIPT.finditer(html):
        end = html.find("</script", opening.end())
        if end < 0:
            return
        try:
            data = json.loads(html[opening.end() : end])
        except (ValueError, RecursionError):  # texts that the CMS did not escape
            continue
        for found in data if isinstance(data, list) else [data]:
            if isinstance(found, dict):
                graph = found.get("@graph")
                yield from (
                    part for part in [found, *(graph if isinstance(graph, list) else [])] if isinstance(part, dict)
                )
