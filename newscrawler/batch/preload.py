"""Loads what a crawl needs, so that the forks of a batch have nothing left to import."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from newscrawler.rules import names_components

_MODULES = (
    "resource",
    "rich.console",  # the table at the end of a crawl
    "rich.table",
    "scrapy.core.engine",
    "scrapy.crawler",
    "twisted.internet.asyncioreactor",
)
"""What a crawl imports from its start to its end beside the commands, the spiders and what the settings name."""


def preload(settings: BaseSettings) -> None:
    """Imports modules and components; what cannot be imported is left for the crawl to complain about.

    Afterwards the garbage collector leaves alone what is loaded: it would write to every page that forks share.
    """
    for module in _MODULES:
        with suppress(Exception):
            import_module(module)
    for component in _components(settings):
        with suppress(Exception):
            load_object(component)
    gc.collect()
    gc.freeze()


def _components(settings: BaseSettings) -> Iterator[str]:
    """The paths of all classes and functions that the settings name."""
    for name, value in settings.items():
        if names_components(name):
            yield from (path for path in _texts(value) if "." in path)


def _texts(value: Any) -> Iterator[str]:
    """The strings in the value of a setting: it is one, or a list or table of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from (one for one in value if isinstance(one, str))
    elif hasattr(value, "items"):
        for pair in value.items():
            yield from (one for one in pair if isinstance(one, str))
