"""The log of a run is short."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from newscrawler.logformatter import QuietFormatter

URL = "http://demo.test/"


@pytest.mark.parametrize(
    ("level", "verbose"),
    [("INFO", False), ("DEBUG", True), ("WARNING", False), (logging.DEBUG, True), (logging.INFO, False), (None, False)],
)
def test_pages_and_items_are_logged_at_debug_only(level: Any, verbose: bool) -> None:
    crawler = SimpleNamespace(settings={"LOG_LEVEL": level})
    formatter = QuietFormatter.from_crawler(crawler)
    request, response, spider = Request(URL), HtmlResponse(URL, body=b"x"), SimpleNamespace(name="demo")
    assert (formatter.crawled(request, response, spider) is not None) is verbose
    assert (formatter.scraped({"a": 1}, response, spider) is not None) is verbose
