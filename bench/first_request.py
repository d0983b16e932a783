"""Runs `scrapy` until it sends its first request, and writes the CPU seconds it took to a file.

python -m bench.first_request FILE crawl NAME …
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from scrapy.cmdline import execute
from scrapy.core.downloader import Downloader


def stop(*_: Any) -> None:
    """The first request is on its way: nothing after it is of interest."""
    Path(sys.argv[1]).write_text(str(time.process_time()), "utf-8")
    os._exit(0)


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    Downloader.fetch = stop
    execute(["scrapy", *sys.argv[2:]])
