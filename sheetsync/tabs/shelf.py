"""Where the charts of a tab stand: beside the table they follow, in one line down the tab."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from sheetsync.cells import Area
from sheetsync.tabs.grid import (
    FIRST_COLUMN,
    PAGE_PIXELS,
    ROW_POINTS,
    PlacedChart,
    PlacedSeries,
    column_pixels,
    row_pixels,
)
from sheetsync.tabs.looks import BAR_PIXELS, CHART_FOOT, CHART_HEAD, CHART_PIXELS
from sheetsync.tabs.page import Page
from sheetsync.tabs.report import Block, Chart, ReportTab, TabCell, Table
from sheetsync.tabs.values import clean

GAP = 28
"""Pixels between a chart and what stands beside it."""
FEWEST_BARS = 2
"""A single bar says no more than its number does."""


class Shelf:
    """Takes charts as they come and says which row is free below them."""

    def __init__(self, tab: ReportTab, page: Page) -> None:
        self._page = page
        self._tables = _tables_by_title(tab.blocks)
        self._common_left = _common_left(tab.blocks, page)
        self._left = self._top = self._next_left = 0
        self._waiting: list[tuple[Chart, int, int]] = []
        self.free_row = 1

    def start(self, row: int, right_edge: int) -> None:
        """A block begins at ``row``: the charts after it may stand to the right of its edge."""
        beside = self._common_left if self._common_left >= right_edge + GAP else 0
        fits = beside + CHART_PIXELS[0] <= PAGE_PIXELS
        self._left = self._next_left = beside if beside and fits else 0
        self._top = row

    def take(self, chart: Chart) -> None:
        """Place a chart; one whose table has nothing to show is left out."""
        if not self._drawable(chart):
            return
        if not self._left:
            self._left = self._next_left = self._margin()
            self._top = self._page.row
        elif self._next_left + CHART_PIXELS[0] > PAGE_PIXELS:
            self._next_left, self._top = self._left, self.free_row
        self._waiting.append((chart, self._top, self._next_left))
        self._next_left += CHART_PIXELS[0] + GAP
        self.free_row = max(self.free_row, self._row_below(self._top, self._height(chart)))

    def _margin(self) -> int:
        return sum(map(column_pixels, self._page.widths[: FIRST_COLUMN - 1]))

    def _height(self, chart: Chart) -> int:
        return _height(chart, len(_charted(chart, self._tables[chart.table])))

    def _row_below(self, top: int, height: int) -> int:
        row, room = top, height + GAP
        while room > 0:
            room -= row_pixels(self._page.heights.get(row, ROW_POINTS))
            row += 1
        return row

    def _drawable(self, chart: Chart) -> bool:
        table = self._tables.get(chart.table)
        if table is None or not chart.series:
            return False
        if not {chart.categories, *chart.series} <= {column.header for column in table.columns}:
            return False
        bars = len(_charted(chart, table))
        return bars >= (FEWEST_BARS if chart.shape == "bar" else 1)

    def placed(self, header_rows: dict[str, int]) -> tuple[PlacedChart, ...]:
        """The charts with the cells they show; ``header_rows`` by title of table."""
        return tuple(
            _place(chart, row, left, self._tables[chart.table], header_rows[chart.table])
            for chart, row, left in self._waiting
        )


def _place(chart: Chart, row: int, left: int, table: Table, header_row: int) -> PlacedChart:
    headers = [column.header for column in table.columns]
    charted = _charted(chart, table)
    rows = table.rows[charted.start : charted.stop]

    def area(header: str) -> Area:
        column = FIRST_COLUMN + headers.index(header)
        return Area(header_row + 1 + charted.start, column, header_row + charted.stop, column)

    def values(header: str) -> tuple[TabCell, ...]:
        return tuple(clean(cells[headers.index(header)]) for cells in rows)

    width, height = CHART_PIXELS[0], _height(chart, len(rows))
    series = tuple(
        PlacedSeries(name, area(name), values(name), table.columns[headers.index(name)].kind)
        for name in chart.series
    )
    names, meanings = chart.categories, table.emphasis[charted.start : charted.stop]
    return PlacedChart(
        chart, row, left, width, height, area(names), values(names), series, meanings
    )


def _height(chart: Chart, rows: int) -> int:
    """Lying bars need room for each: a chart of many grows with them."""
    if chart.shape != "bar":
        return CHART_PIXELS[1]
    bars = BAR_PIXELS[0] if len(chart.series) == 1 else BAR_PIXELS[1] * len(chart.series)
    return max(CHART_PIXELS[1], CHART_HEAD + bars * rows + CHART_FOOT)


def _charted(chart: Chart, table: Table) -> range:
    """The rows a chart shows: strong ones at the end are totals, which would dwarf them, and
    lying bars begin and end with one that has a length."""
    last = len(table.rows)
    while last and table.emphasis and table.emphasis[last - 1] == "strong":
        last -= 1
    if chart.shape != "bar":
        return range(last)
    shown = [n for n, column in enumerate(table.columns) if column.header in chart.series]
    filled = [at for at in range(last) if any(table.rows[at][n] for n in shown)]
    return range(filled[0], filled[-1] + 1) if filled else range(0)


def _tables_by_title(blocks: Iterable[Block]) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for block in blocks:
        if isinstance(block, Table):
            tables.setdefault(block.title, block)
    return tables


def _common_left(blocks: Sequence[Block], page: Page) -> int:
    edges = [
        page.right_edge(len(table.columns))
        for table, chart in pairwise(blocks)
        if isinstance(table, Table) and isinstance(chart, Chart)
    ]
    fitting = [edge for edge in edges if edge + GAP + CHART_PIXELS[0] <= PAGE_PIXELS]
    return max(fitting, default=-GAP) + GAP
