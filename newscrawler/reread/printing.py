"""What `scrapy reread` prints: how many articles would change, which fields, and the changes line by line."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from newscrawler.korean.text import clean
from newscrawler.reread.compare import READ, Reading
from newscrawler.translation import N_


class Report:
    """Counts readings, and remembers the first ``shown`` of those that differ."""

    def __init__(self, shown: int) -> None:
        self.outcomes, self.fields = Counter[str](), Counter[str]()
        self.runs = 0
        self._shown, self._differing = shown, list[Reading]()

    def add(self, reading: Reading) -> None:
        """Counts a reading."""
        self.outcomes[reading.outcome] += 1
        self.fields.update(reading.changes.keys())
        if reading.outcome != "same" and len(self._differing) < self._shown:
            self._differing.append(reading)

    def lines(self) -> Iterator[str]:
        """The report, line by line, without control characters of pages."""
        read = self.outcomes.total() - self.outcomes["no_page"]
        yield N_(f"{self.runs} runs, {read} pages read again, {self.outcomes['same']} the same")
        for outcome, count in sorted(self.outcomes.items()):
            if outcome != "same":
                yield _sentence(outcome, count)
        if self.fields:
            width = max(map(len, self.fields))
            yield ""
            yield N_("articles by field:")
            yield from (f"  {name:{width}}  {self.fields[name]}" for name in READ if name in self.fields)
        for reading in self._differing:
            yield ""
            yield f"{reading.site} {reading.run_id}  {clean(reading.url)}"
            if reading.outcome != "changed":
                yield f"  {reading.outcome}" + (f": {clean(reading.reason)}" if reading.reason else "")
            for name, change in reading.changes.items():
                yield f"  {name}"
                yield from (f"  {line}" for line in _diff(change.old, change.new))
        hidden = self.outcomes.total() - self.outcomes["same"] - len(self._differing)
        if hidden:
            yield ""
            yield N_(f"and {hidden} more; --json FILE writes all of them")


def _sentence(outcome: str, count: int) -> str:
    return {
        "changed": N_(f"changed: {count} would have other values"),
        "rejected": N_(f"rejected: {count} would not be accepted any more"),
        "accepted": N_(f"accepted: {count} would be accepted that were rejected"),
        "no_page": N_(f"no_page: {count} have no stored page"),
        "damaged": N_(f"damaged: {count} have a stored page that is damaged"),
    }[outcome]


def _diff(old: Any, new: Any) -> Iterator[str]:
    """The lines that differ, with ``-`` and ``+``; paragraphs of a text, elements of a list."""
    for line in difflib.ndiff(_parts(old), _parts(new)):
        if line[:2] in ("- ", "+ "):
            yield f"{line[:2]}{clean(line[2:])}"


def _parts(value: Any) -> list[str]:
    if value is None:
        return ["null"]
    if isinstance(value, str):
        return [part for part in value.split("\n") if part] or [""]
    return [msgspec.json.encode(part).decode() for part in value]
