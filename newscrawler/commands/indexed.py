"""What the commands share that ask the index: it is caught up first, with a line of progress on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from newscrawler.commands import refuse, storage_errors
from newscrawler.commands.streams import complain, program
from newscrawler.newspapers import SitesError, known_titles
from newscrawler.run.exits import NOT_STORED
from newscrawler.store.archive import ArchiveError
from newscrawler.store.archives import archived_sites, read_archive, require_own_archives
from newscrawler.stories import Index, open_index
from newscrawler.translation import N_, worded


@contextmanager
def caught_up(command: ScrapyCommand, name: str, sites: list[str]) -> Iterator[tuple[Index, list[str]]]:
    """The index with all that the archives hold by now, and the newspapers meant: those named, or all.

    Refuses names without an archive. What cannot be read or written ends the command with exit status 4 and one
    sentence; an archive that cannot be read does so after the block, which sees the other newspapers.
    """
    assert command.settings is not None
    try:
        require_own_archives(command.settings, sites)
    except ArchiveError as error:
        refuse(name, str(error))
    with storage_errors(command, name):
        for site in sites:
            read_archive(command.settings, site).close()  # a name without an archive is probably mistyped
        archived = archived_sites(command.settings)
        if not archived:
            refuse(name, N_(f"no archives found in {command.settings['DATA_DIR']}: crawl a newspaper first"))
        with closing(open_index(command.settings)) as index:
            with progress() as show:
                unread = index.catch_up(
                    command.settings, lambda site, number: show(worded(N_(f"{site}: {number} articles indexed")))
                )
            yield index, sites or archived
        for sentence in unread:
            complain(f"{program()} {name}: {sentence}")
            command.exitcode = NOT_STORED


def newspaper_titles(settings: BaseSettings) -> dict[str, str]:
    """The titles of newspapers by their short names; none if the user's file of newspapers is invalid."""
    try:
        return known_titles(settings)
    except SitesError:
        return {}


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """What shows how far a long work is: one line on a terminal, nothing elsewhere."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda line: None
        return
    from rich.console import Console  # noqa: PLC0415 - rich is loaded only where it prints
    from rich.text import Text  # noqa: PLC0415 - likewise

    status = Console(stderr=True).status("")
    with suppress(OSError, SystemExit):  # the terminal may be gone (rich exits then), the work is not
        status.start()
    try:
        yield lambda line: status.update(Text(line))
    finally:
        with suppress(OSError, SystemExit):
            status.stop()
