"""Archives to export, and `scrapy export` without a process."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawler.commands import export
from newscrawler.items import Item
from newscrawler.store.archive import Archive
from newscrawler.store.archives import read_archive
from support import archived


def hold(data_dir: Path, runs: Iterable[tuple[str, Iterable[Item]]], site: str = "nuri") -> None:
    """Makes an archive of a newspaper with a published run for each day."""
    for day, items in runs:
        archived.store(data_dir, site, day, items)


def settings(data_dir: Path) -> Settings:
    """The project's settings with this data folder."""
    made = Settings()
    made.setmodule("newscrawler.settings", priority="project")
    made.setdict({"DATA_DIR": str(data_dir)}, priority="cmdline")
    return made


def reading(data_dir: Path, site: str = "nuri") -> closing[Archive]:
    return closing(read_archive(settings(data_dir), site))


def stored(data_dir: Path, kind: str, site: str = "nuri") -> list[dict[str, Any]]:
    """Every record of one kind that the archive holds, with the id of its run."""
    with reading(data_dir, site) as archive:
        return [{**json.loads(record), "run_id": run_id} for record, run_id in archive.history(kind)]


def run_export(data_dir: Path, *arguments: str) -> int:
    """Runs `scrapy export` in this process; returns its exit status."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export, "prepare_streams", lambda settings: None)  # they are pytest's
        command = export.Command()
        command.settings = settings(data_dir)
        parser = export.argparse.ArgumentParser()
        command.add_options(parser)
        options, words = parser.parse_known_args(arguments)
        try:
            command.run(words, options)
        except SystemExit as ended:
            return int(ended.code or 0)
    return command.exitcode
