"""What reading by array arithmetic knows of every cell, gathered a stretch of rows at a time.

Places count the cells of all columns, down the first one, then down the next.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sheetsync.known_cells import OTHER, KnownCells
from sheetsync.lead_tab import IntArray

Kinds = npt.NDArray[np.int8]
Seconds = npt.NDArray[np.datetime64]

_NEVER = np.datetime64("NaT", "s")
_MOST_MOMENTS = 4_000_000
"""Cells of columns with dates; those of further columns are left to whoever reads them."""


class KnownColumns:
    """What is known of the cells of ``width`` columns; a cell that is not put here is blank."""

    def __init__(self, width: int, height: int) -> None:
        self._kind = np.zeros((width, height), dtype=np.int8)
        self._moments = np.full((0, height), _NEVER)
        self._line = np.full(width, -1)
        """Which of the moments' lines are a column's: few columns have any."""

    def put(self, places: IntArray, kind: int | Kinds) -> None:
        """Say of what kind these cells are."""
        self._kind.reshape(-1)[places] = kind

    def put_moments(self, places: IntArray, kind: Kinds, moments: Seconds) -> None:
        """Say which moments these cells hold, and of what kind each is."""
        column, row = np.divmod(places, self._kind.shape[1])
        if (self._line[column] < 0).any():
            self._add(np.flatnonzero(np.bincount(column)))
        line = self._line[column]
        self.put(places, np.where(line < 0, np.int8(OTHER), kind))
        self._moments[line[line >= 0], row[line >= 0]] = moments[line >= 0]

    def _add(self, columns: IntArray) -> None:
        lines, height = self._moments.shape
        new = columns[self._line[columns] < 0][: max(_MOST_MOMENTS // height - lines, 0)]
        self._line[new] = lines + np.arange(len(new))
        self._moments = np.concatenate([self._moments, np.full((len(new), height), _NEVER)])

    def columns(self) -> dict[int, KnownCells]:
        """What is known, by the number of the column (from 1)."""
        return {
            column: KnownCells(kind, self._moments[line] if line >= 0 else None)
            for column, (kind, line) in enumerate(zip(self._kind, self._line, strict=True), 1)
        }
