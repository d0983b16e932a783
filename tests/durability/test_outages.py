"""For one run every article answers something else; the next run that is answered has lost nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from support.crawling import Recorder, Run, crawl_paper
from support.durable import ORIGIN, asked, assert_whole, both
from support.shown import Shown

from newscrawler.demo import DemoServer, Fault, Newspaper

ARTICLES = 30
EVERY = "/news/article.html*"
BLIND = ("-s", "REVISIT_DAYS=0")
TRUTH = sorted(Newspaper(articles=ARTICLES).truth_articles())
LIVE = [url.removeprefix(ORIGIN) for url in TRUTH]
MAINTENANCE = "<title>점검 안내</title><h1>서비스 점검 중입니다</h1><p>점검이 끝나면 다시 찾아 주십시오.</p>"
TEMPORARY = {
    "a cookie check": Fault(body="<script>document.cookie='a=1';location.href='?a';</script>"),
    "a log-in page (302) that robots.txt forbids": Fault(location="/member/login.html"),
    "a page (302) that is not there": Fault(location="/login"),
    "a maintenance page, status 200": Fault(body=MAINTENANCE),
    "an alert about load": Fault(
        body="<script>alert('접속자가 많습니다. 잠시 후 다시 시도해 주세요.');history.back();</script>"
    ),
    "the front page (301)": Fault(location="/", status=301),
}
GONE = {
    "404": Fault(status=404),
    "a script that says 삭제된 기사입니다": Fault(body="<script>alert('삭제된 기사입니다');</script>"),
}
SHOWN = [
    *((None, (f"every known article answers with {what}", "`unexpected`, none removed", "1")) for what in TEMPORARY),
    *((None, (f"every known article answers with {what}", "an alarm, none removed", "3")) for what in GONE),
]


@dataclass
class Outage:
    """Three runs: whole, in an outage, well again; how often the second asked for the oldest article."""

    runs: list[Run]
    asked: int


def suffer(fault: Fault, data_dir: Path) -> Outage:
    runs = []
    with DemoServer(Recorder(articles=ARTICLES)) as server:
        begin = 0
        for faults in ({}, {EVERY: fault}, {}):
            server.faults.clear()
            server.faults.update(faults)
            if faults:
                begin = len(server.log)
            # the outage is met by all articles; the run after it has to remember them
            refresh = ("-a", "refresh=1") if faults else BLIND
            run = crawl_paper(server, *refresh, data_dir=data_dir)
            run.folder  # noqa: B018 - looked up now, the newest folder is another one later
            runs.append(run)
            if faults:
                end = len(server.log)
        requests = [url for _, _, url in server.log[begin:end]]
        assert_whole(data_dir, server.paper)
    return Outage(runs, requests.count(TRUTH[0]))


@pytest.fixture(scope="module")
def outages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outage]:
    """Name of the fault -> its runs."""
    faults = {**TEMPORARY, **GONE}
    found = both(lambda fault: suffer(fault, tmp_path_factory.mktemp("outage")), list(faults.values()))
    return dict(zip(faults, found, strict=True))


@pytest.mark.parametrize("what", TEMPORARY)
def test_articles_that_are_not_what_was_asked_for_are_unread(what: str, outages: dict[str, Outage]) -> None:
    case = outages[what]
    run = case.runs[1]
    assert (run.exit_code, run.manifest["complete"]) == (1, False)
    assert run.articles == []
    assert {url: run.reasons[url] for url in TRUTH} == dict.fromkeys(TRUTH, "unexpected")
    assert case.asked == 2
    assert run.manifest["alarms"]


@pytest.mark.parametrize("what", GONE)
def test_articles_that_are_all_gone_at_once_are_not_believed_to_be(what: str, outages: dict[str, Outage]) -> None:
    run = outages[what].runs[1]
    assert (run.exit_code, run.manifest["complete"]) == (3, True)
    assert (run.articles, set(TRUTH) <= run.reasons.keys()) == ([], True)
    (alarm,) = run.manifest["alarms"]
    assert alarm == "30 of 30 articles are said to be gone, which is too many to be believed; none is marked as removed"


@pytest.mark.parametrize("what", [*TEMPORARY, *GONE])
def test_the_next_run_asks_for_all_of_them_and_has_lost_nothing(what: str, outages: dict[str, Outage]) -> None:
    run = outages[what].runs[2]
    assert (run.exit_code, run.articles) == (0, [])
    assert run.manifest["counts"]["unchanged"] == ARTICLES


@pytest.mark.shows("one known article answers with a script that says 삭제된 기사입니다", "removed", 0)
def test_an_article_that_says_it_is_deleted_is_removed_and_asked_for_again(shown: Shown, tmp_path: Path) -> None:
    with DemoServer(Recorder(articles=ARTICLES)) as server:
        assert crawl_paper(server, data_dir=tmp_path).exit_code == 0
        server.faults[LIVE[-1]] = GONE["a script that says 삭제된 기사입니다"]
        second = crawl_paper(server, data_dir=tmp_path)
        (removal,) = second.articles
        assert removal["url"] == TRUTH[-1]
        shown.holds(removal["status"], second.exit_code)
        server.faults.clear()
        begin = len(server.log)
        third = crawl_paper(server, *BLIND, data_dir=tmp_path)
        assert LIVE[-1] in asked(server, begin)
        assert [(record["url"], record["status"]) for record in third.articles] == [(TRUTH[-1], "modified")]
