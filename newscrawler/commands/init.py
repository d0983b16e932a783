"""`newscrawler init`: makes a folder for somebody's newspapers, settings and data."""

from __future__ import annotations

import argparse
from importlib.resources import files
from pathlib import Path

from scrapy.commands import ScrapyCommand

from newscrawler.commands import refuse, storage_errors
from newscrawler.commands.streams import prepare_streams, program, say
from newscrawler.installed import home
from newscrawler.store.files import write_whole
from newscrawler.translation import N_

_FILES = ("scrapy.cfg", "newspapers.toml", "newscrawler_settings.py")


class Command(ScrapyCommand):
    """Writes a commented list of newspapers and a commented settings file; replaces no file."""

    requires_crawler_process = False

    def syntax(self) -> str:
        return "[folder]"

    def short_desc(self) -> str:
        return "Make a folder for your newspapers, settings and data"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        if len(args) > 1:
            refuse("init", N_(f"give one folder, for example: {program()} init news"))
        folder = Path(args[0]).expanduser().resolve() if args else home()
        if taken := [name for name in _FILES if (folder / name).exists()]:
            refuse("init", N_(f"{folder} already has {', '.join(taken)}; nothing was written"))
        with storage_errors(self, "init"):
            (folder / "data").mkdir(parents=True, exist_ok=True)
            for name in _FILES:
                write_whole(
                    folder / name, files("newscrawler").joinpath("templates", f"{name}.tmpl").read_text("utf-8")
                )
                say(str(folder / name))
