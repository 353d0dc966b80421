"""The grid of a report tab while it is being filled, from the top down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sheetsync.cells import Area
from sheetsync.tabs import measure
from sheetsync.tabs.grid import (
    COLUMN_WIDTH,
    FIRST_COLUMN,
    MARGIN_WIDTH,
    ROW_POINTS,
    PlacedCell,
    PlacedRows,
    Role,
    column_pixels,
    row_pixels,
)
from sheetsync.tabs.report import Emphasis, Figures, Kind, ReportTab, TabCell, Table
from sheetsync.tabs.values import clean

TILES_A_LINE = 4
_TILE_PIXELS = 175
_TILES_PIXELS = 980
_FEWEST_COLUMNS = 7
_LINE_WIDTH = 125.0
"""Characters of a line of words before it wraps: longer ones are hard to read."""


class Page:
    """``row`` is the next free row; ``widths`` are the characters of each column from A."""

    def __init__(self, tab: ReportTab) -> None:
        self.widths = page_widths(tab)
        self.row = 1
        self.cells: list[PlacedCell] = []
        self.bodies: list[PlacedRows] = []
        self.merges: list[Area] = []
        self.heights: dict[int, float] = {}

    def put(
        self, column: int, value: TabCell, role: Role, kind: Kind = "text", emphasis: Emphasis = ""
    ) -> None:
        """Fill one cell of the current row."""
        self.cells.append(PlacedCell(self.row, column, clean(value), role, kind, emphasis))

    def put_rows(self, rows: PlacedRows, heights: Sequence[float]) -> None:
        """Fill the rows from the current one on and go on below them."""
        self.bodies.append(rows)
        self.heights.update(enumerate(heights, self.row))
        self.row += len(heights)

    def line(self, text: str, role: Role, emphasis: Emphasis = "") -> None:
        """Fill the current row with words, wrapped where they are longer than the page is wide."""
        last, width = self._words_span()
        if measure.text_width(text) <= width - measure.PADDING and "\n" not in text:
            self.put(FIRST_COLUMN, text, role, "text", emphasis)
            self.end_row()
        else:
            self.put(FIRST_COLUMN, text, role, "wrapped", emphasis)
            self.join(FIRST_COLUMN, last)
            self.end_row(measure.height_for([(text, width)]))

    def join(self, first: int, last: int) -> None:
        """Make one cell of several in the current row."""
        if last > first:
            self.merges.append(Area(self.row, first, self.row, last))

    def end_row(self, points: float = ROW_POINTS) -> None:
        """Go on to the next row, giving this one its height."""
        if points != ROW_POINTS:
            self.heights[self.row] = points
        self.row += 1

    def _words_span(self) -> tuple[int, float]:
        last, width = FIRST_COLUMN, self.widths[FIRST_COLUMN - 1]
        while last < len(self.widths) and width + self.widths[last] <= _LINE_WIDTH:
            width += self.widths[last]
            last += 1
        return last, width

    def right_edge(self, columns: int) -> int:
        """The pixels from the left to the end of a block so many columns wide."""
        return sum(map(column_pixels, self.widths[: FIRST_COLUMN - 1 + columns]))

    def pixels_down_to(self, row: int) -> int:
        """The pixels above a row."""
        return sum(row_pixels(self.heights.get(above, ROW_POINTS)) for above in range(1, row))

    def tile_spans(self) -> list[tuple[int, int]]:
        """First and last column of each tile of a line: about equally wide, none too narrow."""
        return _tile_spans(self.widths)


def page_widths(tab: ReportTab) -> tuple[float, ...]:
    """The widths of all columns: blocks stand below each other, so each is as wide as the widest
    wish of any table."""
    wishes = [measure.column_widths(block) for block in tab.blocks if isinstance(block, Table)]
    widths = [MARGIN_WIDTH, *_widest(wishes)]
    widths += [COLUMN_WIDTH] * (FIRST_COLUMN - 1 + _FEWEST_COLUMNS - len(widths))
    if any(isinstance(block, Figures) for block in tab.blocks):
        while len(_tile_spans(widths)) < TILES_A_LINE:
            widths.append(COLUMN_WIDTH)
    return tuple(widths)


def _widest(wishes: Iterable[Sequence[float]]) -> list[float]:
    columns: dict[int, float] = {}
    for wish in wishes:
        for column, width in enumerate(wish):
            columns[column] = max(columns.get(column, 0.0), width)
    return [columns[column] for column in sorted(columns)]


def _tile_spans(widths: Sequence[float]) -> list[tuple[int, int]]:
    total = sum(map(column_pixels, widths[FIRST_COLUMN - 1 :]))
    aim = max(_TILE_PIXELS, min(total, _TILES_PIXELS) // TILES_A_LINE)
    spans, first, used = [], FIRST_COLUMN, 0
    for column in range(FIRST_COLUMN, len(widths) + 1):
        pixels = column_pixels(widths[column - 1])
        used += pixels
        if used >= _TILE_PIXELS and used + pixels // 2 >= aim:
            spans.append((first, column))
            first, used = column + 1, 0
        if len(spans) == TILES_A_LINE:
            break
    return spans
