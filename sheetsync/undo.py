"""What a run wrote, cell by cell, and the plan that puts back what stood there before.

A record holds Lead IDs and the values of cells that a machine may write, nothing people typed. A
lead whose id another row has too, or that has none, is known in it by its key (`identity`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from sheetsync.identity import row_keys
from sheetsync.lead_tab import BoolArray, CellValue, IntArray, ObjectArray
from sheetsync.plan import ColumnChanges, Conflict, Plan
from sheetsync.snapshot import Snapshot

REASONS: Mapping[str, str] = {
    "column": "the column is gone; nothing of it was put back",
    "protected": "the sheet is protected; nothing was put back",
    "row": "no row has this Lead ID any more, or two have it",
    "value": "it says something else by now",
    "formula": "a formula stands there by now",
    "locked": "the cell is protected by now",
}
"""Why something of a run is left as it is."""


@dataclass(frozen=True)
class WrittenColumn:
    """The cells of one column that a run wrote, as arrays of equal length: whose, what stood
    there, what it wrote."""

    field: str
    leads: ObjectArray
    old: ObjectArray
    new: ObjectArray

    def __len__(self) -> int:
        return len(self.leads)


@dataclass(frozen=True)
class Record:
    """One run's writing. ``version`` is the one it replaced, and no two records have the same;
    ``new_columns`` are the fields whose columns it added, ``tabs`` the report tabs it wrote."""

    at: datetime
    jobs: tuple[str, ...]
    version: str
    columns: tuple[WrittenColumn, ...] = ()
    new_columns: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()

    @property
    def cells(self) -> int:
        """How many cells it wrote."""
        return sum(map(len, self.columns))


@dataclass(frozen=True)
class Reversal:
    """The plan that puts back what still can be, and what is left with the reason: a `Conflict`
    for each cell or, where nothing of a column can be put back, for the column."""

    plan: Plan
    left: tuple[Conflict, ...]

    @property
    def cells(self) -> int:
        """How many cells it puts back."""
        return sum(map(len, self.plan.columns))


def record_of(plan: Plan, jobs: tuple[str, ...], now: datetime) -> Record:
    """The record of a plan about to be applied."""
    given = {
        key: lead_id
        for column in plan.columns
        if column.field == "lead_id"
        for key, lead_id in zip(column.keys, column.new, strict=True)
    }
    return Record(
        at=now,
        jobs=jobs,
        version=plan.version,
        columns=tuple(_written(column, given) for column in plan.columns),
        new_columns=tuple(new.field.name for new in plan.new_columns),
        tabs=tuple(change.title for change in plan.tabs),
    )


def _written(column: ColumnChanges, given: Mapping[str, str]) -> WrittenColumn:
    """A row without an id is known by the one the same plan gives it."""
    leads = np.empty(len(column), dtype=object)
    leads[:] = [given.get(key, key) for key in column.keys]
    return WrittenColumn(column.field, leads, column.old, column.new)


def reverse(record: Record, snapshot: Snapshot) -> Reversal:
    """What of a record can be undone in the sheet as it is now: where our value still stands."""
    changes: list[ColumnChanges] = []
    left: list[Conflict] = []
    places = _places(snapshot)
    for column in record.columns:
        whole = _left_whole(column, snapshot)
        if whole is not None:
            left.append(whole)
            continue
        change, missed = _put_back(column, snapshot, places)
        changes += [change] if len(change) else []
        left += missed
    return Reversal(Plan(snapshot.version, columns=tuple(changes)), tuple(left))


def _left_whole(column: WrittenColumn, snapshot: Snapshot) -> Conflict | None:
    if column.field not in snapshot.headers:
        return Conflict("", column.field, "", REASONS["column"])
    if snapshot.lead_tab.is_protected:
        return Conflict("", column.field, "", REASONS["protected"])
    return None


def _places(snapshot: Snapshot) -> Mapping[str, int]:
    """Where each lead stands that can be told from all others."""
    keys, ambiguous = row_keys(snapshot)
    return {key: at for at, key in enumerate(keys.tolist()) if not ambiguous[at]}


def _put_back(
    column: WrittenColumn, snapshot: Snapshot, places: Mapping[str, int]
) -> tuple[ColumnChanges, list[Conflict]]:
    at = np.array([places.get(lead, -1) for lead in column.leads.tolist()], dtype=np.int64)
    found = snapshot.values(column.field)[at] if len(snapshot) else np.full(len(at), None)
    formulas = snapshot.formulas(column.field)[at] if len(snapshot) else np.zeros(len(at), bool)
    number = snapshot.headers.column(column.field) or 0
    rows = snapshot.rows[at] if len(snapshot) else at
    barred = {
        "row": at < 0,
        "locked": snapshot.lead_tab.is_locked(rows, number),
        "formula": formulas,
        "value": ~_same(found, column.new),
    }
    free = np.flatnonzero(~np.logical_or.reduce(list(barred.values())))
    free = free[np.argsort(at[free])]
    change = ColumnChanges(
        field=column.field,
        column=number,
        rows=snapshot.rows[at[free]],
        keys=column.leads[free],
        lead_ids=_lead_ids(column.leads[free]),
        old=found[free],
        new=column.old[free],
    )
    return change, list(_left(column, snapshot, at, barred))


def _left(
    column: WrittenColumn, snapshot: Snapshot, at: IntArray, barred: Mapping[str, BoolArray]
) -> Iterator[Conflict]:
    told = np.zeros(len(at), dtype=bool)
    ids = _lead_ids(column.leads)
    for reason, mask in barred.items():
        for each in np.flatnonzero(mask & ~told):
            there = at[each] >= 0
            cell = snapshot.location(int(at[each]), column.field).cell if there else ""
            yield Conflict(ids[each], column.field, cell, REASONS[reason])
        told |= mask


def _lead_ids(leads: ObjectArray) -> ObjectArray:
    ids = np.empty(len(leads), dtype=object)
    ids[:] = [lead.partition("~")[0] for lead in leads.tolist()]
    return ids


def _same(found: ObjectArray, written: ObjectArray) -> BoolArray:
    pairs = zip(found.tolist(), written.tolist(), strict=True)
    return np.array([_plain(one) == _plain(other) for one, other in pairs], dtype=bool)


def _plain(value: CellValue) -> CellValue:
    """A cell as it compares: midnight is read back as a day, and no text as nothing."""
    if isinstance(value, datetime) and value == datetime.combine(value, datetime.min.time()):
        return value.date()
    return None if isinstance(value, str) and not value.strip() else value
