"""Until when nothing about the leads becomes true by time alone: no deadline passes before."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from sheetsync.config import Settings
from sheetsync.leads import Leads
from sheetsync.rules import response
from sheetsync.wall_clock import Locals

_SECOND = np.timedelta64(1, "s")


def next_moment(leads: Leads, settings: Settings, now: datetime, since: date) -> datetime:
    """The next deadline, opening or closing; midnight at the latest, when days are counted anew.

    A reply or an action at its due moment is in time, so a deadline passes a second later.
    """
    local = np.datetime64(now.astimezone(settings.timezone).replace(tzinfo=None), "s")
    candidates = np.concatenate(
        [
            _replies(leads, settings, now, since) + _SECOND,
            leads.frame["next_action_date"].to_numpy(dtype="datetime64[s]") + _SECOND,
            _boundaries(settings, local),
        ]
    )
    moments = settings.hours.to_instants(candidates[candidates > local])
    later = moments[moments > int(now.timestamp())]
    return datetime.fromtimestamp(int(later.min()), UTC)


def _replies(leads: Leads, settings: Settings, now: datetime, since: date) -> Locals:
    """When replies are due that nobody gave yet."""
    assessed = response.assess(leads, settings, now, since)
    waits = (assessed["state"] == "due").to_numpy(dtype=bool)
    due: Locals = assessed["due_at"].to_numpy(dtype="datetime64[s]")[waits]
    return due


def _boundaries(settings: Settings, local: np.datetime64) -> Locals:
    """Today's openings and closings, as if it were no holiday, and the next midnights."""
    today: date = local.astype("datetime64[D]").item()
    ranges = settings.hours.week.get(today.weekday(), ())
    clocks = [datetime.combine(today, end) for both in ranges for end in both]
    midnights = [datetime.combine(today + timedelta(days=days), time()) for days in (1, 2)]
    return np.array([*clocks, *midnights], dtype="datetime64[s]")
