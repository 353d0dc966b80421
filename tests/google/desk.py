"""A lead sheet on the emulator with our own store led to it, for tests that know other stores too.

with Desk(rows) as desk:
    store = GoogleStore(desk.settings())
    desk.edit(3, 2, "Ravi")
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self
from unittest import mock

import requests

from sheetsync.config import GoogleSheet, Settings
from tests import builders
from tests.google.cells import change_cell, write_value
from tests.google.errors import Json
from tests.google.fields_mask import parse_mask
from tests.google.loopback import redirect
from tests.google.quota import Quota
from tests.google.server import GoogleServer
from tests.google.spreadsheet import EMPTY, Cell, Formula, Row, Sheet

_FIRST_DAY = datetime(1899, 12, 30)
ENTERED = parse_mask("userEnteredValue,userEnteredFormat.numberFormat")


class Desk:
    """Rows of values on the tab ``Leads`` of a person's spreadsheet, which the robot may edit."""

    def __init__(self, rows: list[list[Any]]) -> None:
        self.google = GoogleServer(quota=Quota.unlimited())
        self.file = self.google.spreadsheet("Our leads")
        self.person = self.google.person(self.file)
        self.person.rename_tab("Sheet1", "Leads")
        self._led_here = mock.patch.object(requests.Session, "__init__", self._begin())
        self._fill(rows)

    def __enter__(self) -> Self:
        self.google.__enter__()
        self._led_here.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._led_here.stop()
        self.google.__exit__(kind, error, trace)

    def settings(self, **others: Any) -> Settings:
        """The settings of the business, with this spreadsheet for the leads."""
        sheet = GoogleSheet(self.file.id, self.google.key_file())
        return replace(builders.settings(**others), workbook=None, google=sheet)

    def _fill(self, rows: list[list[Any]]) -> None:
        """What stands there before anybody asks; `put` does the same as a person."""
        sheet = self._sheet()
        assert all(len(row) <= len(sheet.columns) for row in rows)
        sheet.rows[: len(rows)] = map(_row, rows)

    def put(self, rows: list[list[Any]], top: int = 1) -> None:
        """Values from the first column of a row on; the grid grows to hold them."""
        sheet, missing = self._sheet(), top - 1 + len(rows) - len(self._sheet().rows)
        if missing > 0:
            more = {"sheetId": sheet.id, "dimension": "ROWS", "length": missing}
            self.person._do({"appendDimension": more})
        start = {"sheetId": sheet.id, "rowIndex": top - 1, "columnIndex": 0}
        said = [{"values": [cell_data(value) for value in row]} for row in rows]
        fields = "userEnteredValue,userEnteredFormat.numberFormat"
        self.person._do({"updateCells": {"start": start, "rows": said, "fields": fields}})

    def edit(self, row: int, column: int, value: Any) -> None:
        """Type into one cell; both counts from 1. After an apostrophe, ``=`` begins a text."""
        start = {"sheetId": self._sheet().id, "rowIndex": row - 1, "columnIndex": column - 1}
        fields = "userEnteredValue"
        if isinstance(value, date):
            fields += ",userEnteredFormat.numberFormat"
        rows = [{"values": [cell_data(value)]}]
        self.person._do({"updateCells": {"start": start, "rows": rows, "fields": fields}})

    def cells(self, tab: str = "Leads") -> list[list[Any]]:
        """What was entered in the cells of a tab, all rows equally long; days as numbers."""
        sheet = self._sheet(tab)
        filled = {row: _filled(each.cells) for row, each in enumerate(sheet.rows) if each.cells}
        height = max((row + 1 for row, columns in filled.items() if columns), default=0)
        width = max((max(columns) + 1 for columns in filled.values() if columns), default=0)
        return [[_entered(sheet, row, column) for column in range(width)] for row in range(height)]

    @property
    def titles(self) -> list[str]:
        """The tabs from left to right."""
        return [sheet.title for sheet in self.file.spreadsheet.sheets]

    def calls(self, since: int = 0) -> list[str]:
        """``read`` and ``write`` for each call that was made, from that one on."""
        return self.google.calls(since)

    def _sheet(self, tab: str = "Leads") -> Sheet:
        sheet = self.file.spreadsheet.sheet_titled(tab)
        assert sheet is not None, tab
        return sheet

    def _begin(self) -> Any:
        begin = requests.Session.__init__

        def begin_here(session: requests.Session, *args: Any, **kwargs: Any) -> None:
            begin(session, *args, **kwargs)
            redirect(session, self.google.url)

        return begin_here


def _filled(cells: dict[int, Any]) -> list[int]:
    return [column for column, cell in cells.items() if cell.value is not None]


def _row(values: list[Any]) -> Row:
    cells = {column: _cell(value) for column, value in enumerate(values)}
    return Row({column: cell for column, cell in cells.items() if not cell.is_blank})


def _cell(value: Any) -> Cell:
    if isinstance(value, str) and value[:1] not in ("", "=", "'"):
        return Cell(value)  # most are such, and there may be many
    return change_cell(EMPTY, cell_data(value), ENTERED)


def _entered(sheet: Sheet, row: int, column: int) -> Any:
    value = sheet.cell(row, column).value
    return value.text if isinstance(value, Formula) else value


def cell_data(value: Any) -> Json:
    """What is said of a cell that a value is entered in; days bring their format along."""
    if value is None:
        return {}
    if isinstance(value, str) and value.startswith("="):
        return {"userEnteredValue": {"formulaValue": value}}
    if isinstance(value, str):
        value = value.removeprefix("'")
    if not isinstance(value, date):
        return {"userEnteredValue": write_value(value)}
    moment = value if isinstance(value, datetime) else datetime.combine(value, datetime.min.time())
    past = moment - _FIRST_DAY
    kind = "DATE_TIME" if past.seconds else "DATE"
    return {
        "userEnteredValue": {"numberValue": past.days + past.seconds / 86_400},
        "userEnteredFormat": {"numberFormat": {"type": kind}},
    }
