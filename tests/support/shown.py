"""A row of docs/robustness.md; the test that proves it compares it with what it saw."""

from __future__ import annotations


class Shown:
    """What a test's row in docs/robustness.md says; the test must compare it with what it saw."""

    def __init__(self, what: str, becomes: str, status: int | None) -> None:
        self.what, self.becomes, self.status = what, becomes, status
        self.held = False

    def holds(self, becomes: str, status: int | None = None) -> None:
        """Compares what was seen with the row."""
        self.held = True
        assert (becomes, status) == (self.becomes, self.status)
