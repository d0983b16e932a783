"""Marks of tests, and the fixture behind ``@pytest.mark.shows``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from support import processes
from support.marks import marks_of
from support.postgres import Postgres
from support.shown import Shown

os.environ["LC_ALL"] = "C.UTF-8"  # what commands print is compared in English


@pytest.fixture
def shown(request: pytest.FixtureRequest) -> Iterator[Shown]:
    """The row of docs/robustness.md that the test is marked with."""
    mark = request.node.get_closest_marker("shows")
    row = Shown(*mark.args)
    yield row
    assert row.held, "the row of docs/robustness.md was not held against what happened"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server."""
    with Postgres() as server:
        yield server


@pytest.fixture
def database(postgres: Postgres) -> str:
    """The address of a database with the tables of newscrawler, and nothing in them."""
    return postgres.create(postgres.template)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what starts a process or a browser, and puts it first: the end of a run is then made of short tests.

    A row of docs/robustness.md without a check would be a claim.
    """
    for item in items:
        if item.get_closest_marker("shows") and "shown" not in getattr(item, "fixturenames", ()):
            raise pytest.UsageError(f"{item.nodeid} is marked with a row it does not check: take the fixture `shown`")
        if isinstance(item, pytest.Function):
            fixtures = item._fixtureinfo.name2fixturedefs.values()
            for mark in marks_of(item.function, *(one.func for several in fixtures for one in several)):
                item.add_marker(mark)
    crawling = {item.path for item in items if item.get_closest_marker("crawl")}
    items.sort(key=lambda item: item.path not in crawling)


def pytest_configure(config: pytest.Config) -> None:
    """In a run without crawls, a test that starts a process fails."""
    if "not crawl" in config.option.markexpr:
        sys.addaudithook(_refuse_processes)


def _refuse_processes(event: str, _: object) -> None:
    if event in ("subprocess.Popen", "os.fork", "os.posix_spawn") and "PYTEST_CURRENT_TEST" in os.environ:
        pytest.fail("a test that starts a process must be marked `crawl`")


def pytest_sessionfinish() -> None:
    """Leaves no process behind."""
    processes.stop_server()
