"""Checks the settings of a run before its first request: Scrapy would silently ignore a misspelt DOWNLOAD_DELAY."""

from __future__ import annotations

from difflib import get_close_matches
from math import isfinite

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, default_settings

from newscrawler import settings as project_settings

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
    """Raises SettingsError for an invalid number in a numeric setting, and for a misspelt name given with -s.

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
