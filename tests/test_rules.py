"""Which values settings may have, and which settings no newspaper or no run may change."""

from __future__ import annotations

import json
import pprint
from typing import Any

import pytest
from scrapy.settings import Settings, default_settings, overridden_settings

from newscrawler import settings as project_settings
from newscrawler.pipelines import StorePipeline
from newscrawler.rules import (
    CHECKED,
    hide_secrets,
    is_secret,
    loses_pages,
    missing_parts,
    not_for_one,
    wrong_type,
    wrong_value,
)

DEFAULTS: dict[str, Any] = {
    name: default
    for module in (default_settings, project_settings)
    for name, default in vars(module).items()
    if name.isupper()
}
NUMBERS = [
    name
    for name, default in DEFAULTS.items()
    if isinstance(default, int | float) and not isinstance(default, bool) and not name.endswith("_ENABLED")
]
SWITCHES = [name for name, default in DEFAULTS.items() if isinstance(default, bool)]


def project(**values: object) -> Settings:
    settings = Settings()
    settings.setmodule(project_settings, priority="project")
    settings.setdict(values, priority="cmdline")
    return settings


@pytest.mark.parametrize("name", DEFAULTS)
def test_every_default_is_right(name: str) -> None:
    assert wrong_value(name, DEFAULTS[name]) is None
    assert loses_pages(name, DEFAULTS[name]) is None
    if DEFAULTS[name] is not None:
        assert wrong_type(name, DEFAULTS[name], None) is None


@pytest.mark.parametrize("name", NUMBERS)
def test_no_number_is_infinite_a_switch_or_text(name: str) -> None:
    kind = "a whole number" if name in WHOLE else "a number"
    for value in (float("nan"), "nan", float("inf"), "-inf", "1e400", 10**13, "10000000000000"):
        assert (wrong_value(name, value) or "").startswith("must be "), value
    for wrong in (True, False, "True", "", "fast", [], {}, [1]):
        assert wrong_value(name, wrong) == f"must be {kind}, not {wrong!r}"
    for right in (1, "1", 1.0):
        assert wrong_value(name, right) is None
    assert name in CHECKED


WHOLE = {name for name in NUMBERS if isinstance(DEFAULTS[name], int)} - {"DOWNLOAD_TIMEOUT", "DNS_TIMEOUT"}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_negative_or_a_fraction_only_where_that_makes_sense(name: str) -> None:
    signed = "PRIORITY" in name
    assert (wrong_value(name, -1) is None, wrong_value(name, "-1") is None) == (signed, signed)
    assert (wrong_value(name, 0.5) is None) == (name not in WHOLE)


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("CONCURRENT_REQUESTS", 0, "must be a number from 1 to 1000000, not 0"),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", "0", "must be a number from 1 to 1000000, not '0'"),
        ("DOWNLOAD_DELAY_JITTER", 1.5, "must be a number from 0 to 1, not 1.5"),
        ("REVISIT_DAYS", 36_501, "must be a number from 0 to 36500, not 36501"),
        ("DATA_DIR", "", "must name a folder"),
        ("LOG_LEVEL", "LAUT", "must be a level such as INFO, not 'LAUT'"),
        ("LOG_LEVEL", "info", "must be a level such as INFO, not 'info'"),
        ("RETRY_HTTP_CODES", "500,abc", "must be HTTP status codes, not '500,abc'"),
        ("RETRY_HTTP_CODES", [5000], "must be HTTP status codes, not [5000]"),
        ("RETRY_HTTP_CODES", 500, "must be HTTP status codes, not 500"),
        ("DOWNLOAD_SLOTS", {"a.test": {"delay": -1}}, "delay must be a number from 0 to 1000000000000, not -1"),
        ("DOWNLOAD_SLOTS", '{"a.test": {"concurrency": 0}}', "concurrency must be a number from 1 to 1000000, not 0"),
        ("DOWNLOAD_SLOTS", "a.test", "must be a table of hosts, not 'a.test'"),
        ("DOWNLOAD_SLOTS", {"a.test": 3}, "must be a table of hosts, not {'a.test': 3}"),
    ],
)
def test_limits_of_single_settings(name: str, value: object, wrong: str) -> None:
    assert wrong_value(name, value) == wrong


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOG_LEVEL", "DEBUG"),
        ("LOG_LEVEL", 30),
        ("RETRY_HTTP_CODES", "500,502"),
        ("RETRY_HTTP_CODES", []),
        ("DOWNLOAD_SLOTS", {"a.test": {"delay": 2.5, "concurrency": 1, "jitter": 0}}),
        ("DOWNLOAD_DELAY", "0.25"),
        ("CONTACT", True),
        ("MY_EXTENSION_KEY", float("nan")),
    ],
)
def test_values_that_pass(name: str, value: object) -> None:
    assert wrong_value(name, value) is None


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_is_true_or_false(name: str) -> None:
    for right in (True, False, 0, 1, "0", "1", "True", "false"):
        assert wrong_value(name, right) is None
    for wrong in ("", "ja", "2", 2, 0.5, "TRUE", []):
        assert wrong_value(name, wrong) == f"must be true or false, not {wrong!r}"


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("DOWNLOAD_DELAY", "2", "must be a number, not '2'"),
        ("ROBOTSTXT_OBEY", "0", "must be true or false, not '0'"),
        ("USER_AGENT", 3, "must be text, not 3"),
        ("DEFAULT_REQUEST_HEADERS", "text/html", "must be a table, not 'text/html'"),
        ("RETRY_HTTP_CODES", 500, "must be a list, not 500"),
        ("FLOORS", {"body": float("nan")}, "body must be a number from 0 to 1000000000000, not nan"),
        ("FLOORS", {"title": 1, "sample": -1}, "sample must be a number from 0 to 1000000000000, not -1"),
        ("FLOORS", {"body": True}, "body must be a number, not True"),
        ("MAIL_HOST", ["a"], "must be text, not ['a']"),
        ("FTP_PASSWORD", 4711, "must be text"),
    ],
)
def test_toml_has_types(name: str, value: object, wrong: str) -> None:
    assert wrong_type(name, value, None) == wrong


def test_the_type_of_a_setting_of_somebodys_own_is_that_of_its_default() -> None:
    assert wrong_type("MINE", "3", 2.5) == "must be a number, not '3'"
    assert wrong_type("MINE", 3, 2.5) is None
    assert wrong_type("MINE", 3, None) is None


LOSING = [
    ("JOBDIR", "jobs"),
    ("SPIDER_MIDDLEWARES_BASE", "{}"),
    ("DOWNLOADER_MIDDLEWARES_BASE", {}),
    ("EXTENSIONS_BASE", {"scrapy.extensions.logcount.LogCount": 0}),
    ("URLLENGTH_LIMIT", 100),
    ("URLLENGTH_LIMIT", "2082"),
    ("DEPTH_LIMIT", 1),
    ("DEPTH_LIMIT", "3"),
    ("DOWNLOAD_FAIL_ON_DATALOSS", False),
    ("DOWNLOAD_FAIL_ON_DATALOSS", "0"),
    ("COMPRESSION_ENABLED", "False"),
    ("HTTPERROR_ALLOW_ALL", "1"),
    ("HTTPERROR_ALLOWED_CODES", [404]),
    ("HTTPERROR_ALLOWED_CODES", "404"),
    ("METAREFRESH_ENABLED", True),
    ("REDIRECT_ENABLED", False),
    ("RETRY_ENABLED", "false"),
]
SHOWN = [
    (None, ("a negative, infinite or missing number, text for a switch", "refused with the setting's name", "2")),
    *(
        (None, (f"the setting `{name}={value}`", "refused, with the reason", "2"))
        for name, value in dict(LOSING).items()
    ),
]


@pytest.mark.parametrize(("name", "value"), LOSING)
def test_values_that_lose_pages_without_a_word(name: str, value: object) -> None:
    assert wrong_value(name, value) is None
    assert loses_pages(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("URLLENGTH_LIMIT", 0),
        ("URLLENGTH_LIMIT", "4000"),
        ("JOBDIR", ""),
        ("JOBDIR", None),
        ("DEPTH_LIMIT", "0"),
        ("HTTPERROR_ALLOWED_CODES", ""),
        ("RETRY_ENABLED", "1"),
    ],
)
def test_values_that_lose_nothing(name: str, value: object) -> None:
    assert loses_pages(name, value) is None


def test_whatever_names_parts_of_the_program_is_the_same_for_all_newspapers() -> None:
    named = {
        name for name, default in DEFAULTS.items() if any(p in repr(default) for p in ("'scrapy.", "newscrawler."))
    }
    empty = {"ADDONS", "ITEM_PIPELINES_BASE", "SPIDER_MIDDLEWARES", "DOWNLOADER_CLIENTCONTEXTFACTORY"}
    for name in (named | empty) - {"USER_AGENT", "REFERRER_POLICY"}:
        assert not_for_one(name), name


@pytest.mark.parametrize("name", ["HTTPCACHE_ENABLED", "DATA_DIR", "LOG_FILE", "TELNETCONSOLE_PORT"])
def test_settings_of_the_whole_program(name: str) -> None:
    assert not_for_one(name)


@pytest.mark.parametrize(
    "name", ["DOWNLOAD_DELAY", "USER_AGENT", "ROBOTSTXT_OBEY", "DOWNLOAD_VERIFY_CERTIFICATES", "FLOORS", "FEEDS"]
)
def test_settings_that_may_differ(name: str) -> None:
    assert not_for_one(name) is None


# ---- the parts of a run ----------------------------------------------------------------------------------
class Own(StorePipeline):
    """Somebody's own pipeline in place of the project's."""


def replaced(name: str, **changes: Any) -> dict[Any, Any]:
    return {**getattr(project_settings, name), **changes}


@pytest.mark.parametrize("name", ["ITEM_PIPELINES", "DOWNLOADER_MIDDLEWARES", "EXTENSIONS"])
def test_a_run_needs_each_of_its_parts(name: str) -> None:
    assert missing_parts(project()) is None
    for value in ({}, "{}"):
        assert (missing_parts(project(**{name: value})) or "").startswith(f"{name} lacks newscrawler.")


def test_a_part_that_is_turned_off_is_named() -> None:
    part = "newscrawler.pipelines.StorePipeline"
    for changes in ({part: None}, json.dumps(replaced("ITEM_PIPELINES", **{part: None}))):
        value = changes if isinstance(changes, str) else replaced("ITEM_PIPELINES", **changes)
        assert missing_parts(project(ITEM_PIPELINES=value)) == (
            f"ITEM_PIPELINES lacks {part}: add to the setting in newscrawler/settings.py, do not replace it"
        )


def test_parts_can_be_added_and_replaced_by_those_made_of_them() -> None:
    pipelines = replaced("ITEM_PIPELINES", **{"newscrawler.pipelines.StorePipeline": None})
    assert missing_parts(project(ITEM_PIPELINES={**pipelines, Own: 900})) is None
    extensions = replaced("EXTENSIONS", **{"newscrawler.extensions.Progress": None})
    assert missing_parts(project(EXTENSIONS=extensions)) is None


def test_a_part_that_does_not_exist_is_named() -> None:
    wrong = missing_parts(project(ITEM_PIPELINES=replaced("ITEM_PIPELINES", **{"nowhere.Pipeline": 1}))) or ""
    assert wrong == "ITEM_PIPELINES names something that cannot be loaded: No module named 'nowhere'"


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "handler", [None, "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler", "no.Handler"]
)
def test_a_run_needs_the_handler_that_looks_at_its_lock(scheme: str, handler: str | None) -> None:
    own = replaced("DOWNLOAD_HANDLERS", ftp="scrapy.core.downloader.handlers.ftp.FTPDownloadHandler")
    assert missing_parts(project(DOWNLOAD_HANDLERS=own)) is None
    for value in ({**own, scheme: handler}, {}):
        wrong = missing_parts(project(DOWNLOAD_HANDLERS=value)) or ""
        assert wrong.startswith("DOWNLOAD_HANDLERS lacks newscrawler.network.sending.SendWhileLocked for http")


# ---- secrets ---------------------------------------------------------------------------------------------
def test_passwords_are_not_in_the_settings_that_scrapy_logs() -> None:
    secrets = {name: f"s3cret-{name}" for name in DEFAULTS if is_secret(name)}
    assert {"MAIL_PASS", "HTTPAUTH_PASS", "FTP_PASSWORD", "AWS_SECRET_ACCESS_KEY", "FEED_URI"} <= secrets.keys()
    settings = project(**secrets)
    hide_secrets(settings)
    logged = pprint.pformat(dict(overridden_settings(settings)))
    assert "s3cret" not in logged
    assert "'MAIL_PASS': '(not shown)'" in logged
    for name, value in secrets.items():
        assert settings.get(name) == value
        assert settings.getpriority(name) == 40
