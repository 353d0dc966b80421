"""The contents of cells as each render option sends them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.google.calculation import Calculator
from tests.google.cells import FormulaError, as_number
from tests.google.errors import Json
from tests.google.formats import is_moment, show
from tests.google.locales import locale_named
from tests.google.spreadsheet import Cell, Formula, Sheet, Spreadsheet

FORMATTED, UNFORMATTED, FORMULA = "FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"


class Renderer:
    """One spreadsheet's cells for one reply."""

    def __init__(
        self,
        spreadsheet: Spreadsheet,
        now: datetime,
        option: str = FORMATTED,
        moments: str = "SERIAL_NUMBER",
    ) -> None:
        self.calculator = Calculator(spreadsheet, now)
        self._locale = locale_named(spreadsheet.locale)
        self._option = option
        self._moments_as_text = moments == "FORMATTED_STRING"

    def render(self, sheet: Sheet, row: int, column: int, cell: Cell) -> Any:
        if self._option == FORMULA and isinstance(cell.value, Formula):
            return cell.value.text
        value = self.calculator.value(sheet, row, column)
        return self._rendered(value, cell)

    def formatted(self, sheet: Sheet, row: int, column: int, cell: Cell) -> str:
        value = self.calculator.value(sheet, row, column)
        return "" if value is None else show(value, number_format(cell), self._locale)

    def _rendered(self, value: Any, cell: Cell) -> Any:
        if value is None:
            return ""
        as_text = self._moments_as_text and is_moment(number_format(cell))
        if self._option == FORMATTED or (as_text and not isinstance(value, bool)):
            return show(value, number_format(cell), self._locale)
        if isinstance(value, FormulaError):
            return str(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return as_number(value)
        return value


def number_format(cell: Cell) -> Json | None:
    return (cell.format or {}).get("numberFormat")
