"""Records as cells of a CSV file that people open in a spreadsheet."""

from __future__ import annotations

from typing import Any

from newscrawler.schemas.columns import Column, is_table

_FORMULA = tuple("=+-@\t\r＝＋－＠")  # full-width ones as well: Excel reads them alike in East Asian settings (OWASP)


def cell(value: Any, column: Column) -> str | int | float | None:
    """A value as a number or text; None is an empty cell.

    Lists are joined by ``; ``, the values of a record within one by spaces. A table has a line for each row, with
    `` | `` between cells, and an empty line before the next table. Text that a spreadsheet would take for a formula
    begins with an apostrophe (OWASP, CSV injection).
    """
    if value is None or column in ("int", "float"):
        return value  # type: ignore[no-any-return]
    text = _text(value, column)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(value: Any, column: Column) -> str:
    if is_table(column):
        return "\n\n".join("\n".join(" | ".join(row) for row in table) for table in value)
    if isinstance(column, list):
        return "; ".join(_text(each, column[0]) for each in value)
    if isinstance(column, dict):
        parts = [_text(value[name], each) for name, each in column.items() if value[name] is not None]
        return " ".join(filter(None, parts))
    return str(value)
