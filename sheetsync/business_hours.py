"""Working-time arithmetic over arrays: opening hours, lunch breaks, holidays, daylight saving.

Knows nothing of leads. Instants are int64 seconds since 1970 UTC; local times are naive
``datetime64[s]`` on the business's wall clock. A missing time is `MISSING` or NaT and stays so;
a time outside the years 1900 to 2199 counts as missing.

The week and the holidays are laid out once, as a table of opening and closing instants with the
business seconds gone by before each; every question is then a binary search in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from sheetsync import wall_clock
from sheetsync.wall_clock import FIRST_YEAR, LAST_YEAR, MISSING, Instants, Locals

__all__ = ["MISSING", "BusinessHours", "Days", "Instants", "Locals"]

Days = npt.NDArray[np.datetime64]

_DAY = 86_400
_MONDAY_OFFSET = 3  # 1 January 1970 was a Thursday.
_YEARS_AHEAD = 12
"""How far ahead an opening is looked for before the holidays are called endless."""


@dataclass(frozen=True)
class _Openings:
    """The business's openings over whole years; days count from 1970, ``gone`` counts the
    business seconds before each opening and (one item more) after the last closing."""

    years: tuple[int, int]
    opens: Instants
    closes: Instants
    gone: npt.NDArray[np.int64]
    days: npt.NDArray[np.int64]
    last_closing: Instants


@dataclass(frozen=True)
class BusinessHours:
    """When the business is open.

    ``week`` maps a weekday (Monday = 0) to its half-open ranges in order; ``holidays`` gives the
    closed days of a year. A range that ends at ``time(0)`` lasts until the end of its day, so
    ``(time(0), time(0))`` is the whole day. What needs an opening raises ValueError where there
    is none: an empty week, or holidays without end.
    """

    week: Mapping[int, Sequence[tuple[time, time]]]
    zone: ZoneInfo
    holidays: Callable[[int], Iterable[date]]
    _laid_out: dict[str, _Openings] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def to_instants(self, local: Locals) -> Instants:
        """Wall-clock times as instants; of two equal ones at the end of summer time the earlier,
        and a time that summer time skips is moved on by the gap."""
        return _known(wall_clock.to_instants(local, self.zone))

    def to_local(self, instants: Instants) -> Locals:
        """Instants as the wall clock shows them."""
        return wall_clock.to_local(instants, self.zone)

    def next_opening(self, instants: Instants) -> Instants:
        """The moment itself where the business is open, else the next opening."""
        instants = _known(instants)
        table = self._reaching(instants, lambda t: t.closes[-1] > instants.max(initial=MISSING))
        place = np.searchsorted(table.closes, instants, side="right")
        return _keep_missing(np.maximum(instants, _at(table.opens, place)), instants)

    def is_open(self, instants: Instants) -> npt.NDArray[np.bool_]:
        """Whether the business is open; closing time is not."""
        instants = _known(instants)
        table = self._over(wall_clock.years_of(instants))
        place = np.searchsorted(table.opens, instants, side="right") - 1
        return (place >= 0) & (instants < _at(table.closes, place))

    def after(self, instants: Instants, seconds: npt.NDArray[np.int64]) -> Instants:
        """The instant at which so many seconds of business time have passed.

        What fits exactly before a closing ends at that closing; no seconds at all end at
        `next_opening`.
        """
        instants, seconds = np.broadcast_arrays(_known(instants), np.asarray(seconds, np.int64))
        start = self.next_opening(instants)

        def goal(table: _Openings) -> npt.NDArray[np.int64]:
            return _gone_by(table, start) + np.where(start == MISSING, 0, seconds)

        table = self._reaching(start, lambda t: t.gone[-1] >= goal(t).max(initial=0))
        target = goal(table)
        place = np.searchsorted(table.gone[1:], target, side="left")
        end = _at(table.opens, place) + target - _at(table.gone[:-1], place)
        return _keep_missing(np.maximum(end, start), instants)

    def between(self, start: Instants, end: Instants) -> npt.NDArray[np.int64]:
        """Seconds of business time from start to end; 0 where end is not after start."""
        start, end = np.broadcast_arrays(_known(start), _known(end))
        table = self._over(wall_clock.years_of(np.concatenate([start.ravel(), end.ravel()])))
        passed = np.maximum(_gone_by(table, end) - _gone_by(table, start), 0)
        return _keep_missing(passed, start, end)

    def closing(self, days: Days) -> Instants:
        """The last closing of that day, or of the next business day where it is closed all day."""
        numbers = _day_numbers(days)
        table = self._with_days_after(numbers, 1)
        place = np.searchsorted(table.days, numbers, side="left")
        return _keep_missing(_at(table.last_closing, place), numbers)

    def add_business_days(self, days: Days, count: npt.NDArray[np.int64]) -> Days:
        """The day so many business days later; count 0 rolls a closed day to the next open one.

        Counted from a closed day, one business day later is the next open day too. Negative
        counts are not provided for.
        """
        numbers, count = np.broadcast_arrays(_day_numbers(days), np.asarray(count, np.int64))
        table = self._with_days_after(numbers, int(count.max(initial=0)) + 1)
        rolled = np.searchsorted(table.days, numbers, side="left")
        passed = np.searchsorted(table.days, numbers, side="right") - 1 + count
        later = _at(table.days, np.where(count == 0, rolled, passed))
        return _keep_missing(later, numbers).view("datetime64[D]")

    def business_days_between(self, start: Days, end: Days) -> npt.NDArray[np.int64]:
        """Business days d with start < d <= end; 0 where end is not after start."""
        first, last = np.broadcast_arrays(_day_numbers(start), _day_numbers(end))
        table = self._over(_years_of_days(np.concatenate([first.ravel(), last.ravel()])))
        passed = np.searchsorted(table.days, last, side="right") - np.searchsorted(
            table.days, first, side="right"
        )
        return _keep_missing(np.maximum(passed, 0), first, last)

    def _reaching(self, instants: Instants, far_enough: Callable[[_Openings], Any]) -> _Openings:
        """Openings from the first of these instants on, until ``far_enough`` of them are there."""
        years = wall_clock.years_of(instants)
        if years is None:
            return self._over(None)
        if not any(self.week.values()):
            raise ValueError("The business never opens: no weekday has opening hours.")
        for ahead in (0, 1, 2, 4, 8, _YEARS_AHEAD, 10 * _YEARS_AHEAD):
            table = self._over((years[0], years[1] + ahead))
            if len(table.opens) and far_enough(table):
                return table
            if ahead >= _YEARS_AHEAD and not len(table.opens):
                break
        raise ValueError(
            f"The business has too few openings from {years[0]} on: "
            "check the holidays and the opening hours."
        )

    def _with_days_after(self, numbers: npt.NDArray[np.int64], count: int) -> _Openings:
        last = numbers.max(initial=MISSING)
        return self._reaching(
            _midnights(numbers),
            lambda t: len(t.days) - np.searchsorted(t.days, last, side="left") >= count + 1,
        )

    def _over(self, years: tuple[int, int] | None) -> _Openings:
        """The openings of at least these years. What was laid out before is kept and widened."""
        known = self._laid_out.get("table")
        if known and (years is None or (known.years[0] <= years[0] and years[1] <= known.years[1])):
            return known
        first, last = years or (1970, 1970)
        if known:
            first, last = min(first, known.years[0]), max(last, known.years[1])
        table = _lay_out(self, first, last)
        self._laid_out["table"] = table
        return table


def _lay_out(hours: BusinessHours, first_year: int, last_year: int) -> _Openings:
    start, end = (np.datetime64(f"{year:04}", "D") for year in (first_year, last_year + 1))
    days = np.arange(start, end).astype(np.int64)
    closed = [day for year in range(first_year, last_year + 1) for day in hours.holidays(year)]
    days = days[~np.isin(days, np.array(closed, dtype="datetime64[D]").astype(np.int64))]
    weekdays = (days + _MONDAY_OFFSET) % 7
    opens, closes = [], []
    for weekday, ranges in hours.week.items():
        midnights = days[weekdays == weekday] * _DAY
        for opening, closing in ranges:
            opens.append(midnights + _seconds(opening))
            closes.append(midnights + (_seconds(closing) or _DAY))
    open_at = np.concatenate([*opens, np.empty(0, np.int64)])
    shut_at = np.concatenate([*closes, np.empty(0, np.int64)])
    return _openings((first_year, last_year), hours, open_at, shut_at)


def _openings(
    years: tuple[int, int], hours: BusinessHours, open_at: Instants, shut_at: Instants
) -> _Openings:
    """From wall-clock seconds, in any order, to the table."""
    opens = hours.to_instants(open_at.view("datetime64[s]"))
    order = np.argsort(opens, kind="stable")
    opens = opens[order]
    closes = hours.to_instants(shut_at.view("datetime64[s]"))[order]
    # Where summer time skips an hour, a range may be moved into the next one, or onto nothing.
    closes = np.maximum.accumulate(closes)
    opens = np.maximum(opens, np.concatenate([opens[:1], closes[:-1]]))
    days, firsts = np.unique(open_at[order] // _DAY, return_index=True)
    last_closing = closes[np.append(firsts, len(closes))[1:] - 1]
    real = opens < closes
    opens, closes = opens[real], closes[real]
    gone = np.concatenate([[0], np.cumsum(closes - opens)]).astype(np.int64)
    return _Openings(years, opens, closes, gone, days, last_closing)


def _gone_by(table: _Openings, instants: Instants) -> npt.NDArray[np.int64]:
    """Business seconds from the start of the table to each instant."""
    place = np.searchsorted(table.opens, instants, side="right") - 1
    within = np.minimum(instants, _at(table.closes, place)) - _at(table.opens, place)
    return np.where(place < 0, 0, _at(table.gone, place) + within)


def _at(values: npt.NDArray[np.int64], place: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
    """Items at places; a place beyond the ends gives the nearest item, for a mask to drop."""
    return values.take(place, mode="clip") if len(values) else np.zeros(np.shape(place), np.int64)


def _known(instants: Instants) -> Instants:
    """Instants with those outside the years we know made missing."""
    instants = np.asarray(instants, dtype=np.int64)
    low, high = (
        int(np.datetime64(f"{year}", "s").astype(np.int64)) for year in (FIRST_YEAR, LAST_YEAR + 1)
    )
    return np.where((instants >= low) & (instants < high), instants, MISSING)


def _keep_missing(
    values: npt.NDArray[np.int64], *inputs: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    missing = np.logical_or.reduce([given == MISSING for given in inputs])
    return np.where(missing, MISSING, values)


def _day_numbers(days: Days) -> npt.NDArray[np.int64]:
    """Days since 1970, `MISSING` where NaT or outside the years we know."""
    numbers = np.asarray(days).astype("datetime64[D]").astype(np.int64)
    return np.where(_known(_midnights(numbers)) == MISSING, MISSING, numbers)


def _midnights(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.where(numbers == MISSING, MISSING, np.where(numbers == MISSING, 0, numbers) * _DAY)


def _years_of_days(numbers: npt.NDArray[np.int64]) -> tuple[int, int] | None:
    return wall_clock.years_of(_midnights(numbers))


def _seconds(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
