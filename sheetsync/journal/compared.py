"""A read beside the last one of its book: the comparison, what is gone, and the memory of it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from zoneinfo import ZoneInfo

import numpy as np

from sheetsync import lead_numbers
from sheetsync.journal import forgotten, gone, numbers, outside
from sheetsync.journal.compare import Comparison, compare, first_read
from sheetsync.journal.gone import Gone
from sheetsync.journal.last_read import LastRead
from sheetsync.journal.sheet_read import Facts, Observed, SheetRead
from sheetsync.lead_tab import IntArray, ObjectArray
from sheetsync.memory import VANISHED_DAYS, Memory, Missing, Note, never
from sheetsync.schema import FIELD
from sheetsync.snapshot import Snapshot
from sheetsync.wall_clock import MISSING, to_local

NAMED = 5
"""Of so many leads that are gone the guard tells the ids."""

OLDER_FILE = Note(
    "this looks like an earlier version of the sheet, put back: leads it has not got yet are not "
    "called vanished",
    "If that was not on purpose, bring the newer version back.",
)


@dataclass(frozen=True)
class Compared:
    """``last`` is None, and so is ``book`` mostly, where nothing is remembered. ``back`` gives
    positions of leads that had gone; ``before_gone`` are those gone before this read."""

    now: SheetRead
    comparison: Comparison
    version: str = ""
    book: int | None = None
    last: LastRead | None = None
    before_gone: tuple[Gone, ...] = ()
    back: dict[int, Gone] = field(default_factory=dict)
    older_file: bool = False
    notes: tuple[Note, ...] = ()
    oldest: datetime | None = None
    forgotten: frozenset[str] = frozenset()
    numbered_elsewhere: frozenset[int] = frozenset()

    @cached_property
    def newly_gone(self) -> list[Gone]:
        """The leads that are gone since the last read, where that is not too long ago; nobody
        misses those whose person was forgotten."""
        if self.last is None or (self.oldest and self.last.at < self.oldest):
            return []
        why: gone.Why = "older-file" if self.older_file else "vanished"
        found = gone.of_last_read(self.last, self.comparison.gone, why)
        return [each for each in found if not forgotten.is_forgotten(each.lead, self.forgotten)]

    @property
    def says_the_same(self) -> bool:
        """Whether the sheet is to the letter as the last run left it, and means the same."""
        last, now = self.last, self.now
        return (
            last is not None
            and last.stands == self.version
            and now.columns == last.columns.keys()
            and _equal(now.facts, last.sheet.facts)
            and _equal(self.comparison.observed, last.observed)
        )

    def facts_as_written(self, keys: ObjectArray) -> Facts:
        """What the next read is compared with."""
        return replace(self.now.facts, key=keys)

    def memory(self, zone: ZoneInfo, notes: tuple[Note, ...]) -> Memory:
        """As rules see it; ``notes`` are the journal's own."""
        observed = self.comparison.observed
        moments = {
            name: to_local(instants, zone) if (instants != MISSING).any() else never(len(instants))
            for name, instants in vars(observed).items()
            if name != "pushed_back"
        }
        back = {each.lead for each in self.back.values()}
        missed = [*self.newly_gone, *(each for each in self.before_gone if each.lead not in back)]
        return Memory(
            last_read=None if self.last is None else self.last.at,
            **moments,
            pushed_back=observed.pushed_back,
            vanished=tuple(each.vanished for each in missed if each.why == "vanished"),
            notes=(*notes, *self.notes, *([OLDER_FILE] if self.older_file else [])),
            missing=self._missing(),
            numbered_elsewhere=self.numbered_elsewhere,
        )

    def _missing(self) -> Missing:
        if self.last is None:
            return Missing()
        keys = self.last.sheet.key[self.comparison.gone].tolist()
        ids = [key.partition("~")[0] for key in keys if not key.startswith("~")]
        headers = tuple(
            column.header
            for name, column in self.last.columns.items()
            if name in FIELD and column.filled and name not in self.now.columns
        )
        return Missing(len(self.last.sheet), len(keys), tuple(ids[:NAMED]), headers)


def first_compared(now: SheetRead, book: int | None, others: list[str]) -> Compared:
    """Of a sheet nothing is remembered of."""
    notes = (
        (
            Note(
                "this journal remembers another sheet; of this one nothing yet",
                "If the config was pointed at another workbook by mistake, mend workbook: or "
                "google: in it.",
            ),
        )
        if others
        else ()
    )
    return Compared(now, first_read(now), book=book, notes=notes)


def compared(
    connection: sqlite3.Connection,
    book: int | None,
    last: LastRead,
    now: SheetRead,
    snapshot: Snapshot,
    missing: list[Gone],
    moment: datetime,
) -> Compared:
    """This read beside the last one."""
    back: dict[int, Gone] = {}

    def returned(at: IntArray) -> dict[int, Observed]:
        back.update(gone.returned(missing, now, at) if missing else {})
        return {place: each.observed for place, each in back.items()}

    this_read = int(moment.timestamp())
    last_read = min(int(last.at.timestamp()), this_read)  # clocks are put back, too
    stood = partial(outside.among, connection, book, now)
    comparison = compare(last.sheet, now, last.observed, last_read, this_read, returned, stood)
    older = _is_older_file(connection, book, last, snapshot, bool(len(comparison.gone)))
    oldest = moment - timedelta(days=VANISHED_DAYS)
    let_go = forgotten.ids(connection, book)
    new = np.flatnonzero(comparison.before < 0)
    elsewhere = numbers.given_elsewhere(connection, book, snapshot, now, new)
    return Compared(
        now, comparison, snapshot.version, book, last, tuple(missing), back, older, (), oldest,
        let_go, elsewhere,
    )  # fmt: skip


def _equal(one: Facts | Observed, other: Facts | Observed) -> bool:
    return all(np.array_equal(values, getattr(other, name)) for name, values in vars(one).items())


def _is_older_file(
    connection: sqlite3.Connection, book: int | None, last: LastRead, snapshot: Snapshot, gone: bool
) -> bool:
    """Whether somebody put an earlier version of the sheet back: the number that it remembers
    went back, or it is to the letter what an earlier run found."""
    number = lead_numbers.remembered(snapshot.seen.highlights)
    if number < max(last.number, numbers.load(connection, book).kept):
        return True
    if not gone or snapshot.version == last.stands:
        return False
    found = connection.execute(
        "SELECT 1 FROM read WHERE book = ? AND version = ? AND number = ?",
        (book, snapshot.version, number),
    ).fetchone()
    return found is not None
