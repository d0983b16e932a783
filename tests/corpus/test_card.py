"""The dataset card."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from support.archived import article, reading

from newscrawler.corpus.card import MARK, Summary, make_card, size_category
from newscrawler.corpus.columns import Row, choose_columns
from newscrawler.exporters import EXPORTERS, encode
from newscrawler.items import Author
from newscrawler.store.manifest import FileFacts

FACTS = FileFacts("articles/site=nuri/year=2026/part-0.parquet", 3, 100, "a" * 64)


def summary() -> Summary:
    made = Summary("nuri")
    items = [
        article("nuri", number, f"2026-03-0{number}", status=status)
        for number, status in enumerate(("new", "modified"), 1)
    ]
    items[0].authors = [Author("홍길동")]
    for item, run_id in ((items[0], "1"), (items[1], "2"), (reading("nuri", "창원", 3.5, "2026-03-02"), "2")):
        made.add(Row(encode(item), item, run_id))
    return made


def card(*kinds: str, format: str = "parquet", summaries: list[Summary] | None = None) -> str:
    return make_card(
        choose_columns(kinds or EXPORTERS, [] if kinds else ["authors.email"]),
        format,
        [summary()] if summaries is None else summaries,
        [FACTS],
        {"nuri": "누리|신문"},
        "2026-03-03T09:00:00+09:00",
        "export --all",
    )


def head(text: str) -> Any:
    return yaml.safe_load(text.split("---\n")[1])


def test_the_head_names_the_kinds_that_have_records() -> None:
    found = head(card())
    assert found["language"] == ["ko"]
    assert found["license"] == "other"
    assert found["size_categories"] == ["n<1K"]
    assert found["configs"] == [
        {"config_name": "articles", "default": True, "data_files": "articles/**/*.parquet"},
        {"config_name": "weather", "data_files": "weather/**/*.parquet"},
    ]
    assert "configs" not in head(card(summaries=[Summary("nuri")]))


def test_the_head_has_the_types_that_a_format_does_not_hold() -> None:
    assert "dataset_info" not in head(card())
    articles, weather = head(card(format="jsonl"))["dataset_info"]
    found = {field.pop("name"): field for field in articles["features"]}
    assert found["authors"] == {"list": [{"name": "name", "dtype": "string"}, {"name": "role", "dtype": "string"}]}
    assert found["tables"] == {"list": {"list": {"list": "string"}}}
    assert found["tags"] == {"list": "string"}
    assert (found["published_at"], found["revision"]) == ({"dtype": "string"}, {"dtype": "int64"})
    assert {field["name"]: field["dtype"] for field in weather["features"]}["temperature_c"] == "float64"
    assert not head(card(format="csv")).keys() & {"configs", "dataset_info"}


def test_people_read_counts_days_coverage_and_sums() -> None:
    text = card()
    assert MARK in text
    assert "| articles | 2 |" in text
    assert "| nuri | 누리&#124;신문 | 2 | 2026-03-01~2026-03-02 | 1 | 1 | 0 | 1 | 2 | 2026-03-01~2026-03-02 |" in text
    shares = re.search(r"\| nuri \| (0\.000.*) \|", text)
    assert shares
    assert shares[1].split(" | ")[:6] == ["0.000", "0.000", "0.000", "0.500", "0.000", "1.000"]
    assert f"\n{'a' * 64}  {FACTS.name}\n" in text
    assert "`export --all`" in text
    assert "저작권은 신문사와 글쓴이에게" in text


def test_without_articles_there_is_no_coverage() -> None:
    assert "| nuri |\n" in card("weather")
    assert "| rejected | 0 |" in card("rejected", summaries=[])


@pytest.mark.parametrize(
    ("records", "category"),
    [(0, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (999_999, "100K<n<1M"), (10**7, "10M<n<100M"), (10**9, "n>1B")],
)
def test_the_size_category_is_that_of_hugging_face(records: int, category: str) -> None:
    assert size_category(records) == category
