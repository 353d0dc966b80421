"""Which row is which lead, from one moment to the next: by Lead ID, else by what people typed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sheetsync.identity import cell_text
from sheetsync.lead_tab import BoolArray, IntArray, ObjectArray
from sheetsync.plan import Plan
from sheetsync.schema import TYPED_BY_PEOPLE
from sheetsync.snapshot import Snapshot
from sheetsync.stores.google.lead_tab.columns import Columns

_NOTHING = np.array("", dtype=object)


@dataclass(frozen=True)
class Identity:
    """By which columns rows are known. ``typed`` is empty where Lead IDs suffice; ``first_row``
    is the first below the headers."""

    id_column: int | None
    typed: tuple[int, ...]
    first_row: int

    @property
    def columns(self) -> tuple[int, ...]:
        """All of them."""
        return self.typed if self.id_column is None else (self.id_column, *self.typed)

    def rows(self, found: Columns) -> IntArray:
        """The rows below the headers."""
        return np.arange(self.first_row, found.height + 1, dtype=np.int64)

    def ids(self, found: Columns) -> ObjectArray:
        """The Lead ID of each row as text, "" for none."""
        rows = self.rows(found)
        if self.id_column is None:
            return np.full(len(rows), "", dtype=object)
        return _texts(found.cells(self.id_column, rows))

    def prints(self, found: Columns) -> ObjectArray:
        """What people typed in each row, as one text; "" where nothing is known of it."""
        rows = self.rows(found)
        prints = np.full(len(rows), "", dtype=object)
        if self.typed:
            typed = [_texts(found.cells(column, rows)) for column in self.typed]
            prints[:] = ["\x1f".join(row) if any(row) else "" for row in zip(*typed, strict=True)]
        return prints

    def keys(self, found: Columns) -> ObjectArray:
        """What tells each row from all others; "" where nothing does.

        Rows that people typed alike are told apart by their order: what is written to one would
        suit the other as well.
        """
        keys = self.ids(found)
        blank = keys == _NOTHING
        unsure = blank | (shared(keys) & ~blank)
        if unsure.any():
            prints = self.prints(found)[unsure]
            numbers = pd.Series(keys[unsure] + "~" + prints, dtype=object)
            places = numbers.groupby(numbers.to_numpy()).cumcount()
            pairs = zip(numbers, places, prints, strict=True)
            keys[unsure] = [f"{key}#{place}" if known else "" for key, place, known in pairs]
        return keys


def identity_for(plan: Plan, snapshot: Snapshot, read: Columns) -> Identity:
    """The columns by which the rows of a plan are known: few where their Lead IDs suffice."""
    id_column = snapshot.headers.column("lead_id")
    by_id = Identity(id_column, (), snapshot.headers.row + 1)
    ids = by_id.ids(read)
    surely = (ids != _NOTHING) & ~shared(ids)
    if all(surely[change.rows - by_id.first_row].all() for change in plan.columns):
        return by_id
    named = [snapshot.headers.column(name) for name in TYPED_BY_PEOPLE]
    named += snapshot.headers.parts.get("name", ())[1:]
    typed = tuple(sorted({column for column in named if column}))
    return Identity(id_column, typed, by_id.first_row)


def shared(keys: ObjectArray) -> BoolArray:
    """Which keys are there more than once."""
    return np.asarray(pd.Series(keys, dtype=object).duplicated(keep=False), dtype=bool)


def _texts(cells: ObjectArray) -> ObjectArray:
    texts = np.empty(len(cells), dtype=object)
    texts[:] = [cell.strip() if type(cell) is str else cell_text(cell) for cell in cells.tolist()]
    return texts
