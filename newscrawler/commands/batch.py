"""`scrapy batch`: crawls all newspapers of the table, some at a time, and reports on them as a whole."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.conf import arglist_to_dict
from scrapy.utils.log import install_scrapy_root_handler

from newscrawler import __version__
from newscrawler.batch import forked
from newscrawler.batch.batch import FOLDER, Batch
from newscrawler.batch.jobs import jobs, resources
from newscrawler.batch.preload import preload
from newscrawler.batch.printing import announce, shown
from newscrawler.batch.process import Plan, Start
from newscrawler.batch.start import Process, spawn
from newscrawler.commands import check_run, refuse
from newscrawler.commands.on_cluster import check, run_on_cluster
from newscrawler.commands.streams import complain, prepare_streams, printing, program
from newscrawler.korean.dates import iso, now_kst
from newscrawler.newspapers import Site, all_sites, table_path
from newscrawler.newspapers.address import quotable
from newscrawler.run import alarms
from newscrawler.run.arguments import ArgumentError
from newscrawler.run.checks import SettingsError
from newscrawler.run.exits import LOCKED, NOT_STORED, OK, worst
from newscrawler.run.quality import FloorsError
from newscrawler.spiders.site import SiteSpider
from newscrawler.store.archive import ArchiveError
from newscrawler.store.archives import require_own_archives
from newscrawler.store.feeds import open_feeds
from newscrawler.store.files import write_json
from newscrawler.store.lock import LockedError, RunLock
from newscrawler.store.manifest import BatchReport
from newscrawler.suggestions import suggestion
from newscrawler.translation import N_

logger = logging.getLogger(__name__)

LIVE = ["-s", "LOGSTATS_INTERVAL=5"]
"""Options of a crawl whose log the live table reads."""
OWN = ["-s", "LOG_FILE=", "-s", "ALARM_WEBHOOK=", "-s", "ALARM_COMMAND=", "-s", "LANGUAGE=en"]
"""Options of every crawl: its log and its alarms are the batch's to keep and to send."""
_JOBS_HELP = "newspapers at a time (default {}, what the memory and cores of this machine allow)"
_TIMEOUT_HELP = "minutes after which a newspaper is stopped, to go on next time (default 720)"


class Command(ScrapyCommand):
    """One process per newspaper; its options, files and exit statuses: README.md and docs/newspapers.md."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [site ...]"

    def short_desc(self) -> str:
        return "Crawl all newspapers of the table (or those named), some at a time"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        most = jobs(*resources())
        add = parser.add_argument
        add("--jobs", metavar="N", type=positive(int), help=_JOBS_HELP.format(most))
        add("--timeout", metavar="MIN", type=positive(float), default=720, help=_TIMEOUT_HELP)
        add("--since", metavar="DATE", help="the same as -a since=DATE")
        add("--spawn", action="store_true", help="start a new Python for each newspaper instead of a fork of this one")
        add("--on", choices=["cluster"], help="have the workers of a cluster crawl them (docs/cluster.md)")
        add("--detach", action="store_true", help="with --on cluster: print the id of the batch and do not watch it")
        add("--check", metavar="ID", help="say how a batch on the cluster is; `last` is the newest one")
        add("--within", metavar="TIME", default="12h", help="with --check: the time it may take (default 12h)")
        add("-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="argument of each spider")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)  # what the options mean may be refused
        super().process_options(args, opts)
        prepare_streams(self.settings)
        try:
            opts.spargs = arglist_to_dict(opts.spargs)
        except ValueError:
            raise UsageError("Invalid -a value, use -a NAME=VALUE", print_help=False) from None
        if opts.since:
            opts.spargs["since"] = opts.since
        asked_for_logs = opts.loglevel or opts.logfile or any(s.startswith("LOG_") for s in opts.set)
        self.live = sys.stderr.isatty() and not asked_for_logs
        if self.live:
            self.settings.set("LOG_LEVEL", "CRITICAL", priority="cmdline")  # the table says the rest

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if opts.check:
            check(self, opts.check, opts.within)
            return
        sites = self._sites(args, opts.spargs)
        try:
            require_own_archives(self.settings, [site.name for site in sites])
        except ArchiveError as error:
            refuse("batch", str(error))
        install_scrapy_root_handler(self.settings)  # no more of Scrapy's logging: each fork configures it anew
        if opts.on:
            if opts.jobs or opts.spawn:
                refuse("batch", N_("give --jobs and --spawn to scrapy worker, on each machine of the cluster"))
            with shown(self.live) as show:
                run_on_cluster(self, sites, self._passed(opts), opts, show)
            return
        folder = Path(self.settings["DATA_DIR"]) / FOLDER
        started = now_kst()
        try:
            lock = RunLock(folder / ".lock", f"process {os.getpid()}, since {iso(started)}", "batch")
            batch_id = _free_id(folder, f"{started:%Y%m%dT%H%M%S}")
            logs = folder / batch_id
            logs.mkdir()
        except LockedError as error:
            complain(f"{program()} batch: {error}")
            self.exitcode = LOCKED
            return
        except OSError as error:
            self._not_stored(error)
            return
        start, passed = way_to_start(self.settings, opts.spawn), [*self._passed(opts), *OWN]
        if self.live:
            passed = [*LIVE, *passed]
        plan = Plan(
            start=lambda site, log: start(site, log, passed),
            feeds=partial(open_feeds, self.settings),
            logs=logs,
            jobs=opts.jobs or jobs(*resources()),
            timeout=opts.timeout * 60,
            grace=max(time_to_end(self.settings, site) for site in sites),
        )
        batch = Batch(sites, plan)
        with _interruptible(batch), shown(self.live) as show:
            outcomes = batch.run(show)
        order = {site.name: number for number, site in enumerate(sites)}
        report = BatchReport(
            batch_id=batch_id,
            started_at=iso(started),
            finished_at=iso(now_kst()),
            exit_code=worst(outcome.exit_code for outcome in outcomes),
            sites=sorted(outcomes, key=lambda outcome: order[outcome.site]),
            newscrawler=__version__,
        )
        self.exitcode = report.exit_code
        path = folder / f"{batch_id}.json"
        try:
            write_json(path, report)
        except OSError as error:
            self._not_stored(error)
        lock.release()
        with printing():
            announce(report, path)
        if report.exit_code not in (OK, LOCKED):
            sentences = [f"{site.site}: {sentence}" for site in report.sites for sentence in site.alarms]
            alarms.send(self.settings, N_(f"newscrawler: batch {batch_id} ended with {report.exit_code}"), sentences)
        self._index()

    def _index(self) -> None:
        """Reads what the archives gained into the index, so that searches need not; no reason to end otherwise."""
        from newscrawler.stories import open_index  # noqa: PLC0415 - no crawl needs it

        assert self.settings is not None
        try:
            with closing(open_index(self.settings)) as index:
                index.catch_up(self.settings)  # an archive that cannot be read has an alarm already
        except (ArchiveError, KeyboardInterrupt) as error:
            complain(
                f"{program()} batch: " + N_(f"the index is not up to date, the next search goes on with it: {error}")
            )

    def _sites(self, names: Sequence[str], arguments: dict[str, str]) -> list[Site]:
        """The newspapers to crawl, those named or all enabled ones; none of them would refuse its arguments."""
        assert self.settings is not None
        loader, table = get_spider_loader(self.settings), all_sites(self.settings)
        for name in names:
            if name not in table:
                meant, known = suggestion(name, table), ", ".join(table)
                refuse("batch", N_(f"there is no newspaper {quotable(name)!r}{meant}: known are {known}"))
        if not names and not (path := table_path(self.settings)).exists():
            refuse("batch", N_(f"there is no list of newspapers at {path}: write one, or name newspapers"))
        chosen = [table[name] for name in dict.fromkeys(names)] or [site for site in table.values() if site.enabled]
        if not chosen:
            refuse("batch", N_("no newspaper is enabled, see docs/newspapers.md"))
        for site in chosen:
            spider = loader.load(site.name)
            try:
                assert issubclass(spider, SiteSpider)
                check_run(spider, arguments, self.settings)
            except (ArgumentError, FloorsError, SettingsError) as error:
                refuse("batch", f"{site.name}: {error}")
        return chosen

    def _passed(self, opts: argparse.Namespace) -> list[str]:
        """The options each crawl is given."""
        passed = [part for name, value in opts.spargs.items() for part in ("-a", f"{name}={value}")]
        passed += [part for setting in opts.set for part in ("-s", setting)]
        return [*passed, "-L", opts.loglevel] if opts.loglevel else passed

    def _not_stored(self, error: OSError) -> None:
        complain(f"{program()} batch: " + N_(f"the batch cannot be stored: {error}"))
        self.exitcode = NOT_STORED


def way_to_start(settings: BaseSettings, spawn: bool) -> Start:
    """How crawls are started: forked from this process where that is safe, else as plain processes."""
    if spawn:
        return _spawned
    preload(settings)
    if reason := forked.why_not():
        logger.info(f"each newspaper gets a new Python: {reason}")
    return _forked


def time_to_end(settings: BaseSettings, site: Site) -> float:
    """The seconds that a crawl which is stopped may take: an answer on its way is waited for, then it is stored."""
    return 30 + max(settings.getfloat("DOWNLOAD_TIMEOUT"), float(site.settings.get("DOWNLOAD_TIMEOUT", 0)))


def _spawned(site: Site, log: BinaryIO, passed: Sequence[str]) -> Process:
    # -P: as with the command `scrapy`, files that lie where it runs are no modules
    return spawn([sys.executable, "-P", "-m", "scrapy", "crawl", site.name, *passed], log)


def _forked(site: Site, log: BinaryIO, passed: Sequence[str]) -> Process:
    if forked.why_not():
        return _spawned(site, log, passed)
    return forked.Forked(["crawl", site.name, *passed], log)


def _free_id(folder: Path, batch_id: str) -> str:
    """The batch's id, with a suffix where another batch began in the same second."""
    taken = (batch_id, *(f"{batch_id}-{number}" for number in range(2, 1000)))
    return next(name for name in taken if not any((folder / file).exists() for file in (name, f"{name}.json")))


@contextmanager
def _interruptible(batch: Batch) -> Iterator[None]:
    """Has signals end the batch in good order; nohup's wish to outlive the terminal is kept."""
    numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
    former = {number: signal.getsignal(number) for number in numbers}
    for number in numbers:
        if former[number] != signal.SIG_IGN or number == signal.SIGTERM:
            signal.signal(number, batch.interrupt)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, former[number])


def positive(kind: type[int] | type[float]) -> Callable[[str], float]:
    """Reads an option that is a number above 0."""

    def read(value: str) -> float:
        number = kind(value)
        if not 0 < number < float("inf"):
            raise ValueError
        return number

    read.__name__ = f"positive {kind.__name__}"  # argparse's error: invalid positive int value
    return read
