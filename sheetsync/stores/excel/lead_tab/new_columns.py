"""Columns added beside the data: headers, looks and prompts, and the table grown over them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sheetsync.cells import LAST_COLUMN, Area, column_letters
from sheetsync.errors import EditRefused
from sheetsync.plan import NewColumn
from sheetsync.snapshot import Snapshot
from sheetsync.stores.excel.lead_tab.refs import area
from sheetsync.stores.excel.lead_tab.row_xml import RowReader, style_for_new_cells
from sheetsync.stores.excel.lead_tab.sheet_columns import column_styles, dress_column
from sheetsync.stores.excel.lead_tab.sheet_furniture import (
    ensure_prompt,
    filter_area,
    grow_filter_area,
    growth_refusal,
)
from sheetsync.stores.excel.lead_tab.sheet_patch import ColumnEdit
from sheetsync.stores.excel.lead_tab.sheet_xml import SheetXml
from sheetsync.stores.excel.lead_tab.table_part import TablePart, grow_filter, tables
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.package.xml_part import child, local, parse
from sheetsync.stores.excel.package.xml_text import UnreadableError
from sheetsync.stores.excel.styles.style_xml import copy_into, fragment
from sheetsync.stores.excel.styles.styles import Styles
from sheetsync.tabs.looks import INK, MACHINE_FILL

_PLAIN_INKS = ("FF000000", "000000")


class NewColumns:
    """The columns a plan adds to the lead tab.

    `with_header` makes their cells' edits; `make_room` grows everything that must hold them and
    raises `EditRefused` where that would harm what is there.
    """

    def __init__(
        self,
        package: Package,
        sheet_part: str,
        sheet: SheetXml,
        styles: Styles,
        snapshot: Snapshot,
        columns: Sequence[NewColumn],
    ) -> None:
        self._package = package
        self._part = sheet_part
        self._sheet = sheet
        self._styles = styles
        self._snapshot = snapshot
        self._new = sorted(columns, key=lambda each: each.column)
        self._header_row = snapshot.headers.row
        if columns:
            self._tables = tables(package, sheet_part)
            self._check_room()
            self._header_style, self._cell_style = self._looks()

    @property
    def headers(self) -> list[tuple[int, str]]:
        """Column and header text, from left to right."""
        return [(each.column, each.field.header) for each in self._new]

    def with_header(self, column: int, header: str, edit: ColumnEdit | None) -> ColumnEdit:
        """The column's cells with its header ahead of them, all in our looks."""
        rows = np.array([self._header_row], dtype=np.int64)
        values = np.array([header], dtype=object)
        if edit is not None:
            rows = np.concatenate([rows, edit.rows])
            values = np.concatenate([values, edit.values])
        styles = np.where(rows == self._header_row, self._header_style, self._cell_style)
        return ColumnEdit(column, rows, values, styles)

    def make_room(self) -> None:
        """Grow table and filter, and give the columns their width, shading and prompt."""
        if not self._new:
            return
        last = self._new[-1].column
        table = self._table()
        if table is not None:
            self._grow_filter_name(table.area, last)
            self._grow(table)
        else:
            self._grow_filter(last)
        for each in self._new:
            dress_column(self._sheet, each.column, self._cell_style, each.field.width)
            if each.field.prompt:
                ensure_prompt(
                    self._sheet,
                    each.column,
                    self._header_row + 1,
                    each.field.header,
                    each.field.prompt,
                )

    def _table(self) -> TablePart | None:
        """The table the leads are in."""
        known = self._snapshot.lead_tab.table
        wanted = known.name.casefold() if known else None
        return next((each for each in self._tables if each.name.casefold() == wanted), None)

    def _grow(self, table: TablePart) -> None:
        try:
            table.grow(self.headers)
        except EditRefused as reason:
            hint = "Open the workbook in Excel, have it repair the table, and save; then run again."
            raise EditRefused(reason.what, where=self._sheet.where, hint=hint) from reason

    def _grow_filter(self, last: int) -> None:
        """A filter over the data, not a table's: it must take the new columns along."""
        present = filter_area(self._sheet)
        beside = self._new[0].column - 1
        if present and present.first_row == self._header_row and present.last_column == beside:
            self._grow_filter_name(present, last)
            grow_filter_area(self._sheet, last)

    def _grow_filter_name(self, present: Area, last: int) -> None:
        index = next(
            each.index for each in WorkbookPart(self._package).sheets if each.part == self._part
        )
        grow_filter(self._package, index, present, last)

    def _check_room(self) -> None:
        """Raise `EditRefused` where the columns' place is not free."""
        first, last = self._new[0].column, self._new[-1].column
        known = self._snapshot.lead_tab.table
        bottom = max(self._header_row, int(max(self._snapshot.rows, default=0)))
        if known is not None:
            bottom = max(bottom, known.last_row + known.has_totals)
        place = Area(self._header_row, first, bottom, last)
        reason = (
            self._snapshot.lead_tab.append_refusal
            or ("the sheet has no columns left" if last > LAST_COLUMN else "")
            or growth_refusal(self._sheet, place, self._written_rows(place))
            or self._occupied(place)
            or self._overlaps(place)
        )
        if reason:
            raise self._sheet.refused(f"no column can be added beside the data: {reason}")

    def _written_rows(self, place: Area) -> Sequence[int]:
        """The rows that get cells; all of a table's, because they sort together."""
        if self._snapshot.lead_tab.table is not None:
            return range(place.first_row, place.last_row + 1)
        return [self._header_row, *self._snapshot.rows.tolist()]

    def _occupied(self, place: Area) -> str:
        tab = self._snapshot.lead_tab
        for new in self._new:
            if new.column > len(tab.columns):
                continue
            cells = tab.columns[new.column - 1][place.first_row - 1 : place.last_row]
            formulas = tab.formulas[new.column - 1]
            within = None if formulas is None else formulas[place.first_row - 1 : place.last_row]
            taken = any(each is not None for each in cells)
            if taken or (within is not None and within.any()):
                return f"column {column_letters(new.column)} is not empty"
        return ""

    def _overlaps(self, place: Area) -> str:
        """Other tables and pivot tables in the way, or a table we were not told of."""
        own = self._table()
        if self._snapshot.lead_tab.table is not None and own is None:
            return "its table was not found"
        for table in self._tables:
            if table is not own and table.area.meets(place):
                return f"the table {table.name} is there"
        for pivot in self._package.related(self._part, "/pivotTable"):
            location = child(parse(self._package.read(pivot.target), pivot.target), "location")
            reach = area(location.get("ref", "")) if location is not None else None
            if reach is None or reach.meets(place):
                return "a pivot table is there"
        return ""

    def _looks(self) -> tuple[int, int]:
        """The styles of our header cells and of the cells below them, made from those of the
        column at their left."""
        neighbour = self._new[0].column - 1
        fill = self._styles.solid_fill(MACHINE_FILL)
        header = self._style_at(self._header_row, neighbour)
        first_lead = int(self._snapshot.rows[0]) if len(self._snapshot) else self._header_row + 1
        below = self._style_at(first_lead, neighbour)
        return (
            self._styles.clone_xf(header, fill=fill, font=self._inked(header)),
            self._styles.clone_xf(below, fill=fill, num_fmt=0, font=self._plain_font(below)),
        )

    def _style_at(self, row: int, column: int) -> int:
        """The style of a cell, or what a cell there would inherit."""
        if column < 1:
            return 0
        reader = RowReader.of(self._sheet)
        try:
            for found in reader.rows():
                if found.number > row:
                    break
                if found.number == row:
                    for at, start in reader.cells(found)[0] if not found.closed_at_once else ():
                        if at == column:
                            return reader.cell(start).style
                    own = style_for_new_cells(reader.view[found.start : found.tag_end])
                    return column_styles(self._sheet)(column) if own is None else own
        except UnreadableError as reason:
            raise self._sheet.refused(f"its cells cannot be read safely ({reason})") from reason
        return column_styles(self._sheet)(column)

    def _inked(self, style: int) -> int:
        """The font of a header in dark ink: on our light shading white letters would vanish, and
        a table style colours letters that say nothing themselves."""
        font = self._styles.item("fonts", self._styles.ids(style)["fontId"])
        if font is None:
            font = fragment('<font><b/><sz val="11"/><name val="Calibri"/></font>')
        colour = child(font, "color")
        if colour is None:
            size = child(font, "sz")
            colour = copy_into(font, fragment("<color/>"))
            if size is not None:
                size.addnext(colour)
        colour.attrib.clear()
        colour.set("rgb", f"FF{INK}")
        return self._styles.font_like(font)

    def _plain_font(self, style: int) -> int:
        """The font of the neighbour's cells, unless it is meant for that column alone (a link's
        blue, a warning's red)."""
        own = self._styles.ids(style)["fontId"]
        font = self._styles.item("fonts", own)
        if font is None:
            return 0
        if {local(each) for each in font} & {"u", "strike", "b", "i"}:
            return 0
        colour = child(font, "color")
        if colour is None or colour.get("theme") == "1" or colour.get("rgb") in _PLAIN_INKS:
            return own
        return 0 if colour.get("rgb") or colour.get("theme") else own
