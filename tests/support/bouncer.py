"""A real PgBouncer between a test and its PostgreSQL."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Self

import pytest

from support.postgres import DEADLINE, USER, Postgres, free_port

_INI = """
[databases]
* = host=127.0.0.1 port={server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
pool_mode = {mode}
auth_type = trust
auth_file = {folder}/users
"""


class Bouncer:
    """A pooler in front of a server; ``mode`` is session, transaction or statement."""

    def __init__(self, server: Postgres, mode: str) -> None:
        program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
        if program is None:
            pytest.skip("PgBouncer is not installed (Debian: apt-get install pgbouncer)")
        self._folder = Path(tempfile.mkdtemp(prefix="bouncer-"))
        self._folder.chmod(0o755)
        self._server, self._port = server, free_port()
        (self._folder / "users").write_text(f'"{USER}" ""\n')
        ini = _INI.format(server=server.port, port=self._port, mode=mode, folder=self._folder)
        (self._folder / "ini").write_text(ini)
        user: dict[str, Any] = {}
        if os.geteuid() == 0:  # as which it does not run
            user = {"user": "postgres", "group": pwd.getpwnam("postgres").pw_gid, "extra_groups": []}
        self._process = subprocess.Popen(
            [program, self._folder / "ini"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **user
        )

    def __enter__(self) -> Self:
        deadline = time.monotonic() + DEADLINE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port)).close()
            except OSError:
                assert self._process.poll() is None and time.monotonic() < deadline
                time.sleep(0.01)
            else:
                return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._folder)

    def url(self, database: str) -> str:
        """The address of a database of the server through the pooler."""
        return database.replace(f":{self._server.port}/", f":{self._port}/")
