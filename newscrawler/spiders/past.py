"""The newspaper of a past run, as its spider saw it."""

from __future__ import annotations

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from newscrawler.cms.families import FAMILIES
from newscrawler.cms.links import SiteUrls
from newscrawler.run.arguments import ArgumentError
from newscrawler.spiders.news import NewsSpider
from newscrawler.store.manifest import Manifest
from newscrawler.translation import N_


class UnknownNewspaperError(Exception):
    """The spider of a past run does not exist any more; the message is one sentence for the user."""


def spider_of(manifest: Manifest, settings: BaseSettings) -> NewsSpider:
    """The spider of a past run, which knows the newspaper's addresses and reads its CMS; it has no crawler.

    Raises UnknownNewspaperError if today's table of newspapers does not have it, or its family is not known any more.
    """
    try:
        spidercls = get_spider_loader(settings).load(manifest.spider)
        if not issubclass(spidercls, NewsSpider):
            raise KeyError(manifest.spider)
        spider = spidercls(**manifest.arguments)
    except KeyError:
        sentence = N_(f"the spider {manifest.spider!r} of run {manifest.run_id} is not in the table of newspapers")
        raise UnknownNewspaperError(sentence) from None
    except ArgumentError as error:
        raise UnknownNewspaperError(
            N_(f"the arguments of run {manifest.run_id} are not valid any more: {error}")
        ) from None
    if manifest.family is not None:
        if manifest.family not in FAMILIES:
            raise UnknownNewspaperError(N_(f"the CMS family {manifest.family!r} of run {manifest.run_id} is not known"))
        spider.urls = SiteUrls(spider.urls.home, FAMILIES[manifest.family])
    return spider


def site_settings(settings: BaseSettings, site: str) -> BaseSettings:
    """The settings of a newspaper's runs: its own from the table before those of the project."""
    loader = get_spider_loader(settings)
    if site in loader.list() and issubclass(spidercls := loader.load(site), NewsSpider):
        settings = settings.copy()
        spidercls.update_settings(settings)
    return settings
