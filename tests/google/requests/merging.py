"""Requests that merge cells and part them again."""

from __future__ import annotations

from collections.abc import Iterator

from tests.google.a1 import Area
from tests.google.errors import Json, invalid
from tests.google.requests.edit import Edit, Handler
from tests.google.spreadsheet import Sheet


def merge_cells(edit: Edit, request: Json) -> Json:
    sheet, area = edit.writable(request["range"])
    _take_apart(sheet, area)
    for piece in _pieces(area, request.get("mergeType", "MERGE_ALL")):
        if len(piece.rows) * len(piece.columns) > 1:
            sheet.objects["merges"].append(sheet.grid_range(piece))
            _keep_first_value(sheet, piece)
    return {}


def unmerge_cells(edit: Edit, request: Json) -> Json:
    sheet, area = edit.writable(request["range"])
    _take_apart(sheet, area)
    return {}


def _take_apart(sheet: Sheet, area: Area) -> None:
    kept = []
    for merge in sheet.objects["merges"]:
        merged = sheet.area(merge)
        if not merged.overlaps(area):
            kept.append(merge)
        elif not _covers(area, merged):
            raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    sheet.objects["merges"] = kept


def _covers(area: Area, other: Area) -> bool:
    return (
        area.top <= other.top
        and other.bottom <= area.bottom
        and area.left <= other.left
        and other.right <= area.right
    )


def _pieces(area: Area, kind: str) -> Iterator[Area]:
    if kind == "MERGE_COLUMNS":
        for column in area.columns:
            yield area._replace(left=column, right=column + 1)
    elif kind == "MERGE_ROWS":
        for row in area.rows:
            yield area._replace(top=row, bottom=row + 1)
    else:
        yield area


def _keep_first_value(sheet: Sheet, piece: Area) -> None:
    """The first filled cell's value goes to the corner; the others' are lost."""
    filled = [(r, c, cell) for r, c, cell in sheet.filled(piece) if cell.value is not None]
    for row, column, cell in filled:
        sheet.put(row, column, cell._replace(value=None, rich=None))
    if filled:
        first = filled[0][2]
        corner = sheet.cell(piece.top, piece.left)
        sheet.put(piece.top, piece.left, corner._replace(value=first.value, rich=first.rich))


HANDLERS: dict[str, Handler] = {"mergeCells": merge_cells, "unmergeCells": unmerge_cells}
