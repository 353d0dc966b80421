"""The story of a first reply in words: arrival, clock, due moment, reply.

Says nothing that would change while nothing happens, so a report that holds it stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.config import Settings
from sheetsync.leads import Leads
from sheetsync.moments import duration_text, moment_texts
from sheetsync.rules.judged import judged_day
from sheetsync.rules.response_clocks import local_times


@dataclass(frozen=True)
class _Told:
    """One lead's moments as they read, and what they mean."""

    state: str
    arrived: str
    shown_by_no_clock: bool
    timed: bool
    waited_for_opening: bool
    clock_start: str
    due: str
    replied: str
    seen_after: str
    seen_by: str
    text: str
    priority: str
    target: int
    owner: str


def sentences(
    leads: Leads,
    assessed: pd.DataFrame,
    positions: npt.NDArray[np.intp],
    settings: Settings,
    now: datetime,
) -> list[str]:
    """For each lead asked for, one sentence: when it arrived, when the clock started, when a reply
    was due, when (if) it came, and whose lead it is. Meant for leads whose state is known."""
    return [
        f"{steps[0][0].upper()}{'; '.join(steps)[1:]}."
        for steps in clauses(leads, assessed, positions, settings, now)
    ]


def clauses(
    leads: Leads,
    assessed: pd.DataFrame,
    positions: npt.NDArray[np.intp],
    settings: Settings,
    now: datetime,
) -> list[list[str]]:
    """The same for each lead as four clauses, in that order."""
    frame, said = leads.frame.iloc[positions], assessed.iloc[positions]
    year = judged_day(settings, now).year
    received, start = local_times(frame, "received_at"), local_times(said, "clock_start")
    timed = frame["received_at_has_time"].to_numpy(dtype=bool)
    reply_timed = frame["first_response_at_has_time"].to_numpy(dtype=bool)
    columns = (
        said["state"],
        moment_texts(received, year, timed),
        timed & (settings.hours.to_local(settings.hours.to_instants(received)) != received),
        timed,
        received < start,
        moment_texts(start, year),
        moment_texts(local_times(said, "due_at"), year),
        moment_texts(local_times(said, "answered_at"), year, reply_timed),
        moment_texts(local_times(said, "seen_after"), year),
        moment_texts(local_times(said, "seen_by"), year),
        said["text"],
        frame["priority"],
        said["target_seconds"],
        frame["owner"],
    )
    return [_clauses(_Told(*row)) for row in zip(*columns, strict=True)]


def _clauses(told: _Told) -> list[str]:
    return [_arrival(told), _clock(told), _due(told), _reply(told)]


def _arrival(told: _Told) -> str:
    if not told.timed:
        return f"arrived {told.arrived}, no time of day given"
    skipped = ", an hour the clocks skipped that night" if told.shown_by_no_clock else ""
    closed = ", outside business hours" if told.waited_for_opening else ""
    return f"arrived {told.arrived}{skipped}{closed}"


def _clock(told: _Told) -> str:
    late_start = told.waited_for_opening or not told.timed
    return f"the clock started {told.clock_start if late_start else 'at once'}"


def _due(told: _Told) -> str:
    verb = "is" if told.state == "due" else "was"
    if not told.timed:
        return f"a first reply {verb} due by closing, {told.due}"
    whose = f"{told.priority}: " if told.priority else ""
    target = duration_text(told.target, in_days=False)
    return f"a first reply {verb} due {told.due} ({whose}{target} of business time)"


def _reply(told: _Told) -> str:
    owner = f", owner {told.owner}" if told.owner else ""
    if told.seen_by:
        between = f"between {told.seen_after} and" if told.seen_after else "by"
        verdict = "in time" if told.state == "met" else "late"
        return f"a reply was first noted {between} {told.seen_by}{owner}: {verdict}"
    if told.state in ("met", "late"):
        return f"the reply came {told.replied}{owner}: {told.text[0].lower()}{told.text[1:]}"
    asked = "nobody has replied yet"
    return f"{asked}, {told.owner} is responsible" if told.owner else f"{asked}, nobody owns it"
