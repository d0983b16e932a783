"""What these tests do does not count for the coverage: others measure the same code, and measuring doubles its cost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from coverage import Coverage
from support.processes import UNMEASURED


@pytest.fixture(scope="module", autouse=True)
def unmeasured() -> Iterator[None]:
    """Stops measuring pytest's own process, where the newspapers are, and tells the others in their environment."""
    coverage = Coverage.current()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in UNMEASURED.items():
            patch.setenv(name, value)
        if coverage:
            coverage.stop()
        yield
        if coverage:
            coverage.start()
