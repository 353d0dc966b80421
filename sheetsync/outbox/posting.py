"""One round: everything that is due, tried once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sheetsync.config import Settings
from sheetsync.delivery import Attempt
from sheetsync.delivery.ways import Ways
from sheetsync.messages.message import Kind
from sheetsync.outbox.letter import REPEATABLE
from sheetsync.outbox.outbox import Outbox
from sheetsync.outbox.parcel import Parcel, message_of, parcels


@dataclass(frozen=True)
class Posted:
    """What a try came to, in words that name no address. ``messages`` counts those of a digest."""

    kind: Kind
    way: str
    messages: int
    attempt: Attempt
    lead_ids: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The stable machine form."""
        return {
            "kind": self.kind,
            "way": self.way,
            "messages": self.messages,
            "state": self.attempt.state,
            "trouble": self.attempt.said,
            "remedy": self.attempt.remedy,
            "lead_ids": list(self.lead_ids),
        }


def post(outbox: Outbox, settings: Settings, now: datetime) -> list[Posted]:
    """Send what is due. Quiet hours and the day's limit hold back what goes to the owner and the
    team; where another process sends already, nothing is done."""
    with outbox.exclusive() as may_send:
        if not may_send:
            return []
        outbox.tidy(now)
        due = _let_through(parcels(outbox.due(now)), outbox, settings, now)
        if not due:
            return []
        with Ways(settings) as ways:
            return [_posted(parcel, outbox, ways, settings, now) for parcel in due]


def _posted(
    parcel: Parcel, outbox: Outbox, ways: Ways, settings: Settings, now: datetime
) -> Posted:
    message = message_of(parcel, settings.timezone)
    uid = parcel.newest.uid

    def begin() -> bool:
        """What cannot be marked is not sent: it would go out again and again."""
        try:
            return outbox.begin(parcel.letters)
        except sqlite3.Error:
            return False

    try:
        attempt = ways.send(message, parcel.way, uid, now, begin)
    except Exception as error:  # noqa: BLE001 - one that cannot be sent must not hold up the others
        attempt = Attempt("refused", f"it cannot be sent as it is ({type(error).__name__})")
    if attempt.state != "withheld":
        outbox.settle(parcel.letters, attempt, now)
    return Posted(parcel.kind, parcel.way, len(parcel.letters), attempt, message.lead_ids)


def _let_through(
    waiting: Iterable[Parcel], outbox: Outbox, settings: Settings, now: datetime
) -> list[Parcel]:
    """Those that may go now."""
    messages = settings.messages
    if messages is None:
        return [parcel for parcel in waiting if parcel.kind not in REPEATABLE]
    is_quiet = messages.quiet is not None and messages.quiet.over_at(now, settings.timezone)
    local = now.astimezone(settings.timezone)
    midnight = datetime.combine(local.date(), time(0), settings.timezone)
    return [
        parcel
        for parcel in waiting
        if parcel.kind not in REPEATABLE
        or not (is_quiet or outbox.sent_since(parcel.newest.whom, midnight) >= messages.most_a_day)
    ]
