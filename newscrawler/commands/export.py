"""`scrapy export`: writes records from the archives, as the feeds or as a corpus for other programs."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

import msgspec
from scrapy.commands import ScrapyCommand

from newscrawler.commands import (
    add_day_options,
    days,
    one_site,
    parse_days,
    refuse,
    storage_errors,
    write_records,
)
from newscrawler.commands.streams import prepare_streams
from newscrawler.corpus.card import MARK, make_card
from newscrawler.corpus.columns import Columns, FieldError, choose_columns
from newscrawler.corpus.files import Format, stem, write_file, write_folder
from newscrawler.corpus.selection import NoRunError, Selection, stored
from newscrawler.corpus.writers import WRITERS
from newscrawler.exporters import EXPORTERS, ArticleExporter
from newscrawler.korean.dates import iso, now_kst
from newscrawler.newspapers import SitesError, known_titles
from newscrawler.store.archive import Archive, ArchiveError, checked
from newscrawler.store.archives import archived_sites, read_archive, require_own_archives
from newscrawler.store.files import whole_file, whole_folder, write_whole
from newscrawler.translation import N_

KINDS = {stem(kind): kind for kind in EXPORTERS}
"""The kinds of records by the names that people type."""
_FORMATS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".jl": "jsonl", ".csv": "csv", ".parquet": "parquet"}
_COMPRESSED = {f"{ending}.gz": name for ending, name in _FORMATS.items() if name != "parquet"}
_README = "README.md"


class Command(ScrapyCommand):
    """Writes records of one or more archives as JSON Lines, CSV or Parquet, into a file or a folder."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <site> ... | --all"

    def short_desc(self) -> str:
        return "Write records from the archives as JSON Lines, CSV or Parquet"

    def long_desc(self) -> str:
        return (
            "Writes records from the archives of newspapers. One newspaper without further options: the feeds of its "
            "last run. Otherwise all records, or those that the options choose, each with the run_id of its run."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="all newspapers that have an archive")
        parser.add_argument(
            "--kind",
            action="append",
            metavar="KIND",
            help=f"{', '.join(KINDS)}; several joined by commas (default articles; in a folder, all)",
        )
        parser.add_argument("--run", metavar="ID", help="only what this run stored")
        parser.add_argument(
            "--runs-since", metavar="DATE", help="only what runs stored that began on this day or later"
        )
        parser.add_argument(
            "--runs-until", metavar="DATE", help="only what runs stored that began on this day or earlier"
        )
        parser.add_argument("--latest", action="store_true", help="only the last revision of each article")
        parser.add_argument(
            "--drop-removed",
            action="store_true",
            help="leave out removed articles (with --latest, --since or --until)",
        )
        add_day_options(parser)
        parser.add_argument(
            "--without",
            action="append",
            metavar="FIELD",
            help="leave out a field, or one within it (authors.email); several joined by commas",
        )
        parser.add_argument(
            "--format", choices=WRITERS, help="the format, if the file's ending does not name it (parquet in a folder)"
        )
        parser.add_argument(
            "--bom", action="store_true", help="begin a CSV file with the mark by which Excel knows UTF-8"
        )
        parser.add_argument(
            "-o",
            "--output",
            metavar="PATH",
            help="the file to write (.jsonl, .csv, .parquet; .jsonl.gz, .csv.gz), or with / at its end the folder "
            "(default standard output)",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        folder = _folder(opts.output)
        format = _format(opts, folder is not None)
        self._chosen = _command_line(args, opts)
        if format == Format("jsonl") and folder is None and not _asks_for_more(args, opts):
            self._export_feeds(one_site("export", args), opts)
            return
        selection = _selection(opts)
        kinds = _kinds(opts, format, folder is not None)
        try:
            columns = choose_columns(kinds, _listed(opts.without))
            require_own_archives(self.settings, args)
        except (FieldError, ArchiveError) as error:
            refuse("export", str(error))
        if format.name == "parquet" and find_spec("pyarrow") is None:
            refuse("export", N_("Parquet is written by pyarrow: pip install pyarrow"))
        with storage_errors(self, "export"):
            sites = self._sites(args, opts)
            try:
                if folder is not None:
                    self._export_folder(folder, format, columns, sites, selection)
                else:
                    with _opened(opts.output) as file:
                        write_file(file, format, columns, self._archives(sites), selection)
            except NoRunError as error:
                refuse("export", str(error))

    # ---- the feeds of one newspaper ----------------------------------------------------------
    def _export_feeds(self, site: str, opts: argparse.Namespace) -> None:
        """Writes the lines of the feeds: those of one run, or the last revisions of articles of some days."""
        assert self.settings is not None
        if opts.run and (opts.since or opts.until):
            refuse("export", N_("--run cannot be combined with --since or --until"))
        since, until = days("export", opts)
        with storage_errors(self, "export"), stored(self.settings, site) as archive:
            if since or until:
                records = _decodable(archive, archive.articles_between(since, until), ArticleExporter.record)
            else:
                records = _of_run(archive, opts.run)
            write_records(records, opts.output)

    # ---- a corpus ----------------------------------------------------------------------------
    def _sites(self, args: list[str], opts: argparse.Namespace) -> list[str]:
        """The newspapers to export; refuses none, names with ``--all``, and names without an archive."""
        assert self.settings is not None
        if bool(args) == opts.all:
            refuse("export", N_("give the names of newspapers, or --all for all that have an archive"))
        for site in args:
            read_archive(self.settings, site).close()
        sites = list(dict.fromkeys(args)) or archived_sites(self.settings)
        if not sites:
            refuse("export", N_(f"no archives found in {self.settings['DATA_DIR']}: crawl a newspaper first"))
        return sites

    def _archives(self, sites: list[str]) -> Iterator[Archive]:
        """The archives one after the other, each open until the next is asked for."""
        assert self.settings is not None
        for site in sites:
            with stored(self.settings, site) as archive:
                yield archive

    def _export_folder(
        self, path: Path, format: Format, columns: dict[str, Columns], sites: list[str], selection: Selection
    ) -> None:
        assert self.settings is not None
        if path.exists() and not (path.is_dir() and (_is_export(path) or not any(path.iterdir()))):
            refuse(
                "export",
                N_(f"{path} is not a folder of an earlier export, which a new one may replace; name another one"),
            )
        try:
            titles = known_titles(self.settings)
        except SitesError as error:
            refuse("export", str(error))
        with whole_folder(path) as folder:
            summaries, files = write_folder(folder, format, columns, self._archives(sites), selection)
            card = make_card(columns, format.name, summaries, files, titles, iso(now_kst()), self._chosen)
            write_whole(folder / _README, card)


def _command_line(args: list[str], opts: argparse.Namespace) -> str:
    """What was typed of this command's own options; settings, which may hold passwords, are left out."""
    words = ["export", *args, *(["--all"] if opts.all else []), *(["--latest"] if opts.latest else [])]
    words += ["--drop-removed"] if opts.drop_removed else []
    values = {"--kind": opts.kind, "--without": opts.without, "--run": opts.run, "--since": opts.since}
    values |= {"--until": opts.until, "--runs-since": opts.runs_since, "--runs-until": opts.runs_until}
    for name, value in values.items():
        for each in [value] if isinstance(value, str) else value or ():
            words += [name, each]
    return shlex.join(words)


def _folder(output: str | None) -> Path | None:
    """The folder that ``-o`` names, with a slash at its end or by being one; None for a file or standard output."""
    if output is None or not (output.endswith(("/", os.sep)) or Path(output).is_dir()):
        return None
    return Path(output)


def _is_export(folder: Path) -> bool:
    try:
        return MARK in (folder / _README).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _format(opts: argparse.Namespace, into_folder: bool) -> Format:
    """The format that the file's ending or ``--format`` names; refuses endings that name none, and contradictions."""
    if into_folder:
        name, compressed = opts.format or "parquet", False
    elif opts.output is None:
        name, compressed = opts.format or "jsonl", False
        if name == "parquet":
            refuse("export", N_("Parquet needs a file: -o articles.parquet"))
    else:
        file = Path(opts.output).name.lower()
        endings = _FORMATS | _COMPRESSED
        ending = max((ending for ending in endings if file.endswith(ending)), key=len, default="")
        compressed = ending in _COMPRESSED
        if opts.format and ending and endings[ending] != opts.format:
            refuse("export", N_(f"--format {opts.format} does not fit {opts.output}"))
        # a name without an ending was always JSON Lines
        name = endings.get(ending) or opts.format or ("" if Path(file).suffix else "jsonl")
        if not name:
            known = ", ".join(endings)
            refuse("export", N_(f"{opts.output}: the ending is not one of {known}; choose one of them, or a --format"))
    if opts.bom and name != "csv":
        refuse("export", N_("--bom is for CSV only"))
    return Format(name, compressed, opts.bom)


def _asks_for_more(args: list[str], opts: argparse.Namespace) -> bool:
    """Whether more is asked for than the feeds of one newspaper, which are written as they are."""
    chosen = (opts.all, opts.kind, opts.latest, opts.drop_removed, opts.runs_since, opts.runs_until, opts.without)
    return any(chosen) or len(args) > 1


def _selection(opts: argparse.Namespace) -> Selection:
    since, until = days("export", opts)
    runs_since, runs_until = parse_days("export", opts.runs_since, opts.runs_until, "--runs-since", "--runs-until")
    if opts.run and (since or until or runs_since or runs_until):
        refuse("export", N_("--run cannot be combined with --since, --until, --runs-since or --runs-until"))
    latest = opts.latest or bool(since or until)
    if opts.drop_removed and not latest:
        refuse("export", N_("--drop-removed goes with --latest: earlier revisions would stay without their end"))
    return Selection(
        latest=latest,
        drop_removed=opts.drop_removed,
        since=since,
        until=until,
        runs_since=runs_since,
        runs_until=runs_until,
        run_id=opts.run,
    )


def _listed(values: list[str] | None) -> list[str]:
    """The parts of options that take several values joined by commas."""
    return [part.strip() for value in values or () for part in value.split(",") if part.strip()]


def _kinds(opts: argparse.Namespace, format: Format, into_folder: bool) -> list[str]:
    """The kinds to export; refuses unknown ones, days of publication of others than articles, several in a table."""
    names = list(dict.fromkeys(_listed(opts.kind)))
    by_day = bool(opts.since or opts.until)
    if not names:
        names = list(KINDS) if into_folder and not by_day else ["articles"]
    if unknown := [name for name in names if name not in KINDS]:
        refuse("export", N_(f"unknown kind {unknown[0]!r}; the kinds are {', '.join(KINDS)}"))
    if by_day and names != ["articles"]:
        refuse("export", N_("--since and --until are days of publication, which only articles have; see --runs-since"))
    if len(names) > 1 and not into_folder and format.name != "jsonl":
        refuse(
            "export", N_("a table holds one kind of record: choose one with --kind, or write into a folder: -o corpus/")
        )
    return [KINDS[name] for name in names]


@contextmanager
def _opened(output: str | None) -> Iterator[BinaryIO]:
    """The file to write, which appears when it is complete, or standard output."""
    if output is not None:
        with whole_file(Path(output)) as file:
            yield file
    elif sys.stdout is None:
        raise OSError(N_("standard output is closed"))
    else:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()


def _of_run(archive: Archive, run_id: str | None) -> Iterator[bytes]:
    number = archive.run_number(run_id)
    if number is None and run_id:
        refuse("export", N_(f"the archive has no run {run_id!r}"))
    if number is None:
        refuse("export", N_("the archive has no run"))
    for kind, exporter in EXPORTERS.items():
        yield from _decodable(archive, archive.records(kind, number), exporter.record)


def _decodable(archive: Archive, records: Iterator[bytes], record_class: type) -> Iterator[bytes]:
    """Yields the records as stored; raises ArchiveError at one that is not a valid record."""
    return (record for record, _ in checked(records, msgspec.json.Decoder(record_class).decode, archive))
