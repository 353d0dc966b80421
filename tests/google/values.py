"""The spreadsheets.values calls."""

from __future__ import annotations

from typing import Any

from tests.google.a1 import Area, read_bounds, split_title, write_area
from tests.google.call import Call, option
from tests.google.errors import Json, invalid
from tests.google.protection import check_area
from tests.google.rendering import FORMATTED, Renderer
from tests.google.requests.dimensions import insert_lines
from tests.google.spreadsheet import Row, Sheet, Spreadsheet
from tests.google.table_search import last_table
from tests.google.writing import Writer, Written, rows_of


def get(call: Call) -> Json:
    spreadsheet = call.file().spreadsheet
    renderer = _renderer(call, call, spreadsheet)
    return _read(spreadsheet, call.path["range"], renderer, call.one("majorDimension", "ROWS"))


def batch_get(call: Call) -> Json:
    spreadsheet = call.file().spreadsheet
    renderer = _renderer(call, call, spreadsheet)
    major = call.one("majorDimension", "ROWS")
    ranges = call.query.get("ranges", [])
    read = [_read(spreadsheet, reference, renderer, major) for reference in ranges]
    return {"spreadsheetId": spreadsheet.id, "valueRanges": read}


def update(call: Call) -> Json:
    file = call.file("writer")
    draft = file.spreadsheet.copy()
    writer = Writer(call, file, draft, call.one("valueInputOption"))
    written = _write(draft, writer, call.path["range"], call.body, "data")
    file.spreadsheet = draft
    reply = written.reply(draft.id)
    if call.flag("includeValuesInResponse"):
        reply["updatedData"] = _read_back(call, call, draft, written)
    return reply


def batch_update(call: Call) -> Json:
    file = call.file("writer")
    draft = file.spreadsheet.copy()
    writer = Writer(call, file, draft, call.body.get("valueInputOption", ""))
    written = [
        _write(draft, writer, data.get("range", ""), data, f"data[{index}]")
        for index, data in enumerate(call.body.get("data", []))
    ]
    file.spreadsheet = draft
    responses = [one.reply(draft.id) for one in written]
    if call.body.get("includeValuesInResponse"):
        for response, one in zip(responses, written, strict=True):
            response["updatedData"] = _read_back(call, call.body, draft, one)
    return {"spreadsheetId": draft.id, **_totals(written), "responses": responses}


def append(call: Call) -> Json:
    file = call.file("writer")
    draft = file.spreadsheet.copy()
    writer = Writer(call, file, draft, call.one("valueInputOption"))
    sheet, area = draft.resolve(call.path["range"])
    table = last_table(sheet, area)
    values = rows_of(call.body, "data")
    corner = Area(table.bottom, table.left, table.bottom, table.left) if table else area
    _make_room(draft, sheet, corner, values, inserts=call.one("insertDataOption") == "INSERT_ROWS")
    written = writer.write(values, sheet, corner, bounded=False)
    file.spreadsheet = draft
    reply: Json = {"spreadsheetId": draft.id}
    if table:
        reply["tableRange"] = write_area(sheet.title, table)
    reply["updates"] = written.reply(draft.id)
    if call.flag("includeValuesInResponse"):
        reply["updates"]["updatedData"] = _read_back(call, call, draft, written)
    return reply


def clear(call: Call) -> Json:
    file = call.file("writer")
    draft = file.spreadsheet.copy()
    cleared = _clear(call, draft, call.path["range"])
    file.spreadsheet = draft
    return {"spreadsheetId": draft.id, "clearedRange": cleared}


def batch_clear(call: Call) -> Json:
    file = call.file("writer")
    draft = file.spreadsheet.copy()
    cleared = [_clear(call, draft, reference) for reference in call.body.get("ranges", [])]
    file.spreadsheet = draft
    return {"spreadsheetId": draft.id, "clearedRanges": cleared}


def _renderer(call: Call, options: Json | Call, spreadsheet: Spreadsheet) -> Renderer:
    render = option(options, "valueRenderOption", FORMATTED)
    moments = option(options, "dateTimeRenderOption", "SERIAL_NUMBER")
    return Renderer(spreadsheet, call.now(spreadsheet), render, moments)


def _read_back(call: Call, options: Json | Call, draft: Spreadsheet, written: Written) -> Json:
    render = option(options, "responseValueRenderOption", FORMATTED)
    moments = option(options, "responseDateTimeRenderOption", "SERIAL_NUMBER")
    renderer = Renderer(draft, call.now(draft), render, moments)
    return _value_range(written.sheet, written.area, renderer, "ROWS")


def _read(spreadsheet: Spreadsheet, reference: str, renderer: Renderer, major: str) -> Json:
    sheet, area = spreadsheet.resolve(reference)
    return _value_range(sheet, area, renderer, major)


def _value_range(sheet: Sheet, area: Area, renderer: Renderer, major: str) -> Json:
    reply: Json = {"range": write_area(sheet.title, area), "majorDimension": major}
    rows = [_row(sheet, area, row, renderer) for row in area.rows]
    if major == "COLUMNS":
        rows = [_trimmed(column) for column in _turned(rows)]
    while rows and not rows[-1]:
        rows.pop()
    if rows:
        reply["values"] = rows
    return reply


def _row(sheet: Sheet, area: Area, row: int, renderer: Renderer) -> list[Any]:
    """The row up to its last filled cell: Google leaves out what is empty at the end."""
    cells = sheet.rows[row].cells
    if not cells:
        return []
    filled = [c for c in cells if area.left <= c < area.right and cells[c].value is not None]
    shown: list[Any] = [""] * (max(filled, default=area.left - 1) + 1 - area.left)
    for column in filled:
        shown[column - area.left] = renderer.render(sheet, row, column, cells[column])
    return shown


def _turned(rows: list[list[Any]]) -> list[list[Any]]:
    width = max((len(row) for row in rows), default=0)
    return [[row[i] if i < len(row) else "" for row in rows] for i in range(width)]


def _trimmed(values: list[Any]) -> list[Any]:
    while values and values[-1] == "":
        values.pop()
    return values


def _write(
    draft: Spreadsheet, writer: Writer, reference: str, message: Json, field: str
) -> Written:
    values = rows_of(message, field)
    if message.get("range") and message["range"] != reference:
        raise invalid(
            f"Requested writing within range [{reference}], but the body names {message['range']}"
        )
    sheet, area = draft.resolve(reference)
    return writer.write(values, sheet, area, bounded=_has_end(reference))


def _has_end(reference: str) -> bool:
    """Whether a range says itself how far it goes: `A1` and `Sheet1` do not."""
    _, cells = split_title(reference)
    return ":" in cells and read_bounds(cells) is not None


def _make_room(
    draft: Spreadsheet, sheet: Sheet, corner: Area, values: list[list[Any]], *, inserts: bool
) -> None:
    if inserts and corner.top < len(sheet.rows):
        insert_lines(draft, sheet, "ROWS", corner.top, len(values))
    lacking = corner.top + len(values) - len(sheet.rows)
    sheet.rows.extend(Row() for _ in range(lacking))
    draft.check_size()


def _totals(written: list[Written]) -> Json:
    columns = {(one.sheet.id, c) for one in written for c in one.area.columns}
    rows = {(one.sheet.id, r) for one in written for r in one.area.rows}
    return {
        "totalUpdatedRows": len(rows),
        "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": sum(one.cells for one in written),
        "totalUpdatedSheets": len({one.sheet.id for one in written}),
    }


def _clear(call: Call, draft: Spreadsheet, reference: str) -> str:
    """Values go; formats, notes and dropdowns stay."""
    sheet, area = draft.resolve(reference)
    check_area(sheet, area, call.file("writer"), call.user)
    for row, column, cell in list(sheet.filled(area)):
        sheet.put(row, column, cell._replace(value=None, rich=None))
    return write_area(sheet.title, area)
