"""Dates and times as people write them, on the business's own wall clock.

Read: real dates; serial numbers of a date column that lost its format; text with the day and the
month in the configured order, or with the month by name, or ISO; a time before or after it. An
instant with a zone is moved to the business's zone.

Not read, because each would be a guess: a day without a year, a month that cannot be one in the
configured order (``11/13/2026`` where the day comes first), a year before 1970 or after 2119,
words such as *tomorrow*. Midnight means "no time of day": that is how a date without one is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.lead_tab import BoolArray, ObjectArray
from sheetsync.values import kinds
from sheetsync.values.date_text import NOT_PLAIN, Reading, Unread, plain_clock, plain_day, read_text
from sheetsync.values.kinds import none

Locals = npt.NDArray[np.datetime64]
DateOrder = Literal["DMY", "MDY", "YMD"]

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2119, 12, 31)
_EPOCH, _EPOCH_1904 = np.datetime64("1899-12-30", "s"), np.datetime64("1904-01-01", "s")
_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Dates:
    """One entry a cell. ``at`` is local ``datetime64[s]``, NaT where blank or unreadable.

    ``by_numbers`` marks text whose day and month were both numbers (``13/11/2026``).
    ``problem`` says why a cell was not read: "" where it was, else a key of
    `sheetsync.checks.DATE_HINTS`; ``meant`` what was probably meant, or "".
    """

    at: Locals
    has_time: BoolArray
    by_numbers: BoolArray
    problem: ObjectArray
    meant: ObjectArray

    @property
    def unreadable(self) -> BoolArray:
        """Which cells hold something that could not be read."""
        return np.asarray(self.problem != "", dtype=bool)


@dataclass
class _Draft:
    at: Locals
    has_time: BoolArray
    by_numbers: BoolArray
    time_alone: npt.NDArray[np.int64]
    problem: ObjectArray
    meant: ObjectArray


def read_dates(
    values: ObjectArray,
    order: DateOrder,
    zone: ZoneInfo,
    day_of_times: Locals | None = None,
    *,
    date1904: bool = False,
) -> Dates:
    """Read a column. ``day_of_times`` gives each lead the day that a time alone belongs to;
    ``date1904`` says that the workbook's serial numbers count from 1904."""
    count = len(values)
    draft = _Draft(
        at=np.full(count, np.datetime64("NaT", "s")),
        has_time=none(count),
        by_numbers=none(count),
        time_alone=np.full(count, -1, dtype=np.int64),
        problem=np.full(count, "", dtype=object),
        meant=np.full(count, "", dtype=object),
    )
    kind = kinds.kinds(values)
    _read_real(draft, values, kind)
    _read_numbers(draft, values, kind, _EPOCH_1904 if date1904 else _EPOCH)
    _read_texts(draft, values, kind, order, zone)
    _place_times(draft, values, kind, day_of_times)
    draft.problem[kind == kinds.TRUTH] = "no_date"
    return Dates(draft.at, draft.has_time, draft.by_numbers, draft.problem, draft.meant)


def _read_real(draft: _Draft, values: ObjectArray, kind: kinds.Codes) -> None:
    """Cells that are dates already. Fractions of a second are rounded away."""
    for real in (kinds.MOMENT, kinds.DAY):
        at = np.flatnonzero(kind == real)
        if len(at):
            _keep(draft, at, _rounded(values[at].tolist()))


def _rounded(moments: list[Any]) -> Locals:
    plain = [m.replace(tzinfo=None) if getattr(m, "tzinfo", None) else m for m in moments]
    # pandas converts many times faster than numpy; what it cannot hold has no sensible year.
    known = pd.to_datetime(np.fromiter(plain, dtype=object, count=len(plain)), errors="coerce")
    exact = known.to_numpy().astype("datetime64[us]")
    seconds = (exact.astype(np.int64) + 500_000) // 1_000_000
    return np.where(np.isnat(exact), np.datetime64("NaT", "s"), seconds.astype("datetime64[s]"))


def _read_numbers(
    draft: _Draft, values: ObjectArray, kind: kinds.Codes, epoch: np.datetime64
) -> None:
    """Serial numbers: days since the epoch. Below one day a time; 8 digits a written-out date."""
    at = np.flatnonzero(kind == kinds.NUMBER)
    if not len(at):
        return
    typed = values[at].astype(np.float64)
    numbers = np.where(np.isfinite(typed), typed, -1.0)
    seconds = np.round(np.clip(numbers, -1, 1e6) * _DAY_SECONDS)
    is_time = (seconds > 0) & (seconds < _DAY_SECONDS)
    draft.time_alone[at[is_time]] = seconds[is_time].astype(np.int64)
    written = (numbers >= 19_700_101) & (numbers <= 21_191_231) & (numbers % 1 == 0)
    for place in at[written]:
        _keep_reading(draft, np.array([place]), read_text(str(int(values[place])), "YMD"))
    serial = ~is_time & ~written
    fits = serial & (numbers > 0) & (numbers < 100_000)
    since = np.where(fits, seconds, 0).astype("timedelta64[s]")
    _keep(draft, at[fits], (epoch + since)[fits])
    draft.problem[at[serial & ~fits]] = "no_date"


def _read_texts(
    draft: _Draft, values: ObjectArray, kind: kinds.Codes, order: DateOrder, zone: ZoneInfo
) -> None:
    at = _read_plain(draft, values, np.flatnonzero(kind == kinds.TEXT), order)
    found = kinds.per_distinct(values[at], lambda text: read_text(text, order, zone))
    is_date = np.fromiter((isinstance(f, Reading) for f in found), bool, len(found))
    _keep_readings(draft, at[is_date], [f for f in found if isinstance(f, Reading)])
    for place, unread in zip(at[~is_date], (f for f in found if not isinstance(f, Reading)),
                             strict=True):  # fmt: skip
        if isinstance(unread, time):
            draft.time_alone[place] = _seconds(unread)
        elif unread is not None:
            draft.problem[place], draft.meant[place] = unread.problem, unread.meant


def _read_plain(
    draft: _Draft, values: ObjectArray, at: npt.NDArray[np.intp], order: DateOrder
) -> npt.NDArray[np.intp]:
    """Read the commonest shape, ``13/11/2026 4:30 pm``, by its two halves, of which few differ;
    return where the other texts stand."""
    halves = [text.partition(" ")[::2] for text in values[at].tolist()]
    days = {day: plain_day(day, order) for day in {day for day, _ in halves}}
    clocks = {clock: plain_clock(clock) for clock in {clock for _, clock in halves}}
    day_of = np.fromiter((days[day] for day, _ in halves), np.int64, len(halves))
    clock_of = np.fromiter((clocks[clock] for _, clock in halves), np.int64, len(halves))
    plain = (day_of != NOT_PLAIN) & (clock_of != NOT_PLAIN)
    seconds = (day_of * _DAY_SECONDS + clock_of)[plain]
    _keep(draft, at[plain], seconds.astype("datetime64[s]"))
    draft.by_numbers[at[plain]] = True
    return np.asarray(at[~plain])


def _keep_reading(
    draft: _Draft, at: npt.NDArray[np.intp], found: Reading | Unread | time | None
) -> None:
    if isinstance(found, Reading):
        _keep_readings(draft, at, [found])
    else:
        draft.problem[at] = "no_date"


def _keep_readings(draft: _Draft, at: npt.NDArray[np.intp], found: list[Reading]) -> None:
    if not found:
        return
    _keep(draft, at, _rounded([reading.at for reading in found]))
    draft.has_time[at] |= np.fromiter((r.zoned for r in found), bool, len(found))
    draft.by_numbers[at] = np.fromiter((r.by_numbers for r in found), bool, len(found))


def _keep(draft: _Draft, at: npt.NDArray[np.intp], moments: Locals) -> None:
    days = moments.astype("datetime64[D]")
    fits = (days >= np.datetime64(FIRST_DAY)) & (days <= np.datetime64(LAST_DAY))
    draft.at[at[fits]] = moments[fits]
    draft.has_time[at[fits]] = (moments != days)[fits]
    draft.problem[at[~fits]] = "year"


def _place_times(
    draft: _Draft, values: ObjectArray, kind: kinds.Codes, day_of_times: Locals | None
) -> None:
    """Give times alone their day; where there is none they stay unread."""
    for place in np.flatnonzero((kind == kinds.TIME) | (kind == kinds.SPAN)):
        draft.time_alone[place] = _seconds(values[place])
    alone = draft.time_alone >= 0
    days = np.full(len(values), np.datetime64("NaT", "D"))
    if day_of_times is not None:
        days = day_of_times.astype("datetime64[D]")
    placed = alone & ~np.isnat(days) & (draft.time_alone < _DAY_SECONDS)
    seconds = draft.time_alone[placed].astype("timedelta64[s]")
    draft.at[placed] = days[placed].astype("datetime64[s]") + seconds
    draft.has_time[placed] = True
    draft.problem[alone & ~placed] = "time_alone"


def _seconds(clock: time | timedelta) -> int:
    if isinstance(clock, timedelta):
        return max(round(clock.total_seconds()), 0)
    exact = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6
    return min(round(exact), _DAY_SECONDS - 1)
