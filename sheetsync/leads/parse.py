"""A snapshot as typed leads: one DataFrame, and hits for whatever cannot be read.

Nothing is guessed silently and nothing a person typed is changed.

Columns of ``Leads.frame`` (one row a lead, RangeIndex aligned with ``Snapshot.rows``):

- ``lead_id``: text, "" where blank; ``key``: text that identifies the row without its number;
  ``ambiguous``: bool, more than one row has this key, so nothing may be written to it.
- every ``text`` field, and ``phone``: text as typed, outer blanks removed, "" where blank.
- ``choice`` fields (source, priority, segment, owner, lost_reason): the known word where the cell
  holds one (or a known other spelling, whatever its case), else the text as typed; "" also where
  it only says that there is nothing (``-``, ``NA``).
- ``status``: text as typed; ``stage``: the known stage's name ("" where unknown; the first stage
  where blank); ``stage_kind``: open, won, lost (open where unknown); ``stage_rank``: its place in
  the pipeline from 0 (-1 where unknown).
- ``email``: first address in normal form ("" where none can be read); ``phones``: tuple of E.164
  numbers, () where none can be read; ``phones``' first is the one to call.
- date and date-time fields: ``datetime64[s]``, naive local, NaT where blank or unreadable. With
  each comes ``<field>_has_time`` (bool): False for a day without a time; and
  ``<field>_by_numbers`` (bool): read from text such as ``13/11/2026``.
- money and count fields: float64, NaN where blank or unreadable.
- ``issues``, ``response``, ``follow_up``: text as found, "" where blank.

Text columns have dtype object.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sheetsync import identity
from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.known_cells import BLANK, OTHER, Cells, looked_at
from sheetsync.lead_tab import BoolArray, CellError, ObjectArray
from sheetsync.leads.columns import Reading, read_field
from sheetsync.memory import Memory
from sheetsync.other_rows import Outside
from sheetsync.schema import FIELDS, Field
from sheetsync.snapshot import Snapshot
from sheetsync.values.kinds import as_objects, none


@dataclass(frozen=True)
class Leads:
    """Typed leads. ``filled[field]`` says which cells hold anything at all (a value, an error or
    a formula), ``formulas[field]`` which a formula, for fields that have any; ``fields`` which
    fields the sheet has a column for; ``headers`` what those columns are called there;
    ``outside`` the rows below the table that are no leads and look like some; ``memory`` what a
    journal remembers of them, None where there is none."""

    frame: pd.DataFrame
    hits: tuple[Hits, ...]
    filled: Mapping[str, BoolArray]
    fields: frozenset[str]
    headers: Mapping[str, str] = field(default_factory=dict)
    formulas: Mapping[str, BoolArray] = field(default_factory=dict)
    outside: tuple[Outside, ...] = ()
    memory: Memory | None = None

    def __len__(self) -> int:
        return len(self.frame)


def parse(snapshot: Snapshot, settings: Settings) -> Leads:
    """Give every cell of a snapshot its type."""
    reading = Reading(settings, snapshot.lead_tab.date1904)
    filled: dict[str, BoolArray] = {}
    formulas = {one.name: mask for one in FIELDS if (mask := snapshot.formulas(one.name)).any()}
    for one in FIELDS:
        if not _parts(snapshot, one.name):
            filled[one.name] = none(len(snapshot))
            _read_absent(reading, one, len(snapshot))
            continue
        cells = _cells(snapshot, one.name)
        filled[one.name] = _filled(cells, formulas.get(one.name))
        _report_errors(reading, one.name, cells)
        _report_unstored(reading, one, cells.values, formulas.get(one.name))
        read_field(reading, one, cells)
    keys, ambiguous = identity.row_keys(snapshot)
    columns = reading.columns | {"key": keys, "ambiguous": ambiguous}
    return Leads(
        frame=pd.DataFrame({name: _series(v) for name, v in columns.items()}, copy=False),
        hits=tuple(reading.hits),
        filled=filled,
        fields=frozenset(one.name for one in FIELDS if one.name in snapshot.headers),
        headers={
            name: " ".join(match.header.split()) for name, match in snapshot.headers.columns.items()
        },
        formulas=formulas,
        outside=snapshot.others.outside,
    )


def _cells(snapshot: Snapshot, name: str) -> Cells:
    """The cells of a field; several columns (first and last name) make one text."""
    parts = _parts(snapshot, name)
    if len(parts) < 2:
        return snapshot.cells(name)
    columns = [snapshot.lead_tab.columns[number - 1][snapshot.rows - 1] for number in parts]
    return looked_at(as_objects(map(_joined, zip(*columns, strict=True)), len(snapshot)))


def _read_absent(reading: Reading, one: Field, count: int) -> None:
    """A field without a column is blank in every lead: one blank cell says it for all of them."""
    alone = Reading(reading.settings, reading.date1904)
    read_field(alone, one, looked_at(np.full(1, None, dtype=object)))
    reading.columns |= {name: np.broadcast_to(cell, count) for name, cell in alone.columns.items()}


def _joined(cells: tuple[object, ...]) -> object:
    """The cells of one name with a blank between them; an error among them stays an error."""
    there = [cell for cell in cells if cell is not None and cell != ""]
    errors = [cell for cell in there if isinstance(cell, CellError)]
    if errors or len(there) < 2:
        return errors[0] if errors else there[0] if there else None
    return " ".join(str(cell).strip() for cell in there)


def _parts(snapshot: Snapshot, name: str) -> tuple[int, ...]:
    first, further = snapshot.headers.column(name), snapshot.headers.parts.get(name, ())
    return further if first is None or first in further else (first, *further)


def _filled(cells: Cells, formulas: BoolArray | None) -> BoolArray:
    """Cells with a value or a formula; a formula that shows nothing is not blank."""
    filled: BoolArray = cells.known.kind != BLANK
    unsure = np.flatnonzero(cells.known.kind == OTHER)
    rest = cells.values[unsure].tolist()
    filled[unsure] = [cell is not None and cell != "" for cell in rest]
    return filled if formulas is None else filled | formulas


def _report_errors(reading: Reading, name: str, cells: Cells) -> None:
    at = np.flatnonzero(cells.known.kind == OTHER)
    errors = {int(i): cell.code for i, cell in zip(at, cells.values[at], strict=True)
              if isinstance(cell, CellError)}  # fmt: skip
    broken = none(len(cells.values))
    broken[list(errors)] = True
    reading.hit("formula-error", name, broken, {"value": list(errors.values())})


def _report_unstored(
    reading: Reading, one: Field, values: ObjectArray, formulas: BoolArray | None
) -> None:
    """Formulas whose result was never stored: programs that write no results leave them so."""
    if formulas is not None and one.who != "machine":
        unstored = formulas & (values == np.array(None, dtype=object)).astype(bool)
        reading.hit("formula-uncached", one.name, unstored, {})


def _series(values: ObjectArray) -> pd.Series:
    """A column of the very type it has: pandas would turn texts into a type of its own."""
    return pd.Series(values, dtype=values.dtype, copy=False)
