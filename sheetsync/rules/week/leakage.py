"""Where open leads leak away: nobody owns them, no next date, nobody replied, gone quiet, gone
altogether."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.config import Settings
from sheetsync.leads import Leads
from sheetsync.rules.value_of import quoted, total
from sheetsync.rules.vanished import money_in

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Leak:
    """One way leads leak: ``phrase`` continues "14 open leads …"; ``money`` is in their quotes."""

    name: str
    phrase: str
    leads: int
    money: float


@dataclass(frozen=True)
class Leakage:
    """All leaks, as at the judged moment. A lead may leak in several ways; ``leads`` and
    ``money`` count it once."""

    leaks: tuple[Leak, ...]
    leads: int
    money: float

    @property
    def worst(self) -> Leak | None:
        """The leak with most money in it, then with most leads; None where nothing leaks."""
        found = [leak for leak in self.leaks if leak.leads]
        return max(found, key=lambda leak: (leak.money, leak.leads), default=None)


_PHRASES = {
    "No owner": "nobody owns",
    "No next date": "without a next date",
    "No reply": "that got no reply in time",
    "Idle": "gone quiet for longer than their stage allows",
}
_VANISHED = "Vanished"

_NO_NEXT_DATE = ("stale_plan", "idle", "unreadable", "none_planned")


def leakage(
    leads: Leads, response: pd.DataFrame, follow_up: pd.DataFrame, settings: Settings
) -> Leakage:
    """Count the leaks among open leads, from the response and follow-up states; where reads are
    remembered, those too that were open when their rows vanished."""
    frame = leads.frame
    is_open = (frame["stage_kind"] == "open").to_numpy(dtype=bool)
    money = quoted(frame)
    masks: dict[str, Mask] = {
        "No owner": is_open & (frame["owner"] == "").to_numpy(dtype=bool),
        "No next date": follow_up["state"].isin(_NO_NEXT_DATE).to_numpy(dtype=bool),
        "No reply": is_open & (response["state"] == "breached").to_numpy(dtype=bool),
        "Idle": (follow_up["state"] == "idle").to_numpy(dtype=bool),
    }
    any_leak = np.logical_or.reduce(list(masks.values()))
    leaks = tuple(
        Leak(name, _PHRASES[name], int(mask.sum()), total(money[mask]))
        for name, mask in masks.items()
    )
    if leads.memory is None:
        return Leakage(leaks, int(any_leak.sum()), total(money[any_leak]))
    gone = Leak(_VANISHED, "gone from the sheet", *money_in(leads.memory.vanished, settings))
    in_all = int(any_leak.sum()) + gone.leads
    return Leakage((*leaks, gone), in_all, round(total(money[any_leak]) + gone.money, 2))
