"""Checks the settings of a run before its first request: a misspelt delay would otherwise be no delay."""

from __future__ import annotations

from difflib import get_close_matches
from math import isfinite

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, default_settings

from newscrawler import settings as project_settings

# The largest whole number that makes sense; what is not listed may be any number from 0 on.
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
    """A setting makes no sense; the message is one sentence for the user."""


def check_settings(settings: BaseSettings) -> None:
    """Raises SettingsError for a numeric setting that is not a sensible number, and for a misspelt name given with -s.

    Which settings are numeric follows from the defaults of Scrapy and of this project. Unknown names are refused only
    where they look like a known one: an extension of one's own may have settings of its own.
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
            raise SettingsError(f"there is no setting {name}: did you mean {alike[0]}?")


def _check_number(name: str, value: object) -> None:
    if value is None:
        return
    largest = _WHOLE.get(name)
    try:
        number = float(int(str(value))) if largest is not None else float(str(value))
    except (ValueError, OverflowError):
        kind = "a whole number" if largest is not None else "a number"
        raise SettingsError(f"{name}={value} is not {kind}") from None
    may_be_negative = any(part in name for part in _MAY_BE_NEGATIVE)
    if not isfinite(number) or (number < 0 and not may_be_negative) or number > (largest or _LARGEST):
        raise SettingsError(f"{name}={value} is not a number from 0 to {largest or int(_LARGEST)}")
