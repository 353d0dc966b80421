"""Small, sensible things for tests to start from: a lead tab, what a store saw, settings.

The business is a shop in India: Kolkata time, rupees, day before month, Mon–Sat 09:00–18:00.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from sheetsync.business_hours import BusinessHours
from sheetsync.cells import Area
from sheetsync.config import LadderStep, Person, Settings, Stage
from sheetsync.lead_tab import LeadTab, LockedArea, TableRange
from sheetsync.schema import FIELDS
from sheetsync.snapshot import Seen, Snapshot, build

HEADERS: list[str] = [field.header for field in FIELDS]
"""The headers of our own template, in order."""

STAGES = (
    Stage("New", "open", 1),
    Stage("Contacted", "open", 3),
    Stage("Qualified", "open", 5),
    Stage("Quoted", "open", 7),
    Stage("Won", "won", None, ("Closed won", "Converted")),
    Stage("Lost", "lost", None, ("Closed lost",)),
)

CHOICES: Mapping[str, tuple[str, ...]] = {
    "source": (
        "WhatsApp", "Instagram", "IndiaMART", "Google Business Profile", "Website", "Referral",
        "Phone", "Event", "Ad",
    ),
    "priority": ("Hot", "Normal"),
    "segment": ("B2B", "B2C"),
    "status": tuple(stage.name for stage in STAGES),
    "owner": ("Asha", "Ravi", "Meera"),
    "lost_reason": (
        "Late response", "Unclear pricing", "Weak proof", "Wrong audience", "No decision-maker",
        "High price", "Poor follow-up", "Credit concern",
    ),
}  # fmt: skip

OTHER_SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "source": {"insta": "Instagram", "whats app": "WhatsApp", "web": "Website"},
    "status": {"converted": "Won", "closed won": "Won", "closed lost": "Lost"},
    "owner": {"am": "Asha"},
}

CHOICE_WORDS: Mapping[str, Mapping[str, str]] = {
    name: {word.casefold(): word for word in words} | dict(OTHER_SPELLINGS.get(name, {}))
    for name, words in CHOICES.items()
}

TEAM = (Person("Asha", ("AM",)), Person("Ravi"), Person("Meera"))

LADDER = (
    LadderStep(0, "acknowledge", ("What do you need?",), ("Thank you.",)),
    LadderStep(1, "proof", ("Shall I send an example of {need}?", "An example?"), ("An example.",)),
    LadderStep(3, "objection", ("What is holding you back?",), ("Anything unclear?",)),
    LadderStep(7, "deadline", ("Still for {needed_by}?", "Still wanted?"), ("By when?",)),
    LadderStep(14, "close", ("Shall we keep this open?",), ("Shall I close this?",)),
)


def no_holidays(_year: int) -> Iterable[date]:
    """A year without public holidays."""
    return ()


def hours(
    week: Mapping[int, Sequence[tuple[time, time]]] | None = None,
    zone: str = "Asia/Kolkata",
    holidays: Callable[[int], Iterable[date]] = no_holidays,
) -> BusinessHours:
    """Opening hours; Monday to Saturday 09:00–18:00 where no week is given."""
    usual = {weekday: ((time(9), time(18)),) for weekday in range(6)}
    return BusinessHours(week or usual, ZoneInfo(zone), holidays)


def settings(**overrides: Any) -> Settings:
    """Settings of the shop; any of them can be given by name."""
    usual = Settings(
        path=Path("config.yaml"),
        workbook=Path("leads.xlsx"),
        tab="Leads",
        preset="general",
        timezone=ZoneInfo("Asia/Kolkata"),
        locale="en_IN",
        currency="INR",
        phone_region="IN",
        date_order="DMY",
        since=None,
        hours=hours(),
        targets={"Hot": timedelta(minutes=10), "Normal": timedelta(hours=1)},
        stages=STAGES,
        choices=CHOICES,
        choice_words=CHOICE_WORDS,
        team=TEAM,
        columns={},
        checks={},
        runs={
            "nightly": ("validate_rows", "highlight_sla", "flag_overdue"),
            "weekly": ("weekly_summary",),
        },
        review_day=4,
        ladder=LADDER,
    )
    return replace(usual, **overrides)


def lead_tab(
    rows: Sequence[Sequence[Any]],
    *,
    title: str = "Leads",
    formulas: Iterable[tuple[int, int]] = (),
    table: TableRange | None = None,
    hidden_columns: Iterable[int] = (),
    append_refusal: str = "",
    filter_range: Area | None = None,
    in_the_way: tuple[tuple[str, Area], ...] = (),
    locked: tuple[LockedArea, ...] = (),
) -> LeadTab:
    """A lead tab from its rows, the first of them row 1; short rows are padded with None.

    ``formulas`` lists the (row, column) of cells that hold a formula, both from 1.
    """
    width = max((len(row) for row in rows), default=0)
    columns = tuple(_column(rows, index) for index in range(width))
    masks: dict[int, Any] = {}
    for row, column in formulas:
        mask = masks.setdefault(column, np.zeros(len(rows), dtype=bool))
        mask[row - 1] = True
    return LeadTab(
        title=title,
        columns=columns,
        formulas=tuple(masks.get(index + 1) for index in range(width)),
        table=table,
        hidden_columns=frozenset(hidden_columns),
        append_refusal=append_refusal,
        filter_range=filter_range,
        in_the_way=in_the_way,
        locked=locked,
    )


def _column(rows: Sequence[Sequence[Any]], index: int) -> Any:
    cells = np.full(len(rows), None, dtype=object)
    for at, row in enumerate(rows):
        if index < len(row):
            cells[at] = row[index]
    return cells


def leads_tab(leads: Iterable[Mapping[str, Any]], **options: Any) -> LeadTab:
    """A lead tab with our own headers in row 1 and one row a lead, given by field name."""
    rows = [[lead.get(field.name) for field in FIELDS] for lead in leads]
    return lead_tab([list(HEADERS), *rows], **options)


def seen(**overrides: Any) -> Seen:
    """What a store saw beside the lead tab: nothing of ours yet."""
    usual = Seen(workbook="leads.xlsx", version="v1", titles=("Leads",))
    return replace(usual, **overrides)


def snapshot(
    leads: Iterable[Mapping[str, Any]], given: Settings | None = None, **options: Any
) -> Snapshot:
    """A snapshot of leads given by field name, under our own headers."""
    return build(leads_tab(leads, **options), seen(), given or settings())
