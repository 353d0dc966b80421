"""The cells of a placed tab as requests: values in blocks of rows, looks in runs.

What is sent grows with the values, hardly with the looks: a list of two thousand overdue leads is
one tint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from sheetsync.cells import Area
from sheetsync.stores.google.message import Json, grid_range
from sheetsync.stores.google.report_tabs.cell_formats import (
    BODY,
    CellFormats,
    Shown,
    mask_of,
    shown_as,
    without_blanks,
)
from sheetsync.stores.google.report_tabs.values import address, cell_value
from sheetsync.tabs import WebLink
from sheetsync.tabs.grid import FIRST_COLUMN, Placed, PlacedRows, column_pixels
from sheetsync.tabs.row_links import LeadIds

ROWS_AT_ONCE = 100
"""Rows of one request: small enough to divide what has to be sent in several parts."""

T = TypeVar("T")


@dataclass(frozen=True)
class Ink:
    """What all cells are written with: the formats, and where row links lead. ``locale`` is the
    spreadsheet's."""

    formats: CellFormats
    ids: LeadIds
    lead_sheet_id: int
    locale: str


def cell_requests(placed: Placed, sheet_id: int, ink: Ink) -> list[Json]:
    """All values, links and looks, on a tab that holds none yet."""
    requests = [*_values(placed, sheet_id, ink)]
    requests += _apart_looks(placed, sheet_id, ink.formats)
    for body in placed.bodies:
        requests += _body_looks(body, sheet_id, ink.formats)
    return requests


def _values(placed: Placed, sheet_id: int, ink: Ink) -> Iterator[Json]:
    rows: dict[int, dict[int, Json]] = {}
    for cell in placed.apart:
        value = cell_value(cell.value, ink.ids, ink.lead_sheet_id, ink.locale)
        rows.setdefault(cell.row - 1, {})[cell.column - 1] = value
    for body in placed.bodies:
        for at, values in enumerate(zip(*body.columns, strict=True), body.first_row - 1):
            told = (cell_value(v, ink.ids, ink.lead_sheet_id, ink.locale) for v in values)
            rows[at] = dict(enumerate(told, FIRST_COLUMN - 1))
    last = max(rows, default=-1)
    for first in range(0, last + 1, ROWS_AT_ONCE):
        block = [_row(rows.get(at, {})) for at in range(first, min(first + ROWS_AT_ONCE, last + 1))]
        start = {"sheetId": sheet_id, "rowIndex": first, "columnIndex": 0}
        yield {"updateCells": {"start": start, "rows": block, "fields": "userEnteredValue"}}


def _row(cells: dict[int, Json]) -> Json:
    told = [cells.get(column, {}) for column in range(max(cells, default=-1) + 1)]
    return {"values": told} if any(told) else {}


def _apart_looks(placed: Placed, sheet_id: int, formats: CellFormats) -> Iterator[Json]:
    for area, look in _alike(_apart(placed, formats)):
        yield _repeat(sheet_id, area, look, "userEnteredFormat")


def _apart(placed: Placed, formats: CellFormats) -> Iterator[tuple[Area, Json]]:
    """The look of each cell outside of lists; joined cells look like their first."""
    reach = {(area.first_row, area.first_column): area.last_column for area in placed.merges}
    for cell in sorted(placed.apart, key=lambda cell: (cell.row, cell.column)):
        last = reach.get((cell.row, cell.column), cell.column)
        pixels = sum(map(column_pixels, placed.widths[cell.column - 1 : last]))
        yield Area(cell.row, cell.column, cell.row, last), formats.apart(cell, pixels)


def _alike(told: Iterable[tuple[Area, Json]]) -> list[tuple[Area, Json]]:
    """Neighbours in a row that look alike, as one."""
    found: list[tuple[Area, Json]] = []
    for area, look in told:
        before, same = found[-1] if found else (area, None)
        beside = (before.first_row, before.last_column + 1) == (area.first_row, area.first_column)
        if beside and look == same:
            found[-1] = replace(before, last_column=area.last_column), look
        else:
            found.append((area, look))
    return found


def _body_looks(body: PlacedRows, sheet_id: int, formats: CellFormats) -> Iterator[Json]:
    """Plain rows, then links, then the emphasis of rows, then the kinds of values: later ones
    leave in place what earlier ones said."""
    first, last = body.first_row, body.first_row + len(body.emphasis) - 1
    right = FIRST_COLUMN + len(body.columns) - 1
    plain = Area(first, FIRST_COLUMN, last, right)
    yield _repeat(sheet_id, plain, BODY, "userEnteredFormat")
    for column, values in enumerate(body.columns, FIRST_COLUMN):
        yield from _links(sheet_id, first, column, values)
    for start, end, emphasis in _runs(body.emphasis):
        area = Area(first + start, FIRST_COLUMN, first + end, right)
        if look := formats.emphasis(emphasis):
            yield _repeat(sheet_id, area, look, mask_of(look))
    for column, told in enumerate(zip(body.columns, body.kinds, strict=True), FIRST_COLUMN):
        shown = [shown_as(*each) for each in zip(*told, strict=True)]
        for start, end, look in _kinds(shown, formats):
            area = Area(first + start, column, first + end, column)
            yield _repeat(sheet_id, area, look, mask_of(look))


def _kinds(shown: Sequence[Shown], formats: CellFormats) -> Iterator[tuple[int, int, Json]]:
    """The look most of a column has, over all of it, then the looks of the others."""
    usual = Counter(shown).most_common(1)[0][0]
    yield 0, len(shown) - 1, formats.shown(usual)
    for start, end, each in _runs(shown):
        if each != usual:
            yield start, end, formats.instead(each, usual)


def _links(sheet_id: int, first: int, column: int, values: Sequence[object]) -> Iterator[Json]:
    """The addresses of a column, as links of its texts."""
    linked = [isinstance(value, WebLink) and bool(value.url) for value in values]
    for start, end, is_linked in _runs(linked):
        for at in range(start, end + 1, ROWS_AT_ONCE) if is_linked else ():
            rows = [_link(value) for value in values[at : min(at + ROWS_AT_ONCE, end + 1)]]
            place = {"sheetId": sheet_id, "rowIndex": first - 1 + at, "columnIndex": column - 1}
            fields = "userEnteredFormat.textFormat.link"
            yield {"updateCells": {"start": place, "rows": rows, "fields": fields}}


def _link(value: object) -> Json:
    uri = address(value.url) if isinstance(value, WebLink) else ""
    return {"values": [{"userEnteredFormat": {"textFormat": {"link": {"uri": uri}}}}]}


def _runs(values: Sequence[T]) -> Iterator[tuple[int, int, T]]:
    """First and last position of each run of equal values."""
    at = 0
    for value, run in groupby(values):
        length = sum(1 for _ in run)
        yield at, at + length - 1, value
        at += length


def _repeat(sheet_id: int, area: Area, look: Json, fields: str) -> Json:
    cell = {"userEnteredFormat": without_blanks(look)}
    return {"repeatCell": {"range": grid_range(sheet_id, area), "cell": cell, "fields": fields}}
