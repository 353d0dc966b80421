"""The figures of a business week, before anything is said of how they look.

Counts by a date column (new, won, lost, money) are of the week and stay what they are. What
stands open, overdue or leaking is known only as at the judged moment, and labelled with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd

from sheetsync.config import Settings
from sheetsync.leads import Leads
from sheetsync.rules import follow_up as follow_ups
from sheetsync.rules.judged import judged_day
from sheetsync.rules.value_of import quoted, total
from sheetsync.rules.week import breakdown
from sheetsync.rules.week.flow import LeadWeeks, WeekFlow, flows
from sheetsync.rules.week.leakage import Leakage, leakage
from sheetsync.rules.week.period import Week


@dataclass(frozen=True)
class Standing:
    """What stands open as at ``day``; money is in open quotes."""

    day: date
    open: int
    pipeline: float
    overdue: int
    overdue_money: float
    leakage: Leakage


@dataclass(frozen=True, eq=False)
class WeekFigures:
    """Everything the weekly tab shows. ``trend`` is oldest first and ends with the week itself;
    the tables are described in `sheetsync.rules.week.breakdown`."""

    week: Week
    trend: tuple[WeekFlow, ...]
    standing: Standing
    undated_won: int
    undated_lost: int
    owners: pd.DataFrame
    sources: pd.DataFrame
    stages: pd.DataFrame
    lost_reasons: pd.DataFrame

    @property
    def flow(self) -> WeekFlow:
        """The week's own movements."""
        return self.trend[-1]

    @property
    def before(self) -> WeekFlow:
        """Those of the week before."""
        return self.trend[-2]


def figures(
    leads: Leads, response: pd.DataFrame, settings: Settings, now: datetime, week: Week
) -> WeekFigures:
    """Work out a week's figures; ``response`` is what `sheetsync.rules.response.assess` gave."""
    frame = leads.frame
    follow_up = follow_ups.assess(leads, settings, now)
    weeks = LeadWeeks.of(frame, week)
    undated = np.isnat(frame["closed_on"].to_numpy(dtype="datetime64[s]"))
    return WeekFigures(
        week=week,
        trend=flows(frame, response, weeks, week),
        standing=_standing(leads, settings, now, response, follow_up),
        undated_won=int((undated & (frame["stage_kind"] == "won")).sum()),
        undated_lost=int((undated & (frame["stage_kind"] == "lost")).sum()),
        owners=breakdown.by_owner(frame, response, follow_up, weeks),
        sources=breakdown.by_source(frame, response, weeks),
        stages=breakdown.by_stage(frame, follow_up, weeks, settings),
        lost_reasons=breakdown.by_lost_reason(frame, weeks),
    )


def _standing(
    leads: Leads,
    settings: Settings,
    now: datetime,
    response: pd.DataFrame,
    follow_up: pd.DataFrame,
) -> Standing:
    money = quoted(leads.frame)
    is_open = (leads.frame["stage_kind"] == "open").to_numpy(dtype=bool)
    overdue = (follow_up["state"] == "overdue").to_numpy(dtype=bool)
    return Standing(
        day=judged_day(settings, now),
        open=int(is_open.sum()),
        pipeline=total(money[is_open]),
        overdue=int(overdue.sum()),
        overdue_money=total(money[overdue]),
        leakage=leakage(leads, response, follow_up, settings),
    )
