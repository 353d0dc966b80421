"""Write a plan: look once more, send it, see from the reply where it landed, put right what moved.

Google has no conditional write: rows may move between the last look and the write. So the reply
says which leads stand where we wrote; a value on a wrong row is taken back where it is still
exactly ours, and written where it belongs. It also shows a copy of what stood there just before:
what somebody had typed since the last look is put back.
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
from sheetsync.stores.google.copy_before import CopyBefore
from sheetsync.stores.google.last_look import cells_digest, lead_sheet_in, look
from sheetsync.stores.google.lead_tab.appended_rows import (
    appended_requests,
    last_lead_now,
    moved_under,
)
from sheetsync.stores.google.lead_tab.cell_writes import (
    ColumnWrite,
    cell_requests,
    column_write,
    placed,
    spans,
)
from sheetsync.stores.google.lead_tab.columns import Columns, as_read, as_sent, column_ranges
from sheetsync.stores.google.lead_tab.moved_columns import headers_in
from sheetsync.stores.google.lead_tab.moved_rows import Typed, repair, rows_moved, see_typed
from sheetsync.stores.google.lead_tab.new_columns import new_column_requests
from sheetsync.stores.google.lead_tab.row_identity import Identity, identity_for
from sheetsync.stores.google.lead_tab.written_over import without, written_over
from sheetsync.stores.google.message import Json, a1_range, title_of
from sheetsync.stores.google.pieces import Piece, batches
from sheetsync.stores.google.reading import fields
from sheetsync.stores.google.reading.lead_sheet import locked_areas, remember_lead_sheet
from sheetsync.stores.google.reading.spreadsheet import Reading
from sheetsync.stores.google.report_tabs.writing import tab_requests
from sheetsync.stores.google.sending import Sender
from sheetsync.stores.google.taking_back import ColumnsMoved, columns_moved, take_back
from sheetsync.stores.google.what_stood import Stood, stood, stood_at_last_look

_NOTHING = Piece(())
_ROUNDS = 3
"""Rows may move once more at the moment they are put right."""
_NOBODY_LOOKED = Columns({}, {}, {}, 0)


@dataclass
class Written:
    """What became of a plan: how many cells stand, how many are left out by a key of
    `cell_writes.LEFT_OUT`, and how many landed astray and could not be put right."""

    cells: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    astray: int = 0
    rows: tuple[int, ...] = ()
    """The rows that were added."""
    kept: list[str] = field(default_factory=list)
    """Tabs that hold what somebody typed into a report as it was rewritten."""


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
        self._copy = CopyBefore(reading.spreadsheet, reading.lead_sheet)
        self._typed = Typed()
        self._mends = False
        self._reports: dict[int, str] = {}

    def write(self, plan: Plan) -> None:
        """Raises `WorkbookChanged` before anything is written where the sheet was rebuilt since it
        was read, or what landed in a wrong column was taken back; and what the connection raises.
        """
        read = as_read(self._reading.cells)
        identity = identity_for(plan, self._snapshot, read)
        look_at = self._connection, self._reading, self._snapshot, plan, identity
        sheet, self._reports = look(*look_at)
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
            found = self.sender.send(appended_requests(new, *where), [self._header_range()])
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
        theirs: list[ColumnWrite] = []
        moved = 0
        for batch in batches(pieces):
            rows = spans(batch.writes)
            ranges = column_ranges(self._title, identity.columns, rows) if rows else []
            requests, copies = self._copy.before(batch)
            found = self.sender.send(requests, [self._header_range(), *ranges, *copies])
            self._keep_reports(found)
            stood = self._copy.stood(found) if copies else None
            after = as_sent(lead_sheet_in(found, self._reading), before.height)
            self._see_columns_stand(after, done, batch, before, stood)
            done += batch.writes
            if rows_moved(batch.writes, done, identity, before, after):
                moved += sum(map(len, batch.writes))
                if stood:
                    self.written.left_out["cell"] += see_typed(
                        self._typed, batch.writes, identity, before, after, stood.held
                    )
            elif stood:
                theirs += written_over(batch.writes, before.cells, stood.held)
        return self._given_back(done, theirs, identity, before, moved)

    def _keep_reports(self, found: Json) -> None:
        """A report tab that somebody typed into since the last look is kept as a tab of theirs."""
        for sheet_id, report in [*self._copy.reports(found)]:
            if cells_digest(report) != self._reports.get(sheet_id):
                requests, title = self._copy.kept(sheet_id)
                self.sender.send(requests, [])
                self.written.kept.append(title)

    def _given_back(
        self,
        done: list[ColumnWrite],
        theirs: Sequence[ColumnWrite],
        identity: Identity,
        before: Columns,
        moved: int,
    ) -> tuple[list[ColumnWrite], int]:
        """What people typed since the last look, where it was written over, is put back."""
        if not theirs:
            return done, moved
        self.written.left_out["cell"] += sum(map(len, theirs))
        since = Stood(before, {}).after(done).cells
        back, moved_then = self._sent(self._cells(theirs, since), identity, since)
        return [*without(done, theirs), *back], moved + moved_then

    def _header_range(self) -> str:
        return a1_range(self._title, f"{self._header_row}:{self._header_row}")

    def _see_columns_stand(
        self,
        after: Columns,
        done: Sequence[ColumnWrite],
        batch: Piece = _NOTHING,
        known: Columns = _NOBODY_LOOKED,
        stood: Stood | None = None,
    ) -> None:
        """Where headers are not those we know, or one of ours was written over one: take the batch
        back, and have it planned again."""
        headers = {**self._headers, **{each.column: each.new[0] for each in batch.headers}}
        covered = stood and written_over(batch.headers, known.cells, stood.held)
        found = headers_in(after, self._header_row)
        if found != headers or covered:
            written = {write.column for write in batch.writes}
            if self._mends and written and all(found.get(c) == headers.get(c) for c in written):
                raise columns_moved(self._connection.name)  # what was put right stands right
            where = self._connection, self.sender, self._reading, self._header_row
            sent = [*batch.headers, *batch.writes]
            before = self._before().after([*self._header_writes(), *done])
            raise take_back(*where, sent, before, (self._copy, stood) if stood else None)
        self._headers = headers

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

    def _mend(
        self,
        done: Sequence[ColumnWrite],
        identity: Identity,
        before: Columns,
        rounds: int = _ROUNDS,
    ) -> None:
        """Read all rows once more, and write once more; again where rows move even then."""
        found = self._connection.get(fields.AFTER_WRITING, [a1_range(self._title)])
        sheet = lead_sheet_in(found, self._reading)
        after = as_sent(sheet)
        self._see_columns_stand(after, done)
        mended = repair(done, identity, before, after, self._typed)
        self._before = lambda: stood(sheet)
        self._typed, self._mends = Typed(), True
        back, moved_again = self._sent(self._cells(mended.writes, after), identity, after)
        self.written.astray = mended.left + moved_again
        if moved_again and rounds > 1:
            self._mend(back, identity, after, rounds - 1)
            self.written.astray += mended.left
