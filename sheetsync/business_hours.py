"""Working-time arithmetic over arrays: opening hours, lunch breaks, holidays, daylight saving.

Knows nothing of leads. Instants are int64 seconds since 1970 UTC; local times are naive
``datetime64[s]`` on the business's wall clock. A missing time is `MISSING` or NaT and stays so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Instants = npt.NDArray[np.int64]
Locals = npt.NDArray[np.datetime64]
Days = npt.NDArray[np.datetime64]

MISSING = np.iinfo(np.int64).min


@dataclass(frozen=True)
class BusinessHours:
    """When the business is open.

    ``week`` maps a weekday (Monday = 0) to its half-open ranges in order; ``holidays`` gives the
    closed days of a year.
    """

    week: Mapping[int, Sequence[tuple[time, time]]]
    zone: ZoneInfo
    holidays: Callable[[int], Iterable[date]]

    def to_instants(self, local: Locals) -> Instants:
        """Wall-clock times as instants; of two equal ones at the end of summer time the earlier,
        and a time that summer time skips is moved on by the gap."""
        raise NotImplementedError

    def to_local(self, instants: Instants) -> Locals:
        """Instants as the wall clock shows them."""
        raise NotImplementedError

    def next_opening(self, instants: Instants) -> Instants:
        """The moment itself where the business is open, else the next opening."""
        raise NotImplementedError

    def is_open(self, instants: Instants) -> npt.NDArray[np.bool_]:
        """Whether the business is open; closing time is not."""
        raise NotImplementedError

    def after(self, instants: Instants, seconds: npt.NDArray[np.int64]) -> Instants:
        """The instant at which so many seconds of business time have passed."""
        raise NotImplementedError

    def between(self, start: Instants, end: Instants) -> npt.NDArray[np.int64]:
        """Seconds of business time from start to end; 0 where end is not after start."""
        raise NotImplementedError

    def closing(self, days: Days) -> Instants:
        """The last closing of that day, or of the next business day where it is closed all day."""
        raise NotImplementedError

    def is_business_day(self, days: Days) -> npt.NDArray[np.bool_]:
        """Whether the business opens at all on these days (``datetime64[D]``)."""
        raise NotImplementedError

    def add_business_days(self, days: Days, count: npt.NDArray[np.int64]) -> Days:
        """The day so many business days later; count 0 rolls a closed day to the next open one."""
        raise NotImplementedError

    def business_days_between(self, start: Days, end: Days) -> npt.NDArray[np.int64]:
        """Business days d with start < d <= end; 0 where end is not after start."""
        raise NotImplementedError
