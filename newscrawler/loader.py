"""Where Scrapy's commands find their spiders: those of the modules, and one per newspaper of the table."""

from __future__ import annotations

import sys
from typing import NoReturn

from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from newscrawler.newspapers import Site, SitesError, all_sites
from newscrawler.spiders.demo import DemoSpider
from newscrawler.spiders.news import NewsSpider


class NewspaperLoader(SpiderLoader):
    """Scrapy's loader and the table; a table that makes no sense ends the command with exit status 2."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        try:
            sites = all_sites(settings)
        except SitesError as error:
            _refuse(str(error))
        for site in sites.values():
            if site.name in self._spiders:
                _refuse(f"[{site.name}] has the name of the spider in {self._spiders[site.name].__module__}")
            self._spiders[site.name] = spider_of(site)


def spider_of(site: Site) -> type[NewsSpider]:
    """The spider class of a newspaper."""
    name = "".join(part.title() for part in site.name.replace("_", "-").split("-"))
    base = DemoSpider if site.demo else NewsSpider
    return type(f"{name}Spider", (base,), {"name": site.name, "site": site, "__module__": __name__})


def _refuse(sentence: str) -> NoReturn:
    """Not every command of Scrapy catches errors from here, so none would be without its traceback."""
    print(f"scrapy: {sentence}", file=sys.stderr)
    sys.exit(2)
