from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.korean.text import as_printed, clean, composed, content_hash, join_paragraphs, split_composed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("가온시 새벽버스", "가온시 새벽버스"),
        ("\u00a0가온시\u00a0\u00a0새벽버스 ", "가온시 새벽버스"),
        ("\u3000가온시\t\r\n \u2003새벽버스\u2028", "가온시 새벽버스"),
        (" \u00a0\u3000\t", ""),
        ("  가온시", "가온시"),
        ("가온시 ", "가온시"),
        ("새벽\u200b버스", "새벽\u200b버스"),
        ("\ufeff새벽버스\u200b", "새벽버스"),
        ("새벽\u200b \u200b버스", "새벽 버스"),
        ("\u200b", ""),
        ("가온\x1b[31m시\x07", "가온[31m시"),
        ("가\x9b온", "가온"),
        ("가\x00\x00", "가"),
        ("가\x0b온\x85시\x1f청", "가 온 시 청"),
        ("가\ud800온", "가\ufffd온"),
        ("\ud83d\ude00", "😀"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("<바다 이야기> R & D ‘쉼’ ㎞ ℃", "<바다 이야기> R & D ‘쉼’ ㎞ ℃"),
        ("각", "각"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_clean_applies_no_normal_form() -> None:
    decomposed = unicodedata.normalize("NFD", "가온시")
    assert clean(decomposed) == decomposed


@given(st.text(st.characters(exclude_categories=()) | st.sampled_from(" \u00a0\u200b\ufeff\x1b\x85")))
def test_cleaned_text_is_clean(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert re.search(r"[^\S ]|  |^ | $|[\x00-\x1f\x7f-\x9f\ud800-\udfff]", once) is None
    once.encode()


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_visible_text_is_never_changed(text: str) -> None:
    assert clean(text) == text


def test_paragraphs_are_joined_by_a_blank_line() -> None:
    assert join_paragraphs(["첫째 ", "\u00a0", "둘\n째"]) == "첫째\n\n둘 째"
    assert join_paragraphs([]) == ""


def test_hash_is_stable() -> None:
    digest = content_hash("제목", None, "본문")
    assert digest == "sha256:00305efb0d8c6ac3d6e0c30ced39fab04eddac61a981d01e0b9ee714cfdf4e5e"
    assert digest == content_hash("제목", "", "본문")


def test_hash_tells_the_fields_apart() -> None:
    contents = [
        ("가", "나", "다"),
        ("가나", None, "다"),
        ("가", None, "나다"),
        ("가", "나다", ""),
        ("가\n\n나", None, "다"),
    ]
    assert len({content_hash(*content) for content in contents}) == len(contents)


def test_hash_covers_captions_and_tables_where_there_are_any() -> None:
    content = ("가", None, "나")
    assert content_hash(*content) == content_hash(*content, [], [])
    others = [([], [[["다"]]]), (["다"], []), (["다"], [[["라"]]]), (["라"], []), (["다", "라"], [])]
    assert len({content_hash(*content, *other) for other in others} | {content_hash(*content)}) == 6


def test_hash_of_a_lone_surrogate_does_not_fail() -> None:
    assert content_hash("\ud800", None, "").startswith("sha256:")


@pytest.mark.parametrize("unit", [" ", "\u200b", "\x1b", "\ud800", "\u200b ", "가 ", "\u00a0"])
def test_long_input_comes_to_an_end(unit: str) -> None:
    clean(unit * 1_000_000)


NFD = unicodedata.normalize("NFD", "가온시 새벽버스")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NFD, "가온시 새벽버스"),
        ("가온시 새벽버스", "가온시 새벽버스"),
        ("새\u00ad벽\u200b버\ufeff스", "새벽버스"),
        ("줄\n바꿈", "줄\n바꿈"),
        ("\u00c5ngstr\u00f6m", "Ångström"),
        ("㎞ ℃ ①", "㎞ ℃ ①"),
        ("", ""),
    ],
)
def test_composed(text: str, expected: str) -> None:
    assert composed(text) == expected


@pytest.mark.parametrize(
    ("found", "printed", "expected"),
    [
        ("새벽버스", NFD, unicodedata.normalize("NFD", "새벽버스")),
        ("새벽버스", f"{NFD} 새벽버스", "새벽버스"),
        ("가온시 버스", NFD, unicodedata.normalize("NFD", "가온시 버스")),
        ("새벽버스", "새\u00ad벽버스", "새벽버스"),
        ("너울", NFD, "너울"),
    ],
)
def test_words_found_come_back_as_printed(found: str, printed: str, expected: str) -> None:
    assert as_printed(found, printed) == expected


@given(st.text("가온각힣 a\u00ad"), st.integers(0, 20))
def test_a_text_is_split_where_its_composed_form_is(text: str, place: int) -> None:
    for form in ("NFC", "NFD"):
        printed = unicodedata.normalize(form, text)
        head = split_composed(printed, place)
        assert printed.startswith(head)
        assert composed(head) == composed(text)[:place]
