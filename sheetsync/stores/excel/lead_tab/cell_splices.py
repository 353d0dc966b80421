"""From values to the bytes to put into a worksheet part, and where.

Works column by column on arrays of places; only what is written is touched one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Any

import numpy as np

from sheetsync.cells import a1, column_letters
from sheetsync.lead_tab import IntArray, ObjectArray
from sheetsync.stores.excel.lead_tab.cell_index import CellIndex, Places
from sheetsync.stores.excel.lead_tab.cell_xml import EMPTY, CellWriter, Encoded, UnwritableError
from sheetsync.stores.excel.lead_tab.row_spans import usual_spans
from sheetsync.stores.excel.lead_tab.row_xml import (
    Cell,
    RowReader,
    style_for_new_cells,
    with_spans,
    without_spans,
)
from sheetsync.stores.excel.lead_tab.sheet_columns import column_styles
from sheetsync.stores.excel.lead_tab.sheet_xml import NO_SPLICES, SheetXml, Splices, find_word
from sheetsync.stores.excel.package.xml_text import with_attribute

StyleChoice = Callable[[int, int, Any], int] | IntArray | int | None
"""The style a written cell gets: always this one, or one for each; or what is made of its row, the
style it has (or, being new, inherits from its row or column) and its value; or (None) just that
one."""

_NAMED = 5  # how many cells an error names
_TEXTS = {str, NoneType}
"""Equal ones are written alike; a number equals a flag that is not."""


@dataclass(frozen=True)
class ColumnEdit:
    """Values for cells of one column. ``column`` and ``rows`` (ascending) count from 1; None
    empties a cell and keeps its look."""

    column: int
    rows: IntArray
    values: ObjectArray
    style: StyleChoice = None


def joined(parts: Sequence[Splices]) -> Splices:
    """All of these in the order of their places; what shares a place stays in the order given,
    insertions before replacements. Each is in order already."""
    parts = [part for part in parts if part.new]
    if len(parts) < 2:
        return parts[0] if parts else NO_SPLICES
    start = np.concatenate([part.start for part in parts])
    end = np.concatenate([part.end for part in parts])
    new = [each for part in parts for each in part.new]
    order = np.lexsort((end, start))
    start = start[order]  # one after the other: of a large sheet there is much in memory here
    end = end[order]
    return Splices(start, end, [new[at] for at in order.tolist()])


class CellSplices:
    """Works out the splices of one sheet, collecting the cells that must not be overwritten."""

    def __init__(
        self, sheet: SheetXml, reader: RowReader, index: CellIndex, date1904: bool
    ) -> None:
        self._sheet = sheet
        self._reader = reader
        self._index = index
        self._write = CellWriter(sheet.prefix, date1904)
        self._column_style = column_styles(sheet)
        self._p = sheet.prefix.encode()
        self._refused: list[str] = []
        self._has_spans = _mentions(reader, b"pans")
        self._has_row_styles = _mentions(reader, b"ustomFormat")
        self._grown: list[tuple[int, IntArray]] = []
        """Each column, and the places in the index of the rows that gain a cell of it."""
        self._made: dict[tuple[int, int], list[bytes]] = {}
        """By place in the index and number: the cells of a row that had none or was not there."""

    def of(self, edits: Sequence[ColumnEdit]) -> Splices:
        """What to change, ascending, for edits in ascending columns.

        Raises `EditRefused` naming the cells that must not be overwritten.
        """
        found = [splices for edit in edits for splices in self._of_column(edit)]
        if self._refused:
            more = len(self._refused) - _NAMED
            names = ", ".join(self._refused[:_NAMED]) + (f" and {more} more" if more > 0 else "")
            raise self._sheet.refused(f"cells that must not be overwritten: {names}")
        return joined([*found, self._of_grown_rows(), self._of_made_rows()])

    def _of_column(self, edit: ColumnEdit) -> tuple[Splices, Splices]:
        encoded = self._encoded(edit)
        places = self._index.places(edit.column, edit.rows)
        filled = np.array([bool(content) for _, content in encoded])
        return (
            self._replaced(edit, encoded, places),
            self._added(edit, encoded, places, np.flatnonzero(filled & (places.start < 0))),
        )

    def _encoded(self, edit: ColumnEdit) -> list[Encoded]:
        values = edit.values.tolist()
        try:
            if set(map(type, values)) <= _TEXTS:
                known = {text: self._write(text) for text in set(values)}
                return [known[text] for text in values]
            return [self._write(value) for value in values]
        except UnwritableError:
            return [self._encoded_or_refused(edit, at) for at in range(len(edit.rows))]

    def _encoded_or_refused(self, edit: ColumnEdit, at: int) -> Encoded:
        try:
            return self._write(edit.values[at])
        except UnwritableError as reason:
            self._refused.append(f"{a1(int(edit.rows[at]), edit.column)} ({reason})")
            return EMPTY

    def _replaced(self, edit: ColumnEdit, encoded: Sequence[Encoded], places: Places) -> Splices:
        which = np.flatnonzero(places.start >= 0)
        starts, ends, new = places.start[which], np.empty(len(which), np.int64), list[bytes]()
        for place, at in enumerate(which.tolist()):
            cell = self._reader.cell(int(starts[place]))
            ends[place] = cell.end
            if cell.reason:
                self._refused.append(f"{a1(int(edit.rows[at]), edit.column)} ({cell.reason})")
            kind, content = encoded[at]
            named = cell.attributes
            if edit.style is not None:
                named = _restyled(cell, _style(edit, at, cell.style))
            new.append(self._cell(named + kind, content))
        return Splices(starts, ends, new)

    def _cell(self, named: bytes, content: bytes) -> bytes:
        if not content:
            return b"<%bc%b/>" % (self._p, named)
        return b"<%bc%b>%b</%bc>" % (self._p, named, content, self._p)

    def _added(
        self, edit: ColumnEdit, encoded: Sequence[Encoded], places: Places, which: IntArray
    ) -> Splices:
        name = b'<%bc r="%b' % (self._p, column_letters(edit.column).encode())
        end = b"</%bc>" % self._p
        styles = self._new_styles(edit, places, which)
        looks = {style: b'"' + b' s="%d"' % style * bool(style) for style in set(styles)}
        those = zip(which.tolist(), edit.rows[which].tolist(), styles, strict=True)
        new = [
            b"%b%d%b%b>%b%b" % (name, row, looks[style], *encoded[at], end)
            for at, row, style in those
        ]
        gaps, at_rows = places.gap[which], places.row[which]
        for at in np.flatnonzero(gaps < 0).tolist():  # the row is missing or one tag alone
            where = int(at_rows[at]), int(edit.rows[which[at]])
            self._made.setdefault(where, []).append(new[at])
        fits = np.flatnonzero(gaps >= 0)
        if len(fits) < len(new):
            new = [new[at] for at in fits.tolist()]
        if self._has_spans:
            self._grown.append((edit.column, at_rows[fits]))
        return Splices(gaps[fits], gaps[fits], new)

    def _new_styles(self, edit: ColumnEdit, places: Places, which: IntArray) -> list[int]:
        """The styles of new cells, by their places in the edit."""
        column_style = self._column_style(edit.column)
        if isinstance(edit.style, np.ndarray):
            styles: list[int] = edit.style[which].tolist()
            return styles
        if callable(edit.style) or (edit.style is None and self._has_row_styles):
            return [self._new_style(edit, places, at, column_style) for at in which.tolist()]
        return [column_style if edit.style is None else edit.style] * len(which)

    def _new_style(self, edit: ColumnEdit, places: Places, at: int, column_style: int) -> int:
        there = self._has_row_styles and places.row_is_there[at]
        own = style_for_new_cells(self._row_tag(int(places.row[at]))[2]) if there else None
        return _style(edit, at, column_style if own is None else own)

    def _row_tag(self, at: int) -> tuple[int, int, bytes]:
        start = int(self._index.row_start[at])
        end = self._reader.tag_end(start)
        return start, end, self._sheet.data[start:end]

    def _of_grown_rows(self) -> Splices:
        """The ``spans`` of the rows that gain cells. Nearly all programs write them next to the
        row's number; rows written otherwise are changed tag by tag."""
        if not self._grown:
            return NO_SPLICES
        first, last = self._reach_of_grown()
        rows = np.flatnonzero(last)
        usual, spans = usual_spans(self._reader.view, self._p, self._index.row_start[rows])
        named = Splices(*spans.places, spans.joined(first[rows[usual]], last[rows[usual]]))
        return joined([named, self._of_unusual_rows(rows[~usual], first, last)])

    def _reach_of_grown(self) -> tuple[IntArray, IntArray]:
        """By place in the index: the first and the last column a row gains; 0 where none."""
        last = np.zeros(len(self._index.row_number), dtype=np.int64)
        first = last.copy()
        for column, rows in self._grown:
            first[rows] = np.where(first[rows] > 0, np.minimum(first[rows], column), column)
            last[rows] = np.maximum(last[rows], column)
        return first, last

    def _of_unusual_rows(self, rows: IntArray, first: IntArray, last: IntArray) -> Splices:
        if not len(rows):
            return NO_SPLICES
        tags = [self._row_tag(at) for at in rows.tolist()]
        edges = zip(first[rows].tolist(), last[rows].tolist(), strict=True)
        new = [with_spans(tag, columns) for (_, _, tag), columns in zip(tags, edges, strict=True)]
        return Splices(np.array([tag[0] for tag in tags]), np.array([tag[1] for tag in tags]), new)

    def _of_made_rows(self) -> Splices:
        made = [self._made_row(at, number) for at, number in sorted(self._made)]
        if not made:
            return NO_SPLICES
        starts, ends, new = zip(*made, strict=True)
        return Splices(np.array(starts), np.array(ends), list(new))

    def _made_row(self, at: int, number: int) -> tuple[int, int, bytes]:
        index = self._index
        body = b"%b</%brow>" % (b"".join(self._made[at, number]), self._p)
        if at < len(index.row_number) and index.row_number[at] == number:
            start, end, tag = self._row_tag(at)
            return start, end, without_spans(tag)[:-2].rstrip() + b">" + body
        gap = int(index.row_start[at]) if at < len(index.row_start) else self._reader.end
        return gap, gap, b'<%brow r="%d">%b' % (self._p, number, body)


def _mentions(reader: RowReader, ending: bytes) -> bool:
    """Whether a word that ends so stands among the rows; see `find_word`."""
    return find_word(reader.view, ending, reader.start, reader.end) >= 0


def _style(edit: ColumnEdit, at: int, present: int) -> int:
    if edit.style is None:
        return present
    if isinstance(edit.style, np.ndarray):
        return int(edit.style[at])
    if not callable(edit.style):
        return edit.style
    return edit.style(int(edit.rows[at]), present, edit.values[at])


def _restyled(cell: Cell, style: int) -> bytes:
    if style == cell.style:
        return cell.attributes
    return with_attribute(b"<c%b>" % cell.attributes, "s", str(style))[2:-1]
