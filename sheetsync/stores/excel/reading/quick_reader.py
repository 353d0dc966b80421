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

from sheetsync.known_cells import DAY, MOMENT, NUMBER, OTHER, TEXT, KnownCells
from sheetsync.lead_tab import IntArray, ObjectArray
from sheetsync.stores.excel.lead_tab.cell_index import CellIndex
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.xml_text import decoded
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
from sheetsync.stores.excel.reading.known_columns import Kinds, KnownColumns, Seconds
from sheetsync.stores.excel.reading.shared_texts import SharedTexts, shared_texts
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
    """The tidy values of every column from A to the last one used (item 0 is row 1), and what is
    known of them by number of the column; where cells start of which more may be to be noted:
    formulas, errors, metadata; and where all cells are, for whoever changes some (None where that
    must be found out another way)."""

    columns: list[ObjectArray]
    known: dict[int, KnownCells]
    notable: list[int]
    places: CellIndex | None


Finder = Callable[[], SheetArrays | None]
"""Gives what somebody is finding in a sheet meanwhile; None where nobody is."""


def read_quickly(package: Package, text: SheetText, finder: Finder | None = None) -> Quick | None:
    """Read a worksheet; None where it is written in a way that only a slower reader knows."""
    reader = _Reader(package, text)
    try:
        found = reader.find(finder)
        return reader.read(found) if found else None
    except UnusualError:
        return None


class _Reader:
    def __init__(self, package: Package, text: SheetText) -> None:
        self.package = package
        self.text, self.data = text, text.data
        self.prefix, self.closing = text.prefix, b"</" + text.prefix + b"c>"
        self.odd: list[tuple[int, bytes]] = []
        self.epochs: dict[int, float] = {}
        self.texts: dict[bytes, str | None] = {}

    def find(self, finder: Finder | None) -> SheetArrays | None:
        """What the sheet holds."""
        if finder and shared_part(self.package):
            _ = self._shared_texts  # while the finder is at work
        return (finder and finder()) or arrays_of(self.text)

    def read(self, found: SheetArrays) -> Quick:
        self.height = found.height
        self.grid = np.full((found.width, found.height), None, dtype=object)
        self.known = KnownColumns(found.width, found.height)
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
        return Quick(list(self.grid), self.known.columns(), found.notable, found.places)

    def _places(self, cells: Shared | Numbers | Others) -> IntArray:
        """Where cells stand in the grid, counting down its columns: one number finds them in half
        the time."""
        return np.asarray(cells.column.astype(np.int64) * self.height + cells.row)

    def _put(self, places: IntArray, values: Any, kind: int | Kinds) -> None:
        """Put values of this kind there."""
        self.grid.reshape(-1)[places] = values
        self.known.put(places, kind)

    def _shared(self, cells: Shared) -> None:
        shared = self._shared_texts
        if int(cells.text.max()) >= len(shared.texts):
            raise UnusualError
        self._put(self._places(cells), shared.texts[cells.text], shared.kinds[cells.text])

    @cached_property
    def _shared_texts(self) -> SharedTexts:
        return shared_texts(shared_part(self.package), self._read_closely)

    def _read_closely(self, entries: list[str]) -> list[str]:
        if not entries:
            return []
        if len(entries) > _MOST_ODD:
            raise UnusualError
        cells = [b' t="s"><v>%d</v></c>' % place for place in range(len(entries))]
        return values_of(self.package, cells, "".join(entries))

    def _numbers(self, cells: Numbers) -> None:
        values, places = cells.value, self._places(cells)
        epoch = self._epochs_of(cells.style)
        days = values + epoch
        is_date = epoch != _NO_DATE
        in_range = (values >= 1) & (days >= _FIRST_SURE_DAY) & (days < _LAST_SURE_DAY)
        sure = np.isfinite(values) & (~is_date | in_range)
        plain, dated = np.flatnonzero(sure & ~is_date), np.flatnonzero(sure & is_date)
        self._plain_numbers(places[plain], values[plain])
        self._moments(places[dated], _seconds(values[dated], epoch[dated]))
        if not sure.all():
            self._look_closely(cells.some(~sure))

    def _plain_numbers(self, places: IntArray, values: Floats) -> None:
        whole = (np.abs(values) < _EXACT) & (values == np.floor(values))
        found = np.empty(len(values), dtype=object)
        found[whole] = values[whole].astype(np.int64).astype(object)
        found[~whole] = values[~whole].astype(object)
        self._put(places, found, NUMBER)

    def _moments(self, places: IntArray, moments: Seconds) -> None:
        days = moments.astype("datetime64[D]")
        midnight = moments == days
        found = moments.astype(object)
        found[midnight] = days[midnight].astype(object)
        self.grid.reshape(-1)[places] = found
        self.known.put_moments(places, np.where(midnight, np.int8(DAY), np.int8(MOMENT)), moments)

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
        for piece in pieces:
            if piece not in known:
                known[piece] = _plain_text(piece)
        texts = list(map(known.__getitem__, pieces))
        self._put(self._places(cells), texts, TEXT)
        if None in texts:
            closely = np.fromiter((text is None for text in texts), bool, len(texts))
            self._look_closely(cells.some(closely))

    def _truths(self, cells: Others) -> None:
        digits = [
            self.data[start:end]
            for start, end in zip(cells.start.tolist(), cells.end.tolist(), strict=True)
        ]
        sure = np.fromiter((digit in _TRUTHS for digit in digits), bool, len(digits))
        truths = [_TRUTHS[digit] for digit in digits if digit in _TRUTHS]
        self._put(self._places(cells)[sure], truths, OTHER)
        if not sure.all():
            self._look_closely(cells.some(~sure))

    def _look_closely(self, cells: Numbers | Others) -> None:
        """Leave these cells to the slower reader."""
        data = self.data
        places = self._places(cells).tolist()
        for place, start in zip(places, cells.cell.tolist(), strict=True):
            end = data.find(self.closing, start) + len(self.closing)
            after_reference = data.find(b'"', data.find(b'"', start) + 1) + 1
            self.odd.append((place, _without(self.prefix, data[after_reference:end])))
        if len(self.odd) > _MOST_ODD:
            raise UnusualError

    def _read_odd(self) -> None:
        if not self.odd:
            return
        places, cells = zip(*self.odd, strict=True)
        self._put(np.array(places), tidied(values_of(self.package, cells), len(cells)), OTHER)


def _without(prefix: bytes, cell: bytes) -> bytes:
    return cell.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") if prefix else cell


def _plain_text(piece: bytes) -> str | None:
    """The text; None for one whose escapes, line ends or outer blanks have rules of their own."""
    text = decoded(piece)
    if "&" in text or "\r" in text or "_x" in text or text != text.strip():
        return None
    return text


def _epoch(probe: Any) -> float:
    """By what the slower reader made of the probe in some format."""
    if isinstance(probe, float):
        return _NO_DATE
    if isinstance(probe, date):
        return (date(probe.year, probe.month, probe.day) - _DAY_ZERO).days - _PROBE
    return np.nan


def _seconds(values: Floats, epoch: Floats) -> Seconds:
    """Moments to the nearest second; first to the thousandth, as the slower reader does."""
    day = np.floor(values)
    thousandths = np.floor((values - day) * 86_400_000 + 0.5).astype(np.int64)
    seconds = (day + epoch).astype(np.int64) * 86_400 + (thousandths + 500) // 1000
    return _DAY_ZERO_SECONDS + seconds.astype("timedelta64[s]")
