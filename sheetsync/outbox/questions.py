"""What an outbox tells when it is asked; nothing here changes it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from sheetsync.journal.moments import aware, stored
from sheetsync.messages.message import Kind
from sheetsync.outbox import timing


@dataclass(frozen=True)
class Waiting:
    """A letter that waits or was given up, without what it says."""

    kind: Kind
    way: str
    name: str
    subject: str
    state: str
    queued: datetime
    next_try: datetime
    tries: int
    trouble: str
    remedy: str
    lead_ids: tuple[str, ...]


class Questions:
    """What can be asked of the messages in a journal."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def sent_since(self, to: str, since: datetime) -> int:
        """How many times something went to an address since then; a digest counts once."""
        found = self._db.execute(
            "SELECT count(DISTINCT parcel) FROM outbox WHERE whom = ? AND state = 'sent'"
            " AND ended >= ?",
            (to, stored(since)),
        )
        return int(found.fetchone()[0])

    def acknowledged(self, book: int) -> frozenset[str]:
        """The keys of all acknowledgements there ever were, sent or not."""
        found = self._db.execute(
            "SELECT key FROM outbox WHERE book = ? AND kind = 'acknowledgement'", (book,)
        )
        return frozenset(key for (key,) in found)

    def acknowledgements_waiting(self, book: int) -> frozenset[str]:
        """The keys of those that wait."""
        found = self._db.execute(
            "SELECT key FROM outbox WHERE book = ? AND kind = 'acknowledgement'"
            " AND state = 'queued'",
            (book,),
        )
        return frozenset(key for (key,) in found)

    def acknowledged_lately(self, now: datetime) -> frozenset[str]:
        """Addresses that got one within a day, or may have, or are about to."""
        found = self._db.execute(
            "SELECT whom FROM outbox WHERE kind = 'acknowledgement'"
            " AND (ended IS NULL OR ended > ?)",
            (stored(now - timing.SAME_ADDRESS),),
        )
        return frozenset(to for (to,) in found)

    def waiting(self, since: datetime) -> list[Waiting]:
        """What waits, and what was given up since then where nothing has gone there after it;
        oldest first."""
        found = self._db.execute(
            "SELECT kind, way, name, subject, state, queued, next_try, tries, trouble, remedy,"
            " lead_ids FROM outbox WHERE state IN ('queued', 'sending')"
            " OR (state = 'given-up' AND ended > ? AND NOT EXISTS (SELECT 1 FROM outbox AS later"
            " WHERE later.whom = outbox.whom AND later.state = 'sent'"
            " AND later.ended > outbox.ended)) ORDER BY queued, id",
            (stored(since),),
        )
        return [
            Waiting(kind, way, name, subject, state, aware(queued), aware(again), tries, trouble,
                    remedy, tuple(json.loads(ids)))
            for kind, way, name, subject, state, queued, again, tries, trouble, remedy, ids in found
        ]  # fmt: skip

    def has_waiting(self) -> bool:
        """Whether there is anything to send or to settle."""
        found = self._db.execute(
            "SELECT 1 FROM outbox WHERE state IN ('queued', 'sending') LIMIT 1"
        ).fetchone()
        return found is not None

    def count_waiting(self) -> int:
        """How many letters wait."""
        found = self._db.execute("SELECT count(*) FROM outbox WHERE state = 'queued'")
        return int(found.fetchone()[0])

    def last_sent(self) -> datetime | None:
        """When something last went out."""
        found = self._db.execute("SELECT max(ended) FROM outbox WHERE state = 'sent'").fetchone()
        return aware(found[0]) if found[0] else None
