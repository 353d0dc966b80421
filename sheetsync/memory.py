"""What is remembered of leads beside the sheet: what a sheet itself forgets.

A journal that compares each read with the last one makes it (`sheetsync.journal`); rules find it
as ``leads.memory`` and must do without where there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from sheetsync.lead_tab import BoolArray, CellValue, IntArray
from sheetsync.wall_clock import Locals

_ALL = slice(None)
_SAME_MINUTE = np.timedelta64(60, "s")

VANISHED_DAYS = 30
"""So long a row that is gone is spoken of, and can be restored."""


@dataclass(frozen=True)
class Vanished:
    """A lead whose row is gone. ``content`` is what its cells held when last read: by field, and
    by header in columns of the business's own; ``formulas`` names those that a formula made."""

    lead_id: str
    last_seen: datetime
    content: Mapping[str, CellValue]
    formulas: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Note:
    """Something about the memory itself that people should know, and what to do."""

    message: str
    remedy: str = ""


@dataclass(frozen=True)
class Missing:
    """What was there at the last read and is not now: what the guard looks at."""

    leads_before: int = 0
    gone: int = 0
    lead_ids: tuple[str, ...] = ()
    """Of the first few of those that are gone and had one."""
    headers: tuple[str, ...] = ()
    """Known columns that held something and are no longer there."""


@dataclass(frozen=True)
class Memory:
    """What is remembered of the leads of one reading; arrays are aligned with ``Leads.frame``.

    Moments are local and naive, NaT where nothing was observed.
    """

    last_read: datetime | None
    """The read before this one, aware; None where nothing is remembered."""
    appeared_at: Locals
    """The read that first showed the row; NaT where it was there at the first read."""
    appeared_after: Locals
    """The read before that: the row appeared between the two."""
    answered_after: Locals
    """An answer first showed after this read; NaT where the row had one when it first showed, so
    that nobody knows how long it had been there."""
    answered_by: Locals
    """… and stood there at this one."""
    stage_since: Locals
    """The read that first showed the stage the lead is in."""
    pushed_back: IntArray
    """How many times in a row its next action date was moved later, without a contact between."""
    vanished: tuple[Vanished, ...] = ()
    """Rows that are gone and were not put back, newest first, for `VANISHED_DAYS` days."""
    notes: tuple[Note, ...] = ()
    missing: Missing = field(default_factory=Missing)
    numbered_elsewhere: frozenset[int] = frozenset()
    """Positions of rows that are new here, although a run gave them their Lead ID: one of which
    nothing is remembered, since an older memory was put back, or another machine made it."""


def shown_by_a_read(memory: Memory, received: Locals, at: IntArray | slice = _ALL) -> BoolArray:
    """Of leads at some positions, whose Received at is the read that first showed the row: the
    lead may have come any time since the read before."""
    apart = received - memory.appeared_at[at].astype("datetime64[m]")
    return np.asarray(np.abs(apart) < _SAME_MINUTE)


def never(count: int) -> Locals:
    """No moment, shown so many times; not to be written to."""
    return np.broadcast_to(np.datetime64("NaT", "s"), count)
