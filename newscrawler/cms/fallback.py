"""Reads what a page without its family's marks says: an article of another system at an address of the newspaper's.

Its title and authors come from its metadata. Its text is found by a general extractor (trafilatura) where the page does
not mark it. That is an optional extra (``pip install trafilatura``): it imports 50 packages and takes ten times the
CPU of reading the CMS's own markup, and hardly any page needs it. Such articles are marked ``fallback``.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from newscrawler.cms.dom import attribute
from newscrawler.cms.jsonld import Stated
from newscrawler.cms.page import Page
from newscrawler.items import Author
from newscrawler.korean.bylines import Byline, merge, parse_info, parse_trailer
from newscrawler.korean.bylines.words import could_be_name, is_outlet, is_split_name
from newscrawler.korean.copyright import is_copyright
from newscrawler.korean.text import clean

# What separates a headline from section and newspaper: "…-정치ㅣ한국일보", "… :: 가온일보", "… < 사회".
_SEPARATOR = re.compile(r"\s?(?:[ㅣ|│·»«›‹<>]|:{1,2}|[-–—])\s?")
_SHORTEST = 80  # characters; an error page or a log-in form has fewer


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article that the general extractor found on a page; ``authors`` are those whose bylines closed it."""

    title: str
    paragraphs: list[str]
    authors: list[Author] = field(default_factory=list)


class Metadata:
    """What the head of a page says about its article, in the forms that all systems share.

    ``stated`` is what the JSON-LD says. The page must not keep this: such a cycle would wait for the garbage collector.
    """

    def __init__(self, page: Page, stated: Stated | None) -> None:
        self._page, self.stated = page, stated

    @property
    def published(self) -> str | None:
        """When the article was published by the JSON-LD (ISO 8601)."""
        return self.stated.published if self.stated else None

    @property
    def changed(self) -> str | None:
        """When it was changed; many systems state the time of publication again."""
        changed = self.stated.modified if self.stated else None
        return changed if changed and changed > (self.published or "") else None

    @property
    def outlets(self) -> list[str]:
        """The newspaper's names."""
        return [self._page.meta("og:site_name"), *(self.stated.outlets if self.stated else ())]

    @property
    def sections(self) -> list[str]:
        """The section's names."""
        return [self._page.meta("article:section"), *(self.stated.sections if self.stated else ())]

    @property
    def people(self) -> list[Author]:
        """The people named by the source that names most of them: the meta tags of two kinds, the JSON-LD.

        Profiles' addresses and the newspaper's own names, which some systems state as the author, name nobody.
        """
        sources: list[Sequence[str]] = [
            [clean(attribute(node, "content")) for node in self._page.tree.css(f"meta[{key}='{name}']")]
            for name in ("article:author", "dable:author")
            for key in ("property", "name")
        ]
        sources.append(self.stated.authors if self.stated else ())
        own = set(map(_letters, self.outlets))
        found = [merge(*map(_named, (line for line in lines if _letters(line) not in own))) for lines in sources]
        return max(found, key=len)


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
    bylines = []
    while len(paragraphs) > 1 and ((byline := parse_trailer(paragraphs[-1])) or is_copyright(paragraphs[-1])):
        paragraphs.pop()
        bylines += [byline] if byline else []
    return Extracted(title, paragraphs, merge(*reversed(bylines)))


def bare_title(title: str, names: Collection[str]) -> str:
    """A page's title without the names of newspaper and section behind it; they are compared by their letters."""
    letters = {_letters(name) for name in names} - {""}
    while (parts := list(_SEPARATOR.finditer(title))) and parts[-1].start():
        last = next((part for part in reversed(parts) if _letters(title[part.end() :]) in letters), None)
        if last is None or not last.start():
            break
        title = title[: last.start()]
    return title


def _named(line: str) -> Byline:
    """The people of an author line; addresses of profiles and names of outlets name nobody."""
    if "://" in line or is_outlet(line):
        return Byline()
    byline, words = parse_info(line), line.split()
    is_name = is_split_name(words) or (len(words) == 1 and could_be_name(line))
    return Byline([Author(line)]) if is_name and not byline.authors else byline


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
