"""What commands print, in a way that cannot change what they did.

A stream may be closed, its reader may leave, its encoding may lack Hangul. By then a run is stored, and its exit status
has been decided.
"""

from __future__ import annotations

import atexit
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from scrapy.settings import BaseSettings

from newscrawler.translation import speak, worded

logger = logging.getLogger(__name__)

PROGRAM = "newscrawler"
"""The command of an installed program, which is Scrapy's with our settings."""


def prepare_streams(settings: BaseSettings) -> None:
    """Makes standard output and standard error safe to print to, for the rest of the process.

    ``settings`` choose the language of what is printed (LANGUAGE, else that of the locale).

    Characters that their encoding lacks are escaped. Python would end with status 120 if output that is still buffered
    cannot be written at the end; it is dropped instead.
    """
    speak(settings.get("LANGUAGE"))
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:  # closed ones: no file of ours may take their place
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    atexit.unregister(_flush)
    atexit.register(_flush)


@contextmanager
def printing() -> Iterator[None]:
    """Suppresses whatever fails in the block, which only prints; what was printed is flushed at its end."""
    try:
        yield
    except (Exception, SystemExit):  # rich exits if its reader has left
        logger.debug("printing failed", exc_info=True)
    _flush()


def program() -> str:
    """The command that the user typed, for sentences that show how to use it: ``newscrawler`` or ``scrapy``."""
    return PROGRAM if Path(sys.argv[0]).name == PROGRAM else "scrapy"


def say(sentence: str) -> None:
    """Prints a line to standard output in the user's language, if that is possible."""
    with printing():
        print(worded(sentence))


def complain(sentence: str) -> None:
    """Prints a line to standard error in the user's language, if that is possible."""
    with printing():
        print(worded(sentence), file=sys.stderr)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            _drop(stream)


def _drop(stream: TextIO) -> None:
    """Has a stream, and what is left in its buffer, go nowhere."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
