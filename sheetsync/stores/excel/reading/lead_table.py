"""The Excel table on the lead tab, and whether columns may be added beside the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sheetsync.cells import Area
from sheetsync.lead_tab import PROTECTED, TableRange
from sheetsync.stores.excel.lead_tab.refs import area
from sheetsync.stores.excel.package import xml_part
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.xml_part import Element, child, children, whole


@dataclass(frozen=True)
class FoundTable:
    """A table of the tab as its part states it. ``area`` includes header and totals rows."""

    name: str
    area: Area
    header_rows: int
    totals_rows: int
    is_query: bool
    columns: tuple[str, ...] = ()

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
            columns=self.columns,
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


def append_refusal(frame: Element, tables: Sequence[FoundTable]) -> str:
    """Why no column may be added to this tab at all; "" where one may.

    ``frame`` is the worksheet without its rows. What may stand in the way of a column is
    `in_the_way`'s to say.
    """
    if _protected(frame):
        return PROTECTED
    for table in tables[:1]:
        if table.is_query:
            return f"the table {table.name} is filled by a query or a data map"
        if table.header_rows != 1:
            return f"the table {table.name} has no header row"
    return ""


def in_the_way(
    frame: Element, tables: Sequence[FoundTable], pivots: Sequence[Area]
) -> tuple[tuple[str, Area], ...]:
    """Areas no column of ours may reach into, each with what it is."""
    return (
        *((f"the table {other.name} stands", other.area) for other in tables[1:]),
        *(("a pivot table stands", pivot) for pivot in pivots),
        *(("cells are merged", merge) for merge in _merges(frame)),
    )


def filter_range(frame: Element) -> Area | None:
    """What the tab's own filter covers, a table's not counted."""
    found = child(frame, "autoFilter")
    return None if found is None else area(found.get("ref", ""))


def _protected(frame: Element) -> bool:
    protection = child(frame, "sheetProtection")
    return protection is not None and protection.get("sheet") in ("1", "true", "on")


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
            columns=tuple(
                each.get("name", "")
                for listed in children(root, "tableColumns")
                for each in children(listed, "tableColumn")
            ),
        )
    ]


def _size(reach: Area) -> int:
    height = reach.last_row - reach.first_row + 1
    return height * (reach.last_column - reach.first_column + 1)
