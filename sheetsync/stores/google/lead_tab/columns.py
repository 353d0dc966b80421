"""Some columns of the lead tab at one moment: plain values, and which of them are formulas."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sheetsync.cells import column_letters
from sheetsync.lead_tab import BoolArray, IntArray, ObjectArray
from sheetsync.stores.google.message import Json, a1_range
from sheetsync.stores.google.reading.cell_values import plain_value
from sheetsync.stores.google.reading.sheet_cells import SHOWN_AS_MOMENTS, SheetCells


@dataclass(frozen=True)
class Columns:
    """Values as Google sends them ("" for nothing), by column from 1; item 0 is row 1. What is not
    there is empty."""

    values: Mapping[int, ObjectArray]
    formulas: Mapping[int, BoolArray]
    moments: Mapping[int, BoolArray]
    """Which cells show numbers as days or times."""
    height: int

    def cells(self, column: int, rows: IntArray) -> ObjectArray:
        """The values of a column in these rows, from 1."""
        found = np.full(len(rows), "", dtype=object)
        if column in self.values:
            inside = (rows >= 1) & (rows <= self.height)
            found[inside] = self.values[column][rows[inside] - 1]
        return found

    def has_formula(self, column: int, rows: IntArray) -> BoolArray:
        """In which of these rows a formula stands in a column."""
        return _marked(self.formulas.get(column), rows)

    def shows_moments(self, column: int, rows: IntArray) -> BoolArray:
        """In which of these rows a number would be shown as a day or a time."""
        return _marked(self.moments.get(column), rows)


def _marked(mask: BoolArray | None, rows: IntArray) -> BoolArray:
    found = np.zeros(len(rows), dtype=bool)
    if mask is not None:
        inside = (rows >= 1) & (rows <= len(mask))
        found[inside] = mask[rows[inside] - 1]
    return found


def as_read(cells: SheetCells) -> Columns:
    """All columns as they were when the sheet was read."""
    values = dict(enumerate(cells.plain, 1))
    masks = {n: mask for n, mask in enumerate(cells.formulas, 1) if mask is not None}
    return Columns(values, masks, {}, cells.height)


def as_sent(sheet: Json, height: int = 0) -> Columns:
    """The columns that a tab's message holds, at least ``height`` rows of them."""
    grids = sheet.get("data", ())
    bottoms = (grid.get("startRow", 0) + len(grid.get("rowData", ())) for grid in grids)
    height = max([height, *bottoms])
    values: dict[int, ObjectArray] = {}
    formulas: dict[int, BoolArray] = {}
    moments: dict[int, BoolArray] = {}
    for row, column, cell in _cells(grids):
        if column not in values:
            values[column] = np.full(height, "", dtype=object)
        values[column][row] = plain_value(cell)
        if (cell.get("userEnteredValue") or {}).get("formulaValue"):
            formulas.setdefault(column, np.zeros(height, dtype=bool))[row] = True
        shown = (cell.get("userEnteredFormat") or {}).get("numberFormat") or {}
        if shown.get("type") in SHOWN_AS_MOMENTS:
            moments.setdefault(column, np.zeros(height, dtype=bool))[row] = True
    return Columns(values, formulas, moments, height)


def _cells(grids: Iterable[Json]) -> Iterator[tuple[int, int, Json]]:
    """Row from 0, column from 1, what is said of the cell."""
    for grid in grids:
        top, left = grid.get("startRow", 0), grid.get("startColumn", 0) + 1
        for row, line in enumerate(grid.get("rowData", ()), top):
            for column, cell in enumerate(line.get("values", ()), left):
                if cell:
                    yield row, column, cell


def column_ranges(
    title: str, columns: Collection[int], rows: Iterable[tuple[int, int]] = ()
) -> list[str]:
    """References to these columns, neighbours together: between these rows, or all of them."""
    spans = stretches(np.array(sorted(columns), dtype=np.int64))
    letters = [(column_letters(first), column_letters(last)) for first, last in spans]
    if not (stretched := list(rows)):
        return [a1_range(title, f"{first}:{last}") for first, last in letters]
    return [
        a1_range(title, f"{left}{top}:{right}{bottom}")
        for left, right in letters
        for top, bottom in stretched
    ]


def stretches(numbers: IntArray, near: int = 1) -> list[tuple[int, int]]:
    """First and last of each stretch of ascending numbers that stand no further apart than
    ``near``."""
    if not len(numbers):
        return []
    breaks = np.flatnonzero(np.diff(numbers) > near)
    firsts = numbers[np.r_[0, breaks + 1]]
    lasts = numbers[np.r_[breaks, len(numbers) - 1]]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))
