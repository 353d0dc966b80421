"""Follow-up states: which open lead is overdue, due, idle, or has nothing planned.

A plan is a next action *date*. A next action without a date can never come due, so it does not
keep a lead from being idle. A date that nobody can read does: somebody planned something. Such a
lead is ``unreadable`` until the date is mended; the findings say what is wrong with it.
"""

from __future__ import annotations

import re
from datetime import datetime

import numpy as np
import pandas as pd

from sheetsync.config import Settings
from sheetsync.lead_tab import ObjectArray
from sheetsync.leads import Leads
from sheetsync.moments import DAY_PATTERN, MOMENT_PATTERN, day_texts, moment_texts
from sheetsync.rules import ladder
from sheetsync.rules.follow_up_explained import judged_sentence, plan_sentence, quiet_sentence
from sheetsync.rules.follow_up_facts import Facts, Locals, Mask, gather
from sheetsync.rules.judged import judged_at

__all__ = ["FOLLOW_UP_GRAMMAR", "STATES", "assess", "explain", "judged_at"]

STATES = ("stale_plan", "overdue", "today", "idle", "unreadable", "none_planned", "due")
"""In order of precedence; "" is the state of a closed lead."""

NONE_PLANNED, UNREADABLE = "None planned", "Unreadable date"
_WORDING = {
    "stale_plan": ("Contacted ", ", set the next date"),
    "overdue": ("Overdue since ", ""),
    "today": ("Due ", ""),
    "idle": ("Idle since ", ""),
    "due": ("Due ", ""),
}
"""The words before and after the moment of a state."""

_PLANNED = ("overdue", "today", "due")
"""The states whose moment is the planned one, said with its time where it has one."""

FOLLOW_UP_GRAMMAR = re.compile(
    rf"(?:Overdue since|Due) (?:{MOMENT_PATTERN}|{DAY_PATTERN})|Idle since {DAY_PATTERN}"
    rf"|{NONE_PLANNED}|{UNREADABLE}|Contacted {DAY_PATTERN}, set the next date"
)
"""Exactly what `assess` writes, for ``fullmatch``; any other text was typed by a person."""


def assess(leads: Leads, settings: Settings, now: datetime) -> pd.DataFrame:
    """One row a lead, aligned with ``leads.frame``: ``state``, ``since``, ``text``.

    ``since`` is local ``datetime64[s]``: overdue since, due at, contacted at; for idle and
    unplanned leads when they were last heard of; NaT for closed ones. ``text`` is what the
    machine cell should say, None for closed leads. It depends on ``now`` only through the state
    and, for dates of other years, the year.
    """
    facts = gather(leads, settings, now)
    masks = _masks(facts)
    since = _since(facts, masks)
    index = leads.frame.index
    # As objects: in a column of texts proper None would become NaN.
    state = pd.Series(_states(masks, len(index)), index=index, dtype=object)
    text = pd.Series(_texts(facts, masks, since), index=index, dtype=object)
    return pd.DataFrame({"state": state, "since": since, "text": text}, index=index)


def idle(leads: Leads, settings: Settings, now: datetime) -> tuple[Mask, Locals]:
    """Which leads are idle, and since when each lead is in the state it is in."""
    facts = gather(leads, settings, now)
    masks = _masks(facts)
    return masks["idle"], _since(facts, masks)


def explain(leads: Leads, position: int, settings: Settings, now: datetime) -> list[str]:
    """Sentences that say what the state of one lead is and what it follows from."""
    lead = assess(leads, settings, now).iloc[position]
    if not lead["state"]:
        return ["The lead is closed: there is nothing to follow up."]
    facts = gather(leads, settings, now)
    return [
        f"{lead['text']}.",
        judged_sentence(facts, settings, now),
        plan_sentence(facts, position),
        quiet_sentence(facts, position, leads.frame["stage"].iloc[position]),
        ladder.explain(leads, position, settings, now),
    ]


def _masks(facts: Facts) -> dict[str, Mask]:
    """Which leads are in which state: one state each, the first in `STATES` that applies."""
    day = facts.plan.astype("datetime64[D]")
    applies: dict[str, Mask] = {
        "stale_plan": _is_stale(facts),
        "overdue": np.where(facts.plan_timed, facts.plan < facts.judged, day < facts.today),
        "today": day == facts.today,
        "idle": ~facts.plan_meant & (facts.quiet > facts.allows),
        "unreadable": facts.plan_meant & np.isnat(facts.plan),
        "none_planned": np.isnat(facts.plan),
        "due": ~np.isnat(facts.plan),
    }
    left = facts.is_open.copy()
    masks = {}
    for state in STATES:
        masks[state] = left & applies[state]
        left &= ~applies[state]
    return masks


def _is_stale(facts: Facts) -> Mask:
    """Whether the planned action was done: contact at or after its time where both have one,
    else on or after its day."""
    by_time = facts.contact >= facts.plan
    by_day = facts.contact.astype("datetime64[D]") >= facts.plan.astype("datetime64[D]")
    return np.where(facts.plan_timed & facts.contact_timed, by_time, by_day)


def _since(facts: Facts, masks: dict[str, Mask]) -> Locals:
    planned = np.logical_or.reduce([masks[state] for state in _PLANNED])
    since = np.where(planned, facts.plan, facts.touched)
    return np.where(facts.is_open, since, np.datetime64("NaT", "s"))


def _states(masks: dict[str, Mask], count: int) -> ObjectArray:
    state = np.full(count, "", dtype=object)
    for name, mask in masks.items():
        state[mask] = name
    return state


def _texts(facts: Facts, masks: dict[str, Mask], since: Locals) -> ObjectArray:
    """The machine text of each state, made only for the leads that are in it."""
    text = np.full(len(since), None, dtype=object)
    for state, (before, after) in _WORDING.items():
        timed = masks[state] & facts.plan_timed & (state in _PLANNED)
        by_day = masks[state] & ~timed
        text[timed] = before + moment_texts(since[timed], facts.year) + after
        text[by_day] = before + day_texts(since[by_day], facts.year) + after
    text[masks["none_planned"]], text[masks["unreadable"]] = NONE_PLANNED, UNREADABLE
    return text
