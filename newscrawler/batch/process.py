"""One newspaper's process in a batch: started, watched, stopped, and what became of it."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from newscrawler.batch.start import Process
from newscrawler.korean.dates import iso, now_kst
from newscrawler.newspapers import Site
from newscrawler.run.exits import BADNESS, INCOMPLETE, INTERRUPTED, LOCKED, NOT_STORED, OK
from newscrawler.store.manifest import Manifest, SiteOutcome, SiteState
from newscrawler.store.published import PublishedRuns
from newscrawler.translation import N_

_TAIL = 65_536
_PROGRESS = re.compile(
    r"(?<!\d)\d{1,12} pages, (\d{1,12}) articles, (\d{1,9}\.\d) pages/s, (-?\d{1,12}) to do"
)  # extensions.Progress

Start = Callable[[Site, BinaryIO, Sequence[str]], Process]
"""Starts the crawl of a newspaper with more options, its output to a file; raises OSError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a batch goes about its newspapers; times in seconds.

    ``start`` starts a newspaper's process, whose output goes to a file, or raises OSError. ``feeds`` is where the runs
    of a newspaper, by its short name, are published, ``logs`` the folder of this batch's log files. ``grace`` is the
    time a process has to end by itself.
    """

    start: Callable[[Site, BinaryIO], Process]
    feeds: Callable[[str], PublishedRuns]
    logs: Path
    jobs: int
    timeout: float | None
    grace: float


class Crawl:
    """One newspaper's process, from its start on."""

    def __init__(self, site: Site, plan: Plan) -> None:
        """Starts the process; raises OSError."""
        self.site, self.plan = site, plan
        self.log = plan.logs / f"{site.name}.log"
        self.stopped: SiteState | None = None  # why the batch told it to end
        self.started_at, self._began = iso(now_kst()), time.monotonic()
        self._kill_at: float | None = None
        self._runs_before = self._runs()
        with self.log.open("wb") as log:
            self.process = plan.start(site, log)

    @property
    def name(self) -> str:
        """The newspaper's short name."""
        return self.site.name

    @property
    def age(self) -> float:
        """The seconds since its start."""
        return time.monotonic() - self._began

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def mind_the_time(self) -> None:
        """Stops a process whose time is over, and kills one that was stopped and does not end."""
        now = time.monotonic()
        if self._kill_at is not None and now >= self._kill_at:
            self.process.kill()
        elif self._kill_at is None and self.plan.timeout is not None and self.age >= self.plan.timeout:
            self.stop("timeout")

    def stop(self, reason: SiteState) -> None:
        """Tells the process to end; a second time to leave at once."""
        self.stopped = self.stopped or reason
        self._kill_at = self._kill_at or time.monotonic() + self.plan.grace
        self.process.terminate()

    def progress(self) -> tuple[str, str, str]:
        """Articles, pages a second and requests left, as its log told last; empty when it told nothing yet."""
        found = _PROGRESS.findall(self.tail())
        return found[-1] if found else ("", "", "")

    def outcome(self) -> SiteOutcome:
        """What became of the newspaper, once the process has ended."""
        manifest, code = self._manifest(), self.process.returncode
        assert code is not None
        state, status = _judge(code, self.stopped, manifest.exit_code if manifest else None)
        alarms = self._last_words() if manifest is None else list(manifest.alarms)
        if manifest is None and code == OK:
            alarms.insert(0, N_("the process ended with status 0 but published no run, so that it was not judged"))
        if code < 0:
            alarms.insert(0, N_(f"the process was ended by signal {-code} ({signal.strsignal(-code)})"))
        if state == "timeout" and self.plan.timeout is not None:
            alarms.insert(0, N_(f"the run was stopped after {self.plan.timeout / 60:g} minutes"))
        return SiteOutcome(
            site=self.site.name,
            title=self.site.title,
            state=state,
            exit_code=status,
            started_at=self.started_at,
            finished_at=iso(now_kst()),
            run_id=manifest.run_id if manifest else None,
            counts=manifest.counts if manifest else None,
            alarms=alarms,
            log=str(self.log),
        )

    def _runs(self) -> list[str] | None:
        """The published runs of the newspaper by start; None if their place cannot be asked, which its crawl says."""
        try:
            return self.plan.feeds(self.site.name).run_ids()
        except OSError:
            return None

    def _manifest(self) -> Manifest | None:
        """The manifest of the run that was published meanwhile; only one run of a newspaper can be at work."""
        runs, before = self._runs(), self._runs_before
        if runs is None or before is None or self.process.returncode == LOCKED:
            return None
        new = [run_id for run_id in runs if run_id not in before]
        if not new:
            return None
        try:
            return self.plan.feeds(self.site.name).manifest(new[-1])
        except (OSError, msgspec.MsgspecError):
            return None

    def tail(self) -> str:
        """The end of the log; nothing where somebody cleared it away."""
        try:
            with self.log.open("rb") as log:
                log.seek(max(0, log.seek(0, os.SEEK_END) - _TAIL))
                return log.read().decode("utf-8", "replace")
        except OSError:
            return ""

    def _last_words(self) -> list[str]:
        """What a process without a run folder said of its end."""
        lines = [line for line in self.tail().splitlines() if line.strip()]
        return [line.removeprefix("! ") for line in lines if line.startswith("! ")] or lines[-1:]


def _judge(code: int, stopped: SiteState | None, judged: int | None) -> tuple[SiteState, int]:
    """State and exit status of a process that ended with ``code``, negative where a signal ended it.

    ``judged`` is the exit status that its run was judged to deserve, None if it published no run.
    """
    if code == OK:  # only a run that was judged can end well
        return ("failed", NOT_STORED) if judged is None else ("finished", judged)
    known = code in BADNESS and (judged is not None or code != INCOMPLETE)  # Python's own status for a traceback is 1
    if stopped:
        return stopped, code if known else INTERRUPTED
    if not known:
        return "failed", INCOMPLETE
    states: Mapping[int, SiteState] = {LOCKED: "locked", INTERRUPTED: "interrupted"}
    return states.get(code, "finished"), code


def not_crawled(site: str, title: str, state: SiteState, status: int, sentence: str) -> SiteOutcome:
    now = iso(now_kst())
    return SiteOutcome(
        site=site,
        title=title,
        state=state,
        exit_code=status,
        started_at=now,
        finished_at=now,
        run_id=None,
        counts=None,
        alarms=[sentence],
        log="",
    )
