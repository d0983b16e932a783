"""Groups articles into stories: regional papers print the same press releases, each slightly edited.

Articles are processed in the order of publication, and each is compared with the *earliest* article of every
story before it, never with a copy, so that a chain of similar texts never joins different stories. The index
proposes candidates by the windows they share, the exact measure (likeness.py) decides, and the index keeps which
articles are similar: each is compared once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from newscrawler.items import Text, Time, Url
from newscrawler.stories.index import Found, Index, Printed
from newscrawler.stories.likeness import SHORTEST, Traits, letters, similarity, traits_of
from newscrawler.stories.terms import windows

SAME_STORY = 0.27  # this similarity or more; measured, as are those below and in likeness.py, in docs/stories.md
_WORTH_A_LOOK = 0.04  # share of a text's windows that a story has as well
_MOST = 500  # articles with one window that are looked at, the newest
_GROUP = 100  # articles compared in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRecord:
    """One article of a story of at least two articles.

    ``story_id`` is the id of the story's earliest article; ``duplicate_of`` too, but None for that article itself.
    ``similarity`` to the earliest article ranges from SAME_STORY to 1.
    """

    type: Literal["story"] = "story"
    story_id: Text
    id: Text
    site: Text
    url: Url
    title: Text
    published_at: Time
    duplicate_of: Text | None
    similarity: Annotated[float, msgspec.Meta(ge=0, le=1)]


def find_stories(
    index: Index,
    sites: Iterable[str],
    since: str | None,
    until: str | None,
    shown: Callable[[int, int], None] = lambda done, total: None,
    same_story: float = SAME_STORY,
) -> list[StoryRecord]:
    """The stories among the articles these newspapers published on these days (KST, ``YYYY-MM-DD``, both included).

    Each story's records are together, the earliest first. Removed articles count: they were published, and a story
    keeps its id when its first copy is removed. Articles without a time of publication are left out. ``shown`` is told
    how many of the articles that were not compared yet have been. Raises ArchiveError if the index cannot be used.
    """
    articles = index.between(since, until, sites)
    _compare(index, [article.number for article in articles], same_story, shown)
    earlier: dict[int, list[tuple[float, int]]] = {}
    order = {article.number: place for place, article in enumerate(articles)}
    for one, other, alike in index.alike(order):
        first, later = sorted((order[one], order[other]))
        earlier.setdefault(later, []).append((-alike, first))
    stories: dict[int, list[tuple[Found, float]]] = {}
    for place, article in enumerate(articles):
        firsts = sorted((alike, first) for alike, first in earlier.get(place, ()) if first in stories)
        alike, first = firsts[0] if firsts else (-1.0, place)
        stories.setdefault(first, []).append((article, -alike))
    return [
        _record(article, story[0][0], alike) for story in stories.values() if len(story) > 1 for article, alike in story
    ]


def group(articles: Iterable[Printed], same_story: float = SAME_STORY) -> list[StoryRecord]:
    """The stories among these articles, found without a file; the result does not depend on their order."""
    given = list(articles)
    with closing(Index(None)) as index:
        index.add(given)
        return find_stories(index, {article.site for article in given}, None, None, same_story=same_story)


def _compare(index: Index, numbers: Iterable[int], same_story: float, shown: Callable[[int, int], None]) -> None:
    """Compares those of the articles that were not compared yet with all others."""
    uncompared = index.uncompared()
    new = [number for number in numbers if number in uncompared]

    @lru_cache(maxsize=4096)  # 60 KB each
    def traits(number: int) -> Traits | None:
        text = letters(index.body(number))
        return traits_of(text) if len(text) >= SHORTEST else None

    for start in range(0, len(new), _GROUP):
        shown(start, len(new))
        with index.writing():
            for number in new[start : start + _GROUP]:
                index.set_compared(number, _similar(index, number, traits, same_story))


def _similar(
    index: Index, number: int, traits: Callable[[int], Traits | None], same_story: float
) -> list[tuple[int, float]]:
    own = traits(number)
    if own is None:
        return []
    hashes = windows(letters(index.body(number)))
    shared: Counter[int] = Counter()
    for window in hashes:
        shared.update(index.having(window, _MOST))
    similar = []
    for other, count in shared.items():
        if other == number or count < _WORTH_A_LOOK * len(hashes):
            continue
        others = traits(other)
        if others is not None and (alike := similarity(own, others, same_story)):
            similar.append((other, alike))
    return similar


def _record(article: Found, first: Found, alike: float) -> StoryRecord:
    assert article.published_at is not None  # those without a time are left out
    return StoryRecord(
        story_id=first.id,
        id=article.id,
        site=article.site,
        url=article.url,
        title=article.title,
        published_at=article.published_at,
        duplicate_of=None if article is first else first.id,
        similarity=round(alike, 4),
    )
