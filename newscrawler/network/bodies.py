"""Response bodies: detects their real encoding, and retries a truncated one."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import HtmlResponse, Response, TextResponse

from newscrawler.korean.encoding import UNDECODABLE, detect


class RetryTruncated:
    """Retries once a page whose body was truncated although the server declared no length."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RetryTruncated:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Returns the response, or the request to retry if its first response was truncated."""
        spider = self.crawler.spider
        if "partial" not in response.flags or spider is None:
            return response
        again = get_retry_request(request, spider=spider, reason="truncated", max_retry_times=1)
        return again or response


class TrueEncoding:
    """Sets the encoding of text responses to that of their bytes, so that ``response.text`` is right everywhere.

    A response that cannot be decoded gets the flag ``undecodable``; one without a content type that looks like markup
    becomes HTML, as in a browser.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """Returns the response, with its class, encoding or flags corrected if necessary."""
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
