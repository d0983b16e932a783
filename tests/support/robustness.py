"""The table of docs/robustness.md, made from what the tests send and assert: `python -m tests.support.robustness`.

Rows come from the tables the parametrised tests run over, and from single tests marked
``@pytest.mark.shows(what, becomes, status)``. Such a test must hold what it saw against its row
(``shown.holds``), or it fails; so a row without a test that was run against it cannot exist.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
DOCUMENT = TESTS.parent / "docs" / "robustness.md"
MODULES = {
    "Bodies": ("hostile.test_hostile_bodies", "spiders.test_faults"),
    "Articles that are not there": ("durability.test_outages",),
    "Encodings": ("hostile.test_crawled_encodings",),
    "Lists": ("hostile.test_hostile_lists",),
    "Links and redirects": ("hostile.test_hostile_links",),
    "Private addresses, TLS": ("hostile.test_private_addresses", "hostile.test_tls"),
    "RSS feeds": ("hostile.test_hostile_feeds",),
    "AJAX replies": (),
    "Foreign markup": ("hostile.test_foreign_markup",),
    "Texts and mangled pages": ("hostile.test_hostile_regexes", "hostile.test_mangled_pages"),
    "Addresses, settings and listeners": (
        "newspapers.test_address",
        "test_rules",
        "commands.test_streams",
        "commands.test_judging",
    ),
    "Servers that are slow, busy or gone": ("durability.test_server_log",),
}
Row = tuple[str, str, str]  # what comes, what becomes of it, how the run ends

HEAD = """# What hostile and broken pages come to

Every input the tests send, and what comes of it. The table is made from the tests themselves
(`python -m tests.support.robustness`), and a test fails when this file says anything else than they assert.

*Read* means an article with every field right. A word in `code` is the reason of a record in `rejected.jsonl`.
The last column is the exit status (README.md): 1 means that the run is not complete and says so, `-` that many such
pages are met in one run. The crawls over hostile pages run under a limit of 900 MB of address space and 40 s of CPU;
one ended by a limit fails its test.
"""


def rows(module_name: str) -> Iterator[tuple[str | None, Row]]:
    """The rows of one test module: heading (None for the module's own) and row."""
    module = importlib.import_module(module_name)
    yield from getattr(module, "SHOWN", ())
    for thing in vars(module).values():
        for mark in getattr(thing, "pytestmark", ()):
            if mark.name == "shows":
                what, becomes, status = mark.args
                yield None, (what, becomes, "-" if status is None else str(status))


def render() -> str:
    """The whole document."""
    if str(TESTS) not in sys.path:
        sys.path.append(str(TESTS))
    tables: dict[str, list[Row]] = {heading: [] for heading in MODULES}
    for heading, names in MODULES.items():
        for name in names:
            for other, row in rows(name):
                tables[other or heading].append(row)
    parts = [HEAD]
    for heading, found in tables.items():
        parts.append(f"\n## {heading}\n\n| what comes | what becomes of it | exit |\n|---|---|---|\n")
        parts += [f"| {what} | {becomes} | {status} |\n" for what, becomes, status in found]
    return "".join(parts)


def told(reason: str | None) -> str:
    """How the table says that a page is rejected for a reason, or read (None)."""
    return "read" if reason is None else f"`{reason}`"


if __name__ == "__main__":
    sys.path.insert(0, str(TESTS.parent))
    DOCUMENT.write_text(render(), "utf-8")
