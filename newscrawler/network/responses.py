"""Checks responses before they are parsed, and names the crawler in requests."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawler import __version__
from newscrawler.korean.encoding import UNDECODABLE


def unreadable(response: Response) -> tuple[str, str | None] | None:
    """Why a response is not a complete, readable page, as reject reason and detail; None if it is."""
    if "partial" in response.flags or "dataloss" in response.flags:
        return "truncated", f"{len(response.body)} bytes came"
    if response.status == 206:  # nobody asked for a range
        return "truncated", "the server answered 206"
    if response.status not in (200, 204):
        return "unexpected", f"the server answered {response.status}"
    if UNDECODABLE in response.flags:
        return "undecodable", "text in neither UTF-8 nor CP949"
    if not isinstance(response, TextResponse) or not response.body.strip():
        return "no_page", "empty" if not response.body.strip() else "not a text"
    return None


def user_agent(settings: BaseSettings) -> str:
    """The User-Agent of the crawler, with the operator's CONTACT so that a newspaper can reach them."""
    contact = settings.get("CONTACT")
    return f"newscrawler/{__version__}" + (f" (+{contact})" if contact else "")


def requested_url(response: Response) -> str:
    """The address first requested, before any redirect."""
    url: str = response.meta.get("redirect_urls", [response.request.url])[0] if response.request else response.url
    return url


def request_of(failure: Failure) -> Request:
    """The request that failed; Scrapy sets it on the failures it hands to an errback."""
    request: Request = vars(failure)["request"]
    return request
