"""A tab of a test's own on the live spreadsheet, and a person's hands on it."""

from __future__ import annotations

import secrets
from typing import Any

from sheetsync.cells import Area
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.message import (
    Json,
    a1_range,
    grid_range,
    metadata_value,
    properties_of,
    sheet_id_of,
)
from tests.google.desk import cell_data
from tests.live.spreadsheet import new_tab


class Tab:
    """Rows and columns are counted from 1, as people count them."""

    def __init__(self, connection: Connection, rows: list[list[Any]] | None = None) -> None:
        self.connection = connection
        self.title = f"Leads {secrets.token_hex(3)}"
        self.id, made = new_tab(self.title)
        self.do(*made, *([self.entering(1, 1, rows)] if rows else []))

    def do(self, *requests: Json) -> list[Json]:
        """One change, of the whole or not at all; the replies."""
        replies: list[Json] = self.connection.batch_update(requests).get("replies", [])
        return replies

    def entering(self, row: int, column: int, rows: list[list[Any]]) -> Json:
        """The request that puts values from a corner on."""
        start = {"sheetId": self.id, "rowIndex": row - 1, "columnIndex": column - 1}
        said = [{"values": [cell_data(value) for value in each]} for each in rows]
        fields = "userEnteredValue,userEnteredFormat.numberFormat"
        return {"updateCells": {"start": start, "rows": said, "fields": fields}}

    def edit(self, row: int, column: int, value: Any) -> None:
        """Enter a value into one cell; what it looks like stays, but for days."""
        request = self.entering(row, column, [[value]])
        if "userEnteredFormat" not in cell_data(value):
            request["updateCells"]["fields"] = "userEnteredValue"
        self.do(request)

    def type(self, cells: str, *texts: str) -> None:
        """Type texts below each other as people do in the browser."""
        place = a1_range(self.title, cells)
        body = {"values": [[text] for text in texts], "majorDimension": "ROWS"}
        params: dict[str, Any] = {"valueInputOption": "USER_ENTERED"}
        self.connection._client.values_update(self.connection.sheet.id, place, params, body)

    def place(self, first_row: int, first_column: int, last_row: int, last_column: int) -> Json:
        """Cells of the tab as requests name them."""
        return grid_range(self.id, Area(first_row, first_column, last_row, last_column))

    def lines(self, dimension: str, first: int, number: int = 1) -> Json:
        """Rows or columns of it."""
        ends = {"startIndex": first - 1, "endIndex": first - 1 + number}
        return {"sheetId": self.id, "dimension": dimension, **ends}

    def sort(self, column: int, *, descending: bool = False) -> None:
        """All rows below the first."""
        order = "DESCENDING" if descending else "ASCENDING"
        spec = {"dimensionIndex": column - 1, "sortOrder": order}
        below = {"sheetId": self.id, "startRowIndex": 1}
        self.do({"sortRange": {"range": below, "sortSpecs": [spec]}})

    def insert_rows(self, before: int, number: int = 1) -> None:
        """As if chosen from the menu of the row above."""
        where = self.lines("ROWS", before, number)
        self.do({"insertDimension": {"range": where, "inheritFromBefore": before > 2}})

    def insert_column(self, before: int) -> None:
        """A blank one."""
        self.do({"insertDimension": {"range": self.lines("COLUMNS", before)}})

    def delete_rows(self, first: int, number: int = 1) -> None:
        """They are gone."""
        self.do({"deleteDimension": {"range": self.lines("ROWS", first, number)}})

    def rename(self, title: str) -> None:
        """Its sheet id stays."""
        properties = {"sheetId": self.id, "title": title}
        self.do({"updateSheetProperties": {"properties": properties, "fields": "title"}})
        self.title = title

    def about(self, fields: str, cells: str = "") -> Json:
        """What the spreadsheet's message says of it; where ``fields`` has ``data``, of these cells
        or all."""
        place = a1_range(self.title, cells)
        found = self.connection.get(f"sheets(properties.sheetId,{fields})", [place])
        return next(s for s in found["sheets"] if sheet_id_of(properties_of(s)) == self.id)

    def cell_fields(self, fields: str, cells: str = "") -> list[list[Json]]:
        """What the message says of each cell."""
        grid = self.about(f"data.rowData.values({fields})", cells)["data"][0]
        return [row.get("values", []) for row in grid.get("rowData", [])]

    def values(self, cells: str = "", *, formulas: bool = False) -> list[list[Any]]:
        """What they come to, or the formulas they hold."""
        (rows,) = self.connection.values([a1_range(self.title, cells)], formulas=formulas)
        return rows

    def cells(self) -> list[list[Any]]:
        """What was entered in all cells, rows equally long; days as numbers."""
        said = self.cell_fields("userEnteredValue")
        rows = [[_entered(cell) for cell in row] for row in said]
        used = [[at for at, value in enumerate(row, 1) if value is not None] for row in rows]
        width = max((max(row, default=0) for row in used), default=0)
        height = max((number for number, row in enumerate(used, 1) if row), default=0)
        return [(row + [None] * width)[:width] for row in rows[:height]]

    def bears(self, key: str) -> bool:
        """Whether developer metadata of that key is on the tab."""
        return metadata_value(self.about("developerMetadata"), key) is not None


def _entered(cell: Json) -> Any:
    return next(iter(cell.get("userEnteredValue", {}).values()), None)
