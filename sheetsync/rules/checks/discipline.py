"""What every lead should have, by how far it has come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import numpy as np

from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.lead_tab import BoolArray
from sheetsync.leads import Leads
from sheetsync.rules.facts import (
    by_formula,
    empty,
    header,
    hits,
    is_open,
    kind_is,
    missing,
    moments,
    words,
)
from sheetsync.rules.quoted import is_quoted
from sheetsync.values.words import says_nothing

QUALIFICATION = ("need", "needed_by", "quantity", "city", "budget", "decision_maker")
"""The script's questions, in the order they are asked."""
_IN_WORDS = frozenset({"need", "quantity", "city", "decision_maker"})


def arrival(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Leads of which nobody wrote down when or from where they came."""
    yield from hits("received-missing", "received_at", missing(leads, "received_at"))
    dated = ~np.isnat(moments(leads, "received_at"))
    timed = np.asarray(leads.frame["received_at_has_time"], dtype=bool)
    yield from hits("received-without-time", "received_at", dated & ~timed)
    yield from hits("source-missing", "source", missing(leads, "source"))


def responsibility(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Open leads without an owner."""
    yield from hits("owner-missing", "owner", is_open(leads) & missing(leads, "owner"))


def qualification(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Open leads somebody has spoken with, of which part of the script is not known."""
    asked = [field for field in QUALIFICATION if field in leads.fields]
    if not asked:
        return
    rank = leads.frame["stage_rank"].to_numpy(dtype=np.int64)
    spoken = is_open(leads) & (rank >= 1)
    open_points = np.array([_unanswered(leads, field) for field in asked])
    combination = (1 << np.arange(len(asked))) @ open_points
    for one in np.unique(combination[spoken & (combination > 0)]):
        unknown = [field for bit, field in enumerate(asked) if one >> bit & 1]
        where = spoken & (combination == one)
        count = int(where.sum())
        yield from hits(
            "qualification-incomplete", unknown[0], where,
            missing=[", ".join(header(leads, field) for field in unknown)] * count,
            question=[settings.qualification.get(unknown[0], "")] * count,
        )  # fmt: skip


def _unanswered(leads: Leads, field: str) -> BoolArray:
    """Nothing in the cell, or a word that says so. *Next month* is an answer."""
    if field in _IN_WORDS:
        typed = words(leads, field).tolist()
        known = {text: says_nothing(text) for text in set(typed)}
        unknown = np.array([known[text] for text in typed], dtype=bool)
        return unknown & ~by_formula(leads, field)
    return empty(leads, field) & ~leads.filled[field]


def outcome(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """What should be known once a lead is quoted, won or lost."""
    won, lost = kind_is(leads, "won"), kind_is(leads, "lost")
    stage = np.where(words(leads, "stage") == "", words(leads, "status"), words(leads, "stage"))
    quoted = is_quoted(leads, settings) & missing(leads, "quote_value")
    yield from hits("quote-missing", "quote_value", quoted, stage=stage[quoted])
    yield from hits("order-value-missing", "order_value", won & missing(leads, "order_value"))
    yield from hits("lost-reason-missing", "lost_reason", lost & missing(leads, "lost_reason"))
    undated = (won | lost) & missing(leads, "closed_on")
    yield from hits("closed-on-missing", "closed_on", undated, stage=stage[undated])
