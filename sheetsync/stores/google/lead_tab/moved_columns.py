"""What was written while columns moved: which column is which by now, and what takes it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sheetsync.lead_tab import IntArray, ObjectArray
from sheetsync.stores.google.lead_tab.cell_writes import ColumnWrite, column_write
from sheetsync.stores.google.lead_tab.columns import Columns
from sheetsync.stores.google.lead_tab.moved_formulas import Formula, moved
from sheetsync.stores.google.reading.cell_values import same


@dataclass(frozen=True)
class TakenBack:
    """What puts people's cells back; ``left`` counts cells of ours on rows nobody knows again."""

    writes: tuple[ColumnWrite, ...]
    left: int = 0


def headers_in(found: Columns, row: int) -> dict[int, object]:
    """What stands in the header row, by column."""
    at = np.array([row])
    cells = {column: found.cells(column, at)[0] for column in sorted(found.values)}
    return {column: header for column, header in cells.items() if header != ""}


def taken_back(
    writes: Sequence[ColumnWrite],
    before: Columns,
    formulas: Mapping[int, Mapping[int, str]],
    after: Columns,
    header_row: int,
    *,
    all_there: bool,
) -> TakenBack:
    """Compare all cells as they are with what stood there ``before``.

    A cell is put back only where it holds exactly what we wrote for another column. ``formulas``
    are those of before, by column and row from 1.
    """
    was = columns_before(writes, before, after, header_row, all_there=all_there)
    rows = _rows_before({write.column for write in writes} | {*formulas}, was, before, after)
    back, left = [], 0
    for column in sorted(after.values.keys() | {write.column for write in writes}):
        others = [write for write in writes if write.column != was.get(column)]
        wanted, unsure = _wanted(column, others, was, rows, before, after, formulas)
        left += unsure
        if wanted:
            numbers = np.array(list(wanted), dtype=np.int64)
            back.append(column_write(column, numbers, list(wanted.values())))
    return TakenBack(tuple(back), left)


def columns_before(
    writes: Sequence[ColumnWrite],
    before: Columns,
    after: Columns,
    header_row: int,
    *,
    all_there: bool,
) -> dict[int, int]:
    """For each column, which one it was: by its header, else by what stands in it, else, where
    our header stands on top of its own and no column was deleted, by their order."""
    old, new = headers_in(before, header_row), headers_in(after, header_row)
    ours = {v for w in writes for v in w.new[w.rows == header_row].tolist()}
    was = _by_header(old, new, ours)
    rows = np.arange(1, min(before.height, after.height) + 1, dtype=np.int64)
    sought = [column for column in sorted(before.values) if column not in was.values()]
    for column in sorted(set(after.values) - was.keys()):
        like = [k for k in sought if (k in old) == (column in new)]
        alike = {k: _alike(before.cells(k, rows), after.cells(column, rows)) for k in like}
        best = max(alike, key=lambda k: alike[k], default=0)
        if best and alike[best]:
            was[column] = best
        if column in was:
            sought.remove(was[column])
    covered = [c for c in sorted(new) if new[c] in ours and c not in was] if all_there else []
    was |= dict(zip(covered, [k for k in sought if k in old], strict=False))
    for write in writes:  # a new column of ours on blank ground is where it should be
        if write.column and write.column not in was and write.column not in was.values():
            was[write.column] = write.column
    return was


def _by_header(
    old: Mapping[int, object], new: Mapping[int, object], ours: set[Any]
) -> dict[int, int]:
    places: dict[tuple[object, int], int] = {}
    times = Counter[object]()
    for column, header in old.items():
        places[header, times[header]] = column
        times[header] += 1
    was, times = {}, Counter[object]()
    for column, header in new.items():
        place = places.get((header, times[header]))
        times[header] += 1
        if place is not None and header not in ours:
            was[column] = place
    return was


def _alike(one: ObjectArray, other: ObjectArray) -> int:
    """In how many rows the same is said, where anything is."""
    return int((same(one, other) & (one != np.array("", dtype=object))).sum())


def _rows_before(
    touched: set[int], was: Mapping[int, int], before: Columns, after: Columns
) -> IntArray:
    """For each row from 1, the row it was; 0 where that is not known. Rows are known by columns
    that were not touched."""
    known = {c: k for c, k in was.items() if c not in touched and k not in touched}
    heights = np.arange(1, before.height + 1), np.arange(1, after.height + 1)
    old = _looks([before.cells(k, heights[0]) for k in known.values()], before.height)
    now = _looks([after.cells(c, heights[1]) for c in known], after.height)
    times = Counter(old)
    places = {look: row for row, look in enumerate(old, 1) if look and times[look] == 1}
    return np.array(
        [
            row if row <= len(old) and old[row - 1] == look else places.get(look, 0)
            for row, look in enumerate(now, 1)
        ],
        dtype=np.int64,
    )


def _looks(cells: Sequence[ObjectArray], height: int) -> list[str]:
    if not cells:
        return [""] * height
    rows = zip(*(each.tolist() for each in cells), strict=True)
    return ["\x1f".join(map(str, row)) if any(c != "" for c in row) else "" for row in rows]


def _wanted(
    column: int,
    others: Sequence[ColumnWrite],
    was: Mapping[int, int],
    rows: IntArray,
    before: Columns,
    after: Columns,
    formulas: Mapping[int, Mapping[int, str]],
) -> tuple[dict[int, Any], int]:
    """By row, what belongs in the cells of a column that hold what was written for others."""
    values = {value for write in others for value in write.new.tolist() if value != ""}
    emptied = {int(row) for write in others for row in write.rows[write.new == ""]}
    here = np.arange(1, after.height + 1, dtype=np.int64)
    source = was.get(column, 0)
    stands = after.cells(column, here).tolist()
    stood = before.cells(source, rows).tolist()
    to = {k: c for c, k in was.items()}
    wanted: dict[int, Any] = {}
    left = 0
    for row, old_row, now, old in zip(here.tolist(), rows.tolist(), stands, stood, strict=True):
        if not (now in values or (now == "" and row in emptied)):
            continue
        if formula := formulas.get(source, {}).get(old_row):
            if not after.has_formula(column, np.array([row]))[0]:
                wanted[row] = Formula(moved(formula, to))
        elif old is None or (not old_row and source and _is_filled(row, was, after)):
            left += 1
        elif now != old:
            wanted[row] = old
    return wanted, left


def _is_filled(row: int, was: Mapping[int, int], after: Columns) -> bool:
    """Whether people have anything in a row that cannot be told from another."""
    return any(after.cells(column, np.array([row]))[0] != "" for column in was)
