"""Write a plan: look once more, and send what it comes to as the sheet is now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sheetsync.config import Settings
from sheetsync.plan import Plan
from sheetsync.snapshot import Snapshot
from sheetsync.stores.google import highlights, set_up_day
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.copy_before import CopyBefore
from sheetsync.stores.google.landing import Landing
from sheetsync.stores.google.last_look import lead_sheet_in, look
from sheetsync.stores.google.lead_tab.appended_rows import (
    appended_requests,
    last_lead_now,
    moved_under,
)
from sheetsync.stores.google.lead_tab.cell_writes import ColumnWrite, column_write, placed
from sheetsync.stores.google.lead_tab.columns import Columns, as_read, as_sent
from sheetsync.stores.google.lead_tab.moved_columns import headers_in
from sheetsync.stores.google.lead_tab.new_columns import new_column_requests
from sheetsync.stores.google.lead_tab.row_identity import identity_for
from sheetsync.stores.google.message import Json
from sheetsync.stores.google.pieces import Piece
from sheetsync.stores.google.reading.lead_sheet import locked_areas, remember_lead_sheet
from sheetsync.stores.google.reading.spreadsheet import Reading
from sheetsync.stores.google.report_tabs.writing import tab_requests
from sheetsync.stores.google.what_stood import stood_at_last_look
from sheetsync.stores.google.written import Written


class Writer:
    """Writes one plan made from ``reading``. ``written`` and ``landing`` tell how far it came."""

    def __init__(
        self, connection: Connection, reading: Reading, snapshot: Snapshot, settings: Settings
    ) -> None:
        self.written = Written()
        self._connection = connection
        self._reading = reading
        self._snapshot = snapshot
        self._settings = settings
        self._header_row = snapshot.headers.row
        copy = CopyBefore(reading.spreadsheet, reading.lead_sheet)
        self.landing = Landing(connection, reading, self._header_row, copy, self.written)

    def write(self, plan: Plan) -> None:
        """Raises `WorkbookChanged` before anything is written where the sheet was rebuilt since it
        was read, or what landed in a wrong column was taken back; and what the connection raises.
        """
        read = as_read(self._reading.cells)
        identity = identity_for(plan, self._snapshot, read)
        look_at = self._connection, self._reading, self._snapshot, plan, identity
        sheet, self.landing.reports = look(*look_at)
        now, locked = as_sent(sheet), tuple(locked_areas(sheet))
        writes, self.written.left_out = placed(plan.columns, identity, read, now, locked)
        self.landing.headers = headers_in(now, self._header_row)
        looked_at = {change.column for change in plan.columns} | {*identity.columns}
        read_sheet = self._reading.lead_sheet
        self.landing.before = lambda: stood_at_last_look(read_sheet, read, identity, now, looked_at)
        done = self.landing.land(self._pieces(plan, sheet, writes, now), identity, now)
        self.written.cells = sum(map(len, done))

    def append(self, plan: Plan) -> None:
        """Add the rows of a plan that holds nothing else. Raises `WorkbookChanged` before anything
        is written where the sheet was rebuilt since it was read; `EditRefused`, naming the row,
        where people moved columns at that very moment."""
        read = as_read(self._reading.cells)
        identity = identity_for(plan, self._snapshot, read)
        for new in plan.appended:
            look_at = self._connection, self._reading, self._snapshot, plan, identity
            sheet, _ = look(*look_at)
            now = as_sent(sheet)
            above = last_lead_now(new, self._snapshot, identity, read, now)
            where = above, self._header_row, sheet, self._reading.lead_sheet, now
            requests = appended_requests(new, *where)
            found = self.landing.sender.send(requests, [self.landing.header_range])
            after = as_sent(lead_sheet_in(found, self._reading))
            row = (above or self._header_row) + 1
            if headers_in(after, self._header_row) != headers_in(now, self._header_row):
                raise moved_under(self._connection.name, row)
            self.written.rows += (row,)
            self.written.cells += len(new.cells)

    def _pieces(
        self, plan: Plan, sheet: Json, writes: Sequence[ColumnWrite], now: Columns
    ) -> Iterator[Piece]:
        """The lead tab first, then what rests on it. Each can be done without those after it."""
        reading, lead_sheet = self._reading, self._reading.lead_sheet
        new = new_column_requests(plan.new_columns, self._snapshot, sheet, lead_sheet)
        at = np.array([self._header_row])
        headers = [column_write(c.column, at, [c.field.header]) for c in plan.new_columns]
        yield Piece(new, headers=headers)
        yield from self.landing.cells(writes, now)
        if plan.highlights:
            yield Piece(highlights.requests(lead_sheet, plan.highlights, reading.locale))
        if plan.tabs or plan.hide:
            where = reading.spreadsheet, self._settings, self._snapshot, reading.lead_sheet_id
            yield from map(Piece, tab_requests(plan, *where))
        if plan.set_up_on is not None:
            yield Piece(set_up_day.remember(plan.set_up_on, reading.spreadsheet))
        yield Piece(remember_lead_sheet(lead_sheet, self._settings.tab))
