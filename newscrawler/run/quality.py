"""Is a run good enough? Compares its results with fixed floors and with earlier runs of the newspaper.

Pure functions: the facts of the run, the manifests of earlier runs and the setting FLOORS go in, one sentence
for each broken floor comes out. A few articles prove nothing, so shares are computed over this run and as many
earlier runs as it takes to reach ``sample`` articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from math import sqrt
from statistics import median

import msgspec
from scrapy.settings import BaseSettings

from newscrawler.run.audit import Audited
from newscrawler.store.manifest import Manifest, SectionReport
from newscrawler.translation import N_

FORMER_RUNS = 10  # the number of earlier runs that a run is compared with
_WINDOW = 3  # days; a Sunday and a holiday must not raise an alarm
_WEEKS = timedelta(weeks=4)
_HABIT = 3  # runs
_MANY_GONE = 5  # articles; a few may well be most of a quiet day's
_LINKED = ("menu", "more")  # other sections depend on which pages a run happens to read
_READ = ("end", "nothing_new", "since")  # a list that stopped for one of these reasons was read as far as intended


class FloorsError(ValueError):
    """The setting FLOORS is invalid; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """What a newspaper's runs must not fall below; shares are 0 to 1, and 0 turns a floor off.

    ``title``, ``body``, ``published_at`` and ``authors`` are the smallest shares of articles that have the field; for
    ``title``, articles rejected as untitled count. ``rejected`` is the largest share of requested pages that may be
    rejected, apart from pages that no longer exist (1 turns it off). ``days_without_new`` is how many days may pass
    without a new article (0 turns it off). ``fewer`` is the smallest share of the usual number of articles in three
    days, ``drop`` the smallest share of a field's usual coverage. Shares are judged from ``sample`` articles on.
    ``unlisted`` is the largest share of audited articles that no list showed (1 turns it off); fewer than
    ``unlisted_articles`` of them are never too many.
    """

    body: float = 0.9
    title: float = 0.9
    published_at: float = 0.9
    authors: float = 0.3
    rejected: float = 0.3
    days_without_new: int = 7
    fewer: float = 0.2
    drop: float = 0.5
    sample: int = 20
    unlisted: float = 0.1
    unlisted_articles: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The results of a run, and what the archive knows about the newspaper.

    ``covered`` counts the articles that have each field. ``rejected`` and ``pages`` leave out articles that earlier
    runs tried, too; ``rejected_before`` is how many each of the former runs rejected, by its id. ``whole`` tells
    whether the run covered the whole newspaper, ``last_new`` is the start of the last run that stored a new article
    (None: no run did), ``per_day`` the number of archived articles by day of publication. ``audited`` is None
    if the run read some sections only.
    """

    now: datetime
    articles: int
    covered: Mapping[str, int]
    untitled: int
    rejected: int
    pages: int
    new: int
    whole: bool
    sections: Sequence[SectionReport]
    last_new: str | None
    per_day: Mapping[str, int]
    audited: Audited | None = None
    rejected_before: Mapping[str, int] = field(default_factory=dict)


def read_floors(settings: BaseSettings) -> Floors:
    """Reads the setting FLOORS, with defaults for what it omits; raises FloorsError."""
    try:
        given = settings.getdict("FLOORS")
        known = [floor.name for floor in fields(Floors)]
        for name in given:
            if name not in known:
                raise FloorsError(N_(f"FLOORS: unknown floor {name!r}; the floors are {', '.join(known)}"))
        floors = msgspec.convert(given, Floors)
    except (TypeError, ValueError) as error:  # not a dict, or a value of the wrong type
        raise error if isinstance(error, FloorsError) else FloorsError(N_(f"FLOORS is invalid: {error}")) from None
    for floor in fields(Floors):
        value = getattr(floors, floor.name)
        if not value >= 0 or (floor.type == "float" and value > 1):
            raise FloorsError(
                N_(f"FLOORS: {floor.name}={value} is out of range: shares must be 0 to 1, days and articles at least 0")
            )
    return floors


def judge(facts: Facts, former: Sequence[Manifest], floors: Floors) -> list[str]:
    """Returns one sentence for each broken floor; ``former`` are the earlier runs, the latest last."""
    former = former[-FORMER_RUNS:]
    broken = [*_unlisted(facts, floors), *_shares(facts, former, floors), *_drops(facts, former, floors)]
    if facts.whole:
        broken += [*_sections(facts.sections, former), *_silence(facts, floors), *_fewer(facts, floors)]
    return broken


def note(facts: Facts) -> str | None:
    """A remark on a whole run that found no new article; None if the last new article is less than a day old."""
    if facts.new or not facts.whole or facts.last_new is None:
        return None
    days = (facts.now - datetime.fromisoformat(facts.last_new)).days
    return N_(f"no new article since the run of {facts.last_new[:16].replace('T', ' ')}") if days >= 1 else None


def many_gone(gone: int, of: int) -> str | None:
    """A sentence if so many of the articles asked for are said to be gone that the server may be ill, else None."""
    if gone < _MANY_GONE or 2 * gone <= of:
        return None
    return N_(f"{gone} of {of} articles are said to be gone, which is too many to be believed")


# ---- rules ------------------------------------------------------------------------------------------
def _unlisted(facts: Facts, floors: Floors) -> list[str]:
    """Too many articles that the front page, widgets and RSS show are on none of the lists."""
    if facts.audited is None:
        return []
    shown = facts.audited.shown
    missing = shown - facts.audited.listed
    if missing < max(1, floors.unlisted_articles) or missing <= floors.unlisted * shown:
        return []
    share = N_(f"{missing / shown:.0%}, at most {floors.unlisted:.0%} may be missing")
    return [
        N_(
            f"{missing} of {shown} articles that the front page, widgets and RSS show are missing from the lists "
            f"({share}), for example {', '.join(facts.audited.examples)}"
        )
    ]


def _shares(facts: Facts, former: Sequence[Manifest], floors: Floors) -> list[str]:
    """Too few articles have a field, or too many pages were rejected."""
    found = []
    titled = facts.articles + facts.untitled
    if titled >= floors.sample and facts.articles < floors.title * titled:
        found.append(_below(N_("a title"), facts.articles, titled, floors.title))
    for name, words in (
        ("body", N_("a body")),
        ("published_at", N_("a publication time")),
        ("authors", N_("an author")),
    ):
        articles, covered = facts.articles, float(facts.covered.get(name, 0))
        for manifest in reversed(former):
            if not facts.articles or articles >= floors.sample:
                break
            count = _articles(manifest)
            articles, covered = articles + count, covered + count * (manifest.coverage.get(name) or 0)
        floor: float = getattr(floors, name)
        if articles >= floors.sample and covered < floor * articles:
            found.append(_below(words, round(covered), articles, floor))
    pages, rejected = facts.pages, facts.rejected
    for manifest in reversed(former):
        if not facts.rejected or pages >= floors.sample:
            break
        count = facts.rejected_before.get(manifest.run_id, 0)
        pages, rejected = pages + _articles(manifest) + manifest.counts.unchanged + count, rejected + count
    if pages >= floors.sample and rejected > floors.rejected * pages:
        share = N_(f"{rejected / pages:.0%}, at most {floors.rejected:.0%} may be")
        found.append(N_(f"{rejected} of {pages} articles asked for were rejected ({share})"))
    return found


def _below(words: str, have: int, of: int, floor: float) -> str:
    return N_(f"only {have} of {of} articles have {words} ({have / of:.0%}, the floor is {floor:.0%})")


def _drops(facts: Facts, former: Sequence[Manifest], floors: Floors) -> list[str]:
    """A field that articles used to have is gone from most of them."""
    before = sum(map(_articles, former))
    if facts.articles < floors.sample or before < floors.sample:
        return []
    found = []
    for name, count in facts.covered.items():
        was = sum(_articles(manifest) * (manifest.coverage.get(name) or 0) for manifest in former) / before
        now = count / facts.articles
        chance = 3 * sqrt(was * (1 - was) / facts.articles)  # three standard deviations of a sample this small
        if now < floors.drop * was and now < was - chance:
            found.append(N_(f"{name} is there in {now:.0%} of the articles, it was in {was:.0%} in the last runs"))
    return found


def _sections(sections: Sequence[SectionReport], former: Sequence[Manifest]) -> list[str]:
    """Sections that every whole run read are no longer linked, or are now empty.

    Reported in the first _HABIT runs only; after that, the change is the new normal.
    """
    whole = [manifest for manifest in former if manifest.complete and is_whole(manifest.arguments)]
    listed = {report.url: report.articles for report in sections if report.found_via != "known"}
    found = []
    linked = (report for manifest in whole for report in manifest.sections if report.found_via in _LINKED)
    for report in {report.url: report for report in linked}.values():
        counts = [_listed(manifest, report.url) for manifest in whole]
        for _ in range(_HABIT - 1):
            if counts and not counts[-1]:
                counts.pop()
        if len(counts) < _HABIT or not all(counts):
            continue
        if report.url not in listed:
            found.append(N_(f"section {report.name or report.url} vanished: nothing links to {report.url} any more"))
        elif not listed[report.url]:
            found.append(N_(f"section {report.name or report.url} lists nothing, it listed {counts[-1]} articles"))
    return found


def _silence(facts: Facts, floors: Floors) -> list[str]:
    """There has been no new article for too long."""
    if facts.new or facts.last_new is None or not floors.days_without_new:
        return []
    days = (facts.now - datetime.fromisoformat(facts.last_new)).days
    if days < floors.days_without_new:
        return []
    return [
        N_(f"no new article for {days} days, since {facts.last_new[:10]} (at most {floors.days_without_new} may pass)")
    ]


def _fewer(facts: Facts, floors: Floors) -> list[str]:
    """The last three full days had far fewer articles than is usual for three days in the four weeks before."""
    today = facts.now.date()
    first = min(map(date.fromisoformat, facts.per_day), default=today)
    ends = today - timedelta(days=_WINDOW)
    starts = max(first, ends - _WEEKS)
    days = [starts + timedelta(days=n) for n in range((ends - starts).days - _WINDOW + 1)]
    if len(days) < 2 * 7:
        return []
    usual = median(_total(facts.per_day, day) for day in days)
    now = _total(facts.per_day, ends)
    if usual < floors.sample or now >= floors.fewer * usual:
        return []
    return [N_(f"only {now} articles were published in the last {_WINDOW} days, {usual:.0f} are usual")]


def _total(per_day: Mapping[str, int], first: date) -> int:
    return sum(per_day.get((first + timedelta(days=n)).isoformat(), 0) for n in range(_WINDOW))


def _articles(manifest: Manifest) -> int:
    return manifest.counts.new + manifest.counts.modified + manifest.counts.removed


def is_whole(arguments: Mapping[str, object]) -> bool:
    """Whether a run with these spider arguments covers the whole newspaper up to now."""
    return not any(name in arguments for name in ("sections", "until", "max_pages", "max_articles"))


def _listed(manifest: Manifest, url: str) -> int:
    """The number of articles a section listed in a run; 0 if nothing linked to it, or it was not read to its end."""
    reports = (s for s in manifest.sections if s.url == url and s.stopped in _READ and s.found_via != "known")
    return next((report.articles for report in reports), 0)
