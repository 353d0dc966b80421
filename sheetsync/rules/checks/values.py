"""Amounts that contradict each other, and dates that cannot be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

import numpy as np

from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.leads import Leads
from sheetsync.rules.facts import (
    Shown,
    amounts,
    day_word,
    days,
    header,
    hits,
    moments,
    today,
)
from sheetsync.rules.money_text import money_text

NEVER_BELOW_ZERO = ("budget", "quote_value", "order_value", "collected", "follow_ups")
"""A margin may be below zero: that is a loss."""

NEVER_AHEAD = (
    "received_at", "first_response_at", "last_contact_at", "closed_on", "collected_on",
)  # fmt: skip
"""Dates of things that have happened."""

IN_ORDER: tuple[tuple[str, str], ...] = (
    ("received_at", "first_response_at"),
    ("received_at", "last_contact_at"),
    ("received_at", "closed_on"),
    ("received_at", "collected_on"),
    ("received_at", "next_action_date"),
    ("received_at", "needed_by"),
)
"""Pairs of dates, earlier one first. Money may come before the closing: an advance."""

A_LITTLE = np.timedelta64(5, "m")
"""Clocks differ, and people round: so much too early is no contradiction."""

_TOLERANCE = 0.005


def below_zero(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Amounts and counts less than nothing."""
    for field in NEVER_BELOW_ZERO:
        amount = amounts(leads, field)
        wrong = amount < 0
        say = partial(money_text, settings=settings) if field != "follow_ups" else "{:g}".format
        yield from hits("amount-negative", field, wrong, value=Shown(say, amount[wrong]))


def above_order(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """A margin or collection above the order value."""
    order = amounts(leads, "order_value")
    for field in ("margin", "collected"):
        amount = amounts(leads, field)
        wrong = amount > order + _TOLERANCE
        say = partial(money_text, settings=settings)
        shown, other = Shown(say, amount[wrong]), Shown(say, order[wrong])
        yield from hits(f"{field}-exceeds-order", field, wrong, value=shown, other_value=other)


def in_future(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Dates after today of what has happened. Later today is let pass: clocks differ."""
    for field in NEVER_AHEAD:
        day = days(leads, field)
        wrong = day > today(settings, now)
        yield from hits("date-in-future", field, wrong, value=Shown(day_word, day[wrong]))


def out_of_order(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Dates before one they must follow; by day where either has no time."""
    for first, then in IN_ORDER:
        earlier, later = moments(leads, first), moments(leads, then)
        timed = np.asarray(leads.frame[f"{first}_has_time"] & leads.frame[f"{then}_has_time"])
        by_time = later < earlier - A_LITTLE
        by_day = days(leads, then) < days(leads, first)
        wrong = np.where(timed, by_time, by_day).astype(bool)
        value = Shown(_moment, later[wrong], timed[wrong])
        other_value = Shown(_moment, earlier[wrong], timed[wrong])
        yield from hits(
            "date-order", then, wrong,
            value=value, other=[header(leads, first)] * len(value), other_value=other_value,
        )  # fmt: skip


def _moment(moment: np.datetime64, timed: bool) -> str:
    return f"{day_word(moment)} {moment.item():%H:%M}" if timed else day_word(moment)
