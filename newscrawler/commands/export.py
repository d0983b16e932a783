"""`scrapy export`: makes a newspaper's feeds again from its archive."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from scrapy.commands import ScrapyCommand

from newscrawler.commands import refuse
from newscrawler.exporters import FILES, write_lines
from newscrawler.korean.dates import now_kst, parse_day_argument
from newscrawler.run.exits import NOT_STORED
from newscrawler.store.archive import Archive, ArchiveError, archive_path


class Command(ScrapyCommand):
    """Writes records of the archive as JSON Lines: those of one run, or the articles of some days."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <site>"

    def short_desc(self) -> str:
        return "Write a newspaper's records from its archive as JSON Lines"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--run", metavar="ID", help="the records of this run (default: the last one)")
        parser.add_argument("--since", metavar="DATE", help="articles published on this day (KST) or later")
        parser.add_argument("--until", metavar="DATE", help="articles published on this day (KST) or earlier")
        parser.add_argument("-o", "--output", metavar="FILE", help="the file to write (default: standard output)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if len(args) != 1:
            refuse("export", "name one site, as in: scrapy export gndnews")
        if opts.run and (opts.since or opts.until):
            refuse("export", "--run goes without --since and --until")
        since, until = (_day(value) for value in (opts.since, opts.until))
        try:
            path = archive_path(self.settings, args[0])
            if not path.exists():
                refuse("export", f"there is no archive of {args[0]!r} at {path}")
            archive = Archive(path)
            records = archive.articles_between(since, until) if since or until else _of_run(archive, opts.run)
            write_lines(records, Path(opts.output) if opts.output else None)
            archive.close()
        except (ArchiveError, OSError) as error:
            print(f"scrapy export: {error}", file=sys.stderr)
            self.exitcode = NOT_STORED


def _of_run(archive: Archive, run_id: str | None) -> Iterator[bytes]:
    number = archive.run_number(run_id)
    if number is None:
        refuse("export", f"the archive has no run {run_id!r}" if run_id else "the archive has no run")
    for kind in FILES:
        yield from archive.records(kind, number)


def _day(value: str | None) -> str | None:
    try:
        return parse_day_argument(value, now_kst().date()).isoformat() if value else None
    except ValueError as error:
        refuse("export", str(error))
