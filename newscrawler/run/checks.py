"""Checks the settings of a run before its first request: Scrapy would silently ignore a misspelt DOWNLOAD_DELAY."""

from __future__ import annotations

from typing import Any

from scrapy.exporters import CsvItemExporter, MarshalItemExporter
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from scrapy.utils.conf import feed_complete_default_values_from_settings
from scrapy.utils.misc import load_object

from newscrawler.exporters import EXPORTERS
from newscrawler.newspapers.address import quotable
from newscrawler.rules import CHECKED, KNOWN, loses_pages, missing_parts, wrong_value
from newscrawler.run.recording import missing_package
from newscrawler.store.feeds import check_runs_url
from newscrawler.suggestions import suggestion
from newscrawler.translation import N_

_ALIKE = 0.8  # the share of letters, in difflib's measure


class SettingsError(ValueError):
    """A setting is invalid; the message is one sentence for the user."""


def check_settings(settings: BaseSettings) -> None:
    """Raises SettingsError for a value that makes no sense or loses pages or records, and a misspelt name after -s.

    Unknown names are rejected only if they resemble a known one: users' own extensions may have settings of their own.
    """
    for name in CHECKED:
        value = settings.get(name)
        is_set = settings.getpriority(name)  # 0 for Scrapy's own defaults
        if wrong := wrong_value(name, value) or (loses_pages(name, value) if is_set else None):
            raise SettingsError(f"{name} {wrong}")
    if missing := missing_parts(settings):
        raise SettingsError(missing)
    for name in settings:
        is_unknown = name not in KNOWN and settings.getpriority(name) == SETTINGS_PRIORITIES["cmdline"]
        if is_unknown and (alike := suggestion(name, KNOWN, _ALIKE)):
            raise SettingsError(N_(f"unknown setting {name}{alike}"))
    if wrong := check_runs_url(settings.get("RUNS_URL")):
        raise SettingsError(wrong)
    _check_feeds(settings)
    _check_recording(settings)


def _check_recording(settings: BaseSettings) -> None:
    """Raises SettingsError if the answers cannot be kept that WARC_DIR asks for."""
    if not settings.get("WARC_DIR"):
        return
    if package := missing_package():
        raise SettingsError(N_(f"WARC_DIR needs the package {package}: pip install warcio surt"))


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
    instead = N_("write JSON Lines (.jsonl); scrapy export writes archived records as CSV or Parquet at any time")
    try:
        options = feed_complete_default_values_from_settings(options, settings, uri)
        exporter_class = settings.getwithbase("FEED_EXPORTERS").get(options["format"])
        if exporter_class is None:
            raise ValueError(N_(f"unknown format {options['format']!r}; {instead}"))
        exporter = load_object(exporter_class)
        if not isinstance(exporter, type):
            return  # a function of the user's own
        wanted = tuple(map(load_object, options.get("item_classes") or ()))
    except (TypeError, ValueError, ImportError, AttributeError, NameError) as error:
        raise SettingsError(N_(f"{quotable(uri)} cannot be written: {error}")) from None
    if issubclass(exporter, MarshalItemExporter):
        raise SettingsError(N_(f"{quotable(uri)} cannot be written: marshal does not hold nested values; {instead}"))
    kinds = [kind.record for kind in EXPORTERS.values() if not wanted or issubclass(kind.record, wanted)]
    if issubclass(exporter, CsvItemExporter) and len(kinds) > 1 and not options["fields"]:
        raise SettingsError(
            N_(
                f"{quotable(uri)} would lose fields: a CSV file has the columns of its first record, and a crawl "
                f"writes {len(kinds)} kinds of records; name one kind in item_classes of FEEDS, or {instead}"
            )
        )
