"""`scrapy cluster`: makes the tables of a cluster in its database, and moves archives in files into it."""

from __future__ import annotations

import argparse

from scrapy.commands import ScrapyCommand

from newscrawler.commands import refuse, storage_errors
from newscrawler.commands.on_cluster import require_cluster
from newscrawler.commands.streams import prepare_streams, say
from newscrawler.newspapers.address import quotable

_HOW = "say what to do: scrapy cluster init, or scrapy cluster import [site ...]"


class Command(ScrapyCommand):
    """Prepares the database that ARCHIVE_URL names; docs/cluster.md says how."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "init | import [site ...]"

    def short_desc(self) -> str:
        return "Prepare the database of a cluster: make or migrate its tables, import archives"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams()
        url = require_cluster("cluster", self.settings)
        action, *sites = args or [""]
        with storage_errors(self, "cluster"):
            if action == "init" and not sites:
                from newscrawler.cluster import schema  # noqa: PLC0415 - only clusters have its packages
                from newscrawler.store import postgres_schema  # noqa: PLC0415

                say(postgres_schema.migrate(url))
                say(schema.migrate(url))
            elif action == "import":
                self._import(sites)
            else:
                refuse("cluster", _HOW if not action else f"{_HOW}; not {quotable(' '.join(args))!r}")

    def _import(self, sites: list[str]) -> None:
        raise NotImplementedError
