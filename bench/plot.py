"""Draws pages/s over the size of the archive, as SVG."""

from __future__ import annotations

import math
from typing import Any

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 640, 320, 60, 50


def plot(rows: list[dict[str, Any]]) -> str:
    """An SVG picture of the rows of `archive_sizes`; both axes begin at 0, sizes go by powers of ten."""
    speeds = [float(row["pages_per_s"].partition(" ")[0]) for row in rows]
    steps = [math.log10(max(row["archived"], 100)) - 2 for row in rows]
    top = 1.2 * max(speeds)
    wide, high = _WIDTH - _LEFT - 30, _HEIGHT - _BOTTOM - 20
    points = [
        (_LEFT + wide * step / max(*steps, 1), 20 + high * (1 - speed / top))
        for step, speed in zip(steps, speeds, strict=True)
    ]
    marks = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4"/><text x="{x:.0f}" y="{y - 10:.0f}">{speed:.0f}</text>'
        f'<text x="{x:.0f}" y="{_HEIGHT - 30}">{row["archived"]:,}</text>'
        for (x, y), speed, row in zip(points, speeds, rows, strict=True)
    )
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    floor = 20 + high
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
        f' font-size="12" text-anchor="middle" fill="#234">'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
        f'<path d="M{_LEFT},20V{floor}H{_WIDTH - 20}" fill="none" stroke="#889"/>'
        f'<polyline points="{line}" fill="none" stroke="#25a" stroke-width="2"/>{marks}'
        f'<text x="{_WIDTH // 2}" y="{_HEIGHT - 8}">archived articles</text>'
        f'<text transform="translate(20 {_HEIGHT // 2}) rotate(-90)">pages/s, whole crawl</text></svg>\n'
    )
