"""The fixture behind ``@pytest.mark.shows``: a row of docs/robustness.md and the test that proves it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.shown import Shown


@pytest.fixture
def shown(request: pytest.FixtureRequest) -> Iterator[Shown]:
    """The row of the test that asks for it."""
    mark = request.node.get_closest_marker("shows")
    row = Shown(*mark.args)
    yield row
    assert row.held, "the row of docs/robustness.md was not held against what happened"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A row without a check would be a claim."""
    for item in items:
        if item.get_closest_marker("shows") and "shown" not in getattr(item, "fixturenames", ()):
            raise pytest.UsageError(f"{item.nodeid} is marked with a row it does not check: take the fixture `shown`")
