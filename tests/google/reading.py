"""A spreadsheet as spreadsheets.get sends it, cut to the ranges and fields asked for."""

from __future__ import annotations

import copy
from datetime import datetime

from tests.google.colours import settle_colours
from tests.google.defaults import DEFAULT_FORMAT, theme
from tests.google.errors import Json
from tests.google.fields_mask import Mask, selects
from tests.google.grid_data import grid_data
from tests.google.outgoing import as_sent
from tests.google.protection import may_edit
from tests.google.rendering import Renderer
from tests.google.spreadsheet import OBJECT_LISTS, Sheet, Spreadsheet
from tests.google.world import File


def spreadsheet_message(
    file: File,
    user: str,
    now: datetime,
    *,
    spreadsheet: Spreadsheet | None = None,
    mask: Mask | None = None,
    ranges: list[str] | None = None,
    with_data: bool = False,
) -> Json:
    """All but the final cut to the mask; cells are read only where the mask reaches them."""
    of = spreadsheet or file.spreadsheet
    mask = mask or {}
    asked = [of.resolve(reference) for reference in ranges or []]
    message: Json = {
        "spreadsheetId": of.id,
        "properties": _properties(of),
        "sheets": [],
    }
    renderer = Renderer(of, now)
    data_mask = _below(mask, "sheets", "data")
    for index, sheet in enumerate(of.sheets):
        areas = [area for where, area in asked if where is sheet]
        if asked and not areas:
            continue
        shown = sheet_message(of, file, user, sheet, index)
        if with_data or (mask and selects(mask, "sheets", "data")):
            shown["data"] = [
                grid_data(of, sheet, area, renderer, data_mask) for area in areas or [sheet.whole]
            ]
        message["sheets"].append(shown)
    if of.named_ranges:
        message["namedRanges"] = as_sent(of.named_ranges)
    message["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{of.id}/edit"
    if on_whole := [m for m in of.metadata if m["location"].get("spreadsheet")]:
        message["developerMetadata"] = as_sent(on_whole)
    return message


def sheet_message(of: Spreadsheet, file: File, user: str, sheet: Sheet, index: int) -> Json:
    message: Json = {"properties": sheet_properties(sheet, index)}
    for name in OBJECT_LISTS:
        if sheet.objects[name]:
            message[name] = as_sent([_shown(name, o, file, user) for o in sheet.objects[name]])
    if sheet.basic_filter:
        message["basicFilter"] = as_sent(sheet.basic_filter)
    if on_sheet := [m for m in of.metadata if m["location"].get("locationType") == "SHEET"]:
        message["developerMetadata"] = as_sent(
            [m for m in on_sheet if m["location"]["sheetId"] == sheet.id]
        )
        if not message["developerMetadata"]:
            del message["developerMetadata"]
    return message


def sheet_properties(sheet: Sheet, index: int) -> Json:
    properties: Json = copy.deepcopy(sheet.properties)
    grid = {"rowCount": len(sheet.rows), "columnCount": len(sheet.columns)}
    head: Json = {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": index,
        "sheetType": "GRID",
        "gridProperties": {**grid, **properties.pop("gridProperties", {})},
    }
    sent: Json = as_sent({**head, **properties})
    return sent


def _properties(of: Spreadsheet) -> Json:
    return {
        "title": of.title,
        "locale": of.locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": of.time_zone,
        "defaultFormat": DEFAULT_FORMAT,
        "spreadsheetTheme": settle_colours(theme()),
        **of.properties,
    }


def _shown(kind: str, thing: Json, file: File, user: str) -> Json:
    if kind != "protectedRanges":
        return thing
    return {**thing, "requestingUserCanEdit": may_edit(thing, file, user)}


def _below(mask: Mask, *path: str) -> Mask:
    for name in path:
        if not mask or "*" in mask:
            return {}
        mask = mask.get(name, {})
    return mask
