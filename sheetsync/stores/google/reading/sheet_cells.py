"""The cells of one tab out of two replies: what stands in them, and which hold formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import numpy as np

from sheetsync.lead_tab import BoolArray, ObjectArray
from sheetsync.stores.google.message import Json
from sheetsync.stores.google.reading.cell_values import settled

SHOWN_AS_MOMENTS = frozenset({"DATE", "DATE_TIME", "TIME"})


@dataclass(frozen=True)
class AboutCells:
    """What a spreadsheet's message says of a tab's cells, by column and row counted from 0: the
    formulas, and the rows whose numbers are shown as days or times."""

    formulas: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    formats: Mapping[int, Mapping[str, Sequence[int]]] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """How many rows it takes to hold all formulas."""
        return max((max(rows) + 1 for rows in self.formulas.values()), default=0)

    @property
    def width(self) -> int:
        """How many columns it takes."""
        return max(self.formulas, default=-1) + 1


def about_cells(sheet: Json) -> AboutCells:
    """What of a tab's message is about its cells."""
    formulas: dict[int, dict[int, str]] = {}
    formats: dict[int, dict[str, list[int]]] = {}
    for row, column, cell in _told(sheet):
        if formula := (cell.get("userEnteredValue") or {}).get("formulaValue"):
            formulas.setdefault(column, {})[row] = formula
        kind = ((cell.get("userEnteredFormat") or {}).get("numberFormat") or {}).get("type")
        if kind in SHOWN_AS_MOMENTS:
            formats.setdefault(column, {}).setdefault(kind, []).append(row)
    return AboutCells(formulas, formats)


def _told(sheet: Json) -> Iterator[tuple[int, int, Json]]:
    for grid in sheet.get("data", ()):
        top, left = grid.get("startRow", 0), grid.get("startColumn", 0)
        for row, line in enumerate(grid.get("rowData", ()), top):
            for column, cell in enumerate(line.get("values", ()), left):
                if cell:
                    yield row, column, cell


@dataclass(frozen=True)
class SheetCells:
    """The cells from A1 on, one array a column, all equally long. ``plain`` are values as Google
    sends them ("" for nothing), ``columns`` as a snapshot has them."""

    plain: tuple[ObjectArray, ...]
    columns: tuple[ObjectArray, ...]
    formulas: tuple[BoolArray | None, ...]

    @property
    def height(self) -> int:
        """How many rows they have."""
        return len(self.plain[0]) if self.plain else 0


def sheet_cells(rows: Sequence[Sequence[Any]], about: AboutCells) -> SheetCells:
    """Columns out of rows. Google leaves out what is empty at the end of a row and of a tab; a
    formula that shows nothing is not."""
    height = max(len(rows), about.height)
    sent = list(zip_longest(*rows, fillvalue=""))
    plain, columns, formulas = [], [], []
    for number in range(max(len(sent), about.width)):
        values = np.full(height, "", dtype=object)
        if number < len(sent):
            values[: len(rows)] = sent[number]
        mask = _mask(about.formulas.get(number, {}), height)
        plain.append(values)
        formulas.append(mask)
        columns.append(settled(values, mask, about.formats.get(number, {})))
    return SheetCells(tuple(plain), tuple(columns), tuple(formulas))


def _mask(formulas: Mapping[int, str], height: int) -> BoolArray | None:
    if not formulas:
        return None
    mask = np.zeros(height, dtype=bool)
    mask[list(formulas)] = True
    return mask
