"""The commands of this project, in addition to Scrapy's own, and what several of them share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from scrapy.commands import ScrapyCommand

from newscrawler.korean.dates import now_kst, parse_day_argument
from newscrawler.run.exits import NOT_STORED, USAGE
from newscrawler.store.archive import ArchiveError, NoArchiveError
from newscrawler.store.files import write_whole


def refuse(command: str, sentence: str) -> NoReturn:
    """Ends a command that is used wrongly: one sentence that says what would be right, exit status 2."""
    print(f"scrapy {command}: {sentence}", file=sys.stderr)
    sys.exit(USAGE)


@contextmanager
def storage_errors(command: ScrapyCommand, name: str) -> Iterator[None]:
    """Ends a command with one sentence where the archive or the disk refuses.

    Inside the block, ArchiveError and OSError give exit status 4; an archive that does not exist is wrong use, 2.
    """
    try:
        yield
    except NoArchiveError as error:
        refuse(name, str(error))
    except (ArchiveError, OSError) as error:
        print(f"scrapy {name}: {error}", file=sys.stderr)
        command.exitcode = NOT_STORED


def one_site(command: str, args: list[str]) -> str:
    """The one newspaper that a command is about; refuses any other number of arguments."""
    if len(args) != 1:
        refuse(command, f"name one site, as in: scrapy {command} gndnews")
    return args[0]


def add_day_options(parser: argparse.ArgumentParser) -> None:
    """Adds ``--since`` and ``--until``; days() reads them."""
    parser.add_argument("--since", metavar="DATE", help="articles published on this day (KST) or later")
    parser.add_argument("--until", metavar="DATE", help="articles published on this day (KST) or earlier")


def days(command: str, opts: argparse.Namespace) -> tuple[str | None, str | None]:
    """The days (``YYYY-MM-DD``, KST) given as ``--since`` and ``--until``; refuses what does not name such a range."""
    today = now_kst().date()
    try:
        since, until = (parse_day_argument(day, today) if day else None for day in (opts.since, opts.until))
    except ValueError as error:
        refuse(command, str(error))
    if since and until and since > until:
        refuse(command, f"--since {since} is later than --until {until}")
    return since.isoformat() if since else None, until.isoformat() if until else None


def add_output_option(parser: argparse.ArgumentParser) -> None:
    """Adds ``-o``; write_records() takes what it holds."""
    parser.add_argument("-o", "--output", metavar="FILE", help="the file to write (default: standard output)")


def write_records(records: Iterable[bytes], output: str | None) -> None:
    """Writes JSON records one a line, into a file that appears when it is whole, to standard output for None."""
    if output is not None:
        write_whole(Path(output), records)
    else:
        sys.stdout.buffer.writelines(record + b"\n" for record in records)
        sys.stdout.buffer.flush()
