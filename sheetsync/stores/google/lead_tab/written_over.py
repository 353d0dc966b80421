"""What a write replaced that was not known of: what people put there since the last look."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from sheetsync.lead_tab import BoolArray, IntArray, ObjectArray
from sheetsync.stores.google.lead_tab.cell_writes import ColumnWrite, joined
from sheetsync.stores.google.lead_tab.moved_formulas import Formula
from sheetsync.stores.google.reading.cell_values import same

Held = Callable[[int, IntArray], ObjectArray]
"""What these rows of a column held."""


def written_over(writes: Sequence[ColumnWrite], expected: Held, held: Held) -> list[ColumnWrite]:
    """The cells that ``held`` something else than expected, each with that."""
    found = [_with(write, held) for write in joined(writes)]
    others = [(write, _other(write.new, expected(write.column, write.rows))) for write in found]
    return [some_of(write, other) for write, other in others if other.any()]


def holding(writes: Sequence[ColumnWrite], held: Held) -> list[ColumnWrite]:
    """The cells of these writes, each with what it held."""
    return [_with(write, held) for write in joined(writes)]


def without(writes: Sequence[ColumnWrite], cells: Sequence[ColumnWrite]) -> list[ColumnWrite]:
    """What is left of writes where these cells are taken out."""
    out = {write.column: write.rows for write in cells}
    kept = [some_of(w, ~np.isin(w.rows, out.get(w.column, ()))) for w in writes]
    return [write for write in kept if len(write)]


def _other(held: ObjectArray, expected: ObjectArray) -> BoolArray:
    formulas = np.array([isinstance(value, Formula) for value in held], dtype=bool)
    return np.asarray(~same(held, expected) | formulas, dtype=bool)


def with_values(write: ColumnWrite, values: ObjectArray) -> ColumnWrite:
    """The same cells with these values."""
    nothing = np.zeros(len(write), dtype=bool)
    return ColumnWrite(write.column, write.rows, values, nothing, nothing)


def _with(write: ColumnWrite, held: Held) -> ColumnWrite:
    return with_values(write, held(write.column, write.rows))


def some_of(write: ColumnWrite, which: BoolArray) -> ColumnWrite:
    """The marked ones of its cells."""
    rows, new = write.rows[which], write.new[which]
    return ColumnWrite(write.column, rows, new, write.dated[which], write.timed[which])
