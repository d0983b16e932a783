"""Settings are checked before a run begins."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings

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
    with pytest.raises(SettingsError, match=f"^unknown setting {name}: did you mean {meant}\\?$"):
        check_settings(given(**{name: "x"}))
