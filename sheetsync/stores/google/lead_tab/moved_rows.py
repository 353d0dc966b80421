"""What was written while rows moved: whether each value stands on its lead's row, and what puts
it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sheetsync.lead_tab import IntArray
from sheetsync.stores.google.lead_tab.cell_writes import (
    ColumnWrite,
    column_write,
    joined,
    written_rows,
)
from sheetsync.stores.google.lead_tab.columns import Columns
from sheetsync.stores.google.lead_tab.row_identity import Identity, shared
from sheetsync.stores.google.lead_tab.written_over import Held, holding
from sheetsync.stores.google.reading.cell_values import same


def rows_moved(
    writes: Sequence[ColumnWrite],
    done: Sequence[ColumnWrite],
    identity: Identity,
    before: Columns,
    after: Columns,
) -> bool:
    """Whether a row of these writes is another one than just before writing. ``done`` is all that
    was written since, these included."""
    rows = written_rows(writes)
    for column in identity.columns:
        expected = before.cells(column, rows)
        for write in done:
            if write.column == column:
                known = np.isin(write.rows, rows)
                expected[np.searchsorted(rows, write.rows[known])] = write.new[known]
        if not same(expected, after.cells(column, rows)).all():
            return True
    return False


@dataclass
class Typed:
    """What people had typed just before it was written over, by column: ``on`` rows as they stood
    at the last look, and in rows unknown then, by what else was typed ``beside``; of those ``at``
    also says which row had which look, where several look alike."""

    on: dict[int, dict[int, Any]] = field(default_factory=dict)
    beside: dict[int, dict[str, Any]] = field(default_factory=dict)
    at: dict[tuple[int, int, str], Any] = field(default_factory=dict)


def see_typed(
    typed: Typed,
    writes: Sequence[ColumnWrite],
    identity: Identity,
    before: Columns,
    after: Columns,
    held: Held,
) -> int:
    """Add what these writes, as they landed, replaced and nobody knew of; how many cells that
    is."""
    was = _rows_before(writes, identity, before, after)
    looks = identity.prints(after)
    seen = 0
    for write in holding(writes, held):
        at = write.rows - identity.first_row
        on, beside = (
            typed.on.setdefault(write.column, {}),
            typed.beside.setdefault(write.column, {}),
        )
        expected = same(write.new, before.cells(write.column, was[at]))
        for place, row, look, value, known in zip(
            write.rows.tolist(),
            was[at].tolist(),
            looks[at].tolist(),
            write.new.tolist(),
            expected,
            strict=True,
        ):
            if not row:
                typed.at[write.column, place, look] = value
                beside[look] = value if beside.get(look, value) == value else None
            elif not known:
                on[row] = value
                seen += 1
    return seen


@dataclass(frozen=True)
class Repair:
    """What takes our values back and puts them where they belong; ``left`` counts cells of ours
    of which nobody can tell what stood there."""

    writes: tuple[ColumnWrite, ...]
    left: int = 0


def repair(
    writes: Sequence[ColumnWrite],
    identity: Identity,
    before: Columns,
    after: Columns,
    typed: Typed,
) -> Repair:
    """Compare all rows as they are with what they should hold.

    A value is taken back only where it is exactly ours. Where a lead stands, its own value
    belongs: what was ``typed``, else the planned one, else what it had before. On a row that is
    none of those before, what was seen there as it was written over, else what all those of them
    held that are missing now and looked as it does.
    """
    was = _rows_before(writes, identity, before, after)
    found = [_repaired(each, identity, was, before, after, typed) for each in joined(writes)]
    left = sum(count for _, count in found)
    return Repair(tuple(write for write, _ in found if len(write)), left)


def _rows_before(
    writes: Sequence[ColumnWrite], identity: Identity, before: Columns, after: Columns
) -> IntArray:
    """For each row below the headers, the row where the same lead stood before; 0 where that is
    not known. An id that we gave says nothing of the row it landed on."""
    given = {value for write in writes if write.column == identity.id_column for value in write.new}
    ids, prints = identity.ids(after), identity.prints(after)
    by_id = _places(identity.ids(before), identity.rows(before))
    by_print = _places(identity.prints(before), identity.rows(before))
    was = np.array(
        [
            by_id.get(id_, 0) if id_ and id_ not in given else by_print.get(typed, 0)
            for id_, typed in zip(ids.tolist(), prints.tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    was[shared(was.astype(object))] = 0
    return was


def _places(keys: Any, rows: IntArray) -> dict[str, int]:
    once = ~shared(keys)
    places = dict(zip(keys[once].tolist(), rows[once].tolist(), strict=True))
    places.pop("", None)
    return places


def _repaired(
    write: ColumnWrite,
    identity: Identity,
    was: IntArray,
    before: Columns,
    after: Columns,
    typed: Typed,
) -> tuple[ColumnWrite, int]:
    rows, column = identity.rows(after), write.column
    theirs = typed.on.get(column, {})
    new = dict(zip(write.rows.tolist(), write.new.tolist(), strict=True))
    ours = {value for value in new.values() if value != ""}
    missing = _held_by_missing(column, identity, was, before) | typed.beside.get(column, {})
    wanted: dict[int, Any] = {}
    left = 0
    stood = before.cells(column, was).tolist()
    stands = after.cells(column, rows).tolist()
    looks = identity.prints(after).tolist()
    for row, lead, old, now, look in zip(
        rows.tolist(), was.tolist(), stood, stands, looks, strict=True
    ):
        is_ours = now in ours or (now == "" and new.get(row) == "")
        want = theirs.get(lead, new.get(lead, old))
        if not lead:
            # On a row nobody has typed in it is ours wherever people have sorted it to since.
            is_blank = bool(identity.typed) and look == ""
            if now in ours and (row in new or is_blank):
                held = typed.at.get((column, row, look), missing.get(look, ""))
                wanted |= {} if held is None else {row: held}
                left += held is None
        elif now != want and (is_ours if lead not in new else is_ours or now == old):
            wanted[row] = want
    return _write(write, wanted), left


def _held_by_missing(
    column: int, identity: Identity, was: IntArray, before: Columns
) -> dict[str, Any]:
    """What the rows held in this column that cannot be found again, by what people had typed in
    them; None where rows that look alike differ."""
    rows = np.setdiff1d(identity.rows(before), was)
    prints = identity.prints(before)[rows - identity.first_row].tolist()
    held: dict[str, Any] = {}
    for look, value in zip(prints, before.cells(column, rows).tolist(), strict=True):
        held[look] = value if held.get(look, value) == value else None
    return held


def _write(write: ColumnWrite, wanted: dict[int, Any]) -> ColumnWrite:
    rows = np.array(list(wanted), dtype=np.int64)
    return column_write(write.column, rows, list(wanted.values()))
