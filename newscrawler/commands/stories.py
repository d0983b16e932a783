"""`scrapy stories`: finds articles that are copies of the same text."""

from __future__ import annotations

import argparse

from scrapy.commands import ScrapyCommand

from newscrawler.commands import add_day_options, add_output_option, days, refuse, write_records
from newscrawler.commands.indexed import caught_up, progress
from newscrawler.commands.streams import prepare_streams
from newscrawler.exporters import encode
from newscrawler.stories import find_stories
from newscrawler.translation import N_, worded


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
            refuse("stories", N_("--since is required, for example: scrapy stories --since 7d"))
        since, until = days("stories", opts)
        with caught_up(self, "stories", args) as (index, sites), progress() as show:
            stories = find_stories(
                index,
                sites,
                since,
                until,
                lambda done, total: show(worded(N_(f"comparing articles: {done} of {total}"))),
            )
            write_records(map(encode, stories), opts.output)
