"""Articles published while a list is being read push its rows down: none is missed, none comes twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from support.crawling import Recorder, Run, crawl_paper
from support.durable import assert_whole, both

from newscrawler.demo import DemoServer, Reply

ARTICLES = 60
ROWS = 10  # articles on a list page
LIST = "/news/article_list_all.html"
# What appears is printed as long published, and widgets may show it when the lists are past it already.
UNAUDITED = ("-s", 'FLOORS={"unlisted": 1}')


class Shifting(Recorder):
    """A newspaper whose newest articles appear while its lists are read: list page -> how many before its answer."""

    def __init__(self, appearing: Mapping[int, int]) -> None:
        super().__init__(articles=ARTICLES)
        self._appearing = dict(appearing)
        self._all = list(self._archive.numbers())
        self.hidden = sum(appearing.values())
        self._hide()

    def _hide(self) -> None:
        self._archive._numbers = self._all[self.hidden :]
        self._archive._lists = None
        self._sidebars.clear()

    def reply(self, method: str, url: str, body: bytes = b"") -> Reply:
        parts = urlsplit(url)
        if parts.path == LIST and method == "GET":
            page = int(parse_qs(parts.query).get("page", ["1"])[0])
            self.hidden -= self._appearing.pop(page, 0)
            self._hide()
        return super().reply(method, url, body)


CASES = {
    "one article": ({2: 1}, 0),
    "some, again and again": ({2: 3, 3: 2, 4: 4}, 0),
    "a page": ({4: ROWS}, 0),
    "a page and a half": ({3: ROWS + 5}, 0),
    "two pages": ({2: 2 * ROWS}, 0),
    "a page before every page": ({2: ROWS, 3: ROWS, 4: ROWS}, 1),  # its list may as well be misread
}


@dataclass
class Case:
    """A run of a list that shifts, and one when it stands still."""

    paper: Shifting
    before: set[str]  # what stood in the newspaper when the first run began
    first: Run
    first_articles: set[str]
    second: Run


def shift(data_dir: Path, name: str) -> Case:
    """Crawls twice."""
    paper = Shifting(CASES[name][0])
    before = set(paper.truth_articles())
    with DemoServer(paper) as server:
        first = crawl_paper(server, *UNAUDITED, data_dir=data_dir / name)
        articles = {record["url"] for record in first.articles}
        return Case(
            paper,
            before,
            first,
            articles,
            crawl_paper(server, *UNAUDITED, "-s", "REVISIT_DAYS=0", data_dir=data_dir / name),
        )


@pytest.fixture(scope="module")
def shifted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    """Name -> what became of it."""
    return dict(zip(CASES, both(partial(shift, tmp_path_factory.mktemp("shifts")), CASES), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_what_stood_in_a_list_when_a_run_began_is_not_shifted_past_it(name: str, shifted: dict[str, Case]) -> None:
    case, (appearing, status) = shifted[name], CASES[name]
    assert (case.paper.hidden, len(case.before)) == (0, ARTICLES - sum(appearing.values()))
    assert case.first.exit_code == status
    if status == 0:
        assert case.before <= case.first_articles


@pytest.mark.parametrize("name", CASES)
def test_what_appeared_meanwhile_is_found_by_the_next_run(name: str, shifted: dict[str, Case]) -> None:
    case = shifted[name]
    assert case.second.exit_code == 0
    assert_whole(case.second.data_dir, case.paper)
