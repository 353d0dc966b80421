"""Write a plan: look once more, send it, see from the reply where it landed, put right what moved.

Google has no conditional write: rows may move between the last look and the write. So the reply
says which leads stand where we wrote; a value on a wrong row is taken back where it is still
exactly ours, and written where it belongs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sheetsync.config import Settings
from sheetsync.plan import Plan
from sheetsync.snapshot import Snapshot
from sheetsync.stores.google import highlights, set_up_day
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.last_look import lead_sheet_in, look
from sheetsync.stores.google.lead_tab.cell_writes import (
    ColumnWrite,
    cell_requests,
    placed,
    spans,
)
from sheetsync.stores.google.lead_tab.columns import Columns, as_read, as_sent, column_ranges
from sheetsync.stores.google.lead_tab.moved_rows import repair, rows_moved
from sheetsync.stores.google.lead_tab.new_columns import new_column_requests
from sheetsync.stores.google.lead_tab.row_identity import Identity, identity_for
from sheetsync.stores.google.message import Json, title_of
from sheetsync.stores.google.pieces import Piece, batches
from sheetsync.stores.google.reading import fields
from sheetsync.stores.google.reading.lead_sheet import locked_areas, remember_lead_sheet
from sheetsync.stores.google.reading.spreadsheet import Reading
from sheetsync.stores.google.report_tabs.writing import tab_requests
from sheetsync.stores.google.sending import Sender


@dataclass
class Written:
    """What became of a plan: how many cells stand, how many are left out by a key of
    `cell_writes.LEFT_OUT`, and how many landed astray and could not be put right."""

    cells: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    astray: int = 0


class Writer:
    """Writes one plan made from ``reading``. ``written`` and ``sender`` tell how far it came."""

    def __init__(
        self, connection: Connection, reading: Reading, snapshot: Snapshot, settings: Settings
    ) -> None:
        self.written = Written()
        self.sender = Sender(connection, reading.spreadsheet, reading.lead_sheet)
        self._connection = connection
        self._reading = reading
        self._snapshot = snapshot
        self._settings = settings

    def write(self, plan: Plan) -> None:
        """Raises `WorkbookChanged` before anything is written where the sheet was rebuilt since it
        was read, and what the connection raises."""
        read = as_read(self._reading.cells)
        identity = identity_for(plan, self._snapshot, read)
        sheet = look(self._connection, self._reading, self._snapshot, plan, identity)
        now, locked = as_sent(sheet), tuple(locked_areas(sheet))
        writes, self.written.left_out = placed(plan.columns, identity, read, now, locked)
        astray = self._sent(self._pieces(plan, sheet, writes, now), identity, now)
        if astray:
            self._put_right(astray, identity, now)

    def _pieces(
        self, plan: Plan, sheet: Json, writes: Sequence[ColumnWrite], now: Columns
    ) -> Iterator[Piece]:
        """The lead tab first, then what rests on it. Each can be done without those after it."""
        reading, lead_sheet = self._reading, self._reading.lead_sheet
        yield Piece(new_column_requests(plan.new_columns, self._snapshot, sheet, lead_sheet))
        yield from self._cells(writes, now)
        if plan.highlights:
            yield Piece(highlights.requests(lead_sheet, plan.highlights, reading.locale))
        if plan.tabs or plan.hide:
            where = reading.spreadsheet, self._settings, self._snapshot, reading.lead_sheet_id
            yield from map(Piece, tab_requests(plan, *where))
        if plan.set_up_on is not None:
            yield Piece(set_up_day.remember(plan.set_up_on, reading.spreadsheet))
        yield Piece(remember_lead_sheet(lead_sheet, self._settings.tab))

    def _cells(self, writes: Iterable[ColumnWrite], now: Columns) -> Iterator[Piece]:
        for write in writes:
            for request, part in cell_requests(self._reading.lead_sheet_id, write, now):
                yield Piece([request], [part])

    def _sent(
        self, pieces: Iterable[Piece], identity: Identity, before: Columns
    ) -> list[ColumnWrite]:
        """Send them, and say what of them may have landed on other rows than meant."""
        title = title_of(self._reading.lead_sheet)
        astray: list[ColumnWrite] = []
        for batch in batches(pieces):
            rows = spans(batch.writes)
            ranges = column_ranges(title, identity.columns, rows) if rows else []
            found = self.sender.send(batch.requests, ranges)
            self.written.cells += sum(map(len, batch.writes))
            after = as_sent(lead_sheet_in(found, self._reading), before.height)
            if rows_moved(batch.writes, identity, before, after):
                astray += batch.writes
        return astray

    def _put_right(
        self, writes: Sequence[ColumnWrite], identity: Identity, before: Columns
    ) -> None:
        """Read the rows once more, and write once more."""
        columns = {write.column for write in writes} | {*identity.columns}
        ranges = column_ranges(title_of(self._reading.lead_sheet), columns)
        found = self._connection.get(fields.AFTER_WRITING, ranges)
        after = as_sent(lead_sheet_in(found, self._reading))
        mended = repair(writes, identity, before, after)
        cells = self.written.cells
        moved_again = self._sent(self._cells(mended.writes, after), identity, after)
        self.written.cells = cells
        self.written.astray = mended.left + sum(map(len, moved_again))
