"""The outbox: what waits and speaks of a person does not go out.

What was sent left no words behind. Of an acknowledgement the journal keeps for ever that the lead
had one, under its Lead ID, and for a day the hash of the address, so that neither gets another.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sheetsync.errors import WorkbookOpen
from sheetsync.forgetting.person import Person
from sheetsync.forgetting.traces import CannotLook, Traces
from sheetsync.journal import Journal
from sheetsync.journal.database import transaction
from sheetsync.journal.moments import stored
from sheetsync.messages.acknowledgement import key_of
from sheetsync.messages.message import Message
from sheetsync.outbox import Outbox
from sheetsync.outbox.letter import unpacked
from sheetsync.outbox.timing import SAME_ADDRESS

WHY = "the person was forgotten"


@dataclass(frozen=True)
class Dropped:
    """Messages that waited and do not go out: the person's own, and others that spoke of them.
    ``address_kept``: the hash of an address is, for a day."""

    own: int = 0
    others: int = 0
    address_kept: bool = False

    @property
    def told_owner(self) -> bool:
        """Whether what was last told has to be told anew."""
        return self.others > 0


def forget(
    person: Person, traces: Traces, journal: Journal, folder: Path, now: datetime, *, book: int
) -> Dropped:
    """Drop them; ``traces`` are what speaks of nobody else. Raises `WorkbookOpen` while another
    process sends."""
    outbox = Outbox(journal, folder)
    with outbox.exclusive() as alone:
        if not alone:
            raise WorkbookOpen(
                "another sheetsync is sending messages right now; not all is forgotten yet",
                where=journal.path.name,
                hint="Wait until it has finished, then run the same command again.",
            )
        with transaction(journal.connection):
            own, others = _drop(person, traces, journal.connection, folder, book)
            kept = _settle(person, journal.connection, now, book)
            if key_of(person.lead_id) not in outbox.acknowledged(book):
                outbox.withhold(key_of(person.lead_id), now, book=book, why=WHY)
    return Dropped(own, others, address_kept=kept)


def _drop(
    person: Person, traces: Traces, connection: sqlite3.Connection, folder: Path, book: int
) -> tuple[int, int]:
    own, others = 0, list[int]()
    for row, in_book, kind, body in connection.execute(
        "SELECT id, book, kind, body FROM outbox WHERE body IS NOT NULL"
    ).fetchall():
        message = unpacked(body, folder)
        if kind == "acknowledgement":
            own += in_book == book and message.key == key_of(person.lead_id)
        elif _speaks_of(message, person, traces, is_own=in_book == book):
            others.append(row)
    connection.executemany("DELETE FROM outbox WHERE id = ?", [(row,) for row in others])
    return own, len(others)


def _settle(person: Person, connection: sqlite3.Connection, now: datetime, book: int) -> bool:
    """Of the person's own: what waits is given up; what is left are key, times and, for a day, the
    hash of the address, where that was written to."""
    key = (book, key_of(person.lead_id))
    connection.execute(
        "UPDATE outbox SET state = 'withheld', whom = '', ended = ? WHERE book = ? AND key = ?"
        " AND state = 'queued'",
        (stored(now), *key),
    )
    connection.execute(  # cut off, so it may have arrived
        "UPDATE outbox SET state = 'given-up', ended = ? WHERE book = ? AND key = ?"
        " AND state = 'sending'",
        (stored(now), *key),
    )
    connection.execute(
        "UPDATE outbox SET body = NULL, digest = '', name = '', subject = '', lead_ids = '[]',"
        " remedy = '', trouble = ? WHERE book = ? AND key = ?",
        (WHY, *key),
    )
    connection.execute(
        "UPDATE outbox SET whom = '' WHERE kind = 'acknowledgement' AND ended < ?",
        (stored(now - SAME_ADDRESS),),
    )
    left = "SELECT count(*) FROM outbox WHERE book = ? AND key = ? AND whom != ''"
    return bool(connection.execute(left, key).fetchone()[0])


def _speaks_of(message: Message, person: Person, traces: Traces, *, is_own: bool) -> bool:
    """Whether it names the lead, or says something of theirs."""
    texts = (message.subject, message.text, message.html)
    if is_own and (any(map(person.is_key, message.lead_ids)) or any(map(traces.names_lead, texts))):
        return True
    if any(map(traces.found_in, texts)):
        return True
    try:
        return any(traces.found_in_file(one.content, one.name) for one in message.attachments)
    except CannotLook:
        return True
