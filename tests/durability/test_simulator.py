"""Many runs of a small newspaper whose pages misbehave at random: what is said of a run is true, and nothing is lost.

The newspaper (support/simulated.py) publishes and deletes articles, and in some runs its pages answer with something
else: a maintenance page, a cookie challenge, an earlier page, a status, nothing. After every run these hold:

1. A run that ended 0 has every article that existed from its beginning to its end.
2. No run publishes ``removed`` for an article that exists, unless the article's own page said that it was deleted,
   and never for most of those that it looked at.
3. After at most three healthy runs, archive, feeds and newspaper agree.

``NEWSCRAWLER_TORTURE=50`` (`make torture`) tries ten times as much, by chance instead of by plan.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from support.engine import Engine
from support.simulated import ANSWERS, DELETIONS, NAME, ORIGIN, SECTIONS, Fault, Layout, SimulatedPaper

from newscrawler.newspapers import Site
from newscrawler.run.run import Run
from newscrawler.spiders.news import NewsSpider
from newscrawler.store.sqlite import SqliteArchive

TORTURE = int(os.environ.get("NEWSCRAWLER_TORTURE", "0"))
TRIES = settings(
    max_examples=15 * (10 if TORTURE else 1),
    stateful_step_count=8,
    deadline=None,
    derandomize=not TORTURE,
    database=None,
    report_multiple_bugs=False,
    phases=[Phase.explicit, Phase.generate],  # a failure prints its steps; making them fewer takes minutes
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)
REVISITED = 3  # days before the newest article, REVISIT_DAYS
MANY = 5  # articles: so many that are gone at once are an outage and not deletions
HEALTHY = 3  # runs after which everything is right again
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Naru(NewsSpider):
    """The spider of the simulated newspaper."""

    name = "naru"
    site = Site(name, NAME, f"{ORIGIN}/")


# ---- what may go wrong --------------------------------------------------------------------------------
NOT_THE_PAGE = st.sampled_from(sorted(ANSWERS))  # any page may answer one of these
LIES = st.sampled_from(sorted(DELETIONS))
WHICH = st.one_of(st.none(), st.integers(0, 5))
TIMES = st.sampled_from([1, 2, None])
SECTION = st.sampled_from([section.number for section in SECTIONS])


def faults(where: Sequence[str], what: st.SearchStrategy[str]) -> st.SearchStrategy[Fault]:
    return st.builds(Fault, st.sampled_from(list(where)), what, WHICH, TIMES)


# Left out, because no rule finds out: an article that is deleted while its list is read, so that the first row of the
# next page moves up onto the page read before; a page that is cut at one place whenever it is asked for; the first page
# of a list that nobody has read yet and that says it is empty; an AJAX reply that is served again all day.
LISTS = st.one_of(
    faults(("landing", "first", "later"), NOT_THE_PAGE),
    faults(("first", "later"), LIES),
    faults(("later",), st.just("stale")),
    faults(("later",), st.just("bare")),
)
OTHERS = st.one_of(
    faults(("home", "more", "rss"), NOT_THE_PAGE),
    st.builds(Fault, st.just("more"), st.just("stale"), WHICH, st.just(1)),
)
ARTICLES, LYING = faults(("article",), NOT_THE_PAGE), faults(("article",), LIES)
CUT = st.builds(
    Fault, st.sampled_from(["home", "landing", "first", "later", "article"]), st.just("cut"), WHICH, st.just(1)
)
FAMILIES = {
    "lists": LISTS,
    "other pages": OTHERS,
    "articles": ARTICLES,
    "articles that are said to be gone": LYING,
    "pages cut once": CUT,
    "anything": st.one_of(LISTS, OTHERS, ARTICLES, LYING, CUT),
}


class Simulation(RuleBasedStateMachine):
    """The newspaper, the data folder of its runs, and what is known of both."""

    fault: st.SearchStrategy[Fault]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="simulated-"))
        self.paper = SimulatedPaper()
        self.stored: dict[int, str] = {}  # number -> status in the archive
        self.is_right = True

    def teardown(self) -> None:
        try:
            if self.is_right:
                self.heal()
        finally:
            shutil.rmtree(self.folder)

    def check(self, holds: bool, sentence: str) -> None:
        """Fails with the sentence unless the condition holds."""
        self.is_right &= holds
        assert holds, sentence

    # ---- the newspaper's days ------------------------------------------------------------------
    @initialize(
        rows=st.integers(2, 4),
        all_list=st.booleans(),
        rss=st.booleans(),
        script=st.booleans(),
        sections=st.lists(SECTION, min_size=12, max_size=30),
        data=st.data(),
    )
    def begin(
        self, rows: int, all_list: bool, rss: bool, script: bool, sections: list[int], data: st.DataObject
    ) -> None:
        """A newspaper with some pages of each list, and a first run in which something goes wrong."""
        self.paper.layout = Layout(rows, all_list, rss, script)
        for section in sections:
            self.paper.publish(section)
        self.run(data.draw(st.lists(self.fault, min_size=1, max_size=3)))

    @rule(section=SECTION, number=st.integers(1, 6), hours=st.integers(1, 24))
    def publish(self, section: int, number: int, hours: int) -> None:
        for _ in range(number):
            self.paper.publish(section, hours)

    @precondition(lambda self: self.paper.live and self.unrecorded_deletions() < MANY - 1)
    @rule(which=st.integers(0, 40))
    def delete(self, which: int) -> None:
        live = sorted(self.paper.live, reverse=True)
        self.paper.delete(live[which % len(live)])

    def unrecorded_deletions(self) -> int:
        """Deleted articles that the archive does not know to be removed: more at once would look like an outage."""
        return sum(self.stored.get(s.number) not in (None, "removed") for s in self.paper.stories.values() if s.gone)

    # ---- runs ----------------------------------------------------------------------------------
    @rule(data=st.data(), published=st.lists(st.tuples(st.integers(0, 30), SECTION), max_size=2))
    def crawl(self, data: st.DataObject, published: list[tuple[int, int]]) -> None:
        """A run in which some pages misbehave, and articles are published between two pages."""
        wrong = data.draw(st.lists(self.fault, min_size=1, max_size=3))
        self.run(wrong, [(at, partial(self.paper.publish, section)) for at, section in published])

    @rule(after=st.integers(0, 30), killed=st.booleans())
    def interrupted(self, after: int, killed: bool) -> None:
        """A run that is stopped or killed in the middle."""
        self.run(**{"kill_after" if killed else "stop_after": after})

    @rule(limit=st.sampled_from([{"max_pages": "1"}, {"max_articles": "3"}, {"since": "2026-03-04"}]))
    def limited(self, limit: dict[str, str]) -> None:
        """A run that reads only a part of the newspaper."""
        self.run(given=limit)

    @rule()
    def heal(self) -> None:
        """Healthy runs mend everything."""
        for _ in range(HEALTHY):
            run = self.run()
            if not self.differences():
                break
        self.check(not self.differences(), "; ".join(self.differences()))
        assert run.outcome is not None
        self.check(run.outcome.is_complete, f"a healthy run ended {run.outcome}")

    def run(
        self, wrong: Sequence[Fault] = (), events: Sequence[Any] = (), given: dict[str, str] | None = None, **stop: int
    ) -> Run:
        """One run, and what must hold after any."""
        before = dict(self.stored)
        self.paper.begin_run(wrong, events)
        run = Engine(Naru, self.paper.answer, self.folder, given).go(**stop)
        self.stored = self.read_archive()
        if "kill_after" in stop and run.outcome is None:
            return run
        assert run.outcome is not None
        removed = {number for number, status in self.published(run) if status == "removed"}
        invented = removed & self.paper.live
        self.check(invented <= self.paper.called_deleted, f"published as removed: {invented}: {wrong}")
        looked_at = {n for n in before if any(path.endswith(f"article.html?no={n}") for path in self.paper.asked)}
        if len(invented) >= MANY:
            self.check(len(invented) * 2 < len(looked_at), f"{len(invented)} removed of {len(looked_at)} looked at")
        if run.outcome.exit_code == 0 and not given:
            has = {number for number, status in self.stored.items() if status != "removed"}
            missed = self.paper.lasting - has - self.paper.called_deleted
            self.check(not missed, f"ended 0 without {missed}: {list(wrong)}")
        return run

    # ---- what is stored ------------------------------------------------------------------------
    def read_archive(self) -> dict[int, str]:
        """Number -> status of the last revision."""
        path = self.folder / "naru" / "archive.sqlite"
        if not path.exists():
            return {}
        archive = SqliteArchive(path, "naru", read_only=True)
        try:
            rows = archive._db.execute("SELECT id, status FROM article").fetchall()
        finally:
            archive._db.close()
        return {int(identifier.partition(":")[2]): status for identifier, status in rows}

    def published(self, run: Run) -> list[tuple[int, str]]:
        """The articles of a run's folder."""
        path = Path(run.place) / "articles.jsonl"
        if not path.exists():
            return []
        return [(int(r["id"].partition(":")[2]), r["status"]) for r in map(_decode, path.read_bytes().splitlines())]

    def differences(self) -> list[str]:
        """How archive and feeds differ from the newspaper."""
        found = []
        newest = max((story.published for story in self.paper.stories.values()), default=None)
        for story in self.paper.stories.values():
            status = self.stored.get(story.number)
            if story.gone is None and status in (None, "removed"):
                found.append(f"{story.number} exists and is {status}")
            elif story.gone and status not in (None, "removed"):
                assert newest is not None
                if (newest - story.published).days < REVISITED:
                    found.append(f"{story.number} is deleted and is {status}")
        feeds: dict[int, str] = {}
        for folder in sorted(self.folder.glob("naru/*/articles.jsonl")):
            for record in map(_decode, folder.read_bytes().splitlines()):
                feeds[int(record["id"].partition(":")[2])] = record["status"]
        if feeds != self.stored:
            found.append(f"the feeds say {feeds}, the archive {self.stored}")
        return found


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of runs log their alarms."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("family", FAMILIES)
def test_no_run_is_dishonest_and_healthy_runs_mend_everything(family: str) -> None:
    machine = type("Simulation", (Simulation,), {"fault": FAMILIES[family]})
    run_state_machine_as_test(machine, settings=TRIES)  # type: ignore[no-untyped-call]
