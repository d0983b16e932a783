"""Reads saved articles with one reader and prints the CPU time of each as JSON; runs in the reader's own environment.

    python bench/peers.py READER WARM FILE …

The first WARM files are read without being timed.

Readers return the text they found. For newspaper4k and news-please the page is relabelled ``lang="en"``: for Korean
they want a tokenizer to be downloaded.
"""

from __future__ import annotations

import json
import re
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

Reader = Callable[[str, str], str]
ADDRESS = "http://bench.test/news/article.html?no="


def newscrawler() -> Reader:
    from newscrawler.cms.article import ArticlePage
    from newscrawler.cms.links import SiteUrls
    from newscrawler.cms.reading import Reader as PageReader

    urls, pages = SiteUrls(ADDRESS), PageReader()

    def read(html: str, url: str) -> str:
        """Everything a crawl takes from the page: record, readings, widgets, links."""
        page = pages.read(ArticlePage, html, url, urls)
        article = page.item("bench", None, "list", url, "2026-01-01T00:00:00+09:00")
        if page.weather_node is not None:
            _ = page.date, page.weather_node.html
        if not page.surroundings.taken:
            page.surroundings.taken = True
            _ = list(page.widget_items("bench", "article", "")), list(page.weather_items("bench", ""))
        return article.body if article else ""

    return read


def trafilatura() -> Reader:
    from trafilatura import extract

    return lambda html, url: extract(html, url=url, include_comments=False) or ""


def trafilatura_fast() -> Reader:
    from trafilatura import extract

    return lambda html, url: extract(html, url=url, include_comments=False, fast=True) or ""


def _relabelled(html: str) -> str:
    return re.sub(r'<html lang="ko">', '<html lang="en">', html, count=1)


def newspaper4k() -> Reader:
    from newspaper import Article

    def read(html: str, url: str) -> str:
        article = Article(url, fetch_images=False)  # else it asks the network for the pictures
        article.download(input_html=_relabelled(html))
        article.parse()
        return article.text or ""

    return read


def news_please() -> Reader:
    from newsplease import NewsPlease

    return lambda html, url: NewsPlease.from_html(_relabelled(html), url=url).maintext or ""


def fundus() -> Reader:
    from fundus import PublisherCollection

    parser = next(iter(PublisherCollection.kr)).parser()
    return lambda html, url: str(parser.parse(html, "suppress").get("body") or "")


READERS = {
    "newscrawler": (newscrawler, "selectolax"),
    "trafilatura": (trafilatura, "trafilatura"),
    "trafilatura (fast)": (trafilatura_fast, "trafilatura"),
    "newspaper4k": (newspaper4k, "newspaper4k"),
    "news-please": (news_please, "news-please"),
    "fundus": (fundus, "fundus"),
}


def main() -> None:
    """Reads all pages, each once, and times those after the first ones."""
    warnings.simplefilter("ignore")
    make, package = READERS[sys.argv[1]]
    pages = [(Path(name).read_text("utf-8"), ADDRESS + name.rpartition("=")[2]) for name in sys.argv[3:]]
    read, warm = make(), int(sys.argv[2])
    for html, url in pages[:warm]:
        read(html, url)
    times, letters = [], 0
    for html, url in pages[warm:]:
        began = time.process_time()
        text = read(html, url)
        times.append(1000 * (time.process_time() - began))
        letters += len("".join(text.split()))
    print(json.dumps({"version": version(package), "ms": times, "letters": letters}))


if __name__ == "__main__":
    main()
