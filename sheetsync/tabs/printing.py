"""Where a printed report tab turns the page: between blocks, never through a chart or a tile."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from sheetsync.tabs.grid import PlacedChart, column_pixels
from sheetsync.tabs.page import Page

# An A4 page on its side within its margins, a little less than it holds.
PAPER_WIDTH = 1040
PAPER_HEIGHT = 655
OPENING = 160
"""The pixels of a table's title, its header and two rows."""


def page_starts(
    page: Page,
    block_rows: Sequence[int],
    table_rows: Collection[int],
    charts: Sequence[PlacedChart],
) -> tuple[int, ...]:
    """The rows at which a page begins, given the row each block begins at, and each table.

    A block that fits no page is left to run over, and so is one that would leave a page more
    than two thirds empty. No table begins so low that its header would stand alone; where the
    blocks before it ran over nobody knows how low that is, so it gets a page of its own. A last
    page of one block takes the one before it along where both fit.
    """
    room = PAPER_HEIGHT / min(1.0, PAPER_WIDTH / _width(page, charts))
    starts, used, ran_over = list[int](), 0.0, False
    if block_rows:
        used = float(page.pixels_down_to(block_rows[0]))
    for row, after in pairwise([*block_rows, page.row]):
        height = _height(page, row, after)
        kept_whole = height <= room and used > room / 3
        needed = height if kept_whole else OPENING if row in table_rows and height > room else 0
        if used + needed > room or (ran_over and row in table_rows):
            starts.append(row)
            used, ran_over = 0.0, False
        ran_over = ran_over or used + height > room
        used = (used + height) % room
    return tuple(_last_in_company(starts, page, block_rows, room))


def _last_in_company(
    starts: list[int], page: Page, block_rows: Sequence[int], room: float
) -> list[int]:
    before = block_rows[-2] if len(block_rows) > 1 else 0
    is_alone = bool(starts) and starts[-1] == block_rows[-1]
    if not is_alone or before in starts or _height(page, before, page.row) > room:
        return starts
    opened = starts[-2] if len(starts) > 1 else block_rows[0]
    return starts if before <= opened else [*starts[:-1], before]


def _height(page: Page, row: int, after: int) -> int:
    return page.pixels_down_to(after) - page.pixels_down_to(row)


def _width(page: Page, charts: Sequence[PlacedChart]) -> int:
    columns = sum(map(column_pixels, page.widths))
    return max([columns, *(chart.left + chart.width for chart in charts)])
