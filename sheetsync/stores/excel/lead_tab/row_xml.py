"""Rows and cells as a worksheet part writes them: where they are, and what must stay untouched."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sheetsync.cells import LAST_COLUMN, LAST_ROW, column_number
from sheetsync.stores.excel.lead_tab.sheet_xml import SheetXml
from sheetsync.stores.excel.package.xml_text import ATTRIBUTES, UnreadableError

_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']\s*([0-9]+)\s*["']""")
_STYLE = re.compile(rb"""\ss\s*=\s*["']\s*([0-9]+)\s*["']""")
_CELL_NAME = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]{1,3})([0-9]+)\s*["']""")
_TYPE = re.compile(rb"""\s+t\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
_LINKED = re.compile(rb"\s[cv]m\s*=")
_CUSTOM = re.compile(rb"""\scustomFormat\s*=\s*["'](?:1|true)["']""")
_SPANS = re.compile(rb"""\sspans\s*=\s*["']([^"']*)["']""")
_BLANK = re.compile(rb"\s*")


class Row(NamedTuple):
    """One row: its tag is ``[start:tag_end]``, its cells ``[tag_end:inner_end]``. A row that is one
    tag alone ends its inside where its tag ends."""

    number: int
    start: int
    tag_end: int
    inner_end: int
    end: int
    closed_at_once: bool


class Cell(NamedTuple):
    """A cell: its attributes but for the type, its style, where it ends. ``reason`` says why it
    must not be overwritten; empty where it may."""

    attributes: bytes
    style: int
    end: int
    reason: str


class RowReader:
    """Reads ``view[start:end]``, the inside of ``sheetData`` (`masked`), whose names have this
    prefix.

    Raises `UnreadableError` for anything but rows of cells in order.
    """

    def __init__(self, prefix: str, view: bytes, start: int = 0, end: int | None = None) -> None:
        self.prefix = p = prefix.encode()
        self.view = view
        self.start, self.end = start, len(view) if end is None else end
        q = re.escape(p)
        self._row_tag = re.compile(rb"<%brow(%b)\s*(/?)>" % (q, ATTRIBUTES))
        self._row_end = re.compile(rb"</%brow\s*>" % q)
        self._cell_tag = re.compile(rb"<%bc(%b)\s*(/?)>" % (q, ATTRIBUTES))
        self._cell_end = re.compile(rb"</%bc\s*>" % q)
        self._formula = re.compile(rb"<%bf%b\s*/?>" % (q, ATTRIBUTES))
        value = rb"<%bv(?:\s[^<>]*)?>[^<]*</%bv\s*>|<%bv\s*/>" % (q, q, q)
        text = rb"<%bis(?:\s[^<>]*)?>.*</%bis\s*>|<%bis\s*/>" % (q, q, q)
        self._plain = re.compile(rb"\s*(?:%b)?\s*(?:%b)?\s*" % (value, text), re.DOTALL)
        self._usual = re.compile(
            rb'<%bc( r="[A-Z]+[0-9]+"(?: s="([0-9]+)")?)(?: t="[a-zA-Z]+")?'
            rb"(?:/>|>(?:<%bv>[^<]*</%bv>|<%bis><%bt[^<>]*>[^<]*</%bt></%bis>)?</%bc>)" % ((q,) * 8)
        )

    @classmethod
    def of(cls, sheet: SheetXml) -> RowReader:
        """A reader of a sheet's rows."""
        return cls(sheet.prefix, sheet.view, sheet.start, sheet.end)

    def rows(self) -> Iterator[Row]:
        """All rows, ascending."""
        view, close = self.view, b"</%brow" % self.prefix
        at, number = _past_blank(view, self.start), 0
        while at < self.end:
            row = self.row(at, number)
            inner_end = end = row.tag_end
            if not row.closed_at_once:
                inner_end = view.find(close, end)
                closing = self._row_end.match(view, max(inner_end, 0))
                if closing is None:
                    raise UnreadableError(f"row {row.number} does not end")
                end = closing.end()
            yield row._replace(inner_end=inner_end, end=end)
            at, number = _past_blank(view, end), row.number

    def row(self, at: int, before: int = 0) -> Row:
        """The row whose tag starts here, its end not looked for; ``before`` is the number of the
        row ahead of it."""
        tag = self._row_tag.match(self.view, at)
        if tag is None:
            raise UnreadableError(f"no row follows row {before}")
        given = _ROW_NUMBER.search(tag[1])
        number = int(given[1]) if given else before + 1
        if not before < number <= LAST_ROW:
            raise UnreadableError(f"row {number} stands after row {before}")
        return Row(number, at, tag.end(), tag.end(), tag.end(), bool(tag[2]))

    def tag_end(self, at: int) -> int:
        """Where the tag of the row that starts here ends."""
        tag = self._row_tag.match(self.view, at)
        return tag.end() if tag else self.row(at).end

    def cells(self, row: Row) -> tuple[list[tuple[int, int]], int]:
        """The column and start of each cell of a row, and where the cells end."""
        view, cells, column = self.view, list[tuple[int, int]](), 0
        at = _past_blank(view, row.tag_end)
        while at < row.inner_end and not view.startswith(b"<%bextLst" % self.prefix, at):
            tag = self._cell_tag.match(view, at)
            if tag is None:
                raise UnreadableError(f"something other than a cell in row {row.number}")
            before, column = column, _column(tag[1], row.number, column)
            if not before < column <= LAST_COLUMN:
                raise UnreadableError(f"the cells of row {row.number} are out of order")
            cells.append((column, at))
            at = _past_blank(view, self.cell(at, row.inner_end).end)
        return cells, at

    def cell(self, at: int, limit: int = sys.maxsize) -> Cell:
        """The cell that starts here and ends before the limit."""
        if usual := self._usual.match(self.view, at):
            return Cell(usual[1], int(usual[2] or 0), usual.end(), "")
        tag = self._cell_tag.match(self.view, at)
        if tag is None:
            raise UnreadableError(f"a cell at byte {at}")
        content, end, named = b"", tag.end(), tag[1]
        if not tag[2]:
            closing = self._cell_end.search(self.view, end, limit)
            if closing is None:
                raise UnreadableError(f"a cell at byte {at} does not end")
            content, end = self.view[end : closing.start()], closing.end()
        style = _STYLE.search(named)
        bare = _TYPE.sub(b"", named)
        return Cell(bare, int(style[1]) if style else 0, end, self._reason(named, content))

    def formula_tags(self) -> Iterator[bytes]:
        """The start tags of all formulas."""
        return (found[0] for found in self._formula.finditer(self.view, self.start, self.end))

    def _reason(self, named: bytes, content: bytes) -> str:
        if self._formula.search(content):
            return "a formula"
        if _LINKED.search(named):
            return "a linked or spilled value"
        return "" if self._plain.fullmatch(content) else "more than a value"


def style_for_new_cells(tag: bytes) -> int | None:
    """What a new cell of a row inherits; None where the row has no look of its own."""
    if b"customFormat" not in tag:
        return None
    style = _STYLE.search(tag)
    return int(style[1]) if style and _CUSTOM.search(tag) else None


def with_spans(tag: bytes, columns: tuple[int, ...]) -> bytes:
    """A row's tag whose ``spans``, where it states any, holds these columns too."""
    at = tag.find(b"spans") - 1
    return tag if at < 0 else tag[:at] + _widened(tag[at:], columns)


def without_spans(tag: bytes) -> bytes:
    """A row's tag that states no ``spans``: they are only a hint."""
    return _SPANS.sub(b"", tag)


@lru_cache(maxsize=1024)
def _widened(rest: bytes, columns: tuple[int, ...]) -> bytes:
    spans = _SPANS.match(rest)
    if spans is None:
        return rest
    edges = [int(edge) for edge in re.findall(rb"[0-9]+", spans[1])]
    if len(edges) != 2:  # several spans, or none we can read: they are only a hint, so drop them
        return rest[spans.end() :]
    wide = b"%d:%d" % (min(*edges, *columns), max(*edges, *columns))
    return rest[: spans.start(1)] + wide + rest[spans.end(1) :]


def _column(named: bytes, row: int, before: int) -> int:
    given = _CELL_NAME.search(named)
    if given is None:
        return before + 1
    if int(given[2]) != row:
        raise UnreadableError(f"a cell of row {int(given[2])} in row {row}")
    return column_number(given[1].decode())


def _past_blank(view: bytes, at: int) -> int:
    found = _BLANK.match(view, at)
    return found.end() if found else at
