"""Redirects: followed within the newspaper, reported if they lead to another host."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from newscrawler.run.reasons import OtherHostError
from newscrawler.run.run import run_of


class SiteRedirect(RedirectMiddleware):
    """Follows redirects within the newspaper; raises an error for those to another host.

    Scrapy drops a redirect to another host, or to a page already requested, without calling the errback:
    the page would be lost silently.
    """

    # Scrapy deprecates the spider argument that its own signature still has
    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Returns the response or the request that follows its redirect; raises OtherHostError for another host."""
        try:
            result = super().process_response(request, response)
        except ValueError as error:  # ``javascript:``, ``http://[::1``
            raise IgnoreRequest("no address: the redirect target is not a valid address") from error
        hosts = run_of(self.crawler).journal.hosts
        if not isinstance(result, Request) or not hosts:
            return result
        if request.meta.get("dont_obey_robotstxt"):  # robots.txt itself, which may stand anywhere (RFC 9309 §2.3.1.2)
            return result.replace(dont_filter=True)
        if urlparse_cached(result).netloc not in hosts:
            raise OtherHostError(request.url, result.url)
        return result.replace(dont_filter=True)
