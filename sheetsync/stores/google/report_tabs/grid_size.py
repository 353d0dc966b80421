"""How large the grid of a report tab must be, and where on it its charts stand.

Google's charts lie on the grid, so it reaches as far as they do; no row or column is added beyond.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, chain, groupby
from typing import NamedTuple

from sheetsync.tabs.grid import (
    CHART_DROP,
    COLUMN_WIDTH,
    ROW_POINTS,
    Placed,
    PlacedChart,
    column_pixels,
    row_pixels,
)


class Run(NamedTuple):
    """Neighbouring lines of one size: from 0, the end left out."""

    start: int
    end: int
    pixels: int


@dataclass(frozen=True)
class GridSize:
    """The pixels of every column and every row."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]

    @property
    def column_runs(self) -> list[Run]:
        """The columns by width."""
        return [*_runs(self.columns)]

    @property
    def row_runs(self) -> list[Run]:
        """The rows by height."""
        return [*_runs(self.rows)]

    def anchor(self, chart: PlacedChart) -> tuple[int, int, int]:
        """Row and column of the cell that holds a chart's corner, from 0, and how many pixels to
        the right of that cell's edge it stands."""
        edges = [0, *accumulate(self.columns)]
        column = max(at for at, edge in enumerate(edges[:-1]) if edge <= chart.left)
        return chart.row - 1, column, chart.left - edges[column]


def grid_size(placed: Placed) -> GridSize:
    """The smallest grid that holds everything."""
    height, width = placed.size
    merged = max((area.last_column for area in placed.merges), default=0)
    count = max(width, merged, len(placed.widths))
    columns = [column_pixels(each) for each in placed.widths]
    columns += [column_pixels(COLUMN_WIDTH)] * (count - len(columns))
    right = max((chart.left + chart.width for chart in placed.charts), default=0)
    columns += _to_reach(right - sum(columns), column_pixels(COLUMN_WIDTH))
    heights = dict(placed.heights)
    count = max([height, placed.freeze_row + 1, *heights, *(c.row for c in placed.charts)])
    rows = [row_pixels(heights.get(row, ROW_POINTS)) for row in range(1, count + 1)]
    below = max((_bottom(chart, rows) for chart in placed.charts), default=0)
    rows += _to_reach(below - sum(rows), row_pixels(ROW_POINTS))
    return GridSize(tuple(columns), tuple(rows))


def _bottom(chart: PlacedChart, rows: list[int]) -> int:
    return sum(rows[: chart.row - 1]) + CHART_DROP + chart.height


def _to_reach(missing: int, each: int) -> list[int]:
    return [each] * max(0, -(-missing // each))


def _runs(sizes: tuple[int, ...]) -> Iterator[Run]:
    ends = accumulate(chain([0], (len([*run]) for _, run in groupby(sizes))))
    starts = [*ends]
    for (pixels, _), start, end in zip(groupby(sizes), starts, starts[1:], strict=False):
        yield Run(start, end, pixels)
