"""Values as a snapshot holds them: blanks as None, whole numbers as ints, times to the second."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from sheetsync.lead_tab import ObjectArray

_EXACT = 10**15
"""Beyond this a float no longer tells whole numbers apart."""

_HALF = timedelta(microseconds=500_000)


def tidied(cells: Sequence[Any], height: int) -> ObjectArray:
    """One column of read values, padded with None to ``height``."""
    column = np.full(height, None, dtype=object)
    column[: len(cells)] = cells
    kinds = np.fromiter(map(type, cells), dtype=object, count=len(cells))
    for kind in set(kinds):
        if kind in _TIDY:
            at = np.flatnonzero(kinds == kind)
            column[at] = _TIDY[kind](column[at])
    return column


def _texts(values: ObjectArray) -> ObjectArray:
    values[values == np.array("", dtype=object)] = None
    return values


def _numbers(values: ObjectArray) -> ObjectArray:
    numbers = values.astype(np.float64)
    whole = (np.abs(numbers) < _EXACT) & (numbers == np.floor(numbers))
    values[whole] = numbers[whole].astype(np.int64).astype(object)
    return values


def _moments(values: ObjectArray) -> ObjectArray:
    """Midnight is a day without a time."""
    for at, value in enumerate(values):
        if value.microsecond:
            value = values[at] = (value + _HALF).replace(microsecond=0)
        if not (value.second or value.minute or value.hour):
            values[at] = value.date()
    return values


def _times(values: ObjectArray) -> ObjectArray:
    """Half a second before midnight is midnight, and a time of day all the same."""
    for at, value in enumerate(values):
        if value.microsecond:
            rounded = datetime.combine(date(2000, 1, 1), value) + _HALF
            values[at] = rounded.time().replace(microsecond=0)
    return values


def _spans(values: ObjectArray) -> ObjectArray:
    values[:] = [timedelta(seconds=round(value.total_seconds())) for value in values]
    return values


_TIDY: dict[type, Callable[[ObjectArray], ObjectArray]] = {
    str: _texts,
    float: _numbers,
    datetime: _moments,
    time: _times,
    timedelta: _spans,
}
