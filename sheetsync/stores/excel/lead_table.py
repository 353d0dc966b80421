"""The Excel table on the lead tab, and whether columns may be added beside the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sheetsync.cells import LAST_COLUMN, column_letters
from sheetsync.schema import FIELD, MACHINE_FIELDS
from sheetsync.snapshot import ObjectArray, TableRange
from sheetsync.stores.excel import xml_part
from sheetsync.stores.excel.package import Package
from sheetsync.stores.excel.refs import Area, area
from sheetsync.stores.excel.xml_part import Element, child, children, whole

_ADDED_FIELDS = ("lead_id", *MACHINE_FIELDS)
"""The columns a run may have to add."""


@dataclass(frozen=True)
class FoundTable:
    """A table of the tab as its part states it. ``area`` includes header and totals rows."""

    name: str
    area: Area
    header_rows: int
    totals_rows: int
    is_query: bool

    def as_range(self) -> TableRange | None:
        """The table as a snapshot has it; None where it has no header row to stand on."""
        header = self.area.first_row if self.header_rows else self.area.first_row - 1
        if header < 1:
            return None
        return TableRange(
            name=self.name,
            header_row=header,
            last_row=self.area.last_row - self.totals_rows,
            first_column=self.area.first_column,
            last_column=self.area.last_column,
            has_totals=self.totals_rows > 0,
        )


def tables_of(package: Package, sheet_part: str) -> list[FoundTable]:
    """All tables of a tab, the largest first."""
    found = []
    for item in package.related(sheet_part, "/table"):
        if package.has(item.target):
            root = xml_part.parse(package.read(item.target), f"{package.where} ({item.target})")
            found += _table(root)
    return sorted(found, key=lambda table: -_size(table.area))


def pivots_of(package: Package, sheet_part: str) -> list[Area]:
    """Where the pivot tables of a tab stand."""
    found = []
    for item in package.related(sheet_part, "/pivotTable"):
        if package.has(item.target):
            root = xml_part.parse(package.read(item.target), f"{package.where} ({item.target})")
            location = child(root, "location")
            found.append(area(location.get("ref", "")) if location is not None else None)
    return [each for each in found if each is not None]


def append_refusal(
    frame: Element,
    columns: Sequence[ObjectArray],
    tables: Sequence[FoundTable],
    pivots: Sequence[Area] = (),
) -> str:
    """Why no column may be added at the right of the leads; "" where one may.

    ``frame`` is the worksheet without its rows. With a table, columns are added right of it; else
    right of everything.
    """
    reasons = (
        _protected(frame),
        *(
            _beside_table(frame, columns, tables, pivots)
            if tables
            else _beside_data(frame, columns, pivots)
        ),
    )
    return next((reason for reason in reasons if reason), "")


def _protected(frame: Element) -> str:
    protection = child(frame, "sheetProtection")
    if protection is None or protection.get("sheet") not in ("1", "true", "on"):
        return ""
    return "the sheet is protected"


def _beside_table(
    frame: Element,
    columns: Sequence[ObjectArray],
    tables: Sequence[FoundTable],
    pivots: Sequence[Area],
) -> Iterator[str]:
    table, others = tables[0], tables[1:]
    if table.is_query:
        yield f"the table {table.name} is filled by a query or a data map"
    if table.header_rows != 1:
        yield f"the table {table.name} has no header row"
    wanted = _wanted(table, columns)
    if not wanted:
        return
    first = table.area.last_column + 1
    beside = Area(table.area.first_row, first, table.area.last_row, first + wanted - 1)
    if beside.last_column > LAST_COLUMN:
        yield "the sheet has no column left"
    for other in others:
        if other.area.meets(beside):
            yield f"the table {other.name} stands right of the table {table.name}"
    if any(pivot.meets(beside) for pivot in pivots):
        yield f"a pivot table stands right of the table {table.name}"
    if any(merge.meets(beside) for merge in _merges(frame)):
        yield f"cells right of the table {table.name} are merged"
    for column in columns[beside.first_column - 1 : beside.last_column]:
        if any(value is not None for value in column[beside.first_row - 1 : beside.last_row]):
            yield f"cells right of the table {table.name} are in use"


def _beside_data(
    frame: Element, columns: Sequence[ObjectArray], pivots: Sequence[Area]
) -> Iterator[str]:
    """A merge that runs past the data is a title where its row holds nothing else, else a bar."""
    width = len(columns)
    if width + len(_ADDED_FIELDS) > LAST_COLUMN:
        yield "the sheet has no column left"
    if any(pivot.last_column > width for pivot in pivots):
        yield "a pivot table stands right of the data"
    for merge in _merges(frame):
        if merge.last_column > width and any(
            _filled(columns, row) > 1 for row in range(merge.first_row, merge.last_row + 1)
        ):
            yield f"cells in column {column_letters(width + 1)} are merged"


def _filled(columns: Sequence[ObjectArray], row: int) -> int:
    return sum(len(column) >= row and column[row - 1] is not None for column in columns)


def _wanted(table: FoundTable, columns: Sequence[ObjectArray]) -> int:
    """How many columns a run could have to add to a table."""
    row = table.area.first_row
    within = columns[table.area.first_column - 1 : table.area.last_column]
    headers = {str(column[row - 1]).strip().casefold() for column in within if len(column) >= row}
    return sum(FIELD[name].header.casefold() not in headers for name in _ADDED_FIELDS)


def _merges(frame: Element) -> Iterator[Area]:
    for merge in children(child(frame, "mergeCells"), "mergeCell"):
        found = area(merge.get("ref", ""))
        if found is not None:
            yield found


def hidden_columns(frame: Element, width: int) -> frozenset[int]:
    """The columns, from 1, that people do not see."""
    hidden: set[int] = set()
    for columns in children(frame, "cols"):
        for entry in children(columns, "col"):
            if entry.get("hidden") in ("1", "true", "on"):
                last = min(whole(entry, "max", 0), width)
                hidden.update(range(whole(entry, "min", 1), last + 1))
    return frozenset(hidden)


def _table(root: Element) -> list[FoundTable]:
    reach = area(root.get("ref", ""))
    if xml_part.local(root) != "table" or reach is None:
        return []
    return [
        FoundTable(
            name=root.get("displayName") or root.get("name", ""),
            area=reach,
            header_rows=whole(root, "headerRowCount", 1),
            totals_rows=whole(root, "totalsRowCount", 0),
            is_query=root.get("tableType", "worksheet") != "worksheet",
        )
    ]


def _size(reach: Area) -> int:
    height = reach.last_row - reach.first_row + 1
    return height * (reach.last_column - reach.first_column + 1)
