"""Reads the list of articles of the page: the newest of all newspapers, limited, because a page should stay small."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date

import msgspec
from scrapy.settings import BaseSettings

from newscrawler.overview.sources import NewspaperSummary
from newscrawler.store.archive import ArchiveError, checked
from newscrawler.store.archives import read_archive


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """What the list shows of an article; ``published_at`` in KST, ISO 8601."""

    id: str
    site: str
    url: str
    title: str
    published_at: str
    section: str | None = None
    status: str = "new"


@dataclass(frozen=True, slots=True)
class ArticleList:
    """The newest articles, newest first; how many more there are, and a sentence for each archive left unread."""

    articles: list[ListedArticle] = field(default_factory=list)
    left_out: int = 0
    unread: list[str] = field(default_factory=list)


_decode = msgspec.json.Decoder(ListedArticle).decode


def newest_articles(
    settings: BaseSettings, papers: Iterable[NewspaperSummary], since: date, until: date, most: int
) -> ArticleList:
    """The ``most`` newest of the articles published on these days (KST, both included), in their last revision."""
    found: list[ListedArticle] = []
    total = 0
    unread = []
    for paper in papers:
        if not paper.archived or paper.error:  # the error is on the page already
            continue
        newest: deque[ListedArticle] = deque(maxlen=most)
        try:
            with closing(read_archive(settings, paper.site)) as archive:
                records = archive.articles_between(since.isoformat(), until.isoformat())
                for _, article in checked(records, _decode, archive):
                    newest.append(article)
                    total += 1
        except ArchiveError as error:
            unread.append(str(error))
        found += newest
    found.sort(key=lambda article: (article.published_at, article.id), reverse=True)  # the archives' order, turned
    return ArticleList(found[:most], max(0, total - most), unread)
