"""The JSON Schemas: made from the classes, true of what is written, strict about what is not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.crawling import Run, crawl

from newscrawler.exporters import encode
from newscrawler.schemas import RECORDS, build, load, path
from newscrawler.stories.find import Printed, group

# Fields in the order of the feed contract.
ORDER = {
    "article": "type id site url section kicker title subtitle authors publisher published_at modified_at body images"
    " tables embeds tags related language extraction found_via found_on revision status content_hash fetched_at",
    "weather": "type site date station condition temperature_c provider page_url fetched_at",
    "sidebar": "type site page_url page_kind heading heading_url more_url entries fetched_at",
    "rejected": "type site url reason detail fetched_at",
    "run": "run_id site spider arguments started_at finished_at finish_reason complete exit_code counts sections"
    " coverage audit files alarms newscrawler scrapy python family warc",
    "story": "type story_id id site url title published_at duplicate_of similarity",
}
INNER = {
    ("article", "authors"): "name role email",
    ("article", "images"): "url caption",
    ("article", "related"): "title url",
    ("sidebar", "entries"): "rank title url teaser thumbnail",
    ("run", "audit"): "shown listed",
    ("run", "files"): "name records bytes sha256",
    ("run", "sections"): "name url found_via pages articles stopped evidence",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A small crawl."""
    return crawl("demo", "-a", "articles=100", data_dir=tmp_path_factory.mktemp("schemas"))


def stories(run: Run) -> list[dict[str, Any]]:
    """The run's longest article, as if a second newspaper had printed it a day later."""
    record = max(run.articles, key=lambda article: len(article["body"]))
    first = Printed(**{name: record[name] for name in ("id", "site", "url", "title", "published_at", "body")})
    second = replace(first, id="other:1", site="other", published_at="2026-12-31T00:00:00+09:00")
    return [json.loads(encode(story)) for story in group([first, second])]


def records(run: Run, name: str) -> list[dict[str, Any]]:
    feeds = {
        "article": run.articles,
        "weather": run.weather,
        "sidebar": run.sidebar,
        "rejected": run.rejected,
        "run": [run.manifest],
        "story": stories(run),
    }
    return feeds[name]


@pytest.mark.parametrize("name", RECORDS)
def test_the_shipped_schema_is_the_one_the_classes_make(name: str) -> None:
    assert load(name) == build(name)
    Draft202012Validator.check_schema(load(name))
    text = json.dumps(build(name), ensure_ascii=False, indent=2) + "\n"
    assert path(name).read_text("utf-8") == text
    assert path(name).parent == Path(__file__).parents[2] / "newscrawler" / "schemas"


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_written_is_valid(name: str, run: Run) -> None:
    validator = Draft202012Validator(load(name))
    found = records(run, name)
    assert found
    for record in found:
        assert [error.message for error in validator.iter_errors(record)] == []


@pytest.mark.parametrize("name", RECORDS)
def test_fields_stand_in_the_order_of_the_contract(name: str, run: Run) -> None:
    assert {tuple(record) for record in records(run, name)} == {tuple(ORDER[name].split())}
    assert build(name)["$defs"][RECORDS[name].__name__]["properties"].keys() == set(ORDER[name].split())


@pytest.mark.parametrize(("name", "field"), INNER)
def test_inner_fields_stand_in_the_order_of_the_contract(name: str, field: str, run: Run) -> None:
    values = [record[field] for record in records(run, name)]
    inner = {tuple(part) for value in values for part in (value if isinstance(value, list) else [value])}
    assert inner == {tuple(INNER[name, field].split())}


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("article", "title", None),
        ("article", "title", ""),
        ("article", "published_at", "2025-12-19T06:00:00"),
        ("article", "url", "/news/article.html?no=1"),
        ("article", "revision", 0),
        ("article", "status", "gone"),
        ("article", "content_hash", "md5:0"),
        ("article", "authors", [{"name": "권나루"}]),
        ("article", "tags", None),
        ("article", "colour", "red"),
        ("weather", "temperature_c", "5.7"),
        ("weather", "temperature_c", 99),
        ("weather", "date", "2025.12.19"),
        ("sidebar", "page_kind", "print"),
        ("sidebar", "entries", [{"rank": 0, "title": "", "url": "http://a.test/", "teaser": None, "thumbnail": None}]),
        ("rejected", "reason", "Not Found"),
        ("story", "similarity", 1.5),
        ("story", "duplicate_of", ""),
        ("run", "complete", "yes"),
        ("run", "coverage", None),
    ],
)
def test_a_wrong_record_is_refused(name: str, field: str, value: object, run: Run) -> None:
    record = {**records(run, name)[0], field: value}
    assert not Draft202012Validator(load(name)).is_valid(record)


@pytest.mark.parametrize("name", RECORDS)
def test_no_field_may_be_left_out(name: str, run: Run) -> None:
    validator = Draft202012Validator(load(name))
    whole = records(run, name)[0]
    for field in whole:
        assert not validator.is_valid({key: value for key, value in whole.items() if key != field}), field
