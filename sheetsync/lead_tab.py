"""The cells of the lead tab as a store found them, before anything is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sheetsync.cells import Area

if TYPE_CHECKING:
    from sheetsync.known_cells import KnownCells

ObjectArray = npt.NDArray[np.object_]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class CellError:
    """An error value such as ``#N/A`` standing in a cell."""

    code: str


CellValue = str | int | float | bool | datetime | date | time | timedelta | CellError | None
"""What a cell can hold. None means no value; ``""`` is what a formula that shows nothing holds."""


@dataclass(frozen=True)
class TableRange:
    """An Excel (or Google) table on the lead tab; all counts from 1, inclusive.

    ``last_row`` is the last data row: a totals row, where there is one, stands below it.
    """

    name: str
    header_row: int
    last_row: int
    first_column: int
    last_column: int
    has_totals: bool = False
    columns: tuple[str, ...] = ()
    """The names its own list gives its columns, where it has one; header cells should say the
    same, and do not always."""

    @property
    def area(self) -> Area:
        """All its cells, header and totals rows included."""
        bottom = self.last_row + self.has_totals
        return Area(self.header_row, self.first_column, bottom, self.last_column)


PROTECTED = "the sheet is protected"
"""The refusal that forbids writing any cell, not only new columns."""


@dataclass(frozen=True)
class LockedArea:
    """Cells that people protected from us, but for the ``free`` ones among them."""

    area: Area
    free: tuple[Area, ...] = ()

    def holds(self, rows: IntArray, column: int) -> BoolArray:
        """Which rows' cell of a column it locks."""
        locked = _within(self.area, rows, column)
        for each in self.free:
            locked &= ~_within(each, rows, column)
        return locked


def _within(area: Area, rows: IntArray, column: int) -> BoolArray:
    if not area.meets_columns(column, column):
        return np.zeros(len(rows), dtype=bool)
    return (area.first_row <= rows) & (rows <= area.last_row)


@dataclass(frozen=True)
class LeadTab:
    """The cells of the lead tab as found.

    ``columns[0]`` is column A; each is an object array whose item 0 is row 1; all are equally
    long. ``formulas[c]`` marks the cells of that column that hold a formula (None: none does).
    """

    title: str
    columns: tuple[ObjectArray, ...]
    formulas: tuple[BoolArray | None, ...]
    table: TableRange | None = None
    hidden_columns: frozenset[int] = frozenset()
    append_refusal: str = ""
    """Why no column may be added to this tab at all (it is protected, say); "" where one may."""
    filter_range: Area | None = None
    """What a filter that is not a table's covers."""
    in_the_way: tuple[tuple[str, Area], ...] = ()
    """Merged cells, other tables and pivot tables: what each is, and where no column may go."""
    locked: tuple[LockedArea, ...] = ()
    """Parts of the tab that we may not write to; for all of it see `is_protected`."""
    merges: tuple[Area, ...] = ()
    """Merged cells, where a store shows and keeps nothing in any but the first of them."""
    date1904: bool = False
    """Whether plain numbers that stand for days count them from 1904 instead of 1900."""
    known: Mapping[int, KnownCells] = field(default_factory=dict, repr=False, compare=False)
    """What the store knows of the cells of some columns (from 1); nothing has to be said here, and
    nothing read differs for it: it is only read sooner."""
    note: object = field(default=None, repr=False, compare=False)
    """What the store that read it wants to find again when it writes; nothing to others."""

    @property
    def is_protected(self) -> bool:
        """Whether people locked this tab: then only report tabs are written."""
        return self.append_refusal == PROTECTED

    def is_locked(self, rows: IntArray, column: int) -> BoolArray:
        """In which of these rows we may not write a column's cell."""
        locked = np.zeros(len(rows), dtype=bool)
        for each in self.locked:
            locked |= each.holds(rows, column)
        return locked

    def is_under_merge(self, rows: IntArray, column: int) -> BoolArray:
        """In which of these rows (ascending) a merge hides a column's cell."""
        hidden = np.zeros(len(rows), dtype=bool)
        over = [each for each in self.merges if each.meets_columns(column, column)]
        starts = np.searchsorted(rows, [e.first_row + (e.first_column == column) for e in over])
        ends = np.searchsorted(rows, [e.last_row for e in over], side="right")
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            hidden[start:end] = True
        return hidden

    def is_barred(self, rows: IntArray, column: int) -> BoolArray:
        """In which of these rows nothing may be written to a column's cell, whatever is in it."""
        return self.is_locked(rows, column) | self.is_under_merge(rows, column)

    @property
    def height(self) -> int:
        """How many rows were read, from row 1."""
        return len(self.columns[0]) if self.columns else 0
