"""Requests that change cells: updateCells, repeatCell, appendCells, findReplace, borders."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tests.google.a1 import Area
from tests.google.calculation import Calculator
from tests.google.cells import change_cell
from tests.google.colours import settle_colours
from tests.google.errors import Json, NotEmulated, invalid
from tests.google.fields_mask import Mask, mask_of
from tests.google.once import Once
from tests.google.requests.edit import Edit, Handler
from tests.google.spreadsheet import Cell, Row, Sheet
from tests.google.validation_rules import check_value

LOOKS = "userEnteredFormat"


def update_cells(edit: Edit, request: Json) -> Json:
    """With a range, cells of it that are not given lose what the mask names."""
    mask = mask_of(request)
    rows = request.get("rows", [])
    if "range" in request:
        sheet, area = edit.writable(request["range"])
    else:
        sheet, area = _reached(edit, request.get("start", {}), rows)
    given = _by_place(rows, area)
    without = _changing({}, mask)
    for row in area.rows:
        for column in area.columns if "range" in request else _given_columns(given, row, area):
            before = sheet.cell(row, column)
            data = given.get((row, column))
            after = without(before) if data is None else change_cell(before, data, mask)
            _put(edit, sheet, row, column, after)
    return {}


def repeat_cell(edit: Edit, request: Json) -> Json:
    mask = mask_of(request)
    sheet, area = edit.writable(request["range"])
    data = request.get("cell", {})
    if "formulaValue" in data.get("userEnteredValue", {}) and area.bottom - area.top > 1:
        raise NotEmulated("repeatCell of a formula over several rows")
    changed = _changing_looks(data, mask) if mask.keys() == {LOOKS} else _changing(data, mask)
    for row in area.rows:
        for column in area.columns:
            _put(edit, sheet, row, column, changed(sheet.cell(row, column)))
    return {}


def append_cells(edit: Edit, request: Json) -> Json:
    """Below the last row of the tab that holds anything."""
    if "tableId" in request:
        raise NotEmulated("appendCells to a table")
    sheet = edit.draft.sheet(request.get("sheetId", 0))
    rows = request.get("rows", [])
    used = max((r + 1 for r, row in enumerate(sheet.rows) if row.cells), default=0)
    sheet.rows.extend(Row() for _ in range(used + len(rows) - len(sheet.rows)))
    edit.draft.check_size()
    update_cells(
        edit,
        {
            "start": {"sheetId": sheet.id, "rowIndex": used},
            "rows": rows,
            "fields": request.get("fields", ""),
        },
    )
    return {}


def find_replace(edit: Edit, request: Json) -> Json:
    if request.get("searchByRegex") or request.get("includeFormulas"):
        raise NotEmulated("findReplace by pattern or in formulas")
    pattern = _pattern(request)
    changed: list[tuple[int, int]] = []
    occurrences = 0
    for sheet, area in _searched(edit, request):
        for row, column, cell in list(sheet.filled(area)):
            if not isinstance(cell.value, str):
                continue
            replaced, found = pattern.subn(lambda _: request.get("replacement", ""), cell.value)
            if found:
                edit.check(sheet, Area(row, column, row + 1, column + 1))
                sheet.put(row, column, cell._replace(value=replaced or None))
                changed.append((sheet.id, row))
                occurrences += found
    counts = {
        "valuesChanged": len(changed),
        "rowsChanged": len(set(changed)),
        "sheetsChanged": len({sheet_id for sheet_id, _ in changed}),
        "occurrencesChanged": occurrences,
    }
    return {name: number for name, number in counts.items() if number}


def update_borders(edit: Edit, request: Json) -> Json:
    sheet, area = edit.writable(request["range"])
    for row in area.rows:
        for column in area.columns:
            sides = _sides(request, area, row, column)
            cell = sheet.cell(row, column)
            borders = {**(cell.format or {}).get("borders", {}), **settle_colours(sides)}
            sheet.put(
                row, column, cell._replace(format={**(cell.format or {}), "borders": borders})
            )
    return {}


def _reached(edit: Edit, start: Json, rows: list[Json]) -> tuple[Sheet, Area]:
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    width = max((len(row.get("values", [])) for row in rows), default=0)
    if not rows or not width:
        sheet = edit.draft.sheet(start.get("sheetId", 0))
        return sheet, Area(top, left, top, left)
    return edit.writable(
        {
            "sheetId": start.get("sheetId", 0),
            "startRowIndex": top,
            "endRowIndex": top + len(rows),
            "startColumnIndex": left,
            "endColumnIndex": left + width,
        }
    )


def _by_place(rows: list[Json], area: Area) -> dict[tuple[int, int], Json]:
    given = {
        (area.top + r, area.left + c): data
        for r, row in enumerate(rows)
        for c, data in enumerate(row.get("values", []))
    }
    for row, column in given:
        if not area.contains(row, column):
            raise invalid("Attempting to write outside of the range given.")
    return given


def _given_columns(given: dict[tuple[int, int], Json], row: int, area: Area) -> list[int]:
    return [column for column in area.columns if (row, column) in given]


def _changing(data: Json, mask: Mask) -> Callable[[Cell], Cell]:
    return Once(lambda cell: change_cell(cell, data, mask))


def _changing_looks(data: Json, mask: Mask) -> Callable[[Cell], Cell]:
    """Worked out once for each look, whatever the cells hold."""
    look = Once(lambda before: change_cell(Cell(format=before), data, mask).format)
    return Once(lambda cell: cell._replace(format=look(cell.format)))


def _put(edit: Edit, sheet: Sheet, row: int, column: int, after: Cell) -> None:
    if after.validation and after.value != sheet.cell(row, column).value:
        check_value(sheet, row, column, after, Calculator(edit.draft, edit.now))
    sheet.put(row, column, after)


def _pattern(request: Json) -> re.Pattern[str]:
    text = re.escape(request.get("find", ""))
    if request.get("matchEntireCell"):
        text = rf"\A{text}\Z"
    return re.compile(text, 0 if request.get("matchCase") else re.IGNORECASE)


def _searched(edit: Edit, request: Json) -> Iterator[tuple[Sheet, Area]]:
    if "range" in request:
        yield edit.place(request["range"])
        return
    for sheet in edit.draft.sheets:
        if request.get("allSheets") or sheet.id == request.get("sheetId", 0):
            yield sheet, sheet.whole


def _sides(request: Json, area: Area, row: int, column: int) -> Json:
    """Which of the request's lines run along this cell."""
    along = {
        "top": "top" if row == area.top else "innerHorizontal",
        "bottom": "bottom" if row == area.bottom - 1 else "innerHorizontal",
        "left": "left" if column == area.left else "innerVertical",
        "right": "right" if column == area.right - 1 else "innerVertical",
    }
    return {side: request[line] for side, line in along.items() if line in request}


HANDLERS: dict[str, Handler] = {
    "updateCells": update_cells,
    "repeatCell": repeat_cell,
    "appendCells": append_cells,
    "findReplace": find_replace,
    "updateBorders": update_borders,
}
