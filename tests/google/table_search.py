"""Where `append` puts rows: below the last block of cells found in the range it was given."""

from __future__ import annotations

from tests.google.a1 import Area
from tests.google.spreadsheet import Sheet


def last_table(sheet: Sheet, within: Area) -> Area | None:
    """The lowest, then rightmost block of filled cells that touches the range."""
    filled = {(r, c) for r, c, cell in sheet.filled(sheet.whole) if cell.value is not None}
    found: set[Area] = set()
    for row, column in sorted(filled):
        if within.contains(row, column) and not any(t.contains(row, column) for t in found):
            found.add(_block_around(filled, row, column))
    return max(found, key=lambda t: (t.bottom, t.right), default=None)


def _block_around(filled: set[tuple[int, int]], row: int, column: int) -> Area:
    """All cells joined to this one, corners included, as one rectangle."""
    waiting, seen = [(row, column)], {(row, column)}
    while waiting:
        r, c = waiting.pop()
        beside = {(r + down, c + right) for down in (-1, 0, 1) for right in (-1, 0, 1)}
        fresh = (beside & filled) - seen
        seen |= fresh
        waiting.extend(fresh)
    rows, columns = [r for r, _ in seen], [c for _, c in seen]
    return Area(min(rows), min(columns), max(rows) + 1, max(columns) + 1)
