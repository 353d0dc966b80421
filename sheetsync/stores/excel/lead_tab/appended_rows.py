"""A row added below the leads: its cells, the looks of the row above, and what must reach it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sheetsync.cells import Area, a1
from sheetsync.plan import AppendedRow
from sheetsync.snapshot import Snapshot
from sheetsync.stores.excel.lead_tab.cell_splices import ColumnEdit
from sheetsync.stores.excel.lead_tab.cell_xml import CellWriter, UnwritableError
from sheetsync.stores.excel.lead_tab.reach import reach_down
from sheetsync.stores.excel.lead_tab.row_xml import Row, RowReader, without_spans
from sheetsync.stores.excel.lead_tab.sheet_columns import column_styles
from sheetsync.stores.excel.lead_tab.sheet_furniture import filter_area, grow_filter_down_to
from sheetsync.stores.excel.lead_tab.sheet_patch import patch_sheet, widen_dimension
from sheetsync.stores.excel.lead_tab.sheet_xml import SheetXml, Splices
from sheetsync.stores.excel.lead_tab.table_part import grow_filter_down, tables
from sheetsync.stores.excel.lead_tab.totals_row import moved_down
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.package.xml_text import UnreadableError, with_attribute

StyleOf = Callable[[int, int, Any], int]
"""The style of a cell, from its row, the style it would have, and its value."""

_NOT_COPIED = ("hidden", "collapsed", "outlineLevel", "spans")
"""What a row does not take over from the one above it."""


class AppendedRows:
    """Adds rows to the lead tab; raises `EditRefused` where that would harm what is there."""

    def __init__(
        self, package: Package, sheet_part: str, sheet: SheetXml, snapshot: Snapshot, style: StyleOf
    ) -> None:
        self._package = package
        self._part = sheet_part
        self._sheet = sheet
        self._snapshot = snapshot
        self._style = style
        self._date1904 = WorkbookPart(package).date1904

    def add(self, new: AppendedRow) -> frozenset[int]:
        """Write one row and have table, filter and rules reach it; the columns written."""
        try:
            reader = RowReader.of(self._sheet)
            near = (new.above, new.row, new.row + 1)
            rows = {row.number: row for row in reader.rows() if row.number in near}
            looks = _looks(reader, rows.get(new.above))
            if self._takes_place_of_totals(new):
                self._push_down_totals(new, looks, reader, rows)
            elif new.row in rows:
                self._fill(new, looks)
            else:
                self._insert(new, looks, reader, rows.get(new.above))
        except UnreadableError as reason:
            raise self._sheet.refused(f"its cells cannot be read safely ({reason})") from reason
        self._reach(new)
        return frozenset(column for column, _ in new.cells)

    def _fill(self, new: AppendedRow, looks: dict[int, int]) -> None:
        """An empty row that is there already keeps what look it has."""
        edits = [
            ColumnEdit(column, np.array([new.row]), _one(value), self._filled(looks.get(column, 0)))
            for column, value in new.cells
        ]
        patch_sheet(self._sheet, edits, date1904=self._date1904)

    def _filled(self, above: int) -> StyleOf:
        return lambda row, own, value: self._style(row, own or above, value)

    def _takes_place_of_totals(self, new: AppendedRow) -> bool:
        known = self._snapshot.lead_tab.table
        return known is not None and known.has_totals and new.row > known.last_row

    def _push_down_totals(
        self, new: AppendedRow, looks: dict[int, int], reader: RowReader, rows: dict[int, Row]
    ) -> None:
        totals, below = rows.get(new.row), rows.get(new.row + 1)
        if totals is None:
            raise self._sheet.refused("its totals row was not found")
        if below and b"<" + self._sheet.tag("f") in reader.view[below.start : below.end]:
            raise self._sheet.refused("a formula stands below its totals row")
        moved = moved_down(self._package, self._part, self._sheet, reader, totals)
        row = self._row_xml(new, looks, reader, rows.get(new.above))
        end = below.end if below else totals.end
        self._sheet.splice_rows(Splices(np.array([totals.start]), np.array([end]), [row + moved]))
        widen_dimension(self._sheet, Area(new.row, 1, new.row + 1, 1))

    def _insert(
        self, new: AppendedRow, looks: dict[int, int], reader: RowReader, above: Row | None
    ) -> None:
        at = next((row.start for row in reader.rows() if row.number > new.row), reader.end)
        row = self._row_xml(new, looks, reader, above)
        self._sheet.splice_rows(Splices(np.array([at]), np.array([at]), [row]))
        filled = [column for column, _ in new.cells]
        if filled:
            widen_dimension(self._sheet, Area(new.row, min(filled), new.row, max(filled)))

    def _row_xml(
        self, new: AppendedRow, looks: dict[int, int], reader: RowReader, above: Row | None
    ) -> bytes:
        if above is None:
            tag = f'<{self._sheet.prefix}row r="{new.row}">'.encode()
        else:
            tag = _tag_below(reader.view[above.start : above.tag_end], new.row)
        return b"%b%b</%b>" % (tag, self._cells(new, looks), self._sheet.tag("row"))

    def _cells(self, new: AppendedRow, looks: dict[int, int]) -> bytes:
        """Values, and blank cells where the row above has a look."""
        write, values = CellWriter(self._sheet.prefix, self._date1904), dict(new.cells)
        usual, name = column_styles(self._sheet), self._sheet.tag("c")
        made = []
        for column in sorted({*looks, *values}):
            value = values.get(column)
            style = self._style(new.row, looks.get(column, usual(column)), value)
            try:
                kind, content = write(value)
            except UnwritableError as reason:
                raise self._sheet.refused(f"{a1(new.row, column)} cannot hold {reason}") from reason
            tag = b'%b r="%b"%b%b' % (
                name, a1(new.row, column).encode(), b' s="%d"' % style * bool(style), kind,
            )  # fmt: skip
            made.append(b"<%b>%b</%b>" % (tag, content, name) if content else b"<%b/>" % tag)
        return b"".join(made)

    def _reach(self, new: AppendedRow) -> None:
        self._grow_table(new)
        self._grow_filter(new)
        if new.above:
            reach_down(self._sheet, new.above, new.row)

    def _grow_table(self, new: AppendedRow) -> None:
        known = self._snapshot.lead_tab.table
        if known is None or new.row <= known.last_row:
            return
        for table in tables(self._package, self._part):
            if table.name.casefold() == known.name.casefold():
                table.grow_down(new.row)
                return
        raise self._sheet.refused("its table was not found")

    def _grow_filter(self, new: AppendedRow) -> None:
        """A filter over the data, not a table's, that ended with the last lead."""
        present = filter_area(self._sheet)
        if present is None or self._snapshot.lead_tab.table or present.last_row != new.above:
            return
        sheets = WorkbookPart(self._package).sheets
        index = next(each.index for each in sheets if each.part == self._part)
        grow_filter_down(self._package, index, present, new.row)
        grow_filter_down_to(self._sheet, new.row)


def _looks(reader: RowReader, above: Row | None) -> dict[int, int]:
    """The styles of a row's cells, by column."""
    if above is None or above.closed_at_once:
        return {}
    styles = ((column, reader.cell(start).style) for column, start in reader.cells(above)[0])
    return {column: style for column, style in styles if style}


def _tag_below(tag: bytes, row: int) -> bytes:
    tag = with_attribute(without_spans(tag), "r", str(row))
    for name in _NOT_COPIED:
        tag = with_attribute(tag, name, None)
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def _one(value: Any) -> Any:
    values = np.empty(1, dtype=object)
    values[0] = value
    return values
