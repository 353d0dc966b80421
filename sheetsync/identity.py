"""Who a row is: its Lead ID, and a fingerprint of what people typed where that does not settle it.

A key is the id text; ``~`` and a fingerprint where the id is blank; both where rows share an id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.known_cells import Cells, cells_of
from sheetsync.lead_tab import BoolArray, CellError, IntArray, ObjectArray
from sheetsync.schema import TYPED_BY_PEOPLE
from sheetsync.snapshot import Snapshot


@dataclass(frozen=True)
class Duplicates:
    """Rows whose id another row had before: positions of the newer rows, ascending, and for each
    the position of the row the id belongs to."""

    newer: IntArray
    original: IntArray

    def __len__(self) -> int:
        return len(self.newer)


def cell_text(cell: object) -> str:
    """What a cell says, as one text: 123.0 is ``123``; nothing, and an error, are ""."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None or isinstance(cell, CellError) or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def id_texts(cells: Cells) -> ObjectArray:
    """Lead ID cells as texts, "" where blank."""
    return cells.texts(cell_text)


def row_keys(snapshot: Snapshot) -> tuple[ObjectArray, BoolArray]:
    """A key for every lead, and which of them cannot be told apart.

    An id shared by rows of the same fingerprint is ambiguous: nothing may be written to any of
    them. Rows without an id that people typed alike are told apart by their order (``#2``): what
    is written to one would suit the other as well.
    """
    keys = id_texts(snapshot.cells("lead_id"))
    ambiguous = np.zeros(len(keys), dtype=bool)
    blank = keys == np.array("", dtype=object)
    shared = _shared(keys) & ~blank
    at = np.flatnonzero(blank | shared)
    if len(at):
        keys[at] = keys[at] + "~" + fingerprints(snapshot, at)
        if shared.any():
            ambiguous = shared & _shared(keys)
        _number(keys, np.flatnonzero(blank))
    return keys, ambiguous


def _shared(keys: ObjectArray) -> BoolArray:
    return np.asarray(pd.Series(keys, dtype=object).duplicated(keep=False), dtype=bool)


def _number(keys: ObjectArray, at: IntArray) -> None:
    """Add ``#2``, ``#3``, … to the second, third, … of equal keys at these positions."""
    places = pd.Series(keys[at], dtype=object).groupby(keys[at]).cumcount().to_numpy()
    again = np.flatnonzero(places)
    keys[at[again]] = [f"{keys[at[i]]}#{places[i] + 1}" for i in again]


def fingerprints(snapshot: Snapshot, at: IntArray) -> ObjectArray:
    """A short digest of what people typed in the leads at these positions."""
    columns = [snapshot.headers.column(name) for name in TYPED_BY_PEOPLE]
    columns += snapshot.headers.parts.get("name", ())[1:]
    rows = snapshot.rows[at] - 1
    cells = [
        [""] * len(at) if column is None
        else cells_of(snapshot.lead_tab, column, rows).texts(cell_text).tolist()
        for column in columns
    ]  # fmt: skip
    digests = np.empty(len(at), dtype=object)
    digests[:] = [_digest("\x1f".join(row)) for row in zip(*cells, strict=True)]
    return digests


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def duplicate_ids(
    ids: ObjectArray, received_at: npt.NDArray[np.datetime64] | None = None
) -> Duplicates:
    """Which rows share an id with an older one.

    ``ids`` are texts, "" where blank. The older row is the one received earlier, where every row
    of that id says when; otherwise, and of equals, the one higher up in the sheet.
    """
    at = np.flatnonzero(_shared(ids) & (ids != np.array("", dtype=object)))
    codes = pd.factorize(ids[at])[0]
    received = _comparable(codes, at, received_at)
    order = np.lexsort((at, received, codes))
    codes, at = codes[order], at[order]
    is_first = np.r_[True, codes[1:] != codes[:-1]] if len(codes) else np.zeros(0, dtype=bool)
    original = at[np.flatnonzero(is_first)][np.cumsum(is_first) - 1]
    newer, original = at[~is_first], original[~is_first]
    by_row = np.argsort(newer)
    return Duplicates(newer[by_row], original[by_row])


def _comparable(
    codes: npt.NDArray[np.intp], at: IntArray, received_at: npt.NDArray[np.datetime64] | None
) -> npt.NDArray[np.int64]:
    """Received times as whole seconds, all 0 for an id of which a row does not say when."""
    if received_at is None:
        return np.zeros(len(at), dtype=np.int64)
    times = received_at[at].astype("datetime64[s]")
    silent = np.isin(codes, codes[np.isnat(times)])
    return np.where(silent, 0, times.astype(np.int64))
