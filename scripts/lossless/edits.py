"""What a proof changes in a tab: one text, one number, one date, one blank, and what the machine
writes. Any sheet will do, so rows and headers are told instead of looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd

from scripts.lossless.terrain import Terrain
from sheetsync.config import Settings
from sheetsync.diff import diff
from sheetsync.headers import ColumnMatch, HeaderMap
from sheetsync.lead_tab import CellValue, IntArray, LeadTab, ObjectArray
from sheetsync.leads import Leads
from sheetsync.outcome import Outcome
from sheetsync.plan import ColumnChanges, Plan
from sheetsync.room_beside import room_beside
from sheetsync.schema import FIELD, MACHINE_FIELDS
from sheetsync.snapshot import Seen, Snapshot
from sheetsync.tabs import Chart, Column, ReportTab, RowLink, Table, WebLink

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
MACHINE_TEXT = {
    "issues": "Email: not an address · Owner: missing",
    "response": "Breached, was due Mon 23 Nov 10:00",
    "follow_up": "Overdue since Thu 12 Nov",
}
HIGHLIGHTS = ("breached", "overdue", "today", "idle", "issues")
WRITTEN_COLUMNS = ("lead_id", *MACHINE_FIELDS)


@dataclass(frozen=True)
class Edit:
    """One cell of a person's that the proof changes; counts from 1."""

    kind: str
    row: int
    column: int
    value: CellValue


def snapshot_of(lead_tab: LeadTab, seen: Seen, terrain: Terrain) -> Snapshot:
    """Every row that holds anything counts as a lead, below the table's, the filter's or else the
    first row; titles and separators merged across the sheet do not count."""
    table = lead_tab.table
    filled = _filled_rows(lead_tab)
    if table is None:
        filled = filled[[not terrain.is_bar(int(row)) for row in filled]]
    header = table.header_row if table else _header_row(filled, terrain)
    last = table.last_row if table else lead_tab.height
    rows = filled[(filled > header) & (filled <= last)]
    if not len(rows):
        rows = np.array([header + 1], dtype=np.int64)
    return Snapshot(lead_tab, seen, _headers(lead_tab, header), rows)


def chosen_edits(snapshot: Snapshot, terrain: Terrain) -> list[Edit]:
    """The first text, number, date and blank a person could type over, from the leads' rows if
    any, else from elsewhere on the tab; in columns that hold something already, so that no
    edit makes the block of leads wider."""
    tab = snapshot.lead_tab
    ours = {snapshot.headers.column(field) for field in WRITTEN_COLUMNS}
    columns = [at for at in _used_columns(tab, snapshot.headers.row) if at not in ours]
    leads = [int(row) for row in snapshot.rows]
    others = [int(row) for row in _filled_rows(tab) if row not in set(leads)]
    edits: list[Edit] = []
    for kind, is_kind, value in _KINDS:
        taken = {(edit.row, edit.column) for edit in edits}
        places = _places(tab, terrain, leads + others, columns)
        found = next((p for p in places if p[:2] not in taken and is_kind(p[2])), None)
        if found is not None:
            edits.append(Edit(kind, found[0], found[1], value))
    return edits


def night_plan(
    snapshot: Snapshot, edits: Sequence[Edit], settings: Settings, round_number: int
) -> Plan:
    """What one run would write: the tool's own difference, and those edits not yet made."""
    count = len(snapshot)
    cells = {name: np.full(count, text, dtype=object) for name, text in MACHINE_TEXT.items()}
    cells["lead_id"] = np.array([f"P-{n:06}" for n in range(1, count + 1)], dtype=object)
    has_ids = "lead_id" in snapshot.headers or not room_beside(snapshot).refusal
    report = report_tab(round_number, has_ids)
    outcome = Outcome(cells=cells, tabs=(report,), highlights=HIGHLIGHTS)
    plan = diff(snapshot, _leads(snapshot), [outcome], settings, NOW)
    open_edits = [edit for edit in edits if _value_at(snapshot, edit) != edit.value]
    columns = sorted([*plan.columns, *_changes(snapshot, open_edits)], key=lambda c: c.column)
    return replace(plan, columns=tuple(columns))


def report_tab(round_number: int, has_ids: bool = True) -> ReportTab:
    """A report with a table, links and a chart; its figures differ from round to round. As in a
    run, leads of a sheet that takes no Lead ID column have no id to link by."""
    columns = (Column("Lead"), Column("Leads", "count"), Column("Since", "date"), Column("Chat"))
    chat = WebLink("+91 98200 12345", "https://wa.me/919820012345?text=Hello%20%26%20welcome")
    rows = tuple(
        (
            RowLink(f"P-{number:06}" if has_ids else ""),
            number * round_number,
            date(2026, 11, number),
            chat,
        )
        for number in range(1, 6)
    )
    table = Table(columns, rows, "Leads by day", filters=True)
    chart = Chart("Leads by day", "Leads by day", "Since", ("Leads",))
    return ReportTab(
        "overdue", "Overdue", "Overdue follow-ups", f"Round {round_number}.", (table, chart)
    )


def wanted_cells(
    plan: Plan, snapshot: Snapshot, edits: Sequence[Edit]
) -> Mapping[tuple[int, int], object]:
    """Every cell of the tab that the plan writes, and what must stand there afterwards."""
    cells: dict[tuple[int, int], object] = {}
    for change in plan.columns:
        for row, value in zip(change.rows.tolist(), change.new.tolist(), strict=True):
            cells[row, change.column] = value
    for new in plan.new_columns:
        cells[snapshot.headers.row, new.column] = new.field.header
    return cells | {(edit.row, edit.column): edit.value for edit in edits}


def _header_row(filled: IntArray, terrain: Terrain) -> int:
    if terrain.filter and not terrain.is_bar(terrain.filter.top):
        return terrain.filter.top
    return int(filled[0]) if len(filled) else terrain.below_merges


def _filled_rows(tab: LeadTab) -> IntArray:
    filled = np.zeros(tab.height, dtype=bool)
    for values, formulas in zip(tab.columns, tab.formulas, strict=True):
        filled |= np.array([value is not None for value in values], dtype=bool)
        if formulas is not None:
            filled |= formulas
    return np.flatnonzero(filled).astype(np.int64) + 1


def _headers(tab: LeadTab, row: int) -> HeaderMap:
    """The columns a run adds, where they are there; of a person's only the first, taken for the
    name."""
    first = tab.table.first_column if tab.table else 1
    last = min(tab.table.last_column if tab.table else len(tab.columns), len(tab.columns))
    wanted = {FIELD[name].header: name for name in WRITTEN_COLUMNS}
    found: dict[str, ColumnMatch] = {}
    for column in range(first, last + 1):
        text = tab.columns[column - 1][row - 1] if row <= tab.height else None
        if isinstance(text, str) and text in wanted:
            found.setdefault(wanted[text], ColumnMatch(wanted[text], column, text, "name"))
    ours = {match.column for match in found.values()}
    theirs = [at for at in _used_columns(tab, row) if first <= at <= last and at not in ours]
    name = theirs[0] if theirs else first
    return HeaderMap(row, {"name": ColumnMatch("name", name, "", "config"), **found}, {}, {})


def _used_columns(tab: LeadTab, first_row: int) -> list[int]:
    """The columns that hold anything from a row down."""
    used = []
    for column, (values, formulas) in enumerate(zip(tab.columns, tab.formulas, strict=True), 1):
        below = values[first_row - 1 :]
        has_formula = formulas is not None and bool(formulas[first_row - 1 :].any())
        if has_formula or any(value is not None for value in below):
            used.append(column)
    return used


def _leads(snapshot: Snapshot) -> Leads:
    count = len(snapshot)
    ids = snapshot.values("lead_id")
    frame = pd.DataFrame({
        "lead_id": np.array(["" if each is None else str(each) for each in ids], dtype=object),
        "key": np.array([f"row {row}" for row in snapshot.rows], dtype=object),
        "ambiguous": np.zeros(count, dtype=bool),
    })  # fmt: skip
    return Leads(frame, (), {}, frozenset(snapshot.headers.columns))


def _places(
    tab: LeadTab, terrain: Terrain, rows: Sequence[int], columns: Sequence[int]
) -> Iterator[tuple[int, int, Any]]:
    for row in rows:
        for column in columns:
            if not terrain.is_free(row, column):
                continue
            formulas, inside = tab.formulas[column - 1], row <= tab.height
            if not (inside and formulas is not None and formulas[row - 1]):
                yield row, column, tab.columns[column - 1][row - 1] if inside else None


def _value_at(snapshot: Snapshot, edit: Edit) -> object:
    tab = snapshot.lead_tab
    inside = edit.column <= len(tab.columns) and edit.row <= tab.height
    return tab.columns[edit.column - 1][edit.row - 1] if inside else None


def _changes(snapshot: Snapshot, edits: Sequence[Edit]) -> Iterator[ColumnChanges]:
    for column in sorted({edit.column for edit in edits}):
        mine = sorted((edit for edit in edits if edit.column == column), key=lambda e: e.row)
        old: ObjectArray = np.full(len(mine), None, dtype=object)
        new: ObjectArray = np.full(len(mine), None, dtype=object)
        for at, edit in enumerate(mine):
            old[at], new[at] = _value_at(snapshot, edit), edit.value
        blanks = np.full(len(mine), "", dtype=object)
        rows = np.array([edit.row for edit in mine], dtype=np.int64)
        yield ColumnChanges("notes", column, rows, blanks, blanks, old, new)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_KINDS: tuple[tuple[str, Callable[[Any], bool], CellValue], ...] = (
    (
        "text",
        lambda value: isinstance(value, str) and value != "",
        "Changed: <a> & “b”, ₹ 1,20,000",
    ),
    ("number", _is_number, 98765.4321),
    ("date", lambda value: isinstance(value, date), datetime(2026, 11, 18, 14, 30)),  # noqa: DTZ001
    ("blank", lambda value: value is None, "Filled by the proof"),
)
