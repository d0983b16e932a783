"""`scrapy reread`: reads stored pages again with today's readers, and says which fields would change."""

from __future__ import annotations

import argparse
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawler.commands import refuse, storage_errors, write_records
from newscrawler.commands.streams import complain, prepare_streams, printing, program
from newscrawler.exporters import encode
from newscrawler.run.exits import INCOMPLETE, NOT_STORED
from newscrawler.run.recording import missing_package, warc_folder
from newscrawler.spiders.past import UnknownNewspaperError, site_settings, spider_of
from newscrawler.store.archive import Archive
from newscrawler.store.archives import archived_sites, read_archive
from newscrawler.store.manifest import Manifest
from newscrawler.translation import N_, worded

if TYPE_CHECKING:
    from newscrawler.reread.compare import Reading
    from newscrawler.reread.printing import Report

_SHOWN = 20


class Command(ScrapyCommand):
    """Compares what today's readers make of stored pages with the records of that time; writes no archive."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] RUN|--all [site]"

    def short_desc(self) -> str:
        return "Read the stored pages of past runs again, and show which fields would change"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="all runs whose pages are stored")
        parser.add_argument("--json", metavar="FILE", help="a file for every difference, as JSON Lines")
        parser.add_argument(
            "--show", metavar="N", type=int, default=_SHOWN, help=f"articles to show in full (default {_SHOWN})"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        if package := missing_package():
            refuse("reread", N_(f"the package {package} is required: pip install warcio surt"))
        from newscrawler.reread.printing import Report  # noqa: PLC0415 - its packages are an extra

        if opts.all and len(args) <= 1:
            run_id, site = None, next(iter(args), None)
        elif not opts.all and 1 <= len(args) <= 2:
            run_id, site = args[0], next(iter(args[1:]), None)
        else:
            example = f"{program()} reread 20261122T231351 gndnews"
            refuse("reread", N_(f"give the id of a run or --all, for example: {example}"))
        report = Report(max(0, opts.show))
        with storage_errors(self, "reread"):
            readings = (encode(reading) for reading in self._readings(run_id, site, report))
            if opts.json:
                write_records(readings, opts.json)
            else:
                deque(readings, maxlen=0)
            with printing():
                print("\n".join(map(worded, report.lines())))
            if report.outcomes["damaged"]:
                self.exitcode = NOT_STORED
            elif report.outcomes["no_page"]:
                self.exitcode = self.exitcode or INCOMPLETE

    def _readings(self, run_id: str | None, site: str | None, report: Report) -> Iterator[Reading]:
        """Reads the pages of the chosen runs again; yields what differs."""
        assert self.settings is not None
        for name in [site] if site else archived_sites(self.settings):
            folder = warc_folder(site_settings(self.settings, name), name)
            if folder is None:
                continue
            with closing(read_archive(self.settings, name)) as archive:
                for manifest in archive.manifests():
                    if run_id in (None, manifest.run_id):
                        yield from self._of_run(archive, manifest, folder, report)
        if not report.runs:
            what = f"run {run_id}" if run_id else "any run"
            refuse("reread", N_(f"WARC_DIR does not have the pages of {what}"))

    def _of_run(self, archive: Archive, manifest: Manifest, folder: Path, report: Report) -> Iterator[Reading]:
        from newscrawler.reread.compare import Rereader  # noqa: PLC0415 - likewise
        from newscrawler.reread.pages import NoWarcError, StoredPages  # noqa: PLC0415 - likewise
        from newscrawler.store.warc import WarcError  # noqa: PLC0415 - likewise

        assert self.settings is not None
        try:
            spider = spider_of(manifest, self.settings)
            pages = StoredPages(folder, manifest.run_id, spider)
            report.runs += 1
            for reading in Rereader(archive, manifest.run_id, pages, spider).readings():
                report.add(reading)
                if reading.outcome != "same":
                    yield reading
        except NoWarcError:
            return  # a run without WARC_DIR
        except (UnknownNewspaperError, WarcError) as error:
            complain(f"! {error}")
            self.exitcode = NOT_STORED
