"""Instructions per page, counted by Callgrind: the same on every machine, however busy it is.

    python -m bench.instructions NAME KIND TIMES

`make bench` runs this command under Valgrind, each count in a process of its own that reads the pages so many times;
the start of Python and the making of the pages are in both of two counts, and their difference leaves them out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from bench.pages import FullColumn
from bench.processes import ROOT
from newscrawler.cms.article import ArticlePage
from newscrawler.cms.families import FAMILIES
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.page import Page
from newscrawler.cms.reading import Reader
from newscrawler.demo import Newspaper

Skin = Literal["m1x", "m01", "ndsoft"]
SKINS: dict[str, Skin] = {"mediaon": "m1x", "mediaon, old skin": "m01", "ndsoft": "ndsoft"}
KINDS = ("cold mix", "warm article", "list page")
_COLLECTED = re.compile(r"Collected : (\d+)")
_COLD, _WARM = 20, 300  # articles of the newspapers
_BEFORE, _COUNTED = 60, 20  # pages read before, and those whose instructions are counted
_ARTICLE = 60_000  # bytes; the families are compared at one size
_LISTS = 6  # of which the first page is read before, and the next two are counted
Saved = tuple[type[Page], str, str]  # kind, source, address


class Paper(Newspaper):
    """The demo newspaper in a skin, with a right column that makes its articles as large as real ones."""

    def __init__(self, skin: Skin, articles: int) -> None:
        super().__init__(articles=articles, skin=skin, host="bench.test")
        while len(self.reply("GET", next(iter(self.truth_articles()))).body) < _ARTICLE:
            self._layout = FullColumn(self._layout)
            self._sidebars.clear()
        self.urls = SiteUrls(f"{self.origin}/", FAMILIES["ndsoft" if skin == "ndsoft" else "mediaon"])

    def page(self, kind: type[Page], url: str) -> Saved:
        """One page as it is decoded."""
        return kind, self.reply("GET", url).body.decode(), url


def take(page: Page) -> None:
    """Everything that a crawl takes from a page."""
    if isinstance(page, ArticlePage):
        _ = page.not_article, page.item("bench", None, "list", page.url, ""), page.impossible_times
    elif isinstance(page, ListPage):
        _ = page.rows, page.is_last, page.shown_page, page.named_pages, page.name, page.more_requests(), page.has_frame
    if page.weather_node is not None:
        _ = page.date, page.weather_node.html
    if not page.surroundings.taken:
        page.surroundings.taken = True
        _ = list(page.widget_items("bench", "article", "")), page.more_links()


def read(pages: list[Saved], paper: Paper, reader: Reader) -> None:
    """Reads pages as a crawl does: the front page whole, the others by the crawl's reader."""
    for kind, html, url in pages:
        if issubclass(kind, (ArticlePage, ListPage)):
            take(reader.read(kind, html, url, paper.urls))
        else:
            take(kind(html, url, paper.urls))


def crawl(paper: Paper) -> Iterator[Saved]:
    """The pages of a newspaper in the order of a crawl: the front page, then each list and its articles."""
    front = paper.page(Page, f"{paper.origin}/")
    yield front
    lists = [link.link.url for link in Page(front[1], front[2], paper.urls).section_links()]
    seen: set[str] = set(lists)
    for first in lists:
        waiting = [first]
        while waiting:
            url = waiting.pop(0)
            reply = paper.reply("GET", url)
            if reply.status != 200:
                continue
            one = paper.page(ListPage, url)
            yield one
            page = ListPage(one[1], url, paper.urls)
            articles = [row.link.url for row in page.rows if row.link.url not in seen]
            seen.update(articles)
            yield from (paper.page(ArticlePage, article) for article in articles)
            found = (paper.urls.link(str(node.attributes.get("href")), url) for node in page.tree.css("a[href]"))
            more = [link.url for link in found if link and link.is_section and link.url not in seen]
            seen.update(more)
            waiting += more


def work(name: str, kind: str) -> tuple[list[Saved], list[Saved], Paper]:
    """The pages to read before, the pages to count, and their newspaper."""
    if kind == "cold mix":
        paper = Paper(SKINS[name], _COLD)
        return [], list(crawl(paper)), paper
    paper = Paper(SKINS[name], _WARM)
    articles = [paper.page(ArticlePage, url) for url in paper.truth_articles()]
    if kind == "warm article":
        return articles[_COUNTED : _COUNTED + _BEFORE], articles[:_COUNTED], paper
    front = paper.page(Page, f"{paper.origin}/")
    lists = [link.link.url for link in Page(*front[1:], paper.urls).section_links() if link.link.kind == "list"]
    first = [paper.page(ListPage, url) for url in lists[:_LISTS]]
    further = [paper.page(ListPage, _numbered(url, number)) for url in lists[:_LISTS] for number in (2, 3)]
    return articles[:_BEFORE] + first, further, paper


def _numbered(url: str, number: int) -> str:
    return f"{url}{'&' if '?' in url else '?'}page={number}"


def instructions(names: Iterable[str] = ("mediaon", "ndsoft")) -> list[dict[str, Any]]:
    """Millions of instructions per page, for each family and kind."""
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        return [{"family": "valgrind is not installed"}]
    rows = []
    for name in names:
        row: dict[str, Any] = {"family": name}
        for kind in KINDS:
            (without, _), (once, pages) = (_count(valgrind, name, kind, times) for times in (0, 1))
            row[kind] = round((once - without) / pages / 1e6, 1)
        rows.append(row)
    return rows


def _count(valgrind: str, name: str, kind: str, times: int) -> tuple[int, int]:
    """The instructions of a process that reads the pages so many times, and how many pages these are."""
    command = [valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null", sys.executable]
    command += ["-m", "bench.instructions", name, kind, f"{times}"]
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found = _COLLECTED.search(done.stderr)
    assert found is not None
    return int(found[1]), int(done.stdout)


def main() -> int:
    """Reads the pages so many times, under Valgrind; prints how many they are."""
    name, kind, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
    before, counted, paper = work(name, kind)
    reader = Reader()
    read(before, paper, reader)
    for _ in range(times):
        read(counted, paper, Reader() if kind == "cold mix" else reader)
    print(len(counted))
    return 0


if __name__ == "__main__":
    sys.exit(main())
