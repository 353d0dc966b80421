"""The checks of leads: each a function of leads, settings and now that gives hits, never raises.

A column the sheet does not have raises nothing: absence of a column is one fact, not one a lead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.leads import Leads
from sheetsync.rules.checks import (
    contact,
    discipline,
    identity,
    next_steps,
    remembered,
    swapped,
    values,
)
from sheetsync.rules.severity import without_off

CheckFunction = Callable[[Leads, Settings, datetime], Iterable[Hits]]

CHECK_FUNCTIONS: tuple[CheckFunction, ...] = (
    identity.ids_used_twice,
    identity.typed_by_hand,
    contact.without_contact,
    contact.enquired_twice,
    values.in_future,
    values.out_of_order,
    swapped.maybe_swapped,
    values.below_zero,
    values.above_order,
    discipline.arrival,
    discipline.responsibility,
    next_steps.planned,
    next_steps.concrete,
    discipline.qualification,
    discipline.outcome,
    remembered.pushed_back,
    next_steps.idle,
)


def all_hits(leads: Leads, settings: Settings, now: datetime) -> tuple[Hits, ...]:
    """Everything found in the leads: what could not be read, then what the checks say; without
    the checks switched off. ``now`` is aware."""
    checked = (hit for check in CHECK_FUNCTIONS for hit in check(leads, settings, now))
    return without_off((*leads.hits, *checked), settings)
