"""The Google store: read a spreadsheet that people are typing in, and write where they are not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime

from sheetsync import snapshot as snapshots
from sheetsync.config import Settings
from sheetsync.errors import EditRefused, WorkbookChanged
from sheetsync.plan import Plan
from sheetsync.snapshot import Snapshot
from sheetsync.stores.base import Diagnosis, Receipt, SetAside
from sheetsync.stores.google import doctor, loose_ends
from sheetsync.stores.google.cell_limit import refuse_too_many
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.credentials import key_file_note
from sheetsync.stores.google.reading.spreadsheet import Reading, read
from sheetsync.stores.google.tying_up import tie_up
from sheetsync.stores.google.writing import Writer
from sheetsync.stores.google.written import Written, told
from sheetsync.stores.own_files import own_records, run_lock
from sheetsync.stores.records import Records
from sheetsync.undo import Record

TRIES = 3


class GoogleStore:
    """The spreadsheet ``settings.google``, its leads on the tab ``settings.tab``."""

    def __init__(self, settings: Settings, connection: Connection | None = None) -> None:
        assert settings.google is not None, "the config names no Google spreadsheet"
        self.settings = settings
        self.connection = connection or Connection(settings.google)
        self._sheet = settings.google
        self._last: tuple[Reading, Snapshot] | None = None
        self._earlier = Written()
        """What was put back for a run that was cut off."""
        self._written = Written()
        self._half_done = ""

    @property
    def name(self) -> str:
        """The spreadsheet's title."""
        return self.connection.name

    def read(self) -> Snapshot:
        """Read the lead tab and our report tabs.

        Raises what `reading.spreadsheet.read` and `snapshot.build` raise.
        """
        reading = self._read(TRIES)
        snapshot = snapshots.build(reading.lead_tab, reading.seen, self.settings)
        self._last = (reading, snapshot)
        return snapshot

    def rehearse(self, plan: Plan) -> None:
        """Raise what can be told from what was read: that the spreadsheet is full. What people
        protected the plan leaves out, and says so; the rest is not known before Google is asked."""
        if self._last is not None and self._last[1].version == plan.version:
            self._refuse_too_many(plan, self._last[0])

    def apply(self, plan: Plan) -> Receipt:
        """Write a plan made from what was read last, or raise.

        Leads are found again where their rows moved meanwhile, and cells that people changed stay
        theirs; raises `WorkbookChanged` where headers, columns or tabs are others by now. A large
        plan is sent in pieces: when one fails, those before it stand, and the next run goes on.
        """
        if plan.is_empty and plan.set_up_on is None:
            return Receipt(self.name)
        reading, snapshot = self._reading_of(plan)
        self._refuse_too_many(plan, reading)
        writer = Writer(self.connection, reading, snapshot, self.settings)
        self._half_done, self._written = plan.version, writer.written
        try:
            (writer.append if plan.appended else writer.write)(plan)
        finally:
            if not writer.landing.sender.sent:
                self._half_done = ""
            if writer.landing.loose_ends:
                loose_ends.keep(own_name(self._sheet.id), writer.landing.loose_ends)
        self._half_done = ""
        return _receipt(self.name, plan, writer.written)

    def set_aside(self, plan: Plan, why: str, now: datetime) -> SetAside:
        """People at work are in nobody's way here, so nothing need stand elsewhere."""
        return SetAside()

    def take_back(self) -> None:
        """Nothing was set aside."""

    def warnings(self) -> list[Diagnosis]:
        """What people did while the run wrote, where that left something to the next one; and
        whether others can read the key file."""
        note = key_file_note(self._sheet)
        return [*told(self._earlier), *told(self._written), *([] if note is None else [note])]

    def remember(self, record: Record) -> None:
        """Keep it on this machine."""
        with self._records("no record of what is written could be kept ({why})") as records:
            records.keep(record)

    def last_record(self) -> Record | None:
        """The newest that can be read."""
        with self._records("the records of what runs wrote cannot be read ({why})") as records:
            return records.last()

    def forget(self, record: Record) -> None:
        """Drop it, unless the run it is of wrote half of its plan and failed."""
        if record.version == self._half_done:
            return
        with self._records("the record of a run could not be removed ({why})") as records:
            records.drop(record)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold this machine's lock of the spreadsheet, a write that was cut off seen to; raises
        `WorkbookOpen`, and what the connection raises where there is one to see to."""
        with run_lock(own_name(self._sheet.id), self.name):
            self._tie_up()
            yield

    def _tie_up(self) -> None:
        own = own_name(self._sheet.id)
        if ends := loose_ends.kept(own):
            with suppress(EditRefused, WorkbookChanged):  # people took that tab apart
                tie_up(self.connection, self._read(TRIES), ends, self._earlier)
            loose_ends.let_go(own)

    def diagnose(self) -> list[Diagnosis]:
        """From the key to the right to edit, and what the spreadsheet's settings mean."""
        return list(doctor.diagnose(self.connection, self.settings))

    def _refuse_too_many(self, plan: Plan, reading: Reading) -> None:
        refuse_too_many(plan, reading.spreadsheet, reading.lead_sheet, self.name)

    def _read(self, tries: int) -> Reading:
        """Again where somebody renamed a tab between the two calls it takes."""
        try:
            return read(self.connection, self.settings.tab)
        except WorkbookChanged:
            if tries == 1:
                raise
            return self._read(tries - 1)

    def _reading_of(self, plan: Plan) -> tuple[Reading, Snapshot]:
        if self._last is None:
            self.read()
        assert self._last is not None
        if self._last[1].version != plan.version:
            raise WorkbookChanged(
                "it changed since the plan was made; nothing was written",
                where=self.name,
                hint="Run again.",
            )
        return self._last

    def _records(self, trouble: str) -> AbstractContextManager[Records]:
        return own_records(own_name(self._sheet.id), self.name, trouble)


def own_name(spreadsheet_id: str) -> str:
    """The name our own files about a spreadsheet have."""
    return f"google-{spreadsheet_id}"


def _receipt(name: str, plan: Plan, written: Written) -> Receipt:
    return Receipt(
        workbook=name,
        cells=written.cells,
        columns=tuple(new.field.header for new in plan.new_columns),
        tabs=tuple(change.title for change in plan.tabs),
        kept=(*(change.keep_as for change in plan.tabs if change.keep_as), *written.kept),
        rows=written.rows,
    )
