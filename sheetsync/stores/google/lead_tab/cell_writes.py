"""The cells to write, each on the row where its lead stands now, and what is left out of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from sheetsync.lead_tab import BoolArray, CellValue, IntArray, LockedArea, ObjectArray
from sheetsync.plan import ColumnChanges
from sheetsync.stores.google.lead_tab.columns import Columns, stretches
from sheetsync.stores.google.lead_tab.moved_formulas import Formula
from sheetsync.stores.google.lead_tab.row_identity import Identity
from sheetsync.stores.google.message import Json
from sheetsync.stores.google.reading.cell_values import same, serial_of

MOST_ROWS = 4_000
"""So many cells go into one request, so that a plan can be split between them."""

LEFT_OUT: Mapping[str, str] = {
    "row": "their rows changed or went away",
    "cell": "somebody had typed there",
    "locked": "somebody had protected them",
}
"""Why cells of a plan were not written: what happened while the run was at work."""


@dataclass(frozen=True)
class ColumnWrite:
    """Cells of one column, ascending by row; ``new`` are plain values, "" to empty a cell.
    ``dated`` marks numbers that stand for a day, and ``timed`` those with a time."""

    column: int
    rows: IntArray
    new: ObjectArray
    dated: BoolArray
    timed: BoolArray

    def __len__(self) -> int:
        return len(self.rows)

    def part(self, start: int, stop: int) -> ColumnWrite:
        """Some of them, by position."""
        at = slice(start, stop)
        return ColumnWrite(self.column, self.rows[at], self.new[at], self.dated[at], self.timed[at])


def column_write(column: int, rows: IntArray, values: Sequence[CellValue]) -> ColumnWrite:
    """Values for these rows, in any order."""
    order = np.argsort(rows, kind="stable")
    new = np.empty(len(rows), dtype=object)
    new[:] = [_plain(value) for value in values]
    dated = np.array([isinstance(value, date) for value in values], dtype=bool)
    timed = np.array([isinstance(value, datetime) for value in values], dtype=bool)
    return ColumnWrite(column, rows[order], new[order], dated[order], timed[order])


def placed(
    changes: Sequence[ColumnChanges],
    identity: Identity,
    read: Columns,
    now: Columns,
    locked: Sequence[LockedArea],
) -> tuple[list[ColumnWrite], Counter[str]]:
    """A plan's cells on the rows where their leads stand now, and how many are left out, by a key
    of `LEFT_OUT`. ``read`` is what the plan was made from."""
    rows_of = rows_now(identity, read, now)
    writes, left = [], Counter[str]()
    for change in changes:
        rows, column = rows_of(change.rows), change.column
        gone = rows == 0
        typed = ~same(now.cells(column, rows), read.cells(column, change.rows))
        typed |= now.has_formula(column, rows)
        shut = np.zeros(len(rows), dtype=bool)
        for each in locked:
            shut |= each.holds(rows, column)
        left.update({"row": gone.sum(), "cell": (typed & ~gone).sum(), "locked": 0})
        left["locked"] += int((shut & ~gone & ~typed).sum())
        free = ~(gone | typed | shut)
        if free.any():
            writes.append(column_write(column, rows[free], change.new[free].tolist()))
    return writes, +left


def rows_now(identity: Identity, read: Columns, now: Columns) -> Callable[[IntArray], IntArray]:
    """Tells where rows stand now; 0 where that is not known."""
    keys = identity.keys(read).tolist()
    keys_now = identity.keys(now).tolist()
    places = dict(zip(keys_now, identity.rows(now).tolist(), strict=True))
    places.pop("", None)
    known = frozenset(keys)

    def find(row: int) -> int:
        at = row - identity.first_row
        return places.get(keys[at], 0) or (row if _was_retyped(at, keys, keys_now, known) else 0)

    return lambda rows: np.array([find(row) for row in rows.tolist()], dtype=np.int64)


def _was_retyped(at: int, keys: list[str], keys_now: list[str], known: Set[str]) -> bool:
    """Whether a row is another by its look alone: it stands between the rows it stood between."""
    if at >= len(keys_now) or keys_now[at] in known:
        return False
    above = at == 0 or keys[at - 1] == keys_now[at - 1] != ""
    below = keys[at + 1 : at + 2] == keys_now[at + 1 : at + 2] != [""]
    return above and below


def cell_requests(
    sheet_id: int, write: ColumnWrite, now: Columns
) -> Iterator[tuple[Json, ColumnWrite]]:
    """Requests for the cells of a column, each with what it writes: neighbours in one, and no
    other cell. A date is given a format where its cell has none that shows it."""
    kind = np.where(write.dated & ~now.shows_moments(write.column, write.rows), 1 + write.timed, 0)
    for first, last in _runs(write.rows, kind):
        for start in range(first, last, MOST_ROWS):
            part = write.part(start, min(start + MOST_ROWS, last))
            yield _request(sheet_id, part, _FORMATS[int(kind[first])]), part


_FORMATS: Mapping[int, str] = {0: "", 1: "DATE", 2: "DATE_TIME"}


def _runs(rows: IntArray, kind: IntArray) -> Iterator[tuple[int, int]]:
    """Positions of neighbours of one kind, the end not included."""
    breaks = np.flatnonzero((np.diff(rows) != 1) | (np.diff(kind) != 0)) + 1
    edges = [0, *breaks.tolist(), len(rows)]
    yield from pairwise(edges)


def _request(sheet_id: int, part: ColumnWrite, shown: str) -> Json:
    rows = [{"values": [_cell(value, shown)]} for value in part.new.tolist()]
    start = {"sheetId": sheet_id, "rowIndex": int(part.rows[0]) - 1, "columnIndex": part.column - 1}
    fields = "userEnteredValue" + (",userEnteredFormat.numberFormat" if shown else "")
    return {"updateCells": {"start": start, "rows": rows, "fields": fields}}


def _cell(value: Any, shown: str) -> Json:
    cell = {"userEnteredValue": entered(value)} if value != "" else {}
    return {**cell, "userEnteredFormat": {"numberFormat": {"type": shown}}} if shown else cell


def entered(value: Any) -> Json:
    """A value that Google takes as it is: text that begins with ``=`` stays text."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, Formula):
        return {"formulaValue": value}
    return {"stringValue": value} if isinstance(value, str) else {"numberValue": value}


def _plain(value: CellValue) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        return serial_of(value)
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    return value if isinstance(value, bool | int | float | str) else str(value)


def written_rows(writes: Sequence[ColumnWrite]) -> IntArray:
    """All rows in which something is written, ascending."""
    rows = [write.rows for write in writes]
    return np.unique(np.concatenate(rows)) if rows else np.zeros(0, dtype=np.int64)


def spans(writes: Sequence[ColumnWrite], most: int = 40) -> list[tuple[int, int]]:
    """First and last rows that hold them all, in so many stretches at most."""
    rows = written_rows(writes)
    near = 20
    while len(found := stretches(rows, near)) > most:
        near *= 8
    return found


def joined(writes: Sequence[ColumnWrite]) -> list[ColumnWrite]:
    """One a column; of two for one cell both are there, the later one last."""
    columns = dict.fromkeys(write.column for write in writes)
    return [_joined([write for write in writes if write.column == column]) for column in columns]


def _joined(writes: Sequence[ColumnWrite]) -> ColumnWrite:
    def all_of(pick: Callable[[ColumnWrite], Any]) -> Any:
        return np.concatenate([pick(write) for write in writes])

    return ColumnWrite(
        writes[0].column,
        all_of(lambda write: write.rows),
        all_of(lambda write: write.new),
        all_of(lambda write: write.dated),
        all_of(lambda write: write.timed),
    )
