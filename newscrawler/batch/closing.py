"""What became of many newspapers, as a table: the ones that need somebody first, then the others, then the totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from newscrawler.korean.text import clean
from newscrawler.run.exits import BADNESS, LOCKED, OK
from newscrawler.store.manifest import Counts
from newscrawler.translation import N_, worded

# Marked for the catalogue: the states of a newspaper's process and of an attempt.
_STATES = N_("finished"), N_("failed"), N_("timeout"), N_("interrupted"), N_("locked"), N_("unfinished"), N_("no run")
_LOG_WIDTH = 160
_CAUSES = 3  # of a newspaper; the rest is in its run.json


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One newspaper: its short name and title, how its last attempt ended, and what it brought.

    ``status`` is None for an attempt that has not ended. ``when`` is a time or a duration, as it is printed.
    """

    site: str
    title: str
    state: str
    status: int | None
    counts: Counts | None = None
    when: str = ""
    causes: Sequence[str] = field(default_factory=tuple)

    @property
    def badness(self) -> int:
        """How much it needs somebody, 0 for not at all."""
        return len(BADNESS) if self.status not in BADNESS else BADNESS.index(self.status)


def plain_console() -> Any:
    """A rich console for tables and sentences that quote newspapers: no markup; a log is as wide as they are."""
    from rich.console import Console  # noqa: PLC0415 - rich is loaded only where it prints

    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = _LOG_WIDTH
    return console


def worst_first(lines: Iterable[Line]) -> list[Line]:
    """The lines in the order they are shown in."""
    return sorted(lines, key=lambda line: (-line.badness, line.site))


def print_table(console: Any, lines: Sequence[Line], title: str, when: str) -> None:
    """Prints the table to a rich console; ``when`` is the head of the last column."""
    from rich.table import Table  # noqa: PLC0415 - rich is loaded only where it prints

    table = Table(title=title)
    table.add_column(worded(N_("newspaper")), no_wrap=True)
    for head in (N_("title"), N_("state"), N_("status")):
        table.add_column(worded(head), overflow="fold")
    for head in (N_("new"), N_("modified"), N_("removed"), N_("rejected"), when):
        table.add_column(worded(head), justify="right")
    for line in lines:
        status = "" if line.status is None else str(line.status)
        table.add_row(line.site, clean(line.title), worded(line.state), status, *_numbers(line.counts), line.when)
    if len(lines) > 1:
        table.add_section()
        table.add_row(worded(N_("total")), "", "", "", *_numbers(_sum(lines)), "")
    console.print(table)
    if len(lines) > 1:
        console.print(worded(_ended(lines)))


def print_causes(console: Any, lines: Iterable[Line]) -> None:
    """Prints one sentence for each thing people should look at, few of each newspaper."""
    for line in lines:
        for sentence in line.causes[:_CAUSES]:
            console.print(f"! {line.site}: {worded(clean(sentence))}")
        if left := len(line.causes[_CAUSES:]):
            console.print(f"! {line.site}: {worded(N_(f'… {left} more in run.json'))}")


def _ended(lines: Sequence[Line]) -> str:
    good = sum(line.status in (OK, LOCKED) for line in lines)
    return N_(f"{good} of {len(lines)} newspapers well")


def _numbers(counts: Counts | None) -> Sequence[str]:
    if counts is None:
        return "", "", "", ""
    return tuple(map(str, (counts.new, counts.modified, counts.removed, counts.rejected)))


def _sum(lines: Iterable[Line]) -> Counts:
    counts = [line.counts for line in lines if line.counts is not None]
    return Counts(
        new=sum(one.new for one in counts),
        modified=sum(one.modified for one in counts),
        removed=sum(one.removed for one in counts),
        rejected=sum(one.rejected for one in counts),
    )
