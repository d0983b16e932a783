"""Arrow schemas of the records, made from the record classes like the JSON Schemas; needs pyarrow.

A table (arrays of arrays) is a string of JSON, because BigQuery has no arrays of arrays. Times are instants in
Korean time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from newscrawler.schemas.columns import Column, is_table

if TYPE_CHECKING:
    import pyarrow

_encode = msgspec.json.Encoder().encode


def arrow_schema(columns: Mapping[str, Column]) -> pyarrow.Schema:
    """The schema of these columns, in their order; every column can be null."""
    import pyarrow  # noqa: PLC0415 - 0.2 s and an extra: loaded by whoever writes Parquet

    return pyarrow.schema([(name, _type(column)) for name, column in columns.items()])


def _type(column: Column) -> pyarrow.DataType:
    import pyarrow  # noqa: PLC0415 - likewise

    if isinstance(column, dict):
        return pyarrow.struct([(name, _type(each)) for name, each in column.items()])
    if is_table(column):
        return pyarrow.string()
    if isinstance(column, list):
        return pyarrow.list_(_type(column[0]))
    types = {
        "str": pyarrow.string(),
        "int": pyarrow.int64(),
        "float": pyarrow.float64(),
        "time": pyarrow.timestamp("us", "Asia/Seoul"),
        "date": pyarrow.date32(),
    }
    return types[column]


def arrow_batch(
    records: list[dict[str, Any]], columns: Mapping[str, Column], schema: pyarrow.Schema
) -> pyarrow.RecordBatch:
    """Records as a batch of ``schema``, that of ``columns``; raises pyarrow.ArrowInvalid for an impossible time."""
    import pyarrow  # noqa: PLC0415 - likewise

    arrays = []
    for name, column in columns.items():
        values = [record[name] for record in records]
        if is_table(column):
            values = [_encode(value).decode() for value in values]
        if column in ("time", "date"):
            arrays.append(pyarrow.array(values, pyarrow.string()).cast(schema.field(name).type))
        else:
            arrays.append(pyarrow.array(values, schema.field(name).type))
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema)
