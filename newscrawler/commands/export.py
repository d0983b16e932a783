"""`scrapy export`: recreates a newspaper's feeds from its archive."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing

import msgspec
from scrapy.commands import ScrapyCommand

from newscrawler.commands import (
    add_day_options,
    add_output_option,
    days,
    one_site,
    refuse,
    storage_errors,
    write_records,
)
from newscrawler.commands.streams import prepare_streams
from newscrawler.exporters import EXPORTERS, ArticleExporter
from newscrawler.store.archive import Archive, ArchiveError, checked
from newscrawler.store.archives import read_archive
from newscrawler.store.feeds import Feeds, open_feeds


class Command(ScrapyCommand):
    """Writes records from the archive as JSON Lines: those of one run, or the articles of a range of days."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <site>"

    def short_desc(self) -> str:
        return "Write a newspaper's records from its archive as JSON Lines"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--run", metavar="ID", help="export the records of this run (default: the last one)")
        add_day_options(parser)
        add_output_option(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        site = one_site("export", args)
        if opts.run and (opts.since or opts.until):
            refuse("export", "--run cannot be combined with --since or --until")
        since, until = days("export", opts)
        with storage_errors(self, "export"), closing(read_archive(self.settings, site)) as archive:
            if since or until:
                records = _decodable(archive, archive.articles_between(since, until), ArticleExporter.record)
            else:
                records = _of_run(archive, open_feeds(self.settings, site), opts.run)
            write_records(records, opts.output)


def _of_run(archive: Archive, feeds: Feeds, run_id: str | None) -> Iterator[bytes]:
    number = archive.run_number(run_id)
    if number is None and run_id:
        refuse("export", f"the archive has no run {run_id!r}")
    if number is None and (published := feeds.run_ids()):
        raise ArchiveError(
            f"the archive of {archive.site} has no run, but {feeds.path} has {len(published)} published runs: "
            "the archive was lost or is in another place"
        )
    if number is None:
        refuse("export", "the archive has no run")
    for kind, exporter in EXPORTERS.items():
        yield from _decodable(archive, archive.records(kind, number), exporter.record)


def _decodable(archive: Archive, records: Iterator[bytes], record_class: type) -> Iterator[bytes]:
    """Yields the records as stored; raises ArchiveError at one that is not a valid record."""
    return (record for record, _ in checked(records, msgspec.json.Decoder(record_class).decode, archive))
