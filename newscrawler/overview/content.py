"""What the runs found: coverage of fields, weather, articles in widgets, stories. Pure functions: no disk, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from newscrawler.items import WeatherReading
from newscrawler.overview.sources import NewspaperSummary, ShownArticle
from newscrawler.run.outcome import COVERED
from newscrawler.store.manifest import Manifest

_FALL = 0.3  # of all articles; a smaller fall is normal variation
_ENOUGH = 5  # articles on a day; fewer prove nothing about a field


@dataclass(frozen=True, slots=True)
class Coverage:
    """A field's share of articles by day, 0 to 1: of all newspapers together and of each, by its title."""

    field: str
    overall: dict[date, float]
    by_paper: dict[str, dict[date, float]]


@dataclass(frozen=True, slots=True)
class Fall:
    """A field that a newspaper's articles have much less often on its last day than before."""

    site: str
    title: str
    field: str
    before: float
    now: float
    day: date


@dataclass(frozen=True, slots=True)
class LatestWeather:
    """The last reading of each station, by name, as newspapers printed it; ``dates`` are the pages' own."""

    readings: list[WeatherReading]
    dates: list[str]


@dataclass(frozen=True, slots=True)
class SharedStory:
    """One text in several newspapers, the earliest first; ``articles`` are StoryRecords.

    ``shares`` are the shares of the earliest article's text that the others use, 0 to 1, by their ids.
    """

    title: str
    sites: int
    articles: list[Any]
    shares: dict[str, float] = field(default_factory=dict)


def coverage(newspapers: Iterable[NewspaperSummary], days: list[date]) -> list[Coverage]:
    """The coverage of each field over the days; days without articles are left out."""
    papers = [(paper.title, _by_day(paper, days)) for paper in newspapers]
    found = []
    for name in COVERED:
        overall = {day: share for day in days if (share := _share(name, [m for _, by in papers for m in by[day]]))}
        by_paper = {title: {day: share[0] for day in days if (share := _share(name, by[day]))} for title, by in papers}
        found.append(Coverage(name, {day: share[0] for day, share in overall.items()}, by_paper))
    return found


def falls(newspapers: Iterable[NewspaperSummary], days: list[date]) -> list[Fall]:
    """The fields whose share fell by 30 percentage points or more on a newspaper's last day, the deepest fall first."""
    found = []
    for paper in newspapers:
        by_day = _by_day(paper, days)
        read = [day for day in days if by_day[day]]
        for name in COVERED if len(read) > 1 else ():
            now = _share(name, by_day[read[0]])
            before = _share(name, [manifest for day in read[1:] for manifest in by_day[day]])
            if now and before and min(now[1], before[1]) >= _ENOUGH and before[0] - now[0] >= _FALL:
                found.append(Fall(paper.site, paper.title, name, before[0], now[0], read[0]))
    return sorted(found, key=lambda fall: (fall.now - fall.before, fall.title, fall.field))


def weather(newspapers: Iterable[NewspaperSummary]) -> LatestWeather:
    """The weather of the last day on which any newspaper printed some."""
    readings = [reading for paper in newspapers for reading in paper.readings]
    last = max((reading.fetched_at[:10] for reading in readings), default="")
    newest: dict[str, WeatherReading] = {}
    for reading in sorted(readings, key=lambda r: (r.fetched_at, r.site, r.condition or "", r.temperature_c or 0)):
        if reading.fetched_at[:10] == last:
            newest[reading.station] = reading
    dates = sorted({reading.date for reading in newest.values() if reading.date})
    return LatestWeather([newest[station] for station in sorted(newest)], dates)


def most_shown(newspapers: Iterable[NewspaperSummary], number: int) -> list[ShownArticle]:
    """The articles in the most boxes, then on the most days."""
    shown = (each for paper in newspapers for each in paper.shown)
    return sorted(shown, key=lambda each: (-each.boxes, -len(each.days), each.url))[:number]


def stories(records: Iterable[Any], number: int) -> list[SharedStory]:
    """The stories in more than one newspaper, those in the most newspapers first."""
    together: dict[str, list[Any]] = {}
    for record in records:
        together.setdefault(record.story_id, []).append(record)
    found = []
    for articles in together.values():
        articles.sort(key=lambda record: (record.published_at, record.id))
        sites = len({record.site for record in articles})
        if sites > 1:
            found.append(SharedStory(articles[0].title, sites, articles))
    return sorted(found, key=lambda story: (-story.sites, -len(story.articles), story.articles[0].id))[:number]


def stop_reasons(manifest: Manifest) -> Mapping[str | None, list[tuple[str, str, int, int]]]:
    """Why a run's sections stopped -> name, address, pages and articles of the sections; errors and ends of runs first.

    A section's landing page and its list are one section to a reader: they are merged by name and reason, and
    the landing page, which lists nothing and always ends, is left out if the list stopped for another reason.
    """
    together: dict[str, dict[str | None, tuple[str, int, int]]] = {}
    for section in manifest.sections:
        nameless = "AJAX 더보기" if section.found_via == "ajax" else urlsplit(section.url).path
        reasons = together.setdefault(section.name or nameless, {})
        url, pages, articles = reasons.get(section.stopped, (section.url, 0, 0))
        best = section.url if section.articles > articles else url
        reasons[section.stopped] = (best, pages + section.pages, articles + section.articles)
    found: dict[str | None, list[tuple[str, str, int, int]]] = {}
    for name, reasons in sorted(together.items()):
        for reason, facts in reasons.items():
            if len(reasons) == 1 or reason != "end" or facts[2]:
                found.setdefault(reason, []).append((name, *facts))
    return dict(sorted(found.items(), key=lambda item: (item[0] != "error", item[0] is not None, item[0] or "")))


def _by_day(paper: NewspaperSummary, days: list[date]) -> dict[date, list[Manifest]]:
    by_day: dict[date, list[Manifest]] = {day: [] for day in days}
    for attempt in paper.attempts:
        if attempt.manifest and (day := date.fromisoformat(attempt.day)) in by_day:
            by_day[day].append(attempt.manifest)
    return by_day


def _share(name: str, manifests: Iterable[Manifest]) -> tuple[float, int] | None:
    """The share of the articles that have the field and how many articles there are; None without articles."""
    had, articles = 0.0, 0
    for manifest in manifests:
        share = manifest.coverage.get(name)
        if share is not None:
            number = manifest.counts.new + manifest.counts.modified + manifest.counts.removed
            had += share * number
            articles += number
    return (had / articles, articles) if articles else None
