"""Copying and cutting cells.

In the browser, rows that a filter hides are left out of what is copied, and those below move up.
Whether the API does so too is nowhere said; here it does, as that is the worse of the two.
"""

from __future__ import annotations

from tests.google.a1 import Area
from tests.google.errors import Json, NotEmulated, invalid
from tests.google.references import after_copy
from tests.google.requests.edit import Edit, Handler
from tests.google.spreadsheet import EMPTY, Cell, Formula, Sheet

PARTS = {
    "PASTE_NORMAL": ("value", "format", "note", "validation", "rich"),
    "PASTE_VALUES": ("value",),
    "PASTE_FORMULA": ("value",),
    "PASTE_FORMAT": ("format",),
    "PASTE_DATA_VALIDATION": ("validation",),
}


def copy_paste(edit: Edit, request: Json) -> Json:
    if request.get("pasteOrientation", "NORMAL") != "NORMAL":
        raise NotEmulated("pasting transposed")
    source, lifted = _lift(edit, request["source"], shown_only=True)
    if not lifted:
        return {}
    where, target = edit.place(request["destination"])
    tiles = _tiled(where, source, target)
    edit.check(where, tiles)
    for row in tiles.rows:
        for column in tiles.columns:
            r, c = (row - tiles.top) % len(source.rows), (column - tiles.left) % len(source.columns)
            moved = _copied(lifted[r][c], row - source.top - r, column - source.left - c)
            pasted = _pasted(where.cell(row, column), moved, request)
            where.put(row, column, pasted)
    return {}


def cut_paste(edit: Edit, request: Json) -> Json:
    source, lifted = _lift(edit, request["source"])
    sheet, _ = edit.writable(request["source"])
    corner = request.get("destination", {})
    where = edit.draft.sheet(corner.get("sheetId", 0))
    top, left = corner.get("rowIndex", 0), corner.get("columnIndex", 0)
    target = Area(top, left, top + len(source.rows), left + len(source.columns))
    _, target = edit.writable(where.grid_range(target))
    for row in source.rows:
        for column in source.columns:
            sheet.put(row, column, EMPTY)
    for r, row in enumerate(target.rows):
        for c, column in enumerate(target.columns):
            where.put(row, column, _pasted(where.cell(row, column), lifted[r][c], request))
    return {}


def _lift(
    edit: Edit, grid_range: Json, *, shown_only: bool = False
) -> tuple[Area, list[list[Cell]]]:
    sheet, area = edit.place(grid_range)
    rows = [row for row in area.rows if not (shown_only and sheet.rows[row].line.filtered_out)]
    lifted = [[sheet.cell(row, column) for column in area.columns] for row in rows]
    return area._replace(bottom=area.top + len(rows)), lifted


def _tiled(where: Sheet, source: Area, target: Area) -> Area:
    """The source is repeated where the destination holds it several times, else laid once."""
    rows = len(target.rows) // len(source.rows) * len(source.rows) or len(source.rows)
    columns = len(target.columns) // len(source.columns) * len(source.columns)
    columns = columns or len(source.columns)
    tiles = Area(target.top, target.left, target.top + rows, target.left + columns)
    if tiles.bottom > len(where.rows) or tiles.right > len(where.columns):
        raise invalid("The destination reaches beyond the grid.")
    return tiles


def _copied(cell: Cell, down: int, right: int) -> Cell:
    if isinstance(cell.value, Formula):
        text = after_copy(cell.value.text, down, right)
        return cell._replace(value=cell.value._replace(text=text))
    return cell


def _pasted(there: Cell, pasted: Cell, request: Json) -> Cell:
    kind = request.get("pasteType", "PASTE_NORMAL")
    if kind not in PARTS or (kind == "PASTE_VALUES" and isinstance(pasted.value, Formula)):
        raise NotEmulated(f"{kind} of this cell")
    return there._replace(**{part: getattr(pasted, part) for part in PARTS[kind]})


HANDLERS: dict[str, Handler] = {"copyPaste": copy_paste, "cutPaste": cut_paste}
