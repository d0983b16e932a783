"""How many newspapers at a time: by the memory and the cores that this process may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newscrawler.batch.jobs import jobs, resources

GB = 10**9


@pytest.mark.parametrize(
    ("cores", "memory", "expected"),
    [
        (2, 24 * GB, 50),  # the cores decide
        (2, 4 * GB, 40),  # the memory does
        (1, 1 * GB, 10),
        (0.5, 4 * GB, 12),
        (0.01, 4 * GB, 1),  # one at least
        (8, 50_000_000, 1),
        (64, 512 * GB, 1600),
    ],
)
def test_jobs_are_limited_by_cores_and_memory(cores: float, memory: int, expected: int) -> None:
    assert jobs(cores, memory) == expected


def machine(root: Path, **files: str) -> Path:
    """A folder with these files of a kernel below it; ``__`` stands for a slash."""
    texts = {"proc/meminfo": "MemTotal: 9000000 kB\nMemFree: 1 kB\nMemAvailable: 8000000 kB\n"}
    texts |= {name.replace("__", "/"): text for name, text in files.items()}
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


@pytest.fixture(autouse=True)
def eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(8)), raising=False)


def test_a_machine_without_limits_gives_its_cores_and_its_available_memory(tmp_path: Path) -> None:
    assert resources(machine(tmp_path)) == (8, 8_000_000 * 1024)


def test_without_proc_the_memory_is_all_of_the_machines(tmp_path: Path) -> None:
    assert resources(tmp_path) == (8, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))


V2 = {"proc__self__cgroup": "0::/slice/unit.service\n"}
V1 = {"proc__self__cgroup": "5:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n1:name=systemd:/\n0::/\n"}
CGROUPS = {
    "v2, the group's own": (
        {
            **V2,
            "sys__fs__cgroup__slice__unit.service__memory.max": "2147483648\n",
            "sys__fs__cgroup__slice__unit.service__cpu.max": "150000 100000\n",
        },
        (1.5, 2147483648),
    ),
    "v2, a group around it": (
        {
            **V2,
            "sys__fs__cgroup__slice__unit.service__memory.max": "max\n",
            "sys__fs__cgroup__slice__unit.service__cpu.max": "max 100000\n",
            "sys__fs__cgroup__slice__memory.high": "1000000000\n",
            "sys__fs__cgroup__slice__cpu.max": "400000 100000\n",
        },
        (4, 1_000_000_000),
    ),
    "v2, in a container, where the group is at the top": (
        {
            "proc__self__cgroup": "0::/\n",
            "sys__fs__cgroup__memory.max": "536870912\n",
            "sys__fs__cgroup__cpu.max": "50000 100000\n",
        },
        (0.5, 536870912),
    ),
    "v1": (
        {
            **V1,
            "sys__fs__cgroup__memory__docker__abc__memory.limit_in_bytes": "3000000000\n",
            "sys__fs__cgroup__cpu,cpuacct__docker__abc__cpu.cfs_quota_us": "250000\n",
            "sys__fs__cgroup__cpu,cpuacct__docker__abc__cpu.cfs_period_us": "100000\n",
        },
        (2.5, 3_000_000_000),
    ),
    "v1, in a container, whose path is the host's": (
        {
            **V1,
            "sys__fs__cgroup__memory__memory.limit_in_bytes": "3000000000\n",
            "sys__fs__cgroup__cpu,cpuacct__cpu.cfs_quota_us": "250000\n",
            "sys__fs__cgroup__cpu,cpuacct__cpu.cfs_period_us": "100000\n",
        },
        (2.5, 3_000_000_000),
    ),
    "v1, no limits": (
        {
            **V1,
            "sys__fs__cgroup__memory__docker__abc__memory.limit_in_bytes": "9223372036854771712\n",
            "sys__fs__cgroup__cpu,cpuacct__docker__abc__cpu.cfs_quota_us": "-1\n",
            "sys__fs__cgroup__cpu,cpuacct__docker__abc__cpu.cfs_period_us": "100000\n",
        },
        (8, 8_000_000 * 1024),
    ),
    "more than the machine has": (
        {
            **V2,
            "sys__fs__cgroup__slice__unit.service__memory.max": "99999999999999\n",
            "sys__fs__cgroup__slice__unit.service__cpu.max": "6400000 100000\n",
        },
        (8, 8_000_000 * 1024),
    ),
    "files that say nothing": (
        {**V2, "sys__fs__cgroup__slice__unit.service__cpu.max": "", "sys__fs__cgroup__slice__memory.max": "\n"},
        (8, 8_000_000 * 1024),
    ),
}


@pytest.mark.parametrize("name", CGROUPS)
def test_the_limits_of_cgroups_count(name: str, tmp_path: Path) -> None:
    files, expected = CGROUPS[name]
    assert resources(machine(tmp_path, **files)) == expected
