"""Figures about first replies: who still waits, and how the last thirty days went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.lead_tab import BoolArray

RECENT_DAYS = 30


@dataclass(frozen=True)
class ResponseFigures:
    """Masks over all leads, and numbers made of them.

    ``waiting``: breached, whenever they came. Of the last `RECENT_DAYS` days: ``answered`` and
    among them ``late``, by the day of the reply, or of the read that first showed it. ``in_time``
    of ``judged`` enquiries, by the day they came: those met, of those met, late or breached.
    ``median_reply`` is business seconds over ``answered``; None where no reply has a time.
    """

    waiting: BoolArray
    answered: BoolArray
    late: BoolArray
    in_time: int
    judged: int
    median_reply: float | None


def response_figures(frame: pd.DataFrame, assessed: pd.DataFrame, day: date) -> ResponseFigures:
    """Count, as at a day; ``assessed`` is what `response.assess` gave for the frame."""
    state = assessed["state"].to_numpy(dtype=object)
    waiting, late, met = (state == word for word in ("breached", "late", "met"))
    answered = _is_recent(assessed["answered_at"], day) | _is_recent(assessed["seen_by"], day)
    came = _is_recent(frame["received_at"], day)
    return ResponseFigures(
        waiting=waiting,
        answered=answered,
        late=answered & late,
        in_time=int((came & met).sum()),
        judged=int((came & (met | late | waiting)).sum()),
        median_reply=_median(assessed["business_seconds"].to_numpy(dtype=np.float64)[answered]),
    )


def _is_recent(moments: pd.Series, day: date) -> BoolArray:
    days = moments.to_numpy(dtype="datetime64[s]").astype("datetime64[D]")
    recent: BoolArray = days > np.datetime64(day, "D") - RECENT_DAYS
    return recent


def _median(values: npt.NDArray[np.float64]) -> float | None:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else None
