"""The look at a spreadsheet just before writing: is it still built as it was when it was read?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from sheetsync.errors import WorkbookChanged
from sheetsync.lead_tab import IntArray
from sheetsync.plan import Plan
from sheetsync.snapshot import Snapshot
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.lead_tab.columns import Columns, as_read, as_sent, column_ranges
from sheetsync.stores.google.lead_tab.row_identity import Identity
from sheetsync.stores.google.message import Json, a1_range, properties_of, sheet_id_of, title_of
from sheetsync.stores.google.reading import fields
from sheetsync.stores.google.reading.cell_values import plain_value, same
from sheetsync.stores.google.reading.spreadsheet import Reading
from sheetsync.stores.google.report_tabs.digests import found_digest
from sheetsync.stores.google.report_tabs.reading import typed_since


def look(
    connection: Connection, reading: Reading, snapshot: Snapshot, plan: Plan, identity: Identity
) -> tuple[Json, dict[int, str]]:
    """The lead tab's message with the columns that identify rows and those about to be written;
    and for each report tab about to be rewritten, by id, the digest of its cells.

    One read. Raises `WorkbookChanged` where headers or columns are others, the place of a new
    column is taken, or somebody typed into a report tab that is about to be rewritten.
    """
    new = [each.column for each in plan.new_columns]
    columns = {change.column for change in plan.columns} | {*identity.columns, *new}
    columns |= {column for row in plan.appended for column, _ in row.cells}
    tabs = [change.replaces for change in plan.tabs if change.replaces]
    header_row = snapshot.headers.row
    found = connection.get(fields.BEFORE_WRITING, _ranges(reading, columns, header_row, tabs))
    sheet = lead_sheet_in(found, reading)
    before, now = as_read(reading.cells), as_sent(sheet)
    above = _rows(1, header_row)
    if (
        not sheet
        or width_of(sheet) != width_of(reading.lead_sheet)
        or _headers(now, header_row) != _headers(before, header_row)
        or any(not same(now.cells(c, above), before.cells(c, above)).all() for c in columns)
        or any(_filled(now, c, header_row) - _filled(before, c, header_row) for c in new)
        or _typed_into(reading, found, tabs)
    ):
        raise WorkbookChanged(
            "somebody changed its headers, its columns or a report tab while the run was at work; "
            "nothing was written",
            where=connection.name,
            hint="Run again.",
        )
    reports = (each for each in found["sheets"] if _id(each) != reading.lead_sheet_id)
    return sheet, {_id(each): cells_digest(each) for each in reports}


def cells_digest(sheet: Json) -> str:
    """What stands for the cells of a tab in a message."""
    return found_digest(list(_shown_rows(sheet)))


def lead_sheet_in(spreadsheet: Json, reading: Reading) -> Json:
    """The lead tab in another message; empty where it is not in it."""
    sheets: list[Json] = spreadsheet.get("sheets", [])
    return next((sheet for sheet in sheets if _id(sheet) == reading.lead_sheet_id), {})


def _ranges(reading: Reading, columns: set[int], header_row: int, tabs: Sequence[str]) -> list[str]:
    """What to ask for, all headers among it: a column may stand elsewhere without moving one that
    is looked at. Columns beyond the grid cannot be asked for."""
    title = title_of(reading.lead_sheet)
    inside = {column for column in columns if column <= width_of(reading.lead_sheet)}
    headers = a1_range(title, f"{header_row}:{header_row}")
    return [headers, *column_ranges(title, inside), *map(a1_range, tabs)]


def width_of(sheet: Json) -> int:
    """How many columns a tab's grid has."""
    return int(properties_of(sheet).get("gridProperties", {}).get("columnCount", 0))


def _headers(found: Columns, row: int) -> dict[int, object]:
    """What stands in the header row, by column."""
    cells = {column: found.cells(column, _rows(row, row))[0] for column in found.values}
    return {column: header for column, header in cells.items() if header != ""}


def _filled(found: Columns, column: int, header_row: int) -> Counter[object]:
    """What stands in a column from its header down, in whatever rows: something far below a table
    may stand there all along."""
    rows = _rows(header_row, found.height)
    cells = found.cells(column, rows)
    formulas = found.has_formula(column, rows)
    return Counter({"=": int(formulas.sum())}) + Counter(
        cell for cell in cells[~formulas].tolist() if cell != ""
    )


def _typed_into(reading: Reading, found: Json, titles: Sequence[str]) -> list[str]:
    seen = [tab for tab in reading.seen.report_tabs if tab.title in titles]
    values = {_id(s): list(_shown_rows(s)) for s in found["sheets"]}
    values.pop(reading.lead_sheet_id, None)
    return typed_since(seen, found, values)


def _shown_rows(sheet: Json) -> Iterator[list[object]]:
    """A tab's cells row by row, formulas as such."""
    for grid in sheet.get("data", ()):
        for line in grid.get("rowData", ()):
            yield [
                (cell.get("userEnteredValue") or {}).get("formulaValue") or plain_value(cell)
                for cell in line.get("values", ())
            ]


def _rows(first: int, last: int) -> IntArray:
    return np.arange(first, last + 1, dtype=np.int64)


def _id(sheet: Json) -> int:
    return sheet_id_of(properties_of(sheet))
