"""One run per newspaper: a lock that dies with the process that holds it (flock(2))."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class LockedError(Exception):
    """Another run holds the lock; the message says which."""


class RunLock:
    """An exclusive lock on a file; the file itself stays and says who held it last."""

    def __init__(self, path: Path, holder: str, work: str = "run of this newspaper") -> None:
        """Takes the lock or raises LockedError; ``holder`` is what others are told, ``work`` what is done
        one at a time. OSError as the disk gives it.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            other = os.read(self._descriptor, 500).decode("utf-8", "replace").strip()
            os.close(self._descriptor)
            raise LockedError(f"another {work} is at work: {other or 'unknown'}") from None
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, holder.encode(), 0)

    def release(self) -> None:
        """Gives the lock back."""
        os.close(self._descriptor)
