"""What follow-up states are judged by: plans, contacts, and how long it has been quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.business_hours import BusinessHours
from sheetsync.config import Settings
from sheetsync.leads import Leads
from sheetsync.rules.facts import is_open, says_something
from sheetsync.rules.judged import judged_at, past

Locals = npt.NDArray[np.datetime64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Facts:
    """What the rules compare, one entry a lead, on the business's wall clock.

    ``plan`` is the next action date, ``contact`` the last contact, ``touched`` that, else the
    first response, else the arrival. ``plan_meant`` is also True where somebody typed a date
    that cannot be read. ``quiet`` counts the business days since then, of which
    the stage ``allows`` so many: NaN where either is unknown.
    """

    judged: np.datetime64
    is_open: Mask
    plan: Locals
    plan_timed: Mask
    plan_meant: Mask
    contact: Locals
    contact_timed: Mask
    touched: Locals
    quiet: npt.NDArray[np.float64]
    allows: npt.NDArray[np.float64]

    @property
    def today(self) -> np.datetime64:
        """The judged day."""
        day: np.datetime64 = self.judged.astype("datetime64[D]")
        return day

    @property
    def year(self) -> int:
        """The judged year: dates in it are said without it."""
        return int(self.judged.astype("datetime64[Y]").astype(np.int64)) + 1970


def gather(leads: Leads, settings: Settings, now: datetime) -> Facts:
    """The facts as at the judged moment. Contacts typed for days to come are left out."""
    frame, judged = leads.frame, judged_at(settings, now)
    contact = past(_locals(frame, "last_contact_at"), judged)
    first = past(_locals(frame, "first_response_at"), judged)
    touched = np.where(np.isnat(contact), first, contact)
    touched = np.where(np.isnat(touched), _locals(frame, "received_at"), touched)
    return Facts(
        judged=judged,
        is_open=is_open(leads),
        plan=_locals(frame, "next_action_date"),
        plan_timed=frame["next_action_date_has_time"].to_numpy(dtype=bool),
        plan_meant=says_something(leads, "next_action_date"),
        contact=contact,
        contact_timed=frame["last_contact_at_has_time"].to_numpy(dtype=bool),
        touched=touched,
        quiet=_quiet(settings.hours, touched, judged),
        allows=_allows(frame, settings),
    )


def _quiet(hours: BusinessHours, touched: Locals, judged: np.datetime64) -> npt.NDArray[np.float64]:
    known = ~np.isnat(touched)
    quiet = np.full(len(touched), np.nan)
    today = np.full(int(known.sum()), judged.astype("datetime64[D]"))
    quiet[known] = hours.business_days_between(touched[known].astype("datetime64[D]"), today)
    return quiet


def _allows(frame: pd.DataFrame, settings: Settings) -> npt.NDArray[np.float64]:
    """Business days without contact that the lead's stage allows; NaN where it allows any."""
    allows = np.full(len(frame), np.nan)
    for stage in settings.stages:
        if stage.idle_days is not None:
            allows[frame["stage"].to_numpy(dtype=object) == stage.name] = stage.idle_days
    return allows


def _locals(frame: pd.DataFrame, field: str) -> Locals:
    return frame[field].to_numpy(dtype="datetime64[s]")
