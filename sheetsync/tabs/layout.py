"""Place a report tab on a grid, once, for every store; and tell whether it needs writing again.

Heading and summary open the tab, blocks follow downwards and share its columns, charts stand
beside the table they follow (under it where there is no room) and never cover a cell.
"""

from __future__ import annotations

from sheetsync.cells import Area
from sheetsync.snapshot import TabSeen
from sheetsync.tabs import measure
from sheetsync.tabs.grid import FIRST_COLUMN, Placed, PlacedRows, Role
from sheetsync.tabs.looks import SMALL_SIZE, TEXT_SIZE
from sheetsync.tabs.page import Page
from sheetsync.tabs.printing import page_starts
from sheetsync.tabs.report import (
    Block,
    Chart,
    Emphasis,
    Figure,
    Figures,
    Note,
    ReportTab,
    RowLink,
    Table,
)
from sheetsync.tabs.shelf import Shelf
from sheetsync.tabs.values import clean, digest_of_found, digest_of_placed, short_hash

__all__ = ["digest", "digest_of_found", "is_outdated", "lay_out", "was_typed_into"]

DRAWN = 3
"""Raise it when the same tab is placed or drawn differently: every tab is then written once more.
Runs compare what tabs say, not where it would stand, so nothing else tells."""

_FREEZE_PIXELS = 360
"""A header lower down than this is not kept in view: little would be left to scroll."""
_TILE_LINES: tuple[tuple[Role, float], ...] = (("label", 22.0), ("figure", 32.0), ("small", 22.0))


def digest(tab: ReportTab, links_to: str = "", placed: Placed | None = None) -> str:
    """What is stored in a tab when it is written: ``<values>.<what it says>``.

    ``links_to`` says where its row links lead (the text of `row_links.lead_ids`): they go dead
    when the lead tab is renamed or its Lead ID column moves. Tabs without such links ignore it.
    ``placed`` is the same tab laid out, where that is done already.
    """
    return f"{digest_of_placed(placed or lay_out(tab))}.{_said(tab, links_to)}"


def _said(tab: ReportTab, links_to: str) -> str:
    leads_there = links_to if any(map(_has_row_links, tab.blocks)) else ""
    return short_hash(repr((DRAWN, tab, leads_there)))


def _has_row_links(block: Block) -> bool:
    rows = block.rows if isinstance(block, Table) else ()
    return any(isinstance(value, RowLink) for row in rows for value in row)


def is_outdated(tab: ReportTab, seen: TabSeen, links_to: str = "") -> bool:
    """Whether this tab says something else than what was last written there. Nothing is laid out
    to tell."""
    return seen.written.partition(".")[2] != _said(tab, links_to)


def was_typed_into(seen: TabSeen) -> bool:
    """Whether a tab of ours no longer holds what we last wrote there.

    A tab whose digest is lost counts as typed into: a copy too many costs less than a lost note.
    """
    return seen.written.partition(".")[0] != seen.found


def lay_out(tab: ReportTab) -> Placed:
    """Place everything a tab says."""
    return _Layout(tab).placed()


class _Layout:
    def __init__(self, tab: ReportTab) -> None:
        self.page = Page(tab)
        self.shelf = Shelf(tab, self.page)
        self.header_rows: dict[str, int] = {}
        self.block_rows: list[int] = []
        self.table_rows: list[int] = []
        self.freeze_row = 0
        self.filter: Area | None = None
        self._open(tab)
        for block in tab.blocks:
            self._place(block)
        self.page.row = max(self.page.row, self.shelf.free_row)

    def placed(self) -> Placed:
        return Placed(
            apart=tuple(self.page.cells),
            bodies=tuple(self.page.bodies),
            merges=tuple(self.page.merges),
            widths=self.page.widths,
            heights=tuple(sorted(self.page.heights.items())),
            freeze_row=self.freeze_row,
            filter=self.filter,
            charts=(charts := self.shelf.placed(self.header_rows)),
            page_starts=page_starts(self.page, self.block_rows, self.table_rows, charts),
        )

    def _open(self, tab: ReportTab) -> None:
        self.page.put(FIRST_COLUMN, tab.heading, "heading")
        self.page.end_row(34.0)
        self.page.line(tab.summary, "summary")
        self.page.end_row(12.0)

    def _place(self, block: Block) -> None:
        if isinstance(block, Chart):
            self.shelf.take(block)
            return
        self.page.row = max(self.page.row, self.shelf.free_row)
        self.block_rows.append(self.page.row)
        if isinstance(block, Table):
            self.table_rows.append(self.page.row)
            self._table(block)
        elif isinstance(block, Figures):
            self._figures(block)
        else:
            self._note(block)

    def _note(self, note: Note) -> None:
        self.shelf.start(self.page.row, 1_000_000)
        self.page.line(note.text, "note", note.emphasis)
        self.page.end_row(12.0)

    def _figures(self, figures: Figures) -> None:
        self.shelf.start(self.page.row, 1_000_000)
        spans = self.page.tile_spans()
        for start in range(0, len(figures.tiles), len(spans)):
            tiles = figures.tiles[start : start + len(spans)]
            for role, points in _TILE_LINES:
                for tile, (first, last) in zip(tiles, spans, strict=False):
                    self._tile_line(role, tile, first, last)
                self.page.end_row(self._tile_height(role, points, tiles, spans))
            self.page.end_row(12.0)
        self.page.end_row(6.0)

    def _tile_line(self, role: Role, tile: Figure, first: int, last: int) -> None:
        value = {"label": tile.label, "figure": tile.value, "small": tile.note}[role]
        kind = tile.kind if role == "figure" else "text"
        self.page.put(first, value, role, kind, tile.emphasis)
        self.page.join(first, last)

    def _tile_height(
        self,
        role: Role,
        points: float,
        tiles: tuple[Figure, ...],
        spans: list[tuple[int, int]],
    ) -> float:
        if role == "figure":
            return points
        texts = [tile.label if role == "label" else tile.note for tile in tiles]
        small = TEXT_SIZE / SMALL_SIZE
        widths = [small * sum(self.page.widths[first - 1 : last]) for first, last in spans]
        return max(points, measure.height_for(zip(texts, widths, strict=False)))

    def _table(self, table: Table) -> None:
        self.shelf.start(self.page.row, self.page.right_edge(len(table.columns)))
        if table.title:
            self.page.put(FIRST_COLUMN, table.title, "title")
            self.page.end_row(26.0)
        self._header(table)
        if table.rows:
            self._body(table)
        else:
            self.page.line(table.empty, "empty")
        if table.more:
            self.page.line(f"and {table.more:,} more", "more")
        self.page.end_row()

    def _header(self, table: Table) -> None:
        row = self.page.row
        self.header_rows.setdefault(table.title, row)
        if table.filters and not self.freeze_row and table.columns:
            if self.page.pixels_down_to(row) <= _FREEZE_PIXELS:
                self.freeze_row = row
            if table.rows and self.filter is None:
                last_column = FIRST_COLUMN + len(table.columns) - 1
                self.filter = Area(row, FIRST_COLUMN, row + len(table.rows), last_column)
        for column, wish in enumerate(table.columns, FIRST_COLUMN):
            self.page.put(column, wish.header, "header", wish.kind)
        self.page.end_row(24.0)

    def _body(self, table: Table) -> None:
        columns, kinds = [], []
        lines = [0] * len(table.rows)
        for number, cells in enumerate(zip(*table.rows, strict=True)):
            width = self.page.widths[FIRST_COLUMN - 1 + number]
            values = tuple(map(clean, cells))
            shown = measure.shown_kinds(values, table.columns[number].kind, width)
            lines = list(map(max, lines, measure.wrapped_lines(values, shown, width)))
            columns.append(values)
            kinds.append(shown)
        plain: Emphasis = ""
        meanings = table.emphasis or (plain,) * len(table.rows)
        heights = list(map(measure.height_of_lines, lines))
        rows = PlacedRows(self.page.row, tuple(columns), tuple(kinds), meanings)
        self.page.put_rows(rows, heights)
