"""Downloader middleware: the bytes decide the encoding, not the header."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse

from newscrawler.encoding import detect

UNDECODABLE = "undecodable"


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
