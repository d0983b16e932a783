"""The columns of an export."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.records import article

from newscrawler.corpus.columns import FieldError, Row, choose_columns
from newscrawler.exporters import EXPORTERS, encode
from newscrawler.items import Author

ITEM = article(7, authors=[Author("홍길동", "기자", "gil@demo.test"), Author("임꺽정")], tags=["가", "나"])
ROW = Row(encode(ITEM), ITEM, "20260302T063000")


def chosen(*without: str) -> Any:
    return choose_columns(["article"], without)["article"]


@pytest.mark.parametrize("kind", EXPORTERS)
def test_columns_are_the_fields_in_their_order_and_the_run_at_the_end(kind: str) -> None:
    names = list(choose_columns([kind])[kind].types)
    assert names[-1] == "run_id"
    assert names[:-1] == list(EXPORTERS[kind].record.__dataclass_fields__)


def test_a_whole_line_begins_like_the_line_of_the_feed() -> None:
    line = chosen().line(ROW)
    assert line == ROW.record[:-1] + b',"run_id":"20260302T063000"}'
    assert json.loads(line) == chosen().values(ROW)


def test_fields_and_fields_within_them_can_be_left_out() -> None:
    columns = chosen("body", "authors.email")
    values = columns.values(ROW)
    assert json.loads(columns.line(ROW)) == values
    assert values["authors"] == [{"name": "홍길동", "role": "기자"}, {"name": "임꺽정", "role": None}]
    expected = {name for name in json.loads(ROW.record) if name != "body"} | {"run_id"}
    assert values.keys() == columns.types.keys() == expected
    assert columns.types["authors"] == [{"name": "str", "role": "str"}]
    assert list(values) == list(columns.types)


def test_a_field_without_anything_left_in_it_goes_as_a_whole() -> None:
    columns = chosen("authors.email", "authors.name", "authors.role")
    assert "authors" not in columns.types
    assert "authors" not in columns.values(ROW)


def test_json_lines_keep_fields_of_the_user_s_own() -> None:
    row = Row(ROW.record[:-1] + b',"words":3}', ITEM, "1")
    assert list(json.loads(chosen().line(row)))[-3:] == ["fetched_at", "words", "run_id"]
    assert list(json.loads(chosen("body", "fetched_at").line(row)))[-3:] == ["content_hash", "words", "run_id"]
    assert list(json.loads(chosen("run_id").line(row)))[-2:] == ["fetched_at", "words"]
    assert "words" not in chosen().types


def test_the_run_can_be_left_out_too() -> None:
    assert json.loads(chosen("run_id").line(ROW)) == json.loads(ROW.record)


@pytest.mark.parametrize("field", ["authors.mail", "bodies", "title.text", "tags.name", "authors.email.host", ""])
def test_a_field_that_is_not_there_is_named_with_those_that_are(field: str) -> None:
    with pytest.raises(FieldError) as refused:
        chosen(field)
    assert str(refused.value).startswith(f"--without {field}: there is no such field; the fields are authors, authors.")


def test_of_several_kinds_one_must_have_the_field() -> None:
    columns = choose_columns(["article", "weather"], ["body"])
    assert (columns["article"].whole, columns["weather"].whole) == (False, True)
