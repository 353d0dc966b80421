"""Where the rows and cells of a worksheet part stand in its bytes.

Nearly all programs write ``<row r="5"`` and ``<c r="B5"``, names first: such sheets are indexed
with whole-array arithmetic, a million cells in a fraction of a second. Anything else is read tag
by tag (`row_xml`), with the same result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetsync.cells import LAST_COLUMN, LAST_ROW
from sheetsync.lead_tab import BoolArray, IntArray
from sheetsync.stores.excel.lead_tab.row_xml import RowReader
from sheetsync.stores.excel.package.xml_text import UnreadableError

Bytes = npt.NDArray[np.uint8]

_CHUNK = 1 << 20
_COLUMNS = 1 << 15  # more than a sheet has: row * _COLUMNS + column orders cells as rows do
_LOOK_AHEAD = 32  # bytes of a tag's start that are looked at together
_SEPARATORS = np.frombuffer(b" \t\r\n/>", dtype=np.uint8)


_NAMES = (
    "row", "c", "v", "f", "is", "t", "r", "rPr", "rPh", "rFont", "phoneticPr", "b", "i", "u",
    "strike", "outline", "shadow", "condense", "extend", "color", "sz", "vertAlign", "scheme",
    "family", "charset",
)  # fmt: skip
"""Every element that rows of cells are made of."""


def _known_beginnings() -> npt.NDArray[np.bool_]:
    """By its first two bytes, whether a tag may be one of `_NAMES`."""
    known = np.zeros((256, 256), dtype=bool)
    for name in _NAMES:
        for second in name[1:2].encode() or _SEPARATORS.tobytes():
            known[ord(name[0]), second] = True
    return known


_KNOWN = _known_beginnings()


class _UnusualError(Exception):
    """The sheet is written in another way than the array arithmetic knows."""


@dataclass(frozen=True)
class CellIndex:
    """All rows and cells, in order. ``row_start`` is where a row's tag starts, ``row_inner_end``
    where its cells end (-1: the row is one tag alone), ``row_end`` is past its end.
    ``cell_start`` is where a cell starts; ``cell_key`` ascends by row, then by column."""

    row_number: IntArray
    row_start: IntArray
    row_inner_end: IntArray
    row_end: IntArray
    cell_key: IntArray
    cell_start: IntArray

    def places(self, column: int, rows: IntArray) -> Places:
        """Where the cells of a column are, or would be, in these rows."""
        wanted = rows * _COLUMNS + column
        at = np.searchsorted(self.cell_key, wanted)
        next_key, next_start = _at(self.cell_key, at), _at(self.cell_start, at)
        row = np.searchsorted(self.row_number, rows)
        there = _at(self.row_number, row) == rows
        inner_end = np.where(there, _at(self.row_inner_end, row), -1)
        gap = np.where((next_key // _COLUMNS == rows) & (inner_end >= 0), next_start, inner_end)
        return Places(np.where(next_key == wanted, next_start, -1), gap, row, there)


def _at(values: IntArray, places: IntArray) -> IntArray:
    """The values at these places; -1 past the last."""
    if not len(values):
        return np.full(len(places), -1, dtype=np.int64)
    beyond = places >= len(values)
    return np.where(beyond, -1, values[np.where(beyond, 0, places)])


class Places(NamedTuple):
    """For each wanted cell: where it starts (-1: it is not there), where it would be put (-1: its
    row is missing or one tag alone), the first row not above its own, and whether that is it."""

    start: IntArray
    gap: IntArray
    row: IntArray
    row_is_there: BoolArray


def index_cells(reader: RowReader) -> CellIndex:
    """Index the inside of ``sheetData``.

    Raises `UnreadableError` for anything but ascending rows of ascending cells.
    """
    try:
        return _by_arrays(reader)
    except (_UnusualError, UnreadableError):
        return _by_tags(reader)


def _by_tags(reader: RowReader) -> CellIndex:
    rows, cells = [], list[tuple[int, int]]()
    for row in reader.rows():
        inner_end = row.tag_end
        if not row.closed_at_once:
            found, inner_end = reader.cells(row)
            cells += [(row.number * _COLUMNS + column, start) for column, start in found]
        rows.append((row.number, row.start, -1 if row.closed_at_once else inner_end, row.end))
    by_row = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    by_cell = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    return CellIndex(*by_row, *by_cell)


def _by_arrays(reader: RowReader) -> CellIndex:
    pieces = [_piece(reader, start) for start in range(0, max(len(reader.view), 1), _CHUNK)]
    rows, closings, cells, number, keys = (
        np.concatenate(each) for each in zip(*pieces, strict=True)
    )
    del pieces
    inner_end, row_end = _row_ends(reader, rows, closings)
    index = CellIndex(number, rows, inner_end, row_end, keys, cells)
    _check(index, reader.view)
    return index


def _piece(reader: RowReader, start: int) -> tuple[IntArray, ...]:
    """Of one stretch of bytes: where rows start, where they close, where cells start; the number
    of each row, the key of each cell."""
    view, prefix = reader.view, reader.prefix
    size = min(_CHUNK, len(view) - start)
    beyond = view[start + size : start + size + _LOOK_AHEAD].ljust(_LOOK_AHEAD, b">")
    text = np.frombuffer(view[start : start + size] + beyond, dtype=np.uint8)
    opening = np.flatnonzero(text[:size] == ord("<"))
    closings = _those(text, opening, b"</" + prefix + b"row>")
    named = _those(text, opening, b"<" + prefix)
    letter = text[named + len(prefix) + 1]
    _refuse_strangers(text, named, letter, prefix)
    if prefix and len(named) + len(_those(text, opening, b"</" + prefix)) != len(opening):
        raise _UnusualError
    rows = _those(text, named[letter == ord("r")], b"<" + prefix + b"row")
    cells = named[letter == ord("c")]
    cells = cells[np.isin(text[cells + len(prefix) + 2], _SEPARATORS)]
    _insist(text, rows + len(prefix) + 4, b' r="')
    _insist(text, cells + len(prefix) + 2, b' r="')
    columns, digits = _column(text, cells + len(prefix) + 6)
    numbers, cell_rows = _number(text, rows + len(prefix) + 8), _number(text, digits)
    if not ((columns >= 1) & (columns <= LAST_COLUMN)).all():
        raise _UnusualError
    return rows + start, closings + start, cells + start, numbers, cell_rows * _COLUMNS + columns


def _refuse_strangers(text: Bytes, named: IntArray, letter: Bytes, prefix: bytes) -> None:
    """Extensions, alternative content and other vocabularies among the cells: look closer."""
    second = text[named + len(prefix) + 2]
    extensions = _those(text, named[letter == ord("e")], b"<" + prefix + b"extLst")
    if len(extensions) or not (_KNOWN[letter, second] | (letter == ord("/"))).all():
        raise _UnusualError


def _those(text: Bytes, at: IntArray, beginning: bytes) -> IntArray:
    """The positions at which these bytes stand; the first of them is known to."""
    for offset, byte in enumerate(beginning[1:], 1):
        at = at[text[at + offset] == byte]
    return at


def _insist(text: Bytes, at: IntArray, expected: bytes) -> None:
    for offset, byte in enumerate(expected):
        if not (text[at + offset] == byte).all():
            raise _UnusualError


def _column(text: Bytes, at: IntArray) -> tuple[IntArray, IntArray]:
    """The column whose letters stand here, and where its digits start."""
    column = np.zeros(len(at), dtype=np.int64)
    for _ in range(3):
        letter = text[at].astype(np.int64) - 64
        is_letter = (letter >= 1) & (letter <= 26)
        column = np.where(is_letter, column * 26 + letter, column)
        at = at + is_letter
    return column, at


def _number(text: Bytes, at: IntArray) -> IntArray:
    """The whole number that stands here up to a quote."""
    number = np.zeros(len(at), dtype=np.int64)
    for _ in range(7):
        digit = text[at].astype(np.int64) - 48
        is_digit = (digit >= 0) & (digit <= 9)
        if not is_digit.any():
            break
        number = np.where(is_digit, number * 10 + digit, number)
        at = at + is_digit
    _insist(text, at, b'"')
    return number


def _row_ends(reader: RowReader, rows: IntArray, closings: IntArray) -> tuple[IntArray, IntArray]:
    """Where the cells of each row end (-1: one tag alone) and where the row does."""
    following = np.searchsorted(closings, rows)
    padded = np.append(closings, np.iinfo(np.int64).max)
    has_closing = padded[following] < np.append(rows[1:], len(reader.view))
    if has_closing.sum() != len(closings):
        raise _UnusualError
    inner_end = np.where(has_closing, padded[following], -1)
    row_end = inner_end + len(reader.prefix) + len("</row>")
    if not len(rows):
        return inner_end, row_end
    # Most lone tags stand against the next row; only the others are looked at one by one.
    text, following_row = np.frombuffer(reader.view, dtype=np.uint8), np.append(rows[1:], -1)
    close = (text[following_row - 2] == ord("/")) & (text[following_row - 1] == ord(">"))
    close &= ~has_closing & (following_row > 0)
    row_end[close] = following_row[close]
    for at in np.flatnonzero(~has_closing & ~close).tolist():
        row_end[at] = reader.end_of_lone_tag(int(rows[at]))
    return inner_end, row_end


def _check(index: CellIndex, view: bytes) -> None:
    """All ascending, each cell in the row it names, and blanks alone between rows."""
    inside = np.searchsorted(index.row_start, index.cell_start) - 1
    sound = (
        _ascends(index.row_number, LAST_ROW)
        and _ascends(index.cell_key, LAST_ROW * _COLUMNS + LAST_COLUMN)
        and not (inside < 0).any()
        and not (index.row_number[inside] != index.cell_key // _COLUMNS).any()
        and not (index.cell_start >= index.row_inner_end[inside]).any()
    )
    ends, starts = np.append(0, index.row_end), np.append(index.row_start, len(view))
    gaps = np.flatnonzero(ends != starts).tolist() if sound else []
    if not sound or any(view[ends[gap] : starts[gap]].strip() for gap in gaps):
        raise _UnusualError


def _ascends(numbers: IntArray, last: int) -> bool:
    if not len(numbers):
        return True
    return bool(numbers[0] >= 1 and numbers[-1] <= last and (np.diff(numbers) > 0).all())
