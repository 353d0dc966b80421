"""Write a plan: look once more, send it, see from the reply where it landed, put right what moved.

Google has no conditional write: rows may move between the last look and the write. So the reply
says which leads stand where we wrote; a value on a wrong row is taken back where it is still
exactly ours, and written where it belongs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from sheetsync.config import Settings
from sheetsync.errors import WorkbookChanged
from sheetsync.plan import Plan
from sheetsync.snapshot import Snapshot
from sheetsync.stores.google import highlights, set_up_day
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.last_look import lead_sheet_in, look
from sheetsync.stores.google.lead_tab.cell_writes import (
    ColumnWrite,
    cell_requests,
    column_write,
    placed,
    spans,
)
from sheetsync.stores.google.lead_tab.columns import Columns, as_read, as_sent, column_ranges
from sheetsync.stores.google.lead_tab.moved_columns import headers_in
from sheetsync.stores.google.lead_tab.moved_rows import repair, rows_moved
from sheetsync.stores.google.lead_tab.new_columns import new_column_requests
from sheetsync.stores.google.lead_tab.row_identity import Identity, identity_for
from sheetsync.stores.google.message import Json, a1_range, title_of
from sheetsync.stores.google.pieces import Piece, batches
from sheetsync.stores.google.reading import fields
from sheetsync.stores.google.reading.lead_sheet import locked_areas, remember_lead_sheet
from sheetsync.stores.google.reading.spreadsheet import Reading
from sheetsync.stores.google.report_tabs.writing import tab_requests
from sheetsync.stores.google.sending import Sender
from sheetsync.stores.google.taking_back import ColumnsMoved, take_back
from sheetsync.stores.google.what_stood import Stood, stood, stood_at_last_look

_NOTHING = Piece(())


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
        self._title = title_of(reading.lead_sheet)
        self._header_row = snapshot.headers.row
        self._headers: dict[int, object] = {}

    def write(self, plan: Plan) -> None:
        """Raises `WorkbookChanged` before anything is written where the sheet was rebuilt since it
        was read, or what landed in a wrong column was taken back; and what the connection raises.
        """
        read = as_read(self._reading.cells)
        identity = identity_for(plan, self._snapshot, read)
        sheet = look(self._connection, self._reading, self._snapshot, plan, identity)
        now, locked = as_sent(sheet), tuple(locked_areas(sheet))
        writes, self.written.left_out = placed(plan.columns, identity, read, now, locked)
        self._headers = headers_in(now, self._header_row)
        looked_at = {change.column for change in plan.columns} | {*identity.columns}
        read_sheet = self._reading.lead_sheet
        self._before: Callable[[], Stood] = lambda: stood_at_last_look(
            read_sheet, read, identity, now, looked_at
        )
        done, moved = self._sent(self._pieces(plan, sheet, writes, now), identity, now)
        self.written.cells = sum(map(len, done))
        if moved:
            self._put_right(done, identity, now)

    def _pieces(
        self, plan: Plan, sheet: Json, writes: Sequence[ColumnWrite], now: Columns
    ) -> Iterator[Piece]:
        """The lead tab first, then what rests on it. Each can be done without those after it."""
        reading, lead_sheet = self._reading, self._reading.lead_sheet
        new = new_column_requests(plan.new_columns, self._snapshot, sheet, lead_sheet)
        at = np.array([self._header_row])
        headers = [column_write(c.column, at, [c.field.header]) for c in plan.new_columns]
        yield Piece(new, headers=headers)
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
    ) -> tuple[list[ColumnWrite], int]:
        """Send them; what was written, and how many cells of it stand on rows that had moved."""
        done: list[ColumnWrite] = []
        moved = 0
        for batch in batches(pieces):
            rows = spans(batch.writes)
            ranges = column_ranges(self._title, identity.columns, rows) if rows else []
            ranges = [self._header_range(), *ranges]
            found = self.sender.send(batch.requests, ranges)
            after = as_sent(lead_sheet_in(found, self._reading), before.height)
            self._see_columns_stand(after, done, batch)
            done += batch.writes
            if rows_moved(batch.writes, done, identity, before, after):
                moved += sum(map(len, batch.writes))
        return done, moved

    def _header_range(self) -> str:
        return a1_range(self._title, f"{self._header_row}:{self._header_row}")

    def _see_columns_stand(
        self, after: Columns, done: Sequence[ColumnWrite], batch: Piece = _NOTHING
    ) -> None:
        """Where headers are not those we know: take the batch back, and have it planned again."""
        known = {**self._headers, **{each.column: each.new[0] for each in batch.headers}}
        if headers_in(after, self._header_row) != known:
            before = self._before().after([*self._header_writes(), *done])
            sent = [*batch.headers, *batch.writes]
            where = self._connection, self.sender, self._reading, self._header_row
            raise take_back(*where, sent, before)
        self._headers = known

    def _header_writes(self) -> list[ColumnWrite]:
        at = np.array([self._header_row])
        return [column_write(c, at, [str(header)]) for c, header in self._headers.items()]

    def _put_right(self, done: Sequence[ColumnWrite], identity: Identity, before: Columns) -> None:
        """Once more where people renamed the tab at that very moment: no later run would know what
        stands astray."""
        try:
            self._mend(done, identity, before)
        except ColumnsMoved:
            raise
        except WorkbookChanged:
            found = self._connection.get(fields.TITLES)
            self._title = title_of(lead_sheet_in(found, self._reading))
            self._mend(done, identity, before)

    def _mend(self, done: Sequence[ColumnWrite], identity: Identity, before: Columns) -> None:
        """Read all rows once more, and write once more."""
        found = self._connection.get(fields.AFTER_WRITING, [a1_range(self._title)])
        sheet = lead_sheet_in(found, self._reading)
        after = as_sent(sheet)
        self._see_columns_stand(after, done)
        mended = repair(done, identity, before, after)
        self._before = lambda: stood(sheet)
        _, moved_again = self._sent(self._cells(mended.writes, after), identity, after)
        self.written.astray = mended.left + moved_again
