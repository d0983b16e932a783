"""The data tables of an article, as rectangles of texts."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import attribute, text_of

_MOST_COLUMNS = 100
_MOST_CELLS = 50_000  # of a table with spans; a larger one is kept as printed


def read_table(table: LexborNode, pictures: int) -> list[list[str]] | None:
    """The rows of a data table; None for a table used for layout. ``pictures`` is how many it holds.

    A cell that spans rows or columns stands in each place it covers, and short rows are filled with empty texts, so
    that every row has the same columns.
    """
    rows = [[(cell, text_of(cell)) for cell in row.css("td, th")] for row in table.css("tr")]
    printed = [[text for _, text in row] for row in rows]
    if not _is_data(table, printed, pictures):
        return None
    spans = [[(text, _span(cell, "rowspan"), _span(cell, "colspan")) for cell, text in row] for row in rows]
    return _rectangle(spans) or printed


def _is_data(table: LexborNode, rows: list[list[str]], pictures: int) -> bool:
    """Whether a table has rows and columns of short cells, far more than pictures; any other is used for layout."""
    if len(table.css("table")) > 1 or len(rows) < 2:
        return False
    cells = [cell for row in rows for cell in row]
    if pictures and sum(map(bool, cells)) <= 2 * pictures:
        return False
    return (max(map(len, rows)) >= 2 or bool(table.css("th"))) and sum(map(len, cells)) <= 80 * len(cells)


def _span(cell: LexborNode, name: str) -> int:
    value = attribute(cell, name).strip()
    return int(value[:5]) if value.isdecimal() else 1


def _rectangle(rows: list[list[tuple[str, int, int]]]) -> list[list[str]]:
    """The table with every cell in each place that it covers; empty if that would be too large."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    filled = 0
    for y, row in enumerate(rows):
        x = 0
        for text, down, across in row:
            while x in grid[y]:
                x += 1
            # rowspan=0 reaches to the end of the table (HTML Standard, "Attributes common to td and th")
            covered = grid[y : y + down] if down else grid[y:]
            end = min(x + max(1, across), _MOST_COLUMNS)
            filled += len(covered) * max(1, end - x)
            if filled > _MOST_CELLS:
                return []
            for line in covered:
                line.update(dict.fromkeys(range(x, max(end, x + 1)), text))
            x = max(end, x + 1)
    width = max((max(line, default=-1) + 1 for line in grid), default=0)
    return [[line.get(x, "") for x in range(width)] for line in grid]
