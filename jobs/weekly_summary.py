"""Sum up the last full business week on a tab of its own, and review what was lost in it."""

from __future__ import annotations

from datetime import date, datetime

from jobs.weekly.lost_review import lost_review_tab
from jobs.weekly.tab import week_tab
from sheetsync.config import Settings
from sheetsync.leads import Leads
from sheetsync.outcome import Outcome
from sheetsync.rules import response
from sheetsync.rules.week.figures import figures
from sheetsync.rules.week.period import week_of

NAME = "weekly_summary"


def run(leads: Leads, settings: Settings, now: datetime, since: date) -> Outcome:
    """Write the tabs of the week that ends today, or of the last that has ended."""
    week = week_of(now, settings)
    assessed = response.assess(leads, settings, now, since)
    return Outcome(
        tabs=(
            week_tab(figures(leads, assessed, settings, now, week), settings),
            lost_review_tab(leads, assessed, settings, week),
        )
    )
