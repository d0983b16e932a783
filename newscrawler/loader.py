"""Finds the spiders for Scrapy's commands: those in modules, and one for each newspaper in the table."""

from __future__ import annotations

import sys
from typing import NoReturn

from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from newscrawler.newspapers import Site, SitesError, all_sites
from newscrawler.spiders.demo import DemoSpider
from newscrawler.spiders.news import NewsSpider
from newscrawler.spiders.newspaper import NewspaperSpider
from newscrawler.translation import N_


class NewspaperLoader(SpiderLoader):
    """Scrapy's loader, extended by the table of newspapers; an invalid table ends the command with exit status 2."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        try:
            sites = all_sites(settings)
        except SitesError as error:
            _refuse(str(error))
        for site in sites.values():
            if site.name in self._spiders:
                _refuse(N_(f"[{site.name}] has the same name as the spider in {self._spiders[site.name].__module__}"))
            self._spiders[site.name] = spider_of(site)
        facts = {"taken": frozenset(sites), "__module__": __name__}
        for name, by_address in list(self._spiders.items()):
            if issubclass(by_address, NewspaperSpider):
                self._spiders[name] = type(by_address.__name__, (by_address,), facts)


def spider_of(site: Site) -> type[NewsSpider]:
    """Creates the spider class of a newspaper."""
    name = "".join(part.title() for part in site.name.replace("_", "-").split("-"))
    base = DemoSpider if site.demo else NewsSpider
    return type(f"{name}Spider", (base,), {"name": site.name, "site": site, "__module__": __name__})


def _refuse(sentence: str) -> NoReturn:
    """Prints one sentence and exits with status 2: not all Scrapy commands catch errors from a loader."""
    print(f"scrapy: {sentence}", file=sys.stderr)
    sys.exit(2)
