"""The address of a newspaper's front page, from which its server, hosts and short name are derived."""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass
from socket import inet_aton
from urllib.parse import SplitResult, urlsplit

import idna

from newscrawler.translation import N_

RESERVED = ("batches", "demo", "mediaon", "newspaper")
"""Names no newspaper can have: a folder of DATA_DIR, and the spiders without a newspaper of their own."""

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")  # RFC 1123 §2.1
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # as a last label, it makes the host an IPv4 address (WHATWG URL §3.5)
_AUTHORITY_END = re.compile(r"[/?#]")
_NO_ADDRESS = N_("not an http or https address with a host")
_LONGEST_HOST = 253  # RFC 1035 §2.3.4
_LONGEST = 230  # of the 255 bytes that a file name may have; archives and locks are named after their newspaper
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """The parsed address of a front page.

    ``origin`` is scheme, host and port (``https://www.example.kr``), ``home`` the address without query and fragment,
    ``domain`` the host without a leading ``www.``, ``name`` the name of a newspaper that is not in the table:
    the domain, followed by ``_`` and the port unless that is the default of the scheme. ``hosts`` are the hosts
    (with port) that belong to the newspaper. Hosts are in the form that DNS uses: lower case, international names as
    A-labels (``xn--…``, RFC 5890); ``hosts`` contains those in Unicode as well, because pages link to them.
    """

    origin: str
    home: str
    domain: str
    name: str
    hosts: frozenset[str]


def parse_address(url: str) -> Address:
    """Parses an address. Raises ValueError if it cannot be that of a newspaper.

    The message says what is wrong as the end of a sentence ("this is …"), and does not quote the address.
    """
    parts, port = _split(url)
    host = _host(parts.hostname or "")
    domain = host.removeprefix("www.")
    # IPv6 in full: shortened, an address followed by a port could be another address
    safe = ipaddress.IPv6Address(domain).exploded.replace(":", "_") if ":" in domain else domain
    name = safe if port is None else f"{safe}_{port}"  # no host name contains "_": the name is the newspaper's alone
    if name in RESERVED:
        raise ValueError(N_(f"not a newspaper's address: the name {name} is reserved"))
    if len(name) > _LONGEST:
        raise ValueError(N_(f"not an address to use: its host is longer than {_LONGEST} characters"))
    suffix = "" if port is None else f":{port}"
    origin = f"{parts.scheme}://{_in_url(host)}{suffix}"
    written = {_in_url(domain), _unicode(domain)} if ":" not in domain else {_in_url(domain)}
    hosts = frozenset(f"{sub}{one}{suffix}" for sub in ("", "www.", "m.") for one in written)
    return Address(origin, f"{origin}{parts.path or '/'}", domain, name, hosts)


def server_of(url: str) -> str:
    """The server that requests to an address go to: host and port, without ``www.``; raises ValueError."""
    return parse_address(url).origin.partition("://")[2].removeprefix("www.")


def quotable(url: str) -> str:
    """An address as an error message may quote it: without what could be a password."""
    return "(address not shown)" if "@" in url else url


def _split(url: str) -> tuple[SplitResult, int | None]:
    """The parts of an address, and its port unless that is the default of its scheme; raises ValueError."""
    if any("@" in _AUTHORITY_END.split(text.lstrip("/"), maxsplit=1)[0] for text in (url, url.partition(":")[2])):
        raise ValueError(N_("an address with a user name or password, which would end up in logs and feeds"))
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:  # a broken IPv6 address, a port that is not a number
        raise ValueError(_NO_ADDRESS) from None
    if not host or parts.scheme not in _PORTS:
        raise ValueError(_NO_ADDRESS)
    if port == 0:
        raise ValueError(N_("not an address to use: its port is 0"))
    return parts, None if port == _PORTS[parts.scheme] else port


def _host(host: str) -> str:
    """A host in the form that DNS uses, or an IP address in its usual form; raises ValueError for anything else."""
    if ":" in host:
        with suppress(ipaddress.AddressValueError):
            if "%" not in host:  # a zone is known on one machine only (RFC 6874)
                return str(ipaddress.IPv6Address(host))
    else:
        with suppress(UnicodeError, OSError):  # idna's errors are UnicodeErrors
            host = host if host.isascii() else idna.encode(host, uts46=True).decode()
            labels = host.split(".")
            if len(host) <= _LONGEST_HOST and all(map(_LABEL.fullmatch, labels)):
                # an IPv4 address also has hexadecimal, octal and shorter forms
                is_number = _NUMBER.fullmatch(labels[-1])
                return str(ipaddress.IPv4Address(inet_aton(host))) if is_number else host
    raise ValueError(N_("not an address with a valid host name"))


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _unicode(host: str) -> str:
    """A host name as people write it; unchanged if its A-labels cannot be decoded."""
    try:
        return idna.decode(host)
    except UnicodeError:
        return host
