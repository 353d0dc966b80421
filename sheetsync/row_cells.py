"""What the cells of a row say, asked of many rows at once.

Rows count from 0, which is the one below the header; ``first`` is the header's row in the sheet.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.headers import HeaderMap
from sheetsync.known_cells import BLANK, OTHER, cells_of
from sheetsync.lead_tab import BoolArray, CellError, LeadTab
from sheetsync.schema import FIELD
from sheetsync.separators import cell_separator

Places = npt.NDArray[np.intp]


def shows(lead_tab: LeadTab, column: int, first: int) -> BoolArray:
    """Whether a cell shows something a person put there (rows after ``first``).

    An unticked box, an error, and a formula that shows nothing or 0 are not enough: such cells
    are often filled down far below the last lead.
    """
    cells, known = cells_of(lead_tab, column, slice(first, None))
    shown: BoolArray = (known.kind != BLANK) & (known.kind != OTHER)
    unsure = np.flatnonzero(known.kind == OTHER)
    unsure = unsure[pd.notna(cells[unsure])]
    shown[unsure] = [_is_mark(cell) for cell in cells[unsure].tolist()]
    computed = np.flatnonzero(shown & by_formula(lead_tab, column, first))
    shown[computed] = [cells[i] != 0 for i in computed]
    return shown


def _is_mark(cell: object) -> bool:
    if isinstance(cell, str):
        return cell != "" and not cell.isspace()
    return cell is not False and not isinstance(cell, CellError)


def by_formula(lead_tab: LeadTab, column: int, first: int) -> BoolArray:
    formulas = lead_tab.formulas[column - 1]
    if formulas is None:
        return np.zeros(lead_tab.height - first, dtype=bool)
    return formulas[first:]


def typed_in(lead_tab: LeadTab, headers: HeaderMap, at: Places, least: int = 1) -> BoolArray:
    """In which rows (0 is the one below the header) people typed into so many cells at least, of
    the columns we know and they write."""
    count = np.zeros(len(at), dtype=np.int64)
    for column in (m.column for m in headers.columns.values() if FIELD[m.field].who != "machine"):
        left = np.flatnonzero(count < least)
        count[left] += _is_typed(lead_tab, column, headers.row, at[left])
    return count >= least


def _is_typed(lead_tab: LeadTab, column: int, first: int, at: Places) -> BoolArray:
    """The word *Total* is not counted: it labels what formulas beside it add up."""
    cells = lead_tab.columns[column - 1][first:][at]
    typed: BoolArray = pd.notna(cells) & ~by_formula(lead_tab, column, first)[at]
    typed[typed] = [_is_mark(cell) and cell_separator(cell, False) != "total"
                    for cell in cells[typed]]  # fmt: skip
    return typed


def silent(lead_tab: LeadTab, column: int, first: int, at: Places) -> BoolArray:
    cells = lead_tab.columns[column - 1][first:][at]
    return np.fromiter(map(_says_nothing, cells), dtype=bool, count=len(at))


def _says_nothing(cell: object) -> bool:
    """Neither text nor a date stands there; sums and boxes of a totals row say nothing."""
    return cell is None or isinstance(cell, (int, float)) or not _is_mark(cell)
