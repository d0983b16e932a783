"""Which tests start a process or a browser: found in the names they use, so nobody has to mark them."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from selenium.webdriver import Chrome

from newscrawler.batch.batch import Batch
from newscrawler.run.alarms import send
from support import processes

TESTS = str(Path(__file__).parents[1])
STARTERS: dict[str, tuple[Any, ...]] = {"crawl": (subprocess, processes, Batch, send), "browser": (Chrome,)}


@cache
def marks_of(*functions: Any) -> set[str]:
    """The marks of a test that consists of these functions, itself and its fixtures."""
    found: set[str] = set()
    seen: set[int] = set()
    waiting = list(functions)
    while waiting:
        thing = inspect.unwrap(waiting.pop())
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        found.update(mark for mark, starters in STARTERS.items() if any(thing is one for one in starters))
        if isinstance(thing, type) and _is_of_tests(getattr(sys.modules[thing.__module__], "__file__", None)):
            waiting += vars(thing).values()
        elif isinstance(thing, FunctionType) and _is_of_tests(thing.__code__.co_filename):
            waiting += [thing.__globals__.get(name) for name in _names(thing.__code__)]
    return found


def _is_of_tests(file: str | None) -> bool:
    return bool(file) and str(file).startswith(TESTS)


def _names(code: CodeType) -> Iterator[str]:
    """The names that a function's code looks up, those of the functions inside it included."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
