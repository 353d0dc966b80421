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
            return [
                one for parcel in due for one in _posted_whole(parcel, outbox, ways, settings, now)
            ]


def _posted_whole(
    parcel: Parcel, outbox: Outbox, ways: Ways, settings: Settings, now: datetime
) -> list[Posted]:
    """Send a parcel; of a digest that is refused, too large perhaps, its newest message alone:
    that one says what the others said, as it stands now."""
    posted = _posted(parcel, outbox, ways, settings, now, keep_newest=len(parcel.letters) > 1)
    if posted.attempt.state != "refused" or len(parcel.letters) == 1:
        return [posted]
    alone = Parcel((parcel.newest,))
    return [posted, _posted(alone, outbox, ways, settings, now)]


def _posted(
    parcel: Parcel,
    outbox: Outbox,
    ways: Ways,
    settings: Settings,
    now: datetime,
    *,
    keep_newest: bool = False,
) -> Posted:
    """Send a parcel as one message; ``keep_newest``: where it is refused the newest waits on."""
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
    if attempt.state == "refused" and keep_newest:
        outbox.settle(parcel.letters[:-1], attempt, now)
        outbox.settle(parcel.letters[-1:], Attempt("later", attempt.said, attempt.remedy), now)
    elif attempt.state != "withheld":
        outbox.settle(parcel.letters, attempt, now)
    return Posted(parcel.kind, parcel.way, len(parcel.letters), attempt, message.lead_ids)


def _let_through(
    waiting: Iterable[Parcel], outbox: Outbox, settings: Settings, now: datetime
) -> list[Parcel]:
    """Those that may go now; no replies to leads once they are switched off."""
    messages = settings.messages
    if settings.acknowledge is None:
        waiting = [parcel for parcel in waiting if parcel.kind in REPEATABLE]
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
