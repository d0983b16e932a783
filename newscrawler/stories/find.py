"""Groups articles into stories: regional papers print the same press releases, each slightly edited.

Articles are processed in the order of publication, and each is compared with the *earliest* article of every
story before it, never with a copy, so that a chain of similar texts never joins different stories. A MinHash index
proposes candidates, the exact measure (likeness.py) decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

import msgspec
from scrapy.settings import BaseSettings

from newscrawler.items import Text, Time, Url
from newscrawler.store.archive import NoArchiveError, checked
from newscrawler.store.archives import read_archive
from newscrawler.stories.likeness import letters, similarity, traits_of

SAME_STORY = 0.27  # this similarity or more; measured, as are those below and in likeness.py, in docs/stories.md
_HASHES, _BANDS, _SEED = 128, 64, 1  # proposes 93 % of the texts that share 0.2 of their shingles, 99.8 % at 0.3
_WORTH_A_LOOK = 0.04  # estimated share of common shingles: a story needs at least 0.1, plus or minus 0.025
SHORTEST = 80  # letters; a shorter article is a caption or two lines, too little to identify it


@dataclass(frozen=True, slots=True)
class Printed:
    """An article prepared for comparison; ``published_at`` in KST, ISO 8601."""

    id: str
    site: str
    url: str
    title: str
    published_at: str
    body: str


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


_decode = msgspec.json.Decoder(Printed).decode  # skips the fields a story does not need
_traits = lru_cache(maxsize=1024)(traits_of)  # 60 KB each


def find_stories(
    settings: BaseSettings, sites: Iterable[str], since: str | None, until: str | None
) -> list[StoryRecord]:
    """The stories among the articles these newspapers published on these days (KST, ``YYYY-MM-DD``, both included).

    Removed articles count: they were published, and a story keeps its id when its first copy is removed.
    Articles without a time of publication are left out, as are newspapers without an archive.
    Raises ArchiveError, which names a damaged record, and ModuleNotFoundError without the extra ``stories``.
    """
    return group(_printed(settings, sites, since, until))


def _printed(settings: BaseSettings, sites: Iterable[str], since: str | None, until: str | None) -> Iterator[Printed]:
    for site in dict.fromkeys(sites):
        try:
            archive = read_archive(settings, site)
        except NoArchiveError:
            continue
        with closing(archive):
            for _, article in checked(archive.articles_between(since, until), _decode, archive):
                yield article


def group(articles: Iterable[Printed], same_story: float = SAME_STORY) -> list[StoryRecord]:
    """The records of all articles that belong to a story, each story's together, the earliest first.

    The result depends on the articles alone, not on their order. Raises ModuleNotFoundError without the extra
    ``stories``.
    """
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped] # noqa: PLC0415 - an extra

    index = RMinHashLSH(same_story, _HASHES, _BANDS)
    stories: list[list[tuple[Printed, float]]] = []
    firsts: list[tuple[str, Any]] = []  # letters and sketch of each story's earliest article
    for article in sorted(articles, key=lambda article: (article.published_at, article.id)):
        text = letters(article.body)
        if len(text) < SHORTEST:
            continue
        traits = _traits(text)
        sketch = RMinHash(_HASHES, _SEED)
        sketch.update(traits.shingles)
        best, story = 0.0, len(stories)
        for number in sorted(index.query(sketch)):
            first, first_sketch = firsts[number]
            if sketch.jaccard(first_sketch) < _WORTH_A_LOOK:
                continue
            alike = similarity(traits, _traits(first))
            if alike >= same_story and alike > best:
                best, story = alike, number
        if story == len(stories):
            index.insert(story, sketch)
            firsts.append((text, sketch))
            stories.append([(article, 1.0)])
        else:
            stories[story].append((article, best))
    return [_record(article, story[0][0], alike) for story in stories if len(story) > 1 for article, alike in story]


def _record(article: Printed, first: Printed, alike: float) -> StoryRecord:
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
