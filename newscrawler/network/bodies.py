"""Bodies as they really are: true encodings, and a second try for one that was cut off."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import HtmlResponse, Response, TextResponse

from newscrawler.korean.encoding import UNDECODABLE, detect


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
