"""The values of a worksheet by array arithmetic: what python-calamine says, in a third of the time
and of the memory.

Plain numbers, dates, shared and inline texts are read here, a stretch of rows at a time; cells
that are anything else go to `value_reader`, one small workbook for all of them, and so does the
question which formats show dates.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sheetsync.lead_tab import BoolArray, IntArray, ObjectArray
from sheetsync.stores.excel.lead_tab.cell_index import CellIndex, IndexNotes
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.reading.cell_scan import MOST_CELLS, SheetText
from sheetsync.stores.excel.reading.cell_stretch import (
    BLANK,
    BOOL,
    NUMBER,
    ODD,
    SHARED,
    TEXT,
    Bytes,
    Stretch,
    UnusualError,
    number,
    stretches,
)
from sheetsync.stores.excel.reading.shared_texts import shared_texts
from sheetsync.stores.excel.reading.tidy_values import tidied
from sheetsync.stores.excel.reading.value_reader import shared_part, values_of

Floats = npt.NDArray[np.float64]

_PROBE = 45000
_EXACT = 10**15
_MOST_DIGITS, _EXACT_BELOW = 18, 2**53
_POWERS = np.array([float(f"1e{power}") for power in range(_MOST_DIGITS + 1)])
_MOST_ODD = 200_000
_NO_DATE = -1.0
_FIRST_SURE_DAY, _LAST_SURE_DAY = 61, 2_958_465
"""Before it Excel's calendar has a day that never was; after it come years of five digits."""

_OF_NUMBERS = b"0123456789.-+eE"
_DAY_ZERO = date(1899, 12, 30)
_DAY_ZERO_SECONDS = np.datetime64(_DAY_ZERO, "s")


class Quick(NamedTuple):
    """The tidy values of every column from A to the last one used (item 0 is row 1); where cells
    start of which more may be to be noted: formulas, errors, metadata; and where all cells are, for
    whoever changes some (None where that must be found out another way)."""

    columns: list[ObjectArray]
    notable: list[int]
    places: CellIndex | None


def read_quickly(package: Package, text: SheetText) -> Quick | None:
    """Read a worksheet; None where it is written in a way that only a slower reader knows."""
    if text.text is not text.data:
        return None
    try:
        return _Reader(package, text.prefix).read(text)
    except UnusualError:
        return None


class _Reader:
    def __init__(self, package: Package, prefix: bytes) -> None:
        self.package = package
        self.prefix, self.closing = prefix, b"</" + prefix + b"c>"
        self.grid = np.full((32, 4096), None, dtype=object)
        self.odd: list[tuple[int, int, bytes]] = []
        self.width = self.height = 0
        self.epochs: dict[int, float] = {}
        self.texts: dict[bytes, str] = {}

    def read(self, text: SheetText) -> Quick:
        readers = (
            (SHARED, self._shared), (NUMBER, self._numbers), (TEXT, self._texts),
            (BOOL, self._truths), (ODD, self._odd),
        )  # fmt: skip
        notable, notes = list[int](), IndexNotes(text.data, text.start, text.end)
        for stretch in stretches(text.data, text.start, text.end, text.prefix):
            self._reach(stretch)
            for kind, read in readers:
                at = np.flatnonzero(stretch.kind == kind)
                if len(at):
                    read(stretch.some(at))
            notable += (stretch.cell[stretch.notable] + stretch.at).tolist()
            notes.add(stretch)
        self._read_odd()
        columns = [cells[: self.height].copy() for cells in self.grid[: self.width]]
        return Quick(columns, notable, notes.index())

    def _reach(self, stretch: Stretch) -> None:
        """Make room as far as values go; blank cells do not count."""
        filled = stretch.kind != BLANK
        self.height = max(self.height, int(stretch.row[filled].max(initial=0)))
        self.width = max(self.width, int(stretch.column[filled].max(initial=0)))
        if self.width * self.height > MOST_CELLS:
            raise UnusualError
        width, height = self.grid.shape
        if self.width > width or self.height > height:
            width = max(width, self.width)
            height = max(height, self.height * 3 // 2) if self.height > height else height
            smaller, self.grid = self.grid, np.full((width, height), None, dtype=object)
            self.grid[: smaller.shape[0], : smaller.shape[1]] = smaller

    def _put(self, cells: Stretch, values: Any) -> None:
        self.grid[cells.column - 1, cells.row - 1] = values

    def _shared(self, cells: Stretch) -> None:
        found, end = number(cells.text, cells.start, 9)
        if (end != cells.end).any() or int(found.max()) >= len(self._shared_texts):
            raise UnusualError
        self._put(cells, self._shared_texts[found])

    @cached_property
    def _shared_texts(self) -> ObjectArray:
        return shared_texts(shared_part(self.package), self._read_closely)

    def _read_closely(self, entries: list[str]) -> list[str]:
        if not entries:
            return []
        if len(entries) > _MOST_ODD:
            raise UnusualError
        cells = [b' t="s"><v>%d</v></c>' % place for place in range(len(entries))]
        return values_of(self.package, cells, "".join(entries))

    def _numbers(self, cells: Stretch) -> None:
        values, sure = _floats(cells)
        epoch = self._epochs_of(cells.style)
        days = values + epoch
        is_date = epoch != _NO_DATE
        in_range = (values >= 1) & (days >= _FIRST_SURE_DAY) & (days < _LAST_SURE_DAY)
        sure &= ~is_date | in_range
        found = np.empty(len(values), dtype=object)
        whole = ~is_date & (np.abs(values) < _EXACT) & (values == np.floor(values))
        found[whole] = values[whole].astype(np.int64).astype(object)
        broken = ~is_date & ~whole
        found[broken] = values[broken].astype(object)
        dated = is_date & sure
        found[dated] = _moments(values[dated], epoch[dated])
        self._put(cells.some(sure), found[sure])
        if not sure.all():
            self._odd(cells.some(~sure))

    def _epochs_of(self, styles: IntArray) -> Floats:
        """What each number must be raised by to count days since 1899-12-30: `_NO_DATE` for plain
        numbers, NaN where the slower reader must look at every cell."""
        several = np.flatnonzero(np.bincount(styles)).tolist()
        for style in several:
            if style not in self.epochs:
                cell = b' s="%d"><v>%d</v></c>' % (style, _PROBE)
                self.epochs[style] = _epoch(values_of(self.package, [cell])[0])
        by_style = np.zeros(several[-1] + 1)
        by_style[several] = [self.epochs[style] for style in several]
        return by_style[styles]

    def _texts(self, cells: Stretch) -> None:
        view, known = cells.view, self.texts
        pieces = [
            view[start:end]
            for start, end in zip(cells.start.tolist(), cells.end.tolist(), strict=True)
        ]
        closely = np.fromiter(map(_needs_a_closer_look, pieces), bool, len(pieces))
        for piece in pieces:
            if piece not in known:
                known[piece] = piece.decode()
        self._put(cells, list(map(known.__getitem__, pieces)))
        if closely.any():
            self._odd(cells.some(closely))

    def _truths(self, cells: Stretch) -> None:
        digit = cells.text[cells.start]
        sure = (cells.end - cells.start == 1) & ((digit == ord("0")) | (digit == ord("1")))
        self._put(cells.some(sure), (digit[sure] == ord("1")).astype(object))
        if not sure.all():
            self._odd(cells.some(~sure))

    def _odd(self, cells: Stretch) -> None:
        for row, column, start in zip(
            cells.row.tolist(), cells.column.tolist(), cells.cell.tolist(), strict=True
        ):
            end = cells.view.find(self.closing, start) + len(self.closing)
            after_reference = cells.view.find(b'"', cells.view.find(b'"', start) + 1) + 1
            odd = cells.view[after_reference:end]
            self.odd.append((row, column, _without(self.prefix, odd)))
        if len(self.odd) > _MOST_ODD:
            raise UnusualError

    def _read_odd(self) -> None:
        if not self.odd:
            return
        rows, columns, cells = zip(*self.odd, strict=True)
        found = tidied(values_of(self.package, cells), len(cells))
        self.grid[np.array(columns) - 1, np.array(rows) - 1] = found


def _without(prefix: bytes, cell: bytes) -> bytes:
    return cell.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") if prefix else cell


def _needs_a_closer_look(text: bytes) -> bool:
    """Escapes, line ends and outer blanks have rules of their own."""
    return b"&" in text or b"\r" in text or b"_x" in text or text != text.strip()


def _floats(cells: Stretch) -> tuple[Floats, BoolArray]:
    """The numbers that stand there, and which of them could be read."""
    values, sure = _exact(cells.text, cells.start, cells.end)
    others = np.flatnonzero(~sure)
    places = zip(cells.start[others].tolist(), cells.end[others].tolist(), strict=True)
    pieces = [cells.view[start:end] for start, end in places]
    if b"".join(pieces).translate(None, _OF_NUMBERS):
        pieces = [b"nan" if piece.translate(None, _OF_NUMBERS) else piece for piece in pieces]
    try:
        values[others] = list(map(float, pieces))
    except ValueError as reason:
        raise UnusualError from reason
    return values, np.isfinite(values)


def _exact(text: Bytes, start: IntArray, end: IntArray) -> tuple[Floats, BoolArray]:
    """Numbers of so few digits that one division gives them exactly; which they are."""
    minus = text[start] == ord("-")
    first = start + minus
    whole, place = number(text, first, _MOST_DIGITS)
    point = text[place] == ord(".")
    digits, stop = number(text, place + point, _MOST_DIGITS, whole)
    count, decimals = stop - first - point, stop - place - point
    sure = (stop == end) & (count >= 1) & (count <= _MOST_DIGITS) & (digits < _EXACT_BELOW)
    values = np.where(sure, digits, 0) / _POWERS[decimals]
    return np.where(minus, -values, values), sure


def _epoch(probe: Any) -> float:
    """By what the slower reader made of the probe in some format."""
    if isinstance(probe, float):
        return _NO_DATE
    if isinstance(probe, date):
        return (date(probe.year, probe.month, probe.day) - _DAY_ZERO).days - _PROBE
    return np.nan


def _moments(values: Floats, epoch: Floats) -> ObjectArray:
    """Dates, and date-times to the nearest second; first to the thousandth, as the slower reader
    does."""
    day = np.floor(values)
    thousandths = np.floor((values - day) * 86_400_000 + 0.5).astype(np.int64)
    seconds = (day + epoch).astype(np.int64) * 86_400 + (thousandths + 500) // 1000
    at = _DAY_ZERO_SECONDS + seconds.astype("timedelta64[s]")
    found = at.astype(object)
    midnight = seconds % 86_400 == 0
    found[midnight] = at[midnight].astype("datetime64[D]").astype(object)
    return found
