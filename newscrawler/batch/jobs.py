"""How many newspapers one machine can crawl at a time.

A polite crawl waits nearly always, so neither one core nor one process limits a batch: the limits are memory and,
far later, processor time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

PER_CORE = 25
"""Crawls that one core keeps up with at a request a second each; one takes some 13 ms of it a second."""
MEMORY = 100_000_000
"""Bytes that a crawl may need for itself: a fork needs 32 MB in a short run, 54 with 1,000 articles."""

_V1_UNLIMITED = 2**60  # cgroup v1 has no word for it, but a number near 2**63


def jobs(cores: float, memory: int) -> int:
    """The number of newspapers to crawl at a time with so many cores and bytes of memory; at least 1."""
    return max(1, min(int(cores * PER_CORE), memory // MEMORY))


def resources(root: Path = Path("/")) -> tuple[float, int]:
    """The cores and the bytes of memory that this process may use: the machine's, or less where a cgroup limits it.

    ``root`` is the folder that holds ``proc`` and ``sys``. Memory that other processes hold does not count, as far as
    the kernel tells (``MemAvailable``, proc(5)).
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quotas, limits = [float(allowed)], [_memory(root)]
    for folder in _cgroups(root):
        quotas += _quota(folder)
        limits += _limit(folder)
    return min(quotas), min(limits)


def _memory(root: Path) -> int:
    """The memory that is free or can be freed; where nobody tells, all of the machine's."""
    for line in _text(root / "proc/meminfo").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _cgroups(root: Path) -> Iterator[Path]:
    """The folders of the cgroups that this process is in, and of those around them (cgroups(7)).

    In a container the path that the kernel tells may be the host's, while the container's own cgroup is at the top.
    """
    mounted = root / "sys/fs/cgroup"
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        top = mounted / controllers if controllers else mounted  # v1 mounts each controller, v2 all at one place
        folder = top / path.lstrip("/")
        yield from (around for around in (folder, *folder.parents) if around.is_relative_to(top) and around.is_dir())


def _quota(folder: Path) -> list[float]:
    """The cores that one cgroup allows, in a list; an empty one if it sets no limit."""
    quota, _, period = _text(folder / "cpu.max").strip().partition(" ")  # v2
    if not period:
        quota, period = (_text(folder / f"cpu.cfs_{name}_us").strip() for name in ("quota", "period"))  # v1
    return [int(quota) / int(period)] if quota.isdecimal() and period.isdecimal() and int(period) else []


def _limit(folder: Path) -> list[int]:
    """The bytes that one cgroup allows, in a list; an empty one if it sets no limit."""
    texts = (_text(folder / name).strip() for name in ("memory.max", "memory.high", "memory.limit_in_bytes"))
    return [int(text) for text in texts if text.isdecimal() and int(text) < _V1_UNLIMITED]


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, ValueError):
        return ""
