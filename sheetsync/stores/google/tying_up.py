"""See to a write of an earlier run that was cut off before it saw what it had written over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.copied_areas import at_the_top, below, on_the_lead_tab
from sheetsync.stores.google.copy_before import CopyBefore
from sheetsync.stores.google.landing import Landing
from sheetsync.stores.google.last_look import cells_digest, lead_sheet_in
from sheetsync.stores.google.lead_tab.cell_writes import ColumnWrite
from sheetsync.stores.google.lead_tab.columns import Columns, as_sent
from sheetsync.stores.google.lead_tab.moved_columns import headers_in
from sheetsync.stores.google.lead_tab.written_over import written_over
from sheetsync.stores.google.loose_ends import LooseEnd
from sheetsync.stores.google.message import a1_range, metadata_value, title_of
from sheetsync.stores.google.pieces import Piece
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
    holds it and all stands where it stood; else leave that tab to people, and say so."""
    word = metadata_value(reading.spreadsheet, LAST_WRITE_KEY)
    end = next((each for each in ends if each.word == word), None)
    copy = CopyBefore(reading.spreadsheet, reading.lead_sheet)
    if end is None or not copy.stands:
        return
    ranges = copy.look_again(Piece((), _cells(end), _heads(end)), [*end.reports])
    found = connection.get(fields.AFTER_WRITING, [a1_range(title_of(reading.lead_sheet)), *ranges])
    now = as_sent(lead_sheet_in(found, reading))
    stood = copy.stood(found)
    theirs = written_over(end.wrote, _replaced(end), stood.held) if stood else []
    reports = dict(copy.reports_in(found))
    is_typed_on = any(cells_digest(each) != end.reports[at] for at, each in reports.items())
    landing = Landing(connection, reading, end.header_row, copy, written)
    landing.headers = headers_in(now, end.header_row)
    back = [each for write in theirs if len(each := _still_ours(write, end, now))]
    if is_typed_on or stood is None or (theirs and not end.stands(landing.headers, now)):
        requests, written.aside = copy.set_aside()
        landing.sender.send(requests, [])
    elif back:
        written.left_out["cell"] += sum(map(len, back))
        landing.before = lambda: Stood(now, {})
        landing.land(landing.cells(back, now), end.identity, now)


def _cells(end: LooseEnd) -> list[ColumnWrite]:
    return [write for write in end.wrote if (write.rows != end.header_row).all()]


def _heads(end: LooseEnd) -> list[ColumnWrite]:
    return [write for write in end.wrote if (write.rows == end.header_row).all()]
