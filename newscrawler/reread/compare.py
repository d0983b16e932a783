"""What today's readers make of the pages of a past run, compared with what was stored then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Any, Literal

import msgspec
from scrapy.http import Response

from newscrawler.cms.reading import Reader
from newscrawler.items import Article, Rejected
from newscrawler.network.responses import unreadable
from newscrawler.pipelines.base import problem_of
from newscrawler.reread.pages import StoredPages
from newscrawler.run.reasons import crash_reason
from newscrawler.spiders.answers import WholePages, read_answer
from newscrawler.spiders.news import NewsSpider
from newscrawler.store.archive import Archive, checked
from newscrawler.store.warc import Capture, WarcError

# What a record has of its run, or what follows from its other fields.
_NOT_READ = {"type", "id", "site", "found_via", "found_on", "revision", "status", "content_hash", "fetched_at"}
READ = tuple(one.name for one in fields(Article) if one.name not in _NOT_READ)
"""The fields of an article that are read from its page."""
# Why a page was rejected that came whole: another reader may accept it.
_UNREAD = frozenset(
    ("missing", "no_title", "no_body", "invalid", "parser_error", "unexpected", "undecodable", "too_deep")
)
_decode = msgspec.json.Decoder(Article).decode
_decode_rejected = msgspec.json.Decoder(Rejected).decode

Outcome = Literal["same", "changed", "rejected", "accepted", "no_page", "damaged"]


@dataclass(frozen=True, slots=True)
class Change:
    """The value of a field then and now."""

    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one record of a past run.

    ``outcome``: the ``same`` record; ``changed`` fields; ``rejected`` now for ``reason``, or ``accepted`` now and
    rejected for it then; ``no_page``: its page is not stored, or ``damaged``. ``warc`` names the stored page.
    """

    site: str
    run_id: str
    url: str
    outcome: Outcome
    reason: str | None = None
    changes: dict[str, Change] = field(default_factory=dict)
    warc: Capture | None = None


class Rereader:
    """Reads the pages of one run again."""

    def __init__(self, archive: Archive, run_id: str, pages: StoredPages, spider: NewsSpider) -> None:
        """``spider`` is that of the run, without a crawler."""
        self._archive, self._run_id, self._pages, self._spider = archive, run_id, pages, spider
        self._number = archive.run_number(run_id)
        self._reader = Reader()

    def readings(self) -> Iterator[Reading]:
        """One reading for each article that the run stored, and for each page that it did not accept.

        Pages that told nothing new then, and those of removed articles, are left out. Raises ArchiveError and OSError.
        """
        for _, article in checked(self._archive.records("article", self._number), _decode, self._archive):
            if article.status != "removed":
                yield self._of(article.url, partial(self._compare, article))
        for _, rejected in checked(self._archive.records("rejected", self._number), _decode_rejected, self._archive):
            if rejected.reason in _UNREAD:
                yield self._of(rejected.url, partial(self._try, rejected))

    def _of(self, url: str, read: Callable[[], Reading]) -> Reading:
        try:
            return read()
        except WarcError as error:
            return self._reading(url, "damaged", reason=str(error))

    def _compare(self, old: Article) -> Reading:
        capture = self._pages.article(old.id, old.fetched_at)
        if capture is None:
            return self._reading(old.url, "no_page")
        new = self._read(capture, old.found_on, old)
        if isinstance(new, str):
            return self._reading(old.url, "rejected", capture, reason=new)
        changes = {
            name: Change(getattr(old, name), getattr(new, name))
            for name in READ
            if getattr(old, name) != getattr(new, name)
        }
        return self._reading(old.url, "changed" if changes else "same", capture, changes=changes)

    def _try(self, old: Rejected) -> Reading:
        """Reads a page that was rejected; it is the same if it is not an article's, or is rejected still."""
        link = self._pages.urls.link(old.url, old.url)
        identifier = f"{old.site}:{link.id}" if link is not None and link.id is not None else ""
        capture = self._pages.article(identifier, old.fetched_at)
        if capture is None:
            return self._reading(old.url, "same")
        outcome: Outcome = "same" if isinstance(self._read(capture, old.url, old), str) else "accepted"
        return self._reading(old.url, outcome, capture, reason=old.reason)

    def _reading(self, url: str, outcome: Outcome, warc: Capture | None = None, **facts: Any) -> Reading:
        return Reading(self._archive.site, self._run_id, url, outcome, warc=warc, **facts)

    def _read(self, capture: Capture, found_on: str, old: Article | Rejected) -> Article | str:
        """The record of a stored page, or the reason for which it is rejected."""
        pages, response = self._pages, self._pages.response(capture)
        found_via = old.found_via if isinstance(old, Article) else "start"
        try:
            answer = read_answer(response, pages.urls, self._reader, _Stored(was_whole=isinstance(old, Article)))
            if answer.page is None:
                return answer.reason
            new = answer.page.item(self._spider.site_name, pages.title, found_via, found_on, old.fetched_at)
        except Exception as error:  # of any kind, as in a crawl: a parser may fail on a page
            return crash_reason(error)
        if new is None:
            return "unexpected"
        problem = problem_of(new)
        return new if problem is None else problem[0]


class _Stored(WholePages):
    """Takes a page for whole that was accepted then: the crawl asked twice where its end was missing."""

    def __init__(self, *, was_whole: bool) -> None:
        super().__init__()
        self._was_whole = was_whole

    def problem(self, response: Response, kind: str) -> tuple[str, str | None] | None:
        return unreadable(response) if self._was_whole else super().problem(response, kind)
