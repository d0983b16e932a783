"""One run per newspaper: a lock that dies with the process that holds it (flock(2))."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawler.store.places import archive_path


class LockedError(Exception):
    """Another run holds the lock; the message says which."""


class RunLock:
    """An exclusive lock on one or more files; the files stay and say who held them last."""

    def __init__(self, paths: Path | Iterable[Path], holder: str, work: str = "run of this newspaper") -> None:
        """Takes the lock on all the files or on none.

        ``holder`` is what LockedError tells others; ``work`` names what is done by one process at a time. Raises
        LockedError, and OSError as the disk gives it. The files are readable and writable by their owner alone:
        who can open one can lock it, and so hold up every run.
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
        with suppress(PermissionError):  # the file of another user, which that user opened to this one
            os.fchmod(descriptor, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = os.read(descriptor, 500).decode("utf-8", "replace").strip()
            raise LockedError(f"another {work} is at work: {other or 'unknown'}") from None

    def release(self) -> None:
        """Gives the lock back."""
        while self._descriptors:
            os.close(self._descriptors.pop())


def lock_run(settings: BaseSettings, site: str, holder: str) -> RunLock:
    """Takes the lock of a newspaper for one run: in its data folder, and beside its archive where that lies elsewhere.

    ``holder`` says which process holds it since when. Raises LockedError, ArchiveError for an ARCHIVE_URL of an
    unknown kind, and OSError.
    """
    folder, archive = Path(settings["DATA_DIR"]) / site, archive_path(settings, site)
    paths = [folder / ".lock"]
    if archive.parent.resolve() != folder.resolve():
        paths.append(archive.with_name(f".{archive.name}.lock"))
    return RunLock(paths, holder)
