"""Times as Korean newspapers print them, read as ISO 8601 with ``+09:00``.

Every time without an offset is Korean time: the CMS prints KST and nothing else. The
machine's own time zone is never used. An impossible time (``2025.02.30``, ``25:61``) is None, and so is
one whose clock is printed but not understood (``2025.11.07 14;02``): midnight would look exact. So is a
form that needs ``now`` (``3시간 전``, ``12-19``) when ``now`` is not given.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newscrawler.korean.clock import CLOCK, HALF, KST, STRANGE, has_clock, read_clock
from newscrawler.korean.labels import LABEL, meaning
from newscrawler.korean.text import as_printed, composed
from newscrawler.translation import N_

_LONGEST = 10_000  # characters; longer than any info line, and keeps a hostile page cheap
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS_BACK = {"오늘": 0, "금일": 0, "어제": 1, "그제": 2, "그저께": 2, "그끄제": 3, "그끄저께": 3}
_AHEAD = timedelta(hours=1)  # a server's clock may run ahead of ours; further ahead means yesterday
_SECONDS = {"초": 1, "분": 60, "시간": 3600}
_MONTHS_IN = {"개월": 1, "달": 1, "년": 12}
_NATIVE = dict(zip("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두".split(), range(1, 13), strict=True))
_SINO = dict(zip("일이삼사오육칠팔구", range(1, 10), strict=True))
_SPANS = dict(zip("하루 이틀 사흘 나흘 닷새 엿새 이레 여드레 아흐레 열흘".split(), range(1, 11), strict=True)) | {
    "보름": 15
}
# What a stored time of zero comes out as: of Unix, of SQL Server, of spreadsheets.
_ZERO_DAYS = ("1970-01-01", "1969-12-31", "1900-01-01", "1899-12-30")
_CENTURY = 70  # 69 is 2069, 70 is 1970, as in POSIX strptime; no newspaper's site is older

_WEEKDAY = r"(?:\s?(?:\(\s?(?:[월화수목금토일](?:요일)?|[A-Z]{3,9})\s?\)|[월화수목금토일]요일))?"
_TAIL = rf"{_WEEKDAY}(?:(?:\s{{0,3}}[|,/(\[]?\s{{0,3}}|T){CLOCK})?"
# A number that begins or ends inside a longer one (phone, price, version) is not a date.
_START = r"(?<!\d)(?<![\d][.,/:-])"
_END = r"(?!\d)(?!\.\d)(?![-/:]\d)"
# Day and month alone also look like a score or a decimal: only at the end, or before a clock.
_ALONE = rf"(?=\s{{0,3}}(?:$|[)|\]]|\[?(?:(?:{HALF})\s?\d|정오|자정|\d{{1,2}}(?:[:：]\d\d|\s?시(?!간)))))"
# What may stand between a label and its date: "입력 : ", "[등록] ", "수정=".
_BETWEEN = r"[\s:：=\])>|'’‘-]{0,8}"
_SHORT = r"(?P<y>\d\d)(?P<sep>[./-])\s?(?P<mo>\d\d)(?P=sep)\s?(?P<d>\d\d)"
_COUNT = "|".join((*sorted(_NATIVE, key=len, reverse=True), *_SINO))


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


# In order of trust where two begin at the same place. The last one has no day at all.
_FORMS: tuple[re.Pattern[str], ...] = (
    _form(
        rf"{_START}(?P<y>(?:19|20)\d\d|0000)\s?(?P<sep>[./-])\s?(?P<mo>\d{{1,2}})\s?(?P=sep)\s?(?P<d>\d{{1,2}}){_END}\.?"
        rf"{_TAIL}"
    ),
    _form(
        rf"{_START}(?P<y>(?:19|20)\d\d|\d\d)\s?[년年]\s?(?P<mo>\d{{1,2}})\s?[월月]\s?(?P<d>\d{{1,2}})\s?[일日]{_TAIL}"
    ),
    _form(rf"{_START}(?<!년)(?<!년\s)(?P<mo>\d{{1,2}})\s?월\s?(?P<d>\d{{1,2}})\s?일{_TAIL}"),
    _form(rf"{_START}{_SHORT}{_END}\.?{_WEEKDAY}{_ALONE}{_TAIL}"),
    _form(rf"{_START}(?P<mo>\d\d)(?P<sep>[./-])(?P<d>\d\d){_END}{_WEEKDAY}{_ALONE}{_TAIL}"),
    _form(rf"{_START}(?P<d>\d{{1,2}})\s(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?\s(?P<y>(?:19|20)\d\d)(?!\d){_TAIL}"),
    _form(
        r"(?<!\d)(?:(?P<hours>\d{1,2})\s?시간\s?)?(?P<ago>\d{1,4})\s?(?P<unit>초|분|시간|일|주일?|개월|달|년)\s?전(?!(?-i:[가-힣]))"
    ),
    _form(rf"(?<!(?-i:[가-힣]))(?P<ago>{_COUNT})\s?(?P<unit>시간|주일?|달)\s?전(?!(?-i:[가-힣]))"),
    _form(rf"(?<!(?-i:[가-힣]))(?P<span>{'|'.join(_SPANS)})\s?전(?!(?-i:[가-힣]))"),
    _form(r"(?<!(?-i:[가-힣]))(?P<moment>방금)(?:\s?전)?(?!(?-i:[가-힣]))"),
    _form(rf"(?<!(?-i:[가-힣]))(?P<day>{'|'.join(_DAYS_BACK)})(?!(?-i:[가-힣])){_TAIL}"),
    _form(rf"(?<![\d:.,])(?P<clock>){CLOCK}"),
)
_CLOCK_ONLY = _FORMS[-1]
# What a text must have for a form to be looked for: nearly every text fits one form at most. In the order of _FORMS.
_SHORT_DATE = re.compile(r"(?<!\d)\d\d(?:-\s?\d\d-\s?|\.\s?\d\d\.\s?|/\s?\d\d/\s?)\d\d(?!\d)")
_HINTS = (
    re.compile(r"(?<!\d)\d{4}\s?[./-]"),
    re.compile("[년年]"),
    re.compile("월"),
    _SHORT_DATE,
    re.compile(r"(?<!\d)\d\d[./-]\d\d(?!\d)"),
    re.compile(r"\d\s[A-Za-z]{3}"),
    *[re.compile("전")] * 3,
    re.compile("방금"),
    re.compile("[어그금오]"),
)
# Behind its label, a year of two digits needs no other sign: 등록 25.11.07 박나래 기자.
_SHORT_FORM = _form(rf"{_SHORT}{_END}\.?{_TAIL}")


@dataclass(frozen=True, slots=True)
class LabelledTimes:
    """The times of an article's info line; None where a label is missing.

    ``impossible`` holds the times that are impossible (``2025.02.30``) or not understood, as printed.
    """

    published: str | None = None
    modified: str | None = None
    unlabelled: str | None = None
    impossible: tuple[str, ...] = ()


_GAP = re.compile(_BETWEEN)
_DIGIT = re.compile(r"\d")
_OPENING = re.compile(r"\s?[(\[]?")
_PAPER = re.compile(r"자?\s?(?:지면|신문)?\s?\d{1,2}면")  # 2025.11.08자 3면: the day of the printed paper
_MIDNIGHT = "T00:00:00+09:00"


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
    return next((value for _, _, value in _times(composed(text[:_LONGEST]), now)), None)


def real_time(value: str | None) -> str | None:
    """Returns a time that ``parse_time`` read, and None for what programs print of a stored time of zero."""
    return None if value is None or value.startswith(_ZERO_DAYS) else value


def parse_date(text: str) -> str | None:
    """Returns the first full date of ``text`` as ``YYYY-MM-DD``, or None."""
    found = parse_time(text)
    return found[:10] if found else None


def parse_labelled(text: str, now: datetime | None = None) -> LabelledTimes:
    """Returns the times of a whole info line by their labels, 등록 and 수정 never mixed.

    A label stands directly before its date. Only where dates and labels strictly alternate
    from a date to a last label (``2025.11.07 (등록)``) do labels stand after. Where the time of
    publication is impossible, an unlabelled time does not replace it. Of times with equally good labels the first
    with a clock counts, of changes the latest.
    """
    return parse_parts([text], now)[0]


def parse_parts(parts: Sequence[str], now: datetime | None = None) -> tuple[LabelledTimes, list[list[str]]]:
    """Returns the times of the parts of an info line, as ``parse_labelled`` reads them, and the rest of each part.

    A label or a clock may stand in the part beside its date. The rest is what stands around times and their labels,
    composed; it is the whole part where the part has neither.
    """
    printed = " | ".join(parts)[:_LONGEST]
    text = composed(printed)
    best: dict[str, tuple[int, str]] = {}
    impossible: list[str] = []
    unpublished = False
    cuts: list[tuple[int, int]] = []
    for start, end, value, mark in _labelled(text, now):
        cuts.append((mark.start() if mark and mark.end() <= start else start, _end_of_label(text, end)))
        field, rank = meaning(mark) if mark is not None else ("unlabelled", 0)
        if mark is None and _PAPER.match(text, end):
            field = "paper"
        if value is None:
            impossible.append(as_printed(text[start:end].strip(), printed))
            unpublished |= field == "published"
        elif field not in best or _is_better((rank, value), best[field], latest=field == "modified"):
            best[field] = (rank, value)
    published, modified, unlabelled = (best.get(name, (0, None))[1] for name in ("published", "modified", "unlabelled"))
    times = LabelledTimes(published, modified, None if unpublished else unlabelled, tuple(impossible))
    return times, _rests(text, [composed(part) for part in parts], cuts)


def _end_of_label(text: str, end: int) -> int:
    """Returns where the label directly behind a time ends, ``end`` if there is none: 2025.11.07 (등록)."""
    opening = _OPENING.match(text, end)
    label = LABEL.match(text, opening.end() if opening else end)
    if label is None:
        return end
    return label.end() + (text[label.end() : label.end() + 1] in (")", "]"))


def _rests(text: str, parts: list[str], cuts: list[tuple[int, int]]) -> list[list[str]]:
    """Returns the pieces of each part of the joined ``text`` outside the cuts."""
    rests, begin = [], 0
    for part in parts:
        end, last, pieces = begin + len(part), begin, []
        for start, stop in cuts:
            if start < end and stop > begin:
                pieces.append(text[last : max(start, last)])
                last = max(last, min(stop, end))
        rests.append([*pieces, text[last:end]] if pieces else [part])
        begin = end + 3
    return rests


def _is_better(new: tuple[int, str], known: tuple[int, str], *, latest: bool) -> bool:
    if new[0] != known[0]:
        return new[0] < known[0]
    if latest:
        return new[1] > known[1]
    return known[1].endswith(_MIDNIGHT) and not new[1].endswith(_MIDNIGHT)


def has_time(text: str) -> bool:
    """Whether a time with its year is printed in ``text``, possible or not."""
    return next(_times(composed(text[:_LONGEST]), None), None) is not None


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
    raise ValueError(
        N_(f"{text!r} is not a day: use YYYY-MM-DD, YYYYMMDD, today, yesterday or a number of days like 7d.")
    )


_DAY_WORDS = {"today": 0, "오늘": 0, "yesterday": 1, "어제": 1}
_DAY = re.compile(
    r"(?P<y>[0-9]{4})(?P<sep>[.-]?)(?P<mo>[0-9]{2})(?P=sep)(?P<d>[0-9]{2})|(?P<back>[0-9]{1,4})d", re.ASCII
)


def _labelled(text: str, now: datetime | None) -> Iterator[tuple[int, int, str | None, re.Match[str] | None]]:
    """Yields every time of ``_times`` with its label."""
    times = list(_times(text, now))
    marks = list(LABEL.finditer(text)) if times else []
    follows = (
        len(times) == len(marks)
        and all(t[1] <= m.start() for t, m in zip(times, marks, strict=True))
        and all(m.end() <= t[0] for m, t in zip(marks, times[1:], strict=False))
    )
    by_end = {mark.end(): mark for mark in marks}
    for index, (start, end, value) in enumerate(times):
        yield start, end, real_time(value), marks[index] if follows else _mark_before(text, start, by_end)


def _mark_before(text: str, start: int, by_end: dict[int, re.Match[str]]) -> re.Match[str] | None:
    """Returns the label that ends directly before ``start``, at most a gap away."""
    for end in range(start, max(start - 9, -1), -1):
        if end in by_end:
            return by_end[end] if _GAP.fullmatch(text, end, start) else None
    return None


def _times(text: str, now: datetime | None) -> Iterator[tuple[int, int, str | None]]:
    """Yields start, end and value of every time in ``text``; the value is None for one that cannot be read."""
    if now is not None and now.tzinfo is None:
        now = None
    if now is None and not _DIGIT.search(text):
        return
    found = [
        match
        for form, hint in zip(_FORMS, _HINTS, strict=False)
        if (now is not None or "y" in form.groupindex) and hint.search(text)
        for match in form.finditer(text)
    ]
    if _SHORT_DATE.search(text):
        found += filter(None, (_SHORT_FORM.match(text, place) for place in _labelled_places(text)))
    matches = sorted(found, key=re.Match.start) if len(found) > 1 else found  # stable
    if not matches and now is not None:
        matches = list(_CLOCK_ONLY.finditer(text))
    last = 0
    for match in matches:
        if match.start() < last:
            continue
        last = match.end()
        part = {name: text for name, text in match.groupdict().items() if text is not None}
        if "h" in match.re.groupindex and not has_clock(part) and (strange := STRANGE.match(text, last)):
            last = strange.end()
            yield match.start(), last, None
            continue
        try:
            value = iso(_moment(part, now))
        except (ValueError, OverflowError):  # no such day, no such hour, or no year before it
            value = None
        yield match.start(), last, value


def _labelled_places(text: str) -> Iterator[int]:
    """Yields where the time behind each label begins."""
    for label in LABEL.finditer(text):
        gap = _GAP.match(text, label.end())
        yield gap.end() if gap else label.end()


def _moment(part: dict[str, str], now: datetime | None) -> datetime:
    """Returns the moment that the named groups of a form give; raises ValueError for an impossible one."""
    here = now.astimezone(KST) if now else None
    if here and part.get("unit") in _SECONDS:
        passed = timedelta(hours=int(part.get("hours", 0)), seconds=_count(part["ago"]) * _SECONDS[part["unit"]])
        return here - passed
    if here and "moment" in part:
        return here
    day, clock = _day(part, here), read_clock(part)
    if part.get("kh") == "24" and not (clock.minute or clock.second):  # a machine's 24:00 may be the day's beginning
        day += timedelta(days=1)
    moment = datetime.combine(day, clock, clock.tzinfo or KST)
    if here and "clock" in part and moment - here > _AHEAD:
        moment -= timedelta(days=1)
    return moment


def _count(text: str) -> int:
    return _NATIVE.get(text) or _SINO.get(text) or int(text)


def _day(part: dict[str, str], here: datetime | None) -> date:
    """Returns the day that the groups give: a full date, or one counted back from ``here``."""
    if "y" in part:
        month = int(part["mo"]) if "mo" in part else _MONTHS.index(part["month"].lower()) + 1
        year = int(part["y"])
        if len(part["y"]) == 2:
            year += 1900 if year >= _CENTURY else 2000
        return date(year, month, int(part["d"]))
    if here is None:
        raise ValueError("a form without a year needs now")
    today = here.date()
    if "unit" in part:
        return _back(today, _count(part["ago"]), part["unit"])
    if "mo" not in part:
        return today - timedelta(days=_SPANS.get(part.get("span", ""), 0) or _DAYS_BACK.get(part.get("day", ""), 0))
    # The last such day up to today: in January, 12-31 is last year's.
    day = date(today.year, int(part["mo"]), int(part["d"]))
    return day if day <= today else day.replace(year=today.year - 1)


def _back(today: date, count: int, unit: str) -> date:
    """Returns the day some days, weeks (주, 주일), months or years ago; 31 March less a month is 28 February."""
    if unit not in _MONTHS_IN:
        return today - timedelta(days=count * (1 if unit == "일" else 7))
    years, month = divmod(12 * today.year + today.month - 1 - count * _MONTHS_IN[unit], 12)
    if years < 1:
        raise ValueError("no such year")
    return date(years, month + 1, min(today.day, monthrange(years, month + 1)[1]))
