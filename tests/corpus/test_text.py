"""Cells of a CSV file."""

from __future__ import annotations

from typing import Any

import pytest

from newscrawler.corpus.text import cell
from newscrawler.items import Article, SidebarWidget
from newscrawler.schemas.columns import Column, columns

ARTICLE = columns(Article)


@pytest.mark.parametrize(
    ("value", "column", "expected"),
    [
        ("제목", "str", "제목"),
        (None, "str", None),
        (-4.8, "float", -4.8),
        (3, "int", 3),
        ("2026-03-02T12:00:00+09:00", "time", "2026-03-02T12:00:00+09:00"),
        (["가", "나"], ARTICLE["tags"], "가; 나"),
        ([], ARTICLE["authors"], ""),
        (
            [
                {"name": "홍길동", "role": "기자", "email": "gil@nuri.test"},
                {"name": "임꺽정", "role": None, "email": None},
            ],
            ARTICLE["authors"],
            "홍길동 기자 gil@nuri.test; 임꺽정",
        ),
        ([{"url": "http://nuri.test/1.jpg", "caption": None}], ARTICLE["images"], "http://nuri.test/1.jpg"),
        ([[["가", "나"], ["1", "2"]], [["다"]]], ARTICLE["tables"], "가 | 나\n1 | 2\n\n다"),
        (
            [{"rank": 1, "title": "제목", "url": "http://nuri.test/", "teaser": None, "thumbnail": None}],
            columns(SidebarWidget)["entries"],
            "1 제목 http://nuri.test/",
        ),
    ],
)
def test_values_are_text_that_people_read(value: Any, column: Column, expected: Any) -> None:
    assert cell(value, column) == expected


@pytest.mark.parametrize("sign", [*"=+-@\t\r＝＋－＠"])
def test_text_that_a_spreadsheet_would_calculate_is_made_harmless(sign: str) -> None:
    assert cell(f"{sign}1+1", "str") == f"'{sign}1+1"
    assert cell([f"{sign}1", "나"], ARTICLE["tags"]) == f"'{sign}1; 나"
    assert cell([[[f"{sign}1", "나"]]], ARTICLE["tables"]) == f"'{sign}1 | 나"
    assert cell(f"값 {sign}1", "str") == f"값 {sign}1"
