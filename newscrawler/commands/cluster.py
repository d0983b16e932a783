"""`scrapy cluster`: makes the tables of a cluster in its database, and moves archives in files into it."""

from __future__ import annotations

import argparse

from scrapy.commands import ScrapyCommand

from newscrawler.commands import refuse, storage_errors
from newscrawler.commands.on_cluster import require_cluster
from newscrawler.commands.streams import complain, prepare_streams, program, say
from newscrawler.newspapers import SitesError, server_of
from newscrawler.newspapers.address import quotable
from newscrawler.run.exits import LOCKED
from newscrawler.store.archives import archived_sites
from newscrawler.store.lock import LockedError
from newscrawler.translation import N_

_HOW = N_("say what to do: scrapy cluster init, or scrapy cluster import [site ...]")


class Command(ScrapyCommand):
    """Prepares the database that ARCHIVE_URL names; docs/cluster.md says how."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "init | import [site ...]"

    def short_desc(self) -> str:
        return "Prepare the database of a cluster: make or migrate its tables, import archives"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        told = "with import: the ARCHIVE_URL of the files, such as sqlite:///old/{site}.sqlite (default in DATA_DIR)"
        parser.add_argument("--from", dest="from_url", metavar="URL", help=told)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        url = require_cluster("cluster", self.settings)
        action, *sites = args or [""]
        with storage_errors(self, "cluster"):
            if action == "init" and not sites:
                from newscrawler.cluster import schema  # noqa: PLC0415 - only clusters have its packages
                from newscrawler.store import postgres_schema  # noqa: PLC0415

                say(postgres_schema.migrate(url))
                say(schema.migrate(url))
            elif action == "import":
                self._import(sites, opts.from_url)
            else:
                refuse("cluster", _HOW if not action else f"{_HOW}; not {quotable(' '.join(args))!r}")

    def _import(self, names: list[str], from_url: str | None) -> None:
        """Copies archives in files, those named or all, into the database; one that is there already stays as it is."""
        assert self.settings is not None
        from newscrawler.store.transfer import AlreadyThereError, import_archive  # noqa: PLC0415 - as above

        files = self.settings.copy()
        files.set("ARCHIVE_URL", from_url, "cmdline")
        for name in names or archived_sites(files):
            try:
                rows = import_archive(self.settings, name, server_of(self.settings, name), from_url)
            except SitesError as error:
                refuse("cluster", str(error))
            except AlreadyThereError as error:
                if names:
                    raise
                say(f"{name}: {error}")
            except LockedError as error:
                complain(f"{program()} cluster: {name}: {error}")
                self.exitcode = LOCKED
            else:
                say(N_(f"{name}: imported {rows['run']} runs, {rows['article']} articles and {rows['record']} records"))
