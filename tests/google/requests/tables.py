"""Requests for Google's own tables."""

from __future__ import annotations

from tests.google.a1 import Area
from tests.google.errors import Json, invalid
from tests.google.fields_mask import mask_of, merge
from tests.google.requests.edit import Edit, Handler, find_on_sheets
from tests.google.spreadsheet import Sheet


def add_table(edit: Edit, request: Json) -> Json:
    table = {"tableId": str(edit.draft.new_id()), **request["table"]}
    sheet, settled = _settled(edit, table)
    sheet.objects["tables"].append(settled)
    _write_headers(sheet, settled)
    return {"table": settled}


def update_table(edit: Edit, request: Json) -> Json:
    mask, wished = mask_of(request), request["table"]
    sheet, table = _found(edit, wished.get("tableId"))
    merged = merge(table, {**wished, "tableId": table["tableId"]}, {**mask, "tableId": {}})
    _, settled = _settled(edit, merged)
    sheet.objects["tables"][sheet.objects["tables"].index(table)] = settled
    if "columnProperties" in mask:
        _write_headers(sheet, settled)
    return {}


def delete_table(edit: Edit, request: Json) -> Json:
    """The table and what stands in it."""
    sheet, table = _found(edit, request.get("tableId"))
    area = sheet.area(table["range"])
    edit.check(sheet, area)
    sheet.objects["tables"].remove(table)
    for row, column, cell in list(sheet.filled(area)):
        sheet.put(row, column, cell._replace(value=None, rich=None))
    return {}


def _found(edit: Edit, wanted: object) -> tuple[Sheet, Json]:
    return find_on_sheets(edit.draft, "tables", "tableId", wanted, "table")


def _settled(edit: Edit, table: Json) -> tuple[Sheet, Json]:
    sheet, area = edit.place(table["range"])
    if len(area.rows) < 2:
        raise invalid("A table needs a header row and at least one row more.")
    for other in sheet.objects["tables"]:
        if other["tableId"] != table["tableId"] and sheet.area(other["range"]).overlaps(area):
            raise invalid("Tables may not overlap.")
    settled = {**table, "range": sheet.grid_range(area)}
    settled["name"] = table.get("name") or f"Table{len(sheet.objects['tables']) + 1}"
    settled["columnProperties"] = _columns(sheet, area, table)
    return sheet, settled


def _columns(sheet: Sheet, area: Area, table: Json) -> list[Json]:
    """One entry a column; names not given are read from the header row."""
    given = {c.get("columnIndex", 0): c for c in table.get("columnProperties", [])}
    if any(index >= len(area.columns) for index in given):
        raise invalid("columnIndex is outside the table.")
    columns = []
    for index, column in enumerate(area.columns):
        value = sheet.cell(area.top, column).value
        name = value if isinstance(value, str) else f"Column {index + 1}"
        columns.append({"columnName": name, **given.get(index, {}), "columnIndex": index})
    names = [column["columnName"].lower() for column in columns]
    if len(set(names)) < len(names):
        raise invalid("Column names of a table must differ.")
    return columns


def _write_headers(sheet: Sheet, table: Json) -> None:
    area = sheet.area(table["range"])
    for entry, column in zip(table["columnProperties"], area.columns, strict=True):
        cell = sheet.cell(area.top, column)
        sheet.put(area.top, column, cell._replace(value=entry["columnName"]))


HANDLERS: dict[str, Handler] = {
    "addTable": add_table,
    "updateTable": update_table,
    "deleteTable": delete_table,
}
