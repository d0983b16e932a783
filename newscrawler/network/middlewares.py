"""Downloader middlewares: true encodings, redirects that are not lost, truncated pages."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.utils.httpobj import urlparse_cached

from newscrawler.korean.encoding import UNDECODABLE, detect
from newscrawler.run.reasons import OtherHostError
from newscrawler.spiders.news import NewsSpider


class SiteRedirect(RedirectMiddleware):
    """Follows redirects within the newspaper, and says so where one leads away.

    Scrapy drops a redirect to another host, or to a page already asked for, without calling the errback:
    the page would be lost in silence.
    """

    # Scrapy deprecates the spider argument that its own signature still has
    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Returns the response or the request that follows its redirect; raises OtherHostError for another host."""
        try:
            result = super().process_response(request, response)
        except ValueError as error:  # ``javascript:``, ``http://[::1``
            raise IgnoreRequest("no address: it is redirected to what is none") from error
        spider = self.crawler.spider
        if not isinstance(result, Request) or not isinstance(spider, NewsSpider):
            return result
        if urlparse_cached(result).netloc not in spider.urls.hosts:
            raise OtherHostError(request.url, result.url)
        return result.replace(dont_filter=True)


class RetryTruncated:
    """Asks once more for a page whose body was cut off without the server saying how long it is."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RetryTruncated:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Returns the response, or the request to repeat for its first truncated answer."""
        spider = self.crawler.spider
        if "partial" not in response.flags or spider is None:
            return response
        again = get_retry_request(request, spider=spider, reason="truncated", max_retry_times=1)
        return again or response


class TrueEncoding:
    """Gives text responses the encoding their bytes are in, so that ``response.text`` is right everywhere.

    A response that is text in no encoding gets the flag ``undecodable``; one whose type the server
    does not tell becomes HTML, as a browser would read it.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """Returns the response, re-labelled where necessary."""
        if not response.body:
            return response
        if not isinstance(response, TextResponse):
            if response.body.lstrip()[:1] != b"<":
                return response
            response = response.replace(cls=HtmlResponse)
        assert isinstance(response, TextResponse)
        encoding = detect(response.body)
        if encoding is None:
            return response.replace(flags=[*response.flags, UNDECODABLE])
        return response.replace(encoding=encoding)
