"""Sorting: numbers, then texts, then truths; blanks last whichever way."""

from __future__ import annotations

from typing import Any

from tests.google.a1 import Area
from tests.google.calculation import Calculator
from tests.google.cells import FormulaError
from tests.google.errors import Json, NotEmulated, invalid
from tests.google.references import after_copy
from tests.google.requests.edit import Edit, Handler
from tests.google.spreadsheet import Cell, Formula, Sheet

COLOUR_KEYS = ("backgroundColor", "foregroundColor", "backgroundColorStyle", "foregroundColorStyle")


def sort_range(edit: Edit, request: Json) -> Json:
    sheet, area = edit.writable(request["range"])
    sort_area(edit, sheet, area, request.get("sortSpecs", []))
    return {}


def sort_area(edit: Edit, sheet: Sheet, area: Area, specs: list[Json]) -> None:
    """Whole cells move, with formats, notes and dropdowns; heights, metadata and merges do not."""
    if any(sheet.area(merge).overlaps(area) for merge in sheet.objects["merges"]):
        raise invalid("You can't sort a range with merged cells in it.")
    calculator = Calculator(edit.draft, edit.now)
    order = list(area.rows)
    for spec in reversed(specs):
        if any(key in spec for key in COLOUR_KEYS):
            raise NotEmulated("sorting by colour")
        order = _sorted_by(calculator, sheet, order, spec)
    lifted = {row: _lift(sheet, area, row) for row in order}
    for to, row in zip(area.rows, order, strict=True):
        for column in area.columns:
            sheet.put(to, column, _landed(lifted[row].get(column, Cell()), to - row))


def _sorted_by(calculator: Calculator, sheet: Sheet, rows: list[int], spec: Json) -> list[int]:
    column = spec.get("dimensionIndex", 0)
    values = {row: calculator.value(sheet, row, column) for row in rows}
    filled = [row for row in rows if values[row] is not None]
    descending = spec.get("sortOrder") == "DESCENDING"
    filled.sort(key=lambda row: _rank(values[row]), reverse=descending)
    return filled + [row for row in rows if values[row] is None]


def _rank(value: Any) -> tuple[int, Any]:
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, FormulaError):
        return 3, str(value)
    if isinstance(value, str):
        return 1, value.lower()
    return 0, value


def _lift(sheet: Sheet, area: Area, row: int) -> dict[int, Cell]:
    cells = sheet.rows[row].cells
    return {c: cells[c] for c in cells if area.left <= c < area.right}


def _landed(cell: Cell, down: int) -> Cell:
    if isinstance(cell.value, Formula):
        text = after_copy(cell.value.text, down, 0)
        return cell._replace(value=cell.value._replace(text=text))
    return cell


HANDLERS: dict[str, Handler] = {"sortRange": sort_range}
