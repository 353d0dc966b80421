"""Dates and numbers of cells that are known to hold just that; a reader is asked about the rest."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from sheetsync.known_cells import BLANK, MOMENT, NUMBER, Cells, KnownCells
from sheetsync.lead_tab import IntArray, ObjectArray
from sheetsync.values.dates import FIRST_DAY, LAST_DAY, Dates
from sheetsync.values.kinds import none
from sheetsync.values.numbers import TOO_MUCH, Amounts

_FIRST, _AFTER_LAST = np.datetime64(FIRST_DAY, "s"), np.datetime64(LAST_DAY, "s") + 86_400


def dates_of(cells: Cells, read: Callable[[ObjectArray, IntArray], Dates]) -> Dates:
    """A column of dates; ``read`` is given cells and their positions."""
    count, known = len(cells.values), cells.known
    at = _moments(known)
    blank = known.kind == BLANK
    left = np.flatnonzero(~(blank | ((at >= _FIRST) & (at < _AFTER_LAST))))
    found = Dates(
        at=at,
        has_time=known.kind == MOMENT,
        by_numbers=none(count),
        problem=np.full(count, "", dtype=object),
        meant=np.full(count, "", dtype=object),
    )
    if len(left):
        rest = read(cells.values[left], left)
        for name in ("at", "has_time", "by_numbers", "problem", "meant"):
            getattr(found, name)[left] = getattr(rest, name)
    return found


def amounts_of(cells: Cells, read: Callable[[ObjectArray], Amounts], *, whole: bool) -> Amounts:
    """A column of numbers, of whole ones where fractions are left to ``read``."""
    kind = cells.known.kind
    value = np.full(len(kind), np.nan)
    at = np.flatnonzero(kind == NUMBER)
    value[at] = cells.values[at].astype(np.float64)
    sure = np.abs(value) < TOO_MUCH
    if whole:
        sure &= value == np.floor(value)
    left = np.flatnonzero(~(sure | (kind == BLANK)))
    unreadable = none(len(value))
    if len(left):
        rest = read(cells.values[left])
        value[left], unreadable[left] = rest.value, rest.unreadable
    return Amounts(value, unreadable)


def _moments(known: KnownCells) -> npt.NDArray[np.datetime64]:
    if known.moments is None:
        return np.full(len(known.kind), np.datetime64("NaT", "s"))
    return known.moments.copy()
