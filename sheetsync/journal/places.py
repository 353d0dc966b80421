"""Which book of a journal is about a sheet: by its path or id, and after a move by its leads."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path

from sheetsync.config import Settings
from sheetsync.journal import last_read
from sheetsync.journal.moments import aware
from sheetsync.journal.sheet_read import SheetRead

_FILE = "file:"
_TAB = "#"


def place_of(settings: Settings) -> str:
    """What tells one lead sheet from another: path or id, and tab."""
    if settings.google is not None:
        return f"google:{settings.google.id}{_TAB}{settings.tab}"
    assert settings.workbook is not None
    return f"{_FILE}{os.path.realpath(settings.workbook)}{_TAB}{settings.tab}"


def known(connection: sqlite3.Connection, place: str) -> int | None:
    """The book of a place."""
    found = connection.execute("SELECT id FROM book WHERE place = ?", (place,)).fetchone()
    return None if found is None else int(found[0])


def made(connection: sqlite3.Connection, place: str) -> int:
    """The same, made where there is none."""
    connection.execute("INSERT OR IGNORE INTO book (place) VALUES (?)", (place,))
    return known(connection, place) or 0


def others(connection: sqlite3.Connection, place: str) -> list[str]:
    """The places of other books that hold a read."""
    said = "SELECT place FROM book WHERE place <> ? AND id IN (SELECT book FROM read) ORDER BY id"
    return [name for (name,) in connection.execute(said, (place,))]


def last_read_at(connection: sqlite3.Connection, book: int | None) -> datetime | None:
    """When it was last read."""
    found = connection.execute(
        "SELECT at FROM read WHERE book = ? ORDER BY id DESC LIMIT 1", (book,)
    ).fetchone()
    return None if found is None else aware(found[0])


def book_for(connection: sqlite3.Connection, place: str, sheet: SheetRead) -> int | None:
    """The book that knows the sheet at a place: its own, or that of a file that was moved, or of
    a tab that was renamed, where its leads are mostly the same."""
    own = known(connection, place)
    if last_read_at(connection, own) is not None:
        return own
    for other in others(connection, place):
        if _may_have_moved(other, place):
            book = known(connection, other) or 0
            if _mostly_the_same(sheet, last_read.keys(connection, book)):
                return book
    return own


def _mostly_the_same(sheet: SheetRead, there: set[str]) -> bool:
    ids = set(sheet.ids.tolist()) - {""}
    return len(ids & there) * 2 > min(len(ids), len(there)) if ids else False


def move(connection: sqlite3.Connection, book: int, place: str) -> None:
    """Give a book another place; what a run just noted under that place goes with it."""
    shell = known(connection, place)
    if shell is not None:
        for table in ("run", "remembered"):
            connection.execute(
                f"UPDATE OR REPLACE {table} SET book = ? WHERE book = ?", (book, shell)
            )
        connection.execute("UPDATE OR IGNORE outbox SET book = ? WHERE book = ?", (book, shell))
        connection.execute("DELETE FROM book WHERE id = ?", (shell,))
    connection.execute("UPDATE book SET place = ? WHERE id = ?", (place, book))


def _may_have_moved(other: str, place: str) -> bool:
    before, now = other.rpartition(_TAB)[0], place.rpartition(_TAB)[0]
    if before == now:
        return True
    both_files = before.startswith(_FILE) and now.startswith(_FILE)
    return both_files and not Path(before.removeprefix(_FILE)).exists()
