"""Where our missing columns go: right beside the leads, so that sorting carries them along.

A column apart from the data stays where it is when people sort, and every state in it lands on
another lead. So there is one place for it, and where that place is taken nothing is added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sheetsync.cells import LAST_COLUMN, LAST_ROW, Area, a1, column_letters
from sheetsync.lead_tab import LeadTab
from sheetsync.locked_tabs import unprotect
from sheetsync.schema import FIELD, MACHINE_FIELDS
from sheetsync.snapshot import Snapshot

OURS = ("lead_id", *MACHINE_FIELDS)
"""The columns a run adds where they are missing."""


_MEND_FILTER = "not all of the leads. Take it off and set it over all of them, or over none."


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
    count = max(len(missing), 1)
    rows = {top, *snapshot.rows.tolist()} if tab.table is None else set(range(top, bottom + 1))
    inside = _inside_the_filter(snapshot, count, bottom)
    if inside is not None and not _taken(tab, inside, rows):
        first = inside.first_column
    place = Area(top, first, bottom, first + count - 1)
    return Room(
        first,
        tab.append_refusal
        or refusal
        or _listed_already(tab, missing)
        or _no_column_left(place)
        or _taken(tab, place, rows),
    )


def _inside_the_filter(snapshot: Snapshot, count: int, bottom: int) -> Area | None:
    """The place right beside the leads, where a filter over them reaches on over columns that are
    all blank, headers too, and are enough: it sorts what stands there as it is."""
    tab, top = snapshot.lead_tab, snapshot.headers.row
    over = tab.filter_range
    if tab.table is not None or over is None or over.first_row != top:
        return None
    end = _block_end(snapshot)
    rest = range(end + 1, min(over.last_column, len(tab.columns)) + 1)
    if over.last_column < end + count or any(_in_use(tab, c, top, tab.height) for c in rest):
        return None
    return Area(top, end + 1, bottom, end + count)


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
        return end + 1, bottom, f"the filter covers only columns {letters}, {_MEND_FILTER}"
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
            return f"{what} in {_column_of(area, place)}"
    # What shades a new column and says what it is for reaches down to the last row.
    below = Area(place.first_row, place.first_column, LAST_ROW, place.last_column)
    locked = next((each.area for each in tab.locked if each.area.meets(below)), None)
    return f"cells are protected in {_column_of(locked, place)}. {unprotect(tab)}" if locked else ""


def _column_of(area: Area, place: Area) -> str:
    return f"column {column_letters(max(area.first_column, place.first_column))}"
