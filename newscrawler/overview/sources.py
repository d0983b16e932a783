"""Reads the data of the page: the attempts, the weather strip and the articles in widgets of each newspaper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
from scrapy.settings import BaseSettings

from newscrawler.items import SidebarWidget, WeatherReading
from newscrawler.newspapers import known_titles
from newscrawler.run.outcome import by_cause
from newscrawler.store.archive import Archive, ArchiveError
from newscrawler.store.archives import archive_file, archived_sites, read_archive
from newscrawler.store.manifest import BatchReport, Manifest, SiteOutcome, SiteState
from newscrawler.store.places import database_url

_decode_batch = msgspec.json.Decoder(BatchReport).decode
_decode_reading = msgspec.json.Decoder(WeatherReading).decode
_decode_widget = msgspec.json.Decoder(SidebarWidget).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to crawl a newspaper; ``exit_code`` is None if a run has not ended.

    ``alarms`` are the English sentences of the run and its batch, those about many pages with one cause put together.

    ``manifest`` is None if nothing was published, ``log`` if no batch wrote one.
    """

    started_at: str
    state: SiteState | Literal["unfinished"]
    exit_code: int | None
    alarms: list[str] = field(default_factory=list)
    run_id: str | None = None
    manifest: Manifest | None = None
    log: str | None = None

    @property
    def day(self) -> str:
        """The day it began, KST."""
        return self.started_at[:10]


@dataclass(slots=True)
class ShownArticle:
    """An article that widgets showed: how many boxes of how many days, under which titles."""

    site: str
    url: str
    titles: set[str] = field(default_factory=set)
    boxes: int = 0
    days: set[str] = field(default_factory=set)

    @property
    def title(self) -> str:
        """The longest title: some skins cut titles."""
        return max(sorted(self.titles), key=len, default=self.url)


@dataclass(slots=True, kw_only=True)
class NewspaperSummary:
    """The data of one newspaper from its archive and the batches; attempts are those of the period, the oldest first.

    ``archived`` says whether it has an archive, ``archive`` is its path if that is a file. ``first`` and ``last`` are
    the days of its very first and last attempt, None without attempts; ``articles`` is the number of articles in its
    archive, ``error`` one sentence that says why the archive could not be read.
    """

    site: str
    title: str
    archived: bool = False
    archive: Path | None = None
    first: str | None = None
    last: str | None = None
    articles: int = 0
    attempts: list[Attempt] = field(default_factory=list)
    readings: list[WeatherReading] = field(default_factory=list)
    shown: list[ShownArticle] = field(default_factory=list)
    error: str | None = None


def read_newspapers(
    settings: BaseSettings, since: date, *, with_content: bool = True
) -> tuple[list[NewspaperSummary], list[str]]:
    """All newspapers from the day ``since`` on, in the order of their names, and one sentence for each unreadable file.

    ``with_content`` also reads their widgets and weather, which takes most of the time. A newspaper counts if it has an
    archive or a batch crawled it. Raises ArchiveError for an ARCHIVE_URL of an unknown kind.
    """
    data_dir = Path(settings["DATA_DIR"])
    batches, unread = _read_batches(data_dir / "batches", since.isoformat())
    batches = _with_those_of_the_cluster(settings, batches, since.isoformat())
    try:
        titles = known_titles(settings)
    except ValueError as error:  # the user's file of newspapers is invalid: the rest is worth showing
        unread.append(str(error))
        titles = {}
    outcomes: dict[str, list[SiteOutcome]] = {}
    for batch in batches:
        for outcome in batch.sites:
            outcomes.setdefault(outcome.site, []).append(outcome)
            titles[outcome.site] = outcome.title
    archived = set(archived_sites(settings))
    newspapers = []
    for site in sorted(archived | outcomes.keys()):
        path = archive_file(settings, site) if site in archived else None
        paper = NewspaperSummary(site=site, title=titles.get(site, site), archived=site in archived, archive=path)
        _read(paper, settings, since.isoformat(), outcomes.get(site, []), with_content)
        newspapers.append(paper)
    return newspapers, unread


def _read_batches(folder: Path, since: str) -> tuple[list[BatchReport], list[str]]:
    """The batches that ended on ``since`` or later, the oldest first, and a sentence for each unreadable one."""
    batches, unread = [], []
    for path in sorted(folder.glob("*.json")):
        try:
            batch = _decode_batch(path.read_bytes())
        except (OSError, msgspec.MsgspecError) as error:
            unread.append(f"{path.name}: {error}")
            continue
        if batch.finished_at >= since:
            batches.append(batch)
    return batches, unread


def _with_those_of_the_cluster(settings: BaseSettings, batches: list[BatchReport], since: str) -> list[BatchReport]:
    """Adds the batches of a cluster, the oldest first; the file of one that was watched here says the same."""
    url = database_url(settings)
    if url is None:
        return batches
    from newscrawler.cluster.reports import read_reports  # noqa: PLC0415 - only clusters have its packages

    remote = read_reports(url, since, Path(settings["DATA_DIR"]) / "batches")
    known = {batch.batch_id for batch in remote}
    return sorted([*remote, *(one for one in batches if one.batch_id not in known)], key=lambda one: one.started_at)


def _read(
    paper: NewspaperSummary, settings: BaseSettings, since: str, outcomes: Iterable[SiteOutcome], with_content: bool
) -> None:
    """Fills in the data of the newspaper's archive and of the batches."""
    attempts: list[Attempt] = []
    if paper.archived:
        try:
            archive = read_archive(settings, paper.site)
            try:
                first, last, paper.articles = archive.extent()
                paper.first, paper.last = first and first[:10], last and last[:10]
                attempts = _runs(archive, since)
                if with_content:
                    _read_content(paper, archive, attempts)
            finally:
                archive.close()
        except (ArchiveError, msgspec.MsgspecError) as error:
            paper.error = str(error)
    paper.attempts = merge(attempts, [outcome for outcome in outcomes if outcome.started_at >= since])
    days = [attempt.day for attempt in paper.attempts]
    paper.first = min([*days, *([paper.first] if paper.first else [])], default=None)
    paper.last = max([*days, *([paper.last] if paper.last else [])], default=None)


def _runs(archive: Archive, since: str) -> list[Attempt]:
    ended = [
        Attempt(
            started_at=manifest.started_at,
            state="interrupted" if manifest.finish_reason == "shutdown" else "finished",
            exit_code=manifest.exit_code,
            alarms=manifest.alarms,
            run_id=manifest.run_id,
            manifest=manifest,
        )
        for manifest in archive.manifests(since)
    ]
    return ended + [
        Attempt(started_at=started_at, state="unfinished", exit_code=None, run_id=run_id)
        for run_id, started_at in archive.unfinished(since)
    ]


def merge(runs: Iterable[Attempt], outcomes: Iterable[SiteOutcome]) -> list[Attempt]:
    """The attempts of archive and batches together, the oldest first, each once.

    If both know an attempt, the batch takes precedence: it saw how the process ended, which the run itself cannot
    know. A run without an end that began while the batch's process was running belongs to that process.
    """
    attempts = list(runs)
    for outcome in outcomes:
        run = next((run for run in attempts if _is_of(run, outcome)), None)
        if run:
            attempts.remove(run)
        said = run.alarms if run else []
        attempts.append(
            Attempt(
                started_at=run.started_at if run else outcome.started_at,
                state=outcome.state,
                exit_code=outcome.exit_code,
                alarms=[*said, *(alarm for alarm in outcome.alarms if alarm not in said)],
                run_id=run.run_id if run else outcome.run_id,
                manifest=run.manifest if run else None,
                log=outcome.log or None,
            )
        )
    together = (replace(attempt, alarms=by_cause(attempt.alarms)) for attempt in attempts)
    return sorted(together, key=lambda attempt: (attempt.started_at, attempt.run_id or ""))


def _is_of(run: Attempt, outcome: SiteOutcome) -> bool:
    if outcome.run_id:
        return run.run_id == outcome.run_id
    return run.state == "unfinished" and outcome.started_at <= run.started_at <= outcome.finished_at


def _read_content(paper: NewspaperSummary, archive: Archive, runs: list[Attempt]) -> None:
    """Counts the articles in the widgets of the runs, and reads the weather of the last run that has any."""
    shown: dict[str, ShownArticle] = {}
    for run in runs:
        number = archive.run_number(run.run_id)
        if number is None:
            continue
        tally(shown, paper.site, run.day, map(_decode_widget, archive.records("sidebar", number)))
        paper.readings = [_decode_reading(record) for record in archive.records("weather", number)] or paper.readings
    paper.shown = list(shown.values())


def tally(shown: dict[str, ShownArticle], site: str, day: str, widgets: Iterable[SidebarWidget]) -> None:
    """Counts into ``shown`` (by address) the articles that a day's widgets show; a box counts an article once."""
    for widget in widgets:
        for url in dict.fromkeys(entry.url for entry in widget.entries):
            seen = shown.setdefault(url, ShownArticle(site, url))
            seen.boxes += 1
            seen.days.add(day)
        for entry in widget.entries:
            shown[entry.url].titles.add(entry.title)
