"""The process of one crawl, as a batch sees it, and the plain way to start one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import BinaryIO, Protocol

from newscrawler.run.exits import INTERRUPTED

PARENT = "NEWSCRAWLER_BATCH"
"""The environment variable that tells a crawl the process id of its batch."""


class Process(Protocol):
    """What a batch uses of a process; `subprocess.Popen` says what each does."""

    pid: int

    @property
    def returncode(self) -> int | None: ...
    def poll(self) -> int | None: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


def environment() -> dict[str, str]:
    """What the environment of a crawl says beside what the batch's says."""
    return {PARENT: str(os.getpid()), "PYTHONUTF8": "1"}  # the log is UTF-8, whatever cron's locale says


def end_with(parent: int) -> None:
    """Has this process end like after SIGTERM when ``parent`` ends, however that dies.

    The kernel sees to it, and only Linux's does (prctl(2), PR_SET_PDEATHSIG). Elsewhere a crawl whose
    batch was killed goes on to its end, and its lock keeps a second one from its newspaper.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - only crawls of a batch need it

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    if os.getppid() != parent:  # it died before the kernel was told
        sys.exit(INTERRUPTED)


def spawn(command: Sequence[str], log: BinaryIO) -> Process:
    """Starts a command whose output goes to ``log``, in a session of its own; raises OSError."""
    return subprocess.Popen(
        command,
        env={**os.environ, **environment()},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,  # Ctrl-C reaches the batch alone, which tells each process once
    )
