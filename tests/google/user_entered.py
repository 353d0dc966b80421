"""What typing into a cell makes of a text: a number, a date, a truth, a formula, or the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from tests.google.cells import checked
from tests.google.errors import Json
from tests.google.locales import Locale
from tests.google.moments import to_serial
from tests.google.spreadsheet import Formula, Value


class Entered(NamedTuple):
    """The value, and the number format typing it gives a cell that has none."""

    value: Value
    number_format: Json | None = None


_ISO = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})")
_NUMERIC_DATE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{2,4})")
_WORDY_DATE = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -,]+(\d{4})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))? ?([AaPp][Mm])?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_typed(typed: Any, locale: Locale) -> Entered:
    """As if a person had typed it. Numbers and truths sent as such are taken as they are."""
    if not isinstance(typed, str):
        return Entered(checked(typed))
    if typed.startswith("'"):
        return Entered(checked(typed[1:]))
    if typed.startswith("=") and len(typed) > 1:
        return Entered(Formula(typed))
    text = typed.strip()
    for read in READERS:
        entered = read(text, locale)
        if entered is not None:
            return entered
    return Entered(checked(typed))


def _truth(text: str, locale: Locale) -> Entered | None:
    word = text.upper()
    return Entered(word == "TRUE") if word in ("TRUE", "FALSE") else None


def _number(text: str, locale: Locale) -> Entered | None:
    thousands = re.escape(locale.thousands)
    plain = rf"(?:\d+|\d{{1,3}}(?:{thousands}\d{{2,3}})+)?(?:{re.escape(locale.decimal)}\d*)?"
    money = re.escape(locale.currency)
    pattern = rf"([-+]?)({money})? ?({plain})(?:[eE]([-+]?\d+))? ?(%| ?{money})?"
    match = re.fullmatch(pattern, text)
    if not match or not re.search(r"\d", match[3]):
        return None
    digits = match[3].replace(locale.thousands, "").replace(locale.decimal, ".")
    number = float(digits) * (10.0 ** int(match[4]) if match[4] and abs(int(match[4])) < 308 else 1)
    if match[4] and abs(int(match[4])) >= 308:
        return None
    number = -number if match[1] == "-" else number
    return _formatted(number, digits, match, is_grouped=locale.thousands in match[3])


def _formatted(number: float, digits: str, match: re.Match[str], *, is_grouped: bool) -> Entered:
    decimals = "0.00" if "." in digits else "0"
    if match[5] == "%":
        return Entered(number / 100, _format("PERCENT", f"{decimals}%"))
    if match[2] or match[5]:
        sign = (match[2] or match[5]).strip()
        return Entered(number, _format("CURRENCY", f'"{sign}"#,##{decimals}'))
    if match[4]:
        return Entered(number, _format("SCIENTIFIC", "0.00E+00"))
    if is_grouped:
        return Entered(number, _format("NUMBER", f"#,##{decimals}"))
    return Entered(number)


def _moment(text: str, locale: Locale) -> Entered | None:
    day_text, _, time_text = text.partition(" ")
    time = _time_of_day(time_text) if time_text else None
    if time_text and time is not None:
        day = _day(day_text, locale)
        if day is None:
            return None
        pattern = f"{day[1]} {time[1]}"
        return Entered(to_serial(day[0]) + time[0], _format("DATE_TIME", pattern))
    day = _day(text, locale)
    return Entered(to_serial(day[0]), _format("DATE", day[1])) if day else None


def _time_alone(text: str, locale: Locale) -> Entered | None:
    time = _time_of_day(text)
    return Entered(time[0], _format("TIME", time[1])) if time else None


def _day(text: str, locale: Locale) -> tuple[datetime, str] | None:
    if match := _ISO.fullmatch(text):
        sign = match[2]
        return _dated(match[1], match[3], match[4], f"yyyy{sign}mm{sign}dd")
    if match := _WORDY_DATE.fullmatch(text):
        word = match[2].lower()[:3]
        month = str(_MONTHS.index(word) + 1) if word in _MONTHS else "0"
        return _dated(match[3], month, match[1], "d mmm yyyy")
    if match := _NUMERIC_DATE.fullmatch(text):
        day, month = (match[1], match[3]) if locale.date_order == "dmy" else (match[3], match[1])
        year = match[4] if len(match[4]) == 4 else f"20{match[4]}"
        return _dated(year, month, day, locale.date_pattern)
    return None


def _dated(year: str, month: str, day: str, pattern: str) -> tuple[datetime, str] | None:
    try:
        return datetime(int(year), int(month), int(day)), pattern
    except ValueError:
        return None


def _time_of_day(text: str) -> tuple[float, str] | None:
    match = _TIME.fullmatch(text)
    if not match:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        hour = hour % 12 + (12 if match[4].lower() == "pm" else 0)
    pattern = "h:mm" + (":ss" if match[3] else "") + (" am/pm" if match[4] else "")
    if hour > 23 or minute > 59 or second > 59:
        return None
    return (hour * 3600 + minute * 60 + second) / 86_400, pattern


def _format(kind: str, pattern: str) -> Json:
    return {"type": kind, "pattern": pattern}


READERS: tuple[Callable[[str, Locale], Entered | None], ...] = (
    _truth,
    _number,
    _moment,
    _time_alone,
)
