"""Workbooks nobody here made: a plan is written into them and nothing else moves.

The files stand beside the project and are never part of it; without them these tests skip.
"""

from __future__ import annotations

import io
import posixpath
from collections import Counter
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from sheetsync.errors import EditRefused, SheetsyncError
from sheetsync.headers import HeaderMap
from sheetsync.lead_tab import LeadTab
from sheetsync.plan import ColumnChanges, HighlightRule, NewColumn, Plan
from sheetsync.schema import FIELD, MACHINE_FIELDS
from sheetsync.snapshot import Seen, Snapshot
from sheetsync.stores.excel.lead_tab.lead_sheet import apply_to_lead_sheet, highlights_found
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import Sheet, WorkbookPart
from sheetsync.stores.excel.reading import workbook as reading

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "xlsx"
FILES = sorted(CORPUS.glob("*.xls[xm]")) if CORPUS.is_dir() else []
EVERY = 23
"""The quick test takes each so-manyth file: some 25, from every collection."""

NEW_VALUES: tuple[Any, ...] = ("Überprüft & <ok>", 1234.5, date(2026, 11, 21))
ADDED_MEMBERS = {"xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}

Cells = dict[tuple[int, int], Any]


def snapshot_of(tab: LeadTab) -> Snapshot:
    """The tab taken for leads: its first row with a value, or its table's, is the header row."""
    filled = [row for row in range(1, tab.height + 1) if any(has(tab, row, c) for c in wide(tab))]
    header = tab.table.header_row if tab.table else (filled[0] if filled else 1)
    last = tab.table.last_row if tab.table else max([header, *filled])
    rows = np.array([row for row in filled if header < row <= last], dtype=np.int64)
    return Snapshot(tab, Seen("corpus", "v", (tab.title,)), HeaderMap(header, {}, {}, {}), rows)


def wide(tab: LeadTab) -> range:
    return range(1, len(tab.columns) + 1)


def has(tab: LeadTab, row: int, column: int) -> bool:
    return row <= len(tab.columns[column - 1]) and tab.columns[column - 1][row - 1] is not None


def is_formula(tab: LeadTab, row: int, column: int) -> bool:
    mask = tab.formulas[column - 1]
    return mask is not None and row <= len(mask) and bool(mask[row - 1])


def plan_for(snap: Snapshot, grow: bool) -> Plan:
    """A text, a number, a date; one blank cell filled; three new columns; two highlights."""
    tab = snap.lead_tab
    free = [
        (row, column)
        for row in snap.rows.tolist()[:40]
        for column in wide(tab)[:30]
        if not is_formula(tab, row, column)
    ]
    chosen = [cell for cell in free if has(tab, *cell)][:3]
    chosen += [cell for cell in free if not has(tab, *cell)][:1]
    wanted = dict(zip(chosen, (*NEW_VALUES, "filled"), strict=False))
    first = (tab.table.last_column if tab.table else len(tab.columns)) + 1
    new = []
    if grow:
        for at, name in enumerate(MACHINE_FIELDS):
            new.append(NewColumn(FIELD[name], first + at))
            wanted |= {(row, first + at): f"auto {row}" for row in snap.rows.tolist()}
    rules = tuple(
        HighlightRule(name, f'AND(N("sheetsync:{name}")=0,LEN($A2)>{at})', 2, 1, first, "idle")
        for at, name in enumerate(("one", "two"))
    )
    return Plan("v", columns=by_column(wanted), new_columns=tuple(new), highlights=rules)


def by_column(wanted: Cells) -> tuple[ColumnChanges, ...]:
    made = []
    for column in sorted({column for _, column in wanted}):
        rows = sorted(row for row, at in wanted if at == column)
        new = np.empty(len(rows), dtype=object)
        new[:] = [wanted[row, column] for row in rows]
        none = np.full(len(rows), None, dtype=object)
        made.append(ColumnChanges("notes", column, np.array(rows), none, none, none, new))
    return tuple(made)


def expected(plan: Plan, snap: Snapshot) -> Cells:
    cells: Cells = {(snap.headers.row, new.column): new.field.header for new in plan.new_columns}
    for change in plan.columns:
        cells |= {
            (row, change.column): value
            for row, value in zip(change.rows.tolist(), change.new, strict=True)
        }
    return cells


# Other readers than the one that wrote


def calamine_cells(data: bytes, sheet: Sheet) -> Cells | None:
    """None where calamine cannot read the tab."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
    except CalamineError:
        return None
    return {(r, c): v for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1) if v != ""}


def openpyxl_cells(data: bytes, sheet: Sheet) -> Cells | None:
    """None where openpyxl cannot read the workbook as it was, or reads it without end."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        tab = book[sheet.title]
        tab.reset_dimensions()
        return {
            (cell.row, cell.column): (cell.value, cell.number_format)
            for row in tab.iter_rows()
            for cell in row
            if cell.value is not None
        }
    except Exception:  # noqa: BLE001 - whatever keeps it from reading, before or after
        return None


def changed_cells(before: Cells, after: Cells) -> Cells:
    missing = object()
    keys = {
        cell for cell in before | after if before.get(cell, missing) != after.get(cell, missing)
    }
    return {cell: after.get(cell) for cell in keys}


def assert_sound(package: Package) -> None:
    """Every XML part is well-formed, listed, and every relationship leads somewhere it led to."""
    for name in package.changed:
        etree.fromstring(package.read(name), etree.XMLParser(huge_tree=True))
        if name == "xl/styles.xml":
            assert package.content_type(name), name
    for name in package.changed:
        if name.endswith(".rels"):
            folder, base = posixpath.split(posixpath.dirname(name))[0], posixpath.basename(name)
            for each in package.relationships(posixpath.join(folder, base.removesuffix(".rels"))):
                assert each.external or package.has(each.target), each


def saved(package: Package) -> bytes:
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()


def outcome(path: Path) -> str:
    """What became of one workbook; raises AssertionError where it was damaged."""
    data = path.read_bytes()
    try:
        package = Package(data, path.name)
        sheet = WorkbookPart(package).worksheets[0]
        snap = snapshot_of(reading.lead_tab(package, sheet))
    except (SheetsyncError, IndexError) as reason:
        return f"not read: {type(reason).__name__}"
    try:
        return written(data, package, sheet, snap, grow=True)
    except EditRefused as reason:
        why = reason.what
    try:
        written(data, Package(data, path.name), sheet, snap, grow=False)
    except EditRefused as reason:
        return f"refused: {reason.what}"
    return f"written without new columns: {why}"


def written(data: bytes, package: Package, sheet: Sheet, snap: Snapshot, *, grow: bool) -> str:
    plan = plan_for(snap, grow)
    apply_to_lead_sheet(package, sheet.part, snap, plan)
    assert_sound(package)
    new = saved(package)
    wanted = expected(plan, snap)

    for read in (calamine_cells, openpyxl_cells):
        before, after = read(data, sheet), read(new, sheet)
        if before is None:
            continue
        assert after is not None, f"{read.__name__}: cannot be read any more"
        changed = changed_cells(before, after)
        strays = set(changed) - set(wanted)
        assert not strays, f"{read.__name__}: other cells changed: {sorted(strays)[:5]}"
        for cell, value in wanted.items():
            assert same(after.get(cell), value), f"{read.__name__}: {cell} was not written"

    found = highlights_found(package.read(sheet.part))
    assert found == {rule.name: rule.signature for rule in plan.highlights}
    again = Package(new, "again")
    apply_to_lead_sheet(again, sheet.part, snap, plan)
    assert again.changed == [], "a second application changes something"
    return "written"


def same(found: Any, value: Any) -> bool:
    """Equal, or a number and a moment for each other: the reader judges by the cell's look, and
    calamine miscounts looks with alternatives."""
    shown = found[0] if isinstance(found, tuple) else found
    moments = (date, time, timedelta)
    if isinstance(shown, moments) != isinstance(value, moments):
        return isinstance(shown, (*moments, int, float)) and not isinstance(value, str)
    return bool(shown == value) or str(shown).startswith(str(value))


@pytest.mark.skipif(not FILES, reason="the corpus is not beside the project")
@pytest.mark.parametrize("path", FILES[::EVERY], ids=lambda path: path.name)
def test_a_plan_changes_its_cells_and_no_others(path: Path) -> None:
    outcome(path)


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="the corpus is not beside the project")
def test_no_workbook_of_the_corpus_is_damaged() -> None:
    found, damaged = Counter[str](), list[str]()
    for path in FILES:
        try:
            found[outcome(path)] += 1
        except Exception as reason:  # noqa: BLE001 - all are reported together
            damaged.append(f"{path.name}: {type(reason).__name__}: {reason}")
    for what, count in found.most_common():
        print(f"{count:4}  {what}")
    assert damaged == [], "\n".join(damaged)
