"""The newspaper at an address that a person gives."""

from __future__ import annotations

import pytest

from newscrawler.run.arguments import ArgumentError
from newscrawler.spiders.newspaper import site_urls


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
