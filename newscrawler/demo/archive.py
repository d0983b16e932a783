"""The newspaper's stock of article numbers: which exist on a day, when published, changed, deleted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice

from newscrawler.demo import releases
from newscrawler.demo.dice import Dice, scatter
from newscrawler.demo.releases import Printed
from newscrawler.demo.sections import BY_NO, BY_SHARE, CHIEF, OPINION, PEOPLE, Section, series_of

FIRST_NO = 10001
BASE_DAY = datetime(2026, 3, 2)
FIRST_DAY = BASE_DAY.date()
A_DAY = 40
SMALLEST = 10
_EDITION = timedelta(hours=18, minutes=30)
_DELETED_AT_FIRST = 2
_CHANGED_ONE_IN = 25


def latest_edition(now: datetime) -> date:
    """The day of the last edition that is out at a moment of Korean time: none of its articles lies in the future."""
    return (now - _EDITION).date()


def may_be_deleted(no: int) -> bool:
    """Only such numbers are ever deleted, so that 관련기사 boxes, which avoid them, stay alive."""
    return no % 3 == 1


class Archive:
    """Article numbers of a newspaper with so many articles at day 0, seen ``day`` days later.

    Its lists show the newest ``listed`` articles, by default all. The pages of older ones stay. If it
    ``prints_releases``, some of its articles are the day's press releases, edited.
    """

    def __init__(
        self, articles: int, seed: int, day: int, listed: int | None = None, prints_releases: bool = False
    ) -> None:
        if articles < SMALLEST or day < 0:
            raise ValueError(f"a newspaper has at least {SMALLEST} articles, and no day before 0")
        self.seed = seed
        self.day = day
        self.now = BASE_DAY + timedelta(days=day) + _EDITION
        self._listed = listed
        self._prints_releases = prints_releases
        self._base = articles + _DELETED_AT_FIRST
        self._per_day = min(A_DAY, articles // 5)
        self.last_no = self._last_on(day)
        self._changes: dict[int, list[datetime]] = {}
        self.deleted: dict[int, int] = {}
        """Number -> day of its deletion, oldest first."""
        self._live_through_the_days()
        self._numbers: list[int] | None = None
        self._lists: dict[str, list[int]] | None = None

    def _last_on(self, day: int) -> int:
        return FIRST_NO - 1 + self._base + day * self._per_day

    def _live_through_the_days(self) -> None:
        """Deletes and changes articles day by day up to today."""
        for day in range(self.day + 1):
            dice = Dice(self.seed, 7, day)
            newest = self._last_on(day - 1) if day else self._last_on(0) - 3
            window = max(12, 2 * self._per_day)
            recent = [no for no in range(max(FIRST_NO, newest - window + 1), newest + 1) if no not in self.deleted]
            doomed = [no for no in recent if may_be_deleted(no)]
            for no in dice.sample(doomed, 1 + day % 2 if day else _DELETED_AT_FIRST):
                self.deleted[no] = day
            if day:
                self._change_some(dice, day, [no for no in recent if no not in self.deleted])

    def _change_some(self, dice: Dice, day: int, candidates: list[int]) -> None:
        changed = {no for no in candidates if scatter(self.seed, no, day) % _CHANGED_ONE_IN == 0}
        changed.add(dice.pick(candidates))
        for no in sorted(changed):
            minutes = scatter(self.seed, no, day, 1) % 600
            moment = BASE_DAY + timedelta(days=day, hours=8, minutes=minutes, seconds=no % 60)
            self._changes.setdefault(no, []).append(moment)

    def exists(self, no: int) -> bool:
        """Whether the number was ever given to an article."""
        return FIRST_NO <= no <= self.last_no

    def changes(self, no: int) -> list[datetime]:
        """When the article was changed on the days after day 0."""
        return self._changes.get(no, [])

    def published(self, no: int) -> datetime:
        """The article's time of publication; rises with the number."""
        day, slot, count = self._place(no)
        late = scatter(self.seed, no, 5) % (15 * 60)
        return BASE_DAY + timedelta(days=day, hours=6, minutes=slot * (680 // count), seconds=late)

    def _place(self, no: int) -> tuple[int, int, int]:
        """The article's day, its place among those of that day, from 0, and their number."""
        base_last = self._last_on(0)
        if no <= base_last:
            back, slot = divmod(base_last - no, A_DAY)
            return -back, A_DAY - 1 - slot, A_DAY
        day, slot = divmod(no - base_last - 1, self._per_day)
        return day + 1, slot, self._per_day

    def release(self, no: int) -> Printed | None:
        """What the newspaper prints as this article if it is a press release."""
        if not self._prints_releases:
            return None
        day, slot, count = self._place(no)
        share = count // releases.A_DAY
        for index in range(releases.A_DAY):
            if slot == index * share + scatter(self.seed, day, index, 6) % share:
                return releases.printed((BASE_DAY + timedelta(days=day)).date(), index, self.seed)
        return None

    def section(self, no: int) -> Section:
        """The section the article stands in."""
        if printed := self.release(no):
            return BY_NO[printed.release.section]
        return BY_SHARE[scatter(self.seed, no) % len(BY_SHARE)]

    def numbers(self) -> list[int]:
        """The live articles that are listed, newest first."""
        if self._numbers is None:
            live = (no for no in range(self.last_no, FIRST_NO - 1, -1) if no not in self.deleted)
            self._numbers = list(islice(live, self._listed))
        return self._numbers

    def _grouped(self) -> dict[str, list[int]]:
        """The live articles by ``sec:<no>`` (a sub-section's also under its parent) and ``rvw:<no>``."""
        if self._lists is None:
            lists: dict[str, list[int]] = {}
            for no in self.numbers():
                section = self.section(no)
                lists.setdefault(f"sec:{section.no}", []).append(no)
                if section.parent is not None:
                    lists.setdefault(f"sec:{section.parent}", []).append(no)
                if section.no in (OPINION, PEOPLE):
                    lists.setdefault(f"rvw:{series_of(no, section.no)}", []).append(no)
            self._lists = lists
        return self._lists

    def in_section(self, sec_no: int) -> list[int]:
        """A section's live articles, newest first; 0 is the whole newspaper, -2 the day's articles."""
        if sec_no == 0:
            return self.numbers()
        if sec_no == CHIEF:
            return self.numbers()[: self._per_day]
        return self._grouped().get(f"sec:{sec_no}", [])

    def in_series(self, rvw_no: int) -> list[int]:
        """A series' live articles, newest first."""
        return self._grouped().get(f"rvw:{rvw_no}", [])
