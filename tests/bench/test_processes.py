"""What the benchmark says of a process: it may end between two looks at it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from bench.processes import _peak_memory, run


class Looks(Event):
    """Not set for so many looks, each of them at once."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.left = number

    def wait(self, timeout: float | None = None) -> bool:
        """Whether the looks are used up."""
        self.left -= 1
        return self.left < 0


def test_a_process_that_is_gone_between_two_looks_has_no_memory() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    looked: list[int] = []
    assert not Path(f"/proc/{gone.pid}").exists()
    assert (_peak_memory(gone.pid, Looks(3), looked.append), looked) == (0, [gone.pid] * 3)


@pytest.mark.parametrize("error", [FileNotFoundError, ProcessLookupError])
def test_a_process_that_ends_while_it_is_looked_at_keeps_the_peak_so_far(
    error: type[OSError], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel says ENOENT where the process is gone before opening, ESRCH where it is before reading."""
    texts = iter(["VmHWM:\t 2048 kB\n"])

    def read(path: Path, encoding: str) -> str:
        text = next(texts, None)
        if text is None:
            raise error
        return text

    monkeypatch.setattr(Path, "read_text", read)
    assert _peak_memory(1, Looks(3), lambda pid: None) == 2


@pytest.mark.crawl
def test_a_command_that_ends_at_once_is_measured() -> None:
    assert run(["-c", "pass"]).cpu > 0
