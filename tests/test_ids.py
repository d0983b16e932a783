"""The compact set of article ids: a set like any other."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.ids import Ids

IDS = st.lists(st.one_of(st.integers(0, 300).map("demo:{}".format), st.text("0179:/ax٣", max_size=25)))


@given(IDS, IDS)
def test_it_holds_what_a_set_of_strings_holds(taken: list[str], asked: list[str]) -> None:
    ids = Ids(taken)
    assert ids == set(taken)
    assert len(ids) == len(set(taken))
    assert [identifier in ids for identifier in asked] == [identifier in set(taken) for identifier in asked]


@pytest.mark.parametrize("other", ["demo:07", "demo:cloud/7", "cloud:7", "demo:71", "demo:", "7", ""])
def test_ids_that_look_alike_are_different(other: str) -> None:
    assert other not in Ids(["demo:7"])
    assert "demo:7" not in Ids([other])


def test_what_is_no_text_is_in_no_set() -> None:
    assert 7 not in Ids(["7"])


def test_consecutive_numbers_take_few_bytes() -> None:
    ids = Ids(f"demo:{number}" for number in range(100_000, 164_000))
    (bits,) = ids._bits.values()
    assert len(ids) == 64_000
    assert sys.getsizeof(bits) + sum(map(sys.getsizeof, bits.values())) < 100_000
