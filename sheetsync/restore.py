"""A lead whose row is gone, put back below the last one: what goes where, and what cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from sheetsync.cells import LAST_ROW, Area, a1
from sheetsync.errors import EditRefused
from sheetsync.identity import cell_text
from sheetsync.lead_tab import CellError, CellValue
from sheetsync.memory import Vanished
from sheetsync.moments import date_text
from sheetsync.plan import AppendedRow, Plan
from sheetsync.schema import FIELD
from sheetsync.snapshot import Snapshot

REASONS: Mapping[str, str] = {
    "column": "the sheet has no such column any more; {header} held {value}",
    "formula": "a formula stood there, which showed {value}; copy it from another row",
    "unshown": "a formula stood there; copy it from another row",
    "filled": "a formula stands there; the cell held {value}",
    "locked": "the cell is protected; it held {value}",
    "error": "the cell held the error {value}",
}
"""Why a cell of the row is left blank."""


@dataclass(frozen=True)
class Restoration:
    """The plan that appends the row, and what of it is left out: headers with the reason."""

    plan: Plan
    left: tuple[tuple[str, str], ...]

    @property
    def row(self) -> AppendedRow:
        """The row it appends."""
        return self.plan.appended[0]


def restore(gone: Vanished, snapshot: Snapshot, columns: Mapping[str, int]) -> Restoration:
    """Plan to append a lead again, as it was when last read.

    ``columns`` gives the number of each column by the names in ``gone.content``. What the machine
    writes is left to the next run. Raises `EditRefused` where its id is in the sheet, or where no
    row can be added safely.
    """
    refuse_if_there(gone.lead_id, snapshot)
    row, above = _place(snapshot)
    cells: list[tuple[int, CellValue]] = []
    left: list[tuple[str, str]] = []
    for name in {**gone.content, **dict.fromkeys(sorted(gone.formulas))}:
        value = gone.content.get(name)
        if (_is_nothing(value) and name not in gone.formulas) or _is_ours(name):
            continue
        why = _left_out(gone, name, value, columns.get(name), row, snapshot)
        if why:
            header = FIELD[name].header if name in FIELD else name
            left.append((header, REASONS[why].format(header=header, value=_shown(value))))
        else:
            cells.append((columns[name], value))
    appended = AppendedRow(gone.lead_id, row, above, tuple(sorted(cells, key=lambda c: c[0])))
    return Restoration(Plan(snapshot.version, appended=(appended,)), tuple(left))


def _left_out(
    gone: Vanished, name: str, value: CellValue, column: int | None, row: int, snapshot: Snapshot
) -> str:
    """A key of `REASONS`; "" where the cell can be written."""
    if name in gone.formulas:
        return "unshown" if _is_nothing(value) else "formula"
    if column is None:
        return "column"
    if isinstance(value, CellError):
        return "error"
    if snapshot.lead_tab.is_barred(np.array([row]), column)[0]:
        return "locked"
    return "filled" if _has_formula(snapshot, row, column) else ""


def _is_nothing(value: CellValue) -> bool:
    return value is None or value == ""


def _is_ours(name: str) -> bool:
    return name in FIELD and FIELD[name].who == "machine"


def refuse_if_there(lead_id: str, snapshot: Snapshot) -> None:
    """Raise `EditRefused` where any row of the sheet has this Lead ID."""
    column = snapshot.headers.column("lead_id")
    cells = [] if column is None else snapshot.lead_tab.columns[column - 1].tolist()
    wanted = lead_id.casefold()
    for row, cell in enumerate(cells, 1):
        if cell is not None and cell_text(cell).strip().casefold() == wanted:
            raise EditRefused(
                f"{lead_id} is in the sheet already; nothing was written",
                where=f"{snapshot.workbook} · {snapshot.lead_tab.title}!{a1(row, column or 1)}",
            )


def _place(snapshot: Snapshot) -> tuple[int, int]:
    """The row to write, and the one above whose looks it takes (0: there is none): the first empty
    row below the last lead, in the table where there is one."""
    tab, above = snapshot.lead_tab, int(snapshot.rows[-1]) if len(snapshot) else 0
    if tab.is_protected:
        raise _refused(snapshot, "the sheet is protected", "Unprotect it, then run this again.")
    first, last = max(above, snapshot.headers.row) + 1, _last_filled(snapshot)
    if tab.table:
        last = min(last, tab.table.last_row)
    rows = range(first, last + 1)
    row = next((row for row in rows if _is_free(snapshot, row)), max(first, last + 1))
    if tab.table and row > tab.table.last_row:
        _refuse_to_grow(snapshot, row)
    elif row > LAST_ROW or not _is_free(snapshot, row):
        raise _refused(snapshot, "no row below the last lead is free", "Insert an empty row there.")
    return row, above


def _last_filled(snapshot: Snapshot) -> int:
    """The last row that can hold anything, the end of the table included."""
    tab = snapshot.lead_tab
    ends = [area.last_row for _, area in tab.in_the_way if area.last_row < LAST_ROW]
    return max([tab.height, tab.table.last_row if tab.table else 0, *ends])


def _refuse_to_grow(snapshot: Snapshot, row: int) -> None:
    """Where the row below a table is not free, for the table (or its totals row) to take in."""
    table = snapshot.lead_tab.table
    assert table is not None
    below = row + table.has_totals
    if not _is_free(snapshot, below):
        raise _refused(
            snapshot,
            f"the table {table.name} cannot grow by a row: something stands in row {below}",
            "Insert an empty row below the last lead, then run this again.",
        )


def _is_free(snapshot: Snapshot, row: int) -> bool:
    """No value stands in it, an unticked checkbox or a formula that shows nothing aside; and no
    merged cells, table or pivot table."""
    tab = snapshot.lead_tab
    width = max(len(tab.columns), 1)
    reach = Area(row, 1, row, width)
    if any(each.meets(reach) for _, each in tab.in_the_way):
        return False
    if row > tab.height:
        return True
    return all(_is_blank(column[row - 1]) for column in tab.columns)


def _is_blank(cell: CellValue) -> bool:
    return cell is None or cell is False or (isinstance(cell, str) and not cell.strip())


def _has_formula(snapshot: Snapshot, row: int, column: int) -> bool:
    tab = snapshot.lead_tab
    if row > tab.height or column > len(tab.columns):
        return False
    mask = tab.formulas[column - 1]
    return mask is not None and bool(mask[row - 1])


def _refused(snapshot: Snapshot, what: str, hint: str) -> EditRefused:
    where = f"{snapshot.workbook} · {snapshot.lead_tab.title}"
    return EditRefused(f"{what}; nothing was written", where=where, hint=hint)


def _shown(value: CellValue) -> str:
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, date):
        return f"{date_text(value)}{f' {value:%H:%M}' if isinstance(value, datetime) else ''}"
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return f"“{value}”" if isinstance(value, str) else str(value)
