"""What was written on a tab and what stands there now, in digits that are equal when both are.

Google keeps a day as the number of a day and says nothing of how it is shown, so both sides are
compared as numbers. A text that begins with ``=`` counts as a formula: read as formulas, the two
look alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from sheetsync.stores.google.report_tabs.values import written_value
from sheetsync.tabs import layout, values
from sheetsync.tabs.grid import FIRST_COLUMN, Placed
from sheetsync.tabs.report import ReportTab
from sheetsync.tabs.row_links import LeadIds

Rows = Sequence[Sequence[Any]]


def written_digest(tab: ReportTab, ids: LeadIds, placed: Placed) -> str:
    """``<values>.<what it says>``, as `tabs.layout.digest` has it, the values as Google keeps
    them."""
    said = layout.digest(tab, str(ids), placed).partition(".")[2]
    return f"{_digest(_columns_of(placed, ids))}.{said}"


def found_digest(rows: Rows, formulas: Iterable[tuple[int, int]] = ()) -> str:
    """The digest of the rows of a whole tab, trimmed or not; ``formulas`` are the cells (row and
    column from 0) that hold one, where ``rows`` say what they come to."""
    places = list(formulas)  # one that shows nothing may stand where the rows are cut short
    height = max([len(rows), *(row + 1 for row, _ in places)])
    width = max([*map(len, rows), *(column + 1 for _, column in places)], default=0)
    grid: list[list[Any]] = [[None] * height for _ in range(width)]
    for at, told in enumerate(zip_longest(*rows)):
        grid[at][: len(rows)] = told
    for row, column in places:
        grid[column][row] = "="
    return _digest(grid)


def _digest(columns: Sequence[Sequence[Any]]) -> str:
    return values.digest_of_found(columns, [list(map(_is_formula, each)) for each in columns])


def _is_formula(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=")


def _columns_of(placed: Placed, ids: LeadIds) -> list[list[Any]]:
    height, width = placed.size
    columns: list[list[Any]] = [[None] * height for _ in range(width)]
    for cell in placed.apart:
        columns[cell.column - 1][cell.row - 1] = written_value(cell.value, ids)
    for body in placed.bodies:
        rows = slice(body.first_row - 1, body.first_row - 1 + len(body.emphasis))
        for column, told in zip(columns[FIRST_COLUMN - 1 :], body.columns, strict=False):
            column[rows] = [written_value(value, ids) for value in told]
    return columns
