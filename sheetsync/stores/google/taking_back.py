"""Take back what landed in a wrong column, because people moved columns as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetsync.errors import WorkbookChanged
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.copy_before import CopyBefore
from sheetsync.stores.google.last_look import lead_sheet_in, width_of
from sheetsync.stores.google.lead_tab.cell_writes import ColumnWrite, cell_requests, spans
from sheetsync.stores.google.lead_tab.columns import Columns, as_sent
from sheetsync.stores.google.lead_tab.moved_columns import columns_before, headers_in, taken_back
from sheetsync.stores.google.lead_tab.written_over import Held, holding, written_over
from sheetsync.stores.google.message import a1_range, title_of
from sheetsync.stores.google.pieces import Piece, batches
from sheetsync.stores.google.reading import fields
from sheetsync.stores.google.reading.spreadsheet import Reading
from sheetsync.stores.google.sending import Sender
from sheetsync.stores.google.what_stood import Stood

_ROUNDS = 3
"""People may move a column once more at the moment it is taken back."""


class ColumnsMoved(WorkbookChanged):
    """People moved columns as they were written to; what landed astray is seen to."""


def _put_back(
    sender: Sender,
    copy: CopyBefore,
    reading: Reading,
    sent: Sequence[ColumnWrite],
    stood: Stood,
) -> bool:
    """Put back what the copy shows of the cells that were just written. False where people moved
    them once more meanwhile: then that is undone again."""
    try:
        return _is_put_back(sender, copy, reading, sent, stood)
    except WorkbookChanged:
        return False


def _is_put_back(
    sender: Sender,
    copy: CopyBefore,
    reading: Reading,
    sent: Sequence[ColumnWrite],
    stood: Stood,
) -> bool:
    for batch in batches(_pieces(reading.lead_sheet_id, holding(sent, stood.held), stood.cells)):
        told = copy.before(batch)
        title, rows = title_of(reading.lead_sheet), spans(batch.writes)
        shown = [a1_range(title, f"A{top}:A{bottom}") for top, bottom in rows]
        then = copy.stood(sender.send(told.requests, [*shown, *told.ranges]))
        if then and written_over(batch.writes, _held_after(sent), then.held):
            undone = _pieces(reading.lead_sheet_id, holding(batch.writes, then.held), then.cells)
            for each in batches(undone):
                sender.send(each.requests, [])
            return False
    return True


def _held_after(writes: Sequence[ColumnWrite]) -> Held:
    """What the cells hold that were written."""
    height = max((int(write.rows[-1]) for write in writes), default=0)
    return Stood(Columns({}, {}, {}, height), {}).after(writes).cells.cells


def take_back(
    connection: Connection,
    sender: Sender,
    reading: Reading,
    header_row: int,
    writes: Sequence[ColumnWrite],
    before: Stood,
    copied: tuple[CopyBefore, Stood] | None = None,
) -> ColumnsMoved:
    """Put back what stood where ``writes`` landed astray; the error that says so, to be raised.

    What the write itself ``copied`` is what stood there; without, it is told by comparison with
    what stood ``before``.
    """
    if copied and _put_back(sender, copied[0], reading, writes, copied[1]):
        return columns_moved(connection.name, 0)
    sent, left = list(writes), 0
    added = [write.column for write in writes if header_row in write.rows]
    width = max([width_of(reading.lead_sheet), *added])
    for _ in range(_ROUNDS):
        sheet = lead_sheet_in(connection.get(fields.TITLES_AND_SIZES), reading)
        if not (title := title_of(sheet)):
            break
        all_there = width_of(sheet) >= width
        found = connection.get(fields.AFTER_WRITING, [a1_range(title)])
        after = as_sent(lead_sheet_in(found, reading))
        back = taken_back(
            sent, before.cells, before.formulas, after, header_row, all_there=all_there
        )
        left = back.left
        was = columns_before(sent, before.cells, after, header_row, all_there=all_there)
        astray: list[ColumnWrite] = []
        shown = [a1_range(title, f"{header_row}:{header_row}")]
        for batch in batches(_pieces(reading.lead_sheet_id, back.writes, after)):
            reply = as_sent(lead_sheet_in(sender.send(batch.requests, shown), reading))
            astray += batch.writes
            if not _stand(after, reply, header_row, back.writes):
                break
        else:
            return columns_moved(connection.name, left)
        sent += [_meant_for(write, was.get(write.column, 0)) for write in astray]
    return columns_moved(connection.name, left, finished=False)


def _pieces(sheet_id: int, writes: Sequence[ColumnWrite], now: Columns) -> Iterator[Piece]:
    for write in writes:
        for request, part in cell_requests(sheet_id, write, now):
            yield Piece([request], [part])


def _stand(now: Columns, reply: Columns, row: int, writes: Sequence[ColumnWrite]) -> bool:
    """Whether columns stand as they did, as far as headers tell that are not put back."""
    mended = {write.column for write in writes if row in write.rows}
    one, other = (
        {
            column: header
            for column, header in headers_in(found, row).items()
            if column not in mended
        }
        for found in (now, reply)
    )
    return one == other


def _meant_for(write: ColumnWrite, column: int) -> ColumnWrite:
    return ColumnWrite(column, write.rows, write.new, write.dated, write.timed)


def columns_moved(name: str, left: int = 0, *, finished: bool = True) -> ColumnsMoved:
    """The error that says so."""
    said = "somebody moved its columns at the moment of writing; "
    if finished and not left:
        return ColumnsMoved(
            said + "what landed in a wrong one was taken back", where=name, hint="Run again."
        )
    return ColumnsMoved(
        said + "not all that landed in a wrong one could be taken back",
        where=name,
        hint="Look through its columns (File > Version history shows what stood there), "
        "then run again.",
    )


def some_not_sent(name: str) -> WorkbookChanged:
    """The error that says so of rows, in a plan that is sent in several pieces."""
    return WorkbookChanged(
        "somebody moved its rows at the moment of writing; what landed on a wrong one was put "
        "right, and the rest is not written yet",
        where=name,
        hint="Run again.",
    )
