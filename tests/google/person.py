"""A person at the sheet: what they do goes the same way as the robot's requests, without calls.

Rows are counted from 1 and columns are named by their header, as people do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from tests.google.a1 import Area, write_area
from tests.google.batch import apply_request
from tests.google.cells import write_value
from tests.google.errors import Json
from tests.google.locales import locale_named
from tests.google.rendering import FORMATTED, Renderer
from tests.google.requests.edit import Edit
from tests.google.spreadsheet import Formula, Sheet, Spreadsheet
from tests.google.user_entered import read_typed
from tests.google.world import File, World


@dataclass(frozen=True)
class Person:
    world: World
    file: File
    address: str

    def type(self, place: str, text: str, shows: Any = None) -> None:
        """Into one cell; `shows` says what a formula the emulator cannot work out comes to."""
        sheet, area = self._spreadsheet.resolve(place)
        entered = read_typed(text, locale_named(self._spreadsheet.locale))
        data: Json = {
            "userEnteredValue": {} if entered.value is None else write_value(entered.value)
        }
        fields = "userEnteredValue"
        if entered.number_format:
            data["userEnteredFormat"] = {"numberFormat": entered.number_format}
            fields += ",userEnteredFormat.numberFormat"
        rows = [{"values": [data]}]
        self._do({"updateCells": {"range": sheet.grid_range(area), "rows": rows, "fields": fields}})
        if shows is not None:
            cell = self._spreadsheet.sheet(sheet.id).cell(area.top, area.left)
            shown = cell._replace(value=Formula(text, shows))
            self._spreadsheet.sheet(sheet.id).put(area.top, area.left, shown)

    def paste(self, place: str, rows: list[list[str]]) -> None:
        """Texts typed cell by cell from a corner on; blank ones clear."""
        sheet, area = self._spreadsheet.resolve(place)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                corner = Area(area.top + r, area.left + c, area.top + r + 1, area.left + c + 1)
                self.type(write_area(sheet.title, corner), text)

    def clear(self, place: str) -> None:
        sheet, area = self._spreadsheet.resolve(place)
        where = sheet.grid_range(area)
        self._do({"updateCells": {"range": where, "fields": "userEnteredValue"}})

    def note(self, place: str, text: str) -> None:
        sheet, area = self._spreadsheet.resolve(place)
        where = sheet.grid_range(area)
        self._do({"repeatCell": {"range": where, "cell": {"note": text}, "fields": "note"}})

    def sort(self, tab: str, header: str, *, descending: bool = False) -> None:
        """All rows below the header row."""
        sheet = self._tab(tab)
        spec = {
            "dimensionIndex": self._column(sheet, header),
            "sortOrder": "DESCENDING" if descending else "ASCENDING",
        }
        body = sheet.grid_range(sheet.whole._replace(top=1))
        self._do({"sortRange": {"range": body, "sortSpecs": [spec]}})

    def insert_rows(self, tab: str, before: int, number: int = 1) -> None:
        where = self._lines(tab, "ROWS", before - 1, number)
        self._do({"insertDimension": {"range": where, "inheritFromBefore": before > 2}})

    def delete_rows(self, tab: str, first: int, number: int = 1) -> None:
        self._do({"deleteDimension": {"range": self._lines(tab, "ROWS", first - 1, number)}})

    def copy_row(self, tab: str, row: int, to: int) -> None:
        sheet = self._tab(tab)
        source = sheet.grid_range(sheet.whole._replace(top=row - 1, bottom=row))
        target = sheet.grid_range(sheet.whole._replace(top=to - 1, bottom=to))
        self._do({"copyPaste": {"source": source, "destination": target}})

    def move_rows(self, tab: str, first: int, before: int, number: int = 1) -> None:
        source = self._lines(tab, "ROWS", first - 1, number)
        self._do({"moveDimension": {"source": source, "destinationIndex": before - 1}})

    def hide_rows(self, tab: str, first: int, number: int = 1) -> None:
        where = self._lines(tab, "ROWS", first - 1, number)
        change = {"range": where, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
        self._do({"updateDimensionProperties": change})

    def insert_column(self, tab: str, before: str) -> None:
        at = self._column(self._tab(tab), before)
        self._do({"insertDimension": {"range": self._lines(tab, "COLUMNS", at, 1)}})

    def delete_column(self, tab: str, header: str) -> None:
        at = self._column(self._tab(tab), header)
        self._do({"deleteDimension": {"range": self._lines(tab, "COLUMNS", at, 1)}})

    def move_column(self, tab: str, header: str, before: str) -> None:
        sheet = self._tab(tab)
        source = self._lines(tab, "COLUMNS", self._column(sheet, header), 1)
        to = self._column(sheet, before)
        self._do({"moveDimension": {"source": source, "destinationIndex": to}})

    def rename_header(self, tab: str, header: str, to: str) -> None:
        sheet = self._tab(tab)
        column = self._column(sheet, header)
        self.type(write_area(sheet.title, Area(0, column, 1, column + 1)), to)

    def rename_tab(self, tab: str, to: str) -> None:
        self._change_tab(tab, title=to)

    def move_tab(self, tab: str, index: int) -> None:
        self._change_tab(tab, index=index)

    def add_tab(self, tab: str) -> None:
        self._do({"addSheet": {"properties": {"title": tab}}})

    def delete_tab(self, tab: str) -> None:
        self._do({"deleteSheet": {"sheetId": self._tab(tab).id}})

    def duplicate_tab(self, tab: str, title: str) -> None:
        request = {"sourceSheetId": self._tab(tab).id, "newSheetName": title}
        self._do({"duplicateSheet": request})

    def filter(self, tab: str, header: str, hide: list[str]) -> None:
        """The filter everybody sees."""
        sheet = self._tab(tab)
        criteria = {"columnIndex": self._column(sheet, header)}
        spec = {**criteria, "filterCriteria": {"hiddenValues": hide}}
        wished = {"range": {"sheetId": sheet.id}, "filterSpecs": [spec]}
        self._do({"setBasicFilter": {"filter": wished}})

    def unfilter(self, tab: str) -> None:
        self._do({"clearBasicFilter": {"sheetId": self._tab(tab).id}})

    def add_filter_view(self, tab: str, title: str) -> None:
        view = {"title": title, "range": {"sheetId": self._tab(tab).id}}
        self._do({"addFilterView": {"filter": view}})

    def protect(self, place: str, *, warning_only: bool = False) -> None:
        """From everybody but this person and the owner."""
        sheet, area = self._spreadsheet.resolve(place)
        protected: Json = {"range": sheet.grid_range(area), "warningOnly": warning_only}
        self._do({"addProtectedRange": {"protectedRange": protected}})

    def merge(self, place: str) -> None:
        sheet, area = self._spreadsheet.resolve(place)
        self._do({"mergeCells": {"range": sheet.grid_range(area), "mergeType": "MERGE_ALL"}})

    def make_dropdown(self, place: str, words: list[str], *, strict: bool = True) -> None:
        sheet, area = self._spreadsheet.resolve(place)
        values = [{"userEnteredValue": word} for word in words]
        condition = {"type": "ONE_OF_LIST", "values": values}
        rule = {"condition": condition, "strict": strict, "showCustomUi": True}
        self._do({"setDataValidation": {"range": sheet.grid_range(area), "rule": rule}})

    def make_table(self, place: str, name: str) -> None:
        sheet, area = self._spreadsheet.resolve(place)
        self._do({"addTable": {"table": {"name": name, "range": sheet.grid_range(area)}}})

    def sees(self, tab: str) -> list[list[str]]:
        """What the tab shows, row by row, without what is empty at the end of a row."""
        sheet = self._tab(tab)
        renderer = Renderer(self._spreadsheet, self._now(), FORMATTED)
        rows = []
        for index, row in enumerate(sheet.rows):
            filled = [c for c, cell in row.cells.items() if cell.value is not None]
            rows.append(
                [
                    renderer.formatted(sheet, index, column, sheet.cell(index, column))
                    for column in range(max(filled, default=-1) + 1)
                ]
            )
        while rows and not rows[-1]:
            rows.pop()
        return rows

    @property
    def _spreadsheet(self) -> Spreadsheet:
        return self.file.spreadsheet

    def _now(self) -> Any:
        zone = ZoneInfo(self._spreadsheet.time_zone)
        return self.world.clock().astimezone(zone).replace(tzinfo=None)

    def _do(self, *requests: Json) -> None:
        with self.world.lock:
            draft = self._spreadsheet.copy()
            edit = Edit(draft, self.file, self.address, self._now())
            for index, request in enumerate(requests):
                apply_request(edit, index, request)
            self.file.spreadsheet = draft
            self.file.modified = self.world.clock()

    def _tab(self, title: str) -> Sheet:
        sheet = self._spreadsheet.sheet_titled(title)
        assert sheet, f"no tab called {title}"
        return sheet

    def _column(self, sheet: Sheet, header: str) -> int:
        found = [c for c, cell in sheet.rows[0].cells.items() if cell.value == header]
        assert found, f"no column called {header} on {sheet.title}"
        return min(found)

    def _lines(self, tab: str, dimension: str, start: int, number: int) -> Json:
        return {
            "sheetId": self._tab(tab).id,
            "dimension": dimension,
            "startIndex": start,
            "endIndex": start + number,
        }

    def _change_tab(self, tab: str, **changes: Any) -> None:
        properties = {"sheetId": self._tab(tab).id, **changes}
        request = {"properties": properties, "fields": ",".join(changes)}
        self._do({"updateSheetProperties": request})
