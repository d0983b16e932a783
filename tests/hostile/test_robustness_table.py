"""docs/robustness.md says what the tests assert, and nothing else."""

from __future__ import annotations

from support.robustness import DOCUMENT, render


def test_the_table_of_the_documentation_is_what_the_tests_assert() -> None:
    assert DOCUMENT.read_text("utf-8") == render(), "run: python -m tests.support.robustness"


def test_every_row_is_there_once_and_in_full() -> None:
    lines = [line for line in render().splitlines() if line.startswith("| ") and not line.startswith("| what comes")]
    assert len(lines) == len(set(lines)) > 100
    assert all(len(line.split(" | ")) == 3 and "|  |" not in line for line in lines)
