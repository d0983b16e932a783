"""The project's own Scrapy commands, and the code that several of them share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from newscrawler.commands.streams import complain, program
from newscrawler.korean.dates import now_kst, parse_day_argument
from newscrawler.run.checks import check_settings
from newscrawler.run.exits import NOT_STORED, USAGE
from newscrawler.run.quality import read_floors
from newscrawler.spiders.site import SiteSpider
from newscrawler.store.archive import ArchiveError, NoArchiveError
from newscrawler.store.files import write_whole
from newscrawler.translation import N_


def refuse(command: str, sentence: str) -> NoReturn:
    """Ends a misused command with exit status 2, after one sentence that says how to use it."""
    complain(f"{program()} {command}: {sentence}")
    sys.exit(USAGE)


def check_run(spider: type[SiteSpider], given: dict[str, str], settings: BaseSettings) -> None:
    """Checks what a spider would run with; raises ArgumentError, FloorsError or SettingsError."""
    spider.check_arguments(given)
    settings = settings.copy()
    spider.update_settings(settings)
    check_settings(settings)
    read_floors(settings)


@contextmanager
def storage_errors(command: ScrapyCommand, name: str) -> Iterator[None]:
    """Ends a command with one sentence if the archive cannot be used or a file cannot be read or written.

    ArchiveError and OSError inside the block give exit status 4; a missing archive is a usage error, 2.
    """
    try:
        yield
    except NoArchiveError as error:
        refuse(name, str(error))
    except (ArchiveError, OSError) as error:
        complain(f"{program()} {name}: {error}")
        command.exitcode = NOT_STORED


def one_site(command: str, args: list[str]) -> str:
    """Returns the newspaper's name, the only argument; refuses any other number of arguments."""
    if len(args) != 1:
        refuse(command, N_(f"give the name of one newspaper, for example: {program()} {command} gndnews"))
    return args[0]


def add_day_options(parser: argparse.ArgumentParser) -> None:
    """Adds ``--since`` and ``--until``; days() reads them."""
    parser.add_argument("--since", metavar="DATE", help="articles published on this day (KST) or later")
    parser.add_argument("--until", metavar="DATE", help="articles published on this day (KST) or earlier")


def days(command: str, opts: argparse.Namespace) -> tuple[str | None, str | None]:
    """Parses ``--since`` and ``--until`` to days (``YYYY-MM-DD``, KST) or None; refuses invalid or reversed ones."""
    return parse_days(command, opts.since, opts.until, "--since", "--until")


def parse_days(
    command: str, first: str | None, last: str | None, since: str, until: str
) -> tuple[str | None, str | None]:
    """Parses the values of two options, named ``since`` and ``until``, as days() does."""
    today = now_kst().date()
    try:
        begin, end = (parse_day_argument(day, today) if day else None for day in (first, last))
    except ValueError as error:
        refuse(command, str(error))
    if begin and end and begin > end:
        refuse(command, N_(f"{since} {begin} must not be later than {until} {end}"))
    return begin.isoformat() if begin else None, end.isoformat() if end else None


def add_output_option(parser: argparse.ArgumentParser) -> None:
    """Adds ``-o``; write_records() takes its value."""
    parser.add_argument("-o", "--output", metavar="FILE", help="the file to write (default standard output)")


def write_records(records: Iterable[bytes], output: str | None) -> None:
    """Writes JSON records, one per line, to standard output (None) or to a file that appears only when complete."""
    if output is not None:
        write_whole(Path(output), records)
    elif sys.stdout is None:
        raise OSError(N_("standard output is closed"))
    else:
        sys.stdout.buffer.writelines(record + b"\n" for record in records)
        sys.stdout.buffer.flush()
