"""Who is to be forgotten, from all that knows them: the sheet, the journal, the backups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sheetsync.config import Settings
from sheetsync.errors import LeadUnknown, WorkbookMissing
from sheetsync.forgetting import in_backups, in_journal, rows
from sheetsync.forgetting.person import Person
from sheetsync.forgetting.traces import Traces
from sheetsync.identity import row_keys
from sheetsync.journal import Journal
from sheetsync.lead_tab import IntArray
from sheetsync.leads import parse
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
        if self.snapshot is None:
            return ()
        there = self._positions.tolist()
        return tuple(str(self.snapshot.location(at, "lead_id")) for at in there)

    @property
    def traces(self) -> Traces:
        """What gives them away, and nobody else."""
        if self.snapshot is None:
            return self.person.traces
        return rows.only_theirs(self.person.traces, self.snapshot, self._positions)

    @property
    def standing(self) -> frozenset[str]:
        """The keys and Lead IDs of all leads in the sheet."""
        keys = [] if self.snapshot is None else row_keys(self.snapshot)[0].tolist()
        return frozenset(keys) | {key.partition("~")[0] for key in keys} - {""}

    @cached_property
    def _positions(self) -> IntArray:
        assert self.snapshot is not None
        return rows.positions(self.person, self.snapshot)


def learn(store: Store, settings: Settings, lead_id: str, journal: Journal | None) -> Known:
    """Who has this Lead ID. Raises `LeadUnknown` where nothing is known under it."""
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
