"""Where the rows and cells of a worksheet part stand in its bytes.

Whoever reads the cells by array arithmetic (`cell_stretch`) notes it on the way. Sheets written in
another way are read tag by tag (`row_xml`), with the same result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sheetsync.cells import LAST_COLUMN, LAST_ROW
from sheetsync.lead_tab import BoolArray, IntArray
from sheetsync.stores.excel.lead_tab.row_xml import RowReader
from sheetsync.stores.excel.package.zip_members import quick_zlib
from sheetsync.stores.excel.reading.cell_stretch import Stretch, UnusualError, stretches

_COLUMNS = 1 << 15  # more than a sheet has: row * _COLUMNS + column orders cells as rows do
_LAST_SHORT = (1 << 32) - 1

Numbers = IntArray | npt.NDArray[np.uint32]
"""Half as many bytes as numpy's usual numbers take, where they fit: millions are kept a while."""


@dataclass(frozen=True)
class CellIndex:
    """All rows and cells, in order, by bytes of the part. ``row_start`` is where a row's tag
    starts, ``row_inner_end`` where its cells end (-1: the row is one tag alone). ``cell_start`` is
    where a cell starts; ``cell_key`` ascends by row, then by column. ``plain`` says that no cell
    holds more than a value, ``crc`` of which bytes all this is true."""

    row_number: IntArray
    row_start: IntArray
    row_inner_end: IntArray
    cell_key: Numbers
    cell_start: Numbers
    plain: bool = False
    crc: int = -1
    highest_style: int | None = None
    """The highest style number a cell or row names; None where that is not known."""

    def is_of(self, part: bytes) -> bool:
        """Whether this is the part that was indexed."""
        return bool(self.crc == quick_zlib.crc32(part))

    def places(self, column: int, rows: IntArray) -> Places:
        """Where the cells of a column are, or would be, in these rows."""
        wanted = rows * _COLUMNS + column
        at = _search(self.cell_key, wanted)
        next_key, next_start = _at(self.cell_key, at), _at(self.cell_start, at)
        row = np.searchsorted(self.row_number, rows)
        there = _at(self.row_number, row) == rows
        inner_end = np.where(there, _at(self.row_inner_end, row), -1)
        gap = np.where((next_key // _COLUMNS == rows) & (inner_end >= 0), next_start, inner_end)
        return Places(np.where(next_key == wanted, next_start, -1), gap, row, there)


def _search(keys: Numbers, wanted: IntArray) -> IntArray:
    """The first key not below each of these; without a longer copy of all keys."""
    if keys.dtype == np.uint32:
        return np.searchsorted(keys, np.minimum(wanted, _LAST_SHORT).astype(np.uint32))
    return np.searchsorted(keys, wanted)


def _at(values: Numbers, places: IntArray) -> IntArray:
    """The values at these places; -1 past the last."""
    if not len(values):
        return np.full(len(places), -1, dtype=np.int64)
    beyond = places >= len(values)
    return np.where(beyond, -1, values[np.where(beyond, 0, places)].astype(np.int64))


class Places(NamedTuple):
    """For each wanted cell: where it starts (-1: it is not there), where it would be put (-1: its
    row is missing or one tag alone), the first row not above its own, and whether that is it."""

    start: IntArray
    gap: IntArray
    row: IntArray
    row_is_there: BoolArray


class IndexNotes:
    """Collects the index of a sheet while its cells are read, a stretch after the other."""

    def __init__(self, data: bytes, start: int, end: int) -> None:
        """``data[start:end]`` is the inside of ``sheetData``."""
        self._data = data
        self._start, self._end = start, end
        self._rows: list[tuple[IntArray, ...]] = []
        self._keys: list[npt.NDArray[Any]] = []
        self._cells: list[npt.NDArray[Any]] = []
        self._plain = True
        self._sound = True
        self._highest_style = 0
        self._styled_rows = False

    def add(self, stretch: Stretch) -> None:
        """Note a stretch."""
        self._sound = self._sound and _is_sound(stretch)
        self._plain = self._plain and not stretch.notable.any()
        self._highest_style = max(self._highest_style, int(stretch.style.max(initial=0)))
        self._styled_rows = self._styled_rows or b"customFormat" in stretch.view
        self._cells.append((stretch.cell + stretch.at).astype(np.uint32))
        keys = stretch.row * _COLUMNS + stretch.column
        fits = len(keys) == 0 or keys[-1] < _LAST_SHORT
        self._keys.append(keys.astype(np.uint32) if fits else keys)
        self._rows.append(stretch.rows[:-1])

    def index(self) -> CellIndex | None:
        """The index; None where rows or cells are not in the order or of the shape it needs."""
        if not self._sound or not self._rows:
            return None
        number, start, inner_end, end = (
            np.concatenate(each) for each in zip(*self._rows, strict=True)
        )
        ends, starts = np.append(self._start, end), np.append(start, self._end)
        gaps = np.flatnonzero(ends != starts).tolist()
        blank = not any(self._data[ends[at] : starts[at]].strip() for at in gaps)
        if not blank or not _ascends(number, LAST_ROW):
            return None
        return CellIndex(
            row_number=number,
            row_start=start,
            row_inner_end=inner_end,
            cell_key=np.concatenate(self._keys),
            cell_start=np.concatenate(self._cells),
            plain=self._plain,
            highest_style=self._highest_style if self._plain and not self._styled_rows else None,
            crc=quick_zlib.crc32(self._data),
        )


def _is_sound(stretch: Stretch) -> bool:
    """Each cell in the row it names, ahead of where that row's cells end."""
    number, _, inner_end, _, first_cell = stretch.rows
    count = np.diff(np.append(first_cell, len(stretch.cell)))
    filled = np.flatnonzero(count)
    last = stretch.cell[first_cell[filled] + count[filled] - 1] + stretch.at
    return bool(
        count.sum() == len(stretch.cell)
        and (np.repeat(number, count) == stretch.row).all()
        and (last < inner_end[filled]).all()
        and (stretch.column <= LAST_COLUMN).all()
    )


def _ascends(numbers: IntArray, last: int) -> bool:
    if not len(numbers):
        return True
    return bool(numbers[0] >= 1 and numbers[-1] <= last and (np.diff(numbers) > 0).all())


def index_cells(reader: RowReader) -> CellIndex:
    """Index the inside of ``sheetData``.

    Raises `UnreadableError` for anything but ascending rows of ascending cells.
    """
    return _by_arrays(reader) or _by_tags(reader)


def _by_arrays(reader: RowReader) -> CellIndex | None:
    notes = IndexNotes(reader.view, reader.start, reader.end)
    try:
        for stretch in stretches(reader.view, reader.start, reader.end, reader.prefix):
            notes.add(stretch)
    except UnusualError:
        return None
    return notes.index()


def _by_tags(reader: RowReader) -> CellIndex:
    rows, cells = [], list[tuple[int, int]]()
    for row in reader.rows():
        inner_end = row.tag_end
        if not row.closed_at_once:
            found, inner_end = reader.cells(row)
            cells += [(row.number * _COLUMNS + column, start) for column, start in found]
        rows.append((row.number, row.start, -1 if row.closed_at_once else inner_end))
    by_row = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    by_cell = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    return CellIndex(*by_row, *by_cell)
