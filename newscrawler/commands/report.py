"""`scrapy report`: a page about all newspapers, generated from their archives."""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand

from newscrawler.commands import refuse
from newscrawler.commands.streams import complain, prepare_streams, program, say
from newscrawler.korean.dates import now_kst
from newscrawler.newspapers.address import quotable
from newscrawler.run.exits import NOT_STORED
from newscrawler.store.archive import ArchiveError
from newscrawler.store.files import write_whole
from newscrawler.translation import N_

_MOST_DAYS = 366


class Command(ScrapyCommand):
    """Writes the page and prints its path; the file is replaced only when the new page is complete.

    With ``--quiet``, for cron, it prints nothing but errors.
    """

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Write one page about all newspapers: what was read, what is missing, what to do"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--days", metavar="N", default="14", help="number of days to cover, up to today (default 14)"
        )
        parser.add_argument("-o", "--output", metavar="FILE", help="the file to write (default <DATA_DIR>/report.html)")

        parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but errors, as for cron")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from newscrawler.overview.page import make_page  # noqa: PLC0415 - only this command needs it

        assert self.settings is not None
        prepare_streams(self.settings)
        if args:
            refuse("report", f"unexpected arguments: {' '.join(map(quotable, args))}")
        days = int(opts.days) if opts.days.isdecimal() else 0
        if not 1 <= days <= _MOST_DAYS:
            refuse("report", f"--days must be a number from 1 to {_MOST_DAYS}, not {opts.days}")
        output = Path(opts.output or Path(self.settings["DATA_DIR"]) / "report.html")
        try:
            page = make_page(self.settings, days, now_kst(), output)
            if not page.newspapers:
                refuse("report", f"no archives found in {self.settings['DATA_DIR']}: crawl a newspaper first")
            write_whole(output, page.html)
            if not opts.quiet:
                say(str(output))
        except ModuleNotFoundError as error:
            if error.name not in ("jinja2", "markupsafe", "vl_convert"):
                raise
            refuse("report", N_(f"the page needs {error.name}: pip install jinja2 vl-convert-python"))
        except (ArchiveError, OSError) as error:
            complain(f"{program()} report: {error}")
            self.exitcode = NOT_STORED
