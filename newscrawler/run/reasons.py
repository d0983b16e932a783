"""Explains failed requests: one word and one sentence for each cause."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from newscrawler.translation import N_

# The server answered that it has no such page: not a failure, and the run is complete without it.
GONE = frozenset(("http_404", "http_410", "offsite"))
# Also what a page may say in words (cms/missing.py) or robots.txt: pages that are simply not there to be read.
FINAL = GONE | {"missing", "robots"}
# Words or a status of deletion: a known article with one of these reasons is removed (docs/feeds.md, status).
REMOVED = frozenset(("http_404", "http_410", "missing"))
# The page is the article's, and its record cannot be accepted: nothing was left unread.
UNFIT = frozenset(("no_title", "no_body", "invalid", "truncated"))
# No answer is believed for ever: an article that is gone is asked for in so many more runs, since a server that is ill
# answers 404, too; one that fails otherwise is given up after so many runs.
GONE_TRIES = 3
FAILED_TRIES = 10

# Exception class name -> reason, sentence. Names, because several libraries raise their own.
_KNOWN = {
    "DownloadTimeoutError": ("timeout", N_("no answer in time")),
    "TimeoutError": ("timeout", N_("no answer in time")),
    "TCPTimedOutError": ("timeout", N_("no answer in time")),
    "UserTimeoutError": ("timeout", N_("no answer in time")),
    "DNSLookupError": ("no_such_host", N_("no such host")),
    "CannotResolveHostError": ("no_such_host", N_("no such host")),
    "ConnectionRefusedError": ("refused", N_("the connection was refused")),
    "DownloadConnectionRefusedError": ("refused", N_("the connection was refused")),
    "ResponseDataLossError": ("truncated", N_("the body was cut off")),
    "ResponseFailed": ("connection_lost", N_("the connection was lost")),
    "ConnectionLost": ("connection_lost", N_("the connection was lost")),
    "ResponseNeverReceived": ("connection_lost", N_("the connection was lost")),
    "DownloadFailedError": ("connection_lost", N_("the connection was lost")),
    "DownloadCancelledError": ("too_large", N_("the page is larger than DOWNLOAD_MAXSIZE")),
    "BadGzipFile": ("undecodable", N_("the body cannot be unpacked")),
    "ZstdError": ("undecodable", N_("the body cannot be unpacked")),
    "zlib.error": ("undecodable", N_("the body cannot be unpacked")),
    "brotli.error": ("undecodable", N_("the body cannot be unpacked")),
    "NotSupported": ("not_supported", N_("the scheme of the address is not supported")),
}


_BY_ROBOTS = "Forbidden by robots.txt"
# Start of the message of an IgnoreRequest, reason, sentence. Only the start: an address may follow.
_IGNORED = (
    (_BY_ROBOTS, "robots", N_("robots.txt forbids it")),
    (("offsite:", "Filtered offsite request"), "offsite", N_("it leads to another host")),
    ("max redirections", "redirect", N_("it is redirected without end")),
    ("no address:", "redirect", N_("it redirects to an invalid address")),
    ("private:", "private", N_("it leads to a private address")),
    ("Ignored response", "too_large", N_("the page is larger than DOWNLOAD_MAXSIZE")),  # found while decompressing
)
_TLS = re.compile(r"\b(?:SSL|TLS|certificate)\b|SSL\.|'SSL ", re.I)


class InterruptedRequest(IgnoreRequest):
    """The run is stopping and this request was not sent."""


class OtherHostError(IgnoreRequest):
    """A redirect leads away from the newspaper, to ``target``."""

    def __init__(self, asked: str, target: str) -> None:
        super().__init__(f"offsite: {asked} leads to another host, {urlsplit(target).netloc}")
        self.target = target


def explain(error: BaseException | None) -> tuple[str, str]:
    """Returns the reject reason and one sentence for the error of a failed request."""
    if isinstance(error, HttpError):
        status = error.response.status
        return f"http_{status}", N_(f"the server answered {status}")
    text = " ".join(str(error).split())[:300]
    if isinstance(error, IgnoreRequest):
        for beginning, reason, sentence in _IGNORED:
            if text.startswith(beginning):
                return reason, sentence
    elif _TLS.search(text):
        return "tls", N_(f"no secure connection: {text}")
    for cls in type(error).__mro__:
        for name in (cls.__name__, f"{cls.__module__}.{cls.__name__}"):
            if name in _KNOWN:
                return _KNOWN[name]
    return "failed", f"{type(error).__name__}: {text}"


# Errors of parsers. By name, because this module must not import the pages.
_BREAKING = {"RecursionError": "too_deep", "TooDeepError": "too_deep", "TooManyTagsError": "too_large"}


def crash_reason(error: BaseException | None) -> str:
    """The reject reason of a page on which its parser raised ``error``."""
    return _BREAKING.get(type(error).__name__, "parser_error")


def is_withheld(error: BaseException | None) -> bool:
    """Whether the request was never sent: robots.txt forbids it, or the run is being stopped."""
    return isinstance(error, InterruptedRequest) or (
        isinstance(error, IgnoreRequest) and str(error).startswith(_BY_ROBOTS)
    )
