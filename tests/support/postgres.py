"""A real PostgreSQL for the tests: a server of its own with a data folder of its own, on loopback.

The fixtures ``postgres`` and ``database`` (tests/conftest.py) hand it out. It starts with the first test that asks for
it, in about a second, once for each process of pytest.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, Self

import psycopg
import pytest

from newscrawler.store.postgres_schema import migrate

DEADLINE = 60.0  # seconds; a guard against a hang, not a measure of speed
USER = "newscrawler"
_SETTINGS = {
    "fsync": "off",  # tests pull no plug
    "full_page_writes": "off",
    "synchronous_commit": "on",
    "autovacuum": "off",
    "max_connections": "100",
    "max_wal_size": "256MB",
    "shared_buffers": "16MB",
    "log_statement": "none",
    "timezone": "UTC",
}


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest version's where there are several; None without any."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: float(path.parts[-3])).parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


class Postgres:
    """A server that runs from start() to stop(), and again after another start() with all it held.

    It refuses to run as root, so root runs it as the user ``postgres``.
    """

    def __init__(self, host: str = "127.0.0.1", namespace: str | None = None) -> None:
        """Makes the data folder; skips the test where PostgreSQL is not installed.

        ``host`` is the address it listens at, ``namespace`` the network namespace that has this address.
        """
        found = programs()
        if found is None:
            pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
        self._programs = found
        self._owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket's path has 107 bytes at most
        if os.geteuid() == 0:
            shutil.chown(self._folder, self._owner)
        self._namespace = namespace
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        self.host, self.port = host, free_port()
        self._run("initdb", "-D", str(self._data), "-U", USER, *"-A trust -E UTF8 --locale=C --no-sync".split())

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(signal.SIGQUIT)  # writes nothing more of what is removed next
        shutil.rmtree(self._folder)

    # ---- the server ----------------------------------------------------------------------------
    def start(self) -> None:
        """Starts the server and waits until it answers, at the same port as before."""
        options = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        place = ["-D", str(self._data), "-h", self.host, "-p", str(self.port), "-k", str(self._folder)]
        command = [str(self._programs / "postgres"), *place, *options]
        owner = self._as_owner
        if self._namespace is not None:
            hosts = self._data / "pg_hba.conf"
            hosts.write_text(f"{hosts.read_text()}\nhost all all 0.0.0.0/0 trust\n")
            become = ["setpriv", f"--reuid={self._owner}", f"--regid={self._owner}", "--clear-groups"]
            command = ["ip", "netns", "exec", self._namespace, *become, *command]
            owner = {"stdin": subprocess.DEVNULL}
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_pytest if sys.platform == "linux" else None,
                **owner,
            )
        deadline = time.monotonic() + DEADLINE
        while "ready" not in self._state:
            assert self._process.poll() is None and time.monotonic() < deadline, self.log
            time.sleep(0.01)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """Stops the server: SIGINT ends all sessions in good order, SIGQUIT ends them as a crash does."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(DEADLINE)
            self._process = None

    @property
    def log(self) -> str:
        """What the server printed so far."""
        return (self._folder / "log").read_text("utf-8", "replace")

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def _state(self) -> str:
        """The state that the server writes down, ``ready`` or ``starting``; empty before it does."""
        path = self._data / "postmaster.pid"
        lines = path.read_text().splitlines() if path.exists() else []
        return lines[7] if len(lines) > 7 else ""

    @property
    def _as_owner(self) -> dict[str, Any]:
        user: dict[str, Any] = {"cwd": self._folder, "stdin": subprocess.DEVNULL}
        if os.geteuid() == 0:
            user |= {"user": self._owner, "group": pwd.getpwnam(self._owner).pw_gid, "extra_groups": []}
        return user

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([self._programs / program, *arguments], check=True, capture_output=True, **self._as_owner)

    # ---- databases -----------------------------------------------------------------------------
    def url(self, database: str = "postgres") -> str:
        """The address of a database, as ARCHIVE_URL takes it."""
        return f"postgresql://{USER}@{self.host}:{self.port}/{database}"

    @cached_property
    def template(self) -> str:
        """The name of a database with the tables of newscrawler, from which others are copied."""
        self.execute("CREATE DATABASE migrated TEMPLATE template0")
        migrate(self.url("migrated"))
        return "migrated"

    def create(self, template: str = "template0") -> str:
        """Creates a database and returns its address."""
        name = f"test{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def locks(self) -> list[tuple[object, ...]]:
        """The sessions that hold advisory locks; asked for through the file system, whatever the network does."""
        socket = f"postgresql://{USER}@/postgres?host={self._folder}&port={self.port}"
        return self.execute("SELECT pid FROM pg_locks WHERE locktype = 'advisory'", url=socket)

    def execute(self, query: str, values: Iterable[Any] = (), *, url: str | None = None) -> list[tuple[Any, ...]]:
        """Runs one statement in a session of its own; returns its rows."""
        with psycopg.connect(url or self.url(), autocommit=True) as db:
            cursor = db.execute(query, tuple(values))  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []


def _end_with_pytest() -> None:
    """Has the kernel send SIGQUIT when the process of pytest dies, however it does (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
