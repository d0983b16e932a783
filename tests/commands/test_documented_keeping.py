"""Every command that docs/warc.md and docs/archive.md show, on pages and archives of the demo newspaper."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings
from support.crawling import Run, scrapy
from support.documents import shell_lines
from support.warcs import is_sound, records

from newscrawler.commands import archive, reread
from newscrawler.demo import Newspaper
from newscrawler.store.archives import lock_run
from newscrawler.store.sqlite import SqliteArchive
from newscrawler.store.warc import index_of, read_index

ARTICLES = 30
TOOLS = str(Path(sys.executable).parent)


class Kept:
    """A folder with a recorded run of the demo newspaper, in which documented lines are run."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data_dir = folder, folder / "data"
        (folder / "srv/backup").mkdir(parents=True)
        self.archive = self.data_dir / "demo/archive.sqlite"
        crawl = next(line for line in shell_lines("warc.md") if line.startswith("scrapy crawl"))
        self.first = self.run(f"{crawl} -a articles={ARTICLES}")
        assert self.first.exit_code == 0, self.first.stderr
        self.run_id = self.first.manifest["run_id"]
        self.url, self.offset = next(
            (one.url, one.offset) for one in read_index(index_of(self.warc)) if "article.html" in one.url
        )

    @property
    def warc(self) -> Path:
        return self.folder / f"warc/demo/{self.run_id}.warc.gz"

    def run(self, line: str) -> Run:
        """Runs a line as the reader would in the folder; the examples' names are replaced by the true ones."""
        for old, new in (("WARC_DIR=warc", f"WARC_DIR={self.folder}/warc"), ("/srv/", f"{self.folder}/srv/")):
            line = line.replace(old, new)
        line = re.sub(r"(?<![\w/=])(warc|data)/", rf"{self.folder}/\1/", line)
        line = re.sub(r"(?<= )(differences\.jsonl|article\.html$)", rf"{self.folder}/\1", line)
        if hasattr(self, "offset"):
            line = line.replace("20261122T231351", self.run_id).replace("87391", self.offset)
            line = re.sub(r"http://demo\.test/news/article\.html\?no=\d+", lambda _: self.url, line)
        if line.startswith("scrapy "):
            return scrapy(*shlex.split(line)[1:], "-s", f"DATA_DIR={self.data_dir}", data_dir=self.data_dir)
        path = f"{TOOLS}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", line], env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
        )
        return Run(done.returncode, done.stdout, done.stderr, self.data_dir)

    def lose(self) -> None:
        for path in self.archive.parent.glob("archive.sqlite*"):
            path.unlink()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("kept"))


def test_the_commands_of_the_document_on_pages(kept: Kept) -> None:
    lines = [line for line in shell_lines("warc.md") if not line.startswith("scrapy crawl")]
    assert [line.split()[0] for line in lines] == ["warcio", "grep", "warcio", "scrapy", "scrapy", "scrapy"]
    done = {line: kept.run(line) for line in lines}
    assert {line: (run.exit_code, run.stderr) for line, run in done.items()} == dict.fromkeys(lines, (0, ""))
    checked, found, _, one, all_of_one, every = done.values()
    assert checked.stdout == ""
    assert json.loads(found.stdout.partition("{")[1] + found.stdout.partition("{")[2])["url"] == kept.url
    paper = Newspaper(articles=ARTICLES)
    assert (kept.folder / "article.html").read_bytes() == paper.reply("GET", kept.url).body
    for run in (one, all_of_one, every):  # and two pages say still that their articles were deleted
        assert run.stdout == f"1 runs, {ARTICLES + 2} pages read again, {ARTICLES + 2} the same\n"
    assert (kept.folder / "differences.jsonl").read_bytes() == b""


def test_the_commands_of_the_document_on_archives(kept: Kept) -> None:
    before = archived(kept)
    for line in shell_lines("archive.md"):
        if line.startswith(("scrapy archive restore", "scrapy archive rebuild")) and kept.archive.exists():
            assert kept.run(line).exit_code == 2  # it is never written over
            kept.lose()
        run = kept.run(line)
        assert (run.exit_code, run.stderr) == (0, ""), line
        if kept.archive.exists():
            assert archived(kept) == before, line
    assert kept.run("scrapy archive check demo").exit_code == 0


def archived(kept: Kept) -> list[bytes]:
    with closing(SqliteArchive(kept.archive, "demo", read_only=True)) as archive:
        return sorted(archive.articles_between(None, None))


def test_a_run_at_work_keeps_a_new_archive_away(kept: Kept, capfd: pytest.CaptureFixture[str]) -> None:
    content = kept.archive.read_bytes()
    kept.lose()
    command = prepared(archive.Command(), kept)
    lock = lock_run(command.settings, "demo", "process 1, since noon")
    try:
        command.run(["rebuild", "demo"], argparse.Namespace(skip_damaged=False))
        assert (command.exitcode, kept.archive.exists()) == (6, False)
        assert "process 1, since noon" in capfd.readouterr().err
    finally:
        lock.release()
        kept.archive.write_bytes(content)


def prepared(command: Any, kept: Kept) -> Any:
    """A command with the settings of the project, as Scrapy prepares it."""
    command.settings = Settings()
    command.settings.setmodule("newscrawler.settings", priority="project")
    command.settings.set("DATA_DIR", str(kept.data_dir), priority="cmdline")
    return command


@pytest.fixture
def damaged(kept: Kept) -> Iterator[Path]:
    """The run's folder, with a feed that was edited."""
    folder = kept.data_dir / "demo" / kept.run_id
    path = folder / "articles.jsonl"
    content = path.read_bytes()
    path.write_bytes(content.replace("기자".encode(), "기사".encode(), 1))
    yield folder
    path.write_bytes(content)


def test_a_damaged_folder_is_named_and_left_out_only_on_demand(kept: Kept, damaged: Path) -> None:
    check = kept.run("scrapy archive check")
    assert check.exit_code == 4
    assert check.stdout.startswith(f"! demo: {kept.run_id}: articles.jsonl")
    backup = kept.archive.read_bytes()
    kept.lose()
    refused = kept.run("scrapy archive rebuild demo")
    assert (refused.exit_code, kept.archive.exists()) == (4, False)
    assert f"! demo: {kept.run_id}: articles.jsonl" in refused.stderr
    assert "--skip-damaged" in refused.stderr
    made = kept.run("scrapy archive rebuild demo --skip-damaged")
    assert (made.exit_code, kept.archive.exists()) == (0, True)
    assert archived(kept) == []
    kept.lose()
    kept.archive.write_bytes(backup)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("scrapy archive", "archive check"),
        ("scrapy archive mend demo", "archive check"),
        ("scrapy archive check naru", "naru"),
        ("scrapy archive rebuild", "gndnews"),
        ("scrapy archive rebuild naru", "naru"),
        ("scrapy archive backup demo", "-o demo.sqlite"),
        ("scrapy archive backup naru -o x", "naru"),
        ("scrapy archive restore demo", "restore"),
        ("scrapy archive restore demo nothing.sqlite", "nothing.sqlite"),
        ("scrapy reread", "--all"),
        ("scrapy reread 20250101T000000 demo -s WARC_DIR=warc", "20250101T000000"),
        ("scrapy reread --all naru -s WARC_DIR=warc", "naru"),
        ("scrapy reread --all demo", "WARC_DIR"),
    ],
)
def test_wrong_use_is_one_sentence(kept: Kept, line: str, words: str, capfd: pytest.CaptureFixture[str]) -> None:
    _, name, *given = shlex.split(line.replace("WARC_DIR=warc", f"WARC_DIR={kept.folder}/warc"))
    command = prepared({"archive": archive.Command, "reread": reread.Command}[name](), kept)
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    opts, arguments = parser.parse_known_args(given)
    command.settings.setdict(dict(pair.split("=") for pair in opts.set), priority="cmdline")
    with pytest.raises(SystemExit) as end:
        command.run(arguments, opts)
    assert end.value.code == 2
    sentence = capfd.readouterr().err
    assert words in sentence
    assert len(sentence.splitlines()) == 1


def test_what_would_change_what_is_damaged_and_what_is_lost_is_told(kept: Kept) -> None:
    """The archive says something else than a page, as after a reader was mended; one page is damaged, one is lost."""
    index, (first, second, third) = index_of(kept.warc), article_ids(kept)
    lines, archive = index.read_text().splitlines(keepends=True), kept.archive.read_bytes()

    def line_of(identifier: str) -> int:
        ends = f'no={identifier.partition(":")[2]}"'
        return next(number for number, line in enumerate(lines) if ends in line)

    with closing(sqlite3.connect(kept.archive)) as db, db:
        db.execute("UPDATE revision SET record = json_set(record, '$.title', '옛 제목') WHERE id = ?", (first,))
    changed = list(lines)
    changed[line_of(second)] = lines[line_of(second)].replace('"digest":"sha1:', '"digest":"sha1:X')
    del changed[line_of(third)]
    index.write_text("".join(changed))
    try:
        run = kept.run("scrapy reread --all demo -s WARC_DIR=warc --json differences.jsonl --show 1")
    finally:
        index.write_text("".join(lines))
        kept.lose()
        kept.archive.write_bytes(archive)
    assert run.exit_code == 4
    assert "- 옛 제목" in run.stdout
    found = [json.loads(line) for line in (kept.folder / "differences.jsonl").read_text().splitlines()]
    assert {one["outcome"]: list(one["changes"]) for one in found} == {
        "changed": ["title"],
        "damaged": [],
        "no_page": [],
    }
    assert next(one for one in found if one["changes"])["changes"]["title"]["old"] == "옛 제목"


def article_ids(kept: Kept) -> list[str]:
    """Three articles of the run."""
    return [one["id"] for one in kept.first.articles[:3]]


def test_the_pages_of_the_run_are_sound(kept: Kept) -> None:
    assert is_sound(kept.warc)
    assert (
        len([one for one in records(kept.warc) if one.kind == "response"]) == kept.first.manifest["warc"][0]["records"]
    )
