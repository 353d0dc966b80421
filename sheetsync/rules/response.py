"""Response states: was the first reply given in time, is it due, or is it breached?

Where a day has no time of day, judgement is by day: a lead received on a day is due at closing
of that business day; a reply whose own time is unknown, or which answers such a lead, is met when
its day is not after the day it was due. What nobody can know is ``unknown``, never ``breached``.
"""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.business_hours import MISSING, Instants
from sheetsync.config import Settings
from sheetsync.lead_tab import BoolArray, ObjectArray
from sheetsync.leads import Leads
from sheetsync.moments import DAY
from sheetsync.rules.answers import shows_contact
from sheetsync.rules.facts import says_something
from sheetsync.rules.judged import judged_day
from sheetsync.rules.response_clocks import Clocks, clocks_of, target_seconds
from sheetsync.rules.response_observed import observed_answers
from sheetsync.rules.response_story import clauses, sentences
from sheetsync.rules.response_text import RESPONSE_GRAMMAR, observed_texts, response_texts

__all__ = ["RESPONSE_GRAMMAR", "STATES", "WHY_UNKNOWN", "assess", "explain", "sentences"]

STATES = ("due", "met", "late", "breached", "unknown")

WHY_UNKNOWN: dict[str, str] = {
    "received": "Received at is blank or cannot be read, so no clock can run.",
    "unreadable": "First response at holds something that cannot be read as a date.",
    "future": "First response at lies in the future.",
    "early": "First response at lies more than a day before Received at: one of them is wrong.",
    "answered": "First response at is blank, but Last contact at, Follow-ups or Status suggest "
    "that somebody answered; when, nobody wrote down.",
    "before": "It arrived before the day from which breaches are counted.",
}
"""Why a state is unknown, in order of precedence."""


def assess(leads: Leads, settings: Settings, now: datetime, since: date) -> pd.DataFrame:
    """One row a lead, aligned with ``leads.frame``.

    - ``state``: one of `STATES`; ``why``: for unknown ones a key of `WHY_UNKNOWN`, else "".
    - ``clock_start``, ``due_at``, ``answered_at``: local ``datetime64[s]``; the last only where
      the state is met or late by a First response at.
    - ``seen_after``, ``seen_by``: the same, the two reads between which an answer first showed
      that nobody dated, where they tell that it was met or late.
    - ``target_seconds``: the business time a reply may take; ``by_day``: no time of day is known
      of arrival or reply, so only days were compared.
    - ``business_seconds``: business time from arrival to the reply, or to now while there is
      none; ``waited_seconds``: the same by the wall clock. NaN where unknown or judged by day.
    - ``text``: what the machine cell should say. It depends on ``now`` through the state and, for
      other years, the year alone.
    """
    hours, moment = settings.hours, int(now.timestamp())
    today = hours.to_local(np.array([moment])).astype("datetime64[D]")[0]
    clocks = clocks_of(leads.frame, settings)
    why = _why_unknown(leads, clocks, moment, today, since)
    state = _states(clocks, why, moment)
    replied = (state == "met") | (state == "late")
    end = np.where(replied, clocks.reply, moment)
    timed = (why == "") & ~clocks.by_day
    year = judged_day(settings, now).year
    text = response_texts(clocks, state, settings, year)
    seen = observed_answers(leads, clocks, settings, why == "answered")
    state[seen.known], why[seen.known] = seen.state[seen.known], ""
    text[seen.known] = observed_texts(seen, year)
    index = leads.frame.index
    # As objects: pandas would make texts of a type of its own, which is slower to go through.
    return pd.DataFrame(
        {
            "state": pd.Series(state, index=index, dtype=object),
            "why": pd.Series(why, index=index, dtype=object),
            "clock_start": hours.to_local(clocks.start),
            "due_at": hours.to_local(clocks.due),
            "answered_at": hours.to_local(np.where(replied, clocks.reply, MISSING)),
            "target_seconds": target_seconds(leads.frame, settings),
            "by_day": clocks.by_day,
            "business_seconds": np.where(timed, hours.between(clocks.received, end), np.nan),
            "waited_seconds": np.where(timed, _waited(clocks, end), np.nan),
            "seen_after": seen.after,
            "seen_by": seen.by,
            "text": pd.Series(text, index=index, dtype=object),
        },
        index=index,
    )


def _why_unknown(
    leads: Leads, clocks: Clocks, moment: int, today: np.datetime64, since: date
) -> ObjectArray:
    frame = leads.frame
    replied = clocks.reply != MISSING
    masks = {
        "received": clocks.due == MISSING,
        "unreadable": ~replied & says_something(leads, "first_response_at"),
        "future": clocks.reply_day > today,
        "early": replied & _is_long_before_arrival(clocks),
        "answered": ~replied & shows_contact(leads),
        "before": ~replied & (clocks.received_day < np.datetime64(since)) & (moment > clocks.due),
    }
    why = np.full(len(frame), "", dtype=object)
    for name in reversed(WHY_UNKNOWN):
        why[masks[name]] = name
    return why


def _is_long_before_arrival(clocks: Clocks) -> BoolArray:
    """By more than a day, for certain. A little early is a clock or a late entry: that is met."""
    by_time = clocks.reply < clocks.received - DAY
    by_day = clocks.reply_day < clocks.received_day - 1
    return np.asarray(np.where(clocks.by_day, by_day, by_time))


def _states(clocks: Clocks, why: ObjectArray, moment: int) -> ObjectArray:
    replied = clocks.reply != MISSING
    late = np.where(clocks.by_day, clocks.reply_day > clocks.due_day, clocks.reply > clocks.due)
    state = np.full(len(why), "due", dtype=object)
    state[moment > clocks.due] = "breached"
    state[replied & ~late] = "met"
    state[replied & late] = "late"
    state[why != ""] = "unknown"
    return state


def _waited(clocks: Clocks, end: Instants) -> npt.NDArray[np.int64]:
    known = (clocks.received != MISSING) & (end != MISSING)
    return np.where(known, np.maximum(end - clocks.received, 0), 0)


def explain(
    leads: Leads, position: int, settings: Settings, now: datetime, since: date
) -> list[str]:
    """The response clock of one lead, step by step, and what came of it."""
    assessed = assess(leads, settings, now, since)
    state, why = assessed["state"].iloc[position], assessed["why"].iloc[position]
    reason = [WHY_UNKNOWN[why]] if why else []
    if why == "received":
        return [*reason, "State: unknown."]
    steps = clauses(leads, assessed, np.array([position]), settings, now)[0]
    told = [f"{step[0].upper()}{step[1:]}." for step in (steps[:-1] if why else steps)]
    return [*told, *reason, f"State: {state}."]
