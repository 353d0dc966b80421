"""Which leads get an automatic reply: those received while nobody was there, and no others.

Whoever is in doubt gets none. A lead must have appeared between two reads, have its Lead ID in the
sheet, be nobody's yet, and have come since the last closing and within a day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt

from sheetsync.business_hours import MISSING
from sheetsync.config import Settings
from sheetsync.lead_tab import BoolArray, CellValue
from sheetsync.leads import Leads
from sheetsync.memory import shown_by_a_read
from sheetsync.rules.acknowledge_words import (
    ASKING_HEADER,
    BARRING_HEADER,
    CHAT_SOURCES,
    DO_NOT_CONTACT,
    NO,
    NOBODY_READS,
    SAYS_NO,
    SAYS_NOTHING,
)
from sheetsync.rules.answers import shows_answer
from sheetsync.rules.facts import moments, says_something, words
from sheetsync.snapshot import Snapshot

OLDEST = timedelta(days=1)
"""No lead is acknowledged that was received longer ago."""

SLACK = timedelta(minutes=10)
"""So far clocks may differ: a lead of later than that lies in the future."""

_JOINTS = re.compile(r"[_-]+|(?<=[a-z])(?=[A-Z])")
"""Where programs join words: do_not_contact, do-not-contact, DoNotContact."""

Row = Mapping[str, CellValue]
"""The cells of a lead by header, as read."""


@dataclass(frozen=True)
class Reply:
    """A lead to acknowledge: where it stands, the way to it, until when that makes sense."""

    position: int
    lead_id: str
    way: Literal["email", "chat"]
    address: str
    opens: datetime
    not_after: datetime


def replies(
    leads: Leads, row: Callable[[int], Row], settings: Settings, now: datetime
) -> list[Reply]:
    """Whom to reply to, in the order of the sheet; ``row`` gives a lead's cells (`row_of`). Who had
    a reply before is not known here."""
    came, ids = _came(leads, settings, now), words(leads, "lead_id")
    found = []
    for position in np.flatnonzero(came.wanted & _is_new(leads)).tolist():
        way = _way(leads, position, settings)
        if way is None or bars(row(position)):
            continue
        opens = _moment(came.opens[position], settings)
        until = min(opens, _moment(came.at[position], settings) + OLDEST)
        found.append(Reply(position, str(ids[position]), *way, opens, until))
    return found


def no_longer_wanted(
    leads: Leads, row: Callable[[int], Row], lead_ids: Collection[str]
) -> list[str]:
    """Which of the leads whose reply waits are to get none by now: gone, answered, or barred."""
    is_new = _is_new(leads)
    places = {str(one): at for at, one in enumerate(words(leads, "lead_id"))}
    return [
        one
        for one in lead_ids
        if one not in places or not is_new[places[one]] or bars(row(places[one]))
    ]


@dataclass(frozen=True)
class _Came:
    """When leads came, as instants, and the opening that follows."""

    at: npt.NDArray[np.int64]
    opens: npt.NDArray[np.int64]
    wanted: BoolArray


def _came(leads: Leads, settings: Settings, now: datetime) -> _Came:
    """Those who came since the last closing. Where nobody wrote Received at, the read before the
    row's first counts: whatever came between the two then came after closing."""
    memory, hours = leads.memory, settings.hours
    if memory is None or memory.last_read is None:
        nothing = np.full(len(leads), MISSING)
        return _Came(nothing, nothing, np.zeros(len(leads), dtype=bool))
    received = moments(leads, "received_at")
    given = says_something(leads, "received_at") & ~shown_by_a_read(memory, received)
    local = np.where(given, received, memory.appeared_after)
    at = hours.to_instants(local)
    at = np.where(given & ~leads.frame["received_at_has_time"].to_numpy(dtype=bool), MISSING, at)
    opens = hours.next_opening(at)
    moment = int(now.timestamp())
    appeared = hours.to_instants(memory.appeared_at)
    wanted = (
        (at > moment - OLDEST.total_seconds())
        & (at <= moment + SLACK.total_seconds())
        & (appeared > moment - OLDEST.total_seconds())
        & (opens > moment)
    )
    return _Came(at, opens, wanted)


def _is_new(leads: Leads) -> BoolArray:
    """Leads that are one row, open, and that nobody has answered."""
    alone = ~leads.frame["ambiguous"].to_numpy(dtype=bool)
    known = (leads.frame["lead_id"] != "").to_numpy(dtype=bool)
    return np.asarray(alone & known & ~shows_answer(leads))


def _moment(instant: int, settings: Settings) -> datetime:
    return datetime.fromtimestamp(int(instant), settings.timezone)


def _way(
    leads: Leads, position: int, settings: Settings
) -> tuple[Literal["email", "chat"], str] | None:
    """The way to a lead and its address there: the one it came by where that is configured."""
    keys = settings.acknowledge
    if keys is None:
        return None
    lead = leads.frame.iloc[position]
    mail = lead["email"] if keys.email and not is_ours(lead["email"], settings) else ""
    phone = lead["phones"][0] if keys.chat and lead["phones"] else ""
    by_chat = bool(CHAT_SOURCES.search(lead["source"].casefold()))
    if phone and (by_chat or not mail):
        return "chat", phone
    return ("email", mail) if mail else None


def is_ours(address: str, settings: Settings) -> bool:
    """An address nobody is to get an automatic reply at: our own, or a machine's."""
    if not address or NOBODY_READS.search(address.casefold()):
        return True
    messages = settings.messages
    owner = messages.owner.email if messages and messages.owner else ""
    sender = messages.sender.email if messages and messages.sender else ""
    own = {owner, sender, *(person.email for person in settings.team)}
    return address.casefold() in {each.casefold() for each in own}


def row_of(snapshot: Snapshot, position: int) -> Row:
    """All cells of a lead by their headers, those of the business's own columns too."""
    tab, row = snapshot.lead_tab, int(snapshot.rows[position])
    headers = (column[snapshot.headers.row - 1] for column in tab.columns)
    return {
        f"{number} {header}": column[row - 1]
        for number, (header, column) in enumerate(zip(headers, tab.columns, strict=True))
    }


def bars(row: Row) -> bool:
    """Whether anything in a row says that this lead is not to be written to."""
    return any(_cell_bars(header, cell) for header, cell in row.items())


def _cell_bars(header: str, cell: CellValue) -> bool:
    said = _plain(cell)
    if said in SAYS_NOTHING:
        return False
    if _has(ASKING_HEADER, header):
        return said in NO or bool(SAYS_NO.match(said))
    if _has(BARRING_HEADER, header):
        return said not in NO
    return _has(DO_NOT_CONTACT, cell)


def _has(pattern: re.Pattern[str], cell: CellValue) -> bool:
    """Whether a text says it, as people write it or as programs do."""
    said = _plain(cell)
    parts = _plain(_JOINTS.sub(" ", cell)) if isinstance(cell, str) else said
    return bool(pattern.search(said) or (parts != said and pattern.search(parts)))


def _plain(cell: object) -> str:
    """As text for comparing: ``False`` is no, and apostrophes are alike."""
    text = "" if cell is None else str(cell)
    return " ".join(text.replace("’", "'").casefold().split())


def once_each(found: Sequence[Reply]) -> Iterator[Reply]:
    """The first reply to each address."""
    seen: set[tuple[str, str]] = set()
    for reply in found:
        address = (reply.way, reply.address.casefold())
        if address not in seen:
            seen.add(address)
            yield reply
