"""Finding the header row: it need not be row 1, and a row of data must never be taken for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from sheetsync.cells import Location
from sheetsync.errors import HeaderRowMissing
from sheetsync.headers.header_map import HeaderMap, Reading
from sheetsync.headers.match import match, read
from sheetsync.headers.words import header_text
from sheetsync.lead_tab import LeadTab
from sheetsync.schema import FIELD

SEARCHED_ROWS = 30
_SAYS_WHO = frozenset({"name", "company", "phone", "email"})
_PLAINLY_HEADERS = 4
"""So many known headers make a header row even where none says who the lead is: that column is
then missing, not the row."""
_DATA = re.compile(r"\S@\S+\.\S|\d[\d\s().-]{6,}\d|https?://")


def find(lead_tab: LeadTab, columns: Mapping[str, str], workbook: str) -> HeaderMap:
    """Find and match the header row of the lead tab: its table's, else the best of the first rows.

    Raises `HeaderRowMissing`, or what `headers.match` raises.
    """
    where = Location(workbook, lead_tab.title)
    table = lead_tab.table
    if table is not None:
        cells = _cells(lead_tab, table.header_row, table.first_column, table.last_column)
        if _known(read(cells, table.header_row, columns, table.first_column)):
            is_empty = partial(_is_empty, lead_tab, table.header_row, table.last_row)
            return match(cells, table.header_row, columns, where, table.first_column, is_empty)
    row = _best_row(lead_tab, columns)
    if row is None:
        raise _missing(lead_tab, where)
    is_empty = partial(_is_empty, lead_tab, row, lead_tab.height)
    return match(_cells(lead_tab, row), row, columns, where, is_empty=is_empty)


def _is_empty(lead_tab: LeadTab, header_row: int, last_row: int, column: int) -> bool:
    """Whether nothing stands below a header: no formula, and no value but the header again."""
    formulas = lead_tab.formulas[column - 1]
    if formulas is not None and formulas[header_row:last_row].any():
        return False
    cells = lead_tab.columns[column - 1]
    below = cells[header_row:last_row]
    nothing = ("", header_text(cells[header_row - 1]))
    there = below[pd.notna(below)]
    return all(isinstance(cell, str) and header_text(cell) in nothing for cell in there)


def _cells(
    lead_tab: LeadTab, row: int, first_column: int = 1, last_column: int | None = None
) -> list[object]:
    return [column[row - 1] for column in lead_tab.columns[first_column - 1 : last_column]]


def _best_row(lead_tab: LeadTab, columns: Mapping[str, str]) -> int | None:
    """The row with the most headers we know, the first of equals; None where no row qualifies.

    Headers count double where one of them says who the lead is.
    """
    best, most = None, 0
    for row in range(1, min(lead_tab.height, SEARCHED_ROWS) + 1):
        cells = _cells(lead_tab, row)
        texts = sum(isinstance(cell, str) for cell in cells)
        if texts < 2 or texts * 2 <= most:
            continue
        known = _known(read(cells, row, columns))
        merit = len(known) * (2 if known & _SAYS_WHO else 1)
        if merit > most and _reads_like_headers(cells, known):
            best, most = row, merit
    return best


def _known(reading: Reading) -> set[str]:
    """The fields a row names for certain; a typing slip is no evidence."""
    sure = {name for name, found in reading.map.columns.items() if found.how != "close"}
    return sure | set(reading.disputes)


def _reads_like_headers(cells: Sequence[object], known: set[str]) -> bool:
    """Enough known headers, one of them saying who the lead is, and hardly anything like data."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
    others = sum(cell is not None and not isinstance(cell, str) for cell in cells)
    all_known = len(known) >= 3 and len(known) * 4 >= len(texts) * 3
    if others > len(texts) // 2 and not all_known:  # days or numbers may be headers, too
        return False
    if any(_DATA.search(text) for text in texts):
        return False
    if not known & _SAYS_WHO:
        return len(known) >= _PLAINLY_HEADERS and len(known) * 2 >= len(texts)
    enough = 2 if len(texts) <= 4 or "status" in known else 3
    return len(known) >= enough and len(known) * 6 >= len(texts)


def _missing(lead_tab: LeadTab, where: Location) -> HeaderRowMissing:
    wanted = ", ".join(FIELD[name].header for name in ("name", "phone", "email", "status"))
    searched = min(SEARCHED_ROWS, lead_tab.height)
    rows = "row 1" if searched == 1 else f"rows 1 to {searched}"
    what = f"no headers of a lead sheet in {rows}" if searched else "there is nothing in this tab"
    return HeaderRowMissing(
        what,
        where=str(where),
        hint=f"Give the columns headers such as {wanted} in one row, or name your own headers "
        "under columns: in config.yaml. Is tab: the tab your leads are in?",
    )
