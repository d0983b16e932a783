"""Each command that docs/stories.md shows runs on a demo newspaper's articles; in it stands what it prints."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.archives import article, store
from support.crawling import scrapy
from support.hwp import hwp

from newscrawler.demo import Newspaper

DOCS = (Path(__file__).parents[2] / "docs/stories.md").read_text("utf-8")
COMMANDS = re.findall(r"^(scrapy (?:stories|find|carried) [^#\n]*?)\s*(?:#.*)?$", DOCS, re.M)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demo newspaper's articles in two newspapers of the documents, and the release they carry."""
    folder = tmp_path_factory.mktemp("documented")
    texts = list(Newspaper(articles=20).truth_articles().values())
    for site in ("gndnews", "narunews"):
        made = [
            article(site, number, title=text["title"], body=text["body"], published_at=text["published_at"])
            for number, text in enumerate(texts, 1)
        ]
        store(folder, site, made)
    (folder / "보도자료.hwp").write_bytes(hwp(texts[0]["body"].split("\n\n")))
    (folder / "보도자료.txt").write_text(texts[0]["body"], "utf-8")
    yield folder


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_of_the_document_runs(
    command: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (words, _, given) = command.partition(" < ")
    arguments = [str(data / word) if word.startswith("보도자료.") else word for word in shlex.split(words)[1:]]
    arguments = [str(tmp_path / word) if word.endswith((".csv", ".jsonl", ".html")) else word for word in arguments]
    if "http" in command or given:  # what they read is in tests/commands/test_carried.py
        arguments = [
            str(data / "보도자료.txt") if word in ("-", *re.findall(r"http\S+", command)) else word
            for word in arguments
        ]
    run = scrapy(*arguments, "-s", f"DATA_DIR={data}", data_dir=data)
    assert (run.exit_code, run.stderr) == (0, "")


def test_the_document_shows_each_command() -> None:
    assert {command.split()[1] for command in COMMANDS} == {"stories", "find", "carried"}
    assert len(COMMANDS) >= 10
