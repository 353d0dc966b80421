"""Leads whose person was forgotten: of them nothing is kept when their row goes."""

from __future__ import annotations

import json
import sqlite3

NAME = "forgotten"
"""Under which their Lead IDs stand among what is remembered of a book."""


def ids(connection: sqlite3.Connection, book: int | None) -> frozenset[str]:
    """Their Lead IDs, in small letters."""
    found = connection.execute(
        "SELECT value FROM remembered WHERE book = ? AND name = ?", (book, NAME)
    ).fetchone()
    return frozenset(json.loads(found[0])) if found else frozenset()


def add(connection: sqlite3.Connection, book: int, lead_id: str) -> None:
    """Note another."""
    said = json.dumps(sorted(ids(connection, book) | {lead_id.casefold()}))
    connection.execute("INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)", (book, NAME, said))


def is_forgotten(key: str, known: frozenset[str]) -> bool:
    """Whether a lead's key is one of theirs."""
    return key.partition("~")[0].casefold() in known
