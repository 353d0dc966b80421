"""Runs as remembered; of old ones, the last of each day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sheetsync.journal.moments import aware, stored
from sheetsync.stores.base import Receipt

CUT_OFF = "cut off"
"""The outcome of a run that never said how it ended."""

ALL_KEPT_DAYS = 90


@dataclass(frozen=True)
class Run:
    """A run as remembered. ``outcome`` is ``done``, the kind of error that ended it, `CUT_OFF`,
    or "" while it is at work; ``receipt`` what it wrote, None where that was nothing."""

    id: int
    names: tuple[str, ...]
    started: datetime
    ended: datetime | None
    outcome: str
    receipt: dict[str, Any] | None
    version: str


def start(connection: sqlite3.Connection, book: int, names: Sequence[str], now: datetime) -> int:
    """Note that a run begins; what began before and never ended was cut off."""
    connection.execute(
        "UPDATE run SET outcome = ? WHERE book = ? AND outcome IS NULL", (CUT_OFF, book)
    )
    made = connection.execute(
        "INSERT INTO run (book, names, started) VALUES (?, ?, ?)",
        (book, json.dumps(list(names)), stored(now)),
    )
    return int(made.lastrowid or 0)


def end(
    connection: sqlite3.Connection,
    run: int,
    now: datetime,
    outcome: str,
    receipt: Receipt | None,
    version: str,
) -> None:
    """Note how it ended."""
    written = None if receipt is None else json.dumps(receipt.as_json())
    connection.execute(
        "UPDATE run SET ended = ?, outcome = ?, receipt = ?, version = ? WHERE id = ?",
        (stored(now), outcome, written, version, run),
    )


def newest(connection: sqlite3.Connection, book: int | None, limit: int) -> list[Run]:
    """The last runs, newest first."""
    found = connection.execute(
        "SELECT id, names, started, ended, outcome, receipt, version FROM run WHERE book = ?"
        " ORDER BY id DESC LIMIT ?",
        (book, limit),
    )
    return [_run(*row) for row in found]


def fold(connection: sqlite3.Connection, book: int, now: datetime) -> None:
    """Of the runs of each day long ago, keep the last."""
    old = (book, stored(now - timedelta(days=ALL_KEPT_DAYS)))
    connection.execute(
        "DELETE FROM run WHERE book = ?1 AND started < ?2 AND id NOT IN"
        " (SELECT max(id) FROM run WHERE book = ?1 AND started < ?2"
        " GROUP BY substr(started, 1, 10))",
        old,
    )


def _run(
    number: int,
    names: str,
    started: str,
    ended: str | None,
    outcome: str | None,
    receipt: str | None,
    version: str | None,
) -> Run:
    return Run(
        id=number,
        names=tuple(json.loads(names)),
        started=aware(started),
        ended=None if ended is None else aware(ended),
        outcome=outcome or "",
        receipt=None if receipt is None else json.loads(receipt),
        version=version or "",
    )
