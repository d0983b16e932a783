"""Spider arguments: what they mean, and one sentence for each value that makes no sense."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.korean.dates import now_kst
from newscrawler.run.arguments import (
    ArgumentError,
    Arguments,
    count,
    reject_unknown,
    unknown_section,
)

KNOWN = {"행정": 3, "돌봄": 31}


def read(**given: str) -> Arguments:
    return Arguments.read(given)


def message(**given: str) -> str:
    with pytest.raises(ArgumentError) as caught:
        Arguments.read(given)
    return str(caught.value)


def test_no_arguments_is_no_limit() -> None:
    assert read() == Arguments((), None, None, None, None)
    assert read().as_json() == {}


def test_all_arguments() -> None:
    found = read(
        sections="행정, 31", since="2025-12-01", until="20251219", max_articles="500", max_pages=" 3 ", refresh="1"
    )
    assert found == Arguments(("행정", "31"), date(2025, 12, 1), date(2025, 12, 19), 500, 3, refresh=True)
    assert found.as_json() == {
        "sections": ["행정", "31"],
        "since": "2025-12-01",
        "until": "2025-12-19",
        "max_articles": 500,
        "max_pages": 3,
        "refresh": True,
    }


@pytest.mark.parametrize(
    ("sections", "read_as"),
    [
        ("행정", ("행정",)),
        ("행정,돌봄", ("행정", "돌봄")),
        (" 행정 ,, 31,", ("행정", "31")),
        ("놀이 & 쉼", ("놀이 & 쉼",)),
        ("-2", ("-2",)),
    ],
)
def test_sections(sections: str, read_as: tuple[str, ...]) -> None:
    assert read(sections=sections).sections == read_as


@pytest.mark.parametrize("section", ["행정", "3", "31"])
def test_known_sections(section: str) -> None:
    assert Arguments.read({"sections": section}, KNOWN).sections == (section,)


@pytest.mark.parametrize("section", ["체육", "4", "행", "행정,체육"])
def test_unknown_section(section: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        Arguments.read({"sections": section}, KNOWN)
    wrong = section.rpartition(",")[2]
    meant = " (did you mean 행정?)" if wrong == "행" else ""
    assert str(caught.value) == f"unknown section '{wrong}'{meant}; the newspaper's sections: 행정, 돌봄"


def test_newspaper_without_sections() -> None:
    assert unknown_section("행정", {}) == "unknown section '행정'; the newspaper's sections: none"


@pytest.mark.parametrize(
    ("value", "days"), [("today", 0), ("오늘", 0), ("yesterday", 1), ("어제", 1), ("7d", 7), ("0d", 0)]
)
def test_days_back(value: str, days: int) -> None:
    before = now_kst().date()
    since = read(since=value).since
    after = now_kst().date()  # midnight may pass in between
    assert since in (before - timedelta(days), after - timedelta(days))


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize("value", ["", "soon", "2025-02-30", "2025-13-01", "12-19", "7", "-7d", "99999d", "2025/12/19"])
def test_wrong_day(name: str, value: str) -> None:
    assert message(**{name: value}) == (
        f"{name}: {value!r} is not a day: use YYYY-MM-DD, YYYYMMDD, today, yesterday or a number of days like 7d."
    )


def test_days_in_the_wrong_order() -> None:
    assert message(since="2025-12-19", until="2025-12-01") == "since=2025-12-19 must not be later than until=2025-12-01"
    assert read(since="2025-12-19", until="2025-12-19").since == date(2025, 12, 19)


@pytest.mark.parametrize("name", ["max_articles", "max_pages"])
@pytest.mark.parametrize("value", ["", "0", "-1", "1.5", "ten", "٣", "½", "1e3", "0x10", "1_000", "1" * 10, "+1"])
def test_wrong_number(name: str, value: str) -> None:
    assert message(**{name: value}) == f"{name} must be a whole number of at least 1, not {value!r}"


@pytest.mark.parametrize(("value", "number"), [("1", 1), (" 20 ", 20), ("007", 7), ("999999999", 999999999)])
def test_number(value: str, number: int) -> None:
    assert read(max_articles=value).max_articles == number


def test_default_of_a_number() -> None:
    assert count({}, "pages", 5) == 5
    assert count({"pages": "2"}, "pages", 5) == 2
    assert count({}, "pages") is None


@pytest.mark.parametrize(
    ("value", "on"), [("1", True), ("true", True), ("YES", True), ("0", False), ("False", False), ("no", False)]
)
def test_switch(value: str, on: bool) -> None:
    assert read(refresh=value).refresh is on


@pytest.mark.parametrize("value", ["", "2", "on", "예"])
def test_wrong_switch(value: str) -> None:
    assert message(refresh=value) == f"refresh must be 1 or 0, not {value!r}"


@pytest.mark.parametrize("sections", ["", " ", ",", " , "])
def test_empty_sections(sections: str) -> None:
    assert (
        message(sections=sections) == "sections must not be empty: give names or numbers, for example sections=행정,31"
    )


def test_unknown_argument() -> None:
    with pytest.raises(ArgumentError) as caught:
        reject_unknown({"since": "today", "sectoins": "행정"}, Arguments.NAMES)
    assert (
        str(caught.value)
        == f"unknown argument 'sectoins' (did you mean sections?); the arguments are {', '.join(Arguments.NAMES)}"
    )


def test_names_of_the_scheduler_are_let_through() -> None:
    reject_unknown({"_job": "a1", "_version": "2", "since": "today"}, Arguments.NAMES)


@given(st.dictionaries(st.sampled_from(Arguments.NAMES), st.text()))
def test_every_value_is_read_or_refused_in_one_sentence(given: dict[str, str]) -> None:
    try:
        found = Arguments.read(given)
    except ArgumentError as error:
        assert str(error)
    else:
        assert found.as_json().keys() <= given.keys()
