"""Single values as Google sends them, in the form a snapshot holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from sheetsync.lead_tab import BoolArray, CellError, CellValue, ObjectArray
from sheetsync.stores.google.message import Json

FIRST_DAY = datetime.fromisoformat("1899-12-30")
_SECONDS = 86_400
_LAST_SERIAL = 2_958_466
"""The day after 31 Dec 9999."""
_LONGEST_SPAN = 1_000
"""A number of days shown as a time of day is a span up to here, and a moment beyond."""
_EXACT = 10**15

ERRORS: Mapping[str, str] = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}
"""What a cell shows for each kind of error; values are sent that way."""
_CODES = frozenset(ERRORS.values()) - {"Loading..."}


def plain_value(cell: Json) -> Any:
    """What ``values`` would send for a cell of a spreadsheet's message; "" for nothing."""
    for kind, value in (cell.get("effectiveValue") or {}).items():
        return ERRORS.get(value.get("type", ""), "#ERROR!") if kind == "errorValue" else value
    return ""


def settled(
    values: ObjectArray, formulas: BoolArray | None, formats: Mapping[str, Sequence[int]]
) -> ObjectArray:
    """A column as a snapshot has it. ``formats`` says which rows, from 0, show days or times."""
    cells = values.copy()
    blank = np.asarray(cells == np.array("", dtype=object), dtype=bool)
    cells[blank if formulas is None else blank & ~formulas] = None
    _settle_errors(cells)
    _settle_whole(cells)
    for kind, rows in formats.items():
        for row in rows:
            if row < len(cells) and type(cells[row]) in (int, float):
                cells[row] = of_serial(cells[row], kind)
    return cells


def _settle_errors(cells: ObjectArray) -> None:
    for at, cell in enumerate(cells):
        if type(cell) is str and cell[:1] == "#" and cell in _CODES:
            cells[at] = CellError(cell)


def _settle_whole(cells: ObjectArray) -> None:
    """Whole numbers are such, however they were sent."""
    for at, cell in enumerate(cells):
        if type(cell) is float and cell.is_integer() and abs(cell) < _EXACT:
            cells[at] = int(cell)


def of_serial(number: float, kind: str) -> CellValue:
    """The day, moment, time of day or span a number is shown as (``DATE``, ``DATE_TIME`` or
    ``TIME``); the number itself where it is none."""
    if not -_LONGEST_SPAN < number < _LAST_SERIAL or (kind != "TIME" and number < 0):
        return number
    span = timedelta(seconds=round(number * _SECONDS))
    if kind == "TIME" and number < _LONGEST_SPAN:
        return (FIRST_DAY + span).time() if 0 <= number < 1 else span
    moment = FIRST_DAY + span
    return moment if moment.time() != time() else moment.date()


def serial_of(day: date) -> float:
    """A day or a moment as Google keeps it."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    past = moment.replace(tzinfo=None) - FIRST_DAY
    serial = past.days + past.seconds / _SECONDS
    return int(serial) if serial.is_integer() else serial


def same(found: Iterable[Any], expected: Iterable[Any]) -> BoolArray:
    """Which plain values are equal; truth and number are two things."""
    pairs = zip(found, expected, strict=True)
    return np.array([a == b and isinstance(a, bool) == isinstance(b, bool) for a, b in pairs], bool)
