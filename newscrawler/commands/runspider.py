"""`scrapy runspider`: Scrapy's own command, which ends as `scrapy crawl` does if the spider is a newspaper's."""

from __future__ import annotations

import argparse

from scrapy import Spider
from scrapy.commands.runspider import Command as ScrapyRunspider
from scrapy.crawler import Crawler

from newscrawler.commands.judging import conclude
from newscrawler.commands.streams import prepare_streams


class Command(ScrapyRunspider):
    """Scrapy's own command, extended; see README.md for the exit statuses."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        super().run(args, opts)
        conclude(self, self._crawler)

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        self._crawler = super()._create_crawler(spidercls)
        return self._crawler
