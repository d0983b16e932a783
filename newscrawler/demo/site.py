"""The data on every page of a newspaper: its address, name, clock and weather."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newscrawler.demo import words
from newscrawler.demo.article import Article
from newscrawler.demo.dice import Dice

PROVIDER = "기상청"
WEEKDAYS = "월화수목금토일"


@dataclass(frozen=True, slots=True)
class Reading:
    """One station of the weather strip: icon class, what is printed as sky and as temperature."""

    icon: str
    sky: str
    station: str
    temperature: str


@dataclass(frozen=True, slots=True)
class Site:
    """The newspaper as its pages know it."""

    origin: str
    name: str
    now: datetime
    weather: tuple[Reading, ...]

    @property
    def host(self) -> str:
        """The host name, without a scheme."""
        return self.origin.partition("//")[2]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: its rows, and where it stands among its pages."""

    heading: str
    href: str
    page: int
    pages: int
    rows: tuple[Article, ...]
    total: int = 0
    """Articles of the whole list."""

    def page_href(self, page: int) -> str:
        """Address of another page of the list."""
        return f"{self.href}{'&' if '?' in self.href else '?'}page={page}"

    def window(self) -> range:
        """The ten page numbers the pager shows."""
        first = (self.page - 1) // 10 * 10 + 1
        return range(first, min(first + 9, self.pages) + 1)


def weather(seed: int, day: int) -> tuple[Reading, ...]:
    """The strip of a day; some stations lack the sky, one the temperature, some are below zero."""
    dice = Dice(seed, 21, day)
    readings = []
    for index, station in enumerate(words.STATIONS):
        icon, sky = words.NO_SKY if index % 9 == 5 else dice.pick(words.SKIES)
        tenths = dice.between(-48, 142)
        printed = "" if index == 11 else f"{tenths / 10:.1f}"
        readings.append(Reading(icon, sky, station, printed))
    return tuple(readings)


def weather_truth(site: Site) -> list[dict[str, Any]]:
    """The weather records the strip must yield."""
    return [
        {
            "date": f"{site.now:%Y-%m-%d}",
            "station": reading.station,
            "condition": None if reading.sky == words.NO_SKY[1] else reading.sky,
            "temperature_c": float(reading.temperature) if reading.temperature else None,
            "provider": PROVIDER,
        }
        for reading in site.weather
    ]
