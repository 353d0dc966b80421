"""``sheetsync forget``: remove a person from all that is ours, and say what cannot be reached."""

from __future__ import annotations

import sqlite3
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jobs.commands.options import config_option, json_option, now_option, volume_options

if TYPE_CHECKING:
    from jobs.forget_view import Forgotten
    from sheetsync.config import Settings
    from sheetsync.forgetting import Person
    from sheetsync.forgetting.in_journal import Erased
    from sheetsync.forgetting.in_letters import Dropped
    from sheetsync.forgetting.traces import Traces
    from sheetsync.journal import Journal
    from sheetsync.snapshot import Snapshot
    from sheetsync.stores.base import Store


@dataclass(frozen=True)
class Known:
    """What is known of the person; ``snapshot`` is None where there is no workbook any more."""

    person: Person
    snapshot: Snapshot | None

    @property
    def rows(self) -> tuple[str, ...]:
        """Where their rows stand in the sheet."""
        from sheetsync.forgetting.rows import positions

        if self.snapshot is None:
            return ()
        there = positions(self.person, self.snapshot).tolist()
        return tuple(str(self.snapshot.location(at, "lead_id")) for at in there)

    @property
    def traces(self) -> Traces:
        """What gives them away, and nobody else."""
        from sheetsync.forgetting.rows import only_theirs, positions

        if self.snapshot is None:
            return self.person.traces
        theirs = positions(self.person, self.snapshot)
        return only_theirs(self.person.traces, self.snapshot, theirs)


@click.command()
@click.argument("lead_id", metavar="LEAD_ID")
@config_option
@now_option
@click.option("--yes", is_flag=True, help="Do not ask first; for scripts.")
@json_option
@volume_options
def forget(
    lead_id: str,
    config: Path,
    now: datetime | None,
    yes: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Remove a person from all that sheetsync keeps, by Lead ID.

    From the journal, waiting messages, undo records and backups. The sheet is yours: delete the
    row there first. Says what it cannot reach. Asks before it does anything; cannot be undone.

    \b
    Example: sheetsync forget L-000123
    """
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("forget asks first, and nobody can answer here: add --yes")
    from jobs.forget_view import as_json as forgotten_json
    from jobs.forget_view import lines
    from jobs.opening import open_sheet
    from jobs.terminal.screen import Screen

    screen = Screen(verbose=verbose, quiet=quiet, as_json=as_json)
    settings, store, moment = open_sheet(config, now)
    if not yes:
        click.confirm(_question(store, settings, lead_id.strip()), abort=True, err=True)
    with screen.working(f"Forgetting {lead_id.strip()}"):
        done = forget_lead(store, settings, lead_id.strip(), moment)
    if as_json:
        screen.json(forgotten_json(done))
        return
    for line in lines(store.name, done):
        screen.say(line)


def _question(store: Store, settings: Settings, lead_id: str) -> str:
    from jobs.opening import journal_beside

    journal = journal_beside(settings)
    known = learn(store, settings, lead_id, journal)
    who = ", ".join(sorted(known.person.contact.called)) or "of whom little is known"
    rows = f" It still stands in {', '.join(known.rows)}." if known.rows else ""
    return (
        f"{lead_id} ({who}): remove from journal, waiting messages, undo records and backups?"
        f"{rows} This cannot be undone."
    )


def forget_lead(store: Store, settings: Settings, lead_id: str, now: datetime) -> Forgotten:
    """Forget whoever has this Lead ID. Raises `LeadUnknown` where nothing is known under it, and
    what the store refuses with; done again, it goes on where it stopped."""
    from contextlib import nullcontext

    from jobs import forget_view
    from sheetsync.forgetting import in_backups, in_journal, in_records
    from sheetsync.journal import Journal, journal_path
    from sheetsync.stores.own_files import as_write_failed

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
        return forget_view.Forgotten(
            lead_id=person.lead_id,
            rows=known.rows,
            erased=erased,
            dropped=dropped,
            records=records,
            backups=backups,
            side_files=side_files,
            damaged=sum(each.suffix == ".db" for each in aside),
            same_contact=others,
            not_reached=tuple(forget_view.not_reached(known, store, settings, swept=swept)),
        )


def learn(store: Store, settings: Settings, lead_id: str, journal: Journal | None) -> Known:
    """Who that is, from the sheet, the journal and the backups."""
    from sheetsync.errors import LeadUnknown, WorkbookMissing
    from sheetsync.forgetting import Person, in_backups, in_journal, rows

    person = Person(lead_id, settings.phone_region)
    snapshot = None
    try:
        snapshot = store.read()
        person = rows.learned(person, snapshot)
    except WorkbookMissing:  # a sheet that is no more may have left people behind
        pass
    known = False
    if journal is not None:
        book = journal.book(settings).known_id
        person = in_journal.learned(person, journal.connection, book)
        known = in_journal.is_known(person, journal.connection, book)
    person = in_backups.learned(person, settings)
    if not (known or person.known):
        raise LeadUnknown(
            f"nothing is known of a lead {lead_id!r}",
            where=store.name,
            hint="Look the Lead ID up in the sheet. A person without one is known from the next "
            "run on, which gives them one.",
        )
    return Known(person, snapshot)


def same_contact(known: Known, journal: Journal | None, settings: Settings) -> tuple[str, ...]:
    """Lead IDs of others with the same phone or e-mail: one person may be several leads."""
    from sheetsync.forgetting import in_journal
    from sheetsync.leads import parse

    person, found = known.person, set[str]()
    if known.snapshot is not None:
        frame = parse(known.snapshot, settings).frame
        for lead_id, phones, email in zip(
            frame["lead_id"], frame["phones"], frame["email"], strict=True
        ):
            if not person.contact.phones.isdisjoint(phones) or email in person.contact.emails:
                found.add(lead_id)
    if journal is not None:
        book = journal.book(settings).known_id
        found.update(in_journal.other_ids(person, journal.connection, book))
    return tuple(sorted(each for each in found if each and not person.is_key(each)))


def _in_journal(
    known: Known, journal: Journal | None, settings: Settings, now: datetime
) -> tuple[Dropped, Erased, bool]:
    """What waits to be sent, what is remembered; and whether that is gone from the disk, too."""
    from jobs.delivery.deliver import OWNER_SAID
    from sheetsync.errors import WriteFailed
    from sheetsync.forgetting import in_journal, in_letters
    from sheetsync.identity import row_keys

    if journal is None:
        return in_letters.Dropped(), in_journal.Erased(), True
    person, snapshot = known.person, known.snapshot
    keys = [] if snapshot is None else row_keys(snapshot)[0].tolist()
    standing = frozenset(keys) | {key.partition("~")[0] for key in keys} - {""}
    try:
        book = journal.book(settings)
        folder = settings.path.parent
        dropped = in_letters.forget(person, known.traces, journal, folder, now, book=book.id)
        if dropped.told_owner:
            book.remember(OWNER_SAID, None)  # what was new in it is to be told after all
        erased = in_journal.forget(person, journal.connection, book.id, standing)
        return dropped, erased, in_journal.sweep(journal.connection)
    except sqlite3.DatabaseError as reason:
        if journal.begin_again(reason, now):  # damaged: nobody can look into it, so it goes
            return in_letters.Dropped(), in_journal.Erased(), True
        raise WriteFailed(
            f"not all is forgotten yet: the journal could not be changed ({type(reason).__name__})",
            where=journal.path.name,
            hint="Run the same command again when no other sheetsync is at work.",
        ) from reason


def _refuse_unless_kept(journal: Journal | None) -> None:
    from sheetsync.errors import PermissionRefused

    if journal is not None and not journal.kept:
        why = journal.notes[0] if journal.notes else None
        raise PermissionRefused(
            "the journal cannot be written, so nothing was forgotten",
            where=journal.path.name,
            hint=why.remedy if why else "Let this user write in that folder.",
        )


def _take_side_files_away(settings: Settings) -> int:
    """How many report workbooks beside the workbook went; what people changed stays."""
    from sheetsync.stores.excel.safety import side_file

    if settings.workbook is None:
        return 0
    before = len(side_file.standing(settings.workbook))
    side_file.take_away(settings.workbook)
    return before - len(side_file.standing(settings.workbook))
