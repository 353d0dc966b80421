"""Requests for whole tabs and the spreadsheet's own properties."""

from __future__ import annotations

from tests.google.colours import settle_colours
from tests.google.errors import Json, NotEmulated, invalid
from tests.google.fields_mask import Mask, mask_of, merge
from tests.google.line_changes import Deleted
from tests.google.reading import sheet_properties
from tests.google.requests.edit import Edit, Handler
from tests.google.shifting import forget_sheet, rewrite_titles, shift_places, with_sheet_id
from tests.google.spreadsheet import Line, Row, Sheet, Spreadsheet

SIZES = ("rowCount", "columnCount")

OWN = ("sheetId", "title", "index", "sheetType")


def add_sheet(edit: Edit, request: Json) -> Json:
    properties = request.get("properties", {})
    if properties.get("sheetType", "GRID") != "GRID":
        raise NotEmulated(f"tabs of type {properties['sheetType']}")
    title = properties.get("title") or _free_title(edit.draft)
    _check_title(edit.draft, title, "addSheet")
    sheet_id = _new_sheet_id(edit.draft, properties.get("sheetId"))
    grid = properties.get("gridProperties", {})
    rows, columns = grid.get("rowCount", 1000), grid.get("columnCount", 26)
    edit.draft.check_size(rows * columns)
    sheet = Sheet.blank(sheet_id, title, rows, columns)
    sheet.properties = _kept(properties)
    _check_frozen(sheet)
    return {"properties": _insert(edit.draft, sheet, properties.get("index"))}


def delete_sheet(edit: Edit, request: Json) -> Json:
    sheet = edit.draft.sheet(request.get("sheetId", 0))
    shown = [s for s in edit.draft.sheets if not s.properties.get("hidden")]
    if shown == [sheet]:
        raise invalid("You can't remove all the visible sheets in a document.")
    edit.check_sheet(sheet)
    edit.draft.sheets.remove(sheet)
    rewrite_titles(edit.draft, sheet.title, None)
    forget_sheet(edit.draft, sheet.id)
    return {}


def duplicate_sheet(edit: Edit, request: Json) -> Json:
    source = edit.draft.sheet(request.get("sourceSheetId", 0))
    title = request.get("newSheetName") or f"Copy of {source.title}"
    _check_title(edit.draft, title, "duplicateSheet")
    copied = source.copy()
    copied.id, copied.title = _new_sheet_id(edit.draft, request.get("newSheetId")), title
    _rename_places(edit.draft, copied, source.id)
    index = request.get("insertSheetIndex", edit.draft.sheets.index(source) + 1)
    return {"properties": _insert(edit.draft, copied, index)}


def update_sheet_properties(edit: Edit, request: Json) -> Json:
    mask = mask_of(request)
    wished = request.get("properties", {})
    sheet = edit.draft.sheet(wished.get("sheetId", 0))
    if "*" in mask:
        mask = {name: {} for name in (*wished, *sheet.properties)}
    if "title" in mask and wished.get("title") != sheet.title:
        _check_title(edit.draft, wished.get("title", ""), "updateSheetProperties")
        rewrite_titles(edit.draft, sheet.title, wished["title"])
        sheet.title = wished["title"]
    if "index" in mask:
        _move(edit.draft, sheet, wished.get("index", 0))
    if "gridProperties" in mask:
        _resize(edit, sheet, wished.get("gridProperties", {}), mask["gridProperties"])
    _merge_rest(edit, sheet, wished, mask)
    _check_frozen(sheet)
    return {}


def update_spreadsheet_properties(edit: Edit, request: Json) -> Json:
    mask, wished = mask_of(request), request.get("properties", {})
    for name in mask:
        if name == "title":
            edit.draft.title = wished.get("title", "")
        elif name == "locale":
            edit.draft.locale = wished["locale"]
        elif name == "timeZone":
            edit.draft.time_zone = wished["timeZone"]
        else:
            raise NotEmulated(f"updateSpreadsheetProperties of {name}")
    return {}


def _kept(properties: Json) -> Json:
    kept = {name: value for name, value in properties.items() if name not in OWN}
    grid = kept.pop("gridProperties", {})
    rest = {name: value for name, value in grid.items() if name not in SIZES and value}
    if rest:
        kept["gridProperties"] = rest
    settled: Json = settle_colours(kept)
    return settled


def _insert(draft: Spreadsheet, sheet: Sheet, index: int | None) -> Json:
    at = len(draft.sheets) if index is None else min(index, len(draft.sheets))
    draft.sheets.insert(at, sheet)
    draft.check_size()
    return sheet_properties(sheet, at)


def _move(draft: Spreadsheet, sheet: Sheet, index: int) -> None:
    """Google counts the place before the tab is taken out."""
    before = draft.sheets.index(sheet)
    draft.sheets.remove(sheet)
    draft.sheets.insert(index - 1 if index > before else index, sheet)


def _resize(edit: Edit, sheet: Sheet, grid: Json, mask: Mask) -> None:
    rows = grid.get("rowCount", 0) if _names(mask, "rowCount") else len(sheet.rows)
    columns = grid.get("columnCount", 0) if _names(mask, "columnCount") else len(sheet.columns)
    if rows < 1 or columns < 1:
        raise invalid("You can't delete all the rows or columns on the sheet.")
    edit.draft.check_size(rows * columns - len(sheet.rows) * len(sheet.columns))
    _cut_off(edit, sheet, "ROWS", rows, len(sheet.rows))
    _cut_off(edit, sheet, "COLUMNS", columns, len(sheet.columns))
    if columns < len(sheet.columns):
        for row in sheet.rows:
            row.cells = {c: cell for c, cell in row.cells.items() if c < columns}
    sheet.rows = sheet.rows[:rows] + [Row() for _ in range(rows - len(sheet.rows))]
    sheet.columns = sheet.columns[:columns] + [Line()] * (columns - len(sheet.columns))


def _cut_off(edit: Edit, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """Lines beyond the new size go as deleted ones do: what lay on them shrinks or goes too."""
    if start < end:
        area = sheet.whole
        lost = area._replace(top=start) if dimension == "ROWS" else area._replace(left=start)
        edit.check(sheet, lost)
        shift_places(edit.draft, sheet, dimension, Deleted(start, end))


def _names(mask: Mask, name: str) -> bool:
    return not mask or "*" in mask or name in mask


def _merge_rest(edit: Edit, sheet: Sheet, wished: Json, mask: Mask) -> None:
    rest = {name: inner for name, inner in mask.items() if name not in OWN}
    if grid := rest.get("gridProperties"):
        rest["gridProperties"] = {n: inner for n, inner in grid.items() if n not in SIZES}
        if not rest["gridProperties"]:
            del rest["gridProperties"]
    if not rest:
        return
    merged = merge(sheet.properties, _kept(wished), rest)
    hides = merged.get("hidden") and not sheet.properties.get("hidden")
    if hides and all(s is sheet or s.properties.get("hidden") for s in edit.draft.sheets):
        raise invalid("You can't hide all the sheets in a document.")
    sheet.properties = settle_colours(merged)


def _check_frozen(sheet: Sheet) -> None:
    grid = sheet.properties.get("gridProperties", {})
    if grid.get("frozenRowCount", 0) >= len(sheet.rows):
        raise invalid("You can't freeze all visible rows on the sheet.")
    if grid.get("frozenColumnCount", 0) >= len(sheet.columns):
        raise invalid("You can't freeze all visible columns on the sheet.")


def _check_title(draft: Spreadsheet, title: str, what: str) -> None:
    if not title:
        raise invalid("Sheet titles may not be empty.")
    if draft.sheet_titled(title):
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _free_title(draft: Spreadsheet) -> str:
    number = len(draft.sheets) + 1
    while draft.sheet_titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _new_sheet_id(draft: Spreadsheet, wished: int | None) -> int:
    if wished is None:
        return draft.new_id()
    if wished < 0 or any(s.id == wished for s in draft.sheets):
        raise invalid(f"A sheet with id {wished} already exists, or the id is not allowed.")
    return wished


def _rename_places(draft: Spreadsheet, copied: Sheet, old_id: int) -> None:
    """The copy's objects lie on the copy, under ids of their own."""
    ids = {
        "filterViews": "filterViewId",
        "protectedRanges": "protectedRangeId",
        "charts": "chartId",
    }
    for kind, objects in copied.objects.items():
        copied.objects[kind] = [with_sheet_id(thing, old_id, copied.id) for thing in objects]
        for thing in copied.objects[kind]:
            if kind in ids:
                thing[ids[kind]] = draft.new_id()
            if kind == "tables":
                thing["tableId"] = str(draft.new_id())
    if copied.basic_filter:
        copied.basic_filter = with_sheet_id(copied.basic_filter, old_id, copied.id)


HANDLERS: dict[str, Handler] = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
}
