"""Checks the settings of a run before its first request: Scrapy would silently ignore a misspelt DOWNLOAD_DELAY."""

from __future__ import annotations

from difflib import get_close_matches
from math import isfinite
from typing import Any

from scrapy.exporters import CsvItemExporter, MarshalItemExporter
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, default_settings
from scrapy.utils.conf import feed_complete_default_values_from_settings
from scrapy.utils.misc import load_object

from newscrawler import settings as project_settings
from newscrawler.exporters import EXPORTERS

# Settings that must be whole numbers, with their maximum; others may be any number of at least 0.
_WHOLE = {
    "REVISIT_DAYS": 36_500,
    "MAX_LIST_PAGES": 10**9,
    "MAX_SECTIONS": 10**9,
    "CONCURRENT_ITEMS": 10**6,
    "CONCURRENT_REQUESTS": 10**6,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 10**6,
    "DOWNLOAD_MAXSIZE": 10**12,
    "DOWNLOAD_WARNSIZE": 10**12,
    "REDIRECT_MAX_TIMES": 10**6,
    "RETRY_TIMES": 10**6,
}
_LARGEST = 10.0**12
_MAY_BE_NEGATIVE = ("PRIORITY", "ADJUST")  # parts of names
_ALIKE = 0.8  # the share of letters, in difflib's measure


class SettingsError(ValueError):
    """A setting is invalid; the message is one sentence for the user."""


def check_settings(settings: BaseSettings) -> None:
    """Raises SettingsError for an invalid number, a misspelt name given with -s, and a feed that would lose records.

    Settings are numeric if their default in Scrapy or in this project is. Unknown names are rejected only if they
    resemble a known one: users' own extensions may have settings of their own.
    """
    for module in (default_settings, project_settings):
        for name, default in vars(module).items():
            is_number = isinstance(default, int | float) and not isinstance(default, bool)
            if name.isupper() and is_number and not name.endswith("_ENABLED"):  # Scrapy writes some switches as 1
                _check_number(name, settings.get(name))
    known = {name for module in (default_settings, project_settings) for name in vars(module) if name.isupper()}
    for name in settings:
        is_unknown = name not in known and settings.getpriority(name) == SETTINGS_PRIORITIES["cmdline"]
        if is_unknown and (alike := get_close_matches(name, known, 1, _ALIKE)):
            raise SettingsError(f"unknown setting {name}: did you mean {alike[0]}?")
    _check_feeds(settings)


def _check_feeds(settings: BaseSettings) -> None:
    feeds = settings.getdict("FEEDS")
    if settings["FEED_URI"]:  # the way before FEEDS
        feeds = {settings["FEED_URI"]: {"format": settings["FEED_FORMAT"]}, **feeds}
    for uri, options in feeds.items():
        _check_feed(str(uri), options, settings)


def _check_feed(uri: str, options: dict[str, Any], settings: BaseSettings) -> None:
    """Raises SettingsError for a file of -o, -O or FEEDS that would not hold all that is written to it.

    Scrapy would say so in the log at most: its CSV has the columns of the first record, marshal fails for nested
    values, and a feed of an unknown format is not written.
    """
    try:
        options = feed_complete_default_values_from_settings(options, settings, uri)
        exporter_class = settings.getwithbase("FEED_EXPORTERS").get(options["format"])
        if exporter_class is None:
            raise ValueError(f"unknown format {options['format']!r}")
        exporter = load_object(exporter_class)
        if not isinstance(exporter, type):
            return  # a function of the user's own
        wanted = tuple(map(load_object, options.get("item_classes") or ()))
    except (TypeError, ValueError, ImportError, AttributeError, NameError) as error:
        raise SettingsError(f"{uri} cannot be written: {error}") from None
    instead = "write JSON Lines (.jsonl) instead; scrapy export writes the records of a run again at any time"
    if issubclass(exporter, MarshalItemExporter):
        raise SettingsError(f"{uri} cannot be written: marshal does not hold nested values; {instead}")
    kinds = [kind.record for kind in EXPORTERS.values() if not wanted or issubclass(kind.record, wanted)]
    if issubclass(exporter, CsvItemExporter) and len(kinds) > 1 and not options["fields"]:
        raise SettingsError(
            f"{uri} would lose fields: a CSV file has the columns of its first record, and a crawl writes {len(kinds)} "
            f"kinds of records; name one kind in item_classes of FEEDS, or {instead}"
        )


def _check_number(name: str, value: object) -> None:
    if value is None:
        return
    largest = _WHOLE.get(name)
    try:
        number = float(int(str(value))) if largest is not None else float(str(value))
    except (ValueError, OverflowError):
        kind = "a whole number" if largest is not None else "a number"
        raise SettingsError(f"{name} must be {kind}, not {str(value)!r}") from None
    may_be_negative = any(part in name for part in _MAY_BE_NEGATIVE)
    if not isfinite(number) or (number < 0 and not may_be_negative) or number > (largest or _LARGEST):
        raise SettingsError(f"{name} must be a number from 0 to {largest or int(_LARGEST)}, not {str(value)!r}")
