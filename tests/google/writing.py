"""Putting values into cells: what values.update, batchUpdate and append have in common."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.google.a1 import Area, column_letters, write_area
from tests.google.calculation import Calculator
from tests.google.call import Call
from tests.google.cells import checked
from tests.google.errors import Json, bad_request, invalid
from tests.google.locales import locale_named
from tests.google.protection import check_area
from tests.google.spreadsheet import EMPTY, Cell, Sheet, Spreadsheet
from tests.google.user_entered import Entered, read_typed
from tests.google.validation_rules import check_value
from tests.google.world import File

INPUT_OPTIONS = ("RAW", "USER_ENTERED")


class Written(NamedTuple):
    sheet: Sheet
    area: Area
    cells: int

    def reply(self, spreadsheet_id: str) -> Json:
        return {
            "spreadsheetId": spreadsheet_id,
            "updatedRange": write_area(self.sheet.title, self.area),
            "updatedRows": len(self.area.rows),
            "updatedColumns": len(self.area.columns),
            "updatedCells": self.cells,
        }


class Writer:
    """Writes values as one user; works on a draft that is only kept when all went well."""

    def __init__(self, call: Call, file: File, draft: Spreadsheet, option: str) -> None:
        if option not in INPUT_OPTIONS:
            raise invalid("'valueInputOption' is required but not specified")
        self._file, self._user, self._draft = file, call.user, draft
        self._typed = option == "USER_ENTERED"
        self._locale = locale_named(draft.locale)
        self._calculator = Calculator(draft, call.now(draft))

    def write(self, values: list[Any], sheet: Sheet, area: Area, *, bounded: bool) -> Written:
        """Values from the area's corner on; `bounded` where the range had an end of its own."""
        reach = Area(
            area.top,
            area.left,
            area.top + len(values),
            area.left + max((len(row) for row in values), default=0),
        )
        _check_reach(sheet, area, reach, bounded=bounded)
        if reach.top < reach.bottom and reach.left < reach.right:
            check_area(sheet, reach, self._file, self._user)
        cells = sum(
            self._put(sheet, reach.top + r, reach.left + c, value)
            for r, row in enumerate(values)
            for c, value in enumerate(row)
            if value is not None
        )
        return Written(sheet, reach, cells)

    def _put(self, sheet: Sheet, row: int, column: int, value: Any) -> int:
        cell = sheet.cell(row, column)
        entered = read_typed(value, self._locale) if self._typed else Entered(checked(value))
        if cell is EMPTY and entered.number_format is None:
            sheet.put(row, column, Cell(entered.value))
            return 1
        cell = cell._replace(value=entered.value, rich=None)
        has_format = cell.format and "numberFormat" in cell.format
        if entered.number_format and not has_format:
            cell = cell._replace(
                format={**(cell.format or {}), "numberFormat": entered.number_format}
            )
        if cell.validation:
            check_value(sheet, row, column, cell, self._calculator)
        sheet.put(row, column, cell)
        return 1


def rows_of(message: Json, field: str) -> list[list[Any]]:
    """The values of a ValueRange, turned into rows."""
    values = message.get("values", [])
    for index, row in enumerate(values):
        if not isinstance(row, list):
            at = f"{field}.values[{index}]"
            text = (
                f"Invalid value at '{at}' (type.googleapis.com/google.protobuf.ListValue), {row!r}"
            )
            raise bad_request([(at, text)])
    if message.get("majorDimension") != "COLUMNS":
        return list(values)
    longest = max((len(column) for column in values), default=0)
    return [[c[i] if i < len(c) else None for c in values] for i in range(longest)]


def _check_reach(sheet: Sheet, area: Area, reach: Area, *, bounded: bool) -> None:
    if bounded and reach.bottom > area.bottom:
        raise _beyond(sheet, area, f"row [{area.bottom + 1}]")
    if bounded and reach.right > area.right:
        raise _beyond(sheet, area, f"column [{column_letters(area.right)}]")
    if reach.bottom > len(sheet.rows) or reach.right > len(sheet.columns):
        raise invalid(
            f"Range ({write_area(sheet.title, reach)}) exceeds grid limits. "
            f"Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}"
        )


def _beyond(sheet: Sheet, area: Area, what: str) -> Exception:
    return invalid(
        f"Requested writing within range [{write_area(sheet.title, area)}], "
        f"but tried writing to {what}"
    )
