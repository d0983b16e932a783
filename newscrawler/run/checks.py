"""Checks the settings of a run before its first request: Scrapy would silently ignore a misspelt DOWNLOAD_DELAY."""

from __future__ import annotations

from difflib import get_close_matches

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from newscrawler.rules import CHECKED, KNOWN, loses_pages, missing_parts, wrong_value

_ALIKE = 0.8  # the share of letters, in difflib's measure


class SettingsError(ValueError):
    """A setting is invalid; the message is one sentence for the user."""


def check_settings(settings: BaseSettings) -> None:
    """Raises SettingsError for a value that makes no sense or loses pages, and for a misspelt name given with -s.

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
        if is_unknown and (alike := get_close_matches(name, KNOWN, 1, _ALIKE)):
            raise SettingsError(f"unknown setting {name}: did you mean {alike[0]}?")
