"""The outbox: messages in the journal, each queued once and sent at most once, or once more where
a try broke off and nobody knows.

A letter is ``queued`` until its own bytes are about to go out; then it is ``sending``, and ``sent``
when the other side said so. One found ``sending`` when nobody is at work was cut off: what may be
repeated is queued again, once, and says so; what goes to a lead is given up.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sheetsync.delivery import Attempt
from sheetsync.journal import Journal
from sheetsync.journal.database import transaction
from sheetsync.journal.moments import aware, stored
from sheetsync.messages.message import Message
from sheetsync.outbox import timing
from sheetsync.outbox.letter import (
    REPEATABLE,
    Letter,
    Way,
    digest,
    packed,
    unpacked,
    ways_to,
    whom,
)
from sheetsync.outbox.questions import Questions
from sheetsync.stores import own_files

BROKE_OFF = "sending it broke off, and it may have arrived"
_REPEATABLE = ", ".join(f"'{kind}'" for kind in sorted(REPEATABLE))


class Outbox(Questions):
    """The messages of a journal. Of one that keeps nothing only those of this very run are sent:
    what it copied from a file it cannot write would go out again and again."""

    def __init__(self, journal: Journal, folder: Path) -> None:
        """``folder`` is the config's own."""
        super().__init__(journal.connection)
        self._path = journal.path
        self._folder = folder
        self._is_kept = journal.kept
        self._db.execute("PRAGMA secure_delete = ON")  # what a message said is gone when it went

    def queue(
        self,
        message: Message,
        now: datetime,
        *,
        book: int,
        not_before: datetime | None = None,
        not_after: datetime | None = None,
    ) -> bool:
        """Take in a message, on every way its recipient has; False where its key is known."""
        before = self._db.total_changes
        with transaction(self._db):
            for way in ways_to(message.to):
                self._insert(message, way, now, book, not_before, not_after)
        return self._db.total_changes > before

    def _insert(
        self,
        message: Message,
        way: Way,
        now: datetime,
        book: int,
        not_before: datetime | None,
        not_after: datetime | None,
    ) -> None:
        body = packed(message)
        is_ours = message.kind in REPEATABLE
        row = {
            "book": book,
            "key": message.key,
            "way": way,
            "kind": message.kind,
            "uid": uuid.uuid4().hex,
            "whom": whom(way, message.to),
            "name": message.to.name if is_ours else "",
            "subject": message.subject if is_ours else "",
            "lead_ids": json.dumps(message.lead_ids if not is_ours else ()),
            "digest": digest(body),
            "body": body,
            "state": "queued",
            "queued": stored(now),
            "not_before": stored(not_before or now),
            "not_after": stored(not_after or now + timing.LIFE[message.kind]),
            "next_try": stored(now),
        }
        self._put(row)

    def _put(self, row: Mapping[str, Any]) -> None:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        self._db.execute(
            f"INSERT OR IGNORE INTO outbox ({names}) VALUES ({marks})", tuple(row.values())
        )

    def withhold(self, key: str, now: datetime, *, book: int, why: str) -> None:
        """Take in that an acknowledgement is never to go out, so that none is made later."""
        row: dict[str, Any] = dict.fromkeys(("way", "uid", "whom", "name", "subject", "digest"), "")
        row |= dict.fromkeys(
            ("queued", "not_before", "not_after", "next_try", "ended"), stored(now)
        )
        row |= {"key": key, "kind": "acknowledgement", "state": "withheld", "trouble": why}
        self._put(row | {"book": book, "lead_ids": "[]"})

    def withdraw(self, keys: Iterable[str], now: datetime, *, book: int, why: str) -> None:
        """Let acknowledgements that wait not go out, now or later."""
        with transaction(self._db):
            self._db.executemany(
                "UPDATE outbox SET state = 'withheld', body = NULL, ended = ?, trouble = ?"
                " WHERE state = 'queued' AND kind = 'acknowledgement' AND book = ? AND key = ?",
                [(stored(now), why, book, key) for key in keys],
            )

    @contextmanager
    def exclusive(self) -> Iterator[bool]:
        """Hold the right to send; False where another process is sending already."""
        name = f"outbox-{digest(str(self._path.absolute()).encode())[:16]}"
        with own_files.lock_if_free(name, self._path.name) as may_send:
            yield may_send

    def tidy(self, now: datetime) -> None:
        """Settle what was cut off, let go of what came too late, and of what is long past. Only
        while the right to send is held."""
        with transaction(self._db):
            self._end("state = 'sending' AND (may_repeat OR kind NOT IN "
                      f"({_REPEATABLE}))", "given-up", now, BROKE_OFF)  # fmt: skip
            self._db.execute(
                "UPDATE outbox SET state = 'queued', may_repeat = 1 WHERE state = 'sending'"
            )
            late = f"state = 'queued' AND not_after < '{stored(now)}'"
            self._end(late, "given-up", now, "it could not be sent while it was worth sending")
            self._db.execute(
                "DELETE FROM outbox WHERE kind != 'acknowledgement' AND ended < ?",
                (stored(now - timing.REMEMBERED),),
            )
            self._db.execute(  # it has done its work: see `acknowledged_lately`
                "UPDATE outbox SET whom = '' WHERE kind = 'acknowledgement' AND ended < ?",
                (stored(now - timing.SAME_ADDRESS),),
            )

    def _end(self, where: str, state: str, now: datetime, trouble: str) -> None:
        self._db.execute(
            f"UPDATE outbox SET state = ?, body = NULL, ended = ?, trouble = CASE WHEN trouble = ''"
            f" THEN ? ELSE trouble END WHERE {where}",
            (state, stored(now), trouble),
        )

    def due(self, now: datetime) -> list[Letter]:
        """What may be tried now, oldest first."""
        found = self._db.execute(
            "SELECT id, way, uid, whom, body, queued, tries, may_repeat FROM outbox"
            " WHERE state = 'queued' AND (not_before <= ? OR queued > ?)"
            " AND (next_try <= ? OR next_try > ?)"
            " AND (? OR queued = ?) ORDER BY queued, id",
            (
                stored(now),
                stored(now),  # by a clock that has been set back since
                stored(now),
                stored(timing.latest_next_try(now)),
                self._is_kept,
                stored(now),
            ),
        )
        return [
            Letter(one, way, uid, to, unpacked(body, self._folder), aware(queued), tries, bool(rep))
            for one, way, uid, to, body, queued, tries, rep in found
        ]

    def begin(self, letters: Sequence[Letter]) -> bool:
        """Mark letters as on their way; False where one of them no longer waits."""
        with transaction(self._db):
            waiting = self._count("state = 'queued' AND id IN", letters)
            if waiting != len(letters):
                return False
            self._update(letters, "state = 'sending', parcel = ?", letters[-1].id)
        return True

    def settle(self, letters: Sequence[Letter], attempt: Attempt, now: datetime) -> None:
        """Mark what a try came to."""
        with transaction(self._db):
            if attempt.state == "sent":
                self._update(letters, "state = 'sent', body = NULL, tries = tries + 1, ended = ?,"
                             " trouble = '', remedy = ''", stored(now))  # fmt: skip
                return
            for letter in letters:
                self._fail(letter, attempt, now)

    def _fail(self, letter: Letter, attempt: Attempt, now: datetime) -> None:
        unclear = attempt.state == "unclear"
        is_final = attempt.state == "refused" or (
            unclear and (letter.may_repeat or letter.kind not in REPEATABLE)
        )
        said: tuple[Any, ...] = (attempt.said, attempt.remedy)
        if is_final:
            change = "state = 'given-up', body = NULL, ended = ?"
            said = (*said, stored(now))
        else:
            change = "state = 'queued', next_try = ?, may_repeat = may_repeat OR ?"
            said = (*said, stored(timing.next_try(now, letter.tries + 1)), unclear)
        self._update(
            [letter], f"tries = tries + 1, trouble = ?, remedy = ?, parcel = NULL, {change}", *said
        )

    def _count(self, where: str, letters: Iterable[Letter]) -> int:
        ids = [letter.id for letter in letters]
        marks = ", ".join("?" * len(ids))
        found: sqlite3.Cursor = self._db.execute(
            f"SELECT count(*) FROM outbox WHERE {where} ({marks})", ids
        )
        return int(found.fetchone()[0])

    def _update(self, letters: Iterable[Letter], change: str, *values: Any) -> None:
        for letter in letters:
            self._db.execute(f"UPDATE outbox SET {change} WHERE id = ?", (*values, letter.id))
