"""The commands of README.md run as written there, with demo newspapers in place of real ones."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.crawling import ROOT, Run, scrapy

TEXT = (ROOT / "README.md").read_text("utf-8").partition("## In English")[0]
BLOCKS = re.findall(r"^```sh\n(.*?)^```", TEXT, re.S | re.M)
LINES = [line.partition("#")[0].strip() for block in BLOCKS for line in block.splitlines()]
IN_CODE = re.findall(r"`newscrawler ([^`]+)`", TEXT)
COMMANDS = [line.removeprefix("newscrawler ") for line in LINES if line.startswith("newscrawler ")]
TABLE = "[nuri]\ndemo = true\narguments = {articles = 20}\n[gndnews]\nenabled = false\n"

# What is written, and what the test runs instead; None for what other tests run (named behind it).
INSTEAD: dict[str, str | None] = {
    "init": None,  # tests/test_installed.py
    "init /srv/news": None,
    "probe https://www.narunews.example/": None,  # tests/probe
    "probe 주소 --json found.json": None,
    "probe": None,
    "crawl newspaper -a url=https://www.narunews.example/ -a since=7d": None,  # tests/spiders/test_newspaper.py
    "crawl gndnews -a since=7d": "crawl nuri",
    "crawl demo": None,  # tests/commands/test_cli.py
    "crawl demo -a sections=경제 -a max_pages=1": "crawl demo -a sections=경제 -a max_pages=1",
    "batch": "batch",
    "status": "status",
    "report": "report",
    "carried 보도자료.hwp": "carried release.txt",
    "find 창원 --since 7d": "find 너울군 --since 20200101",
    "export --all --latest -o corpus/": "export --all --latest -o corpus/",
}


def test_every_command_of_the_readme_is_known_here() -> None:
    assert {*COMMANDS, *IN_CODE} == set(INSTEAD)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """What each command did, in the order of the document."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "newspapers.toml").write_text(TABLE, "utf-8")
    data = folder / "data"
    found: dict[str, Run] = {}
    for written in dict.fromkeys([*COMMANDS, *IN_CODE]):
        command = INSTEAD.get(written)
        if command is None:
            continue
        words = (
            command.replace("release.txt", str(folder / "release.txt")).replace("corpus/", f"{folder}/corpus/").split()
        )
        if words[0] == "carried":
            lines = [
                line for path in data.glob("nuri/*/articles.jsonl") for line in path.read_text("utf-8").splitlines()
            ]
            body = max((json.loads(line)["body"] for line in lines), key=len)
            (folder / "release.txt").write_text(body, "utf-8")
        options = ("-s", f"DATA_DIR={data}", "-s", f"NEWSPAPERS={folder / 'newspapers.toml'}")
        found[written] = scrapy(*words, *options, data_dir=data)
    return found


@pytest.mark.parametrize("written", [written for written, command in INSTEAD.items() if command])
def test_a_command_of_the_readme_does_what_it_says(written: str, ran: dict[str, Run]) -> None:
    assert ran[written].exit_code == 0, ran[written].stdout + ran[written].stderr


def test_what_the_commands_write_is_there(ran: dict[str, Run]) -> None:
    data = ran["batch"].data_dir
    folder = data.parent
    assert (data / "report.html").is_file()
    assert (data / "index.sqlite").is_file()
    assert list((folder / "corpus").rglob("*.parquet"))
    assert (folder / "corpus/README.md").is_file()
    assert "너울군" in ran["find 창원 --since 7d"].stdout
    assert "100" in ran["carried 보도자료.hwp"].stdout


def test_the_documents_that_the_readme_names_are_there() -> None:
    named = re.findall(r"\]\(([\w./-]+\.(?:md|png))(?:#[^)]*)?\)", TEXT)
    assert [name for name in named if not (ROOT / name).is_file()] == []
    listed = {Path(name).name for name in named}
    documents = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert documents - listed == {"columns.md", "extraction.md"}  # which docs/corpus.md and the developers' ones name
