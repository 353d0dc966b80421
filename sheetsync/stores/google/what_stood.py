"""All cells of the lead tab just before something was written, to put them back from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sheetsync.lead_tab import IntArray, ObjectArray
from sheetsync.stores.google.lead_tab.cell_writes import ColumnWrite, rows_now
from sheetsync.stores.google.lead_tab.columns import Columns, as_sent
from sheetsync.stores.google.lead_tab.moved_formulas import Formula
from sheetsync.stores.google.lead_tab.row_identity import Identity
from sheetsync.stores.google.message import Json
from sheetsync.stores.google.reading.sheet_cells import about_cells


@dataclass(frozen=True)
class Stood:
    """Values, and the texts of formulas by column and row from 1."""

    cells: Columns
    formulas: Mapping[int, Mapping[int, str]]

    def held(self, column: int, rows: IntArray) -> ObjectArray:
        """What stood in these rows of a column, formulas as such."""
        found = self.cells.cells(column, rows)
        texts = self.formulas.get(column, {})
        for at, row in enumerate(rows.tolist()) if texts else ():
            found[at] = Formula(texts[row]) if row in texts else found[at]
        return found

    def after(self, writes: Sequence[ColumnWrite]) -> Stood:
        """The same once these were written."""
        values = dict(self.cells.values)
        height = max([self.cells.height, *(int(write.rows[-1]) for write in writes)])
        for write in writes:
            column = np.full(height, "", dtype=object)
            there = values.get(write.column, column[:0])
            column[: len(there)] = there
            column[write.rows - 1] = write.new
            values[write.column] = column
        rows = np.arange(1, height + 1, dtype=np.int64)
        cells = replace(self.cells, values=values)
        return replace(
            self,
            cells=Columns(
                {c: _long(v, len(rows)) for c, v in cells.values.items()}, {}, {}, height
            ),
        )


def stood(sheet: Json) -> Stood:
    """Out of a message with all cells."""
    return Stood(as_sent(sheet), _formulas(sheet))


def stood_at_last_look(
    sheet: Json, read: Columns, identity: Identity, now: Columns, looked_at: Collection[int]
) -> Stood:
    """What was read, each row where it stands ``now``, and the columns that were ``looked_at`` as
    they are now. None is what nobody knows of a row that came in between."""
    above = np.arange(1, identity.first_row, dtype=np.int64)
    below = np.arange(identity.first_row, read.height + 1, dtype=np.int64)
    places = np.concatenate([above, rows_now(identity, read, now)(below)])
    height = max(int(places.max(initial=0)), now.height)
    values: dict[int, ObjectArray] = {}
    for column, cells in read.values.items():
        values[column] = np.full(height, None, dtype=object)
        values[column][places[places > 0] - 1] = cells[: len(places)][places > 0]
    for column in looked_at:
        values[column] = _long(now.cells(column, np.arange(1, now.height + 1)), height)
    formulas = {
        column: {int(places[row - 1]): text for row, text in texts.items() if row <= len(places)}
        for column, texts in _formulas(sheet).items()
    }
    return Stood(Columns(values, {}, {}, height), formulas)


def _formulas(sheet: Json) -> dict[int, dict[int, str]]:
    found = about_cells(sheet).formulas
    return {column + 1: {row + 1: text for row, text in f.items()} for column, f in found.items()}


def _long(cells: ObjectArray, height: int) -> ObjectArray:
    longer = np.full(height, "", dtype=object)
    longer[: len(cells)] = cells
    return longer
