"""Say by when each lead's first reply was due and whether it came; list the breaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from jobs.lists import MOST_ROWS, WORTH, by_owner, typed
from sheetsync.config import Settings
from sheetsync.leads import Leads
from sheetsync.moments import day_text, duration_text, duration_texts, moment_texts
from sheetsync.outcome import Outcome
from sheetsync.rules import response
from sheetsync.rules.apologies import apologies
from sheetsync.rules.contact_links import phone_link
from sheetsync.rules.judged import judged_day
from sheetsync.rules.response_figures import RECENT_DAYS, ResponseFigures, response_figures
from sheetsync.rules.value_of import worth
from sheetsync.tabs import (
    Block,
    Column,
    Emphasis,
    Figure,
    Figures,
    Note,
    ReportTab,
    RowLink,
    TabCell,
    Table,
)

NAME = "highlight_sla"

COLUMNS = (
    Column("Lead", width=11),
    Column("Name", width=20),
    Column("Company", width=22),
    Column("Phone", width=17),
    Column("Source", width=16),
    Column("Owner", width=12),
    Column("Priority", width=10),
    WORTH,
    Column("Received", "datetime", 17),
    Column("Due", "datetime", 17),
    Column("Replied", "datetime", 17),
    Column("Waited", width=22),
    Column("What happened", "wrapped", 60),
)
_BREACHED: Emphasis = "breached"
_AS_TYPED = ("name", "company", "source", "owner", "priority")

NO_ARRIVALS = (
    "The sheet has no column for when an enquiry arrived, so no reply can be judged. Add a "
    "Received at column, or name yours under columns: in config.yaml."
)
CANNOT_JUDGE = (
    ("received", "without a readable Received at"),
    ("unreadable", "with an unreadable First response at"),
    ("future", "with a First response at in the future"),
    ("early", "with a First response at long before Received at"),
    ("answered", "answered at a time nobody wrote down"),
    ("before", "from before breaches were counted"),
)
"""Reasons of `response.WHY_UNKNOWN`, as the tab counts them."""


@dataclass(frozen=True)
class _Judged:
    """The leads, what was found of them, and as at which day the figures speak."""

    leads: Leads
    assessed: pd.DataFrame
    settings: Settings
    now: datetime
    day: date
    figures: ResponseFigures


def run(leads: Leads, settings: Settings, now: datetime, since: date) -> Outcome:
    """Fill Response (auto) and write the Response breaches tab. Leads received before ``since``
    are never called breached."""
    assessed = response.assess(leads, settings, now, since)
    return Outcome(
        cells={"response": assessed["text"].to_numpy(dtype=object)},
        tabs=(breaches_tab(leads, assessed, settings, now),),
        highlights=("breached",),
    )


def breaches_tab(
    leads: Leads, assessed: pd.DataFrame, settings: Settings, now: datetime
) -> ReportTab:
    """The Response breaches tab: who still waits, then who was answered late lately. It knows the
    judged day but no clock time, so that a second run minutes later writes the same."""
    day = judged_day(settings, now)
    figures = response_figures(leads.frame, assessed, day)
    judged = _Judged(leads, assessed, settings, now, day, figures)
    blocks: list[Block] = [_tiles(judged)]
    if "received_at" not in leads.fields:
        blocks.append(Note(NO_ARRIVALS, "strong"))
    blocks += [_open_table(judged), _late_table(judged)]
    if note := _not_judged(assessed):
        blocks.append(Note(note, "muted"))
    return ReportTab(
        key="response_breaches",
        title="Response breaches",
        heading=f"First replies as at {day_text(judged.day, judged.day.year)} {judged.day.year}",
        summary=_summary(judged),
        blocks=tuple(blocks),
    )


def _open_table(judged: _Judged) -> Table:
    order = by_urgency(judged.leads.frame, judged.assessed, judged.figures.waiting)
    shown = order[:MOST_ROWS]
    messages = apologies(judged.leads, shown, judged.settings, judged.now)
    received = judged.leads.frame.iloc[shown]
    since = moment_texts(
        received["received_at"].to_numpy(dtype="datetime64[s]"),
        judged.day.year,
        received["received_at_has_time"].to_numpy(dtype=bool),
    )
    return Table(
        columns=COLUMNS,
        rows=_rows(judged, shown, messages, [f"since {moment}" for moment in since]),
        title="Still waiting for a first reply",
        emphasis=tuple(_BREACHED for _ in shown),
        more=len(order) - len(shown),
        empty="Nobody waits past the target.",
        filters=True,
    )


def _late_table(judged: _Judged) -> Table:
    order = by_urgency(judged.leads.frame, judged.assessed, judged.figures.late)
    shown = order[:MOST_ROWS]
    return Table(
        columns=COLUMNS,
        rows=_rows(judged, shown, [""] * len(shown), _waited(judged, shown)),
        title=f"Answered late in the last {RECENT_DAYS} days",
        more=len(order) - len(shown),
        empty=f"Every reply of the last {RECENT_DAYS} days came in time.",
    )


def _waited(judged: _Judged, shown: npt.NDArray[np.intp]) -> list[str]:
    """As the lead's own cell says it, so that tab and sheet never disagree; of an answer that
    nobody dated, since when it did wait at least."""
    at_least = _at_least(judged, shown)
    said = judged.assessed["text"].iloc[shown]
    return [
        text.partition("(waited ")[2].rstrip(")") or least
        for text, least in zip(said, at_least, strict=True)
    ]


def _at_least(judged: _Judged, shown: npt.NDArray[np.intp]) -> list[str]:
    received, seen = judged.leads.frame["received_at"], judged.assessed["seen_after"]
    passed = (seen.iloc[shown] - received.iloc[shown]).dt.total_seconds().to_numpy()
    return [f"more than {text}" if text else "" for text in duration_texts(passed)]


def by_urgency(
    frame: pd.DataFrame, assessed: pd.DataFrame, among: npt.NDArray[np.bool_]
) -> npt.NDArray[np.intp]:
    """Positions of the leads among those meant: shortest target (hot) first, then most valuable,
    then longest due. Ties go by Lead ID and key, so the order of rows does not matter."""
    listed = np.flatnonzero(among)
    ties = (frame[name].to_numpy(dtype=object)[listed].astype(str) for name in ("key", "lead_id"))
    due = assessed["due_at"].to_numpy(dtype="datetime64[s]")[listed]
    target = assessed["target_seconds"].to_numpy()[listed]
    return listed[np.lexsort((*ties, due, -worth(frame)[listed], target))]


def _rows(
    judged: _Judged,
    shown: npt.NDArray[np.intp],
    messages: Sequence[str],
    waited: Sequence[Any],
) -> tuple[tuple[TabCell, ...], ...]:
    frame, assessed = judged.leads.frame.iloc[shown], judged.assessed.iloc[shown]
    as_typed = {field: typed(frame[field]) for field in _AS_TYPED}
    columns: tuple[Sequence[TabCell], ...] = (
        [RowLink(lead_id) if lead_id else None for lead_id in frame["lead_id"]],
        as_typed["name"],
        as_typed["company"],
        [phone_link(*lead) for lead in zip(frame["phones"], frame["phone"], messages, strict=True)],
        as_typed["source"],
        as_typed["owner"],
        as_typed["priority"],
        [amount or None for amount in worth(frame).tolist()],
        _moments(frame["received_at"], frame["received_at_has_time"]),
        _moments(assessed["due_at"]),
        _replied(frame, assessed, judged.day.year),
        [text or None for text in waited],
        response.sentences(judged.leads, judged.assessed, shown, judged.settings, judged.now),
    )
    return tuple(zip(*columns, strict=True))


def _replied(frame: pd.DataFrame, assessed: pd.DataFrame, this_year: int) -> list[TabCell]:
    """When the reply came; of one that nobody dated, by when it was noted."""
    written = _moments(assessed["answered_at"], frame["first_response_at_has_time"])
    noted = moment_texts(assessed["seen_by"].to_numpy(dtype="datetime64[s]"), this_year)
    return [at or (f"by {by}" if by else None) for at, by in zip(written, noted, strict=True)]


def _moments(moments: pd.Series, has_time: pd.Series | None = None) -> list[TabCell]:
    """Date-times, or dates where no time of day is known."""
    timed = [True] * len(moments) if has_time is None else has_time.tolist()
    found = moments.to_numpy(dtype="datetime64[s]").astype(object)
    return [
        moment if moment is None or has else moment.date()
        for moment, has in zip(found, timed, strict=True)
    ]


def _tiles(judged: _Judged) -> Figures:
    figures, lately = judged.figures, f"last {RECENT_DAYS} days"
    waiting, late = int(figures.waiting.sum()), int(figures.late.sum())
    owners = judged.leads.frame["owner"][figures.waiting]
    share = figures.in_time / figures.judged if figures.judged else "–"
    return Figures(
        (
            Figure("Still waiting", waiting, note=by_owner(owners),
                   emphasis="breached" if waiting else "good"),
            Figure("Answered late", late, note=f"of {figures.answered.sum():,} answered, {lately}",
                   emphasis="idle" if late else "good"),
            Figure("In time", share, "percent", note=f"of {figures.judged:,} enquiries, {lately}"),
            Figure("Median first reply", _median_reply(judged) or "–", "text",
                   note=f"business time, {lately}"),
        )
    )  # fmt: skip


def _median_reply(judged: _Judged) -> str:
    median = judged.figures.median_reply
    return "" if median is None else duration_text(int(median), in_days=False)


def _summary(judged: _Judged) -> str:
    """``12 enquiries unanswered past their target · 34 answered late in the last 30 days · …``"""
    waiting, late = int(judged.figures.waiting.sum()), int(judged.figures.late.sum())
    enquiries = "1 enquiry" if waiting == 1 else f"{waiting or 'No'} enquiries"
    said = [
        f"{enquiries} unanswered past the target",
        f"{late or 'none'} answered late in the last {RECENT_DAYS} days",
    ]
    if median := _median_reply(judged):
        said.append(f"median first reply {median}")
    return " · ".join(said)


def _not_judged(assessed: pd.DataFrame) -> str:
    """``Not judged: 12 without a readable Received at · …``; "" where all were."""
    counts = Counter(assessed["why"].tolist())
    said = [f"{counts[why]:,} {words}" for why, words in CANNOT_JUDGE if counts[why]]
    return f"Not judged (Unknown): {' · '.join(said)}." if said else ""
