"""`scrapy worker`: crawls the newspapers that batches on the cluster hand to this machine."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from typing import BinaryIO

from scrapy.commands import ScrapyCommand
from scrapy.utils.log import install_scrapy_root_handler

from newscrawler.batch.jobs import jobs, resources
from newscrawler.batch.start import Process
from newscrawler.commands import refuse
from newscrawler.commands.batch import LIVE, OWN, positive, time_to_end, way_to_start
from newscrawler.commands.on_cluster import require_cluster
from newscrawler.commands.streams import complain, prepare_streams, program
from newscrawler.newspapers import Site, all_sites
from newscrawler.run.checks import SettingsError
from newscrawler.run.exits import NOT_STORED
from newscrawler.store.archive import ArchiveError
from newscrawler.translation import N_


class Command(ScrapyCommand):
    """Works until it is stopped (SIGTERM: its crawls end in good order, their jobs go back); see docs/cluster.md."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Crawl newspapers for `scrapy batch --on cluster`"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        most = jobs(*resources())
        told = f"newspapers at a time (default {most}, what the memory and cores of this machine allow)"
        parser.add_argument("--jobs", metavar="N", type=positive(int), default=most, help=told)
        parser.add_argument("--spawn", action="store_true", help="start a new Python for each newspaper")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        if args:
            refuse("worker", N_(f"unexpected arguments: {' '.join(args)}"))
        url = require_cluster("worker", self.settings)
        from newscrawler.cluster.worker import Worker  # noqa: PLC0415 - only clusters have its packages

        install_scrapy_root_handler(self.settings)
        start, own = way_to_start(self.settings, opts.spawn), [part for one in opts.set for part in ("-s", one)]

        def start_with_own(site: Site, log: BinaryIO, passed: Sequence[str]) -> Process:
            return start(site, log, [*LIVE, *own, *passed, *OWN])

        grace = max(time_to_end(self.settings, site) for site in all_sites(self.settings).values())
        try:
            worker = Worker(self.settings, url, opts.jobs, start_with_own, grace)
            with asyncio.Runner(
                loop_factory=asyncio.new_event_loop
            ) as runner:  # asyncio.run() leaves its loop to forks
                sentence = runner.run(worker.run())
        except SettingsError as error:
            refuse("worker", str(error))
        except ArchiveError as error:
            sentence = str(error)
        if sentence:
            complain(f"{program()} worker: {sentence}")
            self.exitcode = NOT_STORED
