"""`scrapy stories`: finds articles that are copies of the same text."""

from __future__ import annotations

import argparse

from scrapy.commands import ScrapyCommand

from newscrawler.commands import add_day_options, add_output_option, days, refuse, storage_errors, write_records
from newscrawler.commands.streams import prepare_streams
from newscrawler.exporters import encode
from newscrawler.store.archive import ArchiveError
from newscrawler.store.archives import archived_sites, read_archive, require_own_archives
from newscrawler.stories import find_stories


class Command(ScrapyCommand):
    """Writes a record for each article that was also printed by another newspaper, or again by the same one."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [site ...] --since DATE"

    def short_desc(self) -> str:
        return "Find copies of the same text in the archives of all newspapers"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_day_options(parser)
        add_output_option(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        if not opts.since:
            refuse("stories", "--since is required, for example: scrapy stories --since 7d")
        since, until = days("stories", opts)
        try:
            require_own_archives(self.settings, args)
        except ArchiveError as error:
            refuse("stories", str(error))
        with storage_errors(self, "stories"):
            for site in args:
                read_archive(self.settings, site).close()  # a name without an archive is probably mistyped
            sites = args or archived_sites(self.settings)
            if not sites:
                refuse("stories", f"no archives found in {self.settings['DATA_DIR']}: crawl a newspaper first")
            try:
                stories = find_stories(self.settings, sites, since, until)
            except ModuleNotFoundError as error:
                refuse("stories", f"the package {error.name} is required: pip install rensa")
            write_records(map(encode, stories), opts.output)
