"""What surrounds the cells of a report tab, as requests: the grid, its lines, joins, the filter."""

from __future__ import annotations

from collections.abc import Iterator

from sheetsync.cells import Area
from sheetsync.stores.google.colours import colour_style
from sheetsync.stores.google.message import Json, grid_range, properties_of, sheet_id_of
from sheetsync.stores.google.report_tabs.grid_size import GridSize, Run
from sheetsync.tabs import looks
from sheetsync.tabs.grid import ROW_POINTS, Placed, row_pixels

PROMPT = "This tab is rewritten on every run; notes typed here are kept in a dated copy."
KEPT_ROWS, KEPT_COLUMNS = 2_200, 40
"""A tab of at most so many is not made smaller: formulas elsewhere that point at rows which a
shorter report does not need would show #REF! for good."""

_CORNER = Area(1, 1, 1, 1)
_GRID = ("rowCount", "columnCount", "frozenRowCount", "frozenColumnCount", "hideGridlines")


def emptied(sheet: Json) -> list[Json]:
    """What takes everything off a tab but its charts: cells, joins, filter, and what people put
    there; of that a copy is kept."""
    sheet_id = sheet_id_of(properties_of(sheet))
    whole = {"sheetId": sheet_id}
    rules = [{"deleteConditionalFormatRule": {**whole, "index": 0}}]
    bandings = [each["bandedRangeId"] for each in sheet.get("bandedRanges", ())]
    tables = [each["tableId"] for each in sheet.get("tables", ())]
    slicers = [each["slicerId"] for each in sheet.get("slicers", ())]
    return [
        {"clearBasicFilter": whole},
        *rules * len(sheet.get("conditionalFormats", ())),
        *({"deleteBanding": {"bandedRangeId": each}} for each in bandings),
        *({"deleteTable": {"tableId": each}} for each in tables),
        *({"deleteEmbeddedObject": {"objectId": each}} for each in slicers),
        {"unmergeCells": {"range": whole}},
        {"updateCells": {"range": whole, "fields": "*"}},
    ]


def added(sheet_id: int, title: str, size: GridSize, placed: Placed, *, hidden: bool) -> Json:
    """The request for a new tab, last of all."""
    properties = {
        "sheetId": sheet_id,
        "title": title,
        "tabColorStyle": colour_style(looks.ACCENT),
        "gridProperties": _grid(len(size.rows), len(size.columns), placed),
    }
    return {"addSheet": {"properties": {**properties, **({"hidden": True} if hidden else {})}}}


def resized(sheet: Json, size: GridSize, placed: Placed) -> Json:
    """The request that fits a tab that stands already."""
    rows, columns = kept_size(sheet, size)
    properties = {
        "sheetId": sheet_id_of(properties_of(sheet)),
        "tabColorStyle": colour_style(looks.ACCENT),
        "gridProperties": _grid(rows, columns, placed),
    }
    fields = f"tabColorStyle,gridProperties({','.join(_GRID)})"
    return {"updateSheetProperties": {"properties": properties, "fields": fields}}


def kept_size(sheet: Json, size: GridSize) -> tuple[int, int]:
    """How many rows and columns a tab will have."""
    grid = properties_of(sheet).get("gridProperties", {})
    rows, columns = grid.get("rowCount", 0), grid.get("columnCount", 0)
    return (
        max(len(size.rows), rows if rows <= KEPT_ROWS else 0),
        max(len(size.columns), columns if columns <= KEPT_COLUMNS else 0),
    )


def _grid(rows: int, columns: int, placed: Placed) -> Json:
    grid = {"rowCount": rows, "columnCount": columns, "hideGridlines": True}
    return {**grid, **({"frozenRowCount": placed.freeze_row} if placed.freeze_row else {})}


def lines(sheet_id: int, size: GridSize) -> Iterator[Json]:
    """The size of every line; what people hid is shown."""
    usual = row_pixels(ROW_POINTS)
    yield _line(sheet_id, "ROWS", None, usual)
    yield from (_line(sheet_id, "ROWS", run) for run in size.row_runs if run.pixels != usual)
    yield from (_line(sheet_id, "COLUMNS", run) for run in size.column_runs)


def _line(sheet_id: int, dimension: str, run: Run | None, pixels: int = 0) -> Json:
    place: Json = {"sheetId": sheet_id, "dimension": dimension}
    if run:
        place |= {"startIndex": run.start, "endIndex": run.end}
    properties = {"pixelSize": run.pixels if run else pixels}
    change = {"range": place, "properties": properties, "fields": "pixelSize,hiddenByUser"}
    return {"updateDimensionProperties": change}


def finished(sheet_id: int, placed: Placed) -> Iterator[Json]:
    """Joined cells, the filter, and the words that show when the first cell is chosen."""
    for area in placed.merges:
        merged = {"range": grid_range(sheet_id, area), "mergeType": "MERGE_ALL"}
        yield {"mergeCells": merged}
    if placed.filter:
        place = {"range": grid_range(sheet_id, placed.filter)}
        yield {"setBasicFilter": {"filter": place}}
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=1=1"}]}
    rule = {"condition": condition, "inputMessage": PROMPT}
    yield {"setDataValidation": {"range": grid_range(sheet_id, _CORNER), "rule": rule}}


def without_prompt(sheet_id: int) -> Json:
    """The request that takes those words away."""
    return {"setDataValidation": {"range": grid_range(sheet_id, _CORNER)}}
