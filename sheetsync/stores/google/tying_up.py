"""See to a write of an earlier run that was cut off before it saw what it had written over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sheetsync.lead_tab import BoolArray
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.copy_before import CopyBefore
from sheetsync.stores.google.landing import Landing
from sheetsync.stores.google.last_look import cells_digest, lead_sheet_in
from sheetsync.stores.google.lead_tab.cell_writes import ColumnWrite, column_write
from sheetsync.stores.google.lead_tab.columns import Columns, as_sent
from sheetsync.stores.google.lead_tab.moved_columns import headers_in
from sheetsync.stores.google.lead_tab.written_over import some_of, written_over
from sheetsync.stores.google.loose_ends import LooseEnd
from sheetsync.stores.google.message import Json, a1_range, metadata_value, title_of
from sheetsync.stores.google.reading import fields
from sheetsync.stores.google.reading.cell_values import same
from sheetsync.stores.google.reading.spreadsheet import Reading
from sheetsync.stores.google.sending import LAST_WRITE_KEY
from sheetsync.stores.google.what_stood import Stood
from sheetsync.stores.google.written import Written


def tie_up(
    connection: Connection, reading: Reading, ends: Sequence[LooseEnd], written: Written
) -> None:
    """Put back what people typed as the last of these was written, where the hidden tab still
    holds it and all stands where it stood; else leave that tab to people, and say so.

    One read, and one write where somebody typed. Nothing where others have written since.
    """
    word = metadata_value(reading.spreadsheet, LAST_WRITE_KEY)
    end = next((each for each in ends if each.word == word), None)
    copy = CopyBefore(reading.spreadsheet, reading.lead_sheet)
    if end is None or not copy.stands:
        return
    copies = copy.look_again(end.batch, {at: area for at, (area, _) in end.reports.items()})
    found = connection.get(fields.AFTER_WRITING, [a1_range(title_of(reading.lead_sheet)), *copies])
    now = as_sent(lead_sheet_in(found, reading))
    stood = copy.stood(found)
    theirs = written_over(end.wrote, end.before.cells, stood.held) if stood else []
    landing = Landing(connection, reading, end.header_row, copy, written)
    landing.headers = headers_in(now, end.header_row)
    stands = end.stands(landing.headers, now) and not _heads(theirs, end)
    if stood is None or (theirs and not stands) or _is_typed_into(copy, end, found):
        requests, written.aside = copy.set_aside()
        landing.sender.send(requests, [])
    back = [each for write in theirs if len(each := _still_ours(write, end, now))]
    if stands and back:
        written.left_out["cell"] += sum(map(len, back))
    else:
        back = _astray(end, now)
    landing.before = lambda: Stood(now, {})
    landing.land(landing.cells(back, now), end.identity, now)


def _is_typed_into(copy: CopyBefore, end: LooseEnd, found: Json) -> bool:
    """Whether a report tab held something else than was known as it was emptied."""
    shown = copy.reports_in(found)
    return any(cells_digest(report) != end.reports[at][1] for at, report in shown)


def _heads(writes: Sequence[ColumnWrite], end: LooseEnd) -> bool:
    return any(end.header_row in write.rows for write in writes)


def _still_ours(write: ColumnWrite, end: LooseEnd, now: Columns) -> ColumnWrite:
    """The cells of these that hold what we wrote."""
    ours = end.after.cells(write.column, write.rows)
    return some_of(write, same(now.cells(write.column, write.rows), ours))


def _astray(end: LooseEnd, now: Columns) -> list[ColumnWrite]:
    """Takes back what we wrote and stands in rows that hold nothing else: their leads had moved
    away."""
    rows = np.arange(end.header_row + 1, now.height + 1, dtype=np.int64)
    ours = {write.column: {*write.new.tolist()} - {""} for write in end.batch.writes}
    alone = np.ones(len(rows), dtype=bool)
    astray: dict[int, BoolArray] = {}
    for column in {*now.values, *ours}:
        cells = now.cells(column, rows)
        is_blank = np.array([cell == "" for cell in cells], dtype=bool)
        astray[column] = np.array([cell in ours.get(column, ()) for cell in cells], dtype=bool)
        alone &= (is_blank | astray[column]) & ~now.has_formula(column, rows)
    found = {column: rows[alone & astray[column]] for column in ours}
    return [column_write(c, at, [None] * len(at)) for c, at in found.items() if len(at)]
