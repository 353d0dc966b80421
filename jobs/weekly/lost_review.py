"""The lost review: what was lost in the week, the stated reason, and what the rows show."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from jobs.lists import MOST_ROWS, WORTH, typed
from sheetsync.config import Settings
from sheetsync.leads import Leads
from sheetsync.rules.money_text import money_text
from sheetsync.rules.value_of import total, worth
from sheetsync.rules.week.flow import LeadWeeks
from sheetsync.rules.week.lost_review import doubts, evidence, lost_in_week
from sheetsync.rules.week.period import Week
from sheetsync.tabs import Chart, Column, ReportTab, RowLink, TabCell, Table

NO_REASON = "Not given"

_REASONS = "Lost by stated reason"
COLUMNS = (
    Column("Lead", width=12),
    Column("Name", width=20),
    Column("Company", width=20),
    Column("Owner", width=12),
    Column("Stated reason", width=18),
    Column("What the row shows", "wrapped", 44),
    Column("Speaks for", width=18),
    WORTH,
    Column("Closed on", "date", 16),
)


def lost_review_tab(
    leads: Leads, response: pd.DataFrame, settings: Settings, week: Week
) -> ReportTab:
    """Every lead lost in the week, by stated reason."""
    lost = lost_in_week(leads, LeadWeeks.of(leads.frame, week))
    shown = lost[:MOST_ROWS]
    money = total(worth(leads.frame)[lost])
    reasons = _by_reason(leads, lost)
    chart = Chart(
        "Leads lost by stated reason", _REASONS, "Stated reason", ("Leads",), "bar", ("gone",)
    )
    return ReportTab(
        key=f"lost_review:{week.name}",
        title=f"Lost review {week.name}",
        heading=f"Lost review, week {week.name}",
        summary=_summary(len(lost), money, settings),
        blocks=(
            reasons,
            *((chart,) if len(reasons.rows) > 1 else ()),
            Table(
                columns=COLUMNS,
                rows=_rows(leads, response, shown),
                title="Each lost lead, the most valuable first",
                more=len(lost) - len(shown),
                empty="No lead was lost in this week.",
                filters=True,
            ),
        ),
    )


def _summary(count: int, money: float, settings: Settings) -> str:
    if not count:
        return "No lead was lost in this week."
    leads = f"{count:,} lead{'' if count == 1 else 's'} lost"
    worth_of = f", worth {money_text(money, settings)}" if money else ""
    return f"{leads}{worth_of}. Read each one's own row before believing the stated reason."


def _by_reason(leads: Leads, lost: npt.NDArray[np.intp]) -> Table:
    stated = leads.frame["lost_reason"].iloc[lost].replace("", NO_REASON)
    values = pd.DataFrame({"leads": 1, "money": worth(leads.frame)[lost]})
    found = values.groupby(stated.to_numpy(dtype=object), sort=True).sum().round(2)
    found = found.sort_values("leads", ascending=False, kind="stable")
    return Table(
        columns=(
            Column("Stated reason", width=18),
            Column("Leads", "count", 12),
            WORTH,
        ),
        rows=tuple(
            (str(reason), int(one["leads"]), float(one["money"]))
            for reason, one in found.iterrows()
        ),
        title=_REASONS,
        empty="No reason was stated, for nothing was lost.",
    )


def _rows(
    leads: Leads, response: pd.DataFrame, shown: npt.NDArray[np.intp]
) -> tuple[tuple[TabCell, ...], ...]:
    frame = leads.frame.iloc[shown]
    columns: tuple[list[TabCell], ...] = (
        [RowLink(lead_id) if lead_id else None for lead_id in frame["lead_id"]],
        typed(frame["name"]),
        typed(frame["company"]),
        typed(frame["owner"]),
        [reason or NO_REASON for reason in frame["lost_reason"]],
        list(evidence(leads, response, shown)),
        [reason or None for reason in doubts(leads, response, shown)],
        [amount or None for amount in worth(frame).tolist()],
        [moment.date() for moment in frame["closed_on"]],
    )
    return tuple(zip(*columns, strict=True))
