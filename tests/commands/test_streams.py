"""What cannot be printed does not change how a command ends: closed streams, readers that leave, narrow encodings."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from scrapy.settings import Settings
from support.crawling import ROOT, crawl, environment
from support.shown import Shown

from newscrawler.commands import refuse, streams, write_records
from newscrawler.commands.streams import complain, prepare_streams, printing, say


class Broken(io.StringIO):
    """A stream whose reader has left."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


# ---- in the process ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "error", [BrokenPipeError(), SystemExit(1), UnicodeEncodeError("ascii", "가", 0, 1, ""), KeyError()]
)
def test_whatever_fails_while_printing_is_suppressed(error: BaseException) -> None:
    with printing():
        raise error


def test_a_broken_stream_takes_nothing_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Broken())
    monkeypatch.setattr(sys, "stderr", Broken())
    say("a line")
    complain("a line")
    with pytest.raises(SystemExit) as ended:
        refuse("crawl", "wrong use")
    assert ended.value.code == 2


def test_characters_that_the_encoding_lacks_are_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    prepare_streams(Settings({"LANGUAGE": "en"}))
    say("신문 ok")
    assert written.getvalue() == b"\\uc2e0\\ubb38 ok\n"


def test_records_for_a_closed_output_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OSError, match=r"^standard output is closed$"):
        write_records([b"{}"], None)
    say("a line")  # is not one


def test_what_is_left_in_a_broken_stream_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = open("/dev/full", "w", encoding="utf-8")  # noqa: SIM115, PTH123 - closing it would raise
    monkeypatch.setattr(sys, "stdout", full)
    full.write("never written")
    streams._flush()
    full.close()


# ---- whole commands --------------------------------------------------------------------------------------
def closed(*words: str) -> list[str]:
    return ["sh", "-c", 'exec "$@" >&- 2>&- <&-', "sh", *words]


def full(*words: str) -> list[str]:
    return ["sh", "-c", 'exec "$@" >/dev/full 2>/dev/full', "sh", *words]


def ascii_only(*words: str) -> list[str]:
    return ["env", "PYTHONIOENCODING=ascii", *words]


def unread(*words: str) -> list[str]:
    return list(words)  # ends() gives it a pipe that nobody reads


def ends(how: Callable[..., list[str]], *words: str) -> int:
    """The exit status of `scrapy ...` with its streams in some condition."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return subprocess.run(
            how(sys.executable, "-m", "scrapy", *words),
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=writer if how is unread else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=False,
        ).returncode
    finally:
        os.close(writer)


@pytest.mark.shows(
    "standard output and error that are closed, full, read by nobody, or ASCII",
    "the run is stored, its status stands",
    0,
)
@pytest.mark.parametrize("how", [closed, full, unread, ascii_only])
def test_a_stored_run_ends_well_whoever_listens(how: Callable[..., list[str]], shown: Shown, tmp_path: Path) -> None:
    status = ends(how, "crawl", "demo", "-a", "articles=20", "-s", f"DATA_DIR={tmp_path}")
    assert len(list(tmp_path.glob("demo/*/run.json"))) == 1
    shown.holds("the run is stored, its status stands", status)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stored")
    assert crawl("demo", "-a", "articles=20", data_dir=folder).exit_code == 0
    return folder


@pytest.mark.parametrize("how", [closed, full, unread])
@pytest.mark.parametrize(
    ("words", "status"),
    [(("stats", "demo"), 0), (("prune", "--keep", "1", "--dry-run"), 0), (("export", "demo"), 4)],
    ids=["stats", "prune", "export"],
)
def test_only_a_command_whose_output_is_its_work_fails(
    words: tuple[str, ...], status: int, how: Callable[..., list[str]], stored: Path
) -> None:
    assert ends(how, *words, "-s", f"DATA_DIR={stored}") == status
