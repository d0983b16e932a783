"""`scrapy carried`: finds the articles that carry a press release, in all newspapers, and what they changed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from scrapy.commands import ScrapyCommand

from newscrawler.commands import add_day_options, add_output_option, days, refuse, storage_errors, write_records
from newscrawler.commands.indexed import caught_up, newspaper_titles
from newscrawler.commands.streams import complain, prepare_streams, printing, program
from newscrawler.korean.text import clean
from newscrawler.newspapers.address import quotable
from newscrawler.releases import ReleaseError, read_release
from newscrawler.run.exits import INCOMPLETE
from newscrawler.store.files import write_whole
from newscrawler.stories.carried import SHORTEST_RELEASE, Carrier, carriers
from newscrawler.stories.changes import changes
from newscrawler.stories.likeness import letters
from newscrawler.translation import N_, worded

_EXTRA = {"extract_hwp": "extract-hwp", "docx": "python-docx"}  # modules and the packages that hold them
_STYLES = {"same": "", "removed": "red strike", "added": "green"}
_MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}  # as `git diff --word-diff` writes them


class Command(ScrapyCommand):
    """Reads a release from a file, an address, standard input (``-``) or its argument; docs/stories.md shows it."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <file | address | text | ->"

    def short_desc(self) -> str:
        return "Find the articles that carry a press release, and what they changed"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_day_options(parser)
        add = parser.add_argument
        add("--site", action="append", default=[], metavar="NAME", help="look in this newspaper (may be repeated)")
        add("--json", action="store_true", help="write JSON Lines instead of a table")
        add("--html", metavar="FILE", help="write a page with the articles and their changes")
        add_output_option(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        if len(args) != 1:
            refuse("carried", N_("give one file, address or text, for example: scrapy carried release.hwp"))
        since, until = days("carried", opts)
        text = self._release(args[0])
        if text is None:
            return
        if (length := len(letters(text))) < SHORTEST_RELEASE:
            refuse("carried", N_(f"the release has {length} letters: {SHORTEST_RELEASE} are needed to know it by"))
        with caught_up(self, "carried", opts.site) as (index, _):
            found = carriers(index, text, since, until, opts.site)
            titles = newspaper_titles(self.settings)
            if opts.html:
                from newscrawler.overview.carried import make_carried_page  # noqa: PLC0415 - needs the extra report

                try:
                    write_whole(Path(opts.html), make_carried_page(text, found, titles))
                except ModuleNotFoundError as error:
                    refuse("carried", N_(f"the page needs {error.name}: pip install jinja2"))
            if opts.json or opts.output:
                write_records(_records(text, found, titles), opts.output)
            elif not opts.html:
                with printing():
                    _show(text, found, titles)

    def _release(self, given: str) -> str | None:
        """The release's text; refuses what is none, None if an address gave none."""
        assert self.settings is not None
        is_address = given.startswith(("http://", "https://"))
        with storage_errors(self, "carried"):
            try:
                if is_address:
                    from newscrawler.releases.fetch import fetch  # noqa: PLC0415 - the only part that needs a reactor

                    return read_release(fetch(self.settings, given), given)
                if given == "-":
                    return read_release(sys.stdin.buffer.read(), N_("standard input"))
                if (path := _file(given)) is not None:
                    return read_release(path.read_bytes(), quotable(given))
            except ReleaseError as error:
                if not is_address:
                    refuse("carried", str(error))
                complain(f"{program()} carried: {error}")
                self.exitcode = INCOMPLETE
                return None
            except ModuleNotFoundError as error:
                if error.name not in _EXTRA:
                    raise
                refuse("carried", N_(f"this kind of file needs a package: pip install {_EXTRA[error.name]}"))
            if len(given.split()) == 1:
                refuse("carried", N_(f"there is no file {quotable(given)!r}"))
            return given
        return None


def _file(given: str) -> Path | None:
    try:
        return Path(given) if Path(given).is_file() else None
    except (OSError, ValueError):  # a text that is too long for a name
        return None


def _records(release: str, found: list[Carrier], titles: dict[str, str]) -> Iterator[bytes]:
    for one in found:
        article = one.article
        record: dict[str, Any] = {
            "type": "carried",
            "id": article.id,
            "site": article.site,
            "newspaper": titles.get(article.site, article.site),
            "published_at": article.published_at,
            "title": article.title,
            "reporters": article.reporters or None,
            "url": article.url,
            "removed": article.removed,
            "share": round(one.share, 4),
            "density": round(one.density, 4),
            "changes": changes(release, one.body),
        }
        yield msgspec.json.encode(record)


def _show(release: str, found: list[Carrier], titles: dict[str, str]) -> None:
    from rich.console import Console  # noqa: PLC0415 - rich is loaded only where it prints
    from rich.table import Table  # noqa: PLC0415 - likewise
    from rich.text import Text  # noqa: PLC0415 - likewise

    console = Console(markup=False, emoji=False, highlight=False)
    if not console.is_terminal:  # a file or a mail: whole lines
        console.width = 1000
    if not found:
        console.print(worded(N_("no article that carries this press release was found")))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("", N_("time"), N_("newspaper")):
        table.add_column(worded(heading), no_wrap=True)
    for heading in (N_("headline"), N_("reporters")):
        table.add_column(worded(heading), overflow="fold")
    table.add_column(worded(N_("share used")), justify="right")
    removed = worded(N_("(removed)"))
    for number, one in enumerate(found, 1):
        article = one.article
        when = (article.published_at or "")[:16].replace("T", " ")
        title = clean(article.title) + (f" {removed}" if article.removed else "")
        paper = clean(titles.get(article.site, article.site))
        table.add_row(str(number), when, paper, title, clean(article.reporters), f"{one.share:.0%}")
    console.print(table)
    for number, one in enumerate(found, 1):
        console.print(f"\n{number}. {clean(titles.get(one.article.site, one.article.site))} {one.article.url}")
        line = Text()
        for piece in changes(release, one.body):
            before, after = _MARKS[piece.kind] if not console.is_terminal else ("", "")
            line.append(f"{before}{clean(piece.text)}{after}", _STYLES[piece.kind]).append(" ")
        console.print(line if line else worded(N_("nothing was changed")), soft_wrap=not console.is_terminal)
