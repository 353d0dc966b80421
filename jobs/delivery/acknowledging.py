"""Queueing the replies to leads that came while nobody was there.

Once per lead for ever, and never twice to an address within a day. In a run that cannot be sure
what went before (a copied journal, or one that cannot be kept) nobody is replied to, nor are the
leads of that run later.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sheetsync.journal.database import transaction
from sheetsync.messages.acknowledgement import acknowledgement, key_of
from sheetsync.messages.message import Message
from sheetsync.outbox.letter import whom
from sheetsync.rules.acknowledge import Reply, no_longer_wanted, once_each, replies, row_of
from sheetsync.rules.facts import words

if TYPE_CHECKING:
    from jobs.runner import Reading, Result
    from sheetsync.config import Settings
    from sheetsync.journal import Journal
    from sheetsync.outbox import Outbox


def queue_replies(
    result: Result, settings: Settings, journal: Journal, outbox: Outbox, now: datetime
) -> tuple[str, ...]:
    """Queue what is to be sent; what comes back are notes for people."""
    if not journal.kept or settings.acknowledge is None:
        return ()
    reading, book = result.reading, journal.book(settings).id
    wanted = replies(reading.leads, partial(row_of, reading.snapshot), settings, now)
    found = _not_yet(wanted, result, outbox, book)
    if journal.copied:
        return _withheld(found, outbox, book, now, "the journal is a copy of another")
    elsewhere = _seen_elsewhere(found, result)
    pasted = _pasted(found, result, settings.acknowledge.most_at_once)
    notes = _withheld(elsewhere, outbox, book, now, "a run that is not remembered was there before")
    notes += _withheld(pasted, outbox, book, now, "so many at once were pasted in, it seems")
    found = [each for each in found if each not in elsewhere and each not in pasted]
    names = words(reading.leads, "name")
    made = [
        (reply, *acknowledgement(reply, str(names[reply.position]), settings, now))
        for reply in once_each(found)
    ]
    with transaction(journal.connection):
        for reply, message, _ in made:
            _queue(outbox, message, reply, now, book)
    return (*notes, *dict.fromkeys(said.note for _, __, said in made if said.note))


def withdraw_replies(
    reading: Reading, settings: Settings, journal: Journal, outbox: Outbox, now: datetime
) -> None:
    """Hold back what waits for leads that were answered meanwhile, or are not to be contacted."""
    book = journal.book(settings).id
    waiting = {key.removeprefix(key_of("")): key for key in outbox.acknowledgements_waiting(book)}
    if waiting:
        row = partial(row_of, reading.snapshot)
        unwanted = no_longer_wanted(reading.leads, row, waiting)
        keys = [waiting[lead_id] for lead_id in unwanted]
        outbox.withdraw(keys, now, book=book, why="the lead is not to be replied to any more")


def _not_yet(found: list[Reply], result: Result, outbox: Outbox, book: int) -> list[Reply]:
    """Those that had none, by an id that stands in the sheet."""
    if not found:
        return []
    there, known = _ids_in_sheet(result), outbox.acknowledged(book)
    return [each for each in found if each.lead_id in there and key_of(each.lead_id) not in known]


def _seen_elsewhere(found: list[Reply], result: Result) -> list[Reply]:
    """Those that may have had a reply of which this journal knows nothing."""
    memory = result.reading.leads.memory
    return [each for each in found if memory and each.position in memory.numbered_elsewhere]


def _pasted(found: list[Reply], result: Result, most: int) -> list[Reply]:
    """Those that came with more rows at one read than people write to us, whether or not the
    others are to be replied to."""
    memory = result.reading.leads.memory
    if not found or memory is None:
        return found
    moments, counts = np.unique(memory.appeared_at, return_counts=True)
    crowded = set(moments[counts > most].tolist()) - {None}
    return [each for each in found if memory.appeared_at[each.position].item() in crowded]


def _queue(outbox: Outbox, message: Message, reply: Reply, now: datetime, book: int) -> None:
    """Unless that address had one within a day."""
    if whom(reply.way, message.to) in outbox.acknowledged_lately(now):
        outbox.withhold(message.key, now, book=book, why="that address had one within a day")
    else:
        outbox.queue(message, now, book=book, not_after=reply.not_after)


def _withheld(
    found: list[Reply], outbox: Outbox, book: int, now: datetime, why: str
) -> tuple[str, ...]:
    """Nobody is replied to, now or later."""
    if not found:
        return ()
    for reply in found:
        outbox.withhold(key_of(reply.lead_id), now, book=book, why=why)
    noun = "lead was" if len(found) == 1 else "leads were"
    return (f"{len(found)} new {noun} not acknowledged: {why}.",)


def _ids_in_sheet(result: Result) -> frozenset[str]:
    """Lead IDs that stand in the sheet now: an id it will only get later may go to another."""
    snapshot = result.reading.snapshot
    stand = {str(cell).strip() for cell in snapshot.cells("lead_id").values if cell is not None}
    if result.receipt is not None:
        for change in result.plan.columns:
            if change.field == "lead_id":
                stand |= {str(new) for new in change.new}
    return frozenset(stand)
