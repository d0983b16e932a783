"""`scrapy demo`: all that the program does, shown with some days of made-up newspapers."""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

import msgspec
from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from newscrawler.commands import refuse, storage_errors
from newscrawler.commands.batch import positive
from newscrawler.commands.streams import prepare_streams, printing, program, say
from newscrawler.demo import latest_edition
from newscrawler.demo.archive import SMALLEST
from newscrawler.demo.releases import release
from newscrawler.korean.dates import now_kst
from newscrawler.run.exits import INCOMPLETE, INTERRUPTED, OK
from newscrawler.store.files import write_whole
from newscrawler.translation import N_, worded

NEWSPAPERS = (
    ("nurigoeul", "누리고을신문", "m1x"),
    ("handeul", "한들일보", "m01"),
    ("yeoulbit", "여울빛신문", "ndsoft"),
    ("onnuri", "온누리일보", "ndsoft"),
    ("sandeul", "산들신문", "m01"),
)
"""Name, title and skin; the number in this order is the seed."""
SICK = "sandeul"
"""The newspaper whose lists fail on the last day."""
_MARK = "# Made by the command demo, and again by each run of it.\n"
_PACKAGES = {"report": {"jinja2": "jinja2", "vl_convert": "vl-convert-python"}}
_OF_REAL_ONES = ("ARCHIVE_URL", "RUNS_URL", "ALARM_WEBHOOK", "ALARM_COMMAND")  # made-up newspapers must not get there


@dataclass(frozen=True, slots=True)
class Step:
    """A command to run, what it shows, and the exit status that is right."""

    about: str
    arguments: tuple[str, ...]
    status: int = OK

    @property
    def missing(self) -> list[str]:
        """The packages to install before it can run."""
        needed = _PACKAGES.get(self.arguments[0], {})
        return [package for module, package in needed.items() if find_spec(module) is None]


class Command(ScrapyCommand):
    """Writes a list of newspapers and a press release, crawls some days, and shows the commands that read them."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [folder]"

    def short_desc(self) -> str:
        return "Show everything with made-up newspapers: crawl three days of them, report, search, compare"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add = parser.add_argument
        add("--days", metavar="N", type=positive(int), default=3, help="days to crawl, up to today (default 3)")
        add("--articles", metavar="N", type=positive(int), default=40, help="articles of each newspaper (default 40)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        if len(args) > 1:
            refuse("demo", N_(f"give one folder, for example: {program()} demo /tmp/demo"))
        if opts.articles < SMALLEST:
            refuse("demo", N_(f"--articles must be at least {SMALLEST}, not {opts.articles}"))
        folder = Path(args[0] if args else Path(self.settings["DATA_DIR"]) / "demo-fleet").expanduser().resolve()
        table = folder / "newspapers.toml"
        edition = latest_edition(now_kst())
        is_first = not (folder / "data").exists()
        options = _options(self.settings, folder, opts.set)
        with storage_errors(self, "demo"):
            if table.exists() and not table.read_text("utf-8", "replace").startswith(_MARK):
                refuse("demo", N_(f"{table} is a list of your own; give another folder"))
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(folder / "release.txt", release(edition, 0).text.encode())
            for step in steps(folder, edition, opts.days, is_first):
                if step.arguments[0] == "batch":
                    write_whole(table, table_of(opts.articles, is_last_day=f"day={edition}" in step.arguments).encode())
                self.exitcode = run_step(step, options)
                if self.exitcode != OK:
                    return
                if step.arguments[0] == "stories":
                    say(_told(folder / "stories.jsonl"))


def table_of(articles: int, is_last_day: bool) -> str:
    """The list of newspapers; on the last day one of them is sick."""
    entries = [_MARK, "[gndnews]\nenabled = false\n"]
    for seed, (name, title, skin) in enumerate(NEWSPAPERS, start=1):
        sick = ', sick = "lists"' if is_last_day and name == SICK else ""
        entries.append(
            f'[{name}]\ntitle = "{title}"\nhome = "http://{name}.test/"\ndemo = true\n'
            f'arguments = {{skin = "{skin}", articles = {articles}, seed = {seed}, releases = true{sick}}}\n'
        )
    return "\n".join(entries)


def steps(folder: Path, edition: date, days: int, is_first: bool) -> list[Step]:
    """The commands in order: a batch for each of so many days up to an edition, then those that read what they left.

    After the first time, only the last day is crawled: in an older edition, known articles would be gone again.
    """
    editions = [edition - timedelta(days=back) for back in reversed(range(days))]
    since = ("--since", f"{editions[0]}")
    word = release(edition, 0).facts.slots["town"]
    return [
        *(Step(N_(f"the newspapers of {day}"), ("batch", "-a", f"day={day}")) for day in editions[:-1] if is_first),
        Step(
            N_(f"the newspapers of {edition}; the lists of {SICK} do not answer, so the batch ends with 1"),
            ("batch", "-a", f"day={edition}"),
            INCOMPLETE,
        ),
        Step(N_("how the last night went, the worst first"), ("status",), INCOMPLETE),
        Step(N_("one page about all newspapers, for a browser"), ("report", "-o", str(folder / "report.html"))),
        Step(N_("the texts that several newspapers printed"), ("stories", *since, "-o", str(folder / "stories.jsonl"))),
        Step(N_(f"the articles that name {word}"), ("find", word, *since, "--limit", "10")),
        Step(N_("who carried a press release, and what they changed"), ("carried", str(folder / "release.txt"))),
    ]


def run_step(step: Step, options: list[str]) -> int:
    """Prints a command line, then runs it; returns 0 if it ended as it should or cannot run here, else its status."""
    arguments = [*step.arguments, *options]
    with printing():
        print(f"\n# {worded(step.about)}\n$ {shlex.join([program(), *arguments])}")
    if step.missing:
        say(N_(f"left out: it needs pip install {' '.join(step.missing)}"))
        return OK
    try:
        # -P: as with the command `scrapy`, files that lie where it runs are no modules
        done = subprocess.run([sys.executable, "-P", "-m", "scrapy", *arguments], check=False)
    except KeyboardInterrupt:  # the step got it as well
        return INTERRUPTED
    return OK if done.returncode == step.status else done.returncode or INCOMPLETE


def _options(settings: BaseSettings, folder: Path, given: list[str]) -> list[str]:
    """The options of each step: those of the user, and settings that keep the demo apart from real newspapers."""
    own = [f"DATA_DIR={folder / 'data'}", f"NEWSPAPERS={folder / 'newspapers.toml'}"]
    own += [f"{name}=" for name in _OF_REAL_ONES if settings.get(name)]
    own += [f"WARC_DIR={folder / 'warc'}"] if settings.get("WARC_DIR") else []
    return [part for setting in (*given, *own) for part in ("-s", setting)]


def _told(path: Path) -> str:
    """How many texts and articles a file of stories holds."""
    stories = [msgspec.json.decode(line)["story_id"] for line in path.read_bytes().splitlines()]
    texts, articles = len(set(stories)), len(stories)
    return N_(f"{texts} texts in {articles} articles: {path}")
