"""Whether some formula of a workbook could read a cell that changed."""

from __future__ import annotations

import re

from sheetsync.stores.excel.package import Package
from sheetsync.stores.excel.workbook_part import WorkbookPart

_FORMULA = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?f(?:\s[^<>]*)?/?>")
_HINTS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")


def has_formulas(sheet_xml: bytes) -> bool:
    """Whether any cell of a worksheet part holds a formula."""
    return any(hint in sheet_xml for hint in _HINTS) and bool(_FORMULA.search(sheet_xml))


def needs_recalculation(package: Package) -> bool:
    """Whether a formula outside our own tabs exists: any may read what changed.

    Our tabs' formulas carry their results, and charts read cells without any.
    """
    workbook = WorkbookPart(package)
    ours = {sheet.part for sheet in workbook.marked.values()}
    parts = [sheet.part for sheet in workbook.worksheets if sheet.part not in ours]
    return any(package.has(part) and has_formulas(package.read(part)) for part in parts)
