"""Newspapers by days, and the tasks of today. Pure functions: no disk, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile
from typing import Literal, get_args

from newscrawler.overview.sources import Attempt, NewspaperSummary
from newscrawler.run.exits import INCOMPLETE, INTERRUPTED, LOCKED, NOT_STORED, OK, QUALITY, USAGE
from newscrawler.translation import N_

Trouble = Literal[  # the most urgent first
    "unstored", "crashed", "usage", "quality", "missing",
    "timeout", "unfinished", "interrupted", "incomplete", "locked",
]  # fmt: skip
CellKind = Literal["done", "waiting", "before"] | Trouble
TaskKind = Literal["stopped", "unreadable", "fallen", "alarms", "dormant"] | Trouble
_BY_EXIT: dict[int, CellKind] = {
    OK: "done",
    INCOMPLETE: "incomplete",
    USAGE: "usage",
    QUALITY: "quality",
    NOT_STORED: "unstored",
    INTERRUPTED: "interrupted",
    LOCKED: "locked",
}
_URGENT: tuple[Trouble, ...] = get_args(Trouble)
_TASKS: tuple[TaskKind, ...] = ("unreadable", *_URGENT, "fallen", "alarms", "dormant")
DORMANT = timedelta(days=14)  # a newspaper not tried for longer counts as abandoned, not as missing today
_ALARMS_SHOWN = 5  # per newspaper; all of them are in run.json


@dataclass(frozen=True, slots=True)
class Cell:
    """One newspaper on one day; ``new`` is None where no run published anything."""

    day: date
    kind: CellKind
    new: int | None = None
    modified: int = 0
    removed: int = 0
    attempts: int = 0
    alarms: list[str] = field(default_factory=list)
    run_id: str | None = None  # of the last published run


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One newspaper and its cells, the newest day first."""

    site: str
    title: str
    cells: list[Cell]

    @property
    def new(self) -> int:
        """New articles of the period."""
        return sum(cell.new or 0 for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Total:
    """All newspapers on one day: ``done`` of the ``due`` newspapers were read to the end."""

    day: date
    new: int
    done: int
    due: int


@dataclass(frozen=True, slots=True)
class Concern:
    """A newspaper that needs attention: the sentences of its run, and for how many days in a row."""

    site: str
    title: str
    said: list[str] = field(default_factory=list)
    days: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of task and the newspapers concerned; ``since`` is the last day without problems."""

    kind: TaskKind
    concerns: list[Concern]
    since: date | None = None


def last_days(until: date, number: int) -> list[date]:
    """The last ``number`` days up to and including ``until``, the newest first."""
    return [until - timedelta(days=back) for back in range(number)]


def rows(newspapers: Iterable[NewspaperSummary], days: list[date]) -> list[BoardRow]:
    """The board: newspapers with problems on their last due day first, then by title."""
    newspapers = list(newspapers)
    anyone_today = any(attempt.day == days[0].isoformat() for paper in newspapers for attempt in paper.attempts)
    board = []
    for paper in newspapers:
        cells = [_cell(paper, day) for day in days]
        if not anyone_today and cells[0].kind == "missing":
            cells[0] = Cell(days[0], "waiting")  # the day's batch has not run yet
        board.append(BoardRow(paper.site, paper.title, cells))
    return sorted(board, key=lambda row: (_rank(_due(row)), row.title, row.site))


def totals(board: list[BoardRow]) -> list[Total]:
    """The totals of each day, in the order of the board's days."""
    return [
        Total(
            column[0].day,
            new=sum(cell.new or 0 for cell in column),
            done=sum(cell.kind == "done" for cell in column),
            due=sum(cell.kind not in ("before", "waiting") for cell in column),
        )
        for column in (list(cells) for cells in zip(*(row.cells for row in board), strict=True))
    ]


def tasks(newspapers: Iterable[NewspaperSummary], board: list[BoardRow], fallen: Iterable[Concern] = ()) -> list[Task]:
    """The tasks, the most urgent first; none if every newspaper was read completely.

    Only each newspaper's last due day is judged: a later complete run also fetches what earlier ones missed.
    ``fallen`` are the newspapers whose articles lost a field.
    """
    papers = {paper.site: paper for paper in newspapers}
    found: dict[str, list[Concern]] = {"fallen": list(fallen)}
    for row in board:
        paper, cell = papers[row.site], _due(row)
        if paper.error:
            found.setdefault("unreadable", []).append(Concern(row.site, row.title, [paper.error]))
        elif cell.kind == "missing" and (paper.last or "") < (row.cells[0].day - DORMANT).isoformat():
            found.setdefault("dormant", []).append(Concern(row.site, row.title))
        elif cell.kind in _URGENT:
            found.setdefault(cell.kind, []).append(_concern(row, cell))
        elif cell.alarms:
            found.setdefault("alarms", []).append(_concern(row, cell))
    stopped = _stopped_since(papers.values(), board)
    if stopped:
        found.pop("missing", None)  # said once, not once per newspaper
    listed = [Task(kind, found[kind]) for kind in _TASKS if found.get(kind)]
    return [Task("stopped", [], stopped), *listed] if stopped else listed


def _cell(paper: NewspaperSummary, day: date) -> Cell:
    attempts = [attempt for attempt in paper.attempts if attempt.day == day.isoformat()]
    if not attempts:
        before = paper.first is not None and day.isoformat() < paper.first
        return Cell(day, "before" if before else "missing")
    working = [attempt for attempt in attempts if attempt.exit_code != LOCKED]
    last = (working or attempts)[-1]
    published = [attempt for attempt in attempts if attempt.manifest]
    counts = [attempt.manifest.counts for attempt in published if attempt.manifest]
    return Cell(
        day,
        kind_of(last),
        new=sum(count.new for count in counts) if counts else None,
        modified=sum(count.modified for count in counts),
        removed=sum(count.removed for count in counts),
        attempts=len(attempts),
        alarms=last.alarms,
        run_id=published[-1].run_id if published else None,
    )


def kind_of(attempt: Attempt) -> CellKind:
    """How an attempt ended."""
    match attempt.state:
        case "timeout" | "unfinished" | "locked" | "interrupted":
            return attempt.state
        case "failed":
            return "crashed"
    return _BY_EXIT.get(attempt.exit_code or OK, "crashed")


def _due(row: BoardRow) -> Cell:
    """The cell of the last day on which the newspaper should have been read."""
    return next((cell for cell in row.cells if cell.kind != "waiting"), row.cells[0])


def _rank(cell: Cell) -> int:
    if cell.kind in _URGENT:
        return _URGENT.index(cell.kind)
    return len(_URGENT) if cell.alarms else len(_URGENT) + 1


def _concern(row: BoardRow, cell: Cell) -> Concern:
    since = row.cells[row.cells.index(cell) :]
    days = len(list(takewhile(lambda each: each.kind == cell.kind and bool(each.alarms) == bool(cell.alarms), since)))
    said = cell.alarms[:_ALARMS_SHOWN]
    if left := len(cell.alarms[_ALARMS_SHOWN:]):
        said.append(N_(f"… {left} more in run.json"))
    return Concern(row.site, row.title, said, days)


def _stopped_since(newspapers: Iterable[NewspaperSummary], board: list[BoardRow]) -> date | None:
    """The last day with any attempt, if it is before yesterday; None otherwise."""
    last = max((paper.last for paper in newspapers if paper.last), default=None)
    if not board or last is None or last >= (board[0].cells[0].day - timedelta(days=1)).isoformat():
        return None
    return date.fromisoformat(last)
