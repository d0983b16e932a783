"""Weather readings: the strip stands on every page, a reading is kept once a run."""

from __future__ import annotations

from newscrawler.items import WeatherReading
from newscrawler.pipelines.base import RepeatsPipeline


class WeatherPipeline(RepeatsPipeline[WeatherReading]):
    """Checks readings and drops those met before in this run."""

    kind = WeatherReading

    @staticmethod
    def content_of(item: WeatherReading) -> object:
        return item.date, item.station, item.condition, item.temperature_c
