"""The values of a worksheet by array arithmetic: what python-calamine says, in a third of the time
and of the memory.

Plain numbers, dates, shared and inline texts are made here of what `cell_arrays` found; cells
that are anything else go to `value_reader`, one small workbook for all of them, and so does the
question which formats show dates.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sheetsync.lead_tab import ObjectArray
from sheetsync.stores.excel.lead_tab.cell_index import CellIndex
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.reading.cell_arrays import (
    Floats,
    Numbers,
    Others,
    Shared,
    SheetArrays,
    arrays_of,
)
from sheetsync.stores.excel.reading.cell_scan import SheetText
from sheetsync.stores.excel.reading.cell_stretch import UnusualError
from sheetsync.stores.excel.reading.shared_texts import shared_texts
from sheetsync.stores.excel.reading.tidy_values import tidied
from sheetsync.stores.excel.reading.value_reader import shared_part, values_of

_PROBE = 45000
_EXACT = 10**15
_MOST_ODD = 200_000
_NO_DATE = -1.0
_TRUTHS = {b"0": False, b"1": True}
_FIRST_SURE_DAY, _LAST_SURE_DAY = 61, 2_958_465
"""Before it Excel's calendar has a day that never was; after it come years of five digits."""

_DAY_ZERO = date(1899, 12, 30)
_DAY_ZERO_SECONDS = np.datetime64(_DAY_ZERO, "s")


class Quick(NamedTuple):
    """The tidy values of every column from A to the last one used (item 0 is row 1); where cells
    start of which more may be to be noted: formulas, errors, metadata; and where all cells are, for
    whoever changes some (None where that must be found out another way)."""

    columns: list[ObjectArray]
    notable: list[int]
    places: CellIndex | None


Finder = Callable[[], SheetArrays | None]
"""Gives what somebody is finding in a sheet meanwhile; None where nobody is."""


def read_quickly(package: Package, text: SheetText, finder: Finder | None = None) -> Quick | None:
    """Read a worksheet; None where it is written in a way that only a slower reader knows."""
    reader = _Reader(package, text)
    try:
        found = reader.find(finder)
        return Quick(reader.read(found), found.notable, found.places) if found else None
    except UnusualError:
        return None


class _Reader:
    def __init__(self, package: Package, text: SheetText) -> None:
        self.package = package
        self.text, self.data = text, text.data
        self.prefix, self.closing = text.prefix, b"</" + text.prefix + b"c>"
        self.odd: list[tuple[int, int, bytes]] = []
        self.epochs: dict[int, float] = {}
        self.texts: dict[bytes, str] = {}

    def find(self, finder: Finder | None) -> SheetArrays | None:
        """What the sheet holds."""
        if finder and shared_part(self.package):
            _ = self._shared_texts  # while the finder is at work
        return (finder and finder()) or arrays_of(self.text)

    def read(self, found: SheetArrays) -> list[ObjectArray]:
        self.grid = np.full((found.width, found.height), None, dtype=object)
        for shared in found.shared:
            self._shared(shared)
        for numbers in found.numbers:
            self._numbers(numbers)
        for texts in found.texts:
            self._texts(texts)
        for truths in found.truths:
            self._truths(truths)
        for odd in found.odd:
            self._look_closely(odd)
        self._read_odd()
        return list(self.grid)

    def _put(self, cells: Shared | Numbers | Others, values: Any) -> None:
        self.grid[cells.column, cells.row] = values

    def _shared(self, cells: Shared) -> None:
        if int(cells.text.max()) >= len(self._shared_texts):
            raise UnusualError
        self._put(cells, self._shared_texts[cells.text])

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

    def _numbers(self, cells: Numbers) -> None:
        values = cells.value
        epoch = self._epochs_of(cells.style)
        days = values + epoch
        is_date = epoch != _NO_DATE
        in_range = (values >= 1) & (days >= _FIRST_SURE_DAY) & (days < _LAST_SURE_DAY)
        sure = np.isfinite(values) & (~is_date | in_range)
        found = np.empty(len(values), dtype=object)
        whole = ~is_date & (np.abs(values) < _EXACT) & (values == np.floor(values))
        found[whole] = values[whole].astype(np.int64).astype(object)
        broken = ~is_date & ~whole
        found[broken] = values[broken].astype(object)
        dated = is_date & sure
        found[dated] = _moments(values[dated], epoch[dated])
        self._put(cells.some(sure), found[sure])
        if not sure.all():
            self._look_closely(cells.some(~sure))

    def _epochs_of(self, styles: npt.NDArray[np.int32]) -> Floats:
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

    def _texts(self, cells: Others) -> None:
        data, known = self.data, self.texts
        pieces = [
            data[start:end]
            for start, end in zip(cells.start.tolist(), cells.end.tolist(), strict=True)
        ]
        closely = np.fromiter(map(_needs_a_closer_look, pieces), bool, len(pieces))
        for piece in pieces:
            if piece not in known:
                known[piece] = piece.decode()
        self._put(cells, list(map(known.__getitem__, pieces)))
        if closely.any():
            self._look_closely(cells.some(closely))

    def _truths(self, cells: Others) -> None:
        digits = [
            self.data[start:end]
            for start, end in zip(cells.start.tolist(), cells.end.tolist(), strict=True)
        ]
        sure = np.fromiter((digit in _TRUTHS for digit in digits), bool, len(digits))
        self._put(cells.some(sure), [_TRUTHS[digit] for digit in digits if digit in _TRUTHS])
        if not sure.all():
            self._look_closely(cells.some(~sure))

    def _look_closely(self, cells: Numbers | Others) -> None:
        """Leave these cells to the slower reader."""
        data = self.data
        for row, column, start in zip(
            cells.row.tolist(), cells.column.tolist(), cells.cell.tolist(), strict=True
        ):
            end = data.find(self.closing, start) + len(self.closing)
            after_reference = data.find(b'"', data.find(b'"', start) + 1) + 1
            self.odd.append((row, column, _without(self.prefix, data[after_reference:end])))
        if len(self.odd) > _MOST_ODD:
            raise UnusualError

    def _read_odd(self) -> None:
        if not self.odd:
            return
        rows, columns, cells = zip(*self.odd, strict=True)
        found = tidied(values_of(self.package, cells), len(cells))
        self.grid[np.array(columns), np.array(rows)] = found


def _without(prefix: bytes, cell: bytes) -> bytes:
    return cell.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") if prefix else cell


def _needs_a_closer_look(text: bytes) -> bool:
    """Escapes, line ends and outer blanks have rules of their own."""
    return b"&" in text or b"\r" in text or b"_x" in text or text != text.strip()


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
