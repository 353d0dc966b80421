"""The numbers of Lead IDs, as the journal knows them: a sheet that is put back as it was earlier
has forgotten those it gave since, and would give them again, to other leads."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from sheetsync import lead_numbers, own_ids
from sheetsync.journal import runs
from sheetsync.journal.sheet_read import SheetRead
from sheetsync.lead_tab import IntArray
from sheetsync.plan import Plan
from sheetsync.snapshot import Snapshot

NAME = "lead-numbers"


@dataclass(frozen=True)
class Numbers:
    """``given`` is the highest ever given or seen; ``kept`` the one that the sheet remembered
    when the last run was over."""

    given: int = 0
    kept: int = 0


def load(connection: sqlite3.Connection, book: int | None) -> Numbers:
    """What is known of a book."""
    found = connection.execute(
        "SELECT value FROM remembered WHERE book = ? AND name = ?", (book, NAME)
    ).fetchone()
    return Numbers(*json.loads(found[0])) if found else Numbers()


def given_elsewhere(
    connection: sqlite3.Connection,
    book: int | None,
    snapshot: Snapshot,
    now: SheetRead,
    at: IntArray,
) -> frozenset[int]:
    """Which of the rows at these positions have a Lead ID that runs gave of which this journal
    knows nothing: an earlier state of it was put back, or they were made on another machine."""
    known, highest = load(connection, book), lead_numbers.remembered(snapshot.seen.highlights)
    if not known.given or highest <= known.given or _was_cut_off(connection, book):
        return frozenset()
    rows = zip(at.tolist(), now.ids[at].tolist(), strict=True)
    return frozenset(
        place for place, one in rows if known.given < own_ids.highest_number([one]) <= highest
    )


def _was_cut_off(connection: sqlite3.Connection, book: int | None) -> bool:
    """Whether a run may have given numbers and not come to noting them."""
    newest = runs.newest(connection, book, 2)  # one may be at work now
    return any(run.outcome == runs.CUT_OFF for run in newest)


def keep(connection: sqlite3.Connection, book: int, snapshot: Snapshot, plan: Plan | None) -> None:
    """Remember those of a read, and of what was written on it."""
    columns = () if plan is None else plan.columns
    new = (cell for each in columns if each.field == "lead_id" for cell in each.new)
    known = load(connection, book).given
    given = max(known, lead_numbers.highest(snapshot), own_ids.highest_number(new))
    rules = [rule.name for rule in plan.highlights] if plan else []
    kept = lead_numbers.remembered(rules) or lead_numbers.remembered(snapshot.seen.highlights)
    connection.execute(
        "INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)",
        (book, NAME, json.dumps([given, kept])),
    )
