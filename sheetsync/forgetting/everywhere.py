"""A person forgotten wherever we can reach: journal, waiting messages, undo records, backups."""

from __future__ import annotations

import sqlite3
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from sheetsync.config import Settings
from sheetsync.errors import PermissionRefused, WriteFailed
from sheetsync.forgetting import in_backups, in_journal, in_letters, in_records
from sheetsync.forgetting.in_backups import Emptied
from sheetsync.forgetting.in_journal import Erased
from sheetsync.forgetting.in_letters import Dropped
from sheetsync.forgetting.known import Known, learn, same_contact
from sheetsync.forgetting.not_reached import not_reached
from sheetsync.journal import Journal, journal_path
from sheetsync.messages.changes import OWNER_SAID
from sheetsync.stores.base import Store
from sheetsync.stores.excel.safety import side_file
from sheetsync.stores.own_files import as_write_failed


@dataclass(frozen=True)
class Forgotten:
    """What was done. ``rows`` are where the person still stands in the sheet, ``same_contact``
    other leads with the same phone or e-mail."""

    lead_id: str
    rows: tuple[str, ...]
    erased: Erased
    dropped: Dropped
    records: int
    backups: Emptied
    side_files: int
    damaged: int
    same_contact: tuple[str, ...]
    not_reached: tuple[str, ...]


def forget_lead(store: Store, settings: Settings, lead_id: str, now: datetime) -> Forgotten:
    """Forget whoever has this Lead ID. Raises `LeadUnknown` where nothing is known under it, and
    what the store refuses with; done again, it goes on where it stopped."""
    path = journal_path(settings)
    opened = Journal.open(path, now) if path.is_file() else nullcontext()
    with store.exclusive(), opened as journal:
        _refuse_unless_kept(journal)
        known = learn(store, settings, lead_id, journal)
        person = known.person
        with as_write_failed(store.name, "not all is forgotten yet ({why})"):
            backups = in_backups.forget(person, settings)
            records = in_records.forget(person, settings)
            side_files = _take_side_files_away(settings)
            others = same_contact(known, journal, settings)
            dropped, erased, swept = _in_journal(known, journal, settings, now)
            aside = in_journal.set_aside(path)
            for each in aside:
                each.unlink(missing_ok=True)
        return Forgotten(
            lead_id=person.lead_id,
            rows=known.rows,
            erased=erased,
            dropped=dropped,
            records=records,
            backups=backups,
            side_files=side_files,
            damaged=sum(each.suffix == ".db" for each in aside),
            same_contact=others,
            not_reached=tuple(not_reached(known, store, settings, swept=swept)),
        )


def _in_journal(
    known: Known, journal: Journal | None, settings: Settings, now: datetime
) -> tuple[Dropped, Erased, bool]:
    """What waits to be sent, what is remembered; and whether that is gone from the disk, too."""
    if journal is None:
        return Dropped(), Erased(), True
    person = known.person
    try:
        book = journal.book(settings)
        folder = settings.path.parent
        dropped = in_letters.forget(person, known.traces, journal, folder, now, book=book.id)
        if dropped.told_owner:
            book.remember(OWNER_SAID, None)  # what was new in it is to be told after all
        erased = in_journal.forget(person, journal.connection, book.id, known.standing)
        return dropped, erased, in_journal.sweep(journal.connection)
    except sqlite3.DatabaseError as reason:
        if journal.begin_again(reason, now):  # damaged: nobody can look into it, so it goes
            return Dropped(), Erased(), True
        raise WriteFailed(
            f"not all is forgotten yet: the journal could not be changed ({type(reason).__name__})",
            where=journal.path.name,
            hint="Run the same command again when no other sheetsync is at work.",
        ) from reason


def _refuse_unless_kept(journal: Journal | None) -> None:
    if journal is not None and not journal.kept:
        why = journal.notes[0] if journal.notes else None
        raise PermissionRefused(
            "the journal cannot be written, so nothing was forgotten",
            where=journal.path.name,
            hint=why.remedy if why else "Let this user write in that folder.",
        )


def _take_side_files_away(settings: Settings) -> int:
    """How many report workbooks beside the workbook went; what people changed stays."""
    if settings.workbook is None:
        return 0
    before = len(side_file.standing(settings.workbook))
    side_file.take_away(settings.workbook)
    return before - len(side_file.standing(settings.workbook))
