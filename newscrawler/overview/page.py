"""Renders the page: one HTML file with styles, drawings and a script inside, nothing loaded from elsewhere.

The script only filters the list of articles; the page is whole without it. No other script runs, because the page's
policy allows this one alone, by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scrapy.settings import BaseSettings

from newscrawler.korean.text import clean
from newscrawler.overview import board, charts, content, words
from newscrawler.overview.articles import newest_articles
from newscrawler.overview.korea import place
from newscrawler.overview.sources import Attempt, NewspaperSummary, read_newspapers
from newscrawler.store.archive import ArchiveError
from newscrawler.store.published import MANIFEST
from newscrawler.stories import Index, find_stories, open_index
from newscrawler.stories.likeness import letters
from newscrawler.stories.overlap import share
from newscrawler.translation.catalogue import translate

_SHOWN, _STORIES = 20, 30  # rows
_LISTED = 2000  # articles, some 300 bytes each


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The page and the number of newspapers on it."""

    html: str
    newspapers: int


def make_page(settings: BaseSettings, days: int, now: datetime, output: Path) -> ReportPage:
    """The page about the ``days`` days up to ``now`` (KST), with links relative to the folder of ``output``.

    Raises ArchiveError for an ARCHIVE_URL of an unknown kind, ModuleNotFoundError without the extra ``report``.
    """
    from markupsafe import Markup  # noqa: PLC0415 - an optional extra

    period = board.last_days(now.date(), days)
    papers, unread = read_newspapers(settings, period[-1])
    rows = board.rows(papers, period)
    tasks = board.tasks(papers, rows, _fallen(content.falls(papers, period)))
    weather = content.weather(papers)
    totals = board.totals(rows)
    by_site = {paper.site: paper for paper in papers}
    coverage = content.coverage(papers, period)
    first = min((day for each in coverage for day in each.overall), default=period[0])
    read = [day for day in period if day >= first]
    links = FileLinks(Path(settings["DATA_DIR"]), output, has_folders=not settings.get("RUNS_URL"))
    stories, stories_unread = _stories(settings, papers, period)
    listed = newest_articles(settings, papers, period[-1], period[0], _LISTED)
    script = files(__package__).joinpath("templates", "report.js").read_text("utf-8")
    html = (
        environment(links.href)
        .get_template("report.html")
        .render(
            now=now,
            period=period,
            tasks=tasks,
            unread=[*unread, *stories_unread, *listed.unread],
            rows=rows,
            totals=totals,
            latest=next((total for total in totals if total.due), None),
            papers=[by_site[row.site] for row in rows],
            kinds=[kind for kind in words.STATES if any(cell.kind == kind for row in rows for cell in row.cells)],
            bars=charts.bars(totals),
            coverage=[(each, charts.lines(each, read)) for each in coverage],
            weather=weather,
            map=charts.weather_map(weather.readings),
            unplaced=[reading for reading in weather.readings if place(reading.station) is None],
            shown=content.most_shown(papers, _SHOWN),
            stories=stories,
            story_of={article.id: number for number, story in enumerate(stories, 1) for article in story.articles},
            listed=listed,
            script=Markup(script),
            script_hash=f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}",
            titles={paper.site: paper.title for paper in papers},
            links=links,
        )
    )
    return ReportPage(html, len(papers))


class FileLinks:
    """Addresses of files relative to the page, so that page and data can be moved or served together."""

    def __init__(self, data_dir: Path, output: Path, has_folders: bool = True) -> None:
        """``has_folders`` tells whether runs are folders of ``data_dir``, and not in a bucket, which has no links."""
        self._has_folders = has_folders
        self._data_dir, self._base = data_dir.absolute(), output.absolute().parent

    def href(self, path: Path | None) -> str | None:
        """The address of a file or folder; None if it does not exist, as after old runs were pruned."""
        if path is None or not path.exists():
            return None
        return quote(os.path.relpath(path.absolute(), self._base)) + ("/" if path.is_dir() else "")

    def run(self, site: str, run_id: str | None, name: str = MANIFEST) -> str | None:
        """The address of a file of a run."""
        return self.href(self._data_dir / site / run_id / name) if run_id and self._has_folders else None

    def log(self, attempt: Attempt) -> str | None:
        """The address of the log that a batch wrote for an attempt."""
        return self.href(Path(attempt.log)) if attempt.log else None


def _fallen(falls: Iterable[content.Fall]) -> list[board.Concern]:
    """The falls by newspaper, in the page's words."""
    said: dict[tuple[str, str], list[str]] = {}
    for fall in falls:
        name = words.FIELDS.get(fall.field, fall.field)
        said.setdefault((fall.site, fall.title), []).append(
            f"{name} {fall.before:.0%} → {fall.now:.0%} ({fall.day:%m-%d})"
        )
    return [board.Concern(site, title, sentences) for (site, title), sentences in said.items()]


def _stories(
    settings: BaseSettings, papers: Iterable[NewspaperSummary], days: list[date]
) -> tuple[list[content.SharedStory], list[str]]:
    """The stories of the period, and a sentence for what could not be read."""
    sites = [paper.site for paper in papers if paper.archived and not paper.error]
    if not sites:
        return [], []
    try:
        with closing(open_index(settings)) as index:
            index.catch_up(settings)  # archives that cannot be read are on the page already
            found = find_stories(index, sites, days[-1].isoformat(), days[0].isoformat())
            return [replace(story, shares=_shares(index, story)) for story in content.stories(found, _STORIES)], []
    except ArchiveError as error:
        return [], [str(error)]


def _shares(index: Index, story: content.SharedStory) -> dict[str, float]:
    """How much of the story's earliest article each of the others uses, by their ids."""
    numbers = {one.id: index.number(one.id) for one in story.articles}
    texts = {name: letters(index.body(number)) for name, number in numbers.items() if number is not None}
    release = texts.pop(story.articles[0].id, "")
    return {name: share(release, text) for name, text in texts.items()} if release else {}


def environment(href: Callable[[Path | None], str | None]) -> Any:
    """Jinja, escaping everything that is not the program's own markup."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - an optional extra
    from markupsafe import Markup  # noqa: PLC0415 - likewise

    def tame(value: object) -> object:
        """Removes control characters; escaping follows."""
        return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=PackageLoader("newscrawler.overview"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=tame,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=lambda day: f"{day:%m-%d}",
        weekday=lambda day: words.WEEKDAYS[day.weekday()],
        number=lambda number: f"{number:,}",
        percent=lambda share: f"{share * 100:.0f}%",
        clock=lambda moment: moment[5:16].replace("T", " "),
        href=href,
        korean=lambda sentence: translate(sentence, "ko"),
    )
    environment.globals.update(
        words=words, stop_reasons=content.stop_reasons, kind_of=board.kind_of, last_published=_last_published
    )
    return environment


def _last_published(paper: NewspaperSummary) -> Attempt | None:
    return next((attempt for attempt in reversed(paper.attempts) if attempt.manifest), None)
