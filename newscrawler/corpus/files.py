"""Writes an export as one file, or as a folder with a file for each newspaper and year."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, Self, cast

from newscrawler.corpus.card import Summary
from newscrawler.corpus.columns import Columns, Row
from newscrawler.corpus.selection import Selection
from newscrawler.corpus.writers import HELD, WRITERS, CsvWriter, Writer
from newscrawler.exporters import FILES
from newscrawler.store.archive import Archive
from newscrawler.store.feeds import read_facts
from newscrawler.store.files import BUFFER, sync_file
from newscrawler.store.manifest import FileFacts

NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
"""The year of records without one, as Hive, DuckDB, Polars and Arrow write it; they read it as null."""
_YEAR_OF = {"article": "published_at", "weather": "date", "sidebar": "fetched_at", "rejected": "fetched_at"}


@dataclass(frozen=True, slots=True)
class Format:
    """How rows are written: jsonl, csv or parquet; compressed with gzip; with a mark for Excel before a CSV."""

    name: str
    gzip: bool = False
    bom: bool = False

    @property
    def writer(self) -> Callable[[BinaryIO, Columns], Writer]:
        """Makes a writer for an open file."""
        return partial(CsvWriter, bom=True) if self.bom else WRITERS[self.name]


def stem(kind: str) -> str:
    """The name of a kind as in the file names of the feeds: ``articles`` for ``article``."""
    return FILES[kind].partition(".")[0]


def write_file(
    file: BinaryIO, format: Format, columns: Mapping[str, Columns], archives: Iterable[Archive], selection: Selection
) -> None:
    """Writes the selected rows of all archives to an open file, kind after kind of one archive after the other."""
    with ExitStack() as stack:
        if format.gzip:  # without a time: the same rows make the same file
            file = cast(BinaryIO, stack.enter_context(gzip.GzipFile("", "wb", fileobj=file, mtime=0)))
        writers = {kind: format.writer(file, each) for kind, each in columns.items()}
        for writer in writers.values():
            stack.callback(writer.close)
        for archive in archives:
            for kind, writer in writers.items():
                for row in selection.rows(archive, kind):
                    writer.write(row)
                    if writer.held >= HELD:
                        writer.flush()


def write_folder(
    folder: Path, format: Format, columns: Mapping[str, Columns], archives: Iterable[Archive], selection: Selection
) -> tuple[list[Summary], list[FileFacts]]:
    """Fills a folder with ``<kind>/site=<name>/year=<year>/part-0.<format>``.

    Returns what it holds of each newspaper, and its files with their paths in the folder as names. A kind without any
    row gets an empty file, so that readers find its columns.
    """
    summaries, written = [], {}
    for archive in archives:
        summary = Summary(archive.site)
        for kind, each in columns.items():
            with _Years(folder / stem(kind) / f"site={archive.site}", format, each) as years:
                for row in selection.rows(archive, kind):
                    summary.add(row)
                    years.write(row)
            written.update(years.written)
        summaries.append(summary)
    for kind, each in columns.items():
        if summaries and not any(summary.counts[kind] for summary in summaries):
            with _Years(folder / stem(kind) / f"site={summaries[0].site}", format, each) as years:
                years.open(NO_YEAR)
            written.update(years.written)
    facts = [replace(read_facts(path), name=str(path.relative_to(folder)), records=written[path]) for path in written]
    return summaries, sorted(facts, key=lambda each: each.name)


class _Years:
    """The files of one newspaper and kind, one for each year; what waits to be written is limited in sum."""

    def __init__(self, folder: Path, format: Format, columns: Columns) -> None:
        self.written: dict[Path, int] = {}
        self._folder, self._format, self._columns = folder, format, columns
        self._writers: dict[str, Writer] = {}
        self._paths: dict[str, Path] = {}
        self._held = 0
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def write(self, row: Row) -> None:
        year = (getattr(row.item, _YEAR_OF[self._columns.kind]) or NO_YEAR).partition("-")[0]
        writer = self._writers.get(year) or self.open(year)
        before = writer.held
        writer.write(row)
        self.written[self._paths[year]] += 1
        self._held += writer.held - before
        if self._held >= HELD:
            fullest = max(self._writers.values(), key=lambda each: each.held)
            self._held -= fullest.held
            fullest.flush()

    def open(self, year: str) -> Writer:
        """Opens the file of a year."""
        path = self._folder / f"year={year}" / f"part-0.{self._format.name}"
        path.parent.mkdir(parents=True)
        file = self._stack.enter_context(path.open("wb", BUFFER))
        writer = self._writers[year] = self._format.writer(file, self._columns)
        self._stack.callback(sync_file, file)
        self._stack.callback(writer.close)  # before the line above
        self._paths[year], self.written[path] = path, 0
        return writer
