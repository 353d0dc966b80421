"""Dropdowns and their like: whether a value may stand in a cell that rejects what does not fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.google.a1 import column_letters
from tests.google.calculation import Calculator
from tests.google.errors import Json, invalid
from tests.google.spreadsheet import Cell, Formula, Sheet


def check_value(sheet: Sheet, row: int, column: int, cell: Cell, calculator: Calculator) -> None:
    rule = cell.validation
    if not rule or not rule.get("strict") or cell.value is None or isinstance(cell.value, Formula):
        return
    fits = FITS.get(rule["condition"]["type"])
    if fits is not None and not fits(cell.value, wanted(rule, sheet, calculator)):
        raise invalid(
            f"The data you entered in cell {column_letters(column)}{row + 1} violates the data "
            "validation rules set on this cell."
        )


def wanted(rule: Json, sheet: Sheet, calculator: Calculator) -> list[Any]:
    """What the rule's condition compares with."""
    texts = [v.get("userEnteredValue", "") for v in rule["condition"].get("values", [])]
    if rule["condition"]["type"] != "ONE_OF_RANGE":
        return texts
    found = calculator.range_values(sheet, texts[0])
    return [value for value in found if value is not None]


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _number(value: Any, limits: list[Any]) -> list[float] | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return [float(value), *(float(limit) for limit in limits)]
    except ValueError:
        return None


def _compared(holds: Callable[[list[float]], bool]) -> Callable[[Any, list[Any]], bool]:
    def fits(value: Any, limits: list[Any]) -> bool:
        numbers = _number(value, limits)
        return numbers is not None and holds(numbers)

    return fits


FITS: dict[str, Callable[[Any, list[Any]], bool]] = {
    "ONE_OF_LIST": lambda value, listed: _as_text(value) in listed,
    "ONE_OF_RANGE": lambda value, listed: _as_text(value) in [_as_text(v) for v in listed],
    "BOOLEAN": lambda value, listed: isinstance(value, bool) or _as_text(value) in listed,
    "DATE_IS_VALID": lambda value, _: _number(value, []) is not None,
    "NUMBER_GREATER": _compared(lambda n: n[0] > n[1]),
    "NUMBER_GREATER_THAN_EQ": _compared(lambda n: n[0] >= n[1]),
    "NUMBER_LESS": _compared(lambda n: n[0] < n[1]),
    "NUMBER_LESS_THAN_EQ": _compared(lambda n: n[0] <= n[1]),
    "NUMBER_EQ": _compared(lambda n: n[0] == n[1]),
    "NUMBER_BETWEEN": _compared(lambda n: n[1] <= n[0] <= n[2]),
}
