"""`scrapy stories`: which articles of the newspapers are copies of one text."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand

from newscrawler.commands import refuse
from newscrawler.exporters import encode, write_lines
from newscrawler.korean.dates import now_kst, parse_day_argument
from newscrawler.run.exits import NOT_STORED
from newscrawler.store.archive import ArchiveError, archive_path
from newscrawler.stories.find import find_stories


class Command(ScrapyCommand):
    """Writes a record for each article that other newspapers, or the same one again, printed too."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [site ...] --since DATE"

    def short_desc(self) -> str:
        return "Find the articles that are copies of one text, in the archives of all newspapers"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--since", metavar="DATE", help="articles published on this day (KST) or later")
        parser.add_argument("--until", metavar="DATE", help="articles published on this day (KST) or earlier")
        parser.add_argument("-o", "--output", metavar="FILE", help="the file to write (default: standard output)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if not opts.since:
            refuse("stories", "say from which day on, as in: scrapy stories --since 7d")
        today = now_kst().date()
        try:
            since = parse_day_argument(opts.since, today)
            until = parse_day_argument(opts.until, today) if opts.until else None
        except ValueError as error:
            refuse("stories", str(error))
        if until and since > until:
            refuse("stories", f"--since {since} is later than --until {until}")
        try:
            sites = args or self._archived_sites()
            for site in sites:
                path = archive_path(self.settings, site)
                if not path.exists():
                    refuse("stories", f"there is no archive of {site!r} at {path}")
            stories = find_stories(self.settings, sites, since.isoformat(), until.isoformat() if until else None)
            write_lines(map(encode, stories), Path(opts.output) if opts.output else None)
        except ModuleNotFoundError as error:
            refuse("stories", f"it needs the package {error.name}: pip install rensa")
        except (ArchiveError, OSError) as error:
            print(f"scrapy stories: {error}", file=sys.stderr)
            self.exitcode = NOT_STORED

    def _archived_sites(self) -> list[str]:
        """The newspapers with an archive; each has its run folders in DATA_DIR, wherever ARCHIVE_URL is."""
        assert self.settings is not None
        folder = Path(self.settings["DATA_DIR"])
        names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
        sites = [name for name in names if archive_path(self.settings, name).exists()]
        if not sites:
            refuse("stories", f"there is no newspaper's archive in {folder}: crawl one first")
        return sites
