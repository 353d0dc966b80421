"""What a sheet holds once a plan was written on what was read: the next read finds that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from sheetsync.journal.sheet_read import cells_now, columns_of
from sheetsync.known_cells import OTHER, TEXT, Cells, KnownCells, looked_at
from sheetsync.lead_tab import BoolArray, IntArray, ObjectArray
from sheetsync.plan import ColumnChanges, Plan
from sheetsync.schema import FIELD
from sheetsync.snapshot import Snapshot

Kept = Mapping[str, tuple[str, Cells, BoolArray | None]]


def keys_as_written(keys: ObjectArray, snapshot: Snapshot, plan: Plan | None) -> ObjectArray:
    """A row that was given a Lead ID is known by it."""
    for change in _changes(plan):
        if change.field == "lead_id":
            keys = keys.copy()
            keys[positions(change, snapshot)] = change.new
    return keys


def positions(change: ColumnChanges, snapshot: Snapshot) -> IntArray:
    """Where in the frame the leads of a column's changes are."""
    return np.searchsorted(snapshot.rows, change.rows).astype(np.int64)


def cells_as_written(snapshot: Snapshot, plan: Plan | None) -> Kept:
    """The cells of every remembered column, by name, with its header."""
    written = {change.field: change for change in _changes(plan)}
    found: dict[str, tuple[str, Cells, BoolArray | None]] = {}
    for name, column in columns_of(snapshot).items():
        match = snapshot.headers.columns.get(name)
        cells, formulas = cells_now(snapshot, column)
        if name in written:
            cells = _overlaid(cells, written[name], snapshot)
        found[name] = (match.header if match else name, cells, formulas)
    for name, change in written.items():
        if name not in found and FIELD[name].who != "machine":
            blank = looked_at(np.full(len(snapshot), None, dtype=object))
            found[name] = (FIELD[name].header, _overlaid(blank, change, snapshot), None)
    return found


def _overlaid(cells: Cells, change: ColumnChanges, snapshot: Snapshot) -> Cells:
    at = positions(change, snapshot)
    values, kind = cells.values.copy(), cells.known.kind.copy()
    values[at] = change.new
    kind[at] = [TEXT if type(cell) is str and cell else OTHER for cell in change.new]
    return Cells(values, KnownCells(kind, cells.known.moments))


def _changes(plan: Plan | None) -> Iterator[ColumnChanges]:
    yield from () if plan is None else plan.columns
