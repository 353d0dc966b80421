"""What stands inside a cell's element for a value, and the attribute that gives its type."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from sheetsync.lead_tab import CellError

LONGEST_TEXT = 32_767
"""Characters a cell can hold, counted as UTF-16 does."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NEEDS_CARE = re.compile("[&<>\r_\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - cells hold wall-clock times
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_SKIPPED_DAY = datetime(1900, 3, 1)  # noqa: DTZ001 - Excel counts a 29 February 1900 before it

Encoded = tuple[bytes, bytes]
"""The type attribute (with a blank before it) and what the cell holds."""

EMPTY: Encoded = (b"", b"")


class UnwritableError(ValueError):
    """A value no cell can hold."""


def plain_text(text: str) -> str:
    """The text as a cell can hold it: no control characters, one kind of line end, not too long."""
    text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) * 2 > LONGEST_TEXT and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        return text.encode("utf-16-le")[: LONGEST_TEXT * 2].decode("utf-16-le", "ignore")
    return text


def escaped_text(text: str) -> str:
    """Text for an element; what merely looks like an escape (``_x000D_``) stays itself."""
    if len(text) <= LONGEST_TEXT // 2 and not _NEEDS_CARE.search(text):
        return text
    text = _LOOKS_ESCAPED.sub("_x005F_", plain_text(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def serial(moment: datetime, date1904: bool) -> float:
    """The day number Excel keeps for a wall-clock time."""
    if moment.tzinfo is not None:
        raise UnwritableError("a time with a zone")
    epoch = _EPOCH_1904 if date1904 else _EPOCH
    if moment < (epoch if date1904 else _SKIPPED_DAY):
        raise UnwritableError(f"{moment:%Y-%m-%d}, a day before Excel's calendar")
    since = moment - epoch
    return since.days + (since.seconds + since.microseconds / 1e6) / 86_400


class CellWriter:
    """Turns values into the inside of cells, for one sheet; equal texts are escaped once."""

    def __init__(self, prefix: str, date1904: bool) -> None:
        self._prefix = prefix
        self._date1904 = date1904
        self._texts: dict[str, Encoded] = {}

    def __call__(self, value: Any) -> Encoded:
        """Encode a value; None and "" empty a cell. Raises `UnwritableError`."""
        if type(value) is str:
            known = self._texts.get(value)
            if known is None:
                known = self._texts[value] = self._text(value)
            return known
        if value is None or value != value:  # NaN and NaT are no value
            return EMPTY
        for kind, encode in self._BY_TYPE:
            if isinstance(value, kind):
                return encode(self, value)
        if isinstance(value, np.datetime64):
            return self(value.astype("datetime64[us]").item())
        if isinstance(value, np.generic):
            return self(value.item())
        raise UnwritableError(f"a {type(value).__name__}")

    def _text(self, value: str) -> Encoded:
        text = escaped_text(value)
        if not text:
            return EMPTY
        p = self._prefix
        kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        return b' t="inlineStr"', f"<{p}is><{p}t{kept}>{text}</{p}t></{p}is>".encode()

    def _number(self, value: float) -> Encoded:
        if not math.isfinite(value):
            raise UnwritableError("a number without end")
        short = str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
        return b"", self._value(short)

    def _value(self, text: str) -> bytes:
        return f"<{self._prefix}v>{text}</{self._prefix}v>".encode()

    def _flag(self, value: bool) -> Encoded:
        return b' t="b"', self._value("1" if value else "0")

    def _error(self, value: CellError) -> Encoded:
        return b' t="e"', self._value(escaped_text(value.code))

    def _moment(self, value: datetime) -> Encoded:
        return self._number(serial(value, self._date1904))

    def _day(self, value: date) -> Encoded:
        return self._moment(datetime(value.year, value.month, value.day))  # noqa: DTZ001

    def _time(self, value: time) -> Encoded:
        whole = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        return self._span(whole + timedelta(microseconds=value.microsecond))

    def _span(self, value: timedelta) -> Encoded:
        return self._number(value / timedelta(days=1))

    _BY_TYPE: tuple[tuple[type, Callable[[CellWriter, Any], Encoded]], ...] = (
        (str, lambda self, value: self(str(value))),
        (bool, _flag),
        (int, _number),
        (float, _number),
        (datetime, _moment),
        (date, _day),
        (time, _time),
        (timedelta, _span),
        (CellError, _error),
    )
    """In this order: a bool is an int, a datetime a date."""
