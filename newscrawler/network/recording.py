"""Hands every answer to the run as it came from the server, before anything unpacks, decodes or redirects it."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Headers, Response

from newscrawler.network.sending import SendWhileLocked
from newscrawler.run.run import run_of
from newscrawler.store.exchange import Exchange

_DATA_LOSS = "download_fail_on_dataloss"


class RecordedDownloads(SendWhileLocked):
    """Downloads as Scrapy does; a run with a WARC file keeps what came.

    A download handler, because everything passes here alone: robots.txt, redirects, and attempts that are retried. The
    body is that of the response, so it is not kept twice.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._run = run_of(crawler)

    async def download_request(self, request: Request) -> Response:
        """Returns the response; raises what Scrapy's handler raises, also for a body that was cut off."""
        if not self._run.is_recording:
            return await super().download_request(request)
        began = datetime.now(UTC)
        request.meta[_DATA_LOSS] = False  # what came of a body that was cut off is proof, too
        try:
            response = await super().download_request(request)
        finally:
            del request.meta[_DATA_LOSS]
        is_cut = "dataloss" in response.flags
        self._run.record(exchange(request, response, began, "disconnect" if is_cut else None))
        if is_cut:
            raise ResponseDataLossError
        return response


def exchange(request: Request, response: Response, began: datetime, truncated: str | None = None) -> Exchange:
    """What was sent and what came, for the WARC file."""
    by_proxy = bool(request.meta.get("proxy"))
    return Exchange(
        url=request.url,
        method=request.method,
        request_headers=_lines(request.headers),
        request_body=request.body,
        began=began,
        status=response.status,
        headers=_lines(response.headers),
        body=response.body,
        protocol=response.protocol or "HTTP/1.1",
        address=None if by_proxy or response.ip_address is None else str(response.ip_address),
        truncated=truncated,
    )


def _lines(headers: Headers) -> list[tuple[str, str]]:
    """The header lines in their order, a repeated header more than once; bytes as Latin-1, as HTTP has them."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values]
