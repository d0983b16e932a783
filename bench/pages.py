"""Builds the newspaper that is measured: its articles and lists as files, beside what a crawl of it must find.

It is the demo newspaper with a fuller right column, as real ones have: 55 to 65 KB an article page. A file is named
as nginx looks for it, ``<path>@<query>``. What the folder holds already is not built again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newscrawler.demo import Newspaper
from newscrawler.demo.paper import Layout
from newscrawler.demo.sections import CHIEF, SECTIONS, SERIES, list_href, series_href
from newscrawler.demo.shelf import Shelf
from newscrawler.demo.widgets import Widget

VERSION = 1  # of the pages; with another number they are built again
HOST = "bench.test"
DONE = "pages.json"
_ALL = "/news/article_list_all.html"


class FullColumn:
    """A layout whose inner pages show, below their own column, what the front page shows in its."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.home, self.landing = layout.home, layout.landing

    def sidebar(self, shelf: Shelf, sec_no: int) -> tuple[Widget, ...]:
        """The right column of all pages of a section."""
        front = self._layout.home(shelf)
        return (*self._layout.sidebar(shelf, sec_no), *front.second, *front.sidebar)


class BenchPaper(Newspaper):
    """The demo newspaper, new skin, at the size of real ones."""

    def __init__(self, articles: int) -> None:
        super().__init__(articles=articles, host=HOST)
        self._layout = FullColumn(self._layout)

    def article_paths(self) -> list[str]:
        """The addresses of the articles, newest first."""
        return [f"/news/article.html?no={no}" for no in self.numbers()]

    def numbers(self) -> list[int]:
        """The numbers of the articles, newest first."""
        return self._archive.numbers()

    def truth_article(self, path: str) -> dict[str, Any]:
        """The fields of one article's record."""
        return self._article(int(path.rpartition("=")[2])).truth(self.origin, self.name)

    def list_paths(self) -> Iterator[str]:
        """The addresses of all pages of all lists; a list of n pages ends with page n."""
        archive = self._archive
        lists = {_ALL: archive.numbers()}
        lists |= {list_href(no): archive.in_section(no) for no in (CHIEF, *(section.no for section in SECTIONS))}
        lists |= {series_href(no): archive.in_series(no) for no in SERIES}
        for href, numbers in lists.items():
            sign = "&" if "?" in href else "?"
            yield href
            yield from (f"{href}{sign}page={page}" for page in range(2, -(-len(numbers) // self._skin.rows) + 1))


def file_name(path: str) -> str:
    """The file of an address below the pages' folder."""
    plain, _, query = path.partition("?")
    return f"{plain.lstrip('/')}@{query}"


def build(folder: Path, articles: int) -> dict[str, Any]:
    """Writes the pages of a newspaper of so many articles to ``folder`` unless it holds them; says what it holds.

    ``paths`` are the addresses of all files, ``article_kb`` their middle size, ``truth`` what a crawl must find.
    """
    wanted = {"version": VERSION, "articles": articles}
    done = folder / DONE
    if done.exists():
        facts: dict[str, Any] = json.loads(done.read_text("utf-8"))
        if facts.items() >= wanted.items():
            return facts
    paper = BenchPaper(articles)
    (folder / "news").mkdir(parents=True, exist_ok=True)
    paths = [*paper.list_paths(), *paper.article_paths()]
    sizes = []
    for path in paths:
        body = paper.reply("GET", path).body
        (folder / file_name(path)).write_bytes(body)
        if "/article.html" in path:
            sizes.append(len(body))
    facts = {**wanted, "paths": paths, "article_kb": round(sorted(sizes)[len(sizes) // 2] / 1000, 1)}
    done.write_text(json.dumps(facts), "utf-8")
    return facts
