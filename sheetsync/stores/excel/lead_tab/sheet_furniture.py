"""What surrounds the rows of a worksheet part: input prompts, the filter, what forbids growing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from sheetsync.cells import Area
from sheetsync.stores.excel.lead_tab.refs import area, areas, column_area
from sheetsync.stores.excel.lead_tab.sheet_xml import SheetXml
from sheetsync.stores.excel.package.xml_text import (
    Span,
    attributes,
    children,
    escaped,
    local,
    masked,
    with_attribute,
)

_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255
_TRUE = ("1", "true", "on")


def ensure_prompt(sheet: SheetXml, column: int, first_row: int, title: str, prompt: str) -> None:
    """Have a column tell people what it is when they click one of its cells.

    A column that has any validation already, ours or a person's, keeps it.
    """
    target = column_area(column, first_row)
    found = sheet.first("dataValidations")
    entries = _entries(sheet, found)
    for tag in entries:
        if any(each.meets(target) for each in areas(attributes(tag).get("sqref", ""))):
            return
    entry = (
        f'<{sheet.prefix}dataValidation allowBlank="1" showInputMessage="1" '
        f'promptTitle="{escaped(title[:_LONGEST_TITLE])}" '
        f'prompt="{escaped(prompt[:_LONGEST_PROMPT])}" sqref="{target}"/>'
    ).encode()
    _add_entry(sheet, found, entry, len(entries) + 1)


def _entries(sheet: SheetXml, found: Span | None) -> list[bytes]:
    """The start tags of the validations."""
    if found is None:
        return []
    text = sheet.text("dataValidations", found)
    inner = children(masked(text), found.tag_end - found.start)
    return [text[each.start : each.tag_end] for each in inner]


def _add_entry(sheet: SheetXml, found: Span | None, entry: bytes, count: int) -> None:
    name = sheet.tag("dataValidations")
    close = b"</%b>" % name
    if found is None:
        sheet.insert("dataValidations", b'<%b count="1">%b%b' % (name, entry, close))
        return
    text = sheet.text("dataValidations", found)
    tag, inner = text[: found.tag_end - found.start], text[found.tag_end - found.start :]
    tag = with_attribute(tag, "count", str(count))
    if tag.endswith(b"/>"):
        tag, inner = tag[:-2].rstrip() + b">", close
    at = inner.rindex(b"</")
    sheet.replace("dataValidations", found, tag + inner[:at] + entry + inner[at:])


def filter_area(sheet: SheetXml) -> Area | None:
    """The range of the sheet's own filter (a table's is in its table part)."""
    return area(sheet.read("autoFilter").get("ref", ""))


def grow_filter_area(sheet: SheetXml, last_column: int) -> None:
    """Have the sheet's filter, and the sort it remembers, reach to a column."""
    found, present = sheet.first("autoFilter"), filter_area(sheet)
    if found is None or present is None or present.last_column >= last_column:
        return
    text = sheet.text("autoFilter", found)
    cut = found.tag_end - found.start
    tag, inner = text[:cut], text[cut:]
    for each in children(masked(text), cut) if inner else ():
        if local(each.name) == "sortState":
            old = text[each.start : each.tag_end]
            inner = inner.replace(old, _widened(old, present.last_column, last_column), 1)
    new = _widened(tag, present.last_column, last_column)
    sheet.replace("autoFilter", found, new + inner)
    if state := sheet.first("sortState"):
        old = sheet.tail[state.start : state.tag_end]
        sheet.replace_tag("sortState", state, _widened(old, present.last_column, last_column))


def grow_filter_down_to(sheet: SheetXml, last_row: int) -> None:
    """Have the sheet's filter reach down to a row."""
    found, present = sheet.first("autoFilter"), filter_area(sheet)
    if found is None or present is None:
        return
    text = sheet.text("autoFilter", found)
    tag = text[: found.tag_end - found.start]
    grown = with_attribute(tag, "ref", str(replace(present, last_row=last_row)))
    sheet.replace_tag("autoFilter", found, grown)


def growth_refusal(sheet: SheetXml, new: Area, rows: Sequence[int]) -> str:
    """Why no column may be added in this area; empty where one may.

    ``rows`` (ascending) are those that get cells: a title or separator merged across the sheet
    between them is in nobody's way.
    """
    if sheet.read("sheetProtection").get("sheet") in _TRUE:
        return "the sheet is protected"
    for span in sheet.spans("mergeCells"):
        text = sheet.text("mergeCells", span)
        for cell in children(masked(text), span.tag_end - span.start):
            merged = area(attributes(text[cell.start : cell.tag_end]).get("ref", ""))
            if merged is None or (merged.meets(new) and _has_row_in(merged, rows)):
                return f"cells beside the data are merged ({merged})"
    return ""


def _has_row_in(reach: Area, rows: Sequence[int]) -> bool:
    at = bisect_left(rows, reach.first_row)
    return at < len(rows) and rows[at] <= reach.last_row


def _widened(tag: bytes, old_last: int, new_last: int) -> bytes:
    """A tag whose ``ref`` ended at one column and now ends at another."""
    ref = area(attributes(tag).get("ref", ""))
    if ref is None or ref.last_column != old_last:
        return tag
    return with_attribute(
        tag, "ref", str(Area(ref.first_row, ref.first_column, ref.last_row, new_last))
    )
