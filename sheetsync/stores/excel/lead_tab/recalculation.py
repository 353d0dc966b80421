"""Whether some formula of a workbook could read a cell that changed.

Asking for recalculation makes Excel say "Save changes?" at every close, so it is only done where
a result could really be out of date.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from sheetsync.stores.excel.lead_tab.formula_reach import Columns, could_read
from sheetsync.stores.excel.lead_tab.refs import area
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.package.xml_text import ATTRIBUTES, attributes, decoded, unescaped

_FORMULA = re.compile(
    rb"<((?:[A-Za-z_][\w.-]*:)?f)(" + ATTRIBUTES + rb")\s*(?:/>|>([^<]*)(?:</\1\s*>|(<!)))"
)
_NO_DIGITS = re.compile(rb"[0-9]+")


def needs_recalculation(
    package: Package, changed: Columns | None = None, without: Collection[str] = ()
) -> bool:
    """Whether a formula outside our own tabs could read one of these columns (None: any cell).

    Our tabs' formulas carry their results, and charts read cells without any. ``without`` names
    parts that are known to hold no formula.
    """
    workbook = WorkbookPart(package)
    skipped = {sheet.part for sheet in workbook.marked.values()}.union(without)
    return any(
        _reads(package.read(sheet.part), changed, sheet.title)
        for sheet in workbook.worksheets
        if sheet.part not in skipped and package.has(sheet.part)
    )


def columns_of_tab(
    package: Package, title: str, numbers: frozenset[int], headers: frozenset[str]
) -> Columns:
    """These columns of a tab, with the workbook's defined names to judge formulas by."""
    names = {each.name.casefold(): each.value for each in WorkbookPart(package).names}
    folded = frozenset(header.casefold() for header in headers)
    return Columns(title, numbers, folded, names)


def _reads(sheet_xml: bytes, changed: Columns | None, title: str) -> bool:
    # Rules and sparklines hold formulas too, but no result that could be out of date.
    start, end = sheet_xml.find(b"sheetData"), sheet_xml.rfind(b"sheetData")
    prefix = sheet_xml[sheet_xml.rfind(b"<", 0, start) + 1 : start]
    if sheet_xml.find(b"<" + prefix + b"f", start, end) < 0:
        return False
    sheet_xml = sheet_xml[start:end]
    if changed is None:
        return bool(_FORMULA.search(sheet_xml))
    on_tab = title.casefold() == changed.title.casefold()
    return any(
        could_read(formula, changed, on_tab=on_tab, shift=shift)
        for formula, shift in _formulas(sheet_xml)
    )


def _formulas(sheet_xml: bytes) -> Iterator[tuple[str, int]]:
    """The formulas of a worksheet, one of each that differ in row numbers alone; with each, by
    how many columns it is shared to the right."""
    seen = set[tuple[bytes, bytes]]()
    for _, tag, text, is_aside in _FORMULA.findall(sheet_xml):
        shape = (_NO_DIGITS.sub(b"0", text), tag if b"ref" in tag else b"")
        if is_aside:  # a comment or CDATA inside: do not try to understand it
            yield "INDIRECT()", 0
        elif shape not in seen and text:
            seen.add(shape)
            yield unescaped(decoded(text)), _shared_right(tag)


def _shared_right(tag: bytes) -> int:
    named = attributes(tag)
    reach = area(named.get("ref", "")) if named.get("t") == "shared" else None
    return reach.last_column - reach.first_column if reach else 0
