"""The columns of the feeds with their types, for tools that would otherwise guess them from the records of one day.

Text for docs/columns.md, made from the record classes: a day without a kicker must not make it a column of nulls.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import is_dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from newscrawler.exporters import EXPORTERS
from newscrawler.items import Date, Time

# A column: the type of a value (str, int, float, time, date), a list of columns with one element, or the columns of a
# nested record. Times and dates are strings in the feeds.
Column = str | list["Column"] | dict[str, "Column"]

_POLARS = {"str": "pl.String", "int": "pl.Int64", "float": "pl.Float64", "time": "pl.String", "date": "pl.String"}
_DATASETS = {"int": 'Value("int64")', "float": 'Value("float64")'} | dict.fromkeys(
    ("str", "time", "date"), 'Value("string")'
)
_BIGQUERY = {"str": "STRING", "int": "INT64", "float": "FLOAT64", "time": "STRING", "date": "STRING"}
_INDENT = "    "
_BEGINNING = """# 열의 형식

도구가 하루치 파일만 보고 형식을 짐작하면 다음 날 파일과 어긋납니다.
부제가 하나도 없는 날의 `subtitle`은 null 열이 됩니다.
아래를 붙여 넣어 형식을 정해 주세요. `newscrawler/items.py`의 클래스에서 만든 것입니다(`python -m newscrawler.schemas`).

- Polars: `pl.read_ndjson("articles.jsonl", schema=ARTICLES)`. 빈 파일도 읽습니다.
- Hugging Face datasets: `load_dataset("json", data_files="articles.jsonl", features=Features(ARTICLES))`.
  레코드가 하나는 있어야 합니다.
- BigQuery: `bq load --source_format=NEWLINE_DELIMITED_JSON <표> articles.jsonl articles.schema.json`.
  BigQuery에는 배열의 배열이 없으므로 `tables`는 JSON으로 받습니다.

`scrapy export`가 쓰는 Parquet에는 형식이 들어 있으므로 이 쪽이 필요 없습니다([corpus.md](corpus.md)).
내보낸 JSON Lines에는 끝에 문자열 `run_id`가 하나 더 있습니다.
"""


def columns(record: type) -> dict[str, Column]:
    """The columns of a record class, in its order."""
    return {name: _column(each) for name, each in get_type_hints(record, include_extras=True).items()}


def is_table(column: Column) -> bool:
    """Whether a column holds arrays of arrays, which BigQuery and CSV do not have."""
    return isinstance(column, list) and isinstance(column[0], list)


def _column(annotation: Any) -> Column:
    if annotation in (Time, Date):
        return "time" if annotation == Time else "date"
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _column(arguments[0])
    if origin is Literal:
        return "str"
    if origin in (Union, UnionType):  # with None
        return _column(next(each for each in arguments if each is not type(None)))
    if origin is list:
        return [_column(arguments[0])]
    return columns(annotation) if isinstance(annotation, type) and is_dataclass(annotation) else annotation.__name__


def polars(column: Column) -> str:
    """The column as a type of Polars, Python source; a record is a dictionary, as read_ndjson takes it."""
    if isinstance(column, str):
        return _POLARS[column]
    if isinstance(column, list):
        inner = polars(column[0])
        return f"pl.List(pl.Struct({inner}))" if isinstance(column[0], dict) else f"pl.List({inner})"
    return _dictionary(column, {name: polars(each) for name, each in column.items()})


def datasets(column: Column) -> str:
    """The column as a feature of Hugging Face datasets, Python source; a record is a dictionary."""
    if isinstance(column, str):
        return _DATASETS[column]
    if isinstance(column, list):
        return f"[{datasets(column[0])}]"
    return _dictionary(column, {name: datasets(each) for name, each in column.items()})


def bigquery(record: Mapping[str, Column]) -> str:
    """The columns of a record as BigQuery's JSON schema; it has no arrays of arrays, which become JSON."""
    return "[\n" + ",\n".join(f"  {json.dumps(_field(name, each))}" for name, each in record.items()) + "\n]"


def _field(name: str, column: Column) -> dict[str, object]:
    if isinstance(column, str):
        return {"name": name, "type": _BIGQUERY[column]}
    inner = column[0] if isinstance(column, list) else column
    if isinstance(inner, list):
        return {"name": name, "type": "JSON"}
    mode = {"mode": "REPEATED"} if isinstance(column, list) else {}
    if isinstance(inner, str):
        return {"name": name, "type": _BIGQUERY[inner], **mode}
    return {"name": name, "type": "RECORD", **mode, "fields": [_field(*each) for each in inner.items()]}


def _dictionary(column: Mapping[str, Column], values: Mapping[str, str]) -> str:
    """Python source: one line for a nested record of values, else one line for each column."""
    items = [f'"{name}": {value}' for name, value in values.items()]
    if all(isinstance(each, str) for each in column.values()) and len(items) < 6:
        return "{" + ", ".join(items) + "}"
    return "{\n" + "".join(f"{_INDENT}{item},\n" for item in items) + "}"


def document() -> str:
    """The text of docs/columns.md: the types of each feed for Polars, Hugging Face datasets and BigQuery."""
    parts = [_BEGINNING]
    for exporter in EXPORTERS.values():
        found = columns(exporter.record)
        name = exporter.file_name.partition(".")[0].upper()
        parts += [
            f"## {exporter.file_name}\n\nPolars\n\n```python\nimport polars as pl\n\n{name} = {polars(found)}\n```\n",
            "Hugging Face datasets\n\n```python\nfrom datasets import Features, Value\n\n"
            f"{name} = {datasets(found)}\n```\n",
            f"BigQuery\n\n```json\n{bigquery(found)}\n```\n",
        ]
    return "\n".join(parts)
