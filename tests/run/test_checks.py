"""Settings are checked before a run begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.exporters import CsvItemExporter
from scrapy.settings import Settings

from newscrawler.items import Article, Rejected
from newscrawler.run.checks import SettingsError, check_settings


def given(**values: object) -> Settings:
    settings = Settings()
    settings.setmodule("newscrawler.settings", priority="project")
    settings.setdict(values, priority="cmdline")
    return settings


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("REVISIT_DAYS", "3d", "a whole number"),
        ("REVISIT_DAYS", "abc", "a whole number"),
        ("REVISIT_DAYS", "1.5", "a whole number"),
        ("REVISIT_DAYS", "9999999999", "a number from 0 to 36500"),
        ("REVISIT_DAYS", "-1", "a number from 0 to 36500"),
        ("MAX_SECTIONS", "many", "a whole number"),
        ("DOWNLOAD_DELAY", "빨리", "a number"),
        ("DOWNLOAD_DELAY", "-1", "a number from 0 to 1000000000000"),
        ("DOWNLOAD_DELAY", "inf", "a number from 0 to 1000000000000"),
        ("DOWNLOAD_TIMEOUT", "nan", "a number from 0 to 1000000000000"),
        ("CONCURRENT_REQUESTS", "2.5", "a whole number"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(name: str, value: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        check_settings(given(**{name: value}))
    assert str(refused.value) == f"{name} must be {sentence}, not {value!r}"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"REVISIT_DAYS": "0"},
        {"DOWNLOAD_DELAY": "0.25", "DOWNLOAD_TIMEOUT": 7, "RETRY_PRIORITY_ADJUST": "-2"},
        {"MY_EXTENSION_KEY": "anything"},
        {"ARCHIVE_URL": None, "LOG_FILE": ""},
    ],
)
def test_sensible_settings_and_those_of_others_pass(values: dict[str, object]) -> None:
    check_settings(given(**values))


@pytest.mark.parametrize(("name", "meant"), [("CONTCAT", "CONTACT"), ("LOG_LEVL", "LOG_LEVEL")])
def test_a_misspelt_name_is_refused_with_the_one_that_was_meant(name: str, meant: str) -> None:
    with pytest.raises(SettingsError, match=f"^unknown setting {name} \\(did you mean {meant}\\?\\)$"):
        check_settings(given(**{name: "x"}))


# ---- the files of -o, -O and FEEDS -------------------------------------------------------------------
COLUMNS = {"fields": ["type", "url", "title"]}
ARTICLES = {"item_classes": [Article]}


class Semicolons(CsvItemExporter):
    """A user's own CSV."""


def refusal(**values: object) -> str:
    """The sentence with which settings are refused; the empty string if they pass."""
    try:
        check_settings(given(**values))
    except SettingsError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    "feeds",
    [
        {"all.csv": {"format": "csv"}},
        {"all.csv": {}},  # the format is the ending
        {Path("all.txt"): {"format": "csv", "overwrite": True}},
        {"all.jsonl": {"format": "jsonlines"}, "two.csv": {"format": "csv", "item_classes": [Article, Rejected]}},
        {"all.csv": {"format": "csv", "item_classes": [object]}},
        {"all.csv": {"format": "csv", "fields": None}},
        '{"all.csv": {"format": "csv"}}',
    ],
)
def test_a_csv_of_several_kinds_would_lose_fields_and_is_refused(feeds: object) -> None:
    sentence = refusal(FEEDS=feeds)
    assert "would lose fields: a CSV file has the columns of its first record" in sentence
    assert "scrapy export" in sentence


def test_a_format_of_the_users_own_that_is_csv_is_refused_too() -> None:
    own = {"FEED_EXPORTERS": {"semicolons": Semicolons}}
    assert "would lose fields" in refusal(FEEDS={"all.txt": {"format": "semicolons"}}, **own)
    assert refusal(FEEDS={"all.txt": {"format": "semicolons", **ARTICLES}}, **own) == ""


def test_the_old_settings_of_a_feed_are_checked_too() -> None:
    assert refusal(FEED_URI="all.csv", FEED_FORMAT="csv").startswith("all.csv would lose fields")
    assert refusal(FEED_URI="all.jsonl", FEED_FORMAT="jsonlines") == ""


@pytest.mark.parametrize(
    "options",
    [
        {"format": "csv", **ARTICLES},
        {"format": "csv", "item_classes": ["newscrawler.items.WeatherReading"]},
        {"format": "csv", "item_classes": [Settings]},  # none of ours
        {"format": "csv", **COLUMNS},
        {"format": "jsonlines"},
        {"format": "json"},
        {"format": "xml"},
        {"format": "pickle"},
    ],
)
def test_a_feed_that_holds_what_is_written_to_it_passes(options: dict[str, object]) -> None:
    assert refusal(FEEDS={"a.file": options}) == ""


def test_columns_for_all_feeds_are_a_choice_as_well() -> None:
    assert refusal(FEEDS={"all.csv": {"format": "csv"}}, FEED_EXPORT_FIELDS=["type", "url"]) == ""


@pytest.mark.parametrize(
    ("feeds", "sentence"),
    [
        ({"all.marshal": {"format": "marshal"}}, "all.marshal cannot be written: marshal does not hold nested values"),
        ({"all.parquet": {"format": "parquet"}}, "all.parquet cannot be written: unknown format 'parquet'"),
        ({"all.csv": {"format": "csv", "item_classes": ["no.such.Kind"]}}, "all.csv cannot be written"),
        ({"all.csv": "csv"}, "all.csv cannot be written"),
    ],
)
def test_a_feed_that_cannot_be_written_is_refused(feeds: object, sentence: str) -> None:
    assert refusal(FEEDS=feeds).startswith(sentence)
