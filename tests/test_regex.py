"""Patterns that are compiled late behave as compiled ones."""

from __future__ import annotations

import copy
import re
import subprocess
import sys

import pytest

from newscrawler.regex import lazy_compile


def test_a_late_pattern_does_what_a_compiled_one_does() -> None:
    late, now = lazy_compile(r"(\w)=(?P<value>\d+)", re.I), re.compile(r"(\w)=(?P<value>\d+)", re.I)
    for _ in range(2):  # the second use is the compiled pattern's own method
        assert late.sub("-", "a=1, B=22") == now.sub("-", "a=1, B=22") == "-, -"
        assert [m["value"] for m in late.finditer("a=1, B=22")] == ["1", "22"]
        assert late.fullmatch("a=x") is None
    assert (late.pattern, late.flags, late.groupindex) == (now.pattern, now.flags, now.groupindex)
    assert copy.deepcopy(lazy_compile("a")).findall("ba") == ["a"]
    assert lazy_compile(rb"\d").findall(b"1a2") == [b"1", b"2"]


def test_a_wrong_pattern_is_told_at_its_first_use() -> None:
    wrong = lazy_compile("(")
    with pytest.raises(re.error, match="unterminated"):
        wrong.search("")


def test_loading_the_spiders_compiles_no_pattern_of_theirs() -> None:
    program = """
import gc, newscrawler.spiders.demo, newscrawler.extensions, newscrawler.regex
late = [p for p in gc.get_objects() if isinstance(p, newscrawler.regex._Pattern)]
print(len(late) > 80, [p.pattern for p in late if len(vars(p)) > 2])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "True []\n"
