"""The columns of an export: the fields of the records, without those left out, and the id of the run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from newscrawler.exporters import EXPORTERS, encode
from newscrawler.schemas.columns import Column, columns
from newscrawler.translation import N_

RUN_ID = "run_id"
"""The last column: which run brought the record. Runs sort by it in the order in which they began."""


class FieldError(ValueError):
    """A field that cannot be left out; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Row:
    """A record as stored, the same decoded to its class, and the id of the run that brought it."""

    record: bytes
    item: Any
    run_id: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one kind of record; ``whole`` if none is left out."""

    kind: str
    types: dict[str, Column]
    whole: bool

    def values(self, row: Row) -> dict[str, Any]:
        """The row's values by column; absent values are None or empty lists, as in the feeds."""
        return self.of(row.record, row.run_id)

    def of(self, record: bytes, run_id: str) -> dict[str, Any]:
        """As values(), for what was kept of a row."""
        found: dict[str, Any] = msgspec.json.decode(record)
        found[RUN_ID] = run_id
        return found if self.whole else _only(found, self.types)

    def line(self, row: Row) -> bytes:
        """The row as JSON: the line of the feed, without the fields left out, and with the run at its end.

        So it has the user's own fields as well (docs/extending.md), which no column holds.
        """
        if self.whole:
            return row.record[:-1] + b',"run_id":' + encode(row.run_id) + b"}"
        ours = EXPORTERS[self.kind].record.__dataclass_fields__
        own = {name: value for name, value in msgspec.json.decode(row.record).items() if name not in ours}
        values = self.values(row)
        last = {RUN_ID: values.pop(RUN_ID)} if RUN_ID in values else {}
        return encode({**values, **own, **last})


def choose_columns(kinds: Iterable[str], without: Iterable[str] = ()) -> dict[str, Columns]:
    """The columns of each kind, without the named fields; ``authors.email`` is a field within one.

    Raises FieldError for a field that none of the kinds has.
    """
    chosen = {kind: {**columns(EXPORTERS[kind].record), RUN_ID: "str"} for kind in kinds}
    whole = {kind: len(_names(types)) for kind, types in chosen.items()}
    for field in without:
        if not sum(_drop(types, field.split(".")) for types in chosen.values()):
            names = ", ".join(sorted({name for types in chosen.values() for name in _names(types)}))
            raise FieldError(N_(f"--without {field}: there is no such field; the fields are {names}"))
    return {kind: Columns(kind, types, len(_names(types)) == whole[kind]) for kind, types in chosen.items()}


def _drop(types: dict[str, Column], path: list[str]) -> bool:
    """Drops a field; whether it was there. A field without anything left in it goes as a whole."""
    name, *rest = path
    if name not in types:
        return False
    if rest:
        inner = types[name]
        inner = inner[0] if isinstance(inner, list) else inner
        if not isinstance(inner, dict) or not _drop(inner, rest):
            return False
        if inner:
            return True
    del types[name]
    return True


def _names(types: dict[str, Column], before: str = "") -> list[str]:
    """The names of all fields, those within others as ``authors.name``."""
    names = []
    for name, column in types.items():
        names.append(f"{before}{name}")
        inner = column[0] if isinstance(column, list) else column
        if isinstance(inner, dict):
            names += _names(inner, f"{before}{name}.")
    return names


def _only(value: Any, column: Column) -> Any:
    """A value with the fields of its column alone."""
    if value is None or isinstance(column, str):
        return value
    if isinstance(column, list):
        return [_only(each, column[0]) for each in value]
    return {name: _only(value[name], each) for name, each in column.items()}
