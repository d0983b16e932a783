"""The newspaper at an address that a person gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawler.loader import NewspaperLoader
from newscrawler.run.arguments import ArgumentError
from newscrawler.spiders.mediaon import MediaonSpider, site_urls


@pytest.mark.parametrize("url", ["https://www.news-a.test/", "http://127.0.0.1:8080/"])
def test_address_of_a_newspaper(url: str) -> None:
    assert site_urls(url).home == url


@pytest.mark.parametrize("url", [None, ""])
def test_address_not_given(url: str | None) -> None:
    with pytest.raises(ArgumentError) as caught:
        site_urls(url)
    assert str(caught.value) == "url is required, for example -a url=https://www.example.kr/"


@pytest.mark.parametrize("url", ["news-a.test", "ftp://news-a.test/", "https://", "https://[bad/", "https://a:x/"])
def test_address_that_is_none(url: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        site_urls(url)
    assert str(caught.value) == f"url={url} is not an http or https address with a host"


@pytest.mark.parametrize(
    "url", ["http://desk:s3cret@news-a.test/", "desk:s3cret@news-a.test", "http://desk:s3cret@[bad/", "ftp://s3cret@a/"]
)
def test_a_password_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        site_urls(url)
    assert str(caught.value).startswith("url=(address not shown) is an address with a user name or password")
    assert "s3cret" not in str(caught.value)


def test_a_name_of_the_table_is_not_taken_by_an_address(tmp_path: Path) -> None:
    papers = tmp_path / "papers.toml"
    papers.write_text('[naru]\ntitle = "나루"\nhome = "https://naru.test/"\n', "utf-8")
    settings = Settings()
    settings.setmodule("newscrawler.settings", "project")
    settings.set("NEWSPAPERS", str(papers), "cmdline")
    spider = NewspaperLoader(settings).load("mediaon")
    assert issubclass(spider, MediaonSpider)
    for url in ("http://naru/", "http://www.NARU:80/"):
        with pytest.raises(ArgumentError) as caught:
            spider.check_arguments({"url": url})
        assert str(caught.value) == "url leads to the folder of the newspaper naru: use scrapy crawl naru"
    spider.check_arguments({"url": "http://naru:8080/"})
    assert MediaonSpider.taken == frozenset()
