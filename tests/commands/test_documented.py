"""The commands that the users' documents show run as written there, with demo newspapers in place of real ones."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from support.crawling import ROOT, environment
from support.documents import shell_lines

DOCUMENTS = ("newspapers.md", "quality.md", "usage.md", "operations.md")  # in this order: the first crawl
TABLE = "".join(
    f'[{name}]\ntitle = "{title}"\ndemo = true\narguments = {{articles = 20, skin = "{skin}", day = "{day}"}}\n'
    for name, title, skin, day in (
        ("gndnews", "누리고을신문", "m1x", "today"),
        ("narunews", "나루신문", "m01", "today"),
        ("hanbit", "한빛신문", "ndsoft", "today"),
    )
)
# What other tests run, by the beginning of the line.
ELSEWHERE = {
    "scrapy probe": "tests/probe",
    "scrapy carried": "tests/stories/test_documented.py",
    "scrapy demo": "tests/commands/test_demo.py",
    "scrapy parse": "tests/commands/test_cli.py",
    "scrapy shell": "tests/commands/test_cli.py",
    "scrapy check": "tests/commands/test_cli.py",
    "scrapy archive backup": "tests/commands/test_documented_keeping.py",
}


def shown(document: str) -> list[str]:
    """The lines of a document that call scrapy, without what they are piped to."""
    return [line.partition(" | ")[0] for line in shell_lines(document) if line.startswith("scrapy ")]


LINES = [(document, line) for document in DOCUMENTS for line in shown(document)]
HERE = [pair for pair in LINES if not pair[1].startswith(tuple(ELSEWHERE))]


def test_each_document_shows_commands_and_none_is_left_to_nobody() -> None:
    assert {document for document, _ in LINES} == set(DOCUMENTS)
    assert all(any(line.startswith(start) for _, line in LINES) for start in ELSEWHERE)
    assert all((ROOT / test).exists() for test in ELSEWHERE.values())


class Desk:
    """A folder with a table of demo newspapers, in which the documents' lines are run, each once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("srv/news", "srv/www", "tmp"):
            (folder / name).mkdir(parents=True)
        for table in (folder, folder / "srv/news"):
            (table / "newspapers.toml").write_text(TABLE, "utf-8")

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        runs = sorted(path.name for path in self.folder.glob("data/gndnews/2*"))
        line = re.sub(r"(?<![\w/.])/(?=(srv|tmp)/)", f"{self.folder}/", line)
        line = re.sub(r"(?<=--run )\S+", lambda _: runs[-1], line)
        settings = {"DATA_DIR": self.folder / "data", "NEWSPAPERS": self.folder / "newspapers.toml"}
        options = [part for name, value in settings.items() if name not in line for part in ("-s", f"{name}={value}")]
        return subprocess.run(
            [sys.executable, "-m", *shlex.split(line), *options],
            cwd=self.folder,
            env=environment({"PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "newscrawler.settings", "LANG": "C"}),
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def ran(desk: Desk) -> dict[tuple[str, str], subprocess.CompletedProcess[str]]:
    """What each line did, in the order of the documents."""
    return {pair: desk.run(pair[1]) for pair in HERE}


@pytest.mark.parametrize("pair", HERE, ids=" ".join)
def test_a_line_does_what_it_says(
    pair: tuple[str, str], ran: dict[tuple[str, str], subprocess.CompletedProcess[str]]
) -> None:
    done = ran[pair]
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_they_write_is_there(desk: Desk, ran: dict[tuple[str, str], subprocess.CompletedProcess[str]]) -> None:
    written = [
        "data/report.html",
        "last.jsonl",
        "run.jsonl",
        "stories.jsonl",
        "all.jsonl",
        "srv/www/report.html",
        "tmp/news/demo",
    ]
    assert [name for name in written if not (desk.folder / name).exists()] == []
    assert len(list(desk.folder.glob("data/batches/*.json"))) == 3
    assert ran["newspapers.md", "scrapy list -s NEWSPAPERS=/srv/news/newspapers.toml"].stdout.split() == [
        "demo",
        "gndnews",
        "hanbit",
        "mediaon",
        "narunews",
        "newspaper",
    ]
