"""Lists without an end, pagers that lie, links that breed: every crawl ends, and says how."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from support.crawling import Run
from support.hostile import ORIGIN, Paper, Reply, article, attack, listing, numbers, outcome, page, path_of, row
from support.shown import Shown

Trapped = tuple[Run, list[str]]
PAGES = 5  # MAX_LIST_PAGES of these tests
BOUND = ("-s", f"MAX_LIST_PAGES={PAGES}")


def section(number: int) -> str:
    return f"/news/section_list_all.html?sec_no={number}"


def pager(path: str, *others: int, current: int = 1) -> str:
    joint = "&" if "?" in path else "?"
    links = "".join(f'<a href="{path}{joint}page={number}">{number}</a>' for number in others)
    return f'<div class="btn_pagenum"><strong>{current}</strong>{links}</div>'


def asked_page(path: str) -> int:
    return int(parse_qs(urlsplit(path).query).get("page", ["1"])[0])


class Lists(Paper):
    """A newspaper of lists made on demand: path without page -> function of path."""

    def __init__(self, lists: dict[str, Callable[[str], str]]) -> None:
        menu = "".join(f'<li><a href="{path}">분야 {index}</a></li>' for index, path in enumerate(lists))
        super().__init__([], {"/": page(f'<ul id="gnb">{menu}</ul>')})
        self.lists = lists

    def reply(self, method: str, url: str, body: bytes = b"") -> Reply:
        local = url.removeprefix(self.origin)
        for path, make in self.lists.items():
            if local == path or local.startswith((f"{path}&", f"{path}?")):
                self.pages[local] = make(local)
        if local.startswith("/news/article.html?no="):
            self.pages[local] = article(f"{local.rpartition('=')[2]}번 기사 제목입니다")
        return super().reply(method, url, body)


def endless(path: str) -> str:
    """Ever new articles, ever a next page."""
    here = asked_page(path)
    first = int(parse_qs(urlsplit(path).query)["sec_no"][0]) * 1_000_000 + here * 10
    return listing(range(first, first + 10), pager(path.partition("&page")[0], here + 1, current=here))


def to_itself(path: str) -> str:
    """Every page says it is page 1 of 2, whatever was asked for."""
    return listing(range(100, 105), pager(section(2), 1, 2))


def ignored(path: str) -> str:
    """The page parameter changes the pager, never the rows."""
    here = asked_page(path)
    return listing(range(200, 205), pager(section(3), *(n for n in range(1, 50) if n != here), current=here))


def calendar(path: str) -> str:
    """Links to the days before and after, on every page."""
    days = "".join(f'<a href="{section(4)}&date=202603{day:02}">{day}</a>' for day in range(1, 32))
    return listing([300], f'<div class="cal">{days}</div>' + pager(section(4)))


_session = count()


def sessions(path: str) -> str:
    """A new session id in every link of every page."""
    name = f"PHPSESSID=abc{next(_session)}"
    rows = "".join(row(number, f"{path_of(number)}&{name}") for number in (400, 401))
    return page(f'<ul class="art_list_all">{rows}</ul><a href="{section(5)}&{name}">목록</a>' + pager(section(5)))


def copies(path: str) -> str:
    """One article under five addresses."""
    hrefs = (
        path_of(500),
        "/mobile/article.html?no=500",
        "/news/article_print.html?no=500&utm_source=x",
        f"{ORIGIN.replace('//', '//www.')}//news//article.html?no=500&sec_no=6#top",
        "../news/article.html?ref=list&no=500",
    )
    return page(f'<ul class="art_list_all">{"".join(row(500, href) for href in hrefs)}</ul>' + pager(section(6)))


def huge(path: str) -> str:
    """A page number beyond all bounds as the next one."""
    return listing(range(600, 605), pager(section(7), 10**30))


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> Trapped:
    makes = (endless, to_itself, ignored, calendar, sessions, copies, huge)
    paper = Lists({section(number): make for number, make in enumerate(makes, start=1)})
    return attack(paper, *BOUND, data_dir=tmp_path_factory.mktemp("lists"))


def asked_for(asked: list[str], number: int) -> list[str]:
    return [url for url in asked if f"sec_no={number}" in url]


@pytest.mark.shows("a list with ever new articles", "stopped at MAX_LIST_PAGES by `error`; what it gave is kept", 1)
def test_an_endless_list_is_stopped_and_reported(trapped: Trapped, shown: Shown) -> None:
    run, asked = trapped
    assert len(asked_for(asked, 1)) == PAGES
    stopped = run.sections[section(1)]["stopped"]
    shown.holds(f"stopped at MAX_LIST_PAGES by `{stopped}`; what it gave is kept", run.exit_code)
    assert f"list {ORIGIN}{section(1)} has no end after {PAGES} pages" in run.manifest["alarms"]
    assert outcome(run) == (1, False, 1)
    assert sum(number.startswith("1000") for number in numbers(run)) == 10 * PAGES  # what it gave is kept


LYING = {
    2: ("a pager that always says it is page 1 of 2", "error", range(100, 105)),
    3: ("a page parameter that changes the pager, never the rows", "error", range(200, 205)),
    4: ("a calendar of links to every day on every page", "end", [300]),
    5: ("a new session id in every link of every page", "end", [400, 401]),
    6: ("one article under five addresses", "end", [500]),
    7: ("a next page of number 10^30", "end", range(600, 605)),
}
SHOWN = [(None, (what, f"stopped by `{stopped}`; every article once", "-")) for what, stopped, _ in LYING.values()]


@pytest.mark.parametrize("number", LYING)
def test_a_lying_list_ends_within_a_few_pages_and_loses_nothing(number: int, trapped: Trapped) -> None:
    run, asked = trapped
    assert len(asked_for(asked, number)) <= 2 * PAGES  # an unexpected page is asked for twice
    _, stopped, rows = LYING[number]
    assert run.sections[section(number)]["stopped"] == stopped
    assert set(map(str, rows)) <= numbers(run)
    assert all(asked.count(ORIGIN + path_of(row)) == 1 for row in rows)


def test_a_page_parameter_that_is_ignored_makes_an_alarm(trapped: Trapped) -> None:
    run, _ = trapped
    sentence = f"list page {ORIGIN}{section(3)}&page=4: the list shows the same articles on page after page"
    assert sentence in run.manifest["alarms"]


def test_an_article_under_five_addresses_is_fetched_once(trapped: Trapped) -> None:
    run, asked = trapped
    assert [url for url in asked if "no=500" in url and "sec_no" not in url] == [ORIGIN + path_of(500)]
    (record,) = [record for record in run.articles if record["id"].endswith(":500")]
    assert record["url"] == ORIGIN + path_of(500)


def test_session_ids_and_calendars_make_no_new_addresses(trapped: Trapped) -> None:
    _, asked = trapped
    repeated = {url for url in asked if asked.count(url) > 1}
    assert repeated == {url for url in repeated if "sec_no=2" in url or "sec_no=3" in url}  # the pages that lie
    assert not [url for url in asked if "PHPSESSID" in url]
    assert [url for url in asked if "date=" in url] == []


@pytest.mark.shows("an AJAX button that always brings more, `-a max_pages=4`", "stopped by `max_pages`", 0)
def test_an_ajax_list_without_an_end_stops_where_max_pages_says(shown: Shown, tmp_path: Path) -> None:
    fresh = count(1000, 3)

    def reply(path: str) -> str:
        first = next(fresh)
        return json.dumps({"html": "".join(map(row, range(first, first + 3))), "error_code": 0})

    button = '<div id="skin_content_77" data-page="1" data-count="3"><ul></ul></div>'
    script = "<a href=\"javascript:ajaxGetSkinContent('layout','77')\">더보기</a>"
    paper = Paper([], {"/": page(button + script), "/news/ajax.php": reply})
    run, asked = attack(paper, "-a", "max_pages=4", data_dir=tmp_path)
    (section,) = [report for report in run.manifest["sections"] if report["found_via"] == "ajax"]
    shown.holds(f"stopped by `{section['stopped']}`", run.exit_code)
    assert sum("ajax.php" in url for url in asked) == 4
    assert len(asked) <= 20
