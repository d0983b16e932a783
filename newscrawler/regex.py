"""Regular expressions that are compiled where they are first used.

Compiling all of them takes longer than loading the rest of the project, and `scrapy list` uses none.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Pattern:
    """Stands for a compiled pattern; its methods are the compiled one's own from their second use on."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what copy and pickle look for
            raise AttributeError(name)
        value = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, value)
        return value


def lazy_compile(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`; an error in the pattern is raised by its first use, so tests use every one."""
    return cast("re.Pattern[AnyStr]", _Pattern(pattern, flags))
