"""What an info line says: the times of an article and the people who wrote it.

The line stands below the headline, on some skins as a list; a box below the body may name the author in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property

from selectolax.lexbor import LexborNode

from newscrawler.cms.family import Selectors
from newscrawler.cms.markup.dom import attribute, children, text_of
from newscrawler.korean.bylines import Byline, parse_info
from newscrawler.korean.dates import LabelledTimes, parse_labelled
from newscrawler.korean.text import clean

DATE = re.compile(r"\d{4}\s?[-.년/]\s?\d{1,2}")
PART_LENGTH = 80  # characters; a longer text says more than a part of an info line does
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:name|by\w*|writer\w*|author\w*|reporter\w*)(?:$|[\s_-])", re.I)
_PERSON = re.compile(r"기자|특파원|위원|교수|@|작가|시인|변호사|국장|부장|팀장|칼럼니스트|대표|소장|원장|편집[국부]")
# " | " and " / " part an info line; so does a label that opens a date.
_PARTS = re.compile(
    r"\s*[|│ㅣ]\s*|\s+/\s+|\s+(?=(?:기사|최초|최종)?\s?(?:등록|입력|수정|승인|작성|발행|편집|업데이트)\S{0,3}\s?:?\s?\d{4})"
)
_DATE_PART = re.compile(
    r"(?:(?:기사|최초|최종)?\s?(?:등록|입력|수정|승인|작성|발행|편집|업데이트|갱신)\S{0,3}\s?[:：]?\s?)?"
    r"\d{4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}일?\.?(?:\s?\([^)]{1,3}\))?"
    r"(?:[\sT]{0,2}(?:오전|오후)?\s?\d{1,2}[:시]\s?\d{1,2}분?(?::\d{2})?(?:[+-]\d{2}:?\d{2})?)?"
)


class InfoLine:
    """The texts of some elements, read as an info line.

    ``site_name`` is the newspaper's name. ``made_at`` is when the page was made (ISO 8601), from which times without a
    year are reckoned; None where that is not known.
    """

    def __init__(
        self, nodes: Sequence[LexborNode], selectors: Selectors, site_name: str | None, made_at: str | None = None
    ) -> None:
        self._nodes, self._selectors, self._site_name, self._made_at = nodes, selectors, site_name, made_at

    @cached_property
    def _parts(self) -> list[tuple[str, bool]]:
        """The parts of the info line under the headline, and whether the mark-up calls them an author."""
        return list(self._split())

    def _split(self) -> Iterator[tuple[str, bool]]:
        for node in self._nodes:
            called = bool(self._selectors.info_line.search(attribute(node, "class")))
            for line in node.css("li") or [node]:
                text = clean(" ".join(_info_texts(line)))
                author = called or bool(_AUTHOR_CLASS.search(attribute(line, "class")))
                if len(text) <= 5 * PART_LENGTH:
                    yield from ((part, author) for part in _PARTS.split(text) if part)

    @cached_property
    def times(self) -> LabelledTimes:
        """The times of the info line; forms without a year (12-19, 3시간 전) are told from when the page was made."""
        dated = [part for part, _ in self._parts if DATE.search(part)]
        if dated or self._made_at is None:
            return parse_labelled(" | ".join(dated))
        called = (part for part, called in self._parts if called)
        return parse_labelled(" | ".join(called), datetime.fromisoformat(self._made_at))

    @cached_property
    def bylines(self) -> list[Byline]:
        """The people it names, part by part; dates are cut out, and other texts name nobody."""
        found = []
        for part, called in self._parts:
            rest = clean(_DATE_PART.sub(" ", part)).strip(" /|·-")
            if rest and len(rest) <= PART_LENGTH and (called or _PERSON.search(rest)):
                byline = parse_info(rest, self._site_name)
                if byline.authors or byline.email or byline.publisher:
                    found.append(byline)
        return found


def _info_texts(node: LexborNode) -> Iterator[str]:
    """The texts of an info line; "3시간 전" counts as its ``datetime``, a mailto link as its address."""
    if node.tag in ("button", "select", "svg"):
        return
    if node.tag == "time" and not DATE.search(text_of(node)) and (moment := attribute(node, "datetime")):
        yield moment
        return
    for child in children(node):
        if child.is_text_node:
            yield child.text()
        else:
            yield from _info_texts(child)
    href = attribute(node, "href") if node.tag == "a" else ""
    if href.startswith("mailto:") and "@" not in text_of(node):
        yield href.removeprefix("mailto:").partition("?")[0]
