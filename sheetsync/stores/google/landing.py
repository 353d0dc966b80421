"""Send the pieces of a plan, see from each reply where it landed, and put right what moved.

Rows may move between the last look and the write. So the reply says which leads stand where we
wrote; a value on a wrong row is taken back where it is still exactly ours, and written where it
belongs. It also shows a copy of what stood there just before: what somebody had typed since the
last look is put back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sheetsync.errors import SheetsyncError, WorkbookChanged
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.copy_before import CopyBefore
from sheetsync.stores.google.last_look import cells_digest, lead_sheet_in
from sheetsync.stores.google.lead_tab.cell_writes import (
    ColumnWrite,
    cell_requests,
    column_write,
    spans,
)
from sheetsync.stores.google.lead_tab.columns import Columns, as_sent, column_ranges
from sheetsync.stores.google.lead_tab.moved_columns import headers_in
from sheetsync.stores.google.lead_tab.moved_rows import Typed, repair, rows_moved, see_typed
from sheetsync.stores.google.lead_tab.row_identity import Identity
from sheetsync.stores.google.lead_tab.written_over import without, written_over
from sheetsync.stores.google.loose_ends import LooseEnd
from sheetsync.stores.google.message import Json, a1_range, title_of
from sheetsync.stores.google.pieces import Piece, batches
from sheetsync.stores.google.reading import fields
from sheetsync.stores.google.reading.spreadsheet import Reading
from sheetsync.stores.google.refusals import refused_request
from sheetsync.stores.google.sending import Sender, new_word
from sheetsync.stores.google.taking_back import (
    ColumnsMoved,
    columns_moved,
    some_not_sent,
    take_back,
)
from sheetsync.stores.google.what_stood import Stood, stood
from sheetsync.stores.google.written import Written

_NOTHING = Piece(())
_ROUNDS = 3
"""Rows may move once more at the moment they are put right."""
_NOBODY_LOOKED = Columns({}, {}, {}, 0)


class Landing:
    """What is sent to one spreadsheet, from the last look on. ``headers`` are those of the lead
    tab then, ``before`` tells what stood on it, ``reports`` the digests of report tabs.

    ``loose_ends`` are the writes whose landing was not yet seen to the end.
    """

    def __init__(
        self,
        connection: Connection,
        reading: Reading,
        header_row: int,
        copy: CopyBefore,
        written: Written,
    ) -> None:
        self.sender = Sender(connection, reading.spreadsheet, reading.lead_sheet)
        self.headers: Mapping[int, object] = {}
        self.before: Callable[[], Stood] = lambda: Stood(_NOBODY_LOOKED, {})
        self.reports: Mapping[int, str] = {}
        self.loose_ends: list[LooseEnd] = []
        self._connection = connection
        self._reading = reading
        self._title = title_of(reading.lead_sheet)
        self._header_row = header_row
        self._copy = copy
        self._written = written
        self._typed = Typed()
        self._mends = self._is_cut_short = False

    def land(
        self, pieces: Iterable[Piece], identity: Identity, before: Columns
    ) -> Sequence[ColumnWrite]:
        """Send them; what was written of the lead tab's cells, wherever it stands by now. Raises
        `WorkbookChanged` where columns or rows moved and not all was sent, once what landed astray
        is seen to; and what the connection raises."""
        done, moved = self._sent(pieces, identity, before)
        if moved:
            self._put_right(done, identity, before)
        self.loose_ends.clear()
        if self._is_cut_short:
            raise some_not_sent(self._connection.name)
        return done

    def cells(self, writes: Iterable[ColumnWrite], now: Columns) -> Iterator[Piece]:
        """Pieces that write these cells."""
        for write in writes:
            for request, part in cell_requests(self._reading.lead_sheet_id, write, now):
                yield Piece([request], [part])

    @property
    def header_range(self) -> str:
        """The headers of the lead tab."""
        return a1_range(self._title, f"{self._header_row}:{self._header_row}")

    def _sent(
        self, pieces: Iterable[Piece], identity: Identity, before: Columns
    ) -> tuple[list[ColumnWrite], int]:
        """Send them; what was written, and how many cells of it stand on rows that had moved."""
        done: list[ColumnWrite] = []
        moved = 0
        to_send = [*batches(pieces)]
        for batch in to_send:
            found, stood = self._one(batch, identity, before, done)
            after = as_sent(lead_sheet_in(found, self._reading), before.height)
            self._see_columns_stand(after, done, batch, before, stood)
            done += batch.writes
            if rows_moved(batch.writes, done, identity, before, after):
                moved += sum(map(len, batch.writes))
                if stood:
                    self._written.left_out["cell"] += see_typed(
                        self._typed, batch.writes, identity, before, after, stood.held
                    )
            elif stood and (theirs := written_over(batch.writes, before.cells, stood.held)):
                done, moved_then = self._given_back(done, theirs, identity, before)
                moved += moved_then
            if not moved:
                self.loose_ends.clear()
            elif not self._mends:
                # The rest would go astray too, and its copy would take the place of this one.
                self._is_cut_short = batch is not to_send[-1]
                break
        return done, moved

    def _one(
        self, batch: Piece, identity: Identity, before: Columns, done: Sequence[ColumnWrite]
    ) -> tuple[Json, Stood | None]:
        """The reply to a batch, and what stood where it wrote."""
        rows = spans(batch.writes) if batch.writes else []
        known = column_ranges(self._title, identity.columns or (1,), rows) if rows else []
        shown = [self.header_range, *known]
        told = self._copy.before(batch)
        if not told.ranges:
            return self.sender.send(told.requests, shown), None
        end = self._loose_end(batch, identity, before, done)
        self.loose_ends.append(end)
        try:
            found = self.sender.send(told.requests, [*shown, *told.ranges], end.word)
        except SheetsyncError as refusal:
            if not told.is_of_the_copy(*refused_request(refusal)):
                raise
            self.loose_ends.pop()
            self._copy.is_refused()
            return self.sender.send(batch.requests, shown), None
        self._keep_reports(found)
        return found, self._copy.stood(found)

    def _loose_end(
        self, batch: Piece, identity: Identity, before: Columns, done: Sequence[ColumnWrite]
    ) -> LooseEnd:
        reports = {at: (area, self.reports.get(at, "")) for at, area in self._copy.reports.items()}
        where = new_word(), self._header_row, self.headers
        return LooseEnd.of(*where, batch, identity, before, done, reports)

    def _keep_reports(self, found: Json) -> None:
        """A report tab that somebody typed into since the last look is kept as a tab of theirs."""
        for sheet_id, report in [*self._copy.reports_in(found)]:
            if cells_digest(report) != self.reports.get(sheet_id):
                requests, title = self._copy.kept(sheet_id)
                end = replace(self.loose_ends[-1], word=new_word())
                self.loose_ends.append(end)
                self.sender.send(requests, [], end.word)
                self._written.kept.append(title)

    def _given_back(
        self,
        done: list[ColumnWrite],
        theirs: Sequence[ColumnWrite],
        identity: Identity,
        before: Columns,
    ) -> tuple[list[ColumnWrite], int]:
        """What people typed since the last look, where it was written over, is put back."""
        self._written.left_out["cell"] += sum(map(len, theirs))
        since = Stood(before, {}).after(done).cells
        back, moved = self._sent(self.cells(theirs, since), identity, since)
        return [*without(done, theirs), *back], moved

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
        headers = {**self.headers, **{each.column: each.new[0] for each in batch.headers}}
        covered = stood and written_over(batch.headers, known.cells, stood.held)
        found = headers_in(after, self._header_row)
        if found != headers or covered:
            written = {write.column for write in batch.writes}
            if self._mends and written and all(found.get(c) == headers.get(c) for c in written):
                raise columns_moved(self._connection.name)  # what was put right stands right
            where = self._connection, self.sender, self._reading, self._header_row
            sent = [*batch.headers, *batch.writes]
            before = self.before().after([*self._header_writes(), *done])
            moved = take_back(*where, sent, before, (self._copy, stood) if stood else None)
            self.loose_ends.clear()
            raise moved
        self.headers = headers

    def _header_writes(self) -> list[ColumnWrite]:
        at = np.array([self._header_row])
        return [column_write(c, at, [str(header)]) for c, header in self.headers.items()]

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
        self.before = lambda: stood(sheet)
        self._typed, self._mends = Typed(), True
        back, moved_again = self._sent(self.cells(mended.writes, after), identity, after)
        self._written.astray = mended.left + moved_again
        if moved_again and rounds > 1:
            self._mend(back, identity, after, rounds - 1)
            self._written.astray += mended.left
