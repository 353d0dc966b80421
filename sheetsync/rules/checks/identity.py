"""Copied rows, and machine cells that people typed into."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import numpy as np

from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.identity import duplicate_ids
from sheetsync.leads import Leads
from sheetsync.rules.facts import hits, moments, words
from sheetsync.rules.machine_text import is_machine_text
from sheetsync.schema import MACHINE_FIELDS


def ids_used_twice(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Rows that carry the Lead ID of an earlier lead.

    Where the times of arrival do not tell which row is the copy, all are reported: what a cell
    says must not depend on the order of rows.
    """
    ids, received = words(leads, "lead_id"), moments(leads, "received_at")
    found = duplicate_ids(ids, received)
    twice = np.zeros(len(leads), dtype=bool)
    twice[found.newer] = True
    told_apart = received[found.newer] > received[found.original]
    twice[found.original[~told_apart]] = True
    yield from hits("id-duplicate", "lead_id", twice, value=ids[twice])


def typed_by_hand(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Texts in machine columns that our grammar cannot produce."""
    for field in MACHINE_FIELDS:
        text = words(leads, field)
        typed = np.asarray(text != "", dtype=bool)
        typed[typed] = ~is_machine_text(field, text[typed])
        yield from hits("machine-cell-typed", field, typed, value=text[typed])
