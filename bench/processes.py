"""Runs the commands that are measured, and says what each cost."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds of wall clock and CPU, peak memory in MB; ``began`` is on the monotonic clock."""

    began: float
    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str], proxy: str | None = None, cwd: Path = ROOT) -> Cost:
    """Runs a Python module or script to its end; raises SystemExit when it fails."""
    environment: Mapping[str, str] = {**os.environ, "PYTHONPATH": f"{ROOT}"} | ({"http_proxy": proxy} if proxy else {})
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, *command], env=environment, cwd=cwd, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"make bench: {' '.join(command)} ended with {process.returncode}")
    wall = time.monotonic() - began
    return Cost(began, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def middle(values: Sequence[float]) -> str:
    """The median, with the least and the greatest where they differ."""
    shown = f"{statistics.median(values):.4g}"
    return shown if len(values) == 1 else f"{shown} ({min(values):.4g}-{max(values):.4g})"
