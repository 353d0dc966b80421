"""A table's totals row moved down by one, to make room for a lead above it.

Only where nothing in the workbook would then speak of the wrong cell: its own formulas name columns
of the table, and no other names a cell of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sheetsync.cells import a1
from sheetsync.stores.excel.lead_tab.refs import areas
from sheetsync.stores.excel.lead_tab.row_xml import Row, RowReader
from sheetsync.stores.excel.lead_tab.sheet_xml import SheetXml
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.package.xml_text import (
    attributes,
    children,
    masked,
    start_tag,
    with_attribute,
)

_SHEETS = re.compile(r"/(?:worksheets|charts|chartEx|pivotCache|pivotTables|comments)[/\w]*\.xml$")
_REFS = ("mergeCells", "hyperlinks", "conditionalFormatting", "dataValidations", "protectedRanges")
_HINT = "Insert an empty row of the table above the totals row, then run this again."


def moved_down(
    package: Package, sheet_part: str, sheet: SheetXml, reader: RowReader, totals: Row
) -> bytes:
    """The totals row as it reads one row further down; raises `EditRefused` where it is to stay."""
    row = totals.number
    if _is_named(package, sheet_part, row) or _is_marked(sheet, row):
        refused = sheet.refused(
            f"the totals row {row} of the table cannot move down to make room: other cells, rules "
            "or comments name it"
        )
        refused.hint = _HINT
        raise refused
    _forget_order_of_calculation(package)
    data, pieces, done = sheet.data, list[bytes](), totals.tag_end
    pieces.append(with_attribute(data[totals.start : totals.tag_end], "r", str(row + 1)))
    for column, start in reader.cells(totals)[0] if not totals.closed_at_once else ():
        end = start_tag(reader.view, start).tag_end
        tag = with_attribute(data[start:end], "r", a1(row + 1, column))
        pieces += (data[done:start], tag)
        done = end
    return b"".join((*pieces, data[done : totals.end]))


def _is_named(package: Package, sheet_part: str, row: int) -> bool:
    """Whether a formula, a name, a chart or a comment mentions a cell of that row, or the row: in
    doubt of whichever tab."""
    mention = re.compile(rb"(?<![\w.])(?:\$?[A-Za-z]{1,3})?\$?%d(?![\w.(])" % row)
    return any(mention.search(text) for text in _formulas(package, sheet_part))


def _formulas(package: Package, sheet_part: str) -> Iterator[bytes]:
    known = re.compile(rb"<(?:\w+:)?(f|formula\d?|definedName)(?:\s[^<>]*)?>([^<]*)</")
    comment = re.compile(rb"""<(?:\w+:)?comment\s[^<>]*ref\s*=\s*["']([^"']*)""")
    for name in package.names():
        if name != package.workbook_part and not _SHEETS.search(f"/{name}"):
            continue
        part = package.read(name)
        for _, text in known.findall(part):
            # A bare number is no reference; a row alone is always one of two.
            yield from re.findall(rb"\$?[A-Za-z]{1,3}\$?\d+|\$?\d+:\$?\d+", _unquoted(text))
    for item in package.related(sheet_part, "/comments"):
        yield from comment.findall(package.read(item.target))


def _unquoted(formula: bytes) -> bytes:
    return re.sub(rb"&quot;.*?&quot;|\"[^\"]*\"|\[[^\[\]]*\]", b"", formula)


def _is_marked(sheet: SheetXml, row: int) -> bool:
    """Whether merged cells, links or rules of the sheet end or begin at that row."""
    for name in _REFS:
        for span in sheet.spans(name):
            text = sheet.text(name, span)
            inner = children(masked(text), span.tag_end - span.start)
            tags = [text[: span.tag_end - span.start]]
            tags += [text[each.start : each.tag_end] for each in inner]
            for tag in tags:
                named = attributes(tag)
                reach = areas(named.get("sqref") or named.get("ref") or "")
                if any(row in (each.first_row, each.last_row) for each in reach):
                    return True
    return False


def _forget_order_of_calculation(package: Package) -> None:
    """It lists cells with formulas, and one that has none now would have to be repaired."""
    book = WorkbookPart(package).part
    for chain in package.related(book, "/calcChain"):
        package.unrelate(book, chain.id)
        if package.has(chain.target):
            package.remove(chain.target)
