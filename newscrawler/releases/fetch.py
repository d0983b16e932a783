"""Fetches a press release from an address: one request through Scrapy's downloader, with all of this project's manners.

robots.txt is obeyed, and the guard of network/guard.py keeps the request out of private networks, redirects included.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import BaseSettings, Settings
from twisted.python.failure import Failure

from newscrawler.network.responses import user_agent
from newscrawler.releases.read import ReleaseError
from newscrawler.rules import hide_secrets
from newscrawler.run.reasons import explain
from newscrawler.translation import N_


class ReleaseSpider(Spider):
    """Requests one address; ``body`` holds what came, ``problem`` why nothing did."""

    name = "release"
    custom_settings = {"RETRY_TIMES": 0, "LOGSTATS_INTERVAL": 0, "ITEM_PIPELINES": {}}  # a person is waiting

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.body = b""
        self.problem: str | None = "interrupted"

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        settings.set("USER_AGENT", user_agent(settings), priority="addon")  # the user's own takes precedence
        hide_secrets(settings)

    async def start(self) -> AsyncIterator[Request]:
        """Requests the address."""
        yield Request(self.url, self.parse, errback=self.failed, meta={"handle_httpstatus_all": True})

    def parse(self, response: Response) -> None:
        """Keeps what came."""
        self.body = response.body
        self.problem = None if response.status == 200 else N_(f"the server answered {response.status}")

    def failed(self, failure: Failure) -> None:
        """Keeps why nothing came."""
        _, self.problem = explain(failure.value)


def fetch(settings: Settings, url: str) -> bytes:
    """What an address holds; to be called once in a process. Raises ReleaseError with one sentence if nothing comes."""
    quiet = settings.copy()
    quiet.set("LOG_LEVEL", "CRITICAL", priority="cmdline")  # the sentence says what went wrong
    process = AsyncCrawlerProcess(quiet)
    crawler = process.create_crawler(ReleaseSpider)
    process.crawl(crawler, url=url)
    process.start()
    spider = crawler.spider
    assert isinstance(spider, ReleaseSpider)
    if spider.problem is not None:
        raise ReleaseError(N_(f"{url} cannot be fetched: {spider.problem}"))
    return spider.body
