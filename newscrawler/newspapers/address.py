"""The address of a newspaper's front page, from which its server, hosts and short name are derived."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Address:
    """The parsed address of a front page.

    ``origin`` is scheme and host (``https://www.example.kr``), ``home`` the address without query and fragment,
    ``name`` the host without a leading ``www.``, used as the name of a newspaper that is not in the table. ``hosts``
    are the hosts (with port) that belong to the newspaper.
    """

    origin: str
    home: str
    name: str
    hosts: frozenset[str]


def parse_address(url: str) -> Address:
    """Parses an address; raises ValueError if it is not http or https, or has no host."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, f":{parts.port}" if parts.port else ""
    except ValueError:  # a broken IPv6 address, a port that is not a number
        host, port = None, ""
    if not host or parts.scheme not in ("http", "https"):
        raise ValueError("not an http or https address with a host")
    origin, name = f"{parts.scheme}://{parts.netloc}", host.removeprefix("www.")
    hosts = frozenset(f"{sub}{name}{port}" for sub in ("", "www.", "m."))
    return Address(origin, f"{origin}{parts.path or '/'}", name, hosts)
