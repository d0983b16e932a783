"""One run per newspaper: a lock that the end of its process releases (flock(2))."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from newscrawler.translation import N_


class LockedError(Exception):
    """Another run holds the lock; the message says which one."""


class RunLock:
    """An exclusive lock on one or more files; the files remain and name their last holder."""

    def __init__(self, paths: Path | Iterable[Path], holder: str, work: str = "run of this newspaper") -> None:
        """Locks all the files or none.

        ``holder`` is shown in the LockedError of other processes; ``work`` names what only one process may do at a
        time. Raises LockedError, and OSError from the disk. The files are readable and writable only by their owner:
        whoever can open one can lock it, and so hold up every run.
        """
        self._descriptors: list[int] = []
        try:
            for path in [paths] if isinstance(paths, Path) else paths:
                self._take(path, work)
            for descriptor in self._descriptors:
                os.ftruncate(descriptor, 0)
                os.pwrite(descriptor, holder.encode(), 0)
        except BaseException:
            self.release()
            raise

    def _take(self, path: Path, work: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._descriptors.append(descriptor)
        with suppress(PermissionError):  # a file of another user, who gave this user access to it
            os.fchmod(descriptor, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = os.read(descriptor, 500).decode("utf-8", "replace").strip()
            raise LockedError(N_(f"another {work} is at work: {other or 'unknown'}")) from None

    def release(self) -> None:
        """Releases the lock."""
        while self._descriptors:
            os.close(self._descriptors.pop())
