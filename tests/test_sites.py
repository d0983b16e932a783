"""The table of newspapers: an entry is a spider."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings

from newscrawler.arguments import ArgumentError
from newscrawler.sites import SITES, Site
from newscrawler.spiders import mediaon
from newscrawler.spiders.mediaon import MediaonSpider, _spider

ENTRY = Site(
    "narunews",
    "나루신문",
    "https://www.narunews.test/",
    sections={"행정": 31, "교육": 6},
    settings={"DOWNLOAD_DELAY": 2.0},
)


def test_a_new_entry_is_a_spider_of_that_name() -> None:
    spider = _spider(ENTRY)
    assert (spider.name, spider.__name__, spider.__module__) == ("narunews", "NarunewsSpider", mediaon.__name__)
    made = spider(since="2d")
    assert (made.site_name, made.title, made.urls.home) == ("narunews", "나루신문", "https://www.narunews.test/")
    assert made.allowed_domains == ["narunews.test"]
    assert made.given == {"since": "2d"}


def test_its_settings_are_those_of_its_spider_only() -> None:
    settings = Settings({"DOWNLOAD_DELAY": 1.0})
    _spider(ENTRY).update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 2.0
    others = Settings({"DOWNLOAD_DELAY": 1.0})
    MediaonSpider.update_settings(others)
    assert others.getfloat("DOWNLOAD_DELAY") == 1.0


def test_the_command_line_outweighs_the_table() -> None:
    settings = Settings()
    settings.set("DOWNLOAD_DELAY", 5.0, priority="cmdline")
    _spider(ENTRY).update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 5.0


def test_its_sections_are_known_by_name_and_number_before_it_is_read() -> None:
    assert _spider(ENTRY)(sections="행정,6").arguments.sections == ("행정", "6")
    with pytest.raises(ArgumentError, match="there is no section '원예': the newspaper has 행정, 교육"):
        _spider(ENTRY)(sections="원예")


def test_every_entry_of_the_table_is_there() -> None:
    assert [site.name for site in SITES] == ["gndnews"]
    for site in SITES:
        spider = getattr(mediaon, f"{site.name.title()}Spider")
        assert (spider.name, spider.site) == (site.name, site)
