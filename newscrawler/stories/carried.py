"""Finds the articles that carry a press release, whole, edited, shortened or quoted.

As Churnalism did (Media Standards Trust, 2011): hashed windows of characters propose articles, an exact comparison
decides. What newspapers print again and again, such as the paragraph about the sender, is known by its weeks, not by a
list of words: a release is printed within a few days, boilerplate month after month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from newscrawler.stories.find import SAME_STORY
from newscrawler.stories.index import Found, Index
from newscrawler.stories.likeness import Traits, letters, similarity, traits_of
from newscrawler.stories.overlap import Overlap, overlap, share
from newscrawler.stories.terms import WINDOW, kept

SHORTEST_RELEASE = 40
"""Letters; less could be anybody's sentence."""
_MOST = 1000  # articles with one window that are looked at, the newest
_IN_VAIN = 100  # articles compared in a row of which none carries it; those with more windows, rarer ones, come first
_WEEKS = 3  # a window printed in more weeks is boilerplate; a release is printed within two or three
_OWN, _LONGEST = 40, 22  # letters a quotation has in all, and in its longest passage, at least
_AGREE = 0.6  # of the numbers between the same letters: fewer, and it is a template filled in anew


@dataclass(frozen=True, slots=True)
class Carrier:
    """An article that carries the release.

    ``share`` is the share of the release that it uses, ``density`` the share of its own text that is the release's,
    both 0 to 1.
    """

    article: Found
    body: str
    share: float
    density: float


def carriers(
    index: Index, release: str, since: str | None = None, until: str | None = None, sites: Collection[str] = ()
) -> list[Carrier]:
    """The articles that carry a release, those published first first; those without a time of publication last.

    Days are ``YYYY-MM-DD`` (KST), both included; all newspapers if ``sites`` is empty. Raises ArchiveError if the index
    cannot be used.
    """
    text = letters(release)
    places = kept(text)
    having = {window: index.having(window, _MOST) for _, window in places}
    weeks = index.weeks({number for numbers in having.values() for number in numbers})
    common = {
        window
        for window, numbers in having.items()
        if len({weeks[number] for number in numbers if number in weeks}) > _WEEKS
    }
    boilerplate = _covered(places, common)
    if 2 * len(boilerplate) > len(text):  # a text of the kind that is printed each week, such as a weather report
        boilerplate.clear()
    weights: defaultdict[int, float] = defaultdict(float)
    for numbers in having.values():
        for number in numbers:
            weights[number] += 1 / len(numbers)
    found: list[Carrier] = []
    in_vain = 0
    for number in sorted(weights, key=lambda one: (-weights[one], one)):
        article = index.article(number)
        if article is None or (sites and article.site not in sites) or not _within(article.published_at, since, until):
            continue
        body = index.body(number)
        other = letters(body)
        used = carried(text, other, boilerplate)
        if used is not None:
            found.append(Carrier(article, body, used.letters / len(text), share(other, text)))
        in_vain = 0 if used else in_vain + 1
        if in_vain == _IN_VAIN:
            break
    return sorted(found, key=lambda one: (one.article.published_at or "9999", one.article.id))


def carried(release: str, article: str, boilerplate: Collection[int] = ()) -> Overlap | None:
    """What of a release an article uses, both as letters (likeness.letters); None if it does not carry it."""
    used = overlap(release, article, boilerplate)
    agree = (used.agreed + 1) / (used.agreed + used.changed + 1)
    quoted = used.own >= _OWN and used.longest >= _LONGEST and agree >= _AGREE
    if quoted:
        return used
    is_copy = used.own >= _LONGEST and similarity(_traits(release), traits_of(article), SAME_STORY)
    return used if is_copy else None


@lru_cache(maxsize=1)  # one release is compared with up to a thousand articles
def _traits(release: str) -> Traits:
    return traits_of(release)


def _covered(places: list[tuple[int, str]], common: Collection[str]) -> set[int]:
    """The places of the letters in common windows, and of those between two of them that follow each other."""
    covered: set[int] = set()
    for number, (place, window) in enumerate(places):
        if window in common:
            following = places[number + 1] if number + 1 < len(places) else (0, "")
            covered.update(range(place, max(place + WINDOW, following[0] if following[1] in common else 0)))
    return covered


def _within(moment: str | None, since: str | None, until: str | None) -> bool:
    if not since and not until:
        return True
    return moment is not None and (since or "") <= moment < f"{until or '9999'}~"
