"""The facts response states are judged by: when the clock of each lead started, when the first
reply was due, and when it came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.business_hours import Days, Instants, Locals
from sheetsync.config import Settings
from sheetsync.lead_tab import BoolArray
from sheetsync.moments import MINUTE


@dataclass(frozen=True)
class Clocks:
    """One entry a lead. ``dated``: received on a day without a time; ``by_day``: the reply cannot
    be compared with the due moment, only its day with the day it was due."""

    received: Instants
    received_day: Days
    start: Instants
    start_day: Days
    due: Instants
    due_day: Days
    reply: Instants
    reply_day: Days
    dated: BoolArray
    by_day: BoolArray

    def at(self, positions: npt.NDArray[np.intp]) -> Clocks:
        """Those of some leads."""
        return Clocks(**{name: values[positions] for name, values in vars(self).items()})


def clocks_of(frame: pd.DataFrame, settings: Settings) -> Clocks:
    """Set the clocks of all leads. A lead received on a day without a time is due at closing of
    that business day."""
    hours = settings.hours
    received, reply = local_times(frame, "received_at"), local_times(frame, "first_response_at")
    arrived = hours.to_instants(received)
    start = hours.next_opening(arrived)
    day, start_day = _days(received), _days(hours.to_local(start))
    dated = ~frame["received_at_has_time"].to_numpy(dtype=bool)
    due = np.where(dated, hours.closing(day), hours.after(arrived, target_seconds(frame, settings)))
    untimed_reply = ~np.isnat(reply) & ~frame["first_response_at_has_time"].to_numpy(dtype=bool)
    return Clocks(
        received=arrived,
        received_day=day,
        start=start,
        start_day=start_day,
        due=due,
        # A business that closes at midnight closes, by the calendar, on the next day.
        due_day=np.where(dated, start_day, _days(hours.to_local(due))),
        reply=hours.to_instants(reply),
        reply_day=_days(reply),
        dated=dated,
        by_day=dated | untimed_reply,
    )


def target_seconds(frame: pd.DataFrame, settings: Settings) -> npt.NDArray[np.int64]:
    """Business seconds each lead may wait, by its priority."""
    priority = frame["priority"].to_numpy(dtype=object)
    found = np.full(len(frame), settings.targets["Normal"].total_seconds(), dtype=np.int64)
    for word, target in settings.targets.items():
        found[priority == word] = int(target.total_seconds())
    return found


def lateness(clocks: Clocks, settings: Settings) -> npt.NDArray[np.int64]:
    """Business seconds from the due moment to the reply, up to the full minute. Where none have
    passed (due at closing, replied that evening) those of the wall clock."""
    passed = settings.hours.between(clocks.due, clocks.reply)
    passed = np.where(passed == 0, clocks.reply - clocks.due, passed)
    return -(-passed // MINUTE) * MINUTE


def local_times(frame: pd.DataFrame, field: str) -> Locals:
    """A date or date-time field as a plain array."""
    return frame[field].to_numpy(dtype="datetime64[s]")


def _days(local: Locals) -> Days:
    return local.astype("datetime64[D]")
