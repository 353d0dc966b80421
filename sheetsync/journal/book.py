"""The memory of one workbook or spreadsheet: its last read, what happened, its runs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from sheetsync import lead_numbers
from sheetsync.journal import blocks, events, gone, last_read, numbers, outside, places, runs, story
from sheetsync.journal.as_written import cells_as_written, keys_as_written
from sheetsync.journal.compared import Compared, compared, first_compared
from sheetsync.journal.database import transaction
from sheetsync.journal.moments import stored
from sheetsync.journal.packing import Packing
from sheetsync.journal.runs import Run
from sheetsync.journal.sheet_read import read_now
from sheetsync.journal.story import StoryLine
from sheetsync.lead_tab import ObjectArray
from sheetsync.leads import Leads
from sheetsync.memory import Memory, Note
from sheetsync.plan import Plan
from sheetsync.snapshot import Snapshot
from sheetsync.stores.base import Receipt


class Book:
    """What a journal knows of one lead sheet; nothing of it is written before it has to be."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        place: str,
        zone: ZoneInfo,
        notes: tuple[Note, ...] = (),
    ) -> None:
        self._db = connection
        self._place = place
        self._zone = zone
        self._notes = notes
        self._compared: tuple[Snapshot, Compared] | None = None
        self._packing: Packing | None = None

    def memory(self, leads: Leads, snapshot: Snapshot, now: datetime) -> Memory:
        """What is remembered of these leads, this read compared with the last one. Writes
        nothing: `record` does."""
        return self._look(leads, snapshot, now).memory(self._zone, self._notes)

    def record(
        self,
        leads: Leads,
        snapshot: Snapshot,
        now: datetime,
        plan: Plan | None = None,
        *,
        stands: str = "",
        as_right: bool = False,
    ) -> None:
        """Remember this read, all of it or nothing; ``plan`` is what was written on top of it,
        None where nothing was, and ``stands`` the version that came of it, "" where nobody knows.
        ``as_right``: what is gone went on purpose, so nobody misses it."""
        found = self._found(leads, snapshot, now)
        packing = self._packing_of(found, snapshot, plan)
        self._compared = self._packing = None
        keys = keys_as_written(found.now.key, snapshot, plan)
        with transaction(self._db):
            book = self._book_of(found)
            if found.last is not None:
                self._keep_happenings(book, found, keys, now, as_right=as_right)
            if found.last is not None and found.says_the_same and not _writes(plan):
                columns, changes = found.last.columns, blocks.NONE
            else:
                columns = last_read.columns_filled(cells_as_written(snapshot, plan))
                changes = packing.changes(blocks.digests(self._db, book))
            last_read.save(
                self._db,
                book,
                at=now,
                version=snapshot.version,
                number=lead_numbers.remembered(snapshot.seen.highlights),
                stands=stands if _writes(plan) else snapshot.version,
                leads=len(keys),
                columns=columns,
                changes=changes,
            )
            numbers.keep(self._db, book, snapshot, plan)
            outside.keep(self._db, book, snapshot)
            events.fold(self._db, book, now)
            runs.fold(self._db, book, now)

    def begin_to_record(self, leads: Leads, snapshot: Snapshot, now: datetime, plan: Plan) -> None:
        """Begin what `record` will have to do once this plan is written, beside the writing."""
        self._packing = self._packing_of(self._found(leads, snapshot, now), snapshot, plan)
        self._packing.begin()

    def run_started(self, names: Sequence[str], now: datetime) -> int:
        """Note that a run begins; what began before and never ended was cut off."""
        return runs.start(self._db, self.id, names, now)

    def run_ended(
        self, run: int, now: datetime, outcome: str, receipt: Receipt | None, version: str
    ) -> None:
        """Note how it ended."""
        runs.end(self._db, run, now, outcome, receipt, version)

    def runs(self, limit: int = 20) -> list[Run]:
        """The last runs, newest first."""
        return runs.newest(self._db, self.known_id, limit)

    def story(self, lead_id: str, now: datetime | None = None) -> list[StoryLine]:
        """What happened to a lead, oldest first."""
        happened = events.of_lead(self._db, self.known_id, lead_id)
        return list(story.told(happened, self._zone, now))

    def knows(self, lead_id: str) -> bool:
        """Whether the last read had a lead of this id."""
        return last_read.has(self._db, self.known_id, lead_id)

    def highest_number(self) -> int:
        """The highest number of a Lead ID that was ever given."""
        return numbers.load(self._db, self.known_id).given

    def happened(self, lead_id: str, kind: str, now: datetime, new: str = "") -> None:
        """Note something of a lead that no read shows, such as a message sent to it."""
        moment = stored(now)
        events.add(self._db, [(self.id, lead_id, kind, moment, moment, "", new)])

    def last_read(self) -> datetime | None:
        """When the sheet was last read."""
        return places.last_read_at(self._db, self.known_id)

    def remembered(self, name: str) -> Any | None:
        """What some part of the program noted under a name; None where nothing."""
        found = self._db.execute(
            "SELECT value FROM remembered WHERE book = ? AND name = ?", (self.known_id, name)
        ).fetchone()
        return None if found is None else json.loads(found[0])

    def remember(self, name: str, value: Any) -> None:
        """Note something that JSON can say under a name; None forgets it."""
        if value is None:
            self._db.execute(
                "DELETE FROM remembered WHERE book = ? AND name = ?", (self.known_id, name)
            )
            return
        self._db.execute(
            "INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)",
            (self.id, name, json.dumps(value)),
        )

    @property
    def id(self) -> int:
        """Its number in the journal's tables; made where it has none yet."""
        return places.made(self._db, self._place)

    @property
    def known_id(self) -> int | None:
        """The same, None where it has none yet."""
        return places.known(self._db, self._place)

    def _found(self, leads: Leads, snapshot: Snapshot, now: datetime) -> Compared:
        known = self._compared
        return known[1] if known and known[0] is snapshot else self._look(leads, snapshot, now)

    def _packing_of(self, found: Compared, snapshot: Snapshot, plan: Plan | None) -> Packing:
        begun = self._packing
        if begun is not None and begun.plan is plan:
            return begun
        return Packing(found, snapshot, plan, blocks.digests(self._db, found.book))

    def _look(self, leads: Leads, snapshot: Snapshot, now: datetime) -> Compared:
        sheet = read_now(leads, snapshot)
        book = places.book_for(self._db, self._place, sheet)
        last = last_read.load(self._db, book)
        if last is None:
            found = first_compared(sheet, book, places.others(self._db, self._place))
        else:
            missing = gone.load(self._db, book, now)
            found = compared(self._db, book, last, sheet, snapshot, missing, now)
        self._compared = (snapshot, found)
        return found

    def _book_of(self, found: Compared) -> int:
        """Its number; what was remembered under a place the sheet no longer has moves here."""
        if found.book is not None and found.book != self.known_id:
            places.move(self._db, found.book, self._place)
        return self.id

    def _keep_happenings(
        self, book: int, found: Compared, keys: ObjectArray, now: datetime, *, as_right: bool
    ) -> None:
        assert found.last is not None
        before, after = found.comparison.before, np.flatnonzero(found.comparison.before >= 0)
        old = found.last.sheet.key[before[after]]
        changed = np.flatnonzero(old != keys[after])
        pairs = list(zip(old[changed].tolist(), keys[after][changed].tolist(), strict=True))
        pairs += [(each.lead, str(keys[at])) for at, each in found.back.items()]
        events.rename(self._db, book, [pair for pair in pairs if pair[0] != pair[1]])
        gone.let_go(self._db, book, found.back.values())
        if not as_right:
            gone.keep(self._db, book, found.newly_gone, now)
        leads = found.last.sheet.key[found.comparison.gone].tolist()
        events.keep(self._db, book, found.comparison, keys, leads, found.last.at, now)


def _writes(plan: Plan | None) -> bool:
    return plan is not None and not plan.is_empty
