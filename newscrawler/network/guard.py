"""Keeps the crawler out of private networks: no page can make it send requests to this machine or its neighbours.

Three checks: host names by the address they resolve to, literal IP addresses before the request, and the address of
the server that answered. A proxy set in the environment is trusted and may have any address.
``ALLOW_PRIVATE_HOSTS`` turns the guard off, for the demo and tests.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError


class PrivateAddressError(IgnoreRequest):
    """The request would reach an address that is not public."""


def is_public(address: str) -> bool:
    """Whether an IP address, in any notation that ipaddress accepts, belongs to the public internet."""
    try:
        parsed = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.is_site_local or parsed in _LOCAL_NAT64:
            return False
        parsed = _embedded_ipv4(parsed) or parsed
    return parsed.is_global and not parsed.is_multicast


# Prefixes whose last 32 bits are an IPv4 address: compatible (RFC 4291 §2.5.5), mapped, translated (RFC 2765 §2.1),
# NAT64 (RFC 6052 §2.1).
_IPV4_LAST = tuple(map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")))
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215: where the IPv4 address stands is a local matter


def _embedded_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a translator or tunnel takes out of an IPv6 address; None where there is none."""
    if any(address in network for network in _IPV4_LAST):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour


def is_literal(host: str) -> bool:
    """Whether a host is an IP address rather than a name, including short and numeric forms (``2130706433``)."""
    bare = host.strip("[]").lower()
    return ":" in bare or all(part.isdigit() or part.startswith("0x") for part in bare.rstrip(".").split("."))


class PublicResolver(CachingThreadedResolver):
    """Resolves host names, but fails for names with a private address.

    Literal addresses pass: AddressGuard has already checked those in URLs, and those of proxies are trusted.
    """

    allow_private = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> PublicResolver:
        resolver = super().from_crawler(crawler, reactor)
        resolver.allow_private = crawler.settings.getbool("ALLOW_PRIVATE_HOSTS")
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 - Twisted's
        """Resolves a name to an address; fails with DNSLookupError if it is not public."""
        return super().getHostByName(name, timeout).addCallback(self.check, name)

    def check(self, address: str, name: str) -> str:
        """Returns the address that a name resolved to; raises DNSLookupError if it is not public."""
        if self.allow_private or is_literal(name) or name in _proxy_hosts() or is_public(address):
            return address
        _refused[name] = address
        raise DNSLookupError(f"{name} resolves to the private address {address}")


_refused: dict[str, str] = {}  # name -> private address; Twisted drops the message of the resolver's error


@cache
def _proxy_hosts() -> frozenset[str | None]:
    return frozenset(urlsplit(proxy).hostname for proxy in getproxies().values())


class AddressGuard:
    """Rejects requests to literal private addresses, and responses that come from private addresses."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings.getbool("ALLOW_PRIVATE_HOSTS"):
            raise NotConfigured

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        return cls(crawler)

    def process_request(self, request: Request) -> Any:
        """Lets a request pass; raises PrivateAddressError for an address that is not public."""
        host = urlparse_cached(request).hostname or ""
        if is_literal(host) and not is_public(host):
            raise PrivateAddressError(f"private: {host} is not a public address")

    def process_response(self, request: Request, response: Response) -> Response:
        """Returns the response; raises PrivateAddressError if it came directly from a private address."""
        address = response.ip_address
        if address is not None and "proxy" not in request.meta and not is_public(str(address)):
            raise PrivateAddressError(f"private: {address} answered for {request.url}")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raises PrivateAddressError in place of the lookup error of a name that PublicResolver rejected."""
        host = urlparse_cached(request).hostname
        if host in _refused:
            raise PrivateAddressError(
                f"private: {host} resolves to the private address {_refused[host]}"
            ) from exception
