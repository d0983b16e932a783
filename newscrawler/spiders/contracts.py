"""`scrapy check` without a network: contracts run against the bundled demo newspaper."""

from __future__ import annotations

import atexit
from functools import cache
from typing import TYPE_CHECKING, Any

from scrapy.contracts import Contract
from scrapy.http import Response

from newscrawler.cms.links import SiteUrls

if TYPE_CHECKING:
    from newscrawler.demo import DemoServer


@cache
def _server() -> DemoServer:
    """The demo newspaper on loopback, started for the first contract and stopped at exit."""
    from newscrawler.demo import DemoServer, Newspaper  # noqa: PLC0415 - 90 ms that only `scrapy check` needs

    server = DemoServer(Newspaper(articles=60))
    server.__enter__()
    atexit.register(server.__exit__, None, None, None)
    return server


class DemoContract(Contract):
    """``@demo /news/article_list_all.html``: calls the callback with this page of the demo newspaper."""

    name = "demo"

    def __init__(self, method: Any, *args: Any) -> None:
        super().__init__(method, *args)
        self.spider = method.__self__

    def adjust_request_args(self, args: dict[str, Any]) -> dict[str, Any]:
        server = _server()
        self.spider.urls = SiteUrls(server.paper.origin)
        args["url"] = server.paper.origin + self.args[0]
        args["meta"] = {"proxy": server.url, "allow_offsite": True, "dont_obey_robotstxt": True}
        return args

    def pre_process(self, response: Response) -> None:
        """Starts a new run for each contract: articles seen by earlier contracts are new again."""
        self.spider.reset()
