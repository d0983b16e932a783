"""Watches a batch on the cluster from anywhere: what the live table shows of it, and its report when it has ended."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import psycopg

from newscrawler.batch.batch import log_outcome
from newscrawler.cluster import batches
from newscrawler.cluster.batches import State
from newscrawler.store.archive import ArchiveError
from newscrawler.store.manifest import BatchReport, SiteOutcome
from newscrawler.store.postgres_session import Session, connect, errors_of, place_of
from newscrawler.translation import N_

logger = logging.getLogger(__name__)

APPLICATION = "scrapy batch"
_TICK = 0.5  # seconds
_PATIENCE = 60.0  # seconds


class UnservedError(Exception):
    """The time of a batch is over, and nobody is at work on it; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class RemoteCrawl:
    """A newspaper at work on some machine."""

    name: str
    machine: str
    began_at: datetime
    told: tuple[str, str, str]
    stopped: str | None = None

    @property
    def age(self) -> float:
        """The seconds since its start."""
        return (datetime.now(UTC) - self.began_at).total_seconds()

    def progress(self) -> tuple[str, str, str]:
        """Articles, pages a second and requests left, as its worker told last."""
        return self.told


@dataclass(slots=True)
class Watched:
    """A batch as the live table shows it."""

    state: State
    slots: int = 1
    waiting: list[str] = field(default_factory=list)
    running: list[RemoteCrawl] = field(default_factory=list)
    outcomes: list[SiteOutcome] = field(default_factory=list)
    served: bool = True

    @property
    def took(self) -> list[float]:
        """The seconds of each newspaper that has ended by itself."""
        ended = (outcome for outcome in self.outcomes if outcome.state in ("finished", "failed"))
        return [
            (datetime.fromisoformat(one.finished_at) - datetime.fromisoformat(one.started_at)).total_seconds()
            for one in ended
        ]

    def read(self, db: Session) -> None:
        """Reads how far the batch is; logs what became of newspapers since the last time."""
        state = batches.read_state(db, self.state.batch)
        assert state is not None
        new = batches.outcomes(db, state.batch, {outcome.site for outcome in self.outcomes})
        self.outcomes += new
        for outcome in new:
            log_outcome(logger, outcome)
        self.running = [
            RemoteCrawl(site, machine, began, (told[0], told[1], told[2]) if told else ("", "", ""))
            for site, machine, began, told in batches.attempts(db, state.batch)
        ]
        busy = {one.site for one in self.outcomes} | {one.name for one in self.running}
        self.waiting = [entry["site"] for entry in state.sites if entry["site"] not in busy]
        slots = batches.slots(db, state.queue)
        if self.served and not slots:
            logger.warning("no worker serves this batch's table of newspapers at the moment")
        self.served, self.slots = slots > 0, max(slots, 1)
        self.state = state


def watch(
    url: str, batch: str, show: Callable[[Watched], None], is_interrupted: Callable[[], bool]
) -> BatchReport | None:
    """Shows a batch until it has ended and returns its report; None if the watcher was interrupted before.

    Bears a database that is away for a minute. Raises ArchiveError if it is away longer, UnservedError if nobody works
    on the batch any more.
    """
    place, last = place_of(url), time.monotonic()
    db: Session | None = None
    watched: Watched | None = None
    try:
        while not is_interrupted():
            try:
                with errors_of(place):
                    db = db if db is not None and not db.closed else connect(url, application=APPLICATION)
                    if watched is None:
                        state = batches.read_state(db, batch)
                        assert state is not None
                        watched = Watched(state)
                    watched.read(db)
                    if watched.state.ended_at is not None:
                        return batches.read_report(db, batch)
                    last = time.monotonic()
            except ArchiveError:
                if time.monotonic() - last > _PATIENCE:
                    raise
            if watched is not None:
                _require_workers(watched)
                show(watched)
            time.sleep(_TICK)
        return None
    finally:
        if db is not None:
            with suppress(psycopg.Error):
                db.close()


def _require_workers(watched: Watched) -> None:
    over = watched.state.tries_until < datetime.now(UTC)
    if over and not watched.served and not watched.running:
        sentence = N_("its time is over, and no worker serves its table of newspapers")
        raise UnservedError(N_(f"nobody works on batch {watched.state.batch}: {sentence}"))
