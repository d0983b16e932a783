"""Which articles are one story: regional papers print the same press releases, each a little changed.

How alike two articles are is the share of the shorter one's text that stands in the other, times the fourth power
of the share of its numbers that do. Text alone cannot tell: tomorrow's weather is written into today's sentences,
and an edited press release keeps fewer of its letters than that. But a copy keeps its dates, sums and telephone
numbers. Measured in docs/stories.md.

Articles are taken in the order they were published, and each is compared with the *earliest* article of every
story before it, never with a copy: no chain of likenesses joins unlike stories. A MinHash index proposes
whom to compare with, the exact measure decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from scrapy.settings import BaseSettings

from newscrawler.items import Text, Time, Url
from newscrawler.korean.copyright import is_copyright
from newscrawler.store.archive import Archive, archive_path

SAME_STORY = 0.27  # this alike or more; measured with the four below, docs/stories.md
_GRAM = 6  # letters of a shingle: shorter ones are shared by any two articles, longer ones by no edited copy
_POWER = 4  # of the share of numbers
_HASHES, _BANDS, _SEED = 128, 64, 1  # proposes 93 % of the texts that share 0.2 of their shingles, 99.8 % at 0.3
_WORTH_A_LOOK = 0.04  # shingles shared by estimate: 0.1 is the least that can be one story, give or take 0.025
SHORTEST = 80  # letters; below, an article is a caption or two lines and holds too little to know it by
_LONGEST = 20_000  # letters; a page made to hurt must not cost more memory than a newspaper's longest articles

_HEAD = re.compile(
    r"\A\s{0,20}(?:[\[(<【〔〈][^\])>】〕〉\n]{1,80}[\])>】〕〉]\s*)?"  # [누리고을신문=이새봄 기자], (한들=온누리일보)
    r"(?:[^.=\n]{0,40}(?:기자|특파원)\s*=\s*)?"  # 최바름 기자 =
)
_NO_LETTER = re.compile(r"[\W_]+")
_THOUSAND = re.compile(r"(\d)천(\d{0,3})(?![\d백십])")  # 1천240 is 1240, 6천만 is 6000만: papers differ in this alone
_NUMBER = re.compile(r"\D?(\d+)")


@dataclass(frozen=True, slots=True)
class Printed:
    """An article as it is compared; ``published_at`` in KST, ISO 8601."""

    id: str
    site: str
    url: str
    title: str
    published_at: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRecord:
    """One article of a story that at least two articles tell.

    ``story_id`` is the id of the story's earliest article; ``duplicate_of`` too, but None for that article itself.
    ``similarity`` tells how like the earliest article this one is, from SAME_STORY to 1.
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


def find_stories(
    settings: BaseSettings, sites: Iterable[str], since: str | None, until: str | None
) -> list[StoryRecord]:
    """The stories among the articles these newspapers published on these days (KST, ``YYYY-MM-DD``, both included).

    Removed articles count: they were printed, and a story keeps its id when its first copy is taken away.
    Articles without a time of publication are in no range of days, newspapers without an archive have no articles.
    Raises ArchiveError, and ModuleNotFoundError without the extra ``stories``.
    """
    return group(_printed(settings, sites, since, until))


def _printed(settings: BaseSettings, sites: Iterable[str], since: str | None, until: str | None) -> Iterator[Printed]:
    for path in dict.fromkeys(archive_path(settings, site) for site in sites):
        if path.exists():
            with closing(Archive(path)) as archive:
                yield from map(_decode, archive.articles_between(since, until))


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


# ---- the measure ---------------------------------------------------------------------------------------
class Traits(NamedTuple):
    """What two texts are compared by; each number twice, alone and with the letter before it (18, 월18)."""

    shingles: frozenset[str]
    numbers: frozenset[str]


def letters(body: str) -> str:
    """What of a body is compared: letters and digits, without the byline at its head and copyright lines."""
    paragraphs = _HEAD.sub("", body, count=1).split("\n\n")
    text = "".join(paragraph for paragraph in paragraphs if not is_copyright(paragraph))
    text = _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())[:_LONGEST]
    return _THOUSAND.sub(lambda found: found[1] + found[2].zfill(3), text)


def traits_of(text: str) -> Traits:
    """The traits of a text of letters and digits alone."""
    shingles = frozenset(text[start : start + _GRAM] for start in range(len(text) - _GRAM + 1))
    numbers = frozenset(written for found in _NUMBER.finditer(text) for written in (found[0], found[1]))
    return Traits(shingles, numbers)


_traits = lru_cache(maxsize=1024)(traits_of)  # 60 KB each


def similarity(one: Traits, other: Traits) -> float:
    """How alike two texts are, 0 to 1."""
    return _text_shared(one.shingles, other.shingles) * _numbers_shared(one.numbers, other.numbers) ** _POWER


def _text_shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that is in the other, less where the other is more than twice as large.

    A copy trimmed to its half loses nothing; a paragraph of a round-up of a day's notices is no copy of it.
    """
    smaller, larger = sorted((len(one), len(other)))
    return len(one & other) / smaller * min(1, 2 * smaller / larger) ** 2


def _numbers_shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the numbers of the text with fewer that the other has as well.

    One is given for nothing: a text whose only number a desk changed is not yet another story.
    """
    return (len(one & other) + 1) / (min(len(one), len(other)) + 1)
