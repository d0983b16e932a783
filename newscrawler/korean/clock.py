"""The time of day as Korean newspapers print it: 14:02, 오후 6시 40분, 밤 11:30, 정오, 6:40 PM, 18:05 +0900."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, time, timedelta, timezone

from newscrawler.korean.labels import BEGINNING

KST = timezone(timedelta(hours=9), "KST")  # no summer time since 1988

# The part of the day stands before the clock (오후 6:40, 밤 11:30) or after it (6:40 PM).
# "3시간" is a duration, not three o'clock; "10:00-12:00" is a span, not an offset.
HALF = r"오전|오후|상오|하오|새벽|아침|낮|저녁|밤|[AP]\.?M\b\.?"
# Part of a larger pattern; verbose, any case. (?-i:…) because Hangul has none, and re folds 11,172 letters otherwise.
CLOCK = rf"""
    (?:(?:(?P<half>{HALF})\s?)?
    (?:(?P<h>\d{{1,2}})\s?[:：]\s?(?P<mi>\d{{2}})(?:\s?[:：]\s?(?P<s>\d{{2}})(?:\.\d{{1,9}})?)?(?![\d:：])
      |(?P<kh>\d{{1,2}})\s?(?:시(?!간)|時)
       (?:\s?(?P<kmi>\d{{1,2}})(?:\s?[분分](?:\s?(?P<ks>\d{{1,2}})\s?[초秒])?|(?!\w))|\s?(?P<past>반)(?!(?-i:[가-힣])))?)
    (?:\s?(?P<half_after>[AP]\.?M\b\.?|오전|오후))?
    (?:\s?(?P<zone>Z|UTC|GMT|KST|[+-]\d{{4}}|(?<!\s)(?(s)[+-]|(?:[+]|(?<=T\d\d:\d\d)-))\d\d:\d\d)(?![\dA-Z:]))?
    |(?P<named>정오|자정)(?!(?-i:[가-힣])))
"""
# What stands behind a date and is a clock, too, but none that CLOCK reads: 14;02, 14.02, 밤늦게, 늦은 밤 11:30.
# The clock of another label (수정 08:05) is not.
STRANGE = re.compile(
    rf"""
    (?:\s{{0,3}}[|,/(\[]?\s{{0,3}}|T)
    (?:\d{{1,2}}\s?(?:[:：;h]\s?\d{{1,2}}(?:[:：]\d{{1,2}}){{0,3}}|시(?!간)|時)
      |(?:{HALF}|정오|자정)(?:\s?(?-i:[가-힣]){{1,3}})?(?=\s?(?:\d|$|[|,)\]])))
    |\s{{0,3}}(?:\d{{2}}[.-]\d{{2}}(?![\d.%-])
      |(?!{BEGINNING})(?-i:[가-힣]){{1,4}}\s?(?:(?!{BEGINNING})(?-i:[가-힣]){{1,4}}\s?)?\d{{1,2}}\s?(?:[:：]\s?\d\d|시(?!간)))
    """,
    re.VERBOSE | re.IGNORECASE,
)


def has_clock(part: Mapping[str, str]) -> bool:
    """Whether the named groups of ``CLOCK`` give a time of day."""
    return not {"h", "kh", "named"}.isdisjoint(part)


def read_clock(part: Mapping[str, str]) -> time:
    """Returns the time of day that the named groups of ``CLOCK`` give, midnight where they give none.

    Raises ValueError where the part of the day does not have such an hour.
    """
    zone = _zone(part.get("zone", "KST").upper())
    if "named" in part:
        return time(12 if part["named"] == "정오" else 0, tzinfo=zone)
    hour, minute, second = (int(part.get(key) or part.get("k" + key) or 0) for key in ("h", "mi", "s"))
    if "past" in part:
        minute = 30
    half = (part.get("half") or part.get("half_after") or "").upper().replace(".", "")
    if part.get("kh") == "24" and half in ("", "밤"):
        hour = 0 if not (minute or second) else 24
    elif half:
        hour = _hour(half, hour)
    return time(hour, minute, second, tzinfo=zone)


def _hour(half: str, hour: int) -> int:
    """Returns the hour 0 to 23 of an hour in a part of the day: 밤 11 is 23, 밤 12 is 0, 밤 1 is 1."""
    if half in ("오전", "상오", "AM", "새벽", "아침"):
        if hour > 12:
            raise ValueError("no such morning hour")
        return hour % 12
    if half in ("오후", "하오", "PM"):  # newspapers print 18:56 PM and mean 18:56
        return hour + 12 if hour < 12 else hour
    first, last = {"낮": (10, 17), "저녁": (16, 23), "밤": (18, 29)}[half]
    for read in (hour, hour + 12, hour + 24):
        if first <= read <= last:
            return read % 24
    raise ValueError("no such hour at that part of the day")


def _zone(text: str) -> timezone:
    if text in ("Z", "UTC", "GMT"):
        return UTC
    if text == "KST":
        return KST
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)
