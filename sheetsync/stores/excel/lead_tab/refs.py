"""Areas of cells as a workbook's XML writes them: ``A2:C9``, ``$A:$C``, and lists of these."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sheetsync.cells import LAST_COLUMN, LAST_ROW, Area, column_number

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_ROW = re.compile(r"\$?([0-9]{1,7})")


def column_area(column: int, first_row: int) -> Area:
    """A column from a row down to the end of the sheet."""
    return Area(first_row, column, LAST_ROW, column)


def area(text: str) -> Area | None:
    """Read one reference; None where it is not one."""
    start, _, end = text.strip().partition(":")
    first, last = _corner(start), _corner(end or start)
    if first is None or last is None or (first[0] is None) != (last[0] is None):
        return None
    rows = sorted((first[0] or 1, last[0] or LAST_ROW))
    columns = sorted((first[1] or 1, last[1] or LAST_COLUMN))
    return Area(rows[0], columns[0], rows[1], columns[1])


def areas(text: str) -> list[Area]:
    """Read a list of references parted by blanks (``sqref``); unreadable ones are left out."""
    return [found for each in text.split() if (found := area(each)) is not None]


def hull(parts: Iterable[Area]) -> Area | None:
    """The smallest area that holds all of these."""
    whole: Area | None = None
    for part in parts:
        whole = part if whole is None else whole.join(part)
    return whole


def _corner(text: str) -> tuple[int | None, int | None] | None:
    """Row and column of a corner; a whole column has no row, a whole row no column."""
    if cell := _CELL.fullmatch(text):
        return int(cell[2]), column_number(cell[1])
    if column := _COLUMN.fullmatch(text):
        return None, column_number(column[1])
    if row := _ROW.fullmatch(text):
        return int(row[1]), None
    return None
