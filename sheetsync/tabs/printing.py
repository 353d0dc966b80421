"""Where a printed report tab turns the page: between blocks, never through a chart or a tile."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sheetsync.tabs.grid import PlacedChart, column_pixels
from sheetsync.tabs.page import Page

# An A4 page on its side within its margins, a little less than it holds.
PAPER_WIDTH = 1040
PAPER_HEIGHT = 655


def page_starts(
    page: Page, block_rows: Sequence[int], charts: Sequence[PlacedChart]
) -> tuple[int, ...]:
    """The rows at which a page begins, given the row each block begins at.

    A block that fits no page is left to run over, and so is one that would leave a page more
    than two thirds empty.
    """
    scale = min(1.0, PAPER_WIDTH / _width(page, charts))
    room = PAPER_HEIGHT / scale
    starts, used = [], float(page.pixels_down_to(block_rows[0])) if block_rows else 0.0
    for row, after in pairwise([*block_rows, page.row]):
        height = page.pixels_down_to(after) - page.pixels_down_to(row)
        if used + height > room and used > room / 3 and height <= room:
            starts.append(row)
            used = 0.0
        used = (used + height) % room
    return tuple(starts)


def _width(page: Page, charts: Sequence[PlacedChart]) -> int:
    columns = sum(map(column_pixels, page.widths))
    return max([columns, *(chart.left + chart.width for chart in charts)])
