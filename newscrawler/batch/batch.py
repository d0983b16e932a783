"""A batch: many newspapers, each crawled by a process of its own, so many of them at a time.

One loop starts, watches and stops the processes; there are no threads. What becomes of one newspaper
touches no other. A process that is stopped loses nothing: what it stored is in its archive, what it
did not read is read by the next run.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable

from newscrawler.batch.process import Crawl, Plan, not_crawled
from newscrawler.newspapers import Site
from newscrawler.run.exits import INCOMPLETE, INTERRUPTED, OK
from newscrawler.store.manifest import SiteOutcome
from newscrawler.translation import N_

logger = logging.getLogger(__name__)

FOLDER = "batches"
"""The folder of DATA_DIR that keeps the batches: <id>.json, and <id>/<site>.log of each newspaper."""

_TICK = 0.1  # seconds


class Batch:
    """The newspapers that wait, those at work and what became of the others."""

    def __init__(self, sites: Iterable[Site], plan: Plan) -> None:
        self.plan = plan
        self.waiting = list(sites)
        self.running: list[Crawl] = []
        self.outcomes: list[SiteOutcome] = []
        self.took: list[float] = []  # the seconds of each newspaper that has ended by itself
        self._signals = self._passed_on = 0

    @property
    def slots(self) -> int:
        """How many newspapers are crawled at a time."""
        return self.plan.jobs

    def interrupt(self, *_: object) -> None:
        """Ends the batch; a handler of signals, each of which is passed on to the processes."""
        self._signals += 1

    def run(self, show: Callable[[Batch], None]) -> list[SiteOutcome]:
        """Crawls them all and says what became of each; ``show`` is called over and over meanwhile."""
        try:
            while self.waiting or self.running:
                while self._passed_on < self._signals:
                    self._pass_on()
                self._start()
                for crawl in self.running.copy():
                    if crawl.has_ended():
                        self.running.remove(crawl)
                        if not crawl.stopped:
                            self.took.append(crawl.age)
                        self._enter(crawl.outcome())
                    else:
                        crawl.mind_the_time()
                show(self)
                time.sleep(_TICK)
        finally:
            for crawl in self.running:  # none, unless the batch itself broke
                crawl.stop("interrupted")
        return self.outcomes

    def _start(self) -> None:
        """Starts as many as may run; newspapers on one server take turns."""
        while len(self.running) < self.plan.jobs:
            busy = {crawl.site.server for crawl in self.running}
            site = next((site for site in self.waiting if site.server not in busy), None)
            if site is None:
                return
            self.waiting.remove(site)
            try:
                self.running.append(Crawl(site, self.plan))
                logger.info("%s: started", site.name)
            except OSError as error:  # no room for its log, no room for a process
                sentence = N_(f"no process could be started: {error}")
                self._enter(not_crawled(site.name, site.title, "failed", INCOMPLETE, sentence))

    def _pass_on(self) -> None:
        """Passes a signal on; newspapers that wait are not crawled any more."""
        self._passed_on += 1
        for crawl in self.running:
            crawl.stop("interrupted")
        for site in self.waiting:
            sentence = N_("the batch was interrupted before its turn")
            self._enter(not_crawled(site.name, site.title, "interrupted", INTERRUPTED, sentence))
        self.waiting.clear()

    def _enter(self, outcome: SiteOutcome) -> None:
        self.outcomes.append(outcome)
        log_outcome(logger, outcome)


def log_outcome(logger: logging.Logger, outcome: SiteOutcome, then: str = "") -> None:
    """Logs what became of a newspaper in one line: an error unless all went well; ``then`` is what follows from it."""
    new = outcome.counts.new if outcome.counts else 0
    level = logging.INFO if outcome.exit_code == OK else logging.ERROR
    sentences = "".join(f"; {sentence}" for sentence in (*outcome.alarms[:1], *([then] if then else [])))
    logger.log(level, f"{outcome.site}: {outcome.state}, status {outcome.exit_code}, {new} new articles{sentences}")
