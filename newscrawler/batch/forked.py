"""A crawl as a fork of its batch, which has loaded everything: it starts in a tenth of the time, in half the memory.

The fork shares what was loaded before (copy on write). What a new process would not have, it gets rid of: the
batch's open files, its handlers of signals and of logs, what stands in for its standard output. `random` seeds itself
anew in every fork.
"""

from __future__ import annotations

import locale
import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO, NoReturn

from scrapy.cmdline import execute

from newscrawler.batch.start import environment

_REACTOR = "twisted.internet.reactor"
_kept: list[object] = []  # the batch's streams: a fork in which they ended would write what is left in them to its log


def why_not() -> str | None:
    """Why this process must not be forked, as a sentence; None if it may.

    macOS: its system libraries may not be used between fork(2) and exec(2), and Scrapy asks one for the proxies
    (`_scproxy`); Python itself ceased to fork there (python/cpython#77906).
    """
    if sys.platform != "linux":
        return "only Linux lets a fork go on to use the system's libraries"
    if threading.active_count() > 1:
        return "a thread is running, and a fork would lose it with what it has locked"
    if _REACTOR in sys.modules:
        return "a component installs Twisted's reactor when it is imported, and forks would share it"
    if locale.getpreferredencoding(do_setlocale=False).lower() != "utf-8" or sys.getfilesystemencoding() != "utf-8":
        return "the locale is not UTF-8, and only a new process can change that"
    return None


class Forked:
    """A fork of this process that runs a command of Scrapy; as much of `subprocess.Popen` as a batch uses."""

    def __init__(self, arguments: Sequence[str], log: BinaryIO) -> None:
        """Starts ``scrapy <arguments>``, its output to ``log``, in a session of its own; raises OSError."""
        assert (reason := why_not()) is None, reason
        self.returncode: int | None = None
        added = environment()
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):  # closed, or its reader has left
                stream.flush()
        # a signal meant for the fork must not meet the batch's handlers there
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            self.pid = os.fork()
            if self.pid == 0:
                _become(["scrapy", *arguments], added, log.fileno())
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def poll(self) -> int | None:
        """The exit status, negative if a signal ended the process; None while it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


def _become(argv: list[str], added: dict[str, str], log: int) -> NoReturn:
    """Makes the fork what a new process would be, and runs the command to its end. Never returns."""
    status = 1
    try:
        os.setsid()
        _replace_files(log)
        _reset_signals()
        os.environ.update(added)
        sys.argv = argv
        execute(argv)
        status = 0
    except SystemExit as end:
        status = _status(end)
    except KeyboardInterrupt:  # as Python itself ends then
        traceback.print_exc()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(BaseException):
            logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            with suppress(BaseException):
                stream.flush()
        os._exit(status)


def _replace_files(log: int) -> None:
    """Closes the batch's files; reads nothing, and writes UTF-8 to the log."""
    for handler in logging.root.handlers.copy():
        logging.root.removeHandler(handler)
        handler.close()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, standard in ((log, 1), (log, 2), (nothing, 0)):
        os.dup2(ours, standard)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    _kept.extend((sys.stdin, sys.stdout, sys.stderr))
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, "utf-8", "backslashreplace", closefd=False)


def _reset_signals() -> None:
    """Handlers as a new process has them: a signal that is ignored stays so (nohup); none is held back."""
    signal.set_wakeup_fd(-1)  # that of an event loop, which was among the files that are closed by now
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _status(end: SystemExit) -> int:
    """The exit status that Python would end with, after the sentence that `sys.exit` may have been given."""
    if end.code is None or isinstance(end.code, int):
        return (end.code or 0) & 0xFF
    print(end.code, file=sys.stderr)
    return 1
