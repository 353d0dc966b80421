"""The request that puts a dropdown, or another rule, on cells."""

from __future__ import annotations

from tests.google.errors import Json
from tests.google.once import Once
from tests.google.requests.edit import Edit, Handler


def set_data_validation(edit: Edit, request: Json) -> Json:
    """What stands in the cells already is left, fitting or not."""
    sheet, area = edit.writable(request["range"])
    rule = request.get("rule") or None
    ruled = Once(lambda cell: cell._replace(validation=rule))
    for row in area.rows:
        for column in area.columns:
            cell = sheet.cell(row, column)
            if cell.validation != rule:
                sheet.put(row, column, ruled(cell))
    return {}


HANDLERS: dict[str, Handler] = {"setDataValidation": set_data_validation}
