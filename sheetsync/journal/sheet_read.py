"""A read as two reads are compared: who each row is, what was made of it, and what its cells hold.

The same shape serves the read just made and the last one, whose columns come from the journal
when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sheetsync.identity import cell_text
from sheetsync.known_cells import Cells, cells_of
from sheetsync.lead_tab import BoolArray, IntArray, ObjectArray
from sheetsync.leads import Leads
from sheetsync.rules.answers import shows_answer
from sheetsync.schema import FIELD
from sheetsync.snapshot import Snapshot
from sheetsync.wall_clock import MISSING, Instants

Texts = Callable[[str, IntArray], ObjectArray]


@dataclass(frozen=True)
class Facts:
    """What a read said of each lead. ``next_day`` and ``contact`` are days and seconds since 1970
    by the wall clock, `MISSING` where there is none."""

    key: ObjectArray
    stage: ObjectArray
    owner: ObjectArray
    next_day: npt.NDArray[np.int64]
    contact: npt.NDArray[np.int64]
    answered: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Observed:
    """What reads have shown of each lead so far; instants, `MISSING` where nothing."""

    appeared_at: Instants
    appeared_after: Instants
    answered_after: Instants
    answered_by: Instants
    stage_since: Instants
    pushed_back: IntArray

    def some(self, at: IntArray) -> Observed:
        """Of the leads at these positions; of -1, nothing."""
        there = at >= 0
        found = {name: blank.copy() for name, blank in vars(nothing_observed(len(at))).items()}
        for name, values in found.items():
            values[there] = getattr(self, name)[at[there]]
        return Observed(**found)

    def one(self, position: int) -> Observed:
        """Of one lead alone."""
        here = slice(position, position + 1)
        return Observed(**{one.name: getattr(self, one.name)[here] for one in fields(self)})


FACTS = tuple(one.name for one in fields(Facts))
TEXT_FACTS = ("key", "stage", "owner")
OBSERVED = tuple(one.name for one in fields(Observed))


def nothing_observed(count: int) -> Observed:
    """Of so many leads: one value that shows as often, not to be written to."""
    missing = {name: np.broadcast_to(np.int64(MISSING), count) for name in OBSERVED}
    return Observed(**missing | {"pushed_back": np.broadcast_to(np.int64(0), count)})


def facts_of(leads: Leads, keys: ObjectArray) -> Facts:
    """What this read says."""
    frame = leads.frame
    stage, status = (frame[name].to_numpy(dtype=object) for name in ("stage", "status"))
    return Facts(
        key=keys,
        stage=np.where(stage == np.array("", dtype=object), status, stage),
        owner=frame["owner"].to_numpy(dtype=object),
        next_day=_whole(frame["next_action_date"], "datetime64[D]"),
        contact=_whole(frame["last_contact_at"], "datetime64[s]"),
        answered=shows_answer(leads).astype(np.int64),
    )


def _whole(column: Any, unit: str) -> npt.NDArray[np.int64]:
    return np.asarray(column.to_numpy().astype(unit).astype(np.int64))


@dataclass(frozen=True)
class RowTexts:
    """``columns`` are those whose cells are known; ``texts`` gives what cells of one say."""

    columns: frozenset[str]
    texts: Texts


@dataclass(frozen=True)
class SheetRead:
    """``look`` finds the facts when they are asked for: nobody does where nothing was read before.
    ``columns`` are those whose cells are known; ``texts`` gives what cells of one say."""

    key: ObjectArray
    look: Callable[[], Facts]
    columns: frozenset[str]
    texts: Texts

    def __len__(self) -> int:
        return len(self.key)

    @cached_property
    def facts(self) -> Facts:
        """What was read of each lead."""
        return self.look()

    @cached_property
    def ids(self) -> ObjectArray:
        """The Lead IDs within the keys, "" where a row has none."""
        return np.array([key.partition("~")[0] for key in self.key.tolist()], dtype=object)


def columns_of(snapshot: Snapshot) -> dict[str, int]:
    """The columns that are remembered, by name, and their numbers: fields that people write by
    field, columns of their own by header."""
    fields_ = {
        name: match.column
        for name, match in snapshot.headers.columns.items()
        if FIELD[name].who != "machine"
    }
    taken = set(snapshot.headers.columns)
    for column, header in _own_columns(snapshot):
        name, number = header, 1
        while name in taken or name in fields_:
            number += 1
            name = f"{header} #{number}"
        fields_[name] = column
    return fields_


def _own_columns(snapshot: Snapshot) -> list[tuple[int, str]]:
    headers = snapshot.headers
    own = dict(headers.unknown)
    for name, columns in headers.parts.items():
        first = headers.column(name)
        for column in columns:
            if column != first:
                cell = snapshot.lead_tab.columns[column - 1][headers.row - 1]
                own[column] = cell_text(cell) or name
    return sorted((column, " ".join(header.split())) for column, header in own.items())


def read_now(leads: Leads, snapshot: Snapshot) -> SheetRead:
    """The read just made."""
    cells = cells_of_rows(snapshot, snapshot.rows)
    keys = leads.frame["key"].to_numpy(dtype=object)
    return SheetRead(keys, lambda: facts_of(leads, keys), cells.columns, cells.texts)


def cells_of_rows(snapshot: Snapshot, rows: IntArray) -> RowTexts:
    """What the cells of some rows of the sheet say, leads or not."""
    columns = columns_of(snapshot)

    def texts(name: str, at: IntArray) -> ObjectArray:
        return cells_of(snapshot.lead_tab, columns[name], rows[at] - 1).texts(cell_text)

    return RowTexts(frozenset(columns), texts)


def cells_now(snapshot: Snapshot, column: int) -> tuple[Cells, BoolArray | None]:
    """The cells of a column, and which of them a formula made."""
    formulas = snapshot.lead_tab.formulas[column - 1]
    rows = snapshot.rows - 1
    return cells_of(snapshot.lead_tab, column, rows), None if formulas is None else formulas[rows]
