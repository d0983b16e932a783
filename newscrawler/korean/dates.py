"""Times as Korean newspapers print them, read as ISO 8601 with ``+09:00``.

Every time without an offset is Korean time: the CMS prints KST and nothing else. The
machine's own time zone is never used. An impossible time (``2025.02.30``, ``25:61``) is None,
and so is a form that needs ``now`` (``3시간 전``, ``12-19``) when ``now`` is not given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from newscrawler.korean.labels import LABEL, meaning

KST = timezone(timedelta(hours=9), "KST")  # no summer time since 1988

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS_BACK = {"오늘": 0, "어제": 1, "그제": 2, "그저께": 2}
_AHEAD = timedelta(hours=1)  # a server's clock may run ahead of ours; further ahead means yesterday
_SECONDS = {"초": 1, "분": 60, "시간": 3600}

# The clock that may follow a date. 12-hour words stand before (오후 6:40) or after (6:40 PM).
# "3시간" is a duration, not three o'clock; "10:00-12:00" is a span, not an offset.
_CLOCK = r"""
    (?:(?P<half>오전|오후|[AP]M)\s?)?
    (?:(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:\.\d{1,9})?)?(?![\d:])
      |(?P<kh>\d{1,2})\s?시(?!간)(?:\s?(?P<kmi>\d{1,2})\s?분(?:\s?(?P<ks>\d{1,2})\s?초)?)?)
    (?:\s?(?P<half_after>[AP]M)(?![A-Z]))?
    (?:\s?(?P<zone>Z|UTC|GMT|KST|[+-]\d{4}|(?<!\s)(?(s)[+-]|(?:[+]|(?<=T\d\d:\d\d)-))\d\d:\d\d)(?![\dA-Z:]))?
"""
_WEEKDAY = r"(?:\s?(?:\(\s?(?:[월화수목금토일](?:요일)?|[A-Z]{3,9})\s?\)|[월화수목금토일]요일))?"
_TAIL = rf"{_WEEKDAY}(?:(?:\s{{0,3}}[|,/(\[]?\s{{0,3}}|T){_CLOCK})?"
# A number that begins or ends inside a longer one (phone, price, version) is not a date.
_START = r"(?<!\d)(?<![\d][.,/:-])"
_END = r"(?!\d)(?!\.\d)(?![-/:]\d)"
# Day and month alone also look like a score or a decimal: only at the end, or before a clock.
_ALONE = r"(?=\s{0,3}(?:$|[)|\]]|\[?(?:오전|오후|\d{1,2}:\d\d)))"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


# In order of trust where two begin at the same place. The last one has no day at all.
_FORMS: tuple[re.Pattern[str], ...] = (
    _form(
        rf"{_START}(?P<y>(?:19|20)\d\d)\s?(?P<sep>[./-])\s?(?P<mo>\d{{1,2}})\s?(?P=sep)\s?(?P<d>\d{{1,2}}){_END}\.?"
        rf"{_TAIL}"
    ),
    _form(rf"{_START}(?P<y>(?:19|20)\d\d|\d\d)\s?년\s?(?P<mo>\d{{1,2}})\s?월\s?(?P<d>\d{{1,2}})\s?일{_TAIL}"),
    _form(rf"{_START}(?<!년)(?<!년\s)(?P<mo>\d{{1,2}})\s?월\s?(?P<d>\d{{1,2}})\s?일{_TAIL}"),
    _form(rf"{_START}(?P<y>\d\d)(?P<sep>[./-])(?P<mo>\d\d)(?P=sep)(?P<d>\d\d){_END}{_WEEKDAY}{_ALONE}{_TAIL}"),
    _form(rf"{_START}(?P<mo>\d\d)(?P<sep>[./-])(?P<d>\d\d){_END}{_WEEKDAY}{_ALONE}{_TAIL}"),
    _form(rf"{_START}(?P<d>\d{{1,2}})\s(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?\s(?P<y>(?:19|20)\d\d)(?!\d){_TAIL}"),
    _form(r"(?<!\d)(?P<ago>\d{1,4})\s?(?P<unit>초|분|시간|일)\s?전(?![가-힣])"),
    _form(r"(?<![가-힣])(?P<moment>방금)(?:\s?전)?(?![가-힣])"),
    _form(rf"(?<![가-힣])(?P<day>{'|'.join(_DAYS_BACK)})(?![가-힣]){_TAIL}"),
    _form(rf"(?<![\d:.,])(?P<clock>){_CLOCK}"),
)
_CLOCK_ONLY = _FORMS[-1]


@dataclass(frozen=True, slots=True)
class LabelledTimes:
    """The times of an article's info line; None where a label is missing.

    ``impossible`` holds the impossible times (``2025.02.30``) as printed.
    """

    published: str | None = None
    modified: str | None = None
    unlabelled: str | None = None
    impossible: tuple[str, ...] = ()


# What may stand between a label and its date: "입력 : ", "[등록] ", "수정=".
_GAP = re.compile(r"[\s:：=\])>|-]{0,8}")


def now_kst() -> datetime:
    """Returns this moment in Korean time, to the second."""
    return datetime.now(KST).replace(microsecond=0)


def iso(moment: datetime) -> str:
    """Formats an aware ``moment`` as ``2025-12-19T10:11:12+09:00``; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(KST).replace(microsecond=0).isoformat()


def parse_time(text: str, now: datetime | None = None) -> str | None:
    """Returns the first date and time printed in ``text``, or None.

    A date without a clock is midnight. A clock without a date is the last such time before
    ``now``, and counts only where the text has no date.
    """
    return next((value for _, _, value in _times(text, now)), None)


def parse_date(text: str) -> str | None:
    """Returns the first full date of ``text`` as ``YYYY-MM-DD``, or None."""
    found = parse_time(text)
    return found[:10] if found else None


def parse_labelled(text: str, now: datetime | None = None) -> LabelledTimes:
    """Returns the times of a whole info line by their labels, 등록 and 수정 never mixed.

    A label stands directly before its date. Only where dates and labels strictly alternate
    from a date to a last label (``2025.11.07 (등록)``) do labels stand after. Where the time of
    publication is impossible, an unlabelled time does not replace it.
    """
    times = list(_times(text, now))
    marks = [(m.start(), m.end(), m) for m in LABEL.finditer(text)]
    follows = (
        len(times) == len(marks)
        and all(t[1] <= m[0] for t, m in zip(times, marks, strict=True))
        and all(m[1] <= t[0] for m, t in zip(marks, times[1:], strict=False))
    )
    best: dict[str, tuple[int, str]] = {}
    unlabelled: str | None = None
    by_end = {end: mark for _, end, mark in marks}
    impossible: list[str] = []
    unpublished = False
    for index, (start, end, value) in enumerate(times):
        mark = marks[index][2] if follows else _mark_before(text, start, by_end)
        field, rank = meaning(mark) if mark is not None else ("", 0)
        if value is None:
            impossible.append(text[start:end].strip())
            unpublished |= field == "published"
        elif mark is None:
            unlabelled = unlabelled or value
        elif field not in best or rank < best[field][0]:
            best[field] = (rank, value)
    published, modified = best.get("published"), best.get("modified")
    return LabelledTimes(
        published and published[1], modified and modified[1], None if unpublished else unlabelled, tuple(impossible)
    )


def parse_day_argument(text: str, today: date) -> date:
    """Returns the day a spider argument names, counted from ``today`` where it is relative.

    ``2025-12-19``, ``2025.12.19``, ``20251219``, ``today``/``오늘``, ``yesterday``/``어제``,
    ``7d`` (seven days ago). Raises ValueError with a one-sentence message for anything else.
    """
    value = text.strip().lower()
    if value in _DAY_WORDS:
        return today - timedelta(days=_DAY_WORDS[value])
    match = _DAY.fullmatch(value)
    try:
        if match and match["back"]:
            return today - timedelta(days=int(match["back"]))
        if match:
            return date(int(match["y"]), int(match["mo"]), int(match["d"]))
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"{text!r} is not a day: use YYYY-MM-DD, YYYYMMDD, today, yesterday or a number of days like 7d.")


_DAY_WORDS = {"today": 0, "오늘": 0, "yesterday": 1, "어제": 1}
_DAY = re.compile(
    r"(?P<y>[0-9]{4})(?P<sep>[.-]?)(?P<mo>[0-9]{2})(?P=sep)(?P<d>[0-9]{2})|(?P<back>[0-9]{1,4})d", re.ASCII
)


def _mark_before(text: str, start: int, by_end: dict[int, re.Match[str]]) -> re.Match[str] | None:
    """Returns the label that ends directly before ``start``, at most a gap away."""
    for end in range(start, max(start - 9, -1), -1):
        if end in by_end:
            return by_end[end] if _GAP.fullmatch(text, end, start) else None
    return None


def _times(text: str, now: datetime | None) -> Iterator[tuple[int, int, str | None]]:
    """Yields start, end and value of every time in ``text``; the value is None for an impossible one."""
    if now is not None and now.tzinfo is None:
        now = None
    forms = [form for form in _FORMS[:-1] if now is not None or "y" in form.groupindex]
    matches = sorted((m for form in forms for m in form.finditer(text)), key=re.Match.start)  # stable
    if not matches and now is not None:
        matches = list(_CLOCK_ONLY.finditer(text))
    last = 0
    for match in matches:
        if match.start() >= last:
            last = match.end()
            try:
                value = iso(_moment({name: part for name, part in match.groupdict().items() if part is not None}, now))
            except (ValueError, OverflowError):  # no such day, no such hour, or no year before it
                value = None
            yield match.start(), last, value


def _moment(part: dict[str, str], now: datetime | None) -> datetime:
    """Returns the moment that the named groups of a form give; raises ValueError for an impossible one."""
    here = now.astimezone(KST) if now else None
    if here and "ago" in part and part["unit"] in _SECONDS:
        return here - timedelta(seconds=int(part["ago"]) * _SECONDS[part["unit"]])
    if here and "moment" in part:
        return here
    clock = _clock(part)
    moment = datetime.combine(_day(part, here), clock, clock.tzinfo or KST)
    if here and "clock" in part and moment - here > _AHEAD:
        moment -= timedelta(days=1)
    return moment


def _day(part: dict[str, str], here: datetime | None) -> date:
    """Returns the day that the groups give: a full date, or one counted back from ``here``."""
    if "y" in part:
        month = int(part["mo"]) if "mo" in part else _MONTHS.index(part["month"].lower()) + 1
        year = int(part["y"])
        return date(year + 2000 if year < 100 else year, month, int(part["d"]))
    if here is None:
        raise ValueError("a form without a year needs now")
    today = here.date()
    if "mo" not in part:
        return today - timedelta(days=int(part.get("ago", 0)) or _DAYS_BACK.get(part.get("day", ""), 0))
    # The last such day up to today: in January, 12-31 is last year's.
    day = date(today.year, int(part["mo"]), int(part["d"]))
    return day if day <= today else day.replace(year=today.year - 1)


def _clock(part: dict[str, str]) -> time:
    """Returns the time of day that the groups give, midnight where they give none."""
    hour, minute, second = (int(part.get(key) or part.get("k" + key) or 0) for key in ("h", "mi", "s"))
    half = (part.get("half") or part.get("half_after") or "").upper()
    if half in ("오전", "AM"):
        if hour > 12:
            raise ValueError("no such morning hour")
        hour %= 12
    elif half in ("오후", "PM") and hour < 12:  # newspapers print 18:56 PM and mean 18:56
        hour += 12
    return time(hour, minute, second, tzinfo=_zone(part.get("zone", "KST").upper()))


def _zone(text: str) -> timezone:
    if text in ("Z", "UTC", "GMT"):
        return UTC
    if text == "KST":
        return KST
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)
