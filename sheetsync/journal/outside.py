"""Rows that stood below the table at the last read: once the table takes them in they are leads,
but none that came just now."""

from __future__ import annotations

import hashlib
import json
import sqlite3

import numpy as np

from sheetsync.journal.same_leads import said_in
from sheetsync.journal.sheet_read import SheetRead, cells_of_rows
from sheetsync.lead_tab import IntArray
from sheetsync.schema import TYPED_BY_PEOPLE
from sheetsync.snapshot import Snapshot

NAME = "rows-below"


def among(
    connection: sqlite3.Connection, book: int | None, now: SheetRead, at: IntArray
) -> set[int]:
    """Which of the rows at these positions stood below the table at the last read."""
    found = connection.execute(
        "SELECT value FROM remembered WHERE book = ? AND name = ?", (book, NAME)
    ).fetchone()
    if found is None:
        return set()
    there = set(json.loads(found[0]))
    prints = said_in(now, at, TYPED_BY_PEOPLE).tolist()
    return {place for place, said in zip(at.tolist(), prints, strict=True) if _mark(said) in there}


def keep(connection: sqlite3.Connection, book: int, snapshot: Snapshot) -> None:
    """Remember those of a read, by marks that tell nothing of what they say."""
    rows = snapshot.others.rows.get("outside")
    if rows is None or not len(rows):
        connection.execute("DELETE FROM remembered WHERE book = ? AND name = ?", (book, NAME))
        return
    at = np.arange(len(rows), dtype=np.int64)
    said = said_in(cells_of_rows(snapshot, rows), at, TYPED_BY_PEOPLE).tolist()
    marks = sorted({_mark(one) for one in said} - {""})
    connection.execute(
        "INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)", (book, NAME, json.dumps(marks))
    )


def _mark(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:16] if said else ""
