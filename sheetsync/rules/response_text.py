"""What Response (auto) says, and the pattern all of it matches."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from sheetsync.config import Settings
from sheetsync.lead_tab import ObjectArray
from sheetsync.moments import DURATION_PATTERN, MOMENT_PATTERN, duration_texts, moment_texts
from sheetsync.rules.response_clocks import Clocks, lateness
from sheetsync.rules.response_observed import Observed

RESPONSE_GRAMMAR = re.compile(
    rf"Due {MOMENT_PATTERN}|Breached, was due {MOMENT_PATTERN}|Met in {DURATION_PATTERN}"
    rf"|Met the same day|Late by {DURATION_PATTERN} \(waited {DURATION_PATTERN}\)"
    rf"|Met, answered by {MOMENT_PATTERN}|Late, unanswered at {MOMENT_PATTERN}|Unknown"
)
"""Exactly what `response_texts` and `observed_texts` give, for ``fullmatch``; other text was typed
by a person."""


def response_texts(
    clocks: Clocks, state: ObjectArray, settings: Settings, this_year: int
) -> ObjectArray:
    """The machine cell of every lead.

    How soon and how late is business time; how long the customer waited is not. Where only days
    are known they are said in days: ``Met the same day``, ``Met in 1 d``.
    """
    text = np.full(len(state), "Unknown", dtype=object)
    for name, opening in (("due", "Due "), ("breached", "Breached, was due ")):
        at = np.flatnonzero(state == name)
        text[at] = opening + moment_texts(settings.hours.to_local(clocks.due[at]), this_year)
    for name, by_day, say in (
        ("met", False, _met), ("met", True, _met_by_day),
        ("late", False, _late), ("late", True, _late_by_day),
    ):  # fmt: skip
        at = np.flatnonzero((state == name) & (clocks.by_day == by_day))
        text[at] = say(clocks.at(at), settings)
    return text


def observed_texts(seen: Observed, this_year: int) -> ObjectArray:
    """The machine cells of the leads of which two reads tell the state: the read that bears it
    out, so that nobody takes it for the moment of the answer."""
    known = seen.known
    by = _joined("Met, answered by ", moment_texts(seen.by[known], this_year))
    after = _joined("Late, unanswered at ", moment_texts(seen.after[known], this_year))
    return np.where(seen.state[known] == "met", by, after).astype(object)


def _met(clocks: Clocks, settings: Settings) -> ObjectArray:
    passed = settings.hours.between(clocks.received, clocks.reply)
    return _joined("Met in ", duration_texts(passed, in_days=False))


def _met_by_day(clocks: Clocks, settings: Settings) -> ObjectArray:
    passed = settings.hours.business_days_between(clocks.start_day, clocks.reply_day)
    early = clocks.reply_day < clocks.start_day
    said = _joined("Met in ", np.where(early, "0 m", _in_days(passed)))
    same_day = clocks.reply_day == clocks.received_day
    return np.where(same_day, "Met the same day", said).astype(object)


def _late(clocks: Clocks, settings: Settings) -> ObjectArray:
    late = duration_texts(lateness(clocks, settings), in_days=False)
    waited = duration_texts(clocks.reply - clocks.received)
    return _joined("Late by ", late, " (waited ", waited, ")")


def _late_by_day(clocks: Clocks, settings: Settings) -> ObjectArray:
    late = settings.hours.business_days_between(clocks.due_day, clocks.reply_day)
    waited = (clocks.reply_day - clocks.received_day).astype(np.int64)
    return _joined("Late by ", _in_days(late), " (waited ", _in_days(waited), ")")


def _in_days(days: npt.NDArray[np.int64]) -> ObjectArray:
    return _joined(np.maximum(days, 1).astype(str).astype(object), " d")


def _joined(*parts: str | ObjectArray) -> ObjectArray:
    whole = np.asarray("", dtype=object)
    for part in parts:
        whole = whole + part
    return np.asarray(whole, dtype=object)
