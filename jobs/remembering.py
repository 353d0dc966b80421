"""The journal beside a run: asked what it remembers, told what was read and how it ended.

Whatever happens to the journal, a run goes on: it then remembers nothing, and says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from sheetsync.errors import SheetsyncError
from sheetsync.memory import Memory
from sheetsync.stores.base import Diagnosis, Receipt

if TYPE_CHECKING:
    from sheetsync.config import Settings
    from sheetsync.journal import Book, Journal
    from sheetsync.leads import Leads
    from sheetsync.plan import Plan
    from sheetsync.snapshot import Snapshot


T = TypeVar("T")


class Remembering:
    """What a run does with a journal; nothing where there is none."""

    def __init__(
        self, journal: Journal | None, settings: Settings, now: datetime, *, writes: bool = True
    ) -> None:
        """Where it does not ``writes``, only `memory` and `highest_number` may be asked."""
        self._journal = journal
        self._settings = settings
        self._now = now
        self._writes = writes
        self._book: Book | None = journal.book(settings) if journal else None
        self.troubles: list[Diagnosis] = []

    def memory(self, leads: Leads, snapshot: Snapshot) -> Memory | None:
        """What is remembered of these leads."""

        def asked(book: Book) -> Memory:
            return book.memory(leads, snapshot, self._now)

        return self._done(asked) if self._book else None

    def highest_number(self) -> int:
        """The highest number of a Lead ID that was ever given, as far as is remembered."""
        return self._done(lambda book: book.highest_number()) or 0

    def begin_to_record(self, leads: Leads, snapshot: Snapshot, plan: Plan) -> None:
        """Begin what `record` will do once this plan is written."""
        self._done(lambda book: book.begin_to_record(leads, snapshot, self._now, plan))

    def record(
        self,
        leads: Leads,
        snapshot: Snapshot,
        plan: Plan | None = None,
        *,
        stands: str = "",
        as_right: bool = False,
    ) -> None:
        """Remember what was read, the plan that was written on it, and the version it stands at."""
        self._done(
            lambda book: book.record(
                leads, snapshot, self._now, plan, stands=stands, as_right=as_right
            )
        )

    @contextmanager
    def run(self, names: Sequence[str]) -> Iterator[Ending]:
        """Note that a run begins and how it ends; one that is cut off says nothing."""
        number = self._done(lambda book: book.run_started(names, self._now))
        ending = Ending()
        try:
            yield ending
        except SheetsyncError as error:
            ending.outcome = error.kind
            raise
        finally:
            if number is not None and ending.outcome:
                self._done(
                    lambda book: book.run_ended(
                        number, self._now, ending.outcome, ending.receipt, ending.version
                    )
                )

    def warnings(self, memory: Memory | None) -> list[Diagnosis]:
        """What people should know of the journal."""
        notes = (*(memory.notes if memory else ()), *(self._journal.notes if self._journal else ()))
        said = [
            Diagnosis("Journal", "note", note.message, note.remedy) for note in dict.fromkeys(notes)
        ]
        return [*said, *self.troubles]

    def _done(self, work: Callable[[Book], T]) -> T | None:
        """Do it; where the file turns out to be damaged, with one begun afresh."""
        if self._book is None or self._journal is None:
            return None
        try:
            return work(self._book)
        except sqlite3.DatabaseError as reason:
            return self._after(reason, work)

    def _after(self, reason: sqlite3.DatabaseError, work: Callable[[Book], T]) -> T | None:
        assert self._journal is not None
        if self._writes and self._journal.begin_again(reason, self._now):
            self._book = self._journal.book(self._settings)
            try:
                return work(self._book)
            except sqlite3.DatabaseError as another:
                reason = another
        self._book = None
        what = f"the journal cannot be used ({reason}): what this run saw is not remembered"
        self.troubles.append(
            Diagnosis("Journal", "problem", what, "sheetsync doctor says where it lies.")
        )
        return None


class Ending:
    """How a run ended, for the journal: filled in by the run itself where it came to its end."""

    outcome: str = ""
    receipt: Receipt | None = None
    version: str = ""
