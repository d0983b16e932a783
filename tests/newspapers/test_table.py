"""The table of newspapers: an entry is a spider."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawler import loader
from newscrawler.demo import Newspaper
from newscrawler.loader import spider_of
from newscrawler.newspapers import SITES, Site, all_sites
from newscrawler.run.arguments import ArgumentError
from newscrawler.spiders.demo import DemoSpider
from newscrawler.spiders.newspaper import MediaonSpider

ENTRY = Site(
    "narunews",
    "나루신문",
    "https://www.narunews.test/",
    sections={"행정": 31, "교육": 6},
    settings={"DOWNLOAD_DELAY": 2.0},
)


def test_a_new_entry_is_a_spider_of_that_name() -> None:
    spider = spider_of(ENTRY)
    assert (spider.name, spider.__name__, spider.__module__) == ("narunews", "NarunewsSpider", loader.__name__)
    made = spider(since="2d")
    assert (made.site_name, made.title, made.urls.home) == ("narunews", "나루신문", "https://www.narunews.test/")
    assert made.allowed_domains == ["narunews.test"]
    assert made.given == {"since": "2d"}


def test_its_settings_are_those_of_its_spider_only() -> None:
    settings = Settings({"DOWNLOAD_DELAY": 1.0})
    spider_of(ENTRY).update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 2.0
    others = Settings({"DOWNLOAD_DELAY": 1.0})
    MediaonSpider.update_settings(others)
    assert others.getfloat("DOWNLOAD_DELAY") == 1.0


def test_the_command_line_outweighs_the_table() -> None:
    settings = Settings()
    settings.set("DOWNLOAD_DELAY", 5.0, priority="cmdline")
    spider_of(ENTRY).update_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 5.0


def test_its_sections_are_known_by_name_and_number_before_it_is_read() -> None:
    assert spider_of(ENTRY)(sections="행정,6").arguments.sections == ("행정", "6")
    with pytest.raises(ArgumentError, match="unknown section '원예'; the newspaper's sections: 행정, 교육"):
        spider_of(ENTRY)(sections="원예")


def test_the_arguments_of_an_entry_hold_unless_others_are_given() -> None:
    spider = spider_of(replace(ENTRY, arguments={"since": "2026-01-02", "max_pages": "3"}))
    made = spider(max_pages="1")
    assert (str(made.arguments.since), made.arguments.max_pages) == ("2026-01-02", 1)
    assert made.given == {"since": "2026-01-02", "max_pages": "1"}
    with pytest.raises(ArgumentError, match="unknown argument 'sinse'"):
        spider_of(replace(ENTRY, arguments={"sinse": "2026-01-02"})).check_arguments({})


def test_an_entry_may_be_a_bundled_newspaper_under_a_name_of_its_own() -> None:
    spider = spider_of(
        Site("naru-2", "나루", "http://demo.test/", demo=True, arguments={"articles": "60", "skin": "m01"})
    )
    assert issubclass(spider, DemoSpider)
    made = spider(day="3")
    assert (made.site_name, made.title, made.given) == (
        "naru-2",
        "나루",
        {"articles": "60", "skin": "m01", "day": "3"},
    )


def test_the_table_alone_holds_what_comes_with_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # no newspapers.toml there
    assert all_sites(Settings()) == {"gndnews": SITES[0]}


def test_the_demo_spider_names_its_newspaper_without_making_it() -> None:
    paper = Newspaper()
    assert (DemoSpider.site.title, DemoSpider.site.home) == (paper.name, f"{paper.origin}/")
