"""Finds the spiders for Scrapy's commands: those in modules, and one for each newspaper in the table."""

from __future__ import annotations

import sys
from typing import NoReturn

from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.misc import load_object

from newscrawler.cms.families import add_own
from newscrawler.commands.streams import complain, program
from newscrawler.newspapers import Site, SitesError, all_sites
from newscrawler.spiders.demo import DemoSpider
from newscrawler.spiders.news import NewsSpider
from newscrawler.spiders.newspaper import NewspaperSpider
from newscrawler.spiders.site import SiteSpider
from newscrawler.translation import N_, speak


class NewspaperLoader(SpiderLoader):
    """Scrapy's loader, extended by the table of newspapers; an invalid table ends the command with exit status 2."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        speak(settings.get("LANGUAGE"))
        try:
            add_own(settings)
        except (ImportError, NameError, TypeError, ValueError) as error:
            _refuse(f"CMS_FAMILIES: {error}")
        try:
            sites = all_sites(settings)
        except SitesError as error:
            _refuse(str(error))
        for site in sites.values():
            if site.name in self._spiders:
                _refuse(N_(f"[{site.name}] has the same name as the spider in {self._spiders[site.name].__module__}"))
            try:
                self._spiders[site.name] = spider_of(site)
            except (ImportError, NameError, ValueError) as error:
                _refuse(N_(f"[{site.name}] spider cannot be loaded: {error}"))
        facts = {"taken": frozenset(sites), "__module__": __name__}
        for name, by_address in list(self._spiders.items()):
            if issubclass(by_address, NewspaperSpider):
                self._spiders[name] = type(by_address.__name__, (by_address,), facts)


def spider_of(site: Site) -> type[SiteSpider]:
    """Creates the spider class of a newspaper, on top of the class that the user names for it.

    Raises ImportError, NameError or ValueError if that is not one.
    """
    name = "".join(part.title() for part in site.name.replace("_", "-").split("-"))
    base: type[SiteSpider] = load_object(site.spider) if site.spider else DemoSpider if site.demo else NewsSpider
    if not (isinstance(base, type) and issubclass(base, SiteSpider)):
        raise ValueError(N_(f"{site.spider} is not a subclass of newscrawler.spiders.site.SiteSpider"))
    return type(f"{name}Spider", (base,), {"name": site.name, "site": site, "__module__": __name__})


def _refuse(sentence: str) -> NoReturn:
    """Prints one sentence and exits with status 2: not all Scrapy commands catch errors from a loader."""
    complain(f"{program()}: {sentence}")
    sys.exit(2)
