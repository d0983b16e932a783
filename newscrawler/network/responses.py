"""Checks responses before they are parsed, and names the crawler in requests."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawler import __version__
from newscrawler.korean.encoding import UNDECODABLE
from newscrawler.translation import N_

# In a request's meta: it is sent for the second time because the first answer was not what was asked for.
_ASKED_AGAIN = "newscrawler_asked_again"
_LAST = -100  # behind everything else, to give the server time
_PERMANENT = (301, 308)  # RFC 9110 §15.4: the address asked for is given up


def second(request: Request) -> Request:
    """The request to send, after all others, for a page that was not what was asked for."""
    return request.replace(dont_filter=True, priority=_LAST, meta={_ASKED_AGAIN: True})


def is_second(of: Request | Response) -> bool:
    """Whether a page is or was requested for the second time; a response without a request was not."""
    request = of if isinstance(of, Request) else of.request
    return request is not None and bool(request.meta.get(_ASKED_AGAIN))


def unreadable(response: Response) -> tuple[str, str | None] | None:
    """Why a response is not a complete, readable page, as reject reason and detail; None if it is."""
    if "partial" in response.flags or "dataloss" in response.flags:
        return "truncated", N_(f"{len(response.body)} bytes came")
    if response.status == 206:  # nobody asked for a range
        return "truncated", N_("the server answered 206")
    if response.status not in (200, 204):
        return "unexpected", N_(f"the server answered {response.status}")
    if UNDECODABLE in response.flags:
        return "undecodable", N_("text in neither UTF-8 nor CP949")
    if not isinstance(response, TextResponse) or not response.body.strip():
        return "no_page", "empty" if not response.body.strip() else N_("not a text")
    return None


def user_agent(settings: BaseSettings) -> str:
    """The User-Agent of the crawler, with the operator's CONTACT so that a newspaper can reach them."""
    contact = settings.get("CONTACT")
    return f"newscrawler/{__version__}" + (f" (+{contact})" if contact else "")


def requested_url(response: Response) -> str:
    """The address first requested, before any redirect."""
    url: str = response.meta.get("redirect_urls", [response.request.url])[0] if response.request else response.url
    return url


def is_moved(to: Request | Response) -> bool:
    """Whether a redirected request was sent on for good: every redirect on the way was a permanent one (301, 308)."""
    return all(reason in _PERMANENT for reason in to.meta.get("redirect_reasons", ()))


def request_of(failure: Failure) -> Request:
    """The request that failed; Scrapy sets it on the failures it hands to an errback."""
    request: Request = vars(failure)["request"]
    return request
