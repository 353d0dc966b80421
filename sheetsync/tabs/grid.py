"""A report tab placed on a grid: what stands in which cell, how wide, how high, where the charts.

Rows and columns count from 1. Column A is a narrow margin; everything starts in column B.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sheetsync.cells import Area
from sheetsync.tabs.report import Chart, Emphasis, Kind, TabCell

MARGIN_COLUMN = 1
FIRST_COLUMN = 2
MARGIN_WIDTH = 2.0
COLUMN_WIDTH = 14.0
ROW_POINTS = 18.0
"""Height of every row that sets none of its own."""
PAGE_PIXELS = 1240
"""How wide a tab may grow before charts move under their table."""

Role = Literal[
    "heading", "summary", "title", "header", "body", "empty", "more", "note",
    "label", "figure", "small",
]  # fmt: skip
"""What a cell is for: ``label``, ``figure`` and ``small`` are the three lines of a tile."""


@dataclass(frozen=True)
class PlacedCell:
    """One cell; ``kind`` is that of its column, which the value need not follow."""

    row: int
    column: int
    value: TabCell
    role: Role
    kind: Kind = "text"
    emphasis: Emphasis = ""


@dataclass(frozen=True)
class PlacedSeries:
    """One series: its name, the cells of its values, and the values themselves for the preview."""

    name: str
    area: Area
    values: tuple[TabCell, ...]
    kind: Kind


@dataclass(frozen=True)
class PlacedChart:
    """A chart and where it stands: below the top of ``row``, ``left`` pixels from column A."""

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

    ``cells`` ascend by row and column; ``merges`` are cells joined into one (each in one row);
    ``widths`` are characters from column A on; ``heights`` are (row, points) where they differ
    from `ROW_POINTS`; rows down to ``freeze_row`` stay in view; a printed page ends before each
    row of ``page_starts``.
    """

    cells: tuple[PlacedCell, ...]
    merges: tuple[Area, ...]
    widths: tuple[float, ...]
    heights: tuple[tuple[int, float], ...]
    freeze_row: int
    filter: Area | None
    charts: tuple[PlacedChart, ...]
    page_starts: tuple[int, ...] = ()


def column_pixels(width: float) -> int:
    """The pixels of a column so many characters wide."""
    return int(width * 7 + 5)


def row_pixels(points: float) -> int:
    """The pixels of a row so many points high."""
    return int(points * 4 / 3)
