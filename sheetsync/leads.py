"""A snapshot as typed leads: one DataFrame, and hits for whatever cannot be read.

Nothing is guessed silently and nothing a person typed is changed.

Columns of ``Leads.frame`` (one row a lead, RangeIndex aligned with ``Snapshot.rows``):

- ``lead_id``: text, "" where blank; ``key``: text that identifies the row without its number;
  ``ambiguous``: bool, more than one row has this key, so nothing may be written to it.
- every ``text`` field, and ``phone``: text as typed, outer blanks removed, "" where blank.
- ``choice`` fields (source, priority, segment, owner, lost_reason): the known word where the cell
  holds one (or a known other spelling, whatever its case), else the text as typed.
- ``status``: text as typed; ``stage``: the known stage's name ("" where unknown; the first stage
  where blank); ``stage_kind``: open, won, lost (open where unknown); ``stage_rank``: its place in
  the pipeline from 0 (-1 where unknown).
- ``email``: first address in normal form ("" where none can be read); ``phones``: tuple of E.164
  numbers, () where none can be read; ``phones``' first is the one to call.
- date and date-time fields: ``datetime64[s]``, naive local, NaT where blank or unreadable. With
  each comes ``<field>_has_time`` (bool): False for a day without a time.
- money and count fields: float64, NaN where blank or unreadable.
- ``issues``, ``response``, ``follow_up``: text as found, "" where blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.snapshot import BoolArray, Snapshot


@dataclass(frozen=True)
class Leads:
    """Typed leads. ``filled[field]`` says which cells hold anything at all (a value, an error or
    a formula); ``fields`` which fields the sheet has a column for."""

    frame: pd.DataFrame
    hits: tuple[Hits, ...]
    filled: Mapping[str, BoolArray]
    fields: frozenset[str]

    def __len__(self) -> int:
        return len(self.frame)


def parse(snapshot: Snapshot, settings: Settings) -> Leads:
    """Give every cell of a snapshot its type."""
    raise NotImplementedError
