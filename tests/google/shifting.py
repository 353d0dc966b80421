"""Everything that names a place follows when lines are inserted, deleted or moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.google.errors import Json
from tests.google.line_changes import LineChange
from tests.google.references import after_change, after_rename
from tests.google.spreadsheet import Formula, Sheet, Spreadsheet

ENDS = {
    "ROWS": ("startRowIndex", "endRowIndex"),
    "COLUMNS": ("startColumnIndex", "endColumnIndex"),
}
POINTS = {"ROWS": "rowIndex", "COLUMNS": "columnIndex"}

GONE: Json = {"gone": True}

# A formula and the title of the tab it stands on, to the formula afterwards.
Rewrite = Callable[[str, str], str]


def shift_places(draft: Spreadsheet, sheet: Sheet, dimension: str, change: LineChange) -> None:
    """Ranges, anchors, metadata and references; the cells themselves are moved elsewhere."""
    for objects in draft.everything_ranged():
        shifted = [_shifted(thing, sheet.id, dimension, change) for thing in objects]
        # In place, because a basic filter is handed out in a list of its own.
        for thing, changed in zip(objects, shifted, strict=True):
            if changed is not GONE:
                thing.clear()
                thing.update(changed)
        objects[:] = [t for t, changed in zip(objects, shifted, strict=True) if changed is not GONE]
    _shift_filter_columns(sheet, dimension, change)
    _shift_formulas(draft, sheet, dimension, change)


def with_sheet_id(thing: Json, old: int, new: int) -> Json:
    """A copy of an object for another tab."""

    def swapped(value: Any) -> Any:
        if isinstance(value, list):
            return [swapped(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            name: new if name == "sheetId" and item == old else swapped(item)
            for name, item in value.items()
        }

    copied: Json = swapped(thing)
    return copied


def forget_sheet(draft: Spreadsheet, sheet_id: int) -> None:
    """What hung on a tab that is gone."""
    draft.named_ranges = [n for n in draft.named_ranges if n["range"].get("sheetId", 0) != sheet_id]
    draft.metadata = [m for m in draft.metadata if _sheet_of(m["location"]) != sheet_id]


def rewrite_titles(draft: Spreadsheet, old: str, new: str | None) -> None:
    _each_formula(draft, lambda formula, home: after_rename(formula, old, new))


def _sheet_of(location: Json) -> int | None:
    found = location.get("dimensionRange", location).get("sheetId")
    return found if found is None else int(found)


def _shifted(value: Any, sheet_id: int, dimension: str, change: LineChange) -> Any:
    if isinstance(value, list):
        items = [_shifted(item, sheet_id, dimension, change) for item in value]
        return [item for item in items if item is not GONE]
    if not isinstance(value, dict):
        return value
    if value.get("sheetId") == sheet_id:
        return _shifted_place(value, dimension, change)
    kept = {}
    for name, item in value.items():
        shifted = _shifted(item, sheet_id, dimension, change)
        if shifted is GONE or (name == "ranges" and item and not shifted):
            return GONE
        kept[name] = shifted
    return kept


def _shifted_place(place: Json, dimension: str, change: LineChange) -> Json:
    start, end = ENDS[dimension]
    if "dimension" in place:
        if place["dimension"] != dimension:
            return place
        start, end = "startIndex", "endIndex"
    if start in place and end in place:
        span = change.span(place[start], place[end])
        return GONE if span is None else {**place, start: span[0], end: span[1]}
    if POINTS[dimension] in place:
        point = change.point(place[POINTS[dimension]])
        return {**place, POINTS[dimension]: place[POINTS[dimension]] if point is None else point}
    return place


def _shift_filter_columns(sheet: Sheet, dimension: str, change: LineChange) -> None:
    """Filters name their columns by number, outside any range."""
    if dimension != "COLUMNS":
        return
    filters = [*sheet.objects["filterViews"], *([sheet.basic_filter] if sheet.basic_filter else [])]
    for found in filters:
        for name, key in (("sortSpecs", "dimensionIndex"), ("filterSpecs", "columnIndex")):
            if name in found:
                moved = [(spec, change.point(spec.get(key, 0))) for spec in found[name]]
                found[name] = [{**spec, key: at} for spec, at in moved if at is not None]


def _shift_formulas(draft: Spreadsheet, sheet: Sheet, dimension: str, change: LineChange) -> None:
    _each_formula(
        draft, lambda formula, home: after_change(formula, home, sheet.title, dimension, change)
    )


def _each_formula(draft: Spreadsheet, rewrite: Rewrite) -> None:
    """In cells, conditions of format rules and dropdowns."""
    for sheet in draft.sheets:
        # One dropdown is shared by many cells.
        rewritten: dict[int, Json] = {}
        for row in sheet.rows:
            for column, cell in list(row.cells.items()):
                if isinstance(cell.value, Formula):
                    text = rewrite(cell.value.text, sheet.title)
                    row.cells[column] = cell._replace(value=cell.value._replace(text=text))
                if cell.validation:
                    key = id(cell.validation)
                    if key not in rewritten:
                        rewritten[key] = _conditions(cell.validation, sheet.title, rewrite)
                    if rewritten[key] != cell.validation:
                        changed = row.cells[column]._replace(validation=rewritten[key])
                        row.cells[column] = changed
        rules = sheet.objects["conditionalFormats"]
        rules[:] = [_conditions(rule, sheet.title, rewrite) for rule in rules]


def _conditions(value: Any, home: str, rewrite: Rewrite) -> Any:
    if isinstance(value, list):
        return [_conditions(item, home, rewrite) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: rewrite(item, home)
        if name == "userEnteredValue" and isinstance(item, str) and item.startswith("=")
        else _conditions(item, home, rewrite)
        for name, item in value.items()
    }
