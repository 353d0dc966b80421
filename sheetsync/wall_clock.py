"""A zone's wall clock over arrays: local times to instants and back.

Instants are int64 seconds since 1970 UTC; local times are naive ``datetime64[s]``. `MISSING` and
NaT stand for each other.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Instants = npt.NDArray[np.int64]
Locals = npt.NDArray[np.datetime64]

MISSING = np.iinfo(np.int64).min
"""A missing instant; also how numpy stores NaT."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Times outside these years are slips of the keyboard; the nearest known offset serves them."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400


def to_instants(local: Locals, zone: ZoneInfo) -> Instants:
    """Of two equal wall-clock times the earlier; a skipped time is moved on by the gap."""
    wall = np.asarray(local).astype("datetime64[s]").view(np.int64)
    changes, offsets = _offsets(zone, wall)
    # Before a change the clock shows the old offset until both offsets agree that it is past.
    reached = changes + np.maximum(offsets[:-1], offsets[1:])
    instants = wall - offsets[np.searchsorted(reached, wall, side="right")]
    return np.where(wall == MISSING, MISSING, instants)


def to_local(instants: Instants, zone: ZoneInfo) -> Locals:
    """Instants as the wall clock shows them."""
    instants = np.asarray(instants, dtype=np.int64)
    changes, offsets = _offsets(zone, instants)
    wall = instants + offsets[np.searchsorted(changes, instants, side="right")]
    return np.where(instants == MISSING, MISSING, wall).view("datetime64[s]")


def years_of(seconds: npt.NDArray[np.int64]) -> tuple[int, int] | None:
    """First and last year that seconds since 1970 fall in, with a day to spare on either side,
    inside the years we know; None where all are missing."""
    known = seconds[seconds != MISSING]
    if known.size == 0:
        return None
    ends = np.array([known.min() - _DAY, known.max() + _DAY]).view("datetime64[s]")
    first, last = np.clip(ends.astype("datetime64[Y]").astype(int) + 1970, FIRST_YEAR, LAST_YEAR)
    return int(first), int(last)


def _offsets(zone: ZoneInfo, seconds: npt.NDArray[np.int64]) -> tuple[Instants, Instants]:
    """Instants of change, and the offsets before the first, between, and after the last."""
    years = years_of(seconds) or (1970, 1970)
    changes: list[tuple[int, int]] = []
    for year in range(years[0], years[1] + 1):
        changes.extend(_changes(zone, year))
    first = _offset(zone, _year_start(years[0]))
    return (
        np.array([at for at, _ in changes], dtype=np.int64),
        np.array([first, *(offset for _, offset in changes)], dtype=np.int64),
    )


@lru_cache(maxsize=2048)
def _changes(zone: ZoneInfo, year: int) -> tuple[tuple[int, int], ...]:
    """The changes of offset within a UTC year: (instant, offset from then on)."""
    # Looked for day by day: no zone has ever changed twice within one.
    found = []
    days = range(_year_start(year), _year_start(year + 1) + 1, _DAY)
    before = _offset(zone, days[0])
    for day in days[1:]:
        after = _offset(zone, day)
        if after != before:
            found.append((_moment_of_change(zone, day - _DAY, day), after))
            before = after
    return tuple(found)


def _moment_of_change(zone: ZoneInfo, low: int, high: int) -> int:
    """The first second in (low, high] with the offset of ``high``."""
    new = _offset(zone, high)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle) == new:
            high = middle
        else:
            low = middle
    return high


def _offset(zone: ZoneInfo, instant: int) -> int:
    # Added to an epoch: fromtimestamp() refuses times before 1970 on Windows.
    offset = (_EPOCH + timedelta(seconds=instant)).astimezone(zone).utcoffset()
    return 0 if offset is None else round(offset.total_seconds())


def _year_start(year: int) -> int:
    return int(np.datetime64(f"{year:04}", "s").astype(np.int64))
