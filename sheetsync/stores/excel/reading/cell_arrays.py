"""What the cells of a worksheet hold, as arrays: all of reading that needs no Python object.

Numbers and the numbers of shared texts are read; of all other cells it is said where they stand.
Nothing here looks beyond the part itself, so it can be done anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sheetsync.lead_tab import BoolArray, IntArray
from sheetsync.stores.excel.lead_tab.cell_index import CellIndex, IndexNotes
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

Floats = npt.NDArray[np.float64]

_MOST_DIGITS, _EXACT_BELOW = 18, 2**53
_POWERS = np.array([float(f"1e{power}") for power in range(_MOST_DIGITS + 1)])
_OF_NUMBERS = b"0123456789.-+eE"


class Shared(NamedTuple):
    """Cells that show a shared text, by its number. Columns and rows count from 0."""

    column: npt.NDArray[np.int16]
    row: npt.NDArray[np.int32]
    text: npt.NDArray[np.int32]


class Numbers(NamedTuple):
    """Cells that hold a number, with the number of their format."""

    column: npt.NDArray[np.int16]
    row: npt.NDArray[np.int32]
    style: npt.NDArray[np.int32]
    value: Floats
    cell: IntArray

    def some(self, chosen: BoolArray) -> Numbers:
        """Those cells alone."""
        return Numbers(*_chosen(self, chosen))


class Others(NamedTuple):
    """Cells of one other kind: the cell starts at byte ``cell`` of the part, what it shows is
    from ``start`` to ``end``."""

    column: npt.NDArray[np.int16]
    row: npt.NDArray[np.int32]
    cell: IntArray
    start: IntArray
    end: IntArray

    def some(self, chosen: BoolArray) -> Others:
        """Those cells alone."""
        return Others(*_chosen(self, chosen))


class SheetArrays(NamedTuple):
    """All cells that hold anything, a stretch of rows at a time; ``notable`` are the places of
    cells of which more may be to be noted (formulas, errors, metadata), ``places`` where all
    cells are (None where that must be found out another way)."""

    height: int
    width: int
    shared: list[Shared]
    numbers: list[Numbers]
    texts: list[Others]
    truths: list[Others]
    odd: list[Others]
    notable: list[int]
    places: CellIndex | None


def _chosen(arrays: Iterable[Any], chosen: BoolArray) -> Iterator[Any]:
    return (each[chosen] for each in arrays)


def arrays_of(text: SheetText) -> SheetArrays | None:
    """Read a worksheet; None where it is written in a way that only a slower reader knows."""
    if text.text is not text.data:
        return None
    try:
        return _read(text)
    except UnusualError:
        return None


def _read(text: SheetText) -> SheetArrays:
    found = SheetArrays(0, 0, [], [], [], [], [], [], None)
    notes = IndexNotes(text.data, text.start, text.end)
    height = width = 0
    for stretch in stretches(text.data, text.start, text.end, text.prefix):
        filled = stretch.kind != BLANK  # blank cells do not count
        height = max(height, int(stretch.row[filled].max(initial=0)))
        width = max(width, int(stretch.column[filled].max(initial=0)))
        if height * width > MOST_CELLS:
            raise UnusualError
        _sort(stretch, found)
        found.notable.extend((stretch.cell[stretch.notable] + stretch.at).tolist())
        notes.add(stretch)
    return found._replace(height=height, width=width, places=notes.index())


def _sort(stretch: Stretch, found: SheetArrays) -> None:
    """Add the cells of a stretch, each to its kind."""
    at = np.flatnonzero(stretch.kind == SHARED)
    if len(at):
        found.shared.append(_shared(stretch.some(at)))
    at = np.flatnonzero(stretch.kind == NUMBER)
    if len(at):
        found.numbers.append(_numbers(stretch.some(at)))
    for kind, those in ((TEXT, found.texts), (BOOL, found.truths), (ODD, found.odd)):
        at = np.flatnonzero(stretch.kind == kind)
        if len(at):
            those.append(_others(stretch.some(at)))


def _columns_and_rows(
    cells: Stretch,
) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int32]]:
    return (cells.column - 1).astype(np.int16), (cells.row - 1).astype(np.int32)


def _shared(cells: Stretch) -> Shared:
    found, end = number(cells.text, cells.start, 9)
    if (end != cells.end).any():
        raise UnusualError
    return Shared(*_columns_and_rows(cells), found.astype(np.int32))


def _numbers(cells: Stretch) -> Numbers:
    places = _columns_and_rows(cells)
    return Numbers(*places, cells.style.astype(np.int32), _floats(cells), cells.cell + cells.at)


def _others(cells: Stretch) -> Others:
    at = cells.at
    return Others(*_columns_and_rows(cells), cells.cell + at, cells.start + at, cells.end + at)


def _floats(cells: Stretch) -> Floats:
    """The numbers that stand there; not finite where they could not be read."""
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
    return values


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
