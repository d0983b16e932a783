"""Rules for settings, Scrapy's and ours: what kind of value each takes, and which no run or no newspaper may change.

Scrapy takes any value without a word, or fails with a traceback when a component first reads it. Here the kind of a
setting follows from its default. Functions return the end of a sentence that begins with the setting's name, None if
nothing is wrong; no sentence quotes a value that could be a secret.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from math import isfinite
from os import PathLike
from typing import Any

from scrapy.settings import BaseSettings, default_settings
from scrapy.utils.misc import load_object

from newscrawler import settings as project_settings
from newscrawler.translation import N_

_LARGEST = 10**12
# The largest values of settings that need a smaller limit than _LARGEST.
_MOST = {
    "DOWNLOAD_DELAY_JITTER": 1,  # a share of the delay; above 1 delays would be negative
    "REVISIT_DAYS": 36_500,
    "MAX_LIST_PAGES": 10**9,
    "MAX_SECTIONS": 10**9,
    "CONCURRENT_ITEMS": 10**6,
    "CONCURRENT_REQUESTS": 10**6,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 10**6,
    "MAX_ARTICLES_PER_RUN": 10**9,
    "REDIRECT_MAX_TIMES": 10**6,
    "RETRY_TIMES": 10**6,
    "MAIL_PORT": 65_535,
}
# With 0 of these, a crawl would wait for ever.
_LEAST = dict.fromkeys(
    ("CONCURRENT_ITEMS", "CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN", "REACTOR_THREADPOOL_MAXSIZE"), 1
)
_FRACTIONS = ("DOWNLOAD_TIMEOUT", "DNS_TIMEOUT")  # seconds whose defaults happen to be whole
_SIGNED = ("PRIORITY", "ADJUST")  # parts of the names of settings that may be negative
# The keys of an entry of DOWNLOAD_SLOTS, and the settings they replace for a host.
_IN_SLOTS = {
    "concurrency": "CONCURRENT_REQUESTS_PER_DOMAIN",
    "delay": "DOWNLOAD_DELAY",
    "jitter": "DOWNLOAD_DELAY_JITTER",
}
_OPTIONAL = ("newscrawler.extensions.Progress", "newscrawler.network.quickstop.QuickStop")
_SECRET = re.compile(r"PASS(WORD)?$|SECRET|TOKEN|ACCESS_KEY|ALARM_|_UR[IL]$|_USER$")

_SILENT = {
    "JOBDIR": N_("loses requests without a word when a run is killed; a run continues an earlier one without it"),
    "DEPTH_LIMIT": N_("drops pages without a word; use the arguments max_pages or max_articles"),
    "URLLENGTH_LIMIT": N_("drops pages without a word; it may be 0 for no limit, or larger than Scrapy's"),
    "DOWNLOAD_FAIL_ON_DATALOSS": N_("cannot be turned off: half a page would be taken for a whole one"),
    "COMPRESSION_ENABLED": N_("cannot be turned off: half a page would be taken for a whole one"),
    "HTTPERROR_ALLOW_ALL": N_("cannot be turned on: error pages would be taken for articles"),
    "HTTPERROR_ALLOWED_CODES": N_("must be empty: error pages would be taken for articles"),
    "METAREFRESH_ENABLED": N_("cannot be turned on: the page of a deleted article refreshes to another page"),
    "REDIRECT_ENABLED": N_("cannot be turned off: pages that have moved would be lost"),
    "RETRY_ENABLED": N_("cannot be turned off: a server that is too busy would get no rest; RETRY_TIMES may be 0"),
}
_FOR_ALL = re.compile(
    r"DATA_DIR|ARCHIVE_URL|RUNS_URL|CLUSTER_TIMES|NEWSPAPERS|JOBDIR|LOG_.*|SPIDER_.*|NEWSPIDER_MODULE|COMMANDS_MODULE|TEMPLATES_DIR|"
    r"TWISTED_.*|ASYNCIO_.*|REACTOR_.*|TELNETCONSOLE_.*|REMOTE_CONTROL_.*|FORCE_CRAWLER_PROCESS"
)
# Settings that name parts of the program: these, and those whose names end so.
_COMPONENTS = {
    *("ADDONS", "DOWNLOADER", "DOWNLOADER_CLIENTCONTEXTFACTORY", "EXTENSIONS", "FEED_EXPORTERS", "FEED_STORAGES"),
    *("ITEM_PROCESSOR", "LOG_FORMATTER", "REFERRER_POLICIES", "RETRY_EXCEPTIONS", "SCHEDULER"),
}
_ENDS = ("_BASE", "_CLASS", "_CONTRACTS", "_HANDLERS", "_MIDDLEWARES", "_PARSER", "_PIPELINES", "_QUEUE", "_RESOLVER")

_defaults = {
    name: default
    for module in (default_settings, project_settings)
    for name, default in vars(module).items()
    if name.isupper()
}
KNOWN = frozenset(_defaults)
"""The names of all settings of Scrapy and of this project."""
CHECKED = tuple(
    sorted(
        name
        for name, default in _defaults.items()
        if isinstance(default, int | float)
        or name in _SILENT
        or name.endswith(("_CODES", "_SLOTS", "_BASE", "LOG_LEVEL", "DATA_DIR", "WARC_DIR"))
    )
)
"""The names of the settings that wrong_value() and loses_pages() know."""


def wrong_value(name: str, value: Any) -> str | None:
    """What is wrong with the value of a setting: "must be a number, not 'x'".

    Values may be those of Python or TOML, or text from the command line. None always passes, and so do unknown names.
    """
    default = _defaults.get(name)
    if value is None:
        return None
    if name in ("DATA_DIR", "WARC_DIR"):
        return None if isinstance(value, str | PathLike) and str(value).strip() else N_("must name a folder")
    if name == "LOG_LEVEL":
        is_level = isinstance(value, int) or value in logging.getLevelNamesMapping()
        return None if is_level else N_(f"must be a level such as INFO, not {value!r}")
    if isinstance(default, bool) or name.endswith("_ENABLED"):
        is_switch = value in (True, False) or value in ("0", "1", "true", "True", "false", "False")
        return None if is_switch else N_(f"must be true or false, not {value!r}")
    if isinstance(default, int | float):
        return _wrong_number(name, value, is_whole=isinstance(default, int) and name not in _FRACTIONS)
    if name.endswith("_CODES"):
        return _wrong_statuses(value)
    if name == "DOWNLOAD_SLOTS":
        return _wrong_slots(value)
    return None


def wrong_type(name: str, value: Any, present: Any) -> str | None:
    """What is wrong with the type of a value of TOML, which writes each type in its own way: "must be text, not 3".

    ``present`` is the value that the setting has so far, for settings that neither Scrapy nor this project has.
    """
    default = _defaults.get(name, present)
    for kind, types, words in (
        (bool, (bool, int), N_("true or false")),
        ((int, float), (int, float), N_("a number")),
        (str, (str,), N_("text")),
        (Mapping, (dict,), N_("a table")),
        (list, (list, str), N_("a list")),
    ):
        if isinstance(default, kind):
            if not isinstance(value, types):
                return N_(f"must be {words}") if is_secret(name) else N_(f"must be {words}, not {value!r}")
            break
    if name == "FLOORS":  # newscrawler.run.quality knows their names and ranges
        wrong = ((floor, _wrong_number(name, number, is_whole=False)) for floor, number in value.items())
        return next((f"{floor} {sentence}" for floor, sentence in wrong if sentence), None)
    return None


def loses_pages(name: str, value: Any) -> str | None:
    """Why a run cannot have this value, which wrong_value() accepts: it would lose or mistake pages without a word."""
    if name.endswith("_BASE"):
        is_own = isinstance(value, Mapping) and dict(value) == dict(_defaults[name])
        return None if is_own else N_("cannot be changed: the parts that every crawl needs are in it")
    if name not in _SILENT:
        return None
    default = _defaults[name]
    if name == "URLLENGTH_LIMIT":
        return _SILENT[name] if 0 < float(value) < default else None
    is_on = str(value).lower() in ("1", "true") if isinstance(default, bool) else value not in (None, "", 0, "0", [])
    return _SILENT[name] if is_on != bool(default) else None


def not_for_one(name: str) -> str | None:
    """Why a setting cannot differ between newspapers."""
    if _FOR_ALL.fullmatch(name):
        return N_("this setting applies to all newspapers; pass it with -s")
    if names_components(name):
        return N_("this setting names parts of the program that every run needs; it cannot differ between newspapers")
    if name.startswith("HTTPCACHE_"):
        return N_("answers from a cache are old news; pass it with -s while you develop")
    return None


def names_components(name: str) -> bool:
    """Whether the value of a setting names parts of the program: classes, functions or tables of them."""
    return name in _COMPONENTS or name.endswith(_ENDS)


def is_secret(name: str) -> bool:
    """Whether the value of a setting may be a password or contain one, judging by its name."""
    return _SECRET.search(name) is not None


class Hidden(str):
    """A text that is not shown where values are, as in the overridden settings that Scrapy logs."""

    def __repr__(self) -> str:
        return "'(not shown)'"


def hide_secrets(settings: BaseSettings) -> None:
    """Hides the values of settings that may be passwords or contain them from logs; they stay usable.

    Does nothing to frozen settings, which Scrapy has logged already.
    """
    for name in KNOWN if not settings.frozen else ():
        if is_secret(name) and isinstance(value := settings.get(name), str):
            settings.set(name, Hidden(value), settings.getpriority(name) or 0)


def missing_parts(settings: BaseSettings) -> str | None:
    """Names a setting of components that lacks one of this project's, without which a run is not judged or not polite.

    Subclasses of a component can stand in for it. Returns a whole sentence.
    """
    for name in ("ITEM_PIPELINES", "DOWNLOADER_MIDDLEWARES", "EXTENSIONS"):
        if not settings.getpriority(name):  # Scrapy's default: these are not the settings of this project
            continue
        try:
            given = [load_object(part) for part, order in settings.getdict(name).items() if order is not None]
        except (ImportError, NameError, TypeError, ValueError) as error:
            return N_(f"{name} names something that cannot be loaded: {error}")
        for part, order in getattr(project_settings, name).items():
            if order is not None and part not in _OPTIONAL:
                needed = load_object(part)
                if not any(isinstance(one, type) and issubclass(one, needed) for one in given):
                    return N_(f"{name} lacks {part}: add to the setting in newscrawler/settings.py, do not replace it")
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS") if settings.getpriority("DOWNLOAD_HANDLERS") else {}
    for scheme, needed in project_settings.DOWNLOAD_HANDLERS.items() if handlers else ():
        if needed is not None and not _is_like(handlers.get(scheme), needed):
            lacks = f"DOWNLOAD_HANDLERS lacks {needed} for {scheme}"
            return N_(f"{lacks}, which sends nothing once the lock of a run is lost")
    return None


def _is_like(part: Any, needed: str) -> bool:
    """Whether the name or class of a component is that of this project, or of a subclass of it."""
    try:
        given = load_object(part)
    except (ImportError, NameError, TypeError, ValueError):
        return False
    return isinstance(given, type) and issubclass(given, load_object(needed))


def _wrong_number(name: str, value: Any, *, is_whole: bool) -> str | None:
    kind = N_("a whole number") if is_whole else N_("a number")
    try:
        if isinstance(value, bool) or (is_whole and isinstance(value, float) and not value.is_integer()):
            raise ValueError
        number = int(str(value)) if is_whole and isinstance(value, str) else float(value)
    except (TypeError, ValueError, OverflowError):
        return N_(f"must be {kind}, not {value!r}")
    least, most = _LEAST.get(name, 0), _MOST.get(name, _LARGEST)
    if any(part in name for part in _SIGNED):
        least = -most
    is_right = isfinite(number) and least <= number <= most
    return None if is_right else N_(f"must be a number from {least} to {most}, not {value!r}")


def _wrong_statuses(value: Any) -> str | None:
    codes = value.split(",") if isinstance(value, str) else value
    try:
        is_right = all(100 <= int(str(code)) <= 599 for code in codes) or not value
    except (TypeError, ValueError):
        is_right = not value
    return None if is_right else N_(f"must be HTTP status codes, not {value!r}")


def _wrong_slots(value: Any) -> str | None:
    try:
        slots = json.loads(value) if isinstance(value, str) else value
        for slot in slots.values():
            for key, name in _IN_SLOTS.items():
                if key in slot and (wrong := wrong_value(name, slot[key])):
                    return f"{key} {wrong}"
    except (AttributeError, TypeError, ValueError):
        return N_(f"must be a table of hosts, not {value!r}")
    return None
