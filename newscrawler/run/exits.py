"""Exit statuses; README.md says what each means."""

from __future__ import annotations

from collections.abc import Iterable

OK, INCOMPLETE, USAGE, QUALITY, NOT_STORED, INTERRUPTED, LOCKED = range(7)

BADNESS = (OK, LOCKED, INCOMPLETE, INTERRUPTED, QUALITY, USAGE, NOT_STORED)
"""Exit statuses from good to bad: what the next run mends by itself comes before what needs a person."""


def worst(statuses: Iterable[int]) -> int:
    """The worst of the exit statuses; OK when there is none."""
    return max(statuses, key=BADNESS.index, default=OK)
