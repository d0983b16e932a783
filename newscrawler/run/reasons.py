"""Says in one word and one sentence why a request failed."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

# The server's final word that the newspaper has no such page: an answer, not a failure.
GONE = frozenset(("http_404", "http_410", "offsite"))
# With what the page itself may say (a 삭제된 기사 script): no reason to ask again.
FINAL = GONE | {"missing", "robots"}
# A known article answered so is removed (docs/feeds.md, status).
REMOVED = frozenset(("http_404", "http_410", "missing"))

# Exception class name -> reason, sentence. Names, because several libraries raise their own.
_KNOWN = {
    "DownloadTimeoutError": ("timeout", "no answer in time"),
    "TimeoutError": ("timeout", "no answer in time"),
    "TCPTimedOutError": ("timeout", "no answer in time"),
    "UserTimeoutError": ("timeout", "no answer in time"),
    "DNSLookupError": ("no_such_host", "no such host"),
    "CannotResolveHostError": ("no_such_host", "no such host"),
    "ConnectionRefusedError": ("refused", "the connection was refused"),
    "DownloadConnectionRefusedError": ("refused", "the connection was refused"),
    "ResponseDataLossError": ("truncated", "the body was cut off"),
    "ResponseFailed": ("connection_lost", "the connection was lost"),
    "ConnectionLost": ("connection_lost", "the connection was lost"),
    "ResponseNeverReceived": ("connection_lost", "the connection was lost"),
    "DownloadFailedError": ("connection_lost", "the connection was lost"),
    "DownloadCancelledError": ("too_large", "the page is larger than DOWNLOAD_MAXSIZE"),
    "BadGzipFile": ("undecodable", "the body cannot be unpacked"),
    "ZstdError": ("undecodable", "the body cannot be unpacked"),
    "zlib.error": ("undecodable", "the body cannot be unpacked"),
    "brotli.error": ("undecodable", "the body cannot be unpacked"),
    "NotSupported": ("not_supported", "the address has a scheme that is not read"),
}


_BY_ROBOTS = "Forbidden by robots.txt"
# How the message of an IgnoreRequest begins, reason, sentence. Its beginning: what follows may be an address.
_IGNORED = (
    (_BY_ROBOTS, "robots", "robots.txt forbids it"),
    (("offsite:", "Filtered offsite request"), "offsite", "it leads to another host"),
    ("max redirections", "redirect", "it is redirected without end"),
    ("no address:", "redirect", "it is redirected to what is no address"),
    ("private:", "private", "it leads to a private address"),
    ("Ignored response", "too_large", "the page is larger than DOWNLOAD_MAXSIZE"),  # met while decompressing
)
_TLS = re.compile(r"\b(?:SSL|TLS|certificate)\b|SSL\.|'SSL ", re.I)


class InterruptedRequest(IgnoreRequest):
    """The run is being stopped before this request was sent."""


class OtherHostError(IgnoreRequest):
    """A redirect leads away from the newspaper, to ``target``."""

    def __init__(self, asked: str, target: str) -> None:
        super().__init__(f"offsite: {asked} leads to another host, {urlsplit(target).netloc}")
        self.target = target


def explain(error: BaseException | None) -> tuple[str, str]:
    """The reject reason and a sentence for what a request failed of."""
    if isinstance(error, HttpError):
        status = error.response.status
        return f"http_{status}", f"the server answered {status}"
    text = " ".join(str(error).split())[:300]
    if isinstance(error, IgnoreRequest):
        for beginning, reason, sentence in _IGNORED:
            if text.startswith(beginning):
                return reason, sentence
    elif _TLS.search(text):
        return "tls", f"no secure connection: {text}"
    for cls in type(error).__mro__:
        for name in (cls.__name__, f"{cls.__module__}.{cls.__name__}"):
            if name in _KNOWN:
                return _KNOWN[name]
    return "failed", f"{type(error).__name__}: {text}"


# What a page does to the program that reads it. Names again: pages are no business of this module.
_BREAKING = {"RecursionError": "too_deep", "TooDeepError": "too_deep", "TooManyTagsError": "too_large"}


def crash_reason(error: BaseException | None) -> str:
    """The reject reason of a page on which its parser raised ``error``."""
    return _BREAKING.get(type(error).__name__, "parser_error")


def is_withheld(error: BaseException | None) -> bool:
    """Whether the request was never sent: robots.txt forbids it, or the run is being stopped."""
    return isinstance(error, InterruptedRequest) or (
        isinstance(error, IgnoreRequest) and str(error).startswith(_BY_ROBOTS)
    )
