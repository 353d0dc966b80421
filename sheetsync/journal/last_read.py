"""The last read of a book as the journal keeps it: columns of facts, cells and observations."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sheetsync.identity import cell_text
from sheetsync.journal import blocks
from sheetsync.journal.as_written import Kept
from sheetsync.journal.cells import BLOCK, packed, unpacked
from sheetsync.journal.moments import aware, stored
from sheetsync.journal.sheet_read import FACTS, OBSERVED, TEXT_FACTS, Facts, Observed, SheetRead
from sheetsync.known_cells import BLANK, TEXT, Cells, KnownCells
from sheetsync.lead_tab import BoolArray, CellValue, IntArray, ObjectArray

_FACT, _SEEN, _CELL = "fact:", "seen:", "cell:"
_KEPT_READS = 1000


@dataclass(frozen=True)
class Column:
    """A column of the last read: its header, and how many cells held something."""

    header: str
    filled: int


@dataclass(frozen=True)
class LastRead:
    """``number`` is the highest Lead ID number the sheet itself remembered; ``stands``
    is the version the sheet was left in, "" where a run wrote it and nobody knows."""

    at: datetime
    version: str
    number: int
    stands: str
    columns: Mapping[str, Column]
    sheet: SheetRead
    observed: Observed
    cells: KeptCells

    def contents(self, at: IntArray) -> list[tuple[dict[str, CellValue], frozenset[str]]]:
        """For each lead what its cells held that held anything, and which a formula made."""
        held: list[dict[str, CellValue]] = [{} for _ in at]
        made: list[list[str]] = [[] for _ in at]
        for name in self.columns:
            values, formulas = self.cells(name, at)
            for place in np.flatnonzero(values != np.array(None, dtype=object)).tolist():
                held[place][name] = values[place]
            for place in np.flatnonzero(formulas).tolist():
                made[place].append(name)
        return list(zip(held, map(frozenset, made), strict=True))


class KeptCells:
    """The cells of columns, fetched block by block when they are asked for."""

    def __init__(self, connection: sqlite3.Connection, book: int) -> None:
        self._block = lru_cache(maxsize=256)(
            lambda name, part: unpacked(blocks.read(connection, book, _CELL + name, [part])[0])
        )

    def __call__(self, name: str, at: IntArray) -> tuple[ObjectArray, BoolArray]:
        """Cells at some positions, and which of them a formula made."""
        values = np.full(len(at), None, dtype=object)
        formulas = np.zeros(len(at), dtype=bool)
        parts = at // BLOCK
        for part in np.unique(parts).tolist():
            here = parts == part
            cells, made = self._block(name, part)
            values[here], formulas[here] = cells[at[here] % BLOCK], made[at[here] % BLOCK]
        return values, formulas

    def texts(self, name: str, at: IntArray) -> ObjectArray:
        """What they say."""
        said = np.empty(len(at), dtype=object)
        said[:] = [cell_text(cell) for cell in self(name, at)[0].tolist()]
        return said


def load(connection: sqlite3.Connection, book: int | None) -> LastRead | None:
    """The last read; None where nothing is remembered."""
    found = connection.execute(
        "SELECT at, version, number, stands, columns FROM read WHERE book = ?"
        " ORDER BY id DESC LIMIT 1",
        (book,),
    ).fetchone()
    if found is None or book is None:
        return None
    at, version, number, stands, said = found
    columns = {name: Column(*each) for name, each in json.loads(said or "{}").items()}
    found_facts: dict[str, Any] = {name: _fact(connection, book, name) for name in FACTS}
    facts = Facts(**found_facts)
    seen = {name: _numbers(connection, book, _SEEN + name) for name in OBSERVED}
    cells = KeptCells(connection, book)
    sheet = SheetRead(facts.key, lambda: facts, frozenset(columns), cells.texts)
    return LastRead(aware(at), version, number, stands, columns, sheet, Observed(**seen), cells)


def keys(connection: sqlite3.Connection, book: int) -> set[str]:
    """The keys of its leads."""
    return set(_texts(connection, book, f"{_FACT}key").tolist())


def has(connection: sqlite3.Connection, book: int | None, lead_id: str) -> bool:
    """Whether one of its leads has this id."""
    found = () if book is None else keys(connection, book)
    return any(key.partition("~")[0] == lead_id for key in found)


def columns_packed(facts: Facts, observed: Observed, cells: Kept) -> blocks.Columns:
    """What is kept of a read, as blocks."""
    return {
        **{_FACT + name: _packed_fact(facts, name) for name in FACTS},
        **{_SEEN + name: packed_numbers(getattr(observed, name)) for name in OBSERVED},
        **{_CELL + name: packed(each, formulas) for name, (_, each, formulas) in cells.items()},
    }


def columns_filled(cells: Kept) -> dict[str, Column]:
    """What is told of each column."""
    return {
        name: Column(header, int(np.count_nonzero(each.known.kind != BLANK)))
        for name, (header, each, _) in cells.items()
    }


def save(
    connection: sqlite3.Connection,
    book: int,
    at: datetime,
    version: str,
    number: int,
    stands: str,
    leads: int,
    columns: Mapping[str, Column],
    changes: blocks.Changes,
) -> None:
    """Keep a read in place of the last; ``changes`` are those its `columns_packed` need."""
    said = {name: (column.header, column.filled) for name, column in columns.items()}
    blocks.write(connection, book, changes)
    connection.execute("UPDATE read SET columns = NULL WHERE book = ?", (book,))
    connection.execute(
        "INSERT INTO read (book, at, version, leads, number, stands, columns)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (book, stored(at), version, leads, number, stands, json.dumps(said)),
    )
    connection.execute(
        "DELETE FROM read WHERE book = ? AND id <= (SELECT max(id) FROM read WHERE book = ?) - ?",
        (book, book, _KEPT_READS),
    )


def is_altered(connection: sqlite3.Connection, book: int) -> None:
    """What is kept is no longer all that the sheet holds: the next run keeps it anew."""
    connection.execute("UPDATE read SET stands = '' WHERE book = ?", (book,))


def _fact(connection: sqlite3.Connection, book: int, name: str) -> npt.NDArray[np.generic]:
    read = _texts if name in TEXT_FACTS else _numbers
    return read(connection, book, _FACT + name)


def _packed_fact(facts: Facts, name: str) -> Iterator[bytes]:
    values = getattr(facts, name)
    if name not in TEXT_FACTS:
        return packed_numbers(values)
    kind = np.where(values == np.array("", dtype=object), BLANK, TEXT).astype(np.int8)
    return packed(Cells(values, KnownCells(kind)))


def packed_numbers(values: npt.NDArray[np.int64]) -> Iterator[bytes]:
    """A column of numbers, block by block."""
    for start in range(0, len(values), BLOCK):
        yield values[start : start + BLOCK].tobytes()


def _texts(connection: sqlite3.Connection, book: int, name: str) -> ObjectArray:
    found = [unpacked(data)[0] for data in blocks.read(connection, book, name)]
    values = np.concatenate([np.empty(0, dtype=object), *found])
    values[values == np.array(None, dtype=object)] = ""
    return values


def _numbers(connection: sqlite3.Connection, book: int, name: str) -> npt.NDArray[np.int64]:
    return np.frombuffer(b"".join(blocks.read(connection, book, name)), dtype=np.int64)
