"""A network of two machines: the second one is a network namespace at the end of a virtual cable."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from support.postgres import Postgres

_HERE, _THERE = "10.213.77.1", "10.213.77.2"


class Cable:
    """The second machine, by its namespace; ``name`` is also that of the cable's ends."""

    def __init__(self, name: str) -> None:
        self.name = name

    def postgres(self) -> Postgres:
        """A server on the second machine."""
        return Postgres(_THERE, namespace=self.name)

    def cut(self) -> None:
        """Drops all packets from now on, without a word to either side."""
        _ip("-n", self.name, "link", "set", f"{self.name}b", "down")


@contextmanager
def cable() -> Iterator[Cable]:
    """Lays a cable; skips the test where that is not allowed."""
    if shutil.which("ip") is None or os.geteuid() != 0:
        pytest.skip("network namespaces need root and iproute2")
    name = f"nc{os.getpid() % 100_000}"
    try:
        _ip("netns", "add", name)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"network namespaces are not allowed here: {error.stderr.decode().strip()}")
    try:
        try:
            _ip("link", "add", f"{name}a", "type", "veth", "peer", "name", f"{name}b", "netns", name)
        except subprocess.CalledProcessError as error:
            pytest.skip(f"virtual cables are not allowed here: {error.stderr.decode().strip()}")
        _ip("address", "add", f"{_HERE}/30", "dev", f"{name}a")
        _ip("link", "set", f"{name}a", "up")
        _ip("-n", name, "address", "add", f"{_THERE}/30", "dev", f"{name}b")
        _ip("-n", name, "link", "set", f"{name}b", "up")
        _ip("-n", name, "link", "set", "lo", "up")
        yield Cable(name)
    finally:
        with suppress(subprocess.CalledProcessError):
            _ip("link", "del", f"{name}a")
        _ip("netns", "del", name)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
