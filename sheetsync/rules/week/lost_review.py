"""Each lost lead's own evidence, to hold beside the reason somebody stated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.leads import Leads
from sheetsync.moments import duration_text
from sheetsync.rules.value_of import worth
from sheetsync.rules.week.flow import LeadWeeks

SLOW_REPLY = 24 * 3600
"""A first reply that took longer than this many seconds may have cost the lead by itself."""

FEW_FOLLOW_UPS = 1


def lost_in_week(leads: Leads, weeks: LeadWeeks) -> npt.NDArray[np.intp]:
    """Positions of the leads lost in the week: most valuable first, then last lost, then by
    Lead ID."""
    frame = leads.frame
    lost = (frame["stage_kind"] == "lost").to_numpy(dtype=bool) & (weeks.closed == 0)
    at = np.flatnonzero(lost)
    key, lead_id = (
        frame[name].to_numpy(dtype=object)[at].astype(str) for name in ("key", "lead_id")
    )
    ago = -frame["closed_on"].to_numpy(dtype="datetime64[s]")[at].astype(np.int64)
    return at[np.lexsort((key, lead_id, ago, -worth(frame)[at]))]


def evidence(leads: Leads, response: pd.DataFrame, positions: npt.NDArray[np.intp]) -> list[str]:
    """For each lead asked for what its row shows: ``First reply took 31 h, 1 follow-up, quoted,
    closed 12 days after it came``."""
    return [", ".join(_shown(row)) for row in _rows(leads, response, positions)]


def doubts(leads: Leads, response: pd.DataFrame, positions: npt.NDArray[np.intp]) -> list[str]:
    """For each lead asked for the reasons its row speaks for, other than the stated one; "" where
    it speaks for none."""
    return [
        " or ".join(reason for reason in _spoken_for(row) if reason != row["lost_reason"])
        for row in _rows(leads, response, positions)
    ]


def _rows(
    leads: Leads, response: pd.DataFrame, positions: npt.NDArray[np.intp]
) -> list[dict[str, Any]]:
    fields = ["lost_reason", "follow_ups", "quote_value", "received_at", "closed_on",
              "decision_maker"]  # fmt: skip
    rows = leads.frame[fields].iloc[positions]
    state = response["state"].iloc[positions]
    answered = state.isin(["met", "late"])
    waits = response["waited_seconds"].iloc[positions].where(answered)
    said = {"waited": waits, "answered": answered, "late": state == "late"}
    return rows.assign(**said).to_dict("records")  # type: ignore[return-value]


def _shown(row: Mapping[str, Any]) -> list[str]:
    took = row["waited"]
    reply = f"took {duration_text(int(took))}" if not pd.isna(took) else "has no time"
    shown = [f"First reply {reply}" if row["answered"] else "No first reply written down"]
    count = row["follow_ups"]
    if not pd.isna(count):
        shown.append(f"{count:.0f} follow-up{'' if count == 1 else 's'}")
    shown.append("quoted" if row["quote_value"] > 0 else "never quoted")
    return [*shown, *_lasted(row)]


def _lasted(row: Mapping[str, Any]) -> list[str]:
    if pd.isna(row["received_at"]) or pd.isna(row["closed_on"]):
        return []
    days = (row["closed_on"].normalize() - row["received_at"].normalize()).days
    return [f"closed {days} day{'' if days == 1 else 's'} after it came"] if days >= 0 else []


def _spoken_for(row: Mapping[str, Any]) -> list[str]:
    # A reply in time over a closed weekend waited long too, and cost nothing.
    slow = row["late"] and row["waited"] > SLOW_REPLY
    dropped = row["follow_ups"] <= FEW_FOLLOW_UPS
    return [*(["Late response"] if slow else []), *(["Poor follow-up"] if dropped else [])]
