"""A plan written into the lead tab: cells, columns, rows, highlights, and what must follow."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

import numpy as np

from sheetsync.lead_tab import ObjectArray
from sheetsync.plan import ColumnChanges, Plan
from sheetsync.snapshot import Snapshot
from sheetsync.stores.excel.lead_tab.appended_rows import AppendedRows, StyleOf
from sheetsync.stores.excel.lead_tab.cell_index import CellIndex
from sheetsync.stores.excel.lead_tab.new_columns import NewColumns
from sheetsync.stores.excel.lead_tab.recalculation import columns_of_tab, needs_recalculation
from sheetsync.stores.excel.lead_tab.sheet_highlights import apply_highlights, highlights_found
from sheetsync.stores.excel.lead_tab.sheet_patch import ColumnEdit, patch_sheet
from sheetsync.stores.excel.lead_tab.sheet_xml import SheetXml
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.spare_memory import give_back
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.safety.well_formed import is_surely_sound
from sheetsync.stores.excel.styles.styles import Styles
from sheetsync.tabs import Emphasis
from sheetsync.tabs.looks import EMPHASIS

__all__ = ["apply_to_lead_sheet", "highlights_found", "needs_recalculation"]

_SHORT_DATE, _SHORT_DATE_TIME = 14, 22
"""Built-in formats that follow the reader's own locale."""


def apply_to_lead_sheet(package: Package, sheet_part: str, snapshot: Snapshot, plan: Plan) -> None:
    """Write the plan's cells, new columns and rows, and highlights into the lead tab's part.

    ``snapshot`` must be of the same version as the package. Raises `EditRefused` before anything
    is replaced in the package that could be saved half-done: discard the package then.
    """
    where = f"{snapshot.workbook} · {snapshot.lead_tab.title}"
    give_back()
    sheet = SheetXml(package.read(sheet_part), where)
    index = _index_of(sheet, snapshot)
    columns = _rewrite(package, sheet_part, sheet, index, snapshot, plan)
    if columns and package.may_differ(sheet_part):
        without = {sheet_part} if index is not None and index.plain else set()
        _recalculate_if_needed(package, snapshot, columns, without)


def _index_of(sheet: SheetXml, snapshot: Snapshot) -> CellIndex | None:
    """Where the cells are, as noted when they were read."""
    index = snapshot.lead_tab.note
    return index if isinstance(index, CellIndex) and index.is_of(sheet.data) else None


def _shortened(sheet_part: str, sheet: SheetXml, index: CellIndex | None) -> dict[str, bytes]:
    """In place of a long sheet, what surrounds its rows and the highest style its cells name."""
    if index is None or index.highest_style is None:
        return {}
    return {sheet_part: b'%b <c s="%d"/> %b' % (sheet.head, index.highest_style, sheet.tail)}


def _rewrite(
    package: Package,
    sheet_part: str,
    sheet: SheetXml,
    index: CellIndex | None,
    snapshot: Snapshot,
    plan: Plan,
) -> frozenset[int]:
    """Lay the changed part over the package; the columns in which cells were edited. A long sheet
    is in memory but once meanwhile, and no more afterwards."""
    styles = Styles(package, _shortened(sheet_part, sheet, index))
    package.forget(sheet_part)
    new = NewColumns(package, sheet_part, sheet, styles, snapshot, plan.new_columns)
    edits = _edits(plan.columns, new, styles)
    new.make_room()
    patch_sheet(sheet, edits, date1904=WorkbookPart(package).date1904, index=index)
    appended = _append(package, sheet_part, sheet, snapshot, plan, styles)
    if plan.highlights:
        apply_highlights(sheet, plan.highlights, _look_of(styles))
    styles.save()
    give_back()
    package.replace_by_pieces(sheet_part, sheet.pieces, is_surely_sound)
    return frozenset(edit.column for edit in edits) | appended


def _append(
    package: Package,
    sheet_part: str,
    sheet: SheetXml,
    snapshot: Snapshot,
    plan: Plan,
    styles: Styles,
) -> frozenset[int]:
    """Add the rows of a plan; the columns in which they have values."""
    rows = AppendedRows(package, sheet_part, sheet, snapshot, _dated(styles))
    return frozenset(column for new in plan.appended for column in rows.add(new))


def _recalculate_if_needed(
    package: Package, snapshot: Snapshot, numbers: frozenset[int], without: Collection[str]
) -> None:
    tab, header_row = snapshot.lead_tab, snapshot.headers.row
    headers = frozenset(
        str(tab.columns[number - 1][header_row - 1])
        for number in numbers
        if number <= len(tab.columns) and header_row <= tab.height
    )
    changed = columns_of_tab(package, tab.title, numbers, headers)
    if needs_recalculation(package, changed, without):
        WorkbookPart(package).recalculate_on_load()


def _edits(changes: tuple[ColumnChanges, ...], new: NewColumns, styles: Styles) -> list[ColumnEdit]:
    edits = {change.column: _edit(change, styles) for change in changes}
    for column, header in new.headers:
        edits[column] = new.with_header(column, header, edits.get(column))
    return [edits[column] for column in sorted(edits)]


def _edit(change: ColumnChanges, styles: Styles) -> ColumnEdit:
    style = _dated(styles) if _has_dates(change.new) else None
    return ColumnEdit(change.column, change.rows, change.new, style)


def _has_dates(values: ObjectArray) -> bool:
    return any(issubclass(kind, date | np.datetime64) for kind in set(map(type, values.tolist())))


def _dated(styles: Styles) -> StyleOf:
    """Keeps a cell's look, but for one that would show a date as a bare number."""
    known: dict[tuple[int, bool], int] = {}

    def style(_row: int, present: int, value: Any) -> int:
        if not isinstance(value, date | np.datetime64):
            return present
        has_time = not isinstance(value, date) or isinstance(value, datetime)
        if (present, has_time) not in known:
            shown = _SHORT_DATE_TIME if has_time else _SHORT_DATE
            known[present, has_time] = (
                present if styles.shows_days(present) else styles.clone_xf(present, num_fmt=shown)
            )
        return known[present, has_time]

    return style


def _look_of(styles: Styles) -> Callable[[Emphasis], int]:
    def look(emphasis: Emphasis) -> int:
        chosen = EMPHASIS[emphasis]
        return styles.dxf(chosen.fill, chosen.ink, chosen.bold)

    return look
