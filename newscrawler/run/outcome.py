"""The outcome of a run: completeness, exit status, alarms and the manifest run.json.

Pure functions of the journal and the published records; ``judge`` decides on each run once.
"""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec
import scrapy

from newscrawler import __version__
from newscrawler.exporters import FILES
from newscrawler.items import Article, Rejected
from newscrawler.run.audit import Audited
from newscrawler.run.exits import INCOMPLETE, INTERRUPTED, NOT_STORED, OK, QUALITY, USAGE
from newscrawler.run.history import History
from newscrawler.run.journal import Journal
from newscrawler.run.quality import Facts, is_whole, many_gone
from newscrawler.run.reasons import FAILED_TRIES, FINAL, UNFIT
from newscrawler.store.archive import Archive
from newscrawler.store.manifest import AuditReport, Counts, FileFacts, Manifest
from newscrawler.translation import N_

COVERED = ("section", "kicker", "subtitle", "authors", "publisher", "published_at", "modified_at",
           "body", "images", "tables", "embeds", "tags", "related")  # fmt: skip
_BY_STATUS = "downloader/response_status_count/"
_PAGES = ("http://", "https://", "list page ")  # how a sentence about one page begins
_EXAMPLES = 3  # of pages that could not be read for the same cause
_ALARMS_SHOWN = 20
_MANY_REFUSED = 5  # articles
_decode = msgspec.json.Decoder(Article).decode
_decode_rejected = msgspec.json.Decoder(Rejected).decode


@dataclass(slots=True)
class Tally:
    """Counts of a run's published records: articles by status, articles by field present, rejections by reason.

    ``refused`` counts the rejected articles alone, ``fresh`` those of them that were not ``failed``, which are the
    addresses that earlier runs tried in vain; ``unfit`` has reason and address of those that were read and not
    accepted. ``is_article`` tells whether an address is an article's.
    """

    failed: Container[str] = ()
    is_article: Callable[[str], bool] = lambda url: True
    articles: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    fresh: Counter[str] = field(default_factory=Counter)
    unfit: list[tuple[str, str]] = field(default_factory=list)

    def add(self, kind: str, record: bytes) -> None:
        """Counts one encoded record of the given kind."""
        if kind == "article":
            article = _decode(record)
            self.articles[article.status] += 1
            self.covered.update(name for name in COVERED if getattr(article, name))
        elif kind == "rejected":
            rejected = _decode_rejected(record)
            self.rejected[rejected.reason] += 1
            if self.is_article(rejected.url):
                self.refused[rejected.reason] += 1
                self.fresh[rejected.reason] += rejected.url not in self.failed
                if rejected.reason in UNFIT:
                    self.unfit.append((rejected.reason, rejected.url))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The judgement on a run: its exit status (see README.md), and one sentence for each problem."""

    exit_code: int
    alarms: list[str]

    @property
    def is_complete(self) -> bool:
        """Whether everything that the run was meant to read was read, and every record was stored."""
        return self.exit_code in (OK, QUALITY)


def judge(
    journal: Journal,
    reason: str,
    tally: Tally,
    *,
    is_first: bool,
    broken: Sequence[str] = (),
    note: str | None = None,
    given_up: Sequence[str] = (),
    withheld: int = 0,
) -> Outcome:
    """Judges a run that ended for ``reason``, Scrapy's finish reason.

    ``is_first`` tells whether no earlier run stored an article. ``broken`` are the sentences about broken quality
    floors, ``note`` is a remark on an otherwise good run, ``given_up`` the addresses of articles that are no longer
    asked for, ``withheld`` the number of pages that robots.txt forbids.
    """
    missing = None
    if is_first and not tally.articles.total() and not journal.unchanged and not journal.arguments.as_json():
        missing = N_(f"not one article was found at {journal.home}")
    elif journal.reads_lists and not journal.sections and not withheld:  # what robots.txt forbids is not among them
        missing = N_(f"not one section was found at {journal.home}")
    if journal.storage_errors:
        code = NOT_STORED
    elif journal.usage_error:
        code = USAGE
    elif reason == "shutdown":
        code = INTERRUPTED
    elif reason != "finished" or journal.unread:
        code = INCOMPLETE
    else:
        code = QUALITY if missing or broken else OK
    remarks = [*broken, *_refusals(journal, tally)]
    if given_up:
        others = N_(f" and {len(given_up) - 1} more") if len(given_up) > 1 else ""
        remarks.append(N_(f"{given_up[0]}{others} could not be read in {FAILED_TRIES} runs and will not be waited for"))
    return Outcome(code, _alarms(journal, reason, missing, remarks, note, withheld))


def doubts_of(journal: Journal, tally: Tally) -> list[str]:
    """What makes a run doubtful whatever its arguments: it accepted no article, or most were said to be gone."""
    accepted = tally.articles.total() - tally.articles["removed"] + journal.unchanged
    gone = sum(count for reason, count in tally.fresh.items() if reason in FINAL)
    doubt = many_gone(gone, accepted + tally.fresh.total())
    if doubt:
        return [doubt]
    refused = sum(count for reason, count in tally.refused.items() if reason not in FINAL)
    is_news = tally.fresh.total() > gone or refused >= _MANY_REFUSED
    if accepted or not refused or not is_news:
        return []
    return [N_(f"not one of the {tally.refused.total()} articles asked for was accepted")]


def _refusals(journal: Journal, tally: Tally) -> list[str]:
    """One sentence for each reason for which articles were read and not accepted, unless they count as unread."""
    of = tally.articles.total() + journal.unchanged + tally.refused.total()
    said = {sentence.partition(": ")[0] for sentence in journal.unread}
    counts = Counter(reason for reason, url in tally.unfit if url not in said)
    return [N_(f"{count} of {of} articles were rejected: {reason}") for reason, count in sorted(counts.items())]


def rejected_before(
    archive: Archive, former: Sequence[Manifest], article_at: Callable[[str], object]
) -> dict[str, int]:
    """How many articles former runs rejected that are not simply gone, by run id; each article once, the first time."""
    seen: set[str] = set()
    counts = {}
    for manifest in former:
        records = archive.records("rejected", archive.run_number(manifest.run_id))
        urls = {r.url for r in map(_decode_rejected, records) if r.reason not in FINAL and article_at(r.url)}
        counts[manifest.run_id] = len(urls - seen)
        seen |= urls
    return counts


def _alarms(
    journal: Journal, reason: str, missing: str | None, remarks: Sequence[str], note: str | None, withheld: int
) -> list[str]:
    found = list(journal.storage_errors)
    if journal.usage_error:
        found.append(journal.usage_error)
    unread = by_cause(journal.unread)
    found += unread[:_ALARMS_SHOWN]
    if left := len(unread[_ALARMS_SHOWN:]):
        found.append(N_(f"{left} more reasons why pages could not be read, see rejected.jsonl"))
    if reason == "shutdown":
        found.append(N_("the run was interrupted"))
    elif reason != "finished" and not found:
        found.append(N_(f"the run ended early: {reason}"))
    if not found and missing:
        found.append(missing)
    found += remarks
    if not found and note:
        found.append(note)
    if withheld and not any("robots.txt" in sentence for sentence in found):
        found.append(N_(f"robots.txt forbids {withheld} of the pages"))
    return found


def by_cause(unread: Sequence[str]) -> list[str]:
    """The sentences about unread pages; those that differ in the page only are one sentence if they are many.

    Other sentences stay as they are, so the alarms of a run whose pages were not put together can be given.
    """
    together: dict[str, list[str]] = {}
    for sentence in unread:
        page, _, cause = sentence.partition(": ")
        together.setdefault(cause if page.startswith(_PAGES) else sentence, []).append(sentence)
    found = []
    for cause, sentences in together.items():
        if len(sentences) <= _EXAMPLES:
            found += sentences
        else:
            examples = ", ".join(sentence.partition(": ")[0].split()[-1] for sentence in sentences[:_EXAMPLES])
            found.append(N_(f"{len(sentences)} pages: {cause} ({examples} …)"))
    return found


def not_stored(outcome: Outcome, sentences: Sequence[str]) -> Outcome:
    """The outcome of a run whose stored records turn out to differ from the accepted ones."""
    return replace(outcome, exit_code=NOT_STORED, alarms=[*sentences, *outcome.alarms])


def settled_sections(journal: Journal, history: History, reason: str) -> dict[str, str | None]:
    """How far back this run has settled each list: a day or the empty string; None for a list that is to be forgotten.

    Lists that are left out keep their ground, doubtful ones among them. A run that passed over articles on purpose
    settles nothing. A failed article does not count as passed over, because it is stored for the next run.
    """
    settled: dict[str, str | None] = dict.fromkeys(journal.ended_sections)
    arguments = journal.arguments
    if reason != "finished" or arguments.until or journal.was_limited or journal.storage_errors:
        return settled
    for url, report in journal.sections.items():
        back_to = history.settles(report, arguments.first_day)
        if back_to is not None and url not in journal.doubtful_lists:
            settled[url] = back_to
    return settled


def facts_of(
    journal: Journal,
    tally: Tally,
    now: datetime,
    last_new: str | None,
    per_day: Mapping[str, int],
    audited: Audited | None = None,
    rejected_before: Mapping[str, int] | None = None,
) -> Facts:
    """The facts of the run that are compared with the quality floors."""
    articles = tally.articles.total()
    rejected = sum(count for reason, count in tally.fresh.items() if reason not in FINAL)
    return Facts(
        now=now,
        articles=articles,
        covered={name: tally.covered[name] for name in COVERED},
        untitled=tally.fresh["no_title"],
        rejected=rejected,
        pages=articles + journal.unchanged + rejected,
        new=tally.articles["new"],
        whole=is_whole(journal.arguments.as_json()),
        sections=list(journal.sections.values()),
        last_new=last_new,
        per_day=per_day,
        audited=audited,
        rejected_before=rejected_before or {},
    )


def manifest_of(
    journal: Journal,
    tally: Tally,
    outcome: Outcome,
    *,
    run_id: str,
    started_at: str,
    finished_at: str,
    reason: str,
    files: list[FileFacts],
    stats: Mapping[str, Any],
    audited: Audited | None = None,
    warc: Sequence[FileFacts] = (),
) -> Manifest:
    """The contents of run.json; ``stats`` are Scrapy's, times ISO 8601 in KST."""
    articles = tally.articles.total()
    return Manifest(
        run_id=run_id,
        site=journal.site,
        spider=journal.spider,
        arguments=journal.given,
        started_at=started_at,
        finished_at=finished_at,
        finish_reason=reason,
        complete=outcome.is_complete,
        exit_code=outcome.exit_code,
        counts=Counts(
            **tally.articles,
            unchanged=journal.unchanged,
            rejected=next((file.records for file in files if file.name == FILES["rejected"]), 0),
            requests=stats.get("downloader/request_count", 0),
            responses_by_status={
                key.removeprefix(_BY_STATUS): value
                for key, value in sorted(stats.items())
                if key.startswith(_BY_STATUS)
            },
        ),
        sections=list(journal.sections.values()),
        coverage={name: round(tally.covered[name] / articles, 4) if articles else None for name in COVERED},
        audit=AuditReport(audited.shown, audited.listed) if audited is not None else None,
        files=files,
        alarms=outcome.alarms,
        newscrawler=__version__,
        scrapy=scrapy.__version__,
        python=platform.python_version(),
        family=journal.family,
        warc=list(warc),
    )
