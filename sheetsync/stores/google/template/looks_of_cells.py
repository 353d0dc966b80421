"""Cells and sizes as Google takes them, from the palette and measures every store shares."""

from __future__ import annotations

from sheetsync.stores.google.colours import colour_style
from sheetsync.stores.google.message import Json
from sheetsync.tabs import looks

LOOK = "userEnteredValue,userEnteredFormat,note"
"""What `cell` says of a cell, as a mask."""

_NUMBER_TYPES = {"@": "TEXT", "0": "NUMBER"}


def cell(text: str, look: Json, note: str = "") -> Json:
    """A cell that holds a text, which is never read as a formula or a number."""
    shown: Json = {"userEnteredValue": {"stringValue": text}} if text else {}
    return {**shown, "userEnteredFormat": look, **({"note": note} if note else {})}


def look(
    *,
    fill: str = "",
    ink: str = looks.INK,
    bold: bool = False,
    size: int = looks.TEXT_SIZE,
    at_right: bool = False,
    wraps: bool = False,
    line_below: str = "",
) -> Json:
    """The format of a cell."""
    text = {
        "fontFamily": looks.FONT,
        "fontSize": size,
        "bold": bold,
        "foregroundColorStyle": colour_style(ink),
    }
    return {
        "textFormat": text,
        "horizontalAlignment": "RIGHT" if at_right else "LEFT",
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP" if wraps else "OVERFLOW_CELL",
        **({"backgroundColorStyle": colour_style(fill)} if fill else {}),
        **({"borders": _below(line_below)} if line_below else {}),
    }


def _below(colour: str) -> Json:
    return {"bottom": {"style": "SOLID", "colorStyle": colour_style(colour)}}


def shown_as(pattern: str) -> Json:
    """The part of a format that says how values show, {} where they show as they are."""
    if not pattern:
        return {}
    is_day = "yyyy" in pattern
    kind = ("DATE_TIME" if "hh" in pattern else "DATE") if is_day else "CURRENCY"
    return {"numberFormat": {"type": _NUMBER_TYPES.get(pattern, kind), "pattern": pattern}}


def cells_at(sheet_id: int, row: int, column: int, rows: list[list[Json]]) -> Json:
    """The request that fills a block of cells from a corner on; both count from 1."""
    start = {"sheetId": sheet_id, "rowIndex": row - 1, "columnIndex": column - 1}
    given = [{"values": values} for values in rows]
    return {"updateCells": {"start": start, "rows": given, "fields": LOOK}}


def column_width(sheet_id: int, column: int, characters: float) -> Json:
    """The request that makes a column so wide."""
    return _pixels(sheet_id, "COLUMNS", column, column, round(characters * 7 + 5))


def row_height(sheet_id: int, first: int, last: int, points: float) -> Json:
    """The request that makes rows so high."""
    return _pixels(sheet_id, "ROWS", first, last, round(points * 4 / 3))


def _pixels(sheet_id: int, dimension: str, first: int, last: int, pixels: int) -> Json:
    lines = {
        "sheetId": sheet_id,
        "dimension": dimension,
        "startIndex": first - 1,
        "endIndex": last,
    }
    size = {"properties": {"pixelSize": pixels}, "fields": "pixelSize"}
    return {"updateDimensionProperties": {"range": lines, **size}}
