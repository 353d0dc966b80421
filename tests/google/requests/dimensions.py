"""Requests for rows and columns as lines: insert, append, delete, move, size, hide, group."""

from __future__ import annotations

from typing import TypeVar

from tests.google.a1 import Area
from tests.google.errors import Json, NotEmulated, invalid
from tests.google.fields_mask import mask_of
from tests.google.line_changes import Deleted, Inserted, Moved
from tests.google.requests.edit import Edit, Handler
from tests.google.requests.table_columns import columns_deleted, columns_inserted
from tests.google.shifting import shift_places
from tests.google.spreadsheet import Cell, Line, Row, Sheet, Spreadsheet

Thing = TypeVar("Thing")

CHARACTER_PIXELS = 7  # about; Google measures each letter


def insert_dimension(edit: Edit, request: Json) -> Json:
    sheet, dimension, start, end = _lines(edit, request["range"], inserting=True)
    before = bool(request.get("inheritFromBefore"))
    if before and start == 0:
        raise invalid("inheritFromBefore cannot be true if inserting at the start.")
    if 0 < start < _count(sheet, dimension):
        edit.check(sheet, _strip(sheet, dimension, start, start + 1))
    insert_lines(edit.draft, sheet, dimension, start, end - start, like=start - before)
    return {}


def append_dimension(edit: Edit, request: Json) -> Json:
    sheet = edit.draft.sheet(request.get("sheetId", 0))
    if request["dimension"] == "ROWS":
        sheet.rows.extend(Row() for _ in range(request["length"]))
    else:
        sheet.columns.extend([Line()] * request["length"])
    edit.draft.check_size()
    return {}


def delete_dimension(edit: Edit, request: Json) -> Json:
    sheet, dimension, start, end = _lines(edit, request["range"])
    if end - start == _count(sheet, dimension):
        raise invalid(f"You can't delete all the {dimension.lower()} on the sheet.")
    edit.check(sheet, _strip(sheet, dimension, start, end))
    if dimension == "ROWS":
        del sheet.rows[start:end]
    else:
        columns_deleted(sheet, start, end)
        del sheet.columns[start:end]
        _renumber(sheet, Deleted(start, end))
    shift_places(edit.draft, sheet, dimension, Deleted(start, end))
    return {}


def move_dimension(edit: Edit, request: Json) -> Json:
    sheet, dimension, start, end = _lines(edit, request["source"])
    to = request.get("destinationIndex", 0)
    if start < to < end or to > _count(sheet, dimension):
        raise invalid("destinationIndex must lie outside the source and within the grid.")
    edit.check(sheet, _strip(sheet, dimension, min(start, to), max(end, to)))
    move = Moved(start, end, to)
    if dimension == "ROWS":
        sheet.rows = _rearranged(sheet.rows, move)
    else:
        sheet.columns = _rearranged(sheet.columns, move)
        _renumber(sheet, move)
    shift_places(edit.draft, sheet, dimension, move)
    return {}


def update_dimension_properties(edit: Edit, request: Json) -> Json:
    mask, wished = mask_of(request), request.get("properties", {})
    sheet, dimension, start, end = _lines(edit, request["range"])
    changes: dict[str, object] = {}
    for name in mask if "*" not in mask else wished:
        if name == "pixelSize":
            changes["pixels"] = wished.get("pixelSize")
        elif name == "hiddenByUser":
            changes["hidden"] = wished.get("hiddenByUser", False)
        else:
            raise NotEmulated(f"updateDimensionProperties of {name}")
    _change_lines(sheet, dimension, start, end, changes)
    return {}


def auto_resize_dimensions(edit: Edit, request: Json) -> Json:
    sheet, dimension, start, end = _lines(edit, request["dimensions"])
    for index in range(start, end):
        if dimension == "COLUMNS":
            texts = [str(r.cells[index].value) for r in sheet.rows if index in r.cells]
            pixels = max((len(text) for text in texts), default=14) * CHARACTER_PIXELS
            _change_lines(sheet, dimension, index, index + 1, {"pixels": pixels})
    return {}


def insert_lines(
    draft: Spreadsheet,
    sheet: Sheet,
    dimension: str,
    start: int,
    number: int,
    like: int | None = None,
) -> None:
    """New lines look like the line beside them: its formats and dropdowns, not its values."""
    if dimension == "ROWS":
        model = sheet.rows[like].cells if like is not None and like < len(sheet.rows) else {}
        rows = [Row({c: _look(cell) for c, cell in model.items()}) for _ in range(number)]
        for row in rows:
            row.cells = {c: cell for c, cell in row.cells.items() if not cell.is_blank}
        sheet.rows[start:start] = rows
    else:
        columns_inserted(sheet, start, number)
        sheet.columns[start:start] = [Line()] * number
        _renumber(sheet, Inserted(start, number))
        _dress_columns(sheet, start, number, like)
    draft.check_size()
    shift_places(draft, sheet, dimension, Inserted(start, number))


def _look(cell: Cell) -> Cell:
    return Cell(format=cell.format, validation=cell.validation)


def _dress_columns(sheet: Sheet, start: int, number: int, like: int | None) -> None:
    if like is None:
        return
    model = like + number if like >= start else like
    for row in sheet.rows:
        if model in row.cells:
            for column in range(start, start + number):
                row.put(column, _look(row.cells[model]))


def _lines(edit: Edit, place: Json, *, inserting: bool = False) -> tuple[Sheet, str, int, int]:
    sheet = edit.draft.sheet(place.get("sheetId", 0))
    dimension = place.get("dimension", "ROWS")
    count = _count(sheet, dimension)
    start, end = place.get("startIndex", 0), place.get("endIndex", count)
    beyond = start > count if inserting else end > count
    if start >= end or start < 0 or beyond:
        raise invalid(f"Cannot reach {dimension.lower()} {start} to {end}: there are {count}.")
    return sheet, dimension, start, end


def _count(sheet: Sheet, dimension: str) -> int:
    return len(sheet.rows) if dimension == "ROWS" else len(sheet.columns)


def _strip(sheet: Sheet, dimension: str, start: int, end: int) -> Area:
    if dimension == "ROWS":
        return sheet.whole._replace(top=start, bottom=end)
    return sheet.whole._replace(left=start, right=end)


def _renumber(sheet: Sheet, change: Inserted | Deleted | Moved) -> None:
    for row in sheet.rows:
        moved = {change.point(column): cell for column, cell in row.cells.items()}
        row.cells = {column: cell for column, cell in moved.items() if column is not None}


def _rearranged(lines: list[Thing], move: Moved) -> list[Thing]:
    block, rest = lines[move.start : move.end], lines[: move.start] + lines[move.end :]
    at = move.to - len(block) if move.to > move.start else move.to
    return rest[:at] + block + rest[at:]


def _change_lines(
    sheet: Sheet, dimension: str, start: int, end: int, changes: dict[str, object]
) -> None:
    for index in range(start, end):
        if dimension == "ROWS":
            sheet.rows[index].line = sheet.rows[index].line._replace(**changes)  # type: ignore[arg-type]
        else:
            sheet.columns[index] = sheet.columns[index]._replace(**changes)  # type: ignore[arg-type]


HANDLERS: dict[str, Handler] = {
    "insertDimension": insert_dimension,
    "appendDimension": append_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize_dimensions,
}
