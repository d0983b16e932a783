from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.korean.dates import (
    KST,
    LabelledTimes,
    has_time,
    iso,
    now_kst,
    parse_date,
    parse_day_argument,
    parse_labelled,
    parse_parts,
    parse_time,
    real_time,
)

NOW = datetime(2025, 12, 19, 18, 56, 7, tzinfo=KST)


@pytest.fixture(params=["UTC", "America/New_York"])
def machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run a test on machines in other time zones, which must not matter."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


FULL = [
    ("2025.12.19 (금)", "2025-12-19T00:00:00"),
    ("2025.12.19(금) 18:05", "2025-12-19T18:05:00"),
    ("2025.12.19. (금) 오후 6:05", "2025-12-19T18:05:00"),
    ("2025-11-07_FRI", "2025-11-07T00:00:00"),
    ("2025-12-19 06:00", "2025-12-19T06:00:00"),
    ("2025.11.07 14:02:11", "2025-11-07T14:02:11"),
    ("2025. 11. 7. 14:02", "2025-11-07T14:02:00"),
    ("2025/12/19 18:05", "2025-12-19T18:05:00"),
    ("2025/11/07 [10:31]", "2025-11-07T10:31:00"),
    ("2025.11.07 | 10:31", "2025-11-07T10:31:00"),
    ("25.12.19 18:05", "2025-12-19T18:05:00"),
    ("2026년 1월 29일 오후 6시 40분", "2026-01-29T18:40:00"),
    ("2026년 01월 29일 18시 40분 05초", "2026-01-29T18:40:05"),
    ("UPDATE : 2025년 11월 07일 15시 00분", "2025-11-07T15:00:00"),
    ("<!-- MAKE FILE (2025-11-07 15:00:02) -->", "2025-11-07T15:00:02"),
    ("2025년 11월 7일 금요일", "2025-11-07T00:00:00"),
    ("2026.01.29 오전 12시 5분", "2026-01-29T00:05:00"),
    ("2026.01.29 오후 12시", "2026-01-29T12:00:00"),
    ("2026.01.29 오전 11:59", "2026-01-29T11:59:00"),
    ("2026.01.29 12:05 AM", "2026-01-29T00:05:00"),
    ("2026.01.29 6:40 pm", "2026-01-29T18:40:00"),
    ("2026.01.29 18:56 PM", "2026-01-29T18:56:00"),
    ("2025-11-07T14:02:11+09:00", "2025-11-07T14:02:11"),
    ("2025-11-07T14:02:11", "2025-11-07T14:02:11"),
    ("2025-11-07T14:02:11.123456+0900", "2025-11-07T14:02:11"),
    ("2025-11-07T14:02:11Z", "2025-11-07T23:02:11"),
    ("2025-11-07T20:02:11-05:00", "2025-11-08T10:02:11"),
    ("2025-11-07T20:02-05:00", "2025-11-08T10:02:00"),
    ("2025-11-07 20:02:11 UTC", "2025-11-08T05:02:11"),
    ("Fri, 07 Nov 2025 14:02:11 +0900", "2025-11-07T14:02:11"),
    ("Fri, 7 Nov 2025 14:02:11 GMT", "2025-11-07T23:02:11"),
    ("07 November 2025", "2025-11-07T00:00:00"),
    ("2025-11-07 10:00-12:00", "2025-11-07T10:00:00"),
    ("2025-11-07 10:00 ~ 12:00", "2025-11-07T10:00:00"),
    ("등록 2025.11.07 14:02:11 조회 1,204", "2025-11-07T14:02:11"),
    ("14:02 2025.11.07", "2025-11-07T00:00:00"),
    ("2025년 11월 7일 3시간 동안", "2025-11-07T00:00:00"),
    ("2025.11.07 밤 11:30", "2025-11-07T23:30:00"),
    ("2025.11.07 밤 11시 30분", "2025-11-07T23:30:00"),
    ("2025.11.07 밤 12:30", "2025-11-07T00:30:00"),
    ("2025.11.07 밤 1시", "2025-11-07T01:00:00"),
    ("2025.11.07 저녁 7시 반", "2025-11-07T19:30:00"),
    ("2025.11.07 낮 12:30", "2025-11-07T12:30:00"),
    ("2025.11.07 낮 2시", "2025-11-07T14:00:00"),
    ("2025.11.07 새벽 12:05", "2025-11-07T00:05:00"),
    ("2025.11.07 새벽 4:05", "2025-11-07T04:05:00"),
    ("2025.11.07 아침 7:20", "2025-11-07T07:20:00"),
    ("2025.11.07 정오", "2025-11-07T12:00:00"),
    ("2025.11.07(금) 자정", "2025-11-07T00:00:00"),
    ("2025.11.07 24시", "2025-11-08T00:00:00"),
    ("2025.12.31 밤 24시", "2026-01-01T00:00:00"),
    ("2025.11.07 14：02：11", "2025-11-07T14:02:11"),
    ("2025.11.07 14 : 02", "2025-11-07T14:02:00"),
    ("2025.11.07 14시02분", "2025-11-07T14:02:00"),
    ("2025.11.07 14시 02", "2025-11-07T14:02:00"),
    ("2025.11.07 오후3시반", "2025-11-07T15:30:00"),
    ("2025.11.07 PM 3:20", "2025-11-07T15:20:00"),
    ("25.11.07 밤 11:30", "2025-11-07T23:30:00"),
    ("98.05.03 10:00", "1998-05-03T10:00:00"),
    ("2025.11.07 2:02 p.m.", "2025-11-07T14:02:00"),
    ("2025.11.07 2:02 오후", "2025-11-07T14:02:00"),
    ("2025.11.07 하오 2시", "2025-11-07T14:00:00"),
    ("2025年 11月 7日 14時 02分", "2025-11-07T14:02:00"),
    ("25. 11. 07. 14:02", "2025-11-07T14:02:00"),
    ("2025.11.07 3면", "2025-11-07T00:00:00"),
    ("2025.11.07 조회 12", "2025-11-07T00:00:00"),
    ("2025.11.07 박나래 기자", "2025-11-07T00:00:00"),
    ("2025.11.07 3시간 전", "2025-11-07T00:00:00"),
    ("2025.11.07 수정 15:20", "2025-11-07T00:00:00"),  # a clock of another label
]

# A clock is printed, but no rule reads it: midnight would look exact.
STRANGE_CLOCKS = [
    "2025.11.07 14;02",
    "2025.11.07 14.02",
    "2025.11.07 11h30",
    "2025.11.07 14:2",
    "2025.11.07 10:00:00:00",
    "2025.11.07 밤늦게",
    "2025.11.07 늦은 밤 11:30",
    "2025.11.07 심야 1시",
    "2025.11.07 저녁 12:30",
    "2025.11.07 낮 8:30",
    "2025.11.07 24시 30분",
    "2025년 11월 7일 오후",
    "2025.11.07 정오쯤",
    "2025.11.07 오후 늦게",
]


@pytest.mark.parametrize(("text", "expected"), FULL)
@pytest.mark.usefixtures("machine_zone")
def test_full_dates_need_no_now(text: str, expected: str) -> None:
    assert parse_time(text) == parse_time(text, NOW) == expected + "+09:00"
    assert parse_date(text) == expected[:10]


@pytest.mark.parametrize("text", STRANGE_CLOCKS)
def test_a_clock_that_no_rule_reads_is_not_midnight(text: str) -> None:
    assert parse_time(text) is None
    found = parse_labelled(f"등록 {text}")
    assert (found.published, found.unlabelled, found.impossible) == (None, None, (text,))


@pytest.mark.parametrize("text", [text for text, _ in FULL])
def test_conjoining_letters_are_read_like_syllables(text: str) -> None:
    assert parse_time(unicodedata.normalize("NFD", text)) == parse_time(text)


RELATIVE = [
    ("오후 6:40", "2025-12-19T18:40:00"),
    ("18:56 PM", "2025-12-19T18:56:00"),
    ("19:30", "2025-12-19T19:30:00"),
    ("23:10", "2025-12-18T23:10:00"),
    ("3시간 전", "2025-12-19T15:56:07"),
    ("19시간 전", "2025-12-18T23:56:07"),
    ("10분전", "2025-12-19T18:46:07"),
    ("30초 전", "2025-12-19T18:55:37"),
    ("2일 전", "2025-12-17T00:00:00"),
    ("1주 전", "2025-12-12T00:00:00"),
    ("일주일 전", "2025-12-12T00:00:00"),
    ("2주일전", "2025-12-05T00:00:00"),
    ("1개월 전", "2025-11-19T00:00:00"),
    ("한 달 전", "2025-11-19T00:00:00"),
    ("1년 전", "2024-12-19T00:00:00"),
    ("한 시간 전", "2025-12-19T17:56:07"),
    ("두시간전", "2025-12-19T16:56:07"),
    ("열두 시간 전", "2025-12-19T06:56:07"),
    ("1시간 30분 전", "2025-12-19T17:26:07"),
    ("사흘 전", "2025-12-16T00:00:00"),
    ("그제", "2025-12-17T00:00:00"),
    ("어제 밤 11:30", "2025-12-18T23:30:00"),
    ("방금", "2025-12-19T18:56:07"),
    ("방금 전", "2025-12-19T18:56:07"),
    ("어제 18:05", "2025-12-18T18:05:00"),
    ("어제", "2025-12-18T00:00:00"),
    ("오늘 09:10", "2025-12-19T09:10:00"),
    ("그제 오전 9시", "2025-12-17T09:00:00"),
    ("12-19", "2025-12-19T00:00:00"),
    ("12-20", "2024-12-20T00:00:00"),
    ("12.19 18:05", "2025-12-19T18:05:00"),
    ("12.19 (금)", "2025-12-19T00:00:00"),
    ("1월 2일 오후 3시", "2025-01-02T15:00:00"),
]


@pytest.mark.parametrize(("text", "expected"), RELATIVE)
@pytest.mark.usefixtures("machine_zone")
def test_relative_times_count_from_now(text: str, expected: str) -> None:
    assert parse_time(text, NOW) == expected + "+09:00"
    assert parse_time(text, NOW.astimezone(timezone(timedelta(hours=-5)))) == expected + "+09:00"
    assert parse_time(text) is None
    assert parse_time(text, NOW.replace(tzinfo=None)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12-31", "2025-12-31T00:00:00+09:00"),
        ("12.31 23:50", "2025-12-31T23:50:00+09:00"),
        ("01-01", "2026-01-01T00:00:00+09:00"),
        ("어제", "2025-12-31T00:00:00+09:00"),
        ("1시간 전", "2025-12-31T23:05:00+09:00"),
        ("23:59", "2025-12-31T23:59:00+09:00"),
        ("02-29", None),
        ("10개월 전", "2025-03-01T00:00:00+09:00"),
        ("2500년 전", None),
    ],
)
@pytest.mark.usefixtures("machine_zone")
def test_new_year(text: str, expected: str | None) -> None:
    assert parse_time(text, datetime(2025, 12, 31, 15, 5, tzinfo=UTC)) == expected  # 00:05 on 1 January in Korea


@pytest.mark.parametrize(
    "text",
    [
        "", "가온시", "2025.02.30", "2025-13-01", "2025.11.07 25:61",
        "2025.11.07 24:00", "2025.11.07 오전 13:00", "2025-11-07T14:02:11+25:00",
        "02-30", "13-01", "25:61", "055-123-4567", "010-1234-5678", "1588-12-34",
        "2025-1234-5678", "1.4.2025.12", "10.12.19.3", "2025.12", "2025년 12월",
        "3000년 1월 29일", "12.5%", "12.19%", "3.12 상승", "12,500원", "오늘의 뉴스", "그저께는",
        "3시간 전격 회동", "시간 반 전", "며칠 전", "한 시간 전격", "0000-00-00 00:00:00",
        "2025.11.073", "12025.11.07", "2025.11-07",
    ],
)  # fmt: skip
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_time(text, NOW) is None
    assert parse_time(text) is None


def _times(published: str | None, modified: str | None = None, unlabelled: str | None = None) -> LabelledTimes:
    full = [t and f"{t[:10]}T{t[11:] or '00:00:00'}+09:00" for t in (published, modified, unlabelled)]
    return LabelledTimes(*full)


FIVE, SIX = "2025-11-05 18:20:07", "2025-11-06 08:05:44"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("등록 2025.11.05 18:20:07 수정 2025.11.06 08:05:44", _times(FIVE, SIX)),
        ("수정 2025.11.06 08:05:44 등록 2025.11.05 18:20:07", _times(FIVE, SIX)),
        ("등록 2025.11.05 18:20:07", _times(FIVE)),
        ("수정 2025.11.06 08:05:44", _times(None, SIX)),
        ("입력 : 2025-11-05 18:20:07 | 최종편집 2025-11-06 08:05:44", _times(FIVE, SIX)),
        ("기사입력 2025/11/05 [18:20:07] 최종편집 2025/11/06 [08:05:44]", _times(FIVE, SIX)),
        ("최초입력 2025.11.05 18:20:07 / 최종수정 2025.11.06 08:05:44", _times(FIVE, SIX)),
        ("최초 등록 2025.11.05 18:20:07 최종 수정 2025.11.06 08:05:44", _times(FIVE, SIX)),
        ("등록일시:2025.11.05 18:20:07 수정일시:2025.11.06 08:05:44", _times(FIVE, SIX)),
        ("[등록] 2025.11.05 18:20:07 [수정] 2025.11.06 08:05:44", _times(FIVE, SIX)),
        ("등록2025.11.05 18:20:07수정2025.11.06 08:05:44", _times(FIVE, SIX)),
        ("작성 2025.11.05 18:20:07 업데이트 2025.11.06 08:05:44", _times(FIVE, SIX)),
        ("Published 2025-11-05 18:20:07 Updated 2025-11-06 08:05:44", _times(FIVE, SIX)),
        ("기사승인 2025.11.05 18:20:07", _times(FIVE)),
        ("승인 2025.11.06 08:05:44 | 입력 2025.11.05 18:20:07", _times(FIVE)),
        ("입력 2025.11.05 18:20:07 | 승인 2025.11.06 08:05:44", _times(FIVE)),
        ("발행일자: 2025.11.05 18:20:07", _times(FIVE)),
        ("송고시간 2025-11-05 18:20:07", _times(FIVE)),
        ("최종편집 2025.12.19 06:00 수정 2025.11.06 08:05:44", _times(None, SIX)),
        ("등록일 2025-11-07 지면게재일 2025-11-08", _times("2025-11-07")),
        ("지면게재일 2025-11-08", _times(None)),
        ("신문게재 2025-11-08 3면", _times(None)),
        ("2025.11.05 18:20:07 (등록)", _times(FIVE)),
        ("2025.11.05 18:20:07 등록 | 2025.11.06 08:05:44 수정", _times(FIVE, SIX)),
        ("2025.11.05 18:20:07 수정 2025.11.06 08:05:44", _times(None, SIX, FIVE)),
        ("2025.11.05 18:20:07", _times(None, None, FIVE)),
        ("2025.11.05 18:20:07 / 박나래 narae@x.kr", _times(None, None, FIVE)),
        ("등록 2025.02.30 수정 2025.11.06 08:05:44", replace(_times(None, SIX), impossible=("2025.02.30",))),
        ("등록 2025.02.30 10:00 | 2025.11.05", replace(_times(None), impossible=("2025.02.30 10:00",))),
        ("수정 2025.13.01 | 2025.11.05 18:20:07", replace(_times(None, None, FIVE), impossible=("2025.13.01",))),
        ("수정 - 등록 2025.11.05 18:20:07", _times(FIVE)),
        ("등록 2025.11.05 18:20:07 수정", _times(FIVE)),
        ("등록 2025.11.05 18:20:07 수정 08:05", _times(FIVE)),
        ("등록금 2025.11.05 18:20:07", _times(None, None, FIVE)),
        ("등록 18:20", _times("2025-12-19 18:20:00")),
        ("등록 3시간 전 수정 10분 전", _times("2025-12-19 15:56:07", "2025-12-19 18:46:07")),
        ("지면입력 2025.11.08 | 입력 2025.11.05 18:20:07", _times(FIVE)),
        ("입력 2025.11.05 18:20:07 신문입력 2025.11.08", _times(FIVE)),
        ("신문 게재일자 2025.11.08 | 2025.11.05 18:20:07", _times(None, None, FIVE)),
        ("최종입력 2025.11.06 08:05:44 최초입력 2025.11.05 18:20:07", _times(FIVE)),
        ("최종입력 2025.11.05 18:20:07", _times(FIVE)),
        ("입력 2025.11.06 08:05:44 최초입력 2025.11.05 18:20:07", _times(FIVE)),
        ("재등록 2025.11.06 08:05:44 등록 2025.11.05 18:20:07", _times(FIVE)),
        ("등록 2025.11.05 18:20:07 재수정 2025.11.06 08:05:44", _times(FIVE, SIX)),
        ("인터넷입력 2025.11.05 18:20:07", _times(FIVE)),
        ("온라인 입력 2025.11.05 18:20:07 모바일수정 2025.11.06 08:05:44", _times(FIVE, SIX)),
        ("홈페이지등록 2025.11.05 18:20:07", _times(FIVE)),
        ("데스크승인 2025.11.05 18:20:07", _times(FIVE)),
        ("최초 기사 등록 : 2025.11.05 18:20:07", _times(FIVE)),
        ("First posted on 2025.11.05 18:20:07 Last updated 2025.11.06 08:05:44", _times(FIVE, SIX)),
        ("김수정 2025.11.05 18:20:07", _times(None, None, FIVE)),  # a name, not a change
        ("이승인 | 2025.11.05 18:20:07", _times(None, None, FIVE)),
        ("남궁수정 2025.11.05 18:20:07", _times(None, None, FIVE)),
        ("수정 2025.11.05 18:20:07 수정 2025.11.06 08:05:44", _times(None, SIX)),
        ("수정 2025.11.06 08:05:44 수정 2025.11.05 18:20:07", _times(None, SIX)),
        ("등록 2025.11.08 등록 2025.11.05 18:20:07", _times(FIVE)),
        ("2025.11.08 3면 | 2025.11.05 18:20:07", _times(None, None, FIVE)),
        ("등록 25.11.05 18:20:07 수정 25.11.06 08:05:44", _times(FIVE, SIX)),
        ("등록 25.11.05 박나래 기자", _times("2025-11-05")),
        ("등록 '25.11.05 18:20:07", _times(FIVE)),
        ("1차 수정 2025.11.05 18:20:07 2차 수정 2025.11.06 08:05:44", _times(None, SIX)),
        ("2025.11.08자 3면 | 2025.11.05 18:20:07", _times(None, None, FIVE)),
        ("2025.11.08 3면", _times(None)),  # the day of the printed paper
        (
            "등록 2025.11.05 18:20:07 수정 1970.01.01 09:00:00",
            replace(_times(FIVE), impossible=("1970.01.01 09:00:00",)),
        ),
        (
            "등록 0000.00.00 00:00 | 2025.11.05 18:20:07",
            replace(_times(None), impossible=("0000.00.00 00:00",)),
        ),
        ("", _times(None)),
        ("박나래 기자", _times(None)),
    ],
)
@pytest.mark.usefixtures("machine_zone")
def test_labels(text: str, expected: LabelledTimes) -> None:
    assert parse_labelled(text, NOW) == expected


TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-12-19", date(2025, 12, 19)),
        ("20251219", date(2025, 12, 19)),
        ("2025.12.19", date(2025, 12, 19)),
        (" today ", TODAY),
        ("Yesterday", date(2025, 12, 31)),
        ("오늘", TODAY),
        ("어제", date(2025, 12, 31)),
        ("7d", date(2025, 12, 25)),
        ("0d", TODAY),
    ],
)
def test_day_argument(text: str, expected: date) -> None:
    assert parse_day_argument(text, TODAY) == expected


@pytest.mark.parametrize(
    "text", ["", "2025-02-30", "2025-1-2", "19.12.2025", "2025-12.19", "soon", "-3d", "9999999d", "٢٠٢٥1219"]
)
def test_bad_day_argument_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day: use") as error:
        parse_day_argument(text, TODAY)
    assert repr(text) in str(error.value)


@pytest.mark.usefixtures("machine_zone")
def test_now_is_korean_time_to_the_second() -> None:
    now = now_kst()
    assert now.utcoffset() == timedelta(hours=9)
    assert now.microsecond == 0
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.usefixtures("machine_zone")
def test_iso_is_korean_time_and_refuses_a_naive_one() -> None:
    assert iso(datetime(2025, 12, 18, 21, 0, 0, 999, tzinfo=UTC)) == "2025-12-19T06:00:00+09:00"
    with pytest.raises(ValueError, match="no time zone"):
        iso(datetime(2025, 12, 19))


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)).map(lambda d: d.replace(microsecond=0, tzinfo=KST)),
    st.sampled_from(["%Y.%m.%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y년 %m월 %d일 %H시 %M분 %S초"]),
    st.sampled_from(["", "등록 ", "박나래 기자 "]),
)
def test_what_is_printed_is_read_back(moment: datetime, form: str, before: str) -> None:
    assert parse_time(before + moment.strftime(form)) == iso(moment)


@given(st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)), st.integers(-14, 14))
def test_any_offset_is_converted(moment: datetime, hours: int) -> None:
    moment = moment.replace(microsecond=0)
    assert parse_time(moment.astimezone(timezone(timedelta(hours=hours))).isoformat()) == iso(moment)


@given(st.text(st.sampled_from("0129.-/: 년월일시분전오후TZ+등록수정()[]|")))
def test_any_text_is_read_without_fail(text: str) -> None:
    for now in (None, NOW, datetime(1, 1, 1, tzinfo=UTC)):
        parse_time(text, now)
        parse_labelled(text, now)


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "12",
        " ",
        "2025.",
        "2025.11.07 ",
        "1:",
        "12.",
        "오전 ",
        "년",
        "(",
        "등록",
        "등록 ",
        "최초 ",
        "1월 ",
        "2025-11-07T",
    ],
)
def test_long_input_comes_to_an_end(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    parse_time(text, NOW)
    parse_labelled("2025.11.07 10:00" + text, NOW)


@pytest.mark.parametrize(
    ("text", "unlabelled"),
    [
        ("보기 2025.11.07", "2025-11-07T00:00:00+09:00"),
        ("기사 보기 2025.11.07", "2025-11-07T00:00:00+09:00"),
        ("지면보기 2025.11.07", None),
        ("지면 보기 2025.11.07", None),
    ],
)
def test_only_the_view_of_the_paper_is_a_label(text: str, unlabelled: str | None) -> None:
    found = parse_labelled(text)
    assert (found.published, found.modified, found.unlabelled) == (None, None, unlabelled)


@pytest.mark.parametrize(
    ("value", "real"),
    [
        (None, None),
        ("1970-01-01T09:00:00+09:00", None),
        ("1970-01-01T00:00:00+09:00", None),
        ("1900-01-01T00:00:00+09:00", None),
        ("1970-01-02T00:00:00+09:00", "1970-01-02T00:00:00+09:00"),
        ("2025-11-07T00:00:00+09:00", "2025-11-07T00:00:00+09:00"),
    ],
)
def test_a_stored_time_of_zero_is_not_a_time(value: str | None, real: str | None) -> None:
    assert real_time(value) == real


@pytest.mark.parametrize(
    ("parts", "times", "rests"),
    [
        (["박나래 기자", "등록 2025.11.05 18:20:07"], _times(FIVE), [["박나래 기자"], ["", ""]]),
        (["방송일 2025.11.05"], _times(None, None, "2025-11-05"), [["방송일 ", ""]]),
        (["박나래 기자 2025.11.05 18:20:07 (등록)"], _times(FIVE), [["박나래 기자 ", ""]]),
        (["박나래 기자 송고", "2025.11.05 18:20:07"], _times(FIVE), [["박나래 기자 ", ""], ["", ""]]),
        (["2025.11.05", "18:20:07", "가온시"], _times(None, None, FIVE), [["", ""], ["", ""], ["가온시"]]),
        (["등록 2025.11.05 18:20:07 박나래 기자"], _times(FIVE), [["", " 박나래 기자"]]),
        (["박나래"], _times(None), [["박나래"]]),
        ([], _times(None), []),
    ],
)
def test_parts_of_a_line_share_its_times_and_keep_the_rest(
    parts: list[str], times: LabelledTimes, rests: list[list[str]]
) -> None:
    assert parse_parts(parts) == (times, rests)
    decomposed = [unicodedata.normalize("NFD", part) for part in parts]
    assert parse_parts(decomposed) == (times, rests)


@pytest.mark.parametrize(
    ("text", "found"),
    [("등록 25.11.07 14:02", True), ("2025.02.30", True), ("물길 따라 걷는 옛 마을 ③", False), ("3시간 전", False)],
)
def test_has_time(text: str, found: bool) -> None:
    assert has_time(text) is found
