"""Received at of rows that appeared between two reads: the read that first showed them.

Nobody wrote down when those leads came; this is the closest anybody can say. A row that was there
at the first read stays blank, and so does one that appeared while nobody looked for days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sheetsync.lead_tab import BoolArray, ObjectArray
from sheetsync.leads import Leads
from sheetsync.snapshot import Snapshot

FIELD = "received_at"
MOST_UNSURE = np.timedelta64(4, "D")
"""The longest time between two reads of which the second still says when a lead came: a long
weekend."""


def with_arrivals(leads: Leads, snapshot: Snapshot) -> Leads:
    """The leads with the moment that `arrivals` fills, so that all jobs reckon with it."""
    at = np.flatnonzero(_fillable(leads, snapshot))
    if leads.memory is None or not len(at):
        return leads
    columns = {
        name: leads.frame[name].to_numpy().copy()
        for name in (FIELD, f"{FIELD}_has_time", f"{FIELD}_by_numbers")
    }
    columns[FIELD][at] = leads.memory.appeared_at[at].astype("datetime64[m]")
    columns[f"{FIELD}_has_time"][at] = True
    filled = leads.filled[FIELD].copy()
    filled[at] = True
    return replace(
        leads, frame=leads.frame.assign(**columns), filled={**leads.filled, FIELD: filled}
    )


def arrivals(leads: Leads, snapshot: Snapshot) -> Mapping[str, ObjectArray]:
    """What to fill, by field; nothing where there is nothing to fill."""
    at = np.flatnonzero(_fillable(leads, snapshot))
    if leads.memory is None or not len(at):
        return {}
    cells = np.full(len(leads), None, dtype=object)
    cells[at] = leads.memory.appeared_at[at].astype("datetime64[m]").tolist()
    return {FIELD: cells}


def _fillable(leads: Leads, snapshot: Snapshot) -> BoolArray:
    """Blank cells, that may be written, of rows that appeared between two reads."""
    memory, column = leads.memory, snapshot.headers.column(FIELD)
    if memory is None or column is None or snapshot.lead_tab.is_protected:
        return np.zeros(len(leads), dtype=bool)
    fillable = memory.appeared_at - memory.appeared_after <= MOST_UNSURE
    at = np.flatnonzero(fillable)
    cells = snapshot.values(FIELD)[at].tolist()
    fillable[at] = [cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells]
    fillable &= ~snapshot.formulas(FIELD) & ~leads.frame["ambiguous"].to_numpy(dtype=bool)
    return np.asarray(fillable & ~snapshot.lead_tab.is_barred(snapshot.rows, column))
