"""Columns added beside the data: headers, looks and prompts, and table, filter and grid grown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetsync.cells import Area
from sheetsync.plan import NewColumn
from sheetsync.snapshot import Snapshot
from sheetsync.stores.google.colours import colour_style
from sheetsync.stores.google.message import Json, area_of, grid_range, properties_of, sheet_id_of
from sheetsync.tabs.looks import MACHINE_FILL, MACHINE_INK

_PIXELS_A_LETTER, _PADDING = 7, 12
_ALWAYS = "=1=1"
"""A condition that all values meet, in every language: the prompt is what counts."""


def new_column_requests(
    columns: Sequence[NewColumn], snapshot: Snapshot, sheet: Json, as_read: Json
) -> list[Json]:
    """What adds these columns to the lead tab. ``sheet`` is the tab as it is now, of which Google
    may leave out what lies elsewhere on it: then that is taken from ``as_read``."""
    if not columns:
        return []
    new = sorted(columns, key=lambda each: each.column)
    header_row = snapshot.headers.row
    return [
        *_room(sheet, header_row + 1, new[-1].column),
        *_headers(sheet, header_row, new),
        *_table(snapshot, sheet, as_read, header_row, new),
        *_filter(sheet, as_read, header_row, new),
        *_looks(sheet, header_row, new),
    ]


def _room(sheet: Json, rows: int, columns: int) -> Iterator[Json]:
    """No more of a grid than is used: all cells of a spreadsheet count."""
    grid = properties_of(sheet).get("gridProperties", {})
    for dimension, wanted, there in (
        ("ROWS", rows, grid.get("rowCount", 0)),
        ("COLUMNS", columns, grid.get("columnCount", 0)),
    ):
        if wanted > there:
            place = {"sheetId": _id(sheet), "dimension": dimension, "length": wanted - there}
            yield {"appendDimension": place}


def _headers(sheet: Json, header_row: int, new: Sequence[NewColumn]) -> Iterator[Json]:
    look = {
        "backgroundColorStyle": colour_style(MACHINE_FILL),
        "textFormat": {"bold": True, "foregroundColorStyle": colour_style(MACHINE_INK)},
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP",
    }
    for each in new:
        cell = {"userEnteredValue": {"stringValue": each.field.header}, "userEnteredFormat": look}
        place = grid_range(_id(sheet), Area(header_row, each.column, header_row, each.column))
        fields = "userEnteredValue,userEnteredFormat(backgroundColorStyle,textFormat,"
        fields += "verticalAlignment,wrapStrategy)"
        yield {"updateCells": {"range": place, "rows": [{"values": [cell]}], "fields": fields}}


def _table(
    snapshot: Snapshot, sheet: Json, as_read: Json, header_row: int, new: Sequence[NewColumn]
) -> Iterator[Json]:
    """Grow the table the leads are in, then say its new columns' names once more: Google may have
    named them itself."""
    known = snapshot.lead_tab.table
    tables = sheet.get("tables") or as_read.get("tables") or ()
    for table in tables if known else ():
        reach = area_of(table["range"])
        if reach.first_row == header_row and reach.last_column == new[0].column - 1:
            grown = {**table["range"], "endColumnIndex": new[-1].column}
            change = {"tableId": table["tableId"], "range": grown}
            yield {"updateTable": {"table": change, "fields": "range"}}
            yield from _headers(sheet, header_row, new)


def _filter(
    sheet: Json, as_read: Json, header_row: int, new: Sequence[NewColumn]
) -> Iterator[Json]:
    """A filter over the data takes the new columns along, with what it hides. That it sorts is
    left out: it would move rows now."""
    present = sheet.get("basicFilter") or as_read.get("basicFilter") or {}
    if "range" not in present or present.get("tableId"):
        return
    reach = area_of(present["range"])
    if reach.first_row != header_row or reach.last_column != new[0].column - 1:
        return
    hiding = "filterSpecs" if present.get("filterSpecs") else "criteria"
    kept = {hiding: present[hiding]} if present.get(hiding) else {}
    grown = {**present["range"], "endColumnIndex": new[-1].column}
    yield {"setBasicFilter": {"filter": {"range": grown, **kept}}}


def _looks(sheet: Json, header_row: int, new: Sequence[NewColumn]) -> Iterator[Json]:
    """Shading, width and prompt. Nothing is said of the rows below those of today's grid."""
    fill = {"userEnteredFormat": {"backgroundColorStyle": colour_style(MACHINE_FILL)}}
    for each in new:
        below = {
            "sheetId": _id(sheet),
            "startRowIndex": header_row,
            "startColumnIndex": each.column - 1,
            "endColumnIndex": each.column,
        }
        shade = {"range": below, "cell": fill, "fields": "userEnteredFormat.backgroundColorStyle"}
        yield {"repeatCell": shade}
        lines = {
            "sheetId": _id(sheet),
            "dimension": "COLUMNS",
            "startIndex": each.column - 1,
            "endIndex": each.column,
        }
        wide = {"pixelSize": each.field.width * _PIXELS_A_LETTER + _PADDING}
        yield {
            "updateDimensionProperties": {"range": lines, "properties": wide, "fields": "pixelSize"}
        }
        if each.field.prompt:
            yield {"setDataValidation": {"range": below, "rule": prompt_rule(each.field.prompt)}}


def prompt_rule(text: str) -> Json:
    """A rule that lets everything be typed and says something when a cell is chosen."""
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": _ALWAYS}]}
    return {"condition": condition, "inputMessage": text}


def _id(sheet: Json) -> int:
    return sheet_id_of(properties_of(sheet))
