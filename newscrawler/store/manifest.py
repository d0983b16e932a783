"""What run.json and a batch's file hold: the types of the manifests, fields in the order of docs/feeds.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from newscrawler.items import Time

StopReason = Literal["end", "nothing_new", "since", "max_pages", "max_articles", "error"]
# What proved that a list ended: its pagers named no later page; the page after it showed the last one again; the CMS's
# own words for an empty list; a reply or page shorter than a full one; as many articles as the list says it has.
Evidence = Literal["pager", "repeat", "notice", "short", "total"]


@dataclass(slots=True)
class SectionReport:
    """What became of one section.

    ``stopped`` is None where the run ended before the section did; ``evidence`` is set where it is ``end``.
    """

    name: str
    url: str
    found_via: str
    pages: int = 0
    articles: int = 0
    stopped: StopReason | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file really holds, read back from the disk; ``sha256`` in hexadecimal.

    ``records`` are the lines of a feed or an index, the answers in a WARC file.
    """

    name: str
    records: int
    bytes: int
    sha256: str


@dataclass(slots=True, kw_only=True)
class Counts:
    """Articles by status, records rejected, and what was asked of the server."""

    new: int = 0
    modified: int = 0
    removed: int = 0
    unchanged: int = 0
    rejected: int = 0
    requests: int = 0
    responses_by_status: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """How many articles of the front page, widgets and RSS the lists must have had, and how many of them they had."""

    shown: int
    listed: int


@dataclass(slots=True, kw_only=True)
class Manifest:
    """One run: ``complete`` only when all it set out to read was read and every record is stored.

    ``coverage`` is the share, 0 to 1, of the run's articles that have a field; None without articles. ``audit`` is
    None for a run of some sections only. ``family`` is the CMS family by whose rules the newspaper was read, None where
    it was not recognised. ``warc`` has the run's WARC file and its index; it is empty for a run without WARC_DIR.
    """

    run_id: str
    site: str
    spider: str
    arguments: dict[str, str]
    started_at: Time
    finished_at: Time
    finish_reason: str
    complete: bool
    exit_code: int
    counts: Counts
    sections: list[SectionReport]
    coverage: dict[str, float | None]
    audit: AuditReport | None = None  # the default is for runs of older versions, whose archives stay readable
    files: list[FileFacts]
    alarms: list[str]
    newscrawler: str
    scrapy: str
    python: str
    family: str | None = None  # absent in the manifests of older versions
    warc: list[FileFacts] = field(default_factory=list)  # likewise


SiteState = Literal["finished", "failed", "timeout", "interrupted", "locked"]


@dataclass(slots=True, kw_only=True)
class SiteOutcome:
    """What became of one newspaper in a batch.

    ``failed`` is a process that died by itself, ``timeout`` and ``interrupted`` one that was stopped.
    ``run_id`` and ``counts`` are None where no run folder was written; ``log`` is the path of its log file.
    """

    site: str
    title: str
    state: SiteState
    exit_code: int
    started_at: Time
    finished_at: Time
    run_id: str | None
    counts: Counts | None
    alarms: list[str]
    log: str


@dataclass(slots=True, kw_only=True)
class BatchReport:
    """One batch, ``<DATA_DIR>/batches/<batch_id>.json``; ``exit_code`` is the worst of its newspapers'."""

    batch_id: str
    started_at: Time
    finished_at: Time
    exit_code: int
    sites: list[SiteOutcome]
    newscrawler: str
