"""The similarity of two articles: pure functions of their texts.

It is the share of the shorter text that is also in the other, times the fourth power of the same share of its
numbers. Text alone is not enough: two weather reports share more of their sentences than a press release and its
edited copy. But a copy keeps its dates, sums and telephone numbers. The measurements are in docs/stories.md.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from newscrawler.korean.copyright import is_copyright

SHORTEST = 80
"""Letters; a shorter article is a caption or two lines, too little to identify it."""
GRAM = 6  # letters of a shingle: any two articles share shorter ones, and edited copies do not share longer ones
_POWER = 4  # of the share of numbers
_LONGEST = 20_000  # letters; a hostile page must not take more memory than a newspaper's longest articles

_HEAD = re.compile(
    r"\A\s{0,20}(?:[\[(<【〔〈][^\])>】〕〉\n]{1,80}[\])>】〕〉]\s*)?"  # [누리고을신문=이새봄 기자], (한들=온누리일보)
    r"(?:[^.=\n]{0,40}(?:기자|특파원)\s*=\s*)?"  # 최바름 기자 =
)
_NO_LETTER = re.compile(r"[\W_]+")
_THOUSAND = re.compile(r"(\d)천(\d{0,3})(?![\d백십])")  # 1천240 is 1240, 6천만 is 6000만: papers write them differently
_NUMBER = re.compile(r"\D?(\d+)")


class Traits(NamedTuple):
    """The features by which texts are compared; each number twice, alone and with the letter before it (18, 월18)."""

    shingles: frozenset[str]
    numbers: frozenset[str]


def letters(body: str) -> str:
    """The compared part of a body: letters and digits, without the opening byline and copyright lines."""
    paragraphs = _HEAD.sub("", body, count=1).split("\n\n")
    text = "".join(paragraph for paragraph in paragraphs if not is_copyright(paragraph))
    text = _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())[:_LONGEST]
    return _THOUSAND.sub(lambda found: found[1] + found[2].zfill(3), text)


def traits_of(text: str) -> Traits:
    """The traits of a text that consists of letters and digits only."""
    shingles = frozenset(text[start : start + GRAM] for start in range(len(text) - GRAM + 1))
    numbers = frozenset(written for found in _NUMBER.finditer(text) for written in (found[0], found[1]))
    return Traits(shingles, numbers)


def similarity(one: Traits, other: Traits, least: float = 0.0) -> float:
    """The similarity of two texts, 0 to 1; 0 if it is below ``least``."""
    numbers = _numbers_shared(one.numbers, other.numbers) ** _POWER
    if numbers < least:
        return 0.0  # whatever the letters say: they are a hundred times as many
    alike = _text_shared(one.shingles, other.shingles) * numbers
    return alike if alike >= least else 0.0


def _text_shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that is in the other, less where the other is more than twice as large.

    A copy cut to half its length still scores in full; a single paragraph of a round-up is not a copy of it.
    """
    smaller, larger = sorted((len(one), len(other)))
    return len(one & other) / smaller * min(1, 2 * smaller / larger) ** 2


def _numbers_shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the numbers of the text with fewer numbers that the other text has as well.

    One more counts as shared: a text whose only number was edited is not yet another story.
    """
    return (len(one & other) + 1) / (min(len(one), len(other)) + 1)
