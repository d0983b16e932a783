"""What two texts have in common: passages, and numbers at the same places. Pure functions of their letters.

``letters`` are those of likeness.letters: without spaces, punctuation, bylines and copyright lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from newscrawler.stories.likeness import GRAM

_SHORTEST = 12  # letters of a passage that is evidence: any two articles share 라고덧붙였다이번
_SLOT = re.compile(r"(?<=(\D\D))(\d+)(?=(\D\D))")


@dataclass(frozen=True, slots=True)
class Overlap:
    """What of a release an article uses.

    ``letters`` are those of the release in all passages; ``own`` and ``longest`` are those in long passages and in the
    longest one that are not boilerplate. ``agreed`` and ``changed`` count the numbers that stand between the same
    letters in both: the same ones, and different ones.
    """

    letters: int
    own: int
    longest: int
    agreed: int
    changed: int


def overlap(release: str, article: str, boilerplate: Collection[int] = ()) -> Overlap:
    """The overlap of two texts; ``boilerplate`` are the places of letters of the release that count for nothing."""
    used = passages(release, article)
    own = [sum(place not in boilerplate for place in passage) for passage in used if len(passage) >= _SHORTEST]
    return Overlap(sum(map(len, used)), sum(own), max(own, default=0), *_numbers(release, article))


def share(text: str, other: str) -> float:
    """The share of a text's letters that the other text has as well, in the same order of six or more, 0 to 1."""
    return sum(map(len, passages(text, other))) / max(1, len(text))


def passages(text: str, other: str) -> list[range]:
    """The passages of a text, as ranges of places, that the other text has as well, in whichever order."""
    shingles = {other[place : place + GRAM] for place in range(len(other) - GRAM + 1)}
    found: list[range] = []
    for place in range(len(text) - GRAM + 1):
        if text[place : place + GRAM] in shingles:
            if found and place < found[-1].stop:
                found[-1] = range(found[-1].start, place + GRAM)
            else:
                found.append(range(place, place + GRAM))
    return found


def _numbers(release: str, article: str) -> tuple[int, int]:
    """How many numbers that stand between the same letters agree, and how many do not.

    Texts written into one template have the letters in common and the numbers not; a copy keeps its numbers.
    """
    ours, theirs = _slots(release), _slots(article)
    shared = ours.keys() & theirs.keys()
    agreed = sum(not ours[slot].isdisjoint(theirs[slot]) for slot in shared)
    return agreed, len(shared) - agreed


def _slots(text: str) -> dict[tuple[str, str], set[str]]:
    slots: dict[tuple[str, str], set[str]] = {}
    for before, number, after in _SLOT.findall(text):
        slots.setdefault((before, after), set()).add(number)
    return slots
