"""Exit statuses; README.md says what each means."""

from __future__ import annotations

OK, INCOMPLETE, USAGE, QUALITY, NOT_STORED, INTERRUPTED, LOCKED = range(7)
