"""Setting values of cells in a worksheet part, in one forward pass over its bytes.

What the pass does not understand, and any cell that must not be overwritten (a formula, a member
of an array, a linked data type), ends in `EditRefused` before a byte is given back.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sheetsync.cells import LAST_ROW, Area, a1, column_letters
from sheetsync.stores.excel.lead_tab.cell_index import CellIndex, index_cells
from sheetsync.stores.excel.lead_tab.cell_splices import CellSplices, ColumnEdit, StyleChoice
from sheetsync.stores.excel.lead_tab.refs import area, hull
from sheetsync.stores.excel.lead_tab.row_xml import RowReader
from sheetsync.stores.excel.lead_tab.sheet_xml import SheetXml
from sheetsync.stores.excel.package.xml_text import (
    UnreadableError,
    attributes,
    with_attribute,
)

__all__ = ["ColumnEdit", "StyleChoice", "patch", "patch_sheet"]


def patch(
    xml: bytes, columns: Sequence[ColumnEdit], *, date1904: bool = False, where: str = ""
) -> bytes:
    """Return the worksheet part with these cells set; the same bytes when they were so already.

    Raises `EditRefused` naming the cells that must not be overwritten, or what is not understood.
    """
    sheet = SheetXml(xml, where)
    patch_sheet(sheet, columns, date1904=date1904)
    return sheet.joined()


def patch_sheet(
    sheet: SheetXml,
    columns: Sequence[ColumnEdit],
    *,
    date1904: bool = False,
    index: CellIndex | None = None,
) -> None:
    """Likewise, on a sheet that is being changed anyway; ``index`` is of its rows, where somebody
    has it already."""
    edits = [edit for edit in columns if len(edit.rows)]
    if not edits:
        return
    _refuse_doubles(sheet, edits)
    try:
        reader = RowReader.of(sheet)
        index = index or index_cells(reader)
        if not index.plain:
            _refuse_arrays(sheet, reader, edits)
        splices = CellSplices(sheet, reader, index, date1904).of(edits)
    except UnreadableError as reason:
        raise sheet.refused(f"its cells cannot be read safely ({reason})") from reason
    sheet.splice_rows(splices)
    if written := hull(filter(None, map(_written, edits))):
        widen_dimension(sheet, written)


def _refuse_doubles(sheet: SheetXml, edits: Sequence[ColumnEdit]) -> None:
    columns = [edit.column for edit in edits]
    if columns != sorted(set(columns)):
        raise sheet.refused("columns to be written are out of order or there twice")
    for edit in edits:
        if edit.rows[0] < 1 or edit.rows[-1] > LAST_ROW or (np.diff(edit.rows) <= 0).any():
            raise sheet.refused(f"rows of column {column_letters(edit.column)} are out of order")


def _refuse_arrays(sheet: SheetXml, reader: RowReader, edits: Sequence[ColumnEdit]) -> None:
    """Members of an array formula or data table hold a value alone; its first cell names them."""
    if b"array" not in reader.view and b"dataTable" not in reader.view:
        return
    for tag in reader.formula_tags():
        named = attributes(tag)
        block = area(named.get("ref", "")) if named.get("t") in ("array", "dataTable") else None
        for edit in edits if block else ():
            _refuse_inside(sheet, block, edit)


def _refuse_inside(sheet: SheetXml, block: Area | None, edit: ColumnEdit) -> None:
    if block is None or not block.meets_columns(edit.column, edit.column):
        return
    at = int(np.searchsorted(edit.rows, block.first_row))
    if at < len(edit.rows) and edit.rows[at] <= block.last_row:
        cell = a1(int(edit.rows[at]), edit.column)
        raise sheet.refused(f"{cell} belongs to the array formula in {block}")


def widen_dimension(sheet: SheetXml, written: Area) -> None:
    """Make the sheet's stated extent hold what was written; one that says nothing stays so."""
    span = sheet.first("dimension")
    stated = area(sheet.read("dimension").get("ref", ""))
    if span is None or stated is None or stated.join(written) == stated:
        return
    tag = sheet.head[span.start : span.tag_end]
    sheet.replace_tag("dimension", span, with_attribute(tag, "ref", str(stated.join(written))))


def _written(edit: ColumnEdit) -> Area | None:
    filled = np.flatnonzero(edit.values != np.array(None, dtype=object))
    if not len(filled):
        return None
    first, last = int(edit.rows[filled[0]]), int(edit.rows[filled[-1]])
    return Area(first, edit.column, last, edit.column)
