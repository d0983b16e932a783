"""The commands of this project, beside Scrapy's own."""

from __future__ import annotations

import sys
from typing import NoReturn

from newscrawler.run.exits import USAGE


def refuse(command: str, sentence: str) -> NoReturn:
    """Ends a command that is used wrongly: one sentence that says what would be right, exit status 2."""
    print(f"scrapy {command}: {sentence}", file=sys.stderr)
    sys.exit(USAGE)
