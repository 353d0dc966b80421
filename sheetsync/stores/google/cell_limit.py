"""Google's limit of ten million cells a spreadsheet, held against a plan before anything is sent.

Cells of a grid count, empty ones too. Google tells of it only once all of a batch has been sent,
and without a figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from sheetsync.errors import EditRefused
from sheetsync.plan import Plan, TabChange
from sheetsync.stores.google.copy_before import is_copy
from sheetsync.stores.google.message import Json, properties_of, title_of
from sheetsync.stores.google.report_tabs.frame import kept_size
from sheetsync.stores.google.report_tabs.grid_size import grid_size
from sheetsync.tabs.layout import lay_out

MOST_CELLS = 10_000_000
MAKE_ROOM = "Delete empty rows and columns, or tabs nobody needs."

_A_LARGE_TAB = 200_000
"""No report tab is larger: below that the sizes need not be worked out."""


def cells_of(sheet: Json) -> int:
    """How many cells a tab's grid has."""
    rows, columns = _grid(sheet)
    return rows * columns


def refuse_too_many(plan: Plan, spreadsheet: Json, lead_sheet: Json, where: str) -> None:
    """Raise `EditRefused`, with the figures, where the plan would make more cells than Google
    allows. ``spreadsheet`` is it as read; the hidden tab of copies gives way."""
    theirs = (sheet for sheet in spreadsheet.get("sheets", ()) if not is_copy(sheet))
    sheets = {title_of(sheet).casefold(): sheet for sheet in theirs}
    there = sum(map(cells_of, sheets.values()))
    added = _new_columns(plan, lead_sheet)
    copies = sum(cells_of(_of(each.replaces, sheets)) for each in plan.tabs if each.keep_as)
    if there + added + copies + _A_LARGE_TAB * len(plan.tabs) <= MOST_CELLS:
        return
    most = max(accumulate([there + added, *_report_tabs(plan, sheets)]))
    if most <= MOST_CELLS:
        return
    largest = max(sheets.values(), key=cells_of)
    raise EditRefused(
        f"it has {there:,} cells, and this would make {most:,} of them; Google allows "
        f"{MOST_CELLS:,} a spreadsheet, empty ones included. Nothing was written",
        where=where,
        hint=f"{MAKE_ROOM} {title_of(largest)!r} alone has {cells_of(largest):,}.",
    )


def _new_columns(plan: Plan, lead_sheet: Json) -> int:
    rows, columns = _grid(lead_sheet)
    last = max((new.column for new in plan.new_columns), default=0)
    return rows * max(0, last - columns)


def _report_tabs(plan: Plan, sheets: dict[str, Json]) -> Iterator[int]:
    """By how much the spreadsheet grows, tab by tab, or shrinks."""
    for change in plan.tabs:
        before = _of(change.replaces, sheets)
        if change.keep_as:
            yield cells_of(before)
        yield _size(change, before) - cells_of(before)


def _size(change: TabChange, before: Json) -> int:
    rows, columns = kept_size(before, grid_size(lay_out(change.tab)))
    return rows * columns


def _of(title: str, sheets: dict[str, Json]) -> Json:
    """The tab of that title; empty for none."""
    return sheets.get(title.casefold(), {}) if title else {}


def _grid(sheet: Json) -> tuple[int, int]:
    grid = properties_of(sheet).get("gridProperties", {})
    return int(grid.get("rowCount", 0)), int(grid.get("columnCount", 0))
