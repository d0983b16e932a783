"""The mark to beat: a Scrapy spider that only downloads.

    python -m bench.download FILE_OF_URLS [-s NAME=VALUE ...]

It takes Scrapy's own settings from the project, none of the project's components, and keeps nothing. Exit status 1
when it did not get every page.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

from newscrawler import settings as project

OURS = ("DOWNLOADER_MIDDLEWARES", "ITEM_PIPELINES", "EXTENSIONS", "SPIDER_CONTRACTS", "COMMANDS_MODULE",
        "TWISTED_DNS_RESOLVER", "LOG_FORMATTER")  # fmt: skip


class DownloadSpider(Spider):
    """Asks for every address and drops the answer."""

    name = "download"
    custom_settings = {"EXTENSIONS": {"scrapy.extensions.logstats.LogStats": None}}

    def __init__(self, urls: list[str]) -> None:
        super().__init__()
        self.urls = urls

    async def start(self) -> AsyncIterator[Any]:
        for url in self.urls:
            yield Request(url)

    def parse(self, response: Response) -> None:
        """A page; nothing is read from it."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.download", description=__doc__)
    parser.add_argument("urls", type=Path)
    parser.add_argument("-s", dest="settings", action="append", default=[])
    options = parser.parse_args()
    settings = Settings()
    settings.setdict({name: value for name, value in vars(project).items() if name.isupper() and name not in OURS})
    settings.setdict(dict(pair.split("=", 1) for pair in options.settings), priority="cmdline")
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(DownloadSpider)
    urls = options.urls.read_text("utf-8").split()
    process.crawl(crawler, urls=urls)
    process.start()
    return 0 if crawler.stats.get_value("downloader/response_status_count/200", 0) >= len(urls) else 1


if __name__ == "__main__":
    sys.exit(main())
