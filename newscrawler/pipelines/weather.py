"""Weather readings: the strip repeats on every page, so each reading is stored once per run."""

from __future__ import annotations

from newscrawler.items import WeatherReading
from newscrawler.pipelines.base import RepeatsPipeline


class WeatherPipeline(RepeatsPipeline[WeatherReading]):
    """Validates readings and drops those already seen in this run."""

    kind = WeatherReading

    @staticmethod
    def content_of(item: WeatherReading) -> object:
        return item.date, item.station, item.condition, item.temperature_c
