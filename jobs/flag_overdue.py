"""Say what each open lead waits for, and list what is overdue, due today, idle or unplanned."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from jobs.lists import MOST_ROWS, WORTH, by_owner, typed
from sheetsync.config import Settings
from sheetsync.leads import Leads
from sheetsync.moments import day_text
from sheetsync.outcome import Outcome
from sheetsync.rules import follow_up, ladder
from sheetsync.rules.contact_links import phone_link
from sheetsync.rules.judged import judged_day
from sheetsync.rules.money_text import money_text
from sheetsync.rules.value_of import quoted, total, worth
from sheetsync.tabs import (
    Column,
    Emphasis,
    Figure,
    Figures,
    ReportTab,
    RowLink,
    TabCell,
    Table,
)

NAME = "flag_overdue"

LISTED: dict[str, tuple[str, Emphasis]] = {
    "overdue": ("Overdue", "overdue"),
    "today": ("Due today", "today"),
    "stale_plan": ("Set the next date", "idle"),
    "idle": ("Idle", "idle"),
    "unreadable": ("Unreadable date", "idle"),
    "none_planned": ("None planned", "idle"),
}
"""The states the tab lists, in its order, with their words and colours."""

COLUMNS = (
    Column("Lead", width=11),
    Column("State", width=16),
    Column("Since", "date", 16),
    Column("Name", width=20),
    Column("Company", width=22),
    Column("Phone", width=17),
    Column("Need", "wrapped", 28),
    Column("Status", width=11),
    Column("Owner", width=11),
    Column("Next action", "wrapped", 28),
    WORTH,
    Column("Suggested next message", "wrapped", 60),
)
_TIES = ("key", "lead_id")
_AS_TYPED = ("name", "company", "need", "status", "owner", "next_action")


def run(leads: Leads, settings: Settings, now: datetime, since: date) -> Outcome:
    """Fill Follow-up (auto) and write the Overdue tab. ``since`` changes nothing here."""
    del since
    assessed = follow_up.assess(leads, settings, now)
    return Outcome(
        cells={"follow_up": assessed["text"].to_numpy(dtype=object)},
        tabs=(overdue_tab(leads, assessed, settings, now),),
        highlights=("overdue", "today", "idle"),
    )


def overdue_tab(
    leads: Leads, assessed: pd.DataFrame, settings: Settings, now: datetime
) -> ReportTab:
    """The Overdue tab. It knows the judged day but no clock time, so that a second run minutes
    later writes the same."""
    judged = judged_day(settings, now)
    order = by_urgency(leads.frame, assessed)
    shown = order[:MOST_ROWS]
    states = assessed["state"].to_numpy(dtype=object)[shown]
    table = Table(
        columns=COLUMNS,
        rows=_rows(leads, assessed, shown, settings, now),
        title="What to do next",
        emphasis=tuple(LISTED[state][1] for state in states),
        more=len(order) - len(shown),
        empty="Nothing is overdue, due today, idle or unplanned.",
        filters=True,
    )
    return ReportTab(
        key="overdue",
        title="Overdue",
        heading=f"Follow-ups as at {day_text(judged, judged.year)} {judged.year}",
        summary=_summary(leads.frame, assessed, order, settings),
        blocks=(_tiles(leads.frame, assessed, order, settings), table),
    )


def by_urgency(frame: pd.DataFrame, assessed: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Positions of the leads to list: by state, then most valuable, then longest waiting.

    Ties go by Lead ID and key, so the order of rows in the sheet does not matter.
    """
    place = {state: number for number, state in enumerate(LISTED)}
    rank = assessed["state"].map(place).fillna(-1).to_numpy(dtype=np.int64)
    listed = np.flatnonzero(rank >= 0)
    since = assessed["since"].to_numpy(dtype="datetime64[s]")[listed]
    waits = np.where(np.isnat(since), np.datetime64("9999-12-31", "s"), since)
    keys, ids = (frame[name].to_numpy(dtype=object)[listed].astype(str) for name in _TIES)
    return listed[np.lexsort((keys, ids, waits, -worth(frame)[listed], rank[listed]))]


def _rows(
    leads: Leads,
    assessed: pd.DataFrame,
    shown: npt.NDArray[np.intp],
    settings: Settings,
    now: datetime,
) -> tuple[tuple[TabCell, ...], ...]:
    frame = leads.frame.iloc[shown]
    messages = ladder.next_message(leads, shown, settings, now)
    as_typed = {field: typed(frame[field]) for field in _AS_TYPED}
    phones: list[TabCell] = [
        phone_link(numbers, text, message)
        for numbers, text, message in zip(frame["phones"], frame["phone"], messages, strict=True)
    ]
    columns: tuple[list[TabCell], ...] = (
        [RowLink(lead_id) if lead_id else None for lead_id in frame["lead_id"]],
        [LISTED[state][0] for state in assessed["state"].iloc[shown]],
        _since(frame, assessed.iloc[shown]),
        as_typed["name"],
        as_typed["company"],
        phones,
        as_typed["need"],
        as_typed["status"],
        as_typed["owner"],
        as_typed["next_action"],
        [amount or None for amount in worth(frame).tolist()],
        list(messages),
    )
    return tuple(zip(*columns, strict=True))


def _since(frame: pd.DataFrame, assessed: pd.DataFrame) -> list[TabCell]:
    """Since when each lead is in its state: a day, or a moment where the plan has a time."""
    is_plan = assessed["state"].isin(["overdue", "today"])
    timed = (is_plan & frame["next_action_date_has_time"]).tolist()
    return [
        None if pd.isna(moment) else moment.to_pydatetime() if has_time else moment.date()
        for moment, has_time in zip(assessed["since"], timed, strict=True)
    ]


def _counts(assessed: pd.DataFrame, listed: npt.NDArray[np.intp]) -> Counter[str]:
    """How many leads are in each state that is listed."""
    return Counter(assessed["state"].to_numpy(dtype=object)[listed].tolist())


def _tiles(
    frame: pd.DataFrame,
    assessed: pd.DataFrame,
    listed: npt.NDArray[np.intp],
    settings: Settings,
) -> Figures:
    state, owner = (column.to_numpy(dtype=object) for column in (assessed["state"], frame["owner"]))
    overdue, today, count = state == "overdue", state == "today", _counts(assessed, listed)
    unplanned = sum(count[word] for word in ("stale_plan", "unreadable", "none_planned"))
    quotes = money_text(total(quoted(frame)[overdue]), settings)
    return Figures(
        (
            Figure("Overdue", count["overdue"], note=by_owner(owner[overdue].tolist()),
                   emphasis="overdue"),
            Figure("Due today", count["today"], note=by_owner(owner[today].tolist()),
                   emphasis="today"),
            Figure("Idle or unplanned", count["idle"] + unplanned,
                   note=f"{count['idle']} idle · {unplanned} without a next date", emphasis="idle"),
            Figure("Quotes and budgets overdue", total(worth(frame)[overdue]), "money",
                   note=f"{quotes} quoted, of {_open_quotes(frame, settings)} in open quotes"),
        )
    )  # fmt: skip


def _open_quotes(frame: pd.DataFrame, settings: Settings) -> str:
    is_open = frame["stage_kind"].to_numpy(dtype=object) == "open"
    return money_text(total(quoted(frame)[is_open]), settings)


def _summary(
    frame: pd.DataFrame,
    assessed: pd.DataFrame,
    listed: npt.NDArray[np.intp],
    settings: Settings,
) -> str:
    """``41 overdue · 12 due today · 9 idle · ₹12,40,000 in open quotes overdue``."""
    state, counts = assessed["state"].to_numpy(dtype=object), _counts(assessed, listed)
    said = [
        f"{counts[state]:,} {words}"
        for state, words in (
            ("overdue", "overdue"),
            ("today", "due today"),
            ("stale_plan", "waiting for a next date"),
            ("idle", "idle"),
            ("unreadable", "with an unreadable date"),
            ("none_planned", "with none planned"),
        )
        if counts[state]
    ]
    money = total(quoted(frame)[state == "overdue"])
    if money:
        said.append(f"{money_text(money, settings)} in open quotes overdue")
    return " · ".join(said) or "Every open lead has a next date to come."
