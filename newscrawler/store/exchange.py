"""A request and its answer, as the network hands them over to be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and the server's answer to it, before anything unpacks or decodes the body.

    ``began`` is the time (UTC) at which the request was sent, ``address`` the IP address that answered, None where that
    is a proxy's. ``truncated`` is the reason (WARC 1.1 §5.13) why ``body`` is not all of the answer.
    """

    url: str
    method: str
    request_headers: Headers
    request_body: bytes
    began: datetime
    status: int
    headers: Headers
    body: bytes
    protocol: str = "HTTP/1.1"
    address: str | None = None
    truncated: str | None = None
