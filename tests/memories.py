"""Memories made by hand: what reads of the sheet would have told, for tests of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np

from sheetsync.leads import Leads
from sheetsync.memory import Memory, Vanished, never

MOMENTS = ("appeared_at", "appeared_after", "answered_after", "answered_by", "stage_since")


def nothing_remembered(count: int) -> Memory:
    """The memory of so many leads read for the first time."""
    return Memory(
        last_read=None,
        appeared_at=never(count),
        appeared_after=never(count),
        answered_after=never(count),
        answered_by=never(count),
        stage_since=never(count),
        pushed_back=np.zeros(count, dtype=np.int64),
    )


def with_memory(
    leads: Leads,
    rows: Sequence[Mapping[str, Any]] = (),
    last_read: datetime | None = None,
    vanished: Sequence[Vanished] = (),
) -> Leads:
    """The leads, remembering of each what its row says: local moments by the names of `Memory`,
    and ``pushed_back``."""
    memory = replace(nothing_remembered(len(leads)), last_read=last_read, vanished=tuple(vanished))
    return replace(leads, memory=_filled(memory, rows) if rows else memory)


def _filled(memory: Memory, rows: Sequence[Mapping[str, Any]]) -> Memory:
    moments: dict[str, Any] = {
        name: np.array([row.get(name, "NaT") for row in rows], dtype="datetime64[s]")
        for name in MOMENTS
    }
    pushed = np.array([row.get("pushed_back", 0) for row in rows], dtype=np.int64)
    return replace(memory, pushed_back=pushed, **moments)
