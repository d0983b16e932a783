"""Reads an article from a page without the CMS's markup, with a general extractor (trafilatura).

An optional extra (``pip install trafilatura``): it imports 50 packages and takes ten times the
CPU of reading the CMS's own markup, and hardly any page needs it. Its articles are marked ``fallback``.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from newscrawler.korean.text import clean

_SHORTEST = 80  # characters; an error page or a log-in form has fewer


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article that the general extractor found on a page."""

    title: str
    paragraphs: list[str]


def extract(html: str, url: str, published_at: str | None) -> Extracted | None:
    """The article of a page; None if there is none, or if the extractor is not installed.

    A page counts as an article if it states when it was published and has a title and more text than
    an error message. The extractor's own guess at the date is not used: it invents dates.
    """
    if published_at is None:
        return None
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 - optional, and 300 ms to import
    except ImportError:
        return None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs a page without an article as an error
    found = bare_extraction(html, url=url, with_metadata=True, include_comments=False, include_tables=False)
    if found is None:
        return None
    read = found if isinstance(found, dict) else found.as_dict()
    title, text = clean(read.get("title") or ""), read.get("text") or ""
    paragraphs = [line for line in map(clean, text.splitlines()) if line and line != title]
    if not title or sum(map(len, paragraphs)) < _SHORTEST:
        return None
    return Extracted(title, paragraphs)
