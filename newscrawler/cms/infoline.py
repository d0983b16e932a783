"""Reads an info line: the times of an article and the people who wrote it.

The line stands below the headline, on some skins as a list; a box below the body may name the author in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import ancestors, attribute, children, mail_address, text_of
from newscrawler.cms.family import Selectors
from newscrawler.cms.locate import is_subtitle
from newscrawler.korean import labels
from newscrawler.korean.bylines import Byline, is_byline, parse_info, parse_outlet, printed_as, role_of
from newscrawler.korean.bylines.vocabulary import CREDITS, SIGNED
from newscrawler.korean.bylines.words import is_name
from newscrawler.korean.dates import LabelledTimes, has_time, parse_parts
from newscrawler.korean.text import clean, composed

PART_LENGTH = 80  # characters; a longer text is not a part of an info line
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:name|by\w*|writer\w*|author\w*|reporter\w*|journalist\w*)(?:$|[\s_-])", re.I
)
_AUTHOR_LABEL = re.compile(r"^(?:기자명|작성자|글쓴이)\s?[:：]?\s(?=\S)")
_TIME_CLASS = re.compile(r"(?:^|[\s_-])(?:date|time|day|regdate|datetime)(?:$|[\s_-])", re.I)
_PARTS = re.compile(r"\s*[|│ㅣ]\s*|\s+/\s+")
# A label whose date is in the next part.
_LABEL_AT_END = re.compile(rf"{labels.LABEL.pattern}\s?[:：]?\s?$", re.I)
_NEWSROOM = re.compile(r"@|편집[국부]")
_WORD = re.compile(r"[^\W_]+")
_MOST_UNREAD = 1  # word beside a byline in a line that the markup does not call an author's
_EDGES = " /|·-,"


class Part(NamedTuple):
    """A part of an info line; ``text`` is ``composed``, ``printed`` what the page has.

    ``is_author`` says whether the markup calls it an author's, ``is_named`` whether it does so for nothing but the
    name, ``is_info`` whether it belongs to a line that the CMS calls an info line, ``is_time`` whether it is called a
    time, ``is_subtitle`` whether it may be a subtitle. Parts of one element have the same ``element``.
    """

    text: str
    printed: str
    element: int
    is_author: bool
    is_named: bool
    is_info: bool
    is_time: bool
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
        element = 0
        for node in self._nodes:
            subtitle = is_subtitle(node) or node.css_first("h2, h3, h4, h5") is not None
            lines = node.css("li")
            around = bool(lines) and _is_called_author(node)
            for index, line in enumerate(lines or [node]):
                info = around or self._is_called(line, node)
                runs = list(_info_texts(line, is_author=False))
                if sum(len(text) for text, _ in runs) > 10 * PART_LENGTH:
                    continue
                time = bool(_TIME_CLASS.search(f"{attribute(line, 'class')} {attribute(node, 'class')}"))
                named = _is_called_author(line) or (info and not around and index == 0)
                for joined, author in _joined(runs):
                    element += 1
                    labelled = _AUTHOR_LABEL.match(composed(joined))
                    printed = joined[labelled.end() :] if labelled else joined
                    text = composed(printed)
                    if len(text) > 5 * PART_LENGTH:
                        continue
                    for part in filter(None, _PARTS.split(text)):
                        called, alone = author or labelled is not None, named or labelled is not None
                        yield Part(part, printed, element, called, alone, info, time, subtitle)

    def _is_called(self, line: LexborNode, node: LexborNode) -> bool:
        """Whether a class, of the line or of an element around it within the node, names an info line."""
        for one in (line, *ancestors(line)):
            if self._selectors.info_line.search(attribute(one, "class")):
                return True
            if one.mem_id == node.mem_id:
                break
        return False

    @property
    def times(self) -> LabelledTimes:
        """The times of the info line; forms without a year (12-19, 3시간 전) are relative to when the page was made."""
        return self._timed[0]

    @cached_property
    def _timed(self) -> tuple[LabelledTimes, list[list[str]]]:
        """The times, and what is left of each part."""
        timed = parse_parts([part.text for part in self._parts])
        if self._made_at is None or any(len(rest) > 1 for rest in timed[1]):
            return timed
        called = [part.text if part.is_author or part.is_info or part.is_time else "" for part in self._parts]
        times, rests = parse_parts(called, datetime.fromisoformat(self._made_at))
        return times, [
            rest if text else [part.text] for part, text, rest in zip(self._parts, called, rests, strict=True)
        ]

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
        """The bylines, and whether they are certain: a bare name is not beside a sure one of its own element."""
        found = list(self._bylines())
        named = {part.element for part, byline, _ in found if byline.is_sure}
        return [
            (byline, sure)
            for part, byline, sure in found
            if byline.is_sure or not byline.authors or part.element not in named
        ]

    def _bylines(self) -> Iterator[tuple[Part, Byline, bool]]:
        """The people of each part, and whether they are certain; dates are removed, and other texts name nobody."""
        for part, pieces in zip(self._parts, self._timed[1], strict=True):
            for piece in pieces:
                rest = _LABEL_AT_END.sub("", clean(piece).strip(_EDGES)).strip(_EDGES)
                guests = self._guests and not part.is_subtitle
                called = part.is_author or part.is_info
                if not rest or len(rest) > PART_LENGTH or not (called or _names_somebody(rest, guests=guests)):
                    continue
                most = PART_LENGTH if called else 0 if part.is_subtitle else _MOST_UNREAD
                byline = parse_info(rest, self._site_name, most_unread=most, named=part.is_named)
                if called and not byline.authors and not byline.publisher:
                    author = part.is_author
                    byline.publisher = parse_outlet(rest, self._site_name, marked=author, among_sections=not author)
                byline = printed_as(byline, part.printed, self._site_name)
                if byline.is_sure or not byline.authors:
                    if byline.authors or byline.email or byline.publisher:
                        yield part, byline, True
                # What is left of a part whose date was cut out is a label (방송일), unless it is called an author's.
                elif part.is_author or len(pieces) == 1:
                    yield part, byline, part.is_author or not part.is_info


def _is_called_author(node: LexborNode) -> bool:
    """Whether the markup calls an element an author's."""
    if name := attribute(node, "class"):
        return bool(_AUTHOR_CLASS.search(name))
    return "author" in (attribute(node, "itemprop"), attribute(node, "rel"))


def _names_somebody(text: str, *, guests: bool) -> bool:
    """Whether a text may name an author: by an address, the newsroom, a credit or a role.

    By a title only where guests write.
    """
    if _NEWSROOM.search(text):
        return True
    words = _WORD.findall(text)
    if any(word.startswith("기자") or word in SIGNED for word in words):  # 기자명 박나래, 글 박나래
        return True
    roles = set(map(role_of, words))
    return "press" in roles or (guests and "title" in roles)


def _joined(runs: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The texts of a line as one, but the element of an author apart from what stands beside it.

    A role or an address behind a name belongs to the name, in whatever element it is.
    """
    joined: list[tuple[str, bool]] = []
    for author, group in groupby(runs, itemgetter(1)):
        text = _apart([text for text, _ in group])
        if not text:
            continue
        if joined and joined[-1][1] and not author and _continues(text):
            joined[-1] = (f"{joined[-1][0]} {text}", True)
        else:
            joined.append((text, author))
    return joined


def _apart(runs: list[str]) -> str:
    """Some runs of text as one; a whole byline or a lone name is a part of its own (문화재 | 박나래 기자)."""
    texts = list(filter(None, map(clean, runs)))
    if len(texts) < 2:
        return "".join(texts)
    joined, signed = texts[0], is_byline(texts[0])
    for last, text in pairwise(texts):
        ended, signed = signed, is_byline(text)
        begins = signed and _ends(last)
        apart = begins or ((ended or _is_lone(last, text)) and not _continues(text))
        joined += f" | {text}" if apart else f" {text}"
    return joined


def _is_lone(text: str, follower: str) -> bool:
    """Whether a text is a bare name and the run behind it names nobody and nothing of a byline."""
    words = composed(follower).split()
    return is_name(composed(text)) and not any(is_name(word) or role_of(word) or "@" in word for word in words)


def _continues(text: str) -> bool:
    """Whether a text begins with what belongs to the byline before it: a role, an address, a mark, a credit."""
    first = composed(text).split()[0].strip("(<[")
    return not first[:1].isalnum() or "@" in first or first in CREDITS or role_of(first) is not None


def _ends(text: str) -> bool:
    """Whether no name has to follow: neither a mark (고은솔·) nor the outlet of the reporter behind it."""
    return text[-1].isalnum() and parse_outlet(text, marked=True) is None


def _info_texts(node: LexborNode, *, is_author: bool) -> Iterator[tuple[str, bool]]:
    """The texts of an info line, each with whether it stands in an author's element.

    "3시간 전" counts as its ``datetime``, a mailto link as its address.
    """
    if node.tag in ("button", "select", "svg"):
        return
    is_author = is_author or _is_called_author(node)
    if node.tag == "time" and not has_time(text_of(node)) and (moment := attribute(node, "datetime")):
        yield moment, is_author
        return
    for child in children(node):
        if child.is_text_node:
            yield child.text(), is_author
        elif child.is_element_node:
            yield from _info_texts(child, is_author=is_author)
    if node.tag == "a" and (address := mail_address(node)) and "@" not in text_of(node):
        yield address, is_author
