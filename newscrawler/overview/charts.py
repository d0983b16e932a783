"""Draws the page's charts as SVG with Vega-Lite (vl-convert): shapes and text, no script, nothing fetched.

Colours are CSS variables of the page, so one drawing serves light and dark. Widths are a phone's; a wide window
shows the drawings larger or side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from newscrawler.items import WeatherReading
from newscrawler.korean.text import clean
from newscrawler.overview.board import Total
from newscrawler.overview.content import Coverage
from newscrawler.overview.korea import land, place

_LINES_SHOWN = 12  # newspapers; more lines are unreadable
_MONTH = 31
_DIGITS_SHOWN = 60  # above the bars; more would overlap
# To a screen reader a drawing is one image: its numbers are in the text and the tables. Vega names each of its parts.
_ROLE = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*")')
_CONFIG = {
    "background": None,
    "font": "inherit",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--faint)",
        "gridColor": "var(--line)",
        "domainColor": "var(--line)",
        "tickColor": "var(--line)",
        "labelFontSize": 10,
        "title": None,
    },
}


def bars(totals: Sequence[Total]) -> str:
    """New articles per day, and a red cross on days on which no newspaper was read."""
    rows = [
        {"날": total.day.isoformat(), "새 기사": total.new, "빈 날": total.done == total.new == 0}
        for total in reversed(totals)
        if total.due
    ]
    x = _days_axis([total.day for total in totals])
    y = {"field": "새 기사", "type": "quantitative", "axis": {"tickCount": 3, "tickSize": 0, "domain": False}}
    bar = {"mark": {"type": "bar", "color": "var(--accent)"}, "encoding": {"x": x, "y": y}}
    number = {
        "transform": [{"filter": "!datum['빈 날']"}],
        "mark": {"type": "text", "dy": -6, "fontSize": 9, "color": "var(--ink)"},
        "encoding": {"x": x, "y": y, "text": {"field": "새 기사", "type": "quantitative", "format": "d"}},
    }
    cross = {
        "transform": [{"filter": "datum['빈 날']"}],
        "mark": {"type": "text", "text": "✕", "dy": -7, "fontSize": 11, "color": "var(--bad)", "fontWeight": "bold"},
        "encoding": {"x": x, "y": y},
    }
    widest = max((len(str(total.new)) for total in totals), default=0)
    layers = [bar, number, cross] if widest * len(totals) <= _DIGITS_SHOWN else [bar, cross]
    return _draw({"width": 320, "height": 130, "data": {"values": rows}, "layer": layers}, "날마다 새 기사")


def lines(coverage: Coverage, days: Sequence[date]) -> str:
    """A field's coverage over the days: a bold line for all newspapers, thin ones for each of a few."""
    papers = coverage.by_paper if 1 < len(coverage.by_paper) <= _LINES_SHOWN else {}
    series = [*((title, 1, shares) for title, shares in sorted(papers.items())), ("모두", 2, coverage.overall)]
    rows = [
        {"날": day.isoformat(), "몫": shares.get(day), "신문": title, "굵기": weight}
        for title, weight, shares in series
        for day in reversed(days)
    ]
    y_axis = {"values": [0, 0.5, 1], "format": "%", "tickSize": 0, "domain": False, "labels": False}
    y = {"field": "몫", "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": y_axis}
    x = {**_days_axis(days), "axis": None}
    thin, bold = "datum['굵기'] == 1", "datum['굵기'] == 2"
    layers = [
        {
            "transform": [{"filter": thin}],
            "mark": {"type": "line", "color": "var(--thin)", "strokeWidth": 1},
            "encoding": {"x": x, "y": y, "detail": {"field": "신문"}},
        },
        {
            "transform": [{"filter": bold}],
            "mark": {"type": "line", "color": "var(--accent)", "strokeWidth": 2, "point": {"size": 12}},
            "encoding": {"x": x, "y": y},
        },
    ]
    spec = {"width": 160, "height": 48, "data": {"values": rows}, "layer": layers, "padding": 4}
    return _draw(spec, "날마다 이 필드가 있는 기사의 몫")


def weather_map(readings: Iterable[WeatherReading]) -> str:
    """The temperatures on a map of Korea, in whole degrees; stations without one and unknown places are left out."""
    spots = [
        {
            "지점": reading.station,
            "기온": round(reading.temperature_c),
            "위도": where[0],
            "경도": where[1],
            "색": f"var(--t{_band(reading.temperature_c)})",
        }
        for reading in readings
        if reading.temperature_c is not None and (where := place(reading.station))
    ]
    geometry = {"type": "MultiPolygon", "coordinates": [[ring] for ring in land()]}
    korea = {"values": [{"type": "Feature", "properties": {}, "geometry": geometry}]}
    at = {"longitude": {"field": "경도", "type": "quantitative"}, "latitude": {"field": "위도", "type": "quantitative"}}
    color = {"field": "색", "type": "nominal", "scale": None}
    layers: list[dict[str, Any]] = [
        {"data": korea, "mark": {"type": "geoshape", "fill": "var(--land)", "stroke": "var(--shore)"}},
        {
            "mark": {"type": "circle", "size": 300, "opacity": 1, "stroke": "var(--paper)", "strokeWidth": 1},
            "encoding": {**at, "color": color},
        },
        {
            "mark": {"type": "text", "fontSize": 10, "fontWeight": "bold", "color": "var(--spot)"},
            "encoding": {**at, "text": {"field": "기온"}},
        },
        {
            "data": {"values": _with_room(spots)},
            "mark": {"type": "text", "align": "left", "dx": 12, "fontSize": 11, "color": "var(--ink)"},
            "encoding": {**at, "text": {"field": "지점"}},
        },
    ]
    spec = {"width": 340, "height": 520, "data": {"values": spots}, "projection": {"type": "mercator"}, "layer": layers}
    return _draw(spec, "지점별 기온")


def _band(temperature: float) -> int:
    """The colour of a temperature: 0 below -10 degrees, then one for every ten degrees, 5 from 30 on."""
    return max(0, min(5, int(temperature // 10) + 2))


def _with_room(spots: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The spots with room for their name to the right, without overlapping another spot or name; degrees."""
    named: list[dict[str, Any]] = []
    for spot in spots:
        others = [other for other in spots if other is not spot]
        free = not any(
            -0.05 < other["경도"] - spot["경도"] < 0.62 and abs(other["위도"] - spot["위도"]) < 0.16 for other in others
        )
        apart = not any(
            abs(other["경도"] - spot["경도"]) < 0.62 and abs(other["위도"] - spot["위도"]) < 0.12 for other in named
        )
        if free and apart:
            named.append(spot)
    return named


def _days_axis(days: Sequence[date]) -> dict[str, Any]:
    """An axis of all days, including those without a value; the oldest is on the left."""
    label = f"substring(datum.label, {8 if len(days) <= _MONTH else 5})"  # the day, or month and day
    return {
        "field": "날",
        "type": "ordinal",
        "scale": {"domain": [day.isoformat() for day in reversed(days)]},
        "axis": {"labelAngle": 0, "labelOverlap": True, "labelExpr": label, "tickSize": 3},
    }


def _draw(spec: dict[str, Any], description: str) -> str:
    import vl_convert  # noqa: PLC0415 - an optional extra that `scrapy crawl` does not need

    whole = {"config": {**_CONFIG, "aria": False}, **spec}
    svg: str = vl_convert.vegalite_to_svg(whole, allowed_base_urls=[])
    image = _ROLE.sub("", svg).replace("<svg ", f'<svg role="img" aria-label="{description}" ', 1)
    return clean(image)  # Vega escapes markup, but leaves control characters
