"""The cells of one worksheet as columns of values, and which of them hold formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sheetsync.cells import a1
from sheetsync.errors import EditRefused
from sheetsync.known_cells import OTHER, KnownCells
from sheetsync.lead_tab import BoolArray, CellError, ObjectArray
from sheetsync.stores.excel.lead_tab.cell_index import CellIndex
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import Sheet
from sheetsync.stores.excel.reading.cell_scan import (
    LAST_COLUMN,
    LAST_ROW,
    MOST_CELLS,
    NotedCell,
    SheetText,
)
from sheetsync.stores.excel.reading.quick_reader import Finder, read_quickly
from sheetsync.stores.excel.reading.tidy_values import tidied
from sheetsync.stores.excel.reading.value_reader import rows_in

_NOTHING = np.empty(0, dtype=object)
_MOST_SPARSE = 8_000_000
"""So many cells the slower reader may find where most of them are not there: 400 MB."""

Columns = tuple[ObjectArray, ...]
Formulas = tuple[BoolArray | None, ...]


class SheetCells(NamedTuple):
    """All cells of a worksheet from A1 to the last one used; item 0 of a column is row 1. With
    them, what is known of the cells of a column (from 1), and where they stand, for whoever changes
    some (None: it must be looked up)."""

    columns: Columns
    formulas: Formulas
    known: Mapping[int, KnownCells]
    places: CellIndex | None


def columns_of(package: Package, sheet: Sheet, text: SheetText) -> tuple[Columns, Formulas]:
    """The cells of a worksheet, and which of them hold formulas."""
    cells = cells_of(package, sheet, text)
    return cells.columns, cells.formulas


def cells_of(
    package: Package, sheet: Sheet, text: SheetText, found: Finder | None = None
) -> SheetCells:
    """Read a worksheet; ``found`` gives what somebody found in it already."""
    where = f"{package.where} · {sheet.title}"
    _refuse_stray(text, text.reach(), where)
    quick = read_quickly(package, text, found)
    if quick is None:
        _refuse_stray(text, text.farthest(), where, _most_slowly(text))
    columns = slow_columns(package, text) if quick is None else quick.columns
    noted = text.noted(quick.notable if quick else None)
    height = max([len(columns[0]) if columns else 0, *(cell.row for cell in noted)])
    width = max([len(columns), *(cell.column for cell in noted)])
    if height * width > MOST_CELLS:
        raise _stray(height, width, where)
    columns = [_padded(cells, height) for cells in columns]
    columns += [_padded(_NOTHING, height) for _ in range(width - len(columns))]
    known = {number: cells.padded(height) for number, cells in quick.known.items()} if quick else {}
    _lay_over(columns, known, noted)
    formulas = _formulas(noted, height, width)
    used = _used(columns, formulas)
    places = quick.places if quick else None
    known = {column: cells for column, cells in known.items() if column <= used}
    return SheetCells(tuple(columns[:used]), tuple(formulas[:used]), known, places)


def slow_columns(package: Package, text: SheetText) -> list[ObjectArray]:
    """The tidy values of every column, however the sheet is written."""
    rows = rows_in(package, text)
    return [tidied(cells, len(rows)) for cells in zip(*rows, strict=True)]


def _padded(cells: ObjectArray, height: int) -> ObjectArray:
    if len(cells) == height:
        return cells
    return np.append(cells, np.full(height - len(cells), None, dtype=object))


def _most_slowly(text: SheetText) -> int:
    """How many cells the slower reader may find: it holds each that is not there as well."""
    there = text.data.count(b"<" + text.prefix + b"c", text.start, text.end)
    return min(MOST_CELLS, max(_MOST_SPARSE, 4 * there))


def _refuse_stray(
    text: SheetText, reach: tuple[int, int], where: str, most: int = MOST_CELLS
) -> None:
    row, column = reach
    if row * column > most and row <= LAST_ROW and column <= LAST_COLUMN:
        row, column = text.last_value()
    if row * column > most:
        raise _stray(row, column, where)


def _stray(row: int, column: int, where: str) -> EditRefused:
    return EditRefused(
        f"a value stands very far from the rest, near {a1(row, column)}",
        where=where,
        hint="Press Ctrl+End in Excel, delete the empty-looking rows and columns there, save.",
    )


def _lay_over(
    columns: Sequence[ObjectArray], known: Mapping[int, KnownCells], noted: Sequence[NotedCell]
) -> None:
    """Put in what the value reader leaves out: errors, and results that show nothing."""
    for cell in noted:
        column, row = columns[cell.column - 1], cell.row - 1
        if cell.error:
            column[row] = CellError(cell.error)
        elif cell.formula and cell.shows and column[row] is None:
            column[row] = ""
        else:
            continue
        if cell.column in known:
            known[cell.column].kind[row] = OTHER


def _formulas(noted: Sequence[NotedCell], height: int, width: int) -> list[BoolArray | None]:
    places = np.array([cell[:2] for cell in noted if cell.formula], dtype=np.int64).reshape(-1, 2)
    masks: list[BoolArray | None] = [None] * width
    for number in np.unique(places[:, 1]).tolist():
        mask = masks[number - 1] = np.zeros(height, dtype=bool)
        mask[places[places[:, 1] == number, 0] - 1] = True
    for spread in (cell.spread for cell in noted if cell.spread is not None):
        for number in range(spread.first_column, min(spread.last_column, width) + 1):
            filled = masks[number - 1]
            if filled is None:
                filled = masks[number - 1] = np.zeros(height, dtype=bool)
            filled[spread.first_row - 1 : spread.last_row] = True
    return masks


def _used(columns: Sequence[ObjectArray], formulas: Sequence[BoolArray | None]) -> int:
    """How many columns there are up to the last that holds anything."""
    for number in range(len(columns), 0, -1):
        if formulas[number - 1] is not None or any(v is not None for v in columns[number - 1]):
            return number
    return 0
