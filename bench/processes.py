"""Runs the commands that are measured, and says what each cost."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds of wall clock and CPU, peak memory in MB."""

    wall: float
    cpu: float
    memory: float


def run(
    command: Sequence[str],
    proxy: str | None = None,
    cwd: Path = ROOT,
    look: Callable[[int], None] = lambda pid: None,
) -> Cost:
    """Runs a Python module or script to its end, and lets ``look`` see its process id over and over meanwhile.

    The CPU is that of the process and of all it waited for. Raises SystemExit when it fails.
    """
    environment: Mapping[str, str] = {**os.environ, "PYTHONPATH": f"{ROOT}"} | ({"http_proxy": proxy} if proxy else {})
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, *command], env=environment, cwd=cwd, stdout=subprocess.DEVNULL)
    ended = threading.Event()
    with ThreadPoolExecutor(1) as watcher:
        memory = watcher.submit(_peak_memory, process.pid, ended, look)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        ended.set()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"make bench: {' '.join(command)} ended with {process.returncode}")
    return Cost(wall, used.ru_utime + used.ru_stime, memory.result())


def _peak_memory(pid: int, ended: threading.Event, look: Callable[[int], None]) -> float:
    """The most a process held, in MB, as far as asking it ten times a second shows.

    What the kernel tells of an ended process (``ru_maxrss``) counts in what its parent held when it started it.
    """
    peak = 0
    status = Path(f"/proc/{pid}/status")
    while not ended.wait(0.1):
        with suppress(OSError):  # it ends between two looks, or between opening and reading
            held = re.search(r"VmHWM:\s+(\d+) kB", status.read_text("utf-8"))
            peak = max(peak, int(held[1]) if held else 0)
        look(pid)
    return peak / 1024


def middle(values: Sequence[float]) -> str:
    """The median, with the least and the greatest where they differ."""
    shown = f"{statistics.median(values):.4g}"
    return shown if len(values) == 1 else f"{shown} ({min(values):.4g}-{max(values):.4g})"
