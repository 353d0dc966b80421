"""Answers nobody dated, judged by two reads of the sheet: one that showed none, and the next.

Where even the later read is in time the answer was, whatever its moment; where even the earlier
one is past due it was late. Between the two nobody knows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetsync.business_hours import Days, Instants, Locals
from sheetsync.config import Settings
from sheetsync.lead_tab import BoolArray, IntArray, ObjectArray
from sheetsync.leads import Leads
from sheetsync.memory import Memory, never, shown_by_a_read
from sheetsync.moments import DAY
from sheetsync.rules.response_clocks import Clocks, local_times, target_seconds


@dataclass(frozen=True)
class Observed:
    """One entry a lead. ``state`` is met, late, or "" where reads tell nothing; ``after`` and
    ``by`` are the local times of the two reads, NaT without a state. ``after`` is not known of an
    answer that was there when the row first showed."""

    state: ObjectArray
    after: Locals
    by: Locals

    @property
    def known(self) -> BoolArray:
        """Leads of which the reads tell the state."""
        return np.asarray(self.state != "", dtype=bool)


def observed_answers(
    leads: Leads, clocks: Clocks, settings: Settings, among: BoolArray
) -> Observed:
    """What the reads tell of those leads among which an answer is known to have been given."""
    count = len(leads)
    found = Observed(np.full(count, "", dtype=object), never(count).copy(), never(count).copy())
    memory = leads.memory
    if memory is None:
        return found
    at = np.flatnonzero(among & ~np.isnat(memory.answered_by))
    state = _states(leads, memory, clocks.at(at), settings, at)
    at, state = at[state != ""], state[state != ""]
    found.state[at] = state
    found.after[at], found.by[at] = memory.answered_after[at], memory.answered_by[at]
    return found


def _states(
    leads: Leads, memory: Memory, clocks: Clocks, settings: Settings, at: IntArray
) -> ObjectArray:
    after, by = memory.answered_after[at], memory.answered_by[at]
    first_due, first_day = _earliest_due(leads, memory, clocks, settings, at)
    in_time = _not_past(by, clocks, first_due, first_day, settings)
    past = ~np.isnat(after) & ~_not_past(after, clocks, clocks.due, clocks.due_day, settings)
    # Somebody got the date of arrival wrong.
    early = settings.hours.to_instants(by) < clocks.received - DAY
    state = np.full(len(at), "", dtype=object)
    state[in_time & ~early] = "met"
    state[past & ~_in_touch_before(leads, clocks, settings, at)] = "late"
    return state


def _not_past(
    local: Locals, clocks: Clocks, due: Instants, due_day: Days, settings: Settings
) -> BoolArray:
    """Whether moments are not after the due one; where a lead came without a time of day, whether
    its day is not."""
    by_day = local.astype("datetime64[D]") <= due_day
    by_time = settings.hours.to_instants(local) <= due
    return np.asarray(~np.isnat(local) & np.where(clocks.dated, by_day, by_time))


def _earliest_due(
    leads: Leads, memory: Memory, clocks: Clocks, settings: Settings, at: IntArray
) -> tuple[Instants, Days]:
    """When a reply would have been due had the lead come as early as may be. Where Received at is
    the read that first showed the row, it may have come any time since the read before."""
    hours, received = settings.hours, local_times(leads.frame, "received_at")[at]
    by_a_read = ~clocks.dated & shown_by_a_read(memory, received, at)
    came = hours.to_instants(memory.appeared_after[at])
    due = hours.after(came, target_seconds(leads.frame, settings)[at])
    day = hours.to_local(due).astype("datetime64[D]")
    return np.where(by_a_read, due, clocks.due), np.where(by_a_read, day, clocks.due_day)


def _in_touch_before(leads: Leads, clocks: Clocks, settings: Settings, at: IntArray) -> BoolArray:
    """Leads whose Last contact at is not past due: a reply is not later than the last contact, so
    it may only have been noted late."""
    contact = local_times(leads.frame, "last_contact_at")[at]
    timed = leads.frame["last_contact_at_has_time"].to_numpy(dtype=bool)[at]
    by_day = contact.astype("datetime64[D]") <= clocks.due_day
    by_time = _not_past(contact, clocks, clocks.due, clocks.due_day, settings)
    return np.asarray(~np.isnat(contact) & np.where(timed, by_time, by_day))
