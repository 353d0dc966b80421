"""Growing an Excel table, or the hidden name of a filtered range, by columns at its right or rows
at its bottom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sheetsync.cells import Area, column_letters
from sheetsync.errors import EditRefused
from sheetsync.stores.excel.lead_tab.refs import area
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.xml_part import Element, child, children, like, parse, serialise

FILTER_NAME = "_xlnm._FilterDatabase"
_LAST_COLUMN = re.compile(r"(.*\$[A-Z]{1,3}\$[0-9]+:\$)([A-Z]{1,3})(\$[0-9]+)", re.IGNORECASE)


class TablePart:
    """One table of a worksheet."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        self._where = f"{package.where} ({part})"
        self._root = parse(package.read(part), self._where)
        found = area(self._root.get("ref", ""))
        if found is None:
            raise EditRefused("a table of the sheet has no readable range", where=self._where)
        self.area: Area = found

    @property
    def name(self) -> str:
        """The name formulas use."""
        return str(self._root.get("displayName") or self._root.get("name") or "")

    @property
    def growth_refusal(self) -> str:
        """Why no column may be added; empty where one may."""
        if self._root.get("tableType", "worksheet") != "worksheet":
            return "the table is fed by a query"
        if self._root.get("headerRowCount", "1") != "1":
            return "the table has no header row"
        return ""

    def grow(self, headers: Sequence[tuple[int, str]]) -> None:
        """Add columns at the right, each given with its header; those there already stay.

        Raises `EditRefused` when that cannot be done safely.
        """
        new = [(at, header) for at, header in headers if at > self.area.last_column]
        self._check(new, [header for at, header in headers if at <= self.area.last_column])
        if not new:
            return
        old, last = self.area, new[-1][0]
        columns = child(self._root, "tableColumns")
        self._append(columns, [header for _, header in new])
        self.area = Area(old.first_row, old.first_column, old.last_row, last)
        self._root.set("ref", str(self.area))
        for name in ("autoFilter", "sortState"):
            _widen(child(self._root, name), old.last_column, last)
        _widen(child(child(self._root, "autoFilter"), "sortState"), old.last_column, last)
        self._package.replace(self._part, serialise(self._root))

    def grow_down(self, last_row: int) -> None:
        """Have its leads reach down to a row, and a totals row follow them. Raises `EditRefused`
        when that cannot be done safely."""
        if self.growth_refusal:
            why = f"the table {self.name} cannot grow: {self.growth_refusal}"
            raise EditRefused(why, where=self._where)
        totals = int(self._root.get("totalsRowCount", "0"))
        old = self.area.last_row - totals
        self.area = replace(self.area, last_row=last_row + totals)
        self._root.set("ref", str(self.area))
        own_filter = child(self._root, "autoFilter")
        for element in (own_filter, child(own_filter, "sortState"), child(self._root, "sortState")):
            _deepen(element, old, last_row)
        self._package.replace(self._part, serialise(self._root))

    def _check(self, new: Sequence[tuple[int, str]], present: Sequence[str]) -> None:
        names = self._names()
        missing = [header for header in present if header.casefold() not in names]
        expected = range(self.area.last_column + 1, self.area.last_column + 1 + len(new))
        refusal = (
            self.growth_refusal
            or ("its new columns would leave a gap" if [at for at, _ in new] != [*expected] else "")
            or (f"it has no column {missing[0]}" if missing else "")
            or next((f"it has a column {h} already" for _, h in new if h.casefold() in names), "")
        )
        if refusal:
            raise EditRefused(f"the table {self.name} cannot grow: {refusal}", where=self._where)

    def _names(self) -> set[str]:
        listed = children(child(self._root, "tableColumns"), "tableColumn")
        width = self.area.last_column - self.area.first_column + 1
        if len(listed) != width:
            raise EditRefused(
                f"the table {self.name} lists {len(listed)} columns and spans {width}",
                where=self._where,
            )
        return {each.get("name", "").casefold() for each in listed}

    def _append(self, columns: Element, headers: Sequence[str]) -> None:
        present = children(columns, "tableColumn")
        ids = [int(each.get("id", "0")) for each in present]
        for number, header in enumerate(headers, max(ids, default=0) + 1):
            entry = columns.makeelement(like(columns, "tableColumn"))
            entry.set("id", str(number))
            entry.set("name", header)
            present[-1].addnext(entry)
            present.append(entry)
        columns.set("count", str(len(present)))


def tables(package: Package, sheet_part: str) -> list[TablePart]:
    """The tables of a worksheet."""
    found = package.related(sheet_part, "/table")
    return [TablePart(package, each.target) for each in found if not each.external]


def grow_filter(package: Package, sheet_index: int, old: Area, last_column: int) -> None:
    """Have the hidden name of a filtered range reach to a column, where it names that range."""
    root = parse(package.read(package.workbook_part), package.where)
    changed = False
    for name in _filter_names(root, sheet_index):
        found = _LAST_COLUMN.fullmatch((name.text or "").strip())
        reach = area((name.text or "").rpartition("!")[2])
        if found and reach and _same_but_rows(reach, old) and old.last_column < last_column:
            name.text = found[1] + column_letters(last_column) + found[3]
            changed = True
    if changed:
        package.replace(package.workbook_part, serialise(root))


def grow_filter_down(package: Package, sheet_index: int, old: Area, last_row: int) -> None:
    """Likewise reach down to a row."""
    root = parse(package.read(package.workbook_part), package.where)
    changed = False
    for name in _filter_names(root, sheet_index):
        text = (name.text or "").strip()
        if area(text.rpartition("!")[2]) == old and text.endswith(f"${old.last_row}"):
            name.text = text.removesuffix(str(old.last_row)) + str(last_row)
            changed = True
    if changed:
        package.replace(package.workbook_part, serialise(root))


def _filter_names(root: Element, sheet_index: int) -> list[Element]:
    return [
        name
        for name in children(child(root, "definedNames"), "definedName")
        if name.get("name") == FILTER_NAME and name.get("localSheetId") == str(sheet_index)
    ]


def _same_but_rows(one: Area, other: Area) -> bool:
    return (one.first_row, one.first_column, one.last_column) == (
        other.first_row,
        other.first_column,
        other.last_column,
    )


def _widen(element: Element | None, old_last: int, new_last: int) -> None:
    """Have a ``ref`` that ended at one column end at another."""
    ref = area(element.get("ref", "")) if element is not None else None
    if element is not None and ref is not None and ref.last_column == old_last:
        grown = Area(ref.first_row, ref.first_column, ref.last_row, new_last)
        element.set("ref", str(grown))


def _deepen(element: Element | None, old_last: int, last_row: int) -> None:
    """Have a ``ref`` that ended at one row end at another."""
    ref = area(element.get("ref", "")) if element is not None else None
    if element is not None and ref is not None and ref.last_row == old_last:
        element.set("ref", str(replace(ref, last_row=last_row)))
