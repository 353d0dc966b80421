"""What happened to leads, as rows; old ones are folded to counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sheetsync.journal.compare import Comparison
from sheetsync.journal.moments import aware, stored
from sheetsync.journal.story import Happening
from sheetsync.lead_tab import ObjectArray

KEPT_DAYS = 400
"""What is older is told as a count."""


def keep(
    connection: sqlite3.Connection,
    book: int,
    comparison: Comparison,
    keys: ObjectArray,
    gone: Iterable[str],
    after: datetime,
    by: datetime,
) -> None:
    """Write down what a comparison found; ``keys`` are those of the new read."""
    when = stored(after), stored(by)
    rows = [
        (book, str(keys[at]), events.kind, *when, old, new)
        for events in comparison.events
        for at, old, new in zip(events.at.tolist(), events.old, events.new, strict=True)
    ]
    rows += [(book, lead, "vanished", *when, "", "") for lead in gone]
    add(connection, rows)


def add(connection: sqlite3.Connection, rows: Iterable[tuple[int | str, ...]]) -> None:
    """Rows of book, lead, kind, after, by, old, new."""
    connection.executemany(
        "INSERT INTO event (book, lead, kind, after, by, old, new) VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def rename(connection: sqlite3.Connection, book: int, pairs: list[tuple[str, str]]) -> None:
    """What is known of a lead goes with it to its new key."""
    if not pairs:
        return
    told = _leads(connection, book)
    moved = [(new, book, old) for old, new in pairs if old in told]
    connection.executemany("UPDATE event SET lead = ? WHERE book = ? AND lead = ?", moved)
    connection.executemany(
        "UPDATE OR REPLACE folded SET lead = ? WHERE book = ? AND lead = ?", moved
    )


def _leads(connection: sqlite3.Connection, book: int) -> set[str]:
    said = "SELECT lead FROM event WHERE book = ? UNION SELECT lead FROM folded WHERE book = ?"
    return {lead for (lead,) in connection.execute(said, (book, book))}


def fold(connection: sqlite3.Connection, book: int, now: datetime) -> None:
    """Count what is too old to be told one by one."""
    old = (book, stored(now - timedelta(days=KEPT_DAYS)))
    connection.execute(
        "INSERT INTO folded (book, lead, kind, count, first, last)"
        " SELECT book, lead, kind, count(*), min(by), max(by) FROM event"
        " WHERE book = ? AND by < ? GROUP BY lead, kind"
        " ON CONFLICT (book, lead, kind) DO UPDATE SET count = count + excluded.count,"
        " first = min(first, excluded.first), last = max(last, excluded.last)",
        old,
    )
    connection.execute("DELETE FROM event WHERE book = ? AND by < ?", old)


def of_lead(connection: sqlite3.Connection, book: int | None, lead: str) -> Iterator[Happening]:
    """What happened to a lead, oldest first; its key, or its Lead ID where several share that."""
    which = (book, lead, f"{lead}~", f"{lead}\x7f")
    where = "WHERE book = ? AND (lead = ? OR (lead >= ? AND lead < ?))"
    for kind, count, first, last in connection.execute(
        f"SELECT kind, count, first, last FROM folded {where} ORDER BY last, kind", which
    ):
        yield Happening(kind, aware(first), aware(last), "", "", count)
    for kind, after, by, old, new in connection.execute(
        f"SELECT kind, after, by, old, new FROM event {where} ORDER BY by, id", which
    ):
        yield Happening(kind, aware(after) if after else None, aware(by), old or "", new or "")
