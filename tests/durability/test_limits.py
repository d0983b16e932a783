"""Runs that are limited on purpose leave gaps: the next whole run fills them, and nothing is stored twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.crawling import Recorder, Run, crawl_paper, read_feed
from support.durable import asked, assert_whole, both, demo, folders

from newscrawler.demo import DemoServer, Newspaper

ARTICLES = 60  # of two days, the older one fills more than a list page
PAPER = Newspaper(articles=ARTICLES)
DAYS = sorted({fields["published_at"][:10] for fields in PAPER.truth_articles().values()})

Step = tuple[str, ...]
PLAIN: Step = ()
BLIND: Step = ("-s", "REVISIT_DAYS=0")  # what a revisit finds would hide what the lists miss
CHAINS: dict[str, list[Step]] = {
    "since": [("-a", f"since={DAYS[-1]}"), BLIND],
    "since, then since earlier": [("-a", f"since={DAYS[-1]}"), (*BLIND, "-a", f"since={DAYS[0]}"), BLIND],
    "until": [("-a", f"until={DAYS[-2]}"), BLIND],
    "since and until": [("-a", f"since={DAYS[0]}", "-a", f"until={DAYS[0]}"), BLIND],
    "max_pages": [("-a", "max_pages=1"), BLIND],
    "sections": [("-a", "sections=경제"), BLIND],
    "max_articles": [*[("-a", "max_articles=20")] * 3, PLAIN],
    "limits of all kinds": [("-a", "max_articles=7"), ("-a", "sections=경제"), ("-a", "max_pages=1"), BLIND],
}


@pytest.fixture(scope="module")
def chains(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Run]]:
    """Name -> the runs of a chain, the last one without limits, all with one archive."""

    def run(name: str) -> list[Run]:
        data_dir = tmp_path_factory.mktemp("chain")
        return [demo(data_dir, ARTICLES, *step) for step in CHAINS[name]]

    return dict(zip(CHAINS, both(run, CHAINS), strict=True))


@pytest.mark.parametrize("name", CHAINS)
def test_a_whole_run_after_limited_ones_fills_every_gap(name: str, chains: dict[str, list[Run]]) -> None:
    runs = chains[name]
    assert [run.exit_code for run in runs] == [0] * len(runs)
    assert_whole(runs[0].data_dir, PAPER)


def test_max_articles_brings_other_articles_each_time(chains: dict[str, list[Run]]) -> None:
    brought = [len(read_feed(folder / "articles.jsonl")) for folder in folders(chains["max_articles"][0].data_dir)]
    assert all(0 < number <= 20 for number in brought[:3])


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Run, list[str]]]:
    """Runs after a whole one, and what they asked for."""
    data_dir = tmp_path_factory.mktemp("again")
    found = {}
    with DemoServer(Recorder(articles=ARTICLES)) as server:
        for name, step in {"first": PLAIN, "blind": BLIND, "refresh": ("-a", "refresh=1")}.items():
            begin = len(server.log)
            run = crawl_paper(server, *step, data_dir=data_dir)
            run.folder  # noqa: B018 - looked up now, the newest folder is another one later
            found[name] = run, asked(server, begin)
    return found


def test_revisit_days_0_looks_at_no_known_article(again: dict[str, tuple[Run, list[str]]]) -> None:
    run, requests = again["blind"]
    assert (run.exit_code, run.articles, run.manifest["counts"]["unchanged"]) == (0, [], 0)
    fetched = {PAPER.origin + url for url in requests if "/article.html" in url}
    assert fetched == PAPER.truth_missing()  # widgets link to them, and nobody knows them


def test_refresh_looks_at_everything_again_and_stores_nothing_twice(again: dict[str, tuple[Run, list[str]]]) -> None:
    run, requests = again["refresh"]
    assert (run.exit_code, run.articles, run.manifest["counts"]["unchanged"]) == (0, [], ARTICLES)
    assert sorted(requests) == sorted(again["first"][1])
    assert {section["stopped"] for section in run.manifest["sections"]} == {"end"}
    assert_whole(run.data_dir, PAPER)


def test_refresh_finds_what_changed_and_went_beyond_the_revisits(tmp_path: Path) -> None:
    assert demo(tmp_path, 40).exit_code == 0
    run = demo(tmp_path, 40, "-a", "day=3", "-a", "refresh=1", *BLIND)
    before, after = Newspaper(articles=40).truth_articles(), Newspaper(articles=40, day=3).truth_articles()
    found = {record["url"]: record["status"] for record in run.articles}
    assert run.exit_code == 0
    for url, fields in after.items():
        changed = url in before and any(before[url][name] != fields[name] for name in ("title", "subtitle", "body"))
        assert found.get(url) == ("new" if url not in before else "modified" if changed else None)
