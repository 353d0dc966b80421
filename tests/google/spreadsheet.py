"""A spreadsheet in memory: tabs of rows of cells, and the objects that lie on them.

Cells and lines never change once made, so that a copy of a spreadsheet is cheap and a batch that
fails half-way can be thrown away.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

from tests.google.a1 import Area, Bounds, read_bounds, split_title
from tests.google.errors import Json, invalid

MOST_CELLS = 10_000_000

# What lies on a tab besides its cells, under Google's names; each is a list of messages.
OBJECT_LISTS = (
    "merges",
    "conditionalFormats",
    "filterViews",
    "protectedRanges",
    "charts",
    "bandedRanges",
    "tables",
    "rowGroups",
    "columnGroups",
)


class Formula(NamedTuple):
    """What was typed after an equals sign, and what it shows where a script says so."""

    text: str
    shows: Any = None


# What was entered in a cell; None where nothing was.
Value = None | float | str | bool | Formula


class Cell(NamedTuple):
    value: Value = None
    format: Json | None = None
    note: str = ""
    validation: Json | None = None
    rich: Json | None = None  # text format runs, chips, links inside the text

    @property
    def is_blank(self) -> bool:
        return self.value is None and self == EMPTY


EMPTY = Cell()


class Line(NamedTuple):
    """A row or a column as a line: how high or wide, and whether it is shown."""

    pixels: int | None = None
    hidden: bool = False
    filtered_out: bool = False


PLAIN = Line()


class Row:
    __slots__ = ("cells", "line")

    def __init__(self, cells: dict[int, Cell] | None = None, line: Line = PLAIN) -> None:
        self.cells = cells if cells is not None else {}
        self.line = line

    def copy(self) -> Row:
        return Row(dict(self.cells), self.line)

    def put(self, column: int, cell: Cell) -> None:
        if cell.is_blank:
            self.cells.pop(column, None)
        else:
            self.cells[column] = cell


@dataclass
class Sheet:
    id: int
    title: str
    rows: list[Row]
    columns: list[Line]
    properties: Json = field(default_factory=dict)  # without id, title, index and grid size
    objects: dict[str, list[Json]] = field(default_factory=lambda: {k: [] for k in OBJECT_LISTS})
    basic_filter: Json | None = None

    @classmethod
    def blank(cls, sheet_id: int, title: str, rows: int = 1000, columns: int = 26) -> Sheet:
        return cls(sheet_id, title, [Row() for _ in range(rows)], [PLAIN] * columns)

    def copy(self) -> Sheet:
        return Sheet(
            self.id,
            self.title,
            [row.copy() for row in self.rows],
            list(self.columns),
            copy.deepcopy(self.properties),
            copy.deepcopy(self.objects),
            copy.deepcopy(self.basic_filter),
        )

    @property
    def whole(self) -> Area:
        return Area(0, 0, len(self.rows), len(self.columns))

    def cell(self, row: int, column: int) -> Cell:
        return self.rows[row].cells.get(column, EMPTY)

    def put(self, row: int, column: int, cell: Cell) -> None:
        self.rows[row].put(column, cell)

    def filled(self, area: Area) -> Iterator[tuple[int, int, Cell]]:
        for row in area.rows:
            cells = self.rows[row].cells
            for column in sorted(c for c in cells if area.left <= c < area.right):
                yield row, column, cells[column]

    def area(self, grid_range: Json) -> Area:
        """The area a GridRange names on this tab; open ends reach the edge of the grid."""
        area = Area(
            grid_range.get("startRowIndex", 0),
            grid_range.get("startColumnIndex", 0),
            grid_range.get("endRowIndex", len(self.rows)),
            grid_range.get("endColumnIndex", len(self.columns)),
        )
        if area.top >= area.bottom or area.left >= area.right or min(area) < 0:
            raise invalid(f"GridRange is empty or upside down on sheet '{self.title}'.")
        return area

    def area_in_grid(self, grid_range: Json) -> Area:
        """The same, and a no where it reaches beyond the grid."""
        area = self.area(grid_range)
        if area.bottom > len(self.rows) or area.right > len(self.columns):
            raise invalid(
                f"Range ({self.title}!{area.top}:{area.bottom}) exceeds grid limits. "
                f"Max rows: {len(self.rows)}, max columns: {len(self.columns)}"
            )
        return area

    def grid_range(self, area: Area) -> Json:
        return {
            "sheetId": self.id,
            "startRowIndex": area.top,
            "endRowIndex": area.bottom,
            "startColumnIndex": area.left,
            "endColumnIndex": area.right,
        }


@dataclass
class Spreadsheet:
    id: str
    title: str
    sheets: list[Sheet]
    locale: str = "en_US"
    time_zone: str = "Etc/GMT"
    properties: Json = field(default_factory=dict)
    named_ranges: list[Json] = field(default_factory=list)
    metadata: list[Json] = field(default_factory=list)
    next_number: Iterator[int] = field(default_factory=lambda: count(1))

    def copy(self) -> Spreadsheet:
        return Spreadsheet(
            self.id,
            self.title,
            [sheet.copy() for sheet in self.sheets],
            self.locale,
            self.time_zone,
            copy.deepcopy(self.properties),
            copy.deepcopy(self.named_ranges),
            copy.deepcopy(self.metadata),
            self.next_number,
        )

    def new_id(self) -> int:
        """Numbers that look as little like indices as Google's do, and repeat in every run."""
        return 1_000_000_007 * next(self.next_number) % 2_147_483_647

    def sheet(self, sheet_id: int) -> Sheet:
        for sheet in self.sheets:
            if sheet.id == sheet_id:
                return sheet
        raise invalid(f"No grid with id: {sheet_id}")

    def sheet_titled(self, title: str) -> Sheet | None:
        # Google compares titles without case.
        return next((s for s in self.sheets if s.title.lower() == title.lower()), None)

    def resolve(self, reference: str) -> tuple[Sheet, Area]:
        """Where an A1 reference, a tab's title or a named range points, held against the grid."""
        title, cells = split_title(reference)
        if title is None:
            return self._resolve_untitled(reference)
        sheet = self.sheet_titled(title)
        bounds = read_bounds(cells) if cells else Bounds()
        if sheet is None or bounds is None:
            raise invalid(f"Unable to parse range: {reference}")
        return sheet, _within_grid(sheet, bounds, reference)

    def _resolve_untitled(self, reference: str) -> tuple[Sheet, Area]:
        sheet = self.sheet_titled(reference)
        if sheet is not None:
            return sheet, sheet.whole
        for named in self.named_ranges:
            if named["name"].lower() == reference.lower():
                sheet = self.sheet(named["range"].get("sheetId", 0))
                return sheet, sheet.area(named["range"])
        bounds = read_bounds(reference)
        if bounds is None:
            raise invalid(f"Unable to parse range: {reference}")
        return self.sheets[0], _within_grid(self.sheets[0], bounds, reference)

    def check_size(self, more: int = 0) -> None:
        """A no where the grids, and `more` cells that are to come, are too many."""
        cells = sum(len(sheet.rows) * len(sheet.columns) for sheet in self.sheets)
        if cells + more > MOST_CELLS:
            raise invalid(
                "This action would increase the number of cells in the workbook above the limit "
                f"of {MOST_CELLS} cells."
            )

    def everything_ranged(self) -> Iterable[list[Json]]:
        """Every list of messages that may name a place on a tab."""
        yield self.named_ranges
        yield self.metadata
        for sheet in self.sheets:
            yield from sheet.objects.values()
            if sheet.basic_filter:
                yield [sheet.basic_filter]


def _within_grid(sheet: Sheet, bounds: Bounds, reference: str) -> Area:
    rows, columns = len(sheet.rows), len(sheet.columns)
    area = Area(bounds.top, bounds.left, bounds.bottom or rows, bounds.right or columns)
    if area.bottom > rows or area.right > columns or area.top >= rows or area.left >= columns:
        raise invalid(
            f"Range ({reference}) exceeds grid limits. Max rows: {rows}, max columns: {columns}"
        )
    return area
