"""List pages that are not what was asked for: asked for once more, then unread, and nothing below is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from support.crawling import Recorder, Run, crawl_paper
from support.shown import Shown

from newscrawler.demo import DemoServer, Newspaper, Reply

ARTICLES = 300
SECTION = "시청"
TRUTH = {url for url, record in Newspaper(articles=ARTICLES).truth_articles().items() if record["section"] == SECTION}


def html(text: str) -> Callable[[Newspaper, str], Reply]:
    page = f"<html><body>{text}</body></html>"
    return lambda paper, url: Reply(200, {"Content-Type": "text/html; charset=utf-8"}, page.encode())


def page_1(paper: Newspaper, url: str) -> Reply:
    """A stale copy of the list's first page."""
    return Newspaper.reply(paper, "GET", url.partition("page=")[0].rstrip("?&"))


def moved(paper: Newspaper, url: str) -> Reply:
    return Reply(302, {"Location": "/"}, b"")


INSTEAD = {
    "a maintenance page": html("<h1>서비스 점검 중입니다</h1>"),
    "a cookie check": html("<script>document.cookie='a=1';location.reload();</script>"),
    "an earlier page of the list": page_1,
    "a redirect to the front page": moved,
    "a redirect to another list": lambda paper, url: Reply(302, {"Location": "/news/article_list_all.html"}, b""),
    "popular articles around a notice": html(
        "<h1>서비스 점검 중입니다</h1><div><h3>많이 본 기사</h3><ul>"
        + "".join(f"<li><a href='/news/article.html?no={n}'>{n}번 기사</a></li>" for n in range(10001, 10006))
        + "</ul></div>"
    ),
    "status 202": lambda paper, url: Reply(202, {}, b"<p>wait</p>"),
}


class Failing(Recorder):
    """A newspaper that answers requests for page 2 and later of its lists with something else."""

    def __init__(self, instead: Callable[[Newspaper, str], Reply], times: int) -> None:
        super().__init__(articles=ARTICLES)
        self.instead, self.times = instead, times
        self.counts = Counter[str]()

    def reply(self, method: str, url: str, body: bytes = b"") -> Reply:
        parts = urlsplit(url)
        number = int(parse_qs(parts.query).get("page", ["1"])[0])
        self.counts[url] += 1
        if "_list_all" in parts.path and number > 1 and self.counts[url] <= self.times:
            return self.instead(self, url)
        return super().reply(method, url, body)


def crawl(paper: Failing, data_dir: Path) -> Run:
    with DemoServer(paper) as server:
        return crawl_paper(
            server, "-a", f"sections={SECTION}", "-s", "REVISIT_DAYS=0", "-s", "RETRY_TIMES=0", data_dir=data_dir
        )


def stored(*runs: Run) -> set[str]:
    return {record["url"] for run in runs for record in run.articles}


def test_a_list_page_that_is_something_else_once_costs_one_request(tmp_path: Path) -> None:
    paper = Failing(INSTEAD["a maintenance page"], times=1)
    run = crawl(paper, tmp_path)
    assert (run.exit_code, run.manifest["complete"]) == (0, True)
    assert stored(run) == TRUTH
    assert all(asked == 2 for url, asked in paper.counts.items() if "_list_all" in url and "page=" in url)


@pytest.mark.shows(
    "a list page that is a maintenance page, a cookie check, an earlier page, a redirect", "`unexpected`", 1
)
@pytest.mark.parametrize("instead", INSTEAD)
def test_a_list_page_that_stays_something_else_is_unread_and_read_by_the_next_run(
    instead: str, shown: Shown, tmp_path: Path
) -> None:
    paper = Failing(INSTEAD[instead], times=2)  # asked for once more in the same run, and no third time
    first = crawl(paper, tmp_path)
    first.folder  # noqa: B018 - looked up now, the newest folder is another one later
    assert (first.exit_code, first.manifest["complete"]) == (1, False)
    assert stored(first) < TRUTH
    assert [report["stopped"] for report in first.sections.values()] == ["error"]
    assert set(first.reasons.values()) - {"missing"} == {"unexpected"}
    shown.holds("`unexpected`", first.exit_code)
    paper.times = 0
    second = crawl(paper, tmp_path)
    assert (second.exit_code, second.manifest["complete"]) == (0, True)
    assert stored(first, second) == TRUTH
