"""The cells of an area as GridData: rows up to the last filled one, cells likewise."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.google.a1 import Area
from tests.google.cells import FormulaError, write_value
from tests.google.defaults import DEFAULT_FORMAT
from tests.google.errors import Json
from tests.google.fields_mask import Mask, selects
from tests.google.formula_syntax import Call, Parser, SyntaxWrong, Text
from tests.google.locales import locale_named
from tests.google.once import Once
from tests.google.outgoing import as_sent
from tests.google.rendering import Renderer
from tests.google.spreadsheet import EMPTY, Cell, Formula, Line, Sheet, Spreadsheet

ROW_PIXELS, COLUMN_PIXELS = 21, 100


def grid_data(of: Spreadsheet, sheet: Sheet, area: Area, renderer: Renderer, mask: Mask) -> Json:
    data: Json = {}
    if area.top:
        data["startRow"] = area.top
    if area.left:
        data["startColumn"] = area.left
    if selects(mask, "rowData"):
        rows = _rows(of, sheet, area, renderer, mask)
        if rows:
            data["rowData"] = rows
    if selects(mask, "rowMetadata"):
        lines = [sheet.rows[r].line for r in area.rows]
        data["rowMetadata"] = _lines(of, sheet, "ROWS", area.top, lines, ROW_PIXELS)
    if selects(mask, "columnMetadata"):
        lines = sheet.columns[area.left : area.right]
        data["columnMetadata"] = _lines(of, sheet, "COLUMNS", area.left, lines, COLUMN_PIXELS)
    return data


def _rows(of: Spreadsheet, sheet: Sheet, area: Area, renderer: Renderer, mask: Mask) -> list[Json]:
    say = _Teller(of, sheet, renderer, _wanted(mask))
    known: dict[tuple[int, ...], Json] = {}
    rows: list[Json] = []
    for row in area.rows:
        cells = sheet.rows[row].cells
        if not cells:
            rows.append({})
            continue
        last = max((c for c in cells if area.left <= c < area.right), default=area.left - 1)
        shown = [
            say(row, column, cells.get(column, EMPTY)) for column in range(area.left, last + 1)
        ]
        # Rows that say the same by the same objects are one object again.
        rows.append(known.setdefault(tuple(map(id, shown)), {"values": shown}) if shown else {})
    while rows and not rows[-1]:
        rows.pop()
    return rows


Field = Callable[[Spreadsheet, Cell, object], object]

EVALUATED = {"effectiveValue", "formattedValue"}

BESIDE_VALUES = {"userEnteredFormat", "note", "dataValidation", "textFormatRuns", "chipRuns"}


class _Teller:
    """What is wanted of a tab's cells. Cells of which the same is said share one message."""

    def __init__(
        self, of: Spreadsheet, sheet: Sheet, renderer: Renderer, wanted: Mapping[str, Field]
    ) -> None:
        self._of, self._sheet, self._renderer, self._wanted = of, sheet, renderer, wanted
        asks_values = wanted.get("userEnteredValue", _formula) is not _formula
        self._same = not asks_values and wanted.keys() <= {*BESIDE_VALUES, "userEnteredValue"}
        self._of_blank = Once(lambda cell: self._message(cell, None))
        self._of_values: dict[tuple[object, ...], Json] = {}

    def __call__(self, row: int, column: int, cell: Cell) -> Json:
        if cell.value is None:
            blank: Json = self._of_blank(cell)
            return blank
        if not self._same or isinstance(cell.value, Formula):
            return self._worked_out(row, column, cell)
        look = id(cell.format), cell.note, id(cell.validation), id(cell.rich)
        if look not in self._of_values:
            self._of_values[look] = self._message(cell, None)
        return self._of_values[look]

    def _worked_out(self, row: int, column: int, cell: Cell) -> Json:
        evaluated = EVALUATED.intersection(self._wanted)
        value = self._renderer.calculator.value(self._sheet, row, column) if evaluated else None
        message = self._message(cell, value)
        if "formattedValue" in self._wanted and value is not None:
            shown = self._renderer.formatted(self._sheet, row, column, cell)
            message["formattedValue"] = shown
        return message

    def _message(self, cell: Cell, value: object) -> Json:
        said = {name: field(self._of, cell, value) for name, field in self._wanted.items()}
        return {name: found for name, found in said.items() if found not in (None, "")}


def _wanted(mask: Mask) -> dict[str, Field]:
    """What is asked of cells. Where only formulas are, values need not be put into words first."""
    wanted = {n: field for n, field in CELL_FIELDS.items() if selects(mask, "rowData", "values", n)}
    cells = mask.get("rowData", {}).get("values", {})
    if cells.get("userEnteredValue", {}).keys() == {"formulaValue"}:
        wanted["userEnteredValue"] = _formula
    return wanted


def _formula(of: Spreadsheet, cell: Cell, value: object) -> object:
    if cell.value is None:
        return None
    return write_value(cell.value) if isinstance(cell.value, Formula) else {}


def _effective_value(of: Spreadsheet, cell: Cell, value: object) -> object:
    return None if value is None else write_value(value)


def _effective_format(of: Spreadsheet, cell: Cell, value: object) -> object:
    mine = cell.format or {}
    text = {**DEFAULT_FORMAT["textFormat"], **mine.get("textFormat", {})}
    aligned: Json = {"horizontalAlignment": "LEFT" if isinstance(value, str) else "RIGHT"}
    return {**DEFAULT_FORMAT, **aligned, **mine, "textFormat": text}


def _hyperlink(of: Spreadsheet, cell: Cell, value: object) -> object:
    if isinstance(value, FormulaError) or not isinstance(cell.value, Formula):
        return ((cell.format or {}).get("textFormat", {}).get("link") or {}).get("uri")
    try:
        node = Parser(cell.value.text[1:], locale_named(of.locale)).parse()
    except SyntaxWrong:
        return None
    is_link = isinstance(node, Call) and node.name == "HYPERLINK"
    first = node.arguments[0] if isinstance(node, Call) and is_link else None
    return first.text if isinstance(first, Text) else None


CELL_FIELDS: dict[str, Field] = {
    "userEnteredValue": lambda of, cell, value: (
        None if cell.value is None else write_value(cell.value)
    ),
    "effectiveValue": _effective_value,
    "formattedValue": lambda of, cell, value: None,
    "userEnteredFormat": lambda of, cell, value: cell.format,
    "effectiveFormat": _effective_format,
    "hyperlink": _hyperlink,
    "note": lambda of, cell, value: cell.note,
    "textFormatRuns": lambda of, cell, value: (cell.rich or {}).get("textFormatRuns"),
    "chipRuns": lambda of, cell, value: (cell.rich or {}).get("chipRuns"),
    "dataValidation": lambda of, cell, value: as_sent(cell.validation),
}


def _lines(
    of: Spreadsheet, sheet: Sheet, dimension: str, first: int, lines: list[Line], pixels: int
) -> list[Json]:
    noted = _metadata_by_index(of, sheet, dimension)
    shown = []
    for offset, line in enumerate(lines):
        message: Json = {"pixelSize": pixels if line.pixels is None else line.pixels}
        if line.hidden:
            message["hiddenByUser"] = True
        if line.filtered_out:
            message["hiddenByFilter"] = True
        if entries := noted.get(first + offset):
            message["developerMetadata"] = as_sent(entries)
        shown.append(message)
    return shown


def _metadata_by_index(of: Spreadsheet, sheet: Sheet, dimension: str) -> dict[int, list[Json]]:
    noted: dict[int, list[Json]] = {}
    for entry in of.metadata:
        place = entry["location"].get("dimensionRange", {})
        if place.get("sheetId") == sheet.id and place.get("dimension") == dimension:
            noted.setdefault(place["startIndex"], []).append(entry)
    return noted
