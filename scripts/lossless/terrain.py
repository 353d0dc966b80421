"""The cells of a tab that nobody may type into, read from its XML: a proof edits elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scripts.lossless.areas import Box, box, number
from scripts.lossless.book import Book, Element, child, local, named

_DIGITS = "0123456789"


@dataclass(frozen=True)
class Terrain:
    """``barred`` are array formulas, pivot tables and merged cells but for their first cell;
    ``table_edges`` the header and totals rows of tables; ``filter`` the sheet's own filter."""

    barred: tuple[Box, ...]
    merged: tuple[Box, ...]
    table_edges: tuple[Box, ...]
    filter: Box | None
    linked: frozenset[tuple[int, int]]
    """Cells that hold a linked data type, a spilled value or a picture."""
    width: int
    """The last column that holds anything."""

    def is_bar(self, row: int) -> bool:
        """Whether cells merged beyond the data run across this row: a title or a separator."""
        return any(
            each.top <= row <= each.bottom and each.right > self.width for each in self.merged
        )

    @property
    def below_merges(self) -> int:
        """The first row below all merged cells."""
        return max((each.bottom for each in self.merged), default=0) + 1

    def is_free(self, row: int, column: int) -> bool:
        """Whether a person could type here without a complaint from Excel."""
        inside = any(each.holds(row, column) for each in (*self.barred, *self.table_edges))
        covered = any(
            each.holds(row, column) and (row, column) != (each.top, each.left)
            for each in self.merged
        )
        return not inside and not covered and (row, column) not in self.linked


def terrain_of(book: Book, part: str) -> Terrain:
    """Read a worksheet's terrain; of one that is no XML, none: the store must refuse that."""
    root = book.sound_tree(part)
    if root is None:
        return Terrain((), (), (), None, frozenset(), 0)
    linked, width = set(), 0
    for row, column, cell in cells(root):
        width = max(width, column if len(cell) else 0)
        if _is_linked(cell):
            linked.add((row, column))
    arrays = [
        box(formula.get("ref"))
        for formula in root.iter("{*}f")
        if formula.get("t") in ("array", "dataTable")
    ]
    merges = [box(each.get("ref")) for each in named(child(root, "mergeCells"), "mergeCell")]
    edges = [edge for name in book.related(part, "table") for edge in _edges(book.sound_tree(name))]
    filtered = child(root, "autoFilter")
    return Terrain(
        tuple(each for each in (*arrays, *_pivots(book, part)) if each),
        tuple(each for each in merges if each),
        tuple(edges),
        box(filtered.get("ref")) if filtered is not None else None,
        frozenset(linked),
        width,
    )


def cells(root: Element | None) -> Iterator[tuple[int, int, Element]]:
    """All cells of a worksheet with row and column; those without a reference are counted."""
    row_number = 0
    for row in named(child(root, "sheetData"), "row"):
        row_number = int(row.get("r", row_number + 1))
        column = 0
        for cell in row.iterchildren("{*}c"):
            reference = cell.get("r")
            column = number(reference.strip().rstrip(_DIGITS)) if reference else column + 1
            yield row_number, column, cell


def _is_linked(cell: Element) -> bool:
    odd = any(local(inner) not in ("v", "is", "f") for inner in cell)
    return bool(cell.get("cm") or cell.get("vm") or odd)


def _pivots(book: Book, part: str) -> Iterator[Box | None]:
    for name in book.related(part, "pivotTable"):
        location = child(book.sound_tree(name), "location")
        yield box(location.get("ref")) if location is not None else None


def _edges(table: Element | None) -> Iterator[Box]:
    reach = None if table is None else box(table.get("ref"))
    if table is None or reach is None:
        return
    heads, totals = int(table.get("headerRowCount", "1")), int(table.get("totalsRowCount", "0"))
    if heads:
        yield Box(reach.top, reach.left, reach.top + heads - 1, reach.right)
    if totals:
        yield Box(reach.bottom - totals + 1, reach.left, reach.bottom, reach.right)
