"""Business weeks: seven days that end on the review day, named by the ISO week it falls in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from sheetsync.config import Settings

TREND_WEEKS = 8


@dataclass(frozen=True)
class Week:
    """The seven days from ``start`` to ``end``, both included; ``name`` is like ``2026-W47``."""

    start: date
    end: date

    @property
    def name(self) -> str:
        """The ISO week of the review day; its year is the ISO year, so 1 January may be W53."""
        year, number, _ = self.end.isocalendar()
        return f"{year}-W{number:02d}"

    @property
    def short_name(self) -> str:
        """``W47``, where the year is plain."""
        return self.name.partition("-")[2]

    def before(self, weeks: int = 1) -> Week:
        """The week so many weeks earlier."""
        back = timedelta(weeks=weeks)
        return Week(self.start - back, self.end - back)


def week_of(now: datetime, settings: Settings) -> Week:
    """The week ending today where today is the review day, else the last that has ended.

    ``now`` is aware; the day is the one on the business's own calendar.
    """
    today = now.astimezone(settings.timezone).date()
    end = today - timedelta(days=(today.weekday() - settings.review_day) % 7)
    return Week(end - timedelta(days=6), end)


def weeks_back(days: npt.NDArray[np.datetime64], week: Week) -> npt.NDArray[np.int64]:
    """How many weeks before ``week`` each day lies: 0 within it, 1 in the week before, negative
    after it; -9999 for NaT."""
    known = ~np.isnat(days)
    behind = (np.datetime64(week.end, "D") - days.astype("datetime64[D]")).astype(np.int64)
    return np.where(known, np.where(known, behind, 0) // 7, -9999)
