"""Where our missing columns go: right beside the leads, so that sorting carries them along.

A column apart from the data stays where it is when people sort, and every state in it lands on
another lead. So there is one place for it, and where that place is taken nothing is added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sheetsync.cells import LAST_COLUMN, Area, a1, column_letters
from sheetsync.lead_tab import LeadTab
from sheetsync.schema import FIELD, MACHINE_FIELDS
from sheetsync.snapshot import Snapshot

OURS = ("lead_id", *MACHINE_FIELDS)
"""The columns a run adds where they are missing."""


@dataclass(frozen=True)
class Room:
    """The first free column beside the leads, counted from 1, and why none may be added there
    ("" where they may)."""

    column: int
    refusal: str = ""


def room_beside(snapshot: Snapshot) -> Room:
    """Where the columns of ours that the sheet lacks would stand, all of them side by side."""
    missing = [FIELD[field].header for field in OURS if field not in snapshot.headers]
    tab, top = snapshot.lead_tab, snapshot.headers.row
    first, bottom, refusal = _edge(snapshot)
    place = Area(top, first, bottom, first + max(len(missing), 1) - 1)
    rows = {top, *snapshot.rows.tolist()} if tab.table is None else set(range(top, bottom + 1))
    return Room(
        first,
        tab.append_refusal
        or refusal
        or _listed_already(tab, missing)
        or _no_column_left(place)
        or _taken(tab, place, rows),
    )


def _listed_already(tab: LeadTab, headers: Sequence[str]) -> str:
    """A table that lists a column of ours under whose name no header cell stands: a second one
    may not be added, and the workbook would not open."""
    table = tab.table
    listed = [] if table is None else [name.casefold() for name in table.columns]
    twice = next((header for header in headers if header.casefold() in listed), "")
    if table is None or not twice:
        return ""
    cell = a1(table.header_row, table.first_column + listed.index(twice.casefold()))
    return (
        f"the table {table.name} lists a column {twice} already, but its header cell {cell} does "
        f"not say so; type {twice} there"
    )


def _edge(snapshot: Snapshot) -> tuple[int, int, str]:
    """The column after the leads, their last row, and what is wrong with a filter over them."""
    tab, top = snapshot.lead_tab, snapshot.headers.row
    if tab.table is not None:
        bottom = tab.table.last_row + tab.table.has_totals
        return tab.table.last_column + 1, bottom, ""
    end = _block_end(snapshot)
    bottom = max([top, *snapshot.rows[-1:].tolist()])
    over = tab.filter_range
    if over is None or over.first_row != top:
        return end + 1, bottom, ""
    if over.last_column < end:
        letters = f"{column_letters(over.first_column)} to {column_letters(over.last_column)}"
        return end + 1, bottom, f"the filter covers only columns {letters}, not all of the leads"
    return over.last_column + 1, bottom, ""


def _block_end(snapshot: Snapshot) -> int:
    """The last column of the block around the leads, as a spreadsheet's own sort takes it: up to
    the first column that is empty from the header row down."""
    tab, top = snapshot.lead_tab, snapshot.headers.row
    column = min(match.column for match in snapshot.headers.columns.values())
    while column < len(tab.columns) and _in_use(tab, column + 1, top, tab.height):
        column += 1
    return column


def _in_use(tab: LeadTab, column: int, first_row: int, last_row: int) -> bool:
    rows = slice(first_row - 1, last_row)
    formulas = tab.formulas[column - 1]
    if formulas is not None and formulas[rows].any():
        return True
    return any(value is not None and value != "" for value in tab.columns[column - 1][rows])


def _no_column_left(place: Area) -> str:
    return "the sheet has no column left" if place.last_column > LAST_COLUMN else ""


def _taken(tab: LeadTab, place: Area, rows: set[int]) -> str:
    """What stands where the columns would."""
    for column in range(place.first_column, min(place.last_column, len(tab.columns)) + 1):
        if _in_use(tab, column, place.first_row, place.last_row):
            return f"column {column_letters(column)}, beside the leads, is in use"
    for what, area in tab.in_the_way:
        touched = range(max(area.first_row, 1), area.last_row + 1)
        if area.meets(place) and any(row in rows for row in touched):
            return f"{what} in column {column_letters(max(area.first_column, place.first_column))}"
    return ""
