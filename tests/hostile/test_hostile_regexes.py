"""No regular expression, and no reader of pages, takes more than a line's time on texts made to hurt."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from support import slow_regexes
from support.crawling import ROOT, environment
from support.processes import UNMEASURED
from support.shown import Shown

# Square in a run of one character, and what they are asked about; nothing may join them.
BOUNDED = {
    "newscrawler.korean.bylines.vocabulary.AFFILIATION": "asked about single lines",
    "newscrawler.cms.infoline._PARTS": "asked about clean texts: never two blanks in a row",
    "newscrawler.cms.masthead._SEPARATOR": "asked about clean texts: never two blanks in a row",
    "newscrawler.cms.markup.weather._DEGREES": "asked about clean texts: never two blanks in a row",
    "newscrawler.cms.markup.weather._PROVIDER": "asked about the strip's own text",
    "newscrawler.cms.locate._SUBTITLE_CLASS": "asked about one class attribute, of 300 characters at most",
    "newscrawler.cms.family._FOREIGN": "asked about one class attribute, of 300 characters at most",
    "newscrawler.cms.mediaon.selectors._FOREIGN": "asked about one class attribute, of 300 characters at most",
    "newscrawler.cms.ndsoft.selectors._FOREIGN": "asked about one class attribute, of 300 characters at most",
    "newscrawler.cms.markup.captions.CAPTION_CLASS": "asked about one class attribute, of 300 characters at most",
    "newscrawler.cms.markup.entries._TITLE_CLASS": "asked about one class attribute, of 300 characters at most",
}
BY_LINE = "newscrawler.cms.mediaon.links:"  # fullmatch only: one pass


def program(name: str, *arguments: str, timeout: float) -> list[list[object]]:
    """What the program found too slow; a program that hangs is the failure, with what it said until then."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", f"support.{name}", *arguments],
            cwd=ROOT,
            env=environment({"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", **UNMEASURED}),
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        pytest.fail(f"no end after {timeout} s: {(error.stdout or b'')[-2000:]!r}")
    assert done.returncode == 0, done.stderr[-2000:]
    *lines, last = done.stdout.splitlines()
    assert last == "done"
    return [json.loads(line) for line in lines]


def test_every_pattern_is_found() -> None:
    names = slow_regexes.patterns()
    assert len(names) > 100
    assert {
        "newscrawler.korean.dates._FORMS[0]",
        "newscrawler.korean.encoding._UTF8_SEQUENCE",
        "newscrawler.korean.text._CONTROL",
    } <= set(names)
    assert not [name for name in BOUNDED if name not in names]


@pytest.mark.shows("texts made to hurt, at every place of a page", "read within 3 s", None)
def test_no_reader_of_pages_takes_long_at_any_place_of_a_page(shown: Shown) -> None:
    """Nearly all of what a page says goes through those patterns and through the walks around them."""
    slow = program("slow_pages", "6000", "3", timeout=500)
    assert slow == []
    shown.holds("read within 3 s")


@pytest.mark.shows("every regular expression on 1 MB of what hurts it", "a line's time", None)
def test_every_pattern_takes_a_lines_time(shown: Shown) -> None:
    slow = program("slow_regexes", timeout=500)
    assert [found for found in slow if found[0] not in BOUNDED and not str(found[0]).startswith(BY_LINE)] == []
    shown.holds("a line's time")
