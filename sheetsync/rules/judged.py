"""The moment leads are judged as at, and what has happened by then."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from sheetsync.config import Settings

Locals = npt.NDArray[np.datetime64]


def judged_at(settings: Settings, now: datetime) -> np.datetime64:
    """Now, or the next opening when the business is closed; local ``datetime64[s]``.

    The nightly run at 22:00 thus shows what is true tomorrow morning, when people read it.
    """
    instant = np.array([int(now.timestamp())], dtype=np.int64)
    return np.datetime64(settings.hours.to_local(settings.hours.next_opening(instant))[0], "s")


def judged_day(settings: Settings, now: datetime) -> date:
    """The day of `judged_at`."""
    return date.fromisoformat(str(judged_at(settings, now))[:10])


def past(moments: Locals, judged: np.datetime64) -> Locals:
    """NaT in place of days after the judged one: they have not happened, whatever was typed."""
    future = moments.astype("datetime64[D]") > judged.astype("datetime64[D]")
    return np.where(future, np.datetime64("NaT", "s"), moments)
