"""What a newspaper does not answer today is asked for tomorrow, and nothing below it is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from support.crawling import Recorder, Run, crawl_paper
from support.durable import ORIGIN, archived, asked, assert_whole, both, rows

from newscrawler.demo import DemoServer, Fault, Newspaper

ARTICLES = 60
TRUTH = Newspaper(articles=ARTICLES).truth_articles()
ARTICLE = sorted(TRUTH)[7].removeprefix(ORIGIN)  # old: only lists lead to it
LIST = "/news/article_list_all.html?page=3"
SECTIONS = "/news/section_list_all.html*"
LANDING, SUPPOSED = "/news/section.html?sec_no=3", "/news/section_list_all.html?sec_no=3"
BLIND = ("-s", "REVISIT_DAYS=0")

# not those that are gone, which are asked for again as well (tests/pipelines/test_removals.py)
FAILED = "SELECT url, tries FROM failed WHERE reason != 'missing'"

ONCE = {
    "a list page": {LIST: Fault(status=503, times=1)},
    "an article": {ARTICLE: Fault(status=503, times=1)},
    "a cut article": {ARTICLE: Fault(cut=300, times=1)},
}
FOR_EVER = {
    "lists": {LIST: Fault(status=503), SECTIONS: Fault(cut=300, content_length=False)},
    "an article": {ARTICLE: Fault(status=503)},
    "an article and its lists": {ARTICLE: Fault(drop=True), LIST: Fault(status=503), SECTIONS: Fault(status=503)},
}


@dataclass
class Healed:
    """Two runs with faults, two without; what the third was asked for."""

    runs: list[Run]
    archived: list[set[str]]  # after each run
    tries: list[list[tuple[str, int]]]  # the archive's failed articles after each run
    requests: list[str]


def fail(faults: dict[str, Fault], times: int, data_dir: Path) -> Healed:
    """Crawls so many times while the newspaper fails, then twice when it is well."""
    case = Healed([], [], [], [])
    with DemoServer(Recorder(articles=ARTICLES)) as server:
        server.faults.update(faults)
        for number in range(times + 2):
            begin = len(server.log)
            if number == times:
                server.faults.clear()
            # One request at a time: the server's log is then the order of asking. Without a delay there are more:
            # Scrapy counts a request as sent a moment after it hands it out.
            one_by_one = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "DOWNLOAD_DELAY=0.01")
            settings = (*BLIND, "-s", "RETRY_TIMES=1", *(one_by_one if number == times else ()))
            run = crawl_paper(server, *settings, data_dir=data_dir)
            run.folder  # noqa: B018 - looked up now, the newest folder is another one later
            archive = data_dir / "demo.test" / "archive.sqlite"
            case.runs.append(run)
            case.archived.append({record["url"] for record in archived(archive)})
            case.tries.append(rows(archive, FAILED))
            if number == times:
                case.requests = asked(server, begin)
    return case


@pytest.fixture(scope="module")
def healed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Healed]:
    """Name of the fault -> two runs that meet it, and two that do not."""
    work = [partial(fail, faults, 2, tmp_path_factory.mktemp("healed")) for faults in FOR_EVER.values()]
    return dict(zip(FOR_EVER, both(lambda do: do(), work), strict=True))


@pytest.mark.parametrize("name", ONCE)
def test_what_fails_once_is_healed_within_the_run(name: str, tmp_path: Path) -> None:
    with DemoServer(Recorder(articles=ARTICLES)) as server:
        server.faults.update(ONCE[name])
        run = crawl_paper(server, data_dir=tmp_path)
        assert (run.exit_code, run.manifest["complete"]) == (0, True)
        assert_whole(tmp_path, server.paper)


@pytest.mark.parametrize("name", FOR_EVER)
def test_while_a_page_fails_every_run_is_incomplete(name: str, healed: dict[str, Healed]) -> None:
    case = healed[name]
    assert [run.exit_code for run in case.runs[:2]] == [1, 1]
    for run in case.runs[:2]:
        assert not run.manifest["complete"]
        assert run.manifest["alarms"]
        assert run.rejected
    assert all(urls < TRUTH.keys() for urls in case.archived[:2])
    assert case.archived[0] == case.archived[1]


@pytest.mark.parametrize("name", FOR_EVER)
def test_the_first_run_that_is_answered_has_everything(name: str, healed: dict[str, Healed]) -> None:
    case = healed[name]
    assert (case.runs[2].exit_code, case.runs[2].manifest["complete"]) == (0, True)
    assert case.tries[2] == []
    assert_whole(case.runs[0].data_dir, Newspaper(articles=ARTICLES))
    assert {record["url"] for record in case.runs[2].articles} == TRUTH.keys() - case.archived[1]


@pytest.mark.parametrize("name", FOR_EVER)
def test_healed_lists_end_at_their_first_page_again(name: str, healed: dict[str, Healed]) -> None:
    case = healed[name]
    assert (case.runs[3].exit_code, case.runs[3].articles) == (0, [])
    assert {section["pages"] for section in case.runs[3].manifest["sections"]} == {1}


def test_an_article_that_failed_is_asked_for_before_the_lists(healed: dict[str, Healed]) -> None:
    case = healed["an article"]
    assert case.tries[:2] == [[(ORIGIN + ARTICLE, 1)], [(ORIGIN + ARTICLE, 2)]]
    lists = [number for number, url in enumerate(case.requests) if "list_all" in url or "/section.html" in url]
    assert case.requests.index(ARTICLE) < min(lists)
    assert case.requests[:2] == ["/robots.txt", "/"]


def test_a_failed_article_that_is_gone_in_the_end_is_asked_for_three_times_more(tmp_path: Path) -> None:
    with DemoServer(Recorder(articles=12)) as server:
        gone = sorted(server.paper.truth_articles())[5].removeprefix(ORIGIN)
        statuses = []
        for status in (503, 404):
            server.faults[gone] = Fault(status=status)
            statuses.append(crawl_paper(server, "-s", "RETRY_TIMES=0", *BLIND, data_dir=tmp_path).exit_code)
        assert statuses == [1, 0]
        archive = tmp_path / "demo.test" / "archive.sqlite"
        assert rows(archive, FAILED) == [(ORIGIN + gone, 1)]  # tests/run/test_run.py: four tries in all


def test_a_known_article_that_fails_when_revisited_keeps_its_record(tmp_path: Path) -> None:
    with DemoServer(Recorder(articles=12)) as server:
        url = sorted(server.paper.truth_articles())[5]
        assert crawl_paper(server, data_dir=tmp_path).exit_code == 0
        server.faults[url.removeprefix(ORIGIN)] = Fault(status=503)
        failed = crawl_paper(server, "-s", "RETRY_TIMES=0", data_dir=tmp_path)
        assert (failed.exit_code, failed.articles) == (1, [])
        server.faults.clear()
        begin = len(server.log)
        again = crawl_paper(server, *BLIND, data_dir=tmp_path)
        assert (again.exit_code, again.articles) == (0, [])
        assert url.removeprefix(ORIGIN) in asked(server, begin)
        assert_whole(tmp_path, server.paper)


def landing_without_links_to_its_list() -> str:
    page = Newspaper(articles=40).reply("GET", f"{ORIGIN}{LANDING}").body.decode()
    assert page.count(f'"{SUPPOSED}"') == 2  # 더보기 and the heading beside it
    return page.replace(SUPPOSED, LANDING)


def robots(path: str) -> dict[str, Fault]:
    return {"/robots.txt": Fault(body=f"User-agent: *\nDisallow: {path}\n")}


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(robots("/news/section_list_all.html?sec_no=6"), id="forbidden"),
        pytest.param(
            robots("/news/section_list_all.html?sec_no=8"),
            id="forbidden, linked often",
        ),
        pytest.param(robots("/news/ajax.php"), id="forbidden button"),
        pytest.param(
            {SUPPOSED: Fault(status=404), LANDING: Fault(body=landing_without_links_to_its_list())},
            id="only supposed",
        ),
    ],
)
def test_a_list_that_is_not_to_be_read_does_not_keep_the_others_open(faults: dict[str, Fault], tmp_path: Path) -> None:
    with DemoServer(Recorder(articles=40)) as server:
        server.faults.update(faults)
        first = crawl_paper(server, data_dir=tmp_path)
        assert first.exit_code == 0
        begin = len(server.log)
        second = crawl_paper(server, data_dir=tmp_path)
        assert second.exit_code == 0
        assert_whole(tmp_path, server.paper)
        assert not [url for url in asked(server, begin) if "page=" in url]
