"""How things stand at the end of a run: what messages are made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.config import Settings
from sheetsync.lead_tab import ObjectArray
from sheetsync.leads import Leads
from sheetsync.moments import day_text, moment_text
from sheetsync.rules.judged import judged_day
from sheetsync.rules.money_text import money_text
from sheetsync.rules.value_of import quoted, total

Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Standing:
    """The leads and what the rules say of them. ``listed`` are the positions of those to follow
    up and ``waiting`` of those past their response target, each with the most urgent first;
    ``sheet`` is what people call the workbook or spreadsheet."""

    leads: Leads
    follow_up: pd.DataFrame
    response: pd.DataFrame
    listed: Positions
    waiting: Positions
    settings: Settings
    now: datetime
    sheet: str

    @property
    def day(self) -> date:
        """The day that is judged: tomorrow, for a run after closing."""
        return judged_day(self.settings, self.now)

    @property
    def occasion(self) -> str:
        """What messages are sent once for: the day of the run and the one it judges, so that a run
        made up for in the morning does not take the place of the evening's."""
        return f"nightly:{self.local.date()}:{self.day}"

    @property
    def day_said(self) -> str:
        """The same in words."""
        return day_text(self.day, self.local.year)

    @property
    def local(self) -> datetime:
        """Now, on the business's wall clock."""
        return self.now.astimezone(self.settings.timezone)

    @property
    def states(self) -> ObjectArray:
        """The follow-up state of each lead."""
        return self.follow_up["state"].to_numpy(dtype=object)

    @property
    def names(self) -> ObjectArray:
        """What each lead is known by from message to message: its id, else its key."""
        ids, keys = (self.leads.frame[name].to_numpy(dtype=object) for name in ("lead_id", "key"))
        return np.where(ids == "", keys, ids)

    def among(self, *states: str) -> Positions:
        """Those to follow up that are in one of these states."""
        return self.listed[np.isin(self.states[self.listed].astype(str), states)]

    def of(self, owner: str) -> Standing:
        """The same, with the leads of one person alone to follow up."""
        owners = self.leads.frame["owner"].to_numpy(dtype=object)
        listed, waiting = (part[owners[part] == owner] for part in (self.listed, self.waiting))
        return replace(self, listed=listed, waiting=waiting)

    def quotes_said(self, positions: Positions) -> str:
        """The money in the quotes of some leads; "" where there is none."""
        money = total(quoted(self.leads.frame)[positions])
        return money_text(money, self.settings) if money else ""

    def moment_said(self, moment: datetime) -> str:
        """A moment on the business's wall clock."""
        return moment_text(moment.astimezone(self.settings.timezone), self.local.year)
