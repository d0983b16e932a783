"""A newspaper from day to day: each run's feeds are the difference between what was and what is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from support.crawling import Recorder, Run, crawl_paper
from support.durable import archived, asked

from newscrawler.demo import DemoServer, Newspaper
from newscrawler.korean.dates import iso

ARTICLES = 100  # with seed 1, one article is mended twice
DAYS = range(5)
REVISIT = timedelta(days=3)
TEXT = ("title", "subtitle", "body")
Fields = dict[str, Any]


@dataclass
class Day:
    """One day's run, what it was asked, and what the archive knew before: URL -> record as last published.

    ``removed`` are the articles that the three runs before removed: each is asked for in three more.
    """

    run: Run
    paper: Newspaper
    before: dict[str, Fields]
    requests: list[str]
    removed: set[str]

    @property
    def truth(self) -> dict[str, Fields]:
        return self.paper.truth_articles()

    @property
    def revisited(self) -> set[str]:
        """The known articles that a run looks at again."""
        if not self.before:
            return set()
        newest = max(record["published_at"] for record in self.before.values())
        oldest = iso(datetime.fromisoformat(newest) - REVISIT)
        return {u for u, r in self.before.items() if r["status"] != "removed" and r["published_at"] >= oldest}

    @property
    def rechecked(self) -> set[str]:
        """The removed articles that a run looks at again: those of the last days, and those still linked to."""
        removed = {url for url, record in self.before.items() if record["status"] == "removed"}
        return self.removed | (removed & self.paper.truth_missing())

    @property
    def expected(self) -> dict[str, set[str]]:
        """Status -> the URLs that must have it in this run's feed."""
        truth, known = self.truth, self.before
        alive = self.revisited & truth.keys()
        return {
            "new": truth.keys() - known.keys(),
            "modified": {url for url in alive if any(truth[url][name] != known[url][name] for name in TEXT)},
            "removed": self.revisited - truth.keys(),
        }


@pytest.fixture(scope="module", params=["m1x", "ndsoft"])
def days(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Day]:
    """The runs of days 0 to 4, and another one on the last day, of a newspaper of each CMS family."""
    data_dir = tmp_path_factory.mktemp("days")
    known: dict[str, Fields] = {}
    found: list[Day] = []
    with DemoServer(Recorder(articles=ARTICLES, skin=request.param)) as server:
        for number in (*DAYS, DAYS[-1]):
            server.paper = Recorder(articles=ARTICLES, day=number, skin=request.param)
            begin = len(server.log)
            run = crawl_paper(server, data_dir=data_dir)
            run.folder  # noqa: B018 - looked up now, the newest folder is another one later
            last = (record for day in found[-3:] for record in day.run.articles)
            removed = {record["url"] for record in last if record["status"] == "removed"}
            found.append(Day(run, server.paper, dict(known), asked(server, begin), removed))
            known.update({record["url"]: record for record in run.articles})
    return found


def test_the_days_bring_what_is_to_be_told_apart(days: list[Day]) -> None:
    expected = [{status: len(urls) for status, urls in day.expected.items()} for day in days]
    assert expected[0] == {"new": ARTICLES, "modified": 0, "removed": 0}
    assert all(all(numbers.values()) for numbers in expected[1:-1])
    assert not any(expected[-1].values())
    assert all(len(day.revisited) < len(day.before) for day in days[3:])


@pytest.mark.parametrize("number", [*DAYS, len(DAYS)])
def test_a_run_publishes_what_changed_since_the_last_and_nothing_else(number: int, days: list[Day]) -> None:
    day = days[number]
    assert (day.run.exit_code, day.run.manifest["complete"], day.run.manifest["alarms"]) == (0, True, [])
    found: dict[str, set[str]] = {"new": set(), "modified": set(), "removed": set()}
    for record in day.run.articles:
        found[record["status"]].add(record["url"])
    assert found == day.expected
    assert len(day.run.articles) == sum(map(len, found.values()))
    counts = {status: len(urls) for status, urls in found.items()}
    counts["unchanged"] = len(day.revisited | day.rechecked) - counts["modified"] - counts["removed"]
    assert {name: day.run.manifest["counts"][name] for name in counts} == counts


@pytest.mark.parametrize("number", DAYS)
def test_records_are_the_truth_of_their_day_or_the_last_of_a_removed_article(number: int, days: list[Day]) -> None:
    day = days[number]
    truth = day.truth
    for record in day.run.articles:
        former = day.before.get(record["url"])
        if record["status"] == "removed":
            assert former is not None
            changing = {"status": "removed", "fetched_at": record["fetched_at"]}
            assert record == {**former, **changing}
            continue
        fields = truth[record["url"]]
        assert {name: record[name] for name in fields} == fields
        if former is None:
            assert (record["revision"], record["status"]) == (1, "new")
        else:
            assert (record["revision"], record["status"]) == (former["revision"] + 1, "modified")
            assert (record["found_via"], record["found_on"]) == (former["found_via"], former["found_on"])
            assert record["content_hash"] != former["content_hash"]


def test_texts_mended_twice_become_revision_3(days: list[Day]) -> None:
    revisions = Counter(record["revision"] for day in days for record in day.run.articles)
    assert revisions[1] > revisions[2] > revisions[3] > 0


def test_the_archive_holds_the_last_of_every_article_there_ever_was(days: list[Day]) -> None:
    last: dict[str, Fields] = {}
    for day in days:
        last.update({record["url"]: record for record in day.run.articles})
    records = archived(days[0].run.data_dir / "demo.test" / "archive.sqlite")
    assert {record["url"]: record for record in records} == last
    alive = {url: record for url, record in last.items() if record["status"] != "removed"}
    truth = days[-1].truth
    assert truth.keys() <= alive.keys()
    for url, fields in truth.items():
        assert {name: alive[url][name] for name in TEXT} == {name: fields[name] for name in TEXT}


def test_an_unchanged_newspaper_costs_a_page_per_list_and_the_revisits(days: list[Day]) -> None:
    day = days[-1]
    assert (day.run.articles, day.run.exit_code) == ([], 0)
    assert max(Counter(url for url in day.requests if url != "/news/ajax.php").values()) == 1
    lists = [url for url in day.requests if re.search(r"list_all|/section\.html|/articleList\.html", url)]
    pages = [page for url in lists for name, page in parse_qsl(urlsplit(url).query) if name == "page"]
    assert pages == []
    assert len(lists) <= len(day.run.manifest["sections"])
    origin = day.paper.origin
    articles = {origin + url for url in day.requests if re.match(r"/news/article(?:View)?\.html", url)}
    assert articles == day.revisited | day.rechecked | day.paper.truth_missing() - day.before.keys()
    assert len(day.requests) < len(days[0].requests)
