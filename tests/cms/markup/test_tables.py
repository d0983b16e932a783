"""Data tables are rectangles: a cell that spans others stands in each of their places."""

from __future__ import annotations

import pytest
from support.bodies import body


@pytest.mark.parametrize(
    ("rows", "table"),
    [
        ("<tr><th colspan=2>가</th><th>나</th></tr><tr><td>1</td><td>2</td><td>3</td></tr>",
         [["가", "가", "나"], ["1", "2", "3"]]),
        ("<tr><th rowspan='2'>가</th><th>나</th></tr><tr><td>1</td></tr>", [["가", "나"], ["가", "1"]]),
        ("<tr><th rowspan=0>가</th><th>나</th></tr><tr><td>1</td></tr><tr><td>2</td></tr>",
         [["가", "나"], ["가", "1"], ["가", "2"]]),
        ("<tr><td>가</td><td rowspan=2 colspan=2>나</td></tr><tr><td>다</td></tr><tr><td>라</td></tr>",
         [["가", "나", "나"], ["다", "나", "나"], ["라", "", ""]]),
        ("<tr><td>가</td><td>나</td></tr><tr><td>다</td></tr>", [["가", "나"], ["다", ""]]),
        ("<tr><td rowspan=9>가</td><td>나</td></tr><tr><td colspan=x>다</td></tr>", [["가", "나"], ["가", "다"]]),
        ("<tr><td colspan=''>가</td><td colspan=-1>나</td></tr><tr><td>다</td><td>라</td></tr>",
         [["가", "나"], ["다", "라"]]),
    ],
)  # fmt: skip
def test_rectangle(rows: str, table: list[list[str]]) -> None:
    assert body(f"<p>글이다.</p><table>{rows}</table>").tables == [table]


def test_a_span_beyond_reason_ends() -> None:
    rows = "<tr><td colspan=99999 rowspan=99999>가</td><td>나</td></tr>" * 2
    (table,) = body(f"<table>{rows}</table>").tables
    assert len(table) == 2
    assert {len(row) for row in table} == {len(table[0])}
    assert len(table[0]) < 300


def test_a_table_too_large_to_fill_is_kept_as_printed() -> None:
    rows = "<tr><td colspan=99>가</td><td>나</td></tr>" * 1000
    (table,) = body(f"<table>{rows}</table>").tables
    assert table == [["가", "나"]] * 1000
