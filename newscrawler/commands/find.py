"""`scrapy find`: searches title and body of the articles of all newspapers, the newest first."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterable
from pathlib import Path

import msgspec
from scrapy.commands import ScrapyCommand

from newscrawler.commands import add_day_options, add_output_option, days, refuse, write_records
from newscrawler.commands.indexed import caught_up, newspaper_titles
from newscrawler.commands.streams import prepare_streams, printing, program
from newscrawler.corpus.text import cell
from newscrawler.korean.text import clean
from newscrawler.newspapers.address import quotable
from newscrawler.store.files import write_whole
from newscrawler.stories.index import Found
from newscrawler.stories.terms import query
from newscrawler.translation import N_, worded

_SHOWN = 100  # rows of a table unless --limit says otherwise
_COLUMNS = ("published_at", "newspaper", "site", "title", "reporters", "url", "removed", "id")


class Command(ScrapyCommand):
    """Looks for each argument as it is written, inside words too; all must occur. docs/stories.md shows it."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <words> ..."

    def short_desc(self) -> str:
        return "Search title and body of the articles of all newspapers, the newest first"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_day_options(parser)
        add = parser.add_argument
        add("--site", action="append", default=[], metavar="NAME", help="search this newspaper (may be repeated)")
        add("--limit", metavar="N", help=f"at most so many articles (default {_SHOWN} in a table, else all)")
        add("--json", action="store_true", help="write JSON Lines instead of a table")
        add_output_option(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        match = query(args)
        if match is None:
            refuse("find", N_(f"give the words to look for, for example: {program()} find 창원 --since 7d"))
        if opts.limit is not None and not (opts.limit.isdecimal() and int(opts.limit)):
            refuse("find", N_(f"--limit must be a number from 1, not {quotable(opts.limit)}"))
        if opts.output and not opts.json and Path(opts.output).suffix not in (".csv", ".jsonl"):
            refuse("find", N_(f"the file must end in .csv or .jsonl, not {quotable(Path(opts.output).name)!r}"))
        since, until = days("find", opts)
        limit = int(opts.limit) if opts.limit else None
        is_table = not opts.json and not opts.output
        with caught_up(self, "find", opts.site) as (index, _):
            titles = newspaper_titles(self.settings)
            found = index.search(match, since, until, opts.site, (limit or _SHOWN) + 1 if is_table else limit)
            if is_table:
                with printing():
                    _show(list(found), limit or _SHOWN, titles)
            elif opts.output and Path(opts.output).suffix == ".csv" and not opts.json:
                write_whole(Path(opts.output), _csv(found, titles))
            else:
                write_records((msgspec.json.encode(_row(one, titles)) for one in found), opts.output)


def _row(one: Found, titles: dict[str, str]) -> dict[str, str | bool | None]:
    values = (
        one.published_at,
        titles.get(one.site, one.site),
        one.site,
        one.title,
        one.reporters or None,
        one.url,
        one.removed,
        one.id,
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _csv(found: Iterable[Found], titles: dict[str, str]) -> bytes:
    """UTF-8 with the mark by which Excel knows it; an apostrophe keeps a spreadsheet from executing a cell."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for one in found:
        writer.writerow([cell(value, "str") for value in _row(one, titles).values()])
    return text.getvalue().encode("utf-8-sig")


def _show(found: list[Found], limit: int, titles: dict[str, str]) -> None:
    from rich.console import Console  # noqa: PLC0415 - rich is loaded only where it prints
    from rich.table import Table  # noqa: PLC0415 - likewise
    from rich.text import Text  # noqa: PLC0415 - likewise

    console = Console(markup=False, emoji=False, highlight=False)
    if not found:
        console.print(worded(N_("nothing was found")))
        return
    live = console.is_terminal
    table = Table(worded(N_("time")), worded(N_("newspaper")), box=None, pad_edge=False)
    for heading in (N_("headline"), N_("reporters")):
        table.add_column(worded(heading), overflow="fold")
    if not live:  # a file or a mail: whole lines with the address; a terminal links the title
        table.add_column(worded(N_("address")))
        console.width = 1000
    removed = worded(N_("(removed)"))
    for one in found[:limit]:
        when = (one.published_at or "")[:16].replace("T", " ")
        title = Text(clean(one.title) + (f" {removed}" if one.removed else ""), f"link {one.url}" if live else "")
        row = (when, clean(titles.get(one.site, one.site)), title, clean(one.reporters))
        table.add_row(*row, *([] if live else [clean(one.url)]))
    console.print(table)
    if len(found) > limit:
        console.print(worded(N_(f"these are the newest {limit}; raise --limit or write -o FILE.csv for more")))
