"""Requests for the basic filter, which everybody sees, and filter views, which are one person's."""

from __future__ import annotations

from tests.google.errors import Json, invalid
from tests.google.fields_mask import mask_of, merge
from tests.google.requests.edit import Edit, Handler, find_on_sheets
from tests.google.requests.filter_criteria import hidden_rows
from tests.google.requests.sorting import sort_area
from tests.google.spreadsheet import Sheet


def set_basic_filter(edit: Edit, request: Json) -> Json:
    wished = request["filter"]
    sheet, area = edit.place(wished.get("range", {}))
    if any(sheet.area(table["range"]).overlaps(area) for table in sheet.objects["tables"]):
        raise invalid("This operation is not allowed on a range with a table.")
    sheet.basic_filter = {**wished, "range": sheet.grid_range(area)}
    if wished.get("sortSpecs"):
        body = area._replace(top=area.top + 1)
        edit.check(sheet, body)
        sort_area(edit, sheet, body, wished["sortSpecs"])
    _hide(edit, sheet)
    return {}


def clear_basic_filter(edit: Edit, request: Json) -> Json:
    sheet = edit.draft.sheet(request.get("sheetId", 0))
    sheet.basic_filter = None
    _hide(edit, sheet)
    return {}


def add_filter_view(edit: Edit, request: Json) -> Json:
    sheet, view = _settled(edit, request["filter"])
    view.setdefault("filterViewId", edit.draft.new_id())
    view.setdefault("title", f"Filter {len(sheet.objects['filterViews']) + 1}")
    sheet.objects["filterViews"].append(view)
    return {"filter": view}


def update_filter_view(edit: Edit, request: Json) -> Json:
    mask, wished = mask_of(request), request["filter"]
    view_id = wished.get("filterViewId")
    sheet, view = find_on_sheets(edit.draft, "filterViews", "filterViewId", view_id, "filter view")
    _, merged = _settled(edit, merge(view, wished, mask))
    sheet.objects["filterViews"][sheet.objects["filterViews"].index(view)] = merged
    return {}


def delete_filter_view(edit: Edit, request: Json) -> Json:
    wanted = request.get("filterId")
    sheet, view = find_on_sheets(edit.draft, "filterViews", "filterViewId", wanted, "filter view")
    sheet.objects["filterViews"].remove(view)
    return {}


def _settled(edit: Edit, view: Json) -> tuple[Sheet, Json]:
    sheet, area = edit.place(view.get("range", {}))
    return sheet, {**view, "range": sheet.grid_range(area)}


def _hide(edit: Edit, sheet: Sheet) -> None:
    """A filter view hides nothing for others, so only the basic filter counts."""
    hidden = hidden_rows(edit, sheet) if sheet.basic_filter else set()
    for index, row in enumerate(sheet.rows):
        if row.line.filtered_out != (index in hidden):
            row.line = row.line._replace(filtered_out=index in hidden)


HANDLERS: dict[str, Handler] = {
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addFilterView": add_filter_view,
    "updateFilterView": update_filter_view,
    "deleteFilterView": delete_filter_view,
}
