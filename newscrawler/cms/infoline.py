"""Reads an info line: the times of an article and the people who wrote it.

The line stands below the headline, on some skins as a list; a box below the body may name the author in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import attribute, children, text_of
from newscrawler.cms.family import Selectors
from newscrawler.cms.locate import is_subtitle
from newscrawler.korean import labels
from newscrawler.korean.bylines import Byline, parse_info, parse_outlet, printed_as, role_of
from newscrawler.korean.dates import LabelledTimes, is_clock, parse_labelled, without_times
from newscrawler.korean.text import clean, composed

PART_LENGTH = 80  # characters; a longer text is not a part of an info line
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:name|by\w*|writer\w*|author\w*|reporter\w*|journalist\w*)(?:$|[\s_-])", re.I
)
_TIME_CLASS = re.compile(r"(?:^|[\s_-])(?:date|time|day|regdate|datetime)(?:$|[\s_-])", re.I)
_PARTS = re.compile(r"\s*[|│ㅣ]\s*|\s+/\s+")
# A label whose date is in the next part.
_LABEL_AT_END = re.compile(rf"{labels.LABEL.pattern}\s?[:：]?\s?$", re.I)
_NEWSROOM = re.compile(r"@|편집[국부]")
_WORD = re.compile(r"[^\W_]+")
_EDGES = " /|·-,"


class Part(NamedTuple):
    """A part of an info line; ``text`` is ``composed``, ``printed`` what the page has.

    ``is_author`` says whether the markup calls it an author's, ``is_info`` whether it belongs to a line that the CMS
    calls an info line, ``is_time`` whether it is called a time, ``is_subtitle`` whether it may be a subtitle.
    """

    text: str
    printed: str
    is_author: bool
    is_info: bool
    is_time: bool
    is_subtitle: bool

    @property
    def pieces(self) -> list[str]:
        """What stands around its times and labels; the whole text where it has no time."""
        return without_times(self.text)

    @property
    def belongs_to_times(self) -> bool:
        """Whether it holds a time, or the label or the clock of one in the part beside it."""
        return len(self.pieces) > 1 or bool(_LABEL_AT_END.search(self.text)) or is_clock(self.text)


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
            info = bool(self._selectors.info_line.search(attribute(node, "class")))
            for line in node.css("li") or [node]:
                runs = list(_info_texts(line, is_author=_is_called_author(node)))
                if sum(len(text) for text, _ in runs) > 10 * PART_LENGTH:
                    continue
                time = bool(_TIME_CLASS.search(f"{attribute(line, 'class')} {attribute(node, 'class')}"))
                for printed, author in _joined(runs):
                    text = composed(printed)
                    if len(text) <= 5 * PART_LENGTH:
                        for part in _PARTS.split(text):
                            if part:
                                yield Part(part, printed, author, info, time, subtitle)

    @cached_property
    def times(self) -> LabelledTimes:
        """The times of the info line; forms without a year (12-19, 3시간 전) are relative to when the page was made."""
        if self._made_at is None or any(len(part.pieces) > 1 for part in self._parts):
            return parse_labelled(" | ".join(part.text for part in self._parts if part.belongs_to_times))
        called = (part.text for part in self._parts if part.is_author or part.is_info or part.is_time)
        return parse_labelled(" | ".join(called), datetime.fromisoformat(self._made_at))

    @property
    def bylines(self) -> list[Byline]:
        """The people it certainly names, and the outlet in an author's place: by a role, an address, or the markup."""
        return [byline for byline, sure in self._read if sure]

    @property
    def guess(self) -> list[Byline]:
        """At most one part with a bare name; only for an article that nobody else is named for.

        A word that is built like a name may be anything (동영상), so the likeliest part counts: three syllables.
        """
        guesses = [byline for byline, sure in self._read if not sure]
        return sorted(guesses, key=lambda byline: len(byline.authors[0].name) != 3)[:1]

    @cached_property
    def _read(self) -> list[tuple[Byline, bool]]:
        return list(self._bylines())

    def _bylines(self) -> Iterator[tuple[Byline, bool]]:
        """The people of each part, and whether they are certain; dates are removed, and other texts name nobody."""
        for part in self._parts:
            pieces = part.pieces
            for piece in pieces:
                rest = _LABEL_AT_END.sub("", clean(piece).strip(_EDGES)).strip(_EDGES)
                guests = self._guests and not part.is_subtitle
                called = part.is_author or part.is_info
                if not rest or len(rest) > PART_LENGTH or not (called or _names_somebody(rest, guests=guests)):
                    continue
                byline = parse_info(rest, self._site_name, marked=part.is_author)
                if called and not byline.authors and not byline.publisher:
                    author = part.is_author
                    byline.publisher = parse_outlet(rest, self._site_name, marked=author, among_sections=not author)
                byline = printed_as(byline, part.printed, self._site_name)
                if byline.is_sure or not byline.authors:
                    if byline.authors or byline.email or byline.publisher:
                        yield byline, True
                # What is left of a part whose date was cut out is a label (방송일), unless it is called an author's.
                elif part.is_author or len(pieces) == 1:
                    yield byline, part.is_author or not part.is_info


def _is_called_author(node: LexborNode) -> bool:
    """Whether the markup calls an element an author's."""
    attributes = node.attributes
    if not attributes:
        return False
    return bool(
        attributes.get("itemprop") == "author"
        or attributes.get("rel") == "author"
        or _AUTHOR_CLASS.search(attribute(node, "class"))
    )


def _names_somebody(text: str, *, guests: bool) -> bool:
    """Whether a text may name an author: by an address, the newsroom, or a role; by a title only where guests write."""
    if _NEWSROOM.search(text):
        return True
    words = _WORD.findall(text)
    if any(word.startswith("기자") for word in words):  # 기자명 박나래, 박나래 기자의 다른 기사
        return True
    roles = set(map(role_of, words))
    return "press" in roles or (guests and "title" in roles)


def _joined(runs: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The texts of a line as one, but the element of an author apart from what stands beside it.

    A role or an address behind a name belongs to the name, in whatever element it is.
    """
    joined: list[tuple[str, bool]] = []
    for author, group in groupby(runs, itemgetter(1)):
        text = clean(" ".join(text for text, _ in group))
        if not text:
            continue
        first = composed(text).split()[0].strip("(<[")
        if joined and joined[-1][1] and not author and ("@" in first or role_of(first)):
            joined[-1] = (f"{joined[-1][0]} {text}", True)
        else:
            joined.append((text, author))
    return joined


def _info_texts(node: LexborNode, *, is_author: bool) -> Iterator[tuple[str, bool]]:
    """The texts of an info line, each with whether it stands in an author's element.

    "3시간 전" counts as its ``datetime``, a mailto link as its address.
    """
    if node.tag in ("button", "select", "svg"):
        return
    is_author = is_author or _is_called_author(node)
    if node.tag == "time" and len(without_times(text_of(node))) == 1 and (moment := attribute(node, "datetime")):
        yield moment, is_author
        return
    for child in children(node):
        if child.is_text_node:
            yield child.text(), is_author
        elif child.is_element_node:
            yield from _info_texts(child, is_author=is_author)
    href = attribute(node, "href") if node.tag == "a" else ""
    if href.startswith("mailto:") and "@" not in text_of(node):
        yield href.removeprefix("mailto:").partition("?")[0], is_author
