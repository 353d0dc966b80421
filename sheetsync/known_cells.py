"""What is known of a column's cells without a look at each: blanks, plain texts, numbers, moments.

A store that reads by array arithmetic knows it for nothing and says so in ``LeadTab.known``. Of
columns it says nothing about, `looked_at` finds out what saves others most; the rest is OTHER,
which is never wrong: it only sends whoever wants to know to the cell itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sheetsync.lead_tab import IntArray, LeadTab, ObjectArray

BLANK, TEXT, NUMBER, MOMENT, DAY, OTHER = range(6)
"""What a cell surely is. BLANK: None. TEXT: a text that shows something, without outer blanks.
NUMBER: a finite number. MOMENT: a date with a time of day, DAY one without; neither has a zone or
a fraction of a second. OTHER: anything, one of these included."""

Chosen = IntArray | slice


@dataclass(frozen=True)
class KnownCells:
    """One entry a cell of a column: its kind, and in a column that has any, the moments of those
    that are MOMENT or DAY as ``datetime64[s]``, NaT elsewhere."""

    kind: npt.NDArray[np.int8]
    moments: npt.NDArray[np.datetime64] | None = None

    def some(self, chosen: Chosen) -> KnownCells:
        """The same of those cells alone."""
        moments = None if self.moments is None else self.moments[chosen]
        return KnownCells(self.kind[chosen], moments)

    def padded(self, height: int) -> KnownCells:
        """The same with blank cells below, so many in all."""
        if len(self.kind) == height:
            return self
        below = height - len(self.kind)
        kind = np.append(self.kind, np.full(below, BLANK, dtype=np.int8))
        if self.moments is None:
            return KnownCells(kind)
        never = np.full(below, np.datetime64("NaT", "s"))
        return KnownCells(kind, np.append(self.moments, never))


class Cells(NamedTuple):
    """Some cells of a column as found, and what is known of them."""

    values: ObjectArray
    known: KnownCells

    def texts(self, said: Callable[[Any], str]) -> ObjectArray:
        """Plain texts as they are, "" for blanks, and what is ``said`` of any other cell."""
        texts = self.values.copy()
        texts[self.known.kind == BLANK] = ""
        rest = np.flatnonzero(self.known.kind > TEXT)
        texts[rest] = np.fromiter(map(said, self.values[rest].tolist()), object, len(rest))
        return texts


def cells_of(lead_tab: LeadTab, column: int, chosen: Chosen) -> Cells:
    """The cells of a column (from 1) at these places, of which row 1 is 0."""
    values, known = lead_tab.columns[column - 1][chosen], lead_tab.known.get(column)
    return looked_at(values) if known is None else Cells(values, known.some(chosen))


def looked_at(values: ObjectArray) -> Cells:
    """Cells with what a look at each says, where no store knows: blanks and plain texts."""
    kinds = bytearray(map(_looked_at, values.tolist()))
    return Cells(values, KnownCells(np.frombuffer(kinds, dtype=np.int8)))


def _looked_at(cell: object) -> int:
    if type(cell) is str:
        return TEXT if cell and cell == cell.strip() else OTHER
    return BLANK if cell is None else OTHER
