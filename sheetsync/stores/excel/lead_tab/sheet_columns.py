"""The ``cols`` element: which look and width a column has, and giving one column its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sheetsync.cells import LAST_COLUMN
from sheetsync.stores.excel.lead_tab.sheet_xml import SheetXml
from sheetsync.stores.excel.package.xml_text import attributes, children, masked, with_attribute

_NOT_OURS = ("hidden", "bestFit", "outlineLevel", "collapsed", "phonetic")
"""What a new column does not take over from the columns it is cut out of."""


class ColumnRange(NamedTuple):
    """One ``col`` element: the columns it speaks of and its tag."""

    first: int
    last: int
    tag: bytes

    @property
    def style(self) -> int:
        """The style of the columns' cells."""
        style = attributes(self.tag).get("style", "0")
        return int(style) if style.isdigit() else 0


def column_ranges(sheet: SheetXml) -> list[ColumnRange]:
    """All ranges that ``cols`` lists. Raises `EditRefused` where one is not understood."""
    ranges = []
    for span in sheet.spans("cols"):
        text = sheet.text("cols", span)
        first = span.tag_end - span.start
        for col in children(masked(text), first) if span.end > span.tag_end else ():
            ranges.append(_range(sheet, text[col.start : col.tag_end]))
    return sorted(ranges)


def column_styles(sheet: SheetXml) -> Callable[[int], int]:
    """Tells the style that new cells of a column take."""
    ranges = column_ranges(sheet)

    def style(column: int) -> int:
        return next((each.style for each in ranges if each.first <= column <= each.last), 0)

    return style


def dress_column(sheet: SheetXml, column: int, style: int, width: float) -> None:
    """Give one column a look and a width of its own; its neighbours keep theirs."""
    tags = []
    own = f"<{sheet.prefix}col/>".encode()
    for each in column_ranges(sheet):
        if not each.first <= column <= each.last:
            tags.append(each)
            continue
        own = each.tag
        parts = (each.first, column - 1), (column + 1, each.last)
        tags += [_resized(each.tag, first, last) for first, last in parts if first <= last]
    tags.append(_dressed(own, column, style, width))
    _write(sheet, [each.tag for each in sorted(tags)])


def _dressed(tag: bytes, column: int, style: int, width: float) -> ColumnRange:
    for name in _NOT_OURS:
        tag = with_attribute(tag, name, None)
    _, _, tag = _resized(tag, column, column)
    tag = with_attribute(tag, "width", f"{width:g}")
    tag = with_attribute(tag, "style", str(style) if style else None)
    return ColumnRange(column, column, with_attribute(tag, "customWidth", "1"))


def _resized(tag: bytes, first: int, last: int) -> ColumnRange:
    tag = with_attribute(with_attribute(tag, "min", str(first)), "max", str(last))
    return ColumnRange(first, last, tag)


def _range(sheet: SheetXml, tag: bytes) -> ColumnRange:
    named = attributes(tag)
    first, last = named.get("min", ""), named.get("max", "")
    if not (first.isdigit() and last.isdigit() and 0 < int(first) <= int(last)):
        raise sheet.refused("its list of column widths is not understood")
    return ColumnRange(int(first), min(int(last), LAST_COLUMN), tag)


def _write(sheet: SheetXml, tags: list[bytes]) -> None:
    closed = [tag if tag.endswith(b"/>") else tag[:-1] + b"/>" for tag in tags]
    name, found = sheet.tag("cols"), sheet.first("cols")
    if found is None:
        sheet.insert("cols", b"<%b>%b</%b>" % (name, b"".join(closed), name))
        return
    text = sheet.text("cols", found)
    opening = text[: found.tag_end - found.start]
    if opening.endswith(b"/>"):
        opening = opening[:-2] + b">"
    sheet.replace("cols", found, opening + b"".join(closed) + b"</%b>" % name)
