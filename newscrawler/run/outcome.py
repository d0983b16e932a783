"""What a run came to: is it complete, which exit status, the manifest run.json."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import scrapy

from newscrawler import __version__
from newscrawler.exporters import FILES
from newscrawler.items import Article, Rejected
from newscrawler.run.exits import INCOMPLETE, INTERRUPTED, LOCKED, NOT_STORED, OK, QUALITY, USAGE
from newscrawler.run.history import read_back_to
from newscrawler.run.quality import Facts, is_whole
from newscrawler.run.reasons import FINAL
from newscrawler.spiders.news import NewsSpider
from newscrawler.store.manifest import Counts, FileFacts, Manifest

COVERED = ("section", "kicker", "subtitle", "authors", "publisher", "published_at", "modified_at",
           "body", "images", "tables", "embeds", "tags", "related")  # fmt: skip
_BY_STATUS = "downloader/response_status_count/"
_ALARMS_SHOWN = 20
_decode = msgspec.json.Decoder(Article).decode
_decode_rejected = msgspec.json.Decoder(Rejected).decode


class RunReport:
    """Collects what happens during a run and judges it at its end."""

    def __init__(self, spider: NewsSpider, run_id: str, started_at: str) -> None:
        self.spider, self.run_id, self.started_at = spider, run_id, started_at
        self.counts = Counter[str]()
        self.covered = Counter[str]()
        self.storage_errors: list[str] = []
        self.locked: str | None = None  # who holds the lock
        self.withheld = 0  # pages robots.txt forbids
        self.rejected = Counter[str]()  # records by reason
        self.broken: list[str] = []  # a sentence for each quality floor that is broken
        self.note: str | None = None  # what else to say of a run that is good

    def add_article(self, record: bytes) -> None:
        """Counts the record of an article that is published and the fields it has."""
        article = _decode(record)
        self.counts[article.status] += 1
        self.covered.update(name for name in COVERED if getattr(article, name))

    def add_rejected(self, record: bytes) -> None:
        """Counts a rejected record that is published."""
        self.rejected[_decode_rejected(record).reason] += 1

    def facts(self, now: datetime, last_new: str | None, per_day: Mapping[str, int]) -> Facts:
        """What the run came to, to be held against the floors; call it when every record was added."""
        articles = self.counts["new"] + self.counts["modified"] + self.counts["removed"]
        rejected = sum(count for reason, count in self.rejected.items() if reason not in FINAL)
        return Facts(
            now=now,
            articles=articles,
            covered={name: self.covered[name] for name in COVERED},
            untitled=self.rejected["no_title"],
            rejected=rejected,
            pages=articles + self.counts["unchanged"] + rejected,
            new=self.counts["new"],
            whole=is_whole(self.spider.arguments.as_json()),
            sections=list(self.spider.sections.values()),
            last_new=last_new,
            per_day=per_day,
        )

    def exit_code(self, reason: str) -> int:
        """The exit status of a run that ended for ``reason``; the statuses are listed in README.md."""
        if self.locked:
            return LOCKED
        if self.storage_errors:
            return NOT_STORED
        if self.spider.usage_error:
            return USAGE
        if reason == "shutdown":
            return INTERRUPTED
        if reason != "finished" or self.spider.unread:
            return INCOMPLETE
        return QUALITY if self._is_empty() or self.broken else OK

    def _is_empty(self) -> bool:
        """A whole newspaper without one article is no newspaper: the pages were not understood."""
        nothing = not any(self.counts.values()) and self.spider.history.is_empty
        return nothing and not self.spider.arguments.as_json()

    def alarms(self, reason: str) -> list[str]:
        """One sentence for each thing a person should look at."""
        found = list(self.storage_errors)
        if self.spider.usage_error:
            found.append(self.spider.usage_error)
        if self.locked:
            return [self.locked]
        unread = self.spider.unread
        found += unread[:_ALARMS_SHOWN]
        if len(unread) > _ALARMS_SHOWN:
            found.append(f"{len(unread) - _ALARMS_SHOWN} more pages could not be read, see rejected.jsonl")
        if reason == "shutdown":
            found.append("the run was interrupted")
        elif reason != "finished" and not found:
            found.append(f"the run ended early: {reason}")
        if not found and self._is_empty():
            found.append(f"not one article was found at {self.spider.urls.home}")
        found += self.broken
        if not found and self.note:
            found.append(self.note)
        if self.withheld and not any("robots.txt" in sentence for sentence in found):
            found.append(f"robots.txt forbids {self.withheld} of the pages")
        return found

    def is_gapless(self, reason: str) -> bool:
        """Whether the lists were read so far that the next run may stop at what is known now.

        Stricter than complete: a run limited to some sections, articles or pages leaves gaps by intention;
        milder too: an article that failed is remembered by itself.
        """
        spider, arguments = self.spider, self.spider.arguments
        limited = arguments.sections or arguments.until or spider.skipped
        since = arguments.since.isoformat() if arguments.since else None
        return (
            reason == "finished"
            and not (limited or spider.gaps or self.storage_errors)
            and not any(spider.history.leaves_gap(report, since) for report in spider.sections.values())
        )

    def sections_read(self) -> dict[str, str]:
        """How far back this run read each list."""
        since = self.spider.arguments.since
        return read_back_to(self.spider.sections.values(), since.isoformat() if since else None)

    def manifest(self, reason: str, finished_at: str, files: list[FileFacts], stats: Mapping[str, Any]) -> Manifest:
        """The contents of run.json for a run that ended for ``reason``."""
        exit_code = self.exit_code(reason)
        articles = self.counts["new"] + self.counts["modified"] + self.counts["removed"]
        return Manifest(
            run_id=self.run_id,
            site=self.spider.site_name,
            spider=self.spider.name,
            arguments=self.spider.given,
            started_at=self.started_at,
            finished_at=finished_at,
            finish_reason=reason,
            complete=exit_code in (OK, QUALITY),
            exit_code=exit_code,
            counts=Counts(
                **self.counts,
                rejected=next((file.records for file in files if file.name == FILES["rejected"]), 0),
                requests=stats.get("downloader/request_count", 0),
                responses_by_status={
                    key.removeprefix(_BY_STATUS): value
                    for key, value in sorted(stats.items())
                    if key.startswith(_BY_STATUS)
                },
            ),
            sections=list(self.spider.sections.values()),
            coverage={name: round(self.covered[name] / articles, 4) if articles else None for name in COVERED},
            files=files,
            alarms=self.alarms(reason),
            newscrawler=__version__,
            scrapy=scrapy.__version__,
            python=platform.python_version(),
        )
