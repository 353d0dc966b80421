"""A report tab placed on a grid: what stands in which cell, how wide, how high, where the charts.

Rows and columns count from 1. Column A is a narrow margin; everything starts in column B.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Literal, NamedTuple

from sheetsync.cells import Area
from sheetsync.tabs.report import Chart, Emphasis, Kind, TabCell

FIRST_COLUMN = 2
MARGIN_WIDTH = 2.0
COLUMN_WIDTH = 14.0
ROW_POINTS = 18.0
"""Height of every row that sets none of its own."""
CHART_DROP = 4
"""Pixels between the top of a row and a chart: on its very edge, the page that ends there would
show the chart's upper line."""
PAGE_PIXELS = 1310
"""How wide a tab may grow before charts move under their table."""

Role = Literal[
    "heading", "summary", "title", "header", "body", "empty", "more", "note",
    "label", "figure", "small",
]  # fmt: skip
"""What a cell is for: ``label``, ``figure`` and ``small`` are the three lines of a tile."""


class PlacedCell(NamedTuple):
    """One cell; ``kind`` is that of its column, which the value need not follow."""

    row: int
    column: int
    value: TabCell
    role: Role
    kind: Kind = "text"
    emphasis: Emphasis = ""


@dataclass(frozen=True)
class PlacedRows:
    """The rows of a table, side by side from `FIRST_COLUMN` on.

    ``columns`` hold the values from ``first_row`` down, ``kinds`` how each of them is shown;
    ``emphasis`` has one entry a row.
    """

    first_row: int
    columns: tuple[tuple[TabCell, ...], ...]
    kinds: tuple[tuple[Kind, ...], ...]
    emphasis: tuple[Emphasis, ...]

    def cells(self) -> Iterator[PlacedCell]:
        """The same, cell by cell."""
        for row, emphasis in enumerate(self.emphasis):
            for number, (values, kinds) in enumerate(zip(self.columns, self.kinds, strict=True)):
                place = (self.first_row + row, FIRST_COLUMN + number)
                yield PlacedCell(*place, values[row], "body", kinds[row], emphasis)


@dataclass(frozen=True)
class PlacedSeries:
    """One series: its name, the cells of its values, and the values themselves for the preview."""

    name: str
    area: Area
    values: tuple[TabCell, ...]
    kind: Kind


@dataclass(frozen=True)
class PlacedChart:
    """A chart and where it stands: `CHART_DROP` below the top of ``row``, ``left`` pixels from
    column A."""

    chart: Chart
    row: int
    left: int
    width: int
    height: int
    categories: Area
    category_values: tuple[TabCell, ...]
    series: tuple[PlacedSeries, ...]
    emphasis: tuple[Emphasis, ...]
    """What each of its rows means; empty where the table does not say."""


@dataclass(frozen=True)
class Placed:
    """A tab ready to draw.

    ``bodies`` are the rows of its tables, thousands of cells that are quicker handled by column;
    ``apart`` are all other cells, from the top down; ``merges`` are cells joined into one (each
    in one row); ``widths`` are characters from column A on; ``heights`` are (row, points) where
    they differ from `ROW_POINTS`; rows down to ``freeze_row`` stay in view; a printed page ends
    before each row of ``page_starts``.
    """

    apart: tuple[PlacedCell, ...]
    bodies: tuple[PlacedRows, ...]
    merges: tuple[Area, ...]
    widths: tuple[float, ...]
    heights: tuple[tuple[int, float], ...]
    freeze_row: int
    filter: Area | None
    charts: tuple[PlacedChart, ...]
    page_starts: tuple[int, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """The last row and the last column that hold a value."""
        rows = [cell.row for cell in self.apart]
        rows += [body.first_row + len(body.emphasis) - 1 for body in self.bodies]
        columns = [cell.column for cell in self.apart]
        columns += [FIRST_COLUMN + len(body.columns) - 1 for body in self.bodies]
        return max(rows, default=0), max(columns, default=0)

    @cached_property
    def cells(self) -> tuple[PlacedCell, ...]:
        """All cells, by row and column."""
        every = [*self.apart, *(cell for body in self.bodies for cell in body.cells())]
        return tuple(sorted(every, key=itemgetter(0, 1)))


def column_pixels(width: float) -> int:
    """The pixels of a column so many characters wide."""
    return int(width * 7 + 5)


def row_pixels(points: float) -> int:
    """The pixels of a row so many points high."""
    return int(points * 4 / 3)
