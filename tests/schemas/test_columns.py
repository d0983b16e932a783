"""The types of the columns, for tools that would guess them from the records of one day."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from newscrawler.items import Article, Rejected, SidebarWidget, WeatherReading
from newscrawler.schemas.columns import bigquery, columns, datasets, document, polars


class Types:
    """Stands in for a library: every type is its own name."""

    def __getattr__(self, name: str) -> Any:
        return lambda *inner: (name, *inner) if inner else name


@pytest.mark.parametrize("record", [Article, WeatherReading, SidebarWidget, Rejected])
def test_columns_are_the_fields_of_the_record_in_their_order(record: type) -> None:
    assert list(columns(record)) == [field.name for field in fields(record)]


def test_types_are_those_of_values_whether_or_not_a_day_has_them() -> None:
    found = columns(Article)
    assert (found["title"], found["subtitle"], found["revision"], found["status"]) == ("str", "str", "int", "str")
    assert found["authors"] == [{"name": "str", "role": "str", "email": "str"}]
    assert found["tables"] == [[["str"]]]
    assert columns(WeatherReading)["temperature_c"] == "float"


def test_polars_and_datasets_take_them_as_python_source() -> None:
    read = eval(polars(columns(Article)), {"pl": Types()})
    assert (read["tags"][0], callable(read["title"]), read["tables"][0]) == ("List", True, "List")
    features = eval(datasets(columns(Article)), {"Value": lambda name: name})
    assert (features["revision"], features["tables"], features["images"]) == (
        "int64",
        [[["string"]]],
        [{"url": "string", "caption": "string"}],
    )


def test_bigquery_takes_arrays_of_arrays_as_json() -> None:
    found = {field["name"]: field for field in json.loads(bigquery(columns(Article)))}
    assert found["tables"] == {"name": "tables", "type": "JSON"}
    assert found["tags"] == {"name": "tags", "type": "STRING", "mode": "REPEATED"}
    assert (found["authors"]["type"], found["authors"]["mode"]) == ("RECORD", "REPEATED")
    assert [field["name"] for field in found["authors"]["fields"]] == ["name", "role", "email"]


def test_the_document_is_made_from_the_classes() -> None:
    docs = Path(__file__).parents[2] / "docs" / "columns.md"
    assert docs.read_text("utf-8") == document()
    for source in re.findall(r"```json\n(.*?)```", document(), re.S):
        json.loads(source)
