"""The last step before the network: a request is sent only while this process holds the lock of its newspaper."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response

from newscrawler.run.reasons import InterruptedRequest
from newscrawler.run.run import run_of


class SendWhileLocked(HTTP11DownloadHandler):
    """Scrapy's handler of http and https, which sends nothing once the lock may be another machine's.

    A request may have waited for minutes since the middlewares saw it: for its turn, a back-off, a machine that slept.
    So the lock is looked at here. robots.txt comes this way, too.
    """

    lazy = True

    async def download_request(self, request: Request) -> Response:
        """Sends a request; raises InterruptedRequest where it must not."""
        if not run_of(self.crawler).may_send():
            raise InterruptedRequest("the archive cannot be used, so nothing may be requested")
        return await super().download_request(request)
