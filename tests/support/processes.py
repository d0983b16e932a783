"""`scrapy` commands in processes of their own that start in milliseconds.

Each process is forked from a server (multiprocessing's) that has imported Scrapy and this project; see
preloaded.py. Every process of pytest has one server. It starts with the first command and ends when its
process of pytest ends. Tests of starts, signals and terminals need a real process instead.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Lock
from typing import Any
from unittest.mock import patch

from coverage import Coverage

from newscrawler.store import failpoints

ROOT = Path(__file__).parents[2]
UNMEASURED = {"COVERAGE_PROCESS_START": "", "COVERAGE_PROCESS_CONFIG": ""}
"""The environment of a process that does not count for the coverage."""
_PRELOADED = "support.preloaded"
_SERVED = multiprocessing.get_context("forkserver")
_SERVED.set_forkserver_preload([_PRELOADED])
_STARTING = Lock()


def scrapy(
    arguments: tuple[str, ...], env: Mapping[str, str], limits: Mapping[int, int], timeout: float
) -> subprocess.CompletedProcess[str]:
    """Runs ``scrapy <arguments>`` in the project's folder and waits for its end, at most ``timeout`` seconds.

    ``env`` is the whole environment; ``limits`` maps a resource (``resource.RLIMIT_...``) to its limit. A
    process under limits is not measured, because it could not store what was measured; nor is what a process
    starts itself.
    """
    if limits:
        env = {**env, **UNMEASURED}
    sys.audit("subprocess.Popen", "scrapy", arguments, ROOT, env)  # tests/conftest.py listens
    pipes = [_SERVED.Pipe(duplex=False) for _ in ("stdout", "stderr")]
    ours, theirs = zip(*pipes, strict=True)
    process = _SERVED.Process(target=_become_scrapy, args=(arguments, dict(env), dict(limits), *theirs), daemon=True)
    with _STARTING, patch.dict(os.environ, {"PYTHONPATH": str(ROOT / "tests")}):
        process.start()
    for end in theirs:
        end.close()
    with ThreadPoolExecutor(len(ours)) as pool:
        outputs = pool.map(_read, ours)
        wait([process.sentinel], timeout)
        # A start asks for the statuses of all processes. Of two that ask for one at a time, the second is told 255.
        with _STARTING:
            status = process.exitcode
            if status is None:
                assert process.pid is not None
                os.killpg(process.pid, signal.SIGKILL)
                process.join()
    process.close()
    stdout, stderr = outputs
    if status is None:
        raise subprocess.TimeoutExpired(arguments, timeout, stdout, stderr)
    return subprocess.CompletedProcess(arguments, status, stdout, stderr)


def stop_server() -> None:
    """Ends the server, if one was started, and waits until it has stored what it measured."""
    forkserver._forkserver._stop()  # type: ignore[attr-defined]  # by itself it ends a moment after pytest


def _read(pipe: Connection) -> str:
    """All that comes out of a pipe."""
    with pipe, open(pipe.fileno(), encoding="utf-8", closefd=False) as text:
        return text.read()


def _become_scrapy(
    arguments: tuple[str, ...], env: dict[str, str], limits: dict[int, int], stdout: Connection, stderr: Connection
) -> None:
    """Makes the forked process what a new one would be, then runs the command; its SystemExit is the status."""
    assert _PRELOADED in sys.modules
    coverage = Coverage.current()
    if coverage and not env.get("COVERAGE_PROCESS_CONFIG"):
        coverage.stop()
        coverage = None
    os.setsid()
    os.chdir(ROOT)
    os.dup2(stdout.fileno(), 1)
    os.dup2(stderr.fileno(), 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, "utf-8", "backslashreplace", closefd=False)
    os.environ.clear()
    os.environ.update({**env, **UNMEASURED})
    time.tzset()
    importlib.reload(failpoints)
    sys.path[:0] = [path for path in env.get("PYTHONPATH", "").split(os.pathsep) if path]
    for number, limit in limits.items():
        resource.setrlimit(number, (limit, limit))
    from scrapy.cmdline import execute  # noqa: PLC0415 - this module is imported in pytest's process too

    status: Any = 1
    try:
        execute(["scrapy", *arguments])
    except SystemExit as end:
        status = end.code
    gc.unfreeze()
    gc.collect()  # closes what nobody closed, as the end of a real process does
    if coverage:
        coverage.stop()
        coverage.save()
    sys.exit(status)
