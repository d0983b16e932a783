"""Reads an info line: the times of an article and the people who wrote it.

The line stands below the headline, on some skins as a list; a box below the body may name the author in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import ancestors, attribute, children, text_of
from newscrawler.cms.family import Selectors
from newscrawler.cms.locate import is_subtitle
from newscrawler.korean import labels
from newscrawler.korean.bylines import Byline, parse_info, role_of
from newscrawler.korean.dates import LabelledTimes, parse_labelled
from newscrawler.korean.text import clean

DATE = re.compile(r"\d{4}\s?[-.년/]\s?\d{1,2}")
PART_LENGTH = 80  # characters; a longer text is not a part of an info line
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:name|by\w*|writer\w*|author\w*|reporter\w*)(?:$|[\s_-])", re.I)
_AUTHOR_LABEL = re.compile(r"^(?:기자명|작성자|글쓴이)\s?[:：]?\s(?=\S)")
# " | ", " / " and the label before a date separate the parts of an info line.
_PARTS = re.compile(rf"\s*[|│ㅣ]\s*|\s+/\s+|\s+(?={labels.BEFORE_DATE}\d{{4}})", re.I)
_DATE_PART = re.compile(
    rf"{labels.BEFORE_DATE}?"
    r"\d{4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}일?\.?(?:\s?\([^)]{1,3}\)|\s?[월화수목금토일]요일)?"
    r"(?:[\sT]{0,2}(?:오전|오후)?\s?\d{1,2}[:시]\s?\d{1,2}분?(?::\d{2})?(?:[+-]\d{2}:?\d{2})?)?"
    rf"{labels.AFTER_DATE}?",
    re.I,
)
# A label whose date is in the next part.
_LABEL_AT_END = re.compile(rf"{labels.LABEL.pattern}\s?[:：]?\s?$", re.I)
_NEWSROOM = re.compile(r"@|편집[국부]")
_WORD = re.compile(r"[^\W_]+")


class Part(NamedTuple):
    """A part of an info line.

    ``is_author`` says whether the markup marks it as an author, ``is_named`` whether it does so for this part alone,
    ``is_subtitle`` whether it may be a subtitle.
    """

    text: str
    is_author: bool
    is_named: bool
    is_subtitle: bool


class InfoLine:
    """The texts of some elements, read as an info line.

    ``site_name`` is the newspaper's name. ``made_at`` is when the page was made (ISO 8601), used to complete times
    without a year; None if that is not known. ``guests`` says whether a title (교수, 의원) makes an author of a name
    that the markup does not mark as one; a role of the newsroom (기자, 주필) always does.
    """

    def __init__(
        self,
        nodes: Sequence[LexborNode],
        selectors: Selectors,
        site_name: str | None,
        made_at: str | None = None,
        *,
        guests: bool = True,
    ) -> None:
        self._nodes, self._selectors, self._site_name = nodes, selectors, site_name
        self._made_at, self._guests = made_at, guests

    @cached_property
    def _parts(self) -> list[Part]:
        return list(self._split())

    def _split(self) -> Iterator[Part]:
        for node in self._nodes:
            subtitle = is_subtitle(node) or node.css_first("h2, h3, h4, h5") is not None
            for index, line in enumerate(node.css("li") or [node]):
                called = self._is_called(line, node)
                text = clean(" ".join(_info_texts(line)))
                named = bool(_AUTHOR_CLASS.search(attribute(line, "class")) or _AUTHOR_LABEL.match(text))
                text = _AUTHOR_LABEL.sub("", text)
                if len(text) <= 5 * PART_LENGTH:
                    for part in filter(None, _PARTS.split(text)):
                        yield Part(part, called or named, named or (called and index == 0), subtitle)

    def _is_called(self, line: LexborNode, node: LexborNode) -> bool:
        """Whether a class, of the line or of an element around it within the node, names an info line."""
        for one in (line, *ancestors(line)):
            if self._selectors.info_line.search(attribute(one, "class")):
                return True
            if one.mem_id == node.mem_id:
                break
        return False

    @cached_property
    def times(self) -> LabelledTimes:
        """The times of the info line; forms without a year (12-19, 3시간 전) are relative to when the page was made."""
        dated = [part.text for part in self._parts if DATE.search(part.text)]
        if dated or self._made_at is None:
            return parse_labelled(" | ".join(dated))
        called = (part.text for part in self._parts if part.is_author)
        return parse_labelled(" | ".join(called), datetime.fromisoformat(self._made_at))

    @cached_property
    def bylines(self) -> list[Byline]:
        """The people it names, part by part; dates are removed, and other texts name nobody."""
        found = []
        for part in self._parts:
            rest = _LABEL_AT_END.sub("", clean(_DATE_PART.sub(" ", part.text)).strip(" /|·-"))
            guests = self._guests and not part.is_subtitle
            if rest and len(rest) <= PART_LENGTH and (part.is_author or _names_somebody(rest, guests=guests)):
                byline = parse_info(rest, self._site_name, named=part.is_named)
                if byline.authors or byline.email or byline.publisher:
                    found.append(byline)
        return found


def _names_somebody(text: str, *, guests: bool) -> bool:
    """Whether a text may name an author: by an address, the newsroom, or a role; by a title only where guests write."""
    if _NEWSROOM.search(text):
        return True
    words = _WORD.findall(text)
    if any(word.startswith("기자") for word in words):  # 기자명 박나래, 박나래 기자의 다른 기사
        return True
    roles = set(map(role_of, words))
    return "press" in roles or (guests and "title" in roles)


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
