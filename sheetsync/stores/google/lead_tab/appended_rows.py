"""A row added below the leads: put in between, so that nothing anybody typed is written over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from sheetsync.cells import Area
from sheetsync.errors import EditRefused, WorkbookChanged
from sheetsync.plan import AppendedRow
from sheetsync.snapshot import Snapshot
from sheetsync.stores.google.lead_tab.cell_writes import cell_requests, column_write, rows_now
from sheetsync.stores.google.lead_tab.columns import Columns
from sheetsync.stores.google.lead_tab.row_identity import Identity
from sheetsync.stores.google.message import Json, area_of, grid_range, properties_of, sheet_id_of


def last_lead_now(
    new: AppendedRow, snapshot: Snapshot, identity: Identity, read: Columns, now: Columns
) -> int:
    """The row where the last of the leads stands now, 0 where there are none; raises
    `WorkbookChanged` where the lead itself is there again, or no lead is where it can be found."""
    if new.lead_id.casefold() in (each.casefold() for each in identity.ids(now).tolist()):
        raise _changed(snapshot, f"{new.lead_id} came back into the sheet")
    if not new.above or identity.id_column is None:
        return new.above
    last = int(rows_now(identity, read, now)(snapshot.rows).max(initial=0))
    if not last:
        raise _changed(snapshot, "somebody changed its rows")
    return last


def appended_requests(
    new: AppendedRow, above: int, header_row: int, sheet: Json, as_read: Json, now: Columns
) -> list[Json]:
    """What adds the row below ``above``, the last lead (0: there is none), as the tab is now.
    Google may leave out of ``sheet`` what lies elsewhere on the tab: that is taken from
    ``as_read``."""
    row = (above or header_row) + 1
    return [
        *_new_row(sheet, row, above),
        *_looks(sheet, row, above),
        *_cells(new, sheet, row, above, now),
        *_table(sheet, as_read, row, header_row),
        *_filter(sheet, as_read, row, header_row),
    ]


def _new_row(sheet: Json, row: int, above: int) -> Iterator[Json]:
    """Put in between even where the grid ends above it: somebody may just have added that row, and
    typed into it. One row more stands at the end then."""
    if row > _grid(sheet)["rowCount"]:
        yield {"appendDimension": {"sheetId": _id(sheet), "dimension": "ROWS", "length": 1}}
    lines = {
        "sheetId": _id(sheet),
        "dimension": "ROWS",
        "startIndex": row - 1,
        "endIndex": row,
    }
    yield {"insertDimension": {"range": lines, "inheritFromBefore": above > 0}}


def _looks(sheet: Json, row: int, above: int) -> Iterator[Json]:
    """Formats and dropdowns of the row above; not its values."""
    if not above:
        return
    width = _grid(sheet)["columnCount"]
    there, here = (grid_range(_id(sheet), Area(at, 1, at, width)) for at in (above, row))
    for kind in ("PASTE_FORMAT", "PASTE_DATA_VALIDATION"):
        yield {"copyPaste": {"source": there, "destination": here, "pasteType": kind}}


def _cells(new: AppendedRow, sheet: Json, row: int, above: int, now: Columns) -> Iterator[Json]:
    for column, value in new.cells:
        shown = np.zeros(row, dtype=bool)
        shown[row - 1] = above > 0 and now.shows_moments(column, np.array([above]))[0]
        looks = replace(now, moments={column: shown})
        write = column_write(column, np.array([row]), [value])
        yield from (request for request, _ in cell_requests(_id(sheet), write, looks))


def _table(sheet: Json, as_read: Json, row: int, header_row: int) -> Iterator[Json]:
    """What is put in below a table's last row stays outside it, unless it is told."""
    for table in sheet.get("tables") or as_read.get("tables") or ():
        if _ends_above(table["range"], row, header_row):
            grown = {"tableId": table["tableId"], "range": {**table["range"], "endRowIndex": row}}
            yield {"updateTable": {"table": grown, "fields": "range"}}


def _filter(sheet: Json, as_read: Json, row: int, header_row: int) -> Iterator[Json]:
    present = sheet.get("basicFilter") or as_read.get("basicFilter") or {}
    if "range" not in present or present.get("tableId"):
        return
    if _ends_above(present["range"], row, header_row):
        hiding = "filterSpecs" if present.get("filterSpecs") else "criteria"
        kept = {hiding: present[hiding]} if present.get(hiding) else {}
        grown = {**present["range"], "endRowIndex": row}
        yield {"setBasicFilter": {"filter": {"range": grown, **kept}}}


def _ends_above(reach: Json, row: int, header_row: int) -> bool:
    if "endRowIndex" not in reach:
        return False
    found = area_of(reach)
    return found.first_row == header_row and found.last_row == row - 1


def _changed(snapshot: Snapshot, what: str) -> WorkbookChanged:
    return WorkbookChanged(
        f"{what} meanwhile; nothing was written", where=snapshot.workbook, hint="Run again."
    )


def moved_under(name: str, row: int) -> EditRefused:
    """The error that says where to look."""
    return EditRefused(
        f"somebody moved its columns at the moment row {row} was added, so values of it may stand "
        "in wrong ones",
        where=name,
        hint=f"Look at row {row}: delete it and run this again, or put its values right.",
    )


def _grid(sheet: Json) -> Mapping[str, int]:
    grid: Mapping[str, int] = properties_of(sheet)["gridProperties"]
    return grid


def _id(sheet: Json) -> int:
    return sheet_id_of(properties_of(sheet))
