"""Values of report tabs, cleaned for writing, and digests that say whether people typed there.

A digest must be the same for a tab just laid out and for the same tab read back, also after
Excel or LibreOffice saved it; so values are compared in a normal form, and rows as a set: a
person who sorts a report has typed nothing.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sheetsync.tabs.grid import FIRST_COLUMN, Placed
from sheetsync.tabs.report import RowLink, TabCell, WebLink

DIGITS = 6
FIRST_DAY = (1904, 1, 1)
"""The first day of the later of the two calendars workbooks may use."""
LONGEST_TEXT = 32_767
LONGEST_LINK = 120
"""A longer Lead ID is shown as text: text in a formula ends at 255 characters, and quotes and
wildcards in it are written double."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FORMULA = "="
_LINK = RowLink(_FORMULA)


def clean(value: TabCell) -> TabCell:
    """A value as a spreadsheet can hold it: None for what is no value at all."""
    if isinstance(value, str):
        return clean_text(value) or None
    if isinstance(value, RowLink):
        lead_id = clean_text(value.lead_id)
        return RowLink(lead_id) if 0 < len(lead_id) <= LONGEST_LINK else lead_id or None
    if isinstance(value, WebLink):
        return WebLink(clean_text(value.text), value.url) if value.text else None
    if value is None or value != value:
        return None
    if isinstance(value, date):
        return _clean_day(value)
    return _clean_number(value)


def _clean_day(value: date) -> date | str:
    """A day or moment without what cells do not keep; text where no calendar of theirs has it."""
    if (value.year, value.month, value.day) < FIRST_DAY:
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, datetime):
        return value.replace(microsecond=0, tzinfo=None, fold=0)
    return value


def clean_text(text: str) -> str:
    """Text without what XML cannot hold, its line ends normal, at most as long as a cell."""
    if not text.isprintable():
        text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip()[:LONGEST_TEXT]


def _clean_number(value: int | float) -> int | float | str | None:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    number = round(float(value), DIGITS) + 0.0
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def digest_of_placed(placed: Placed) -> str:
    """The digest of what a laid-out tab holds."""
    height, width = placed.size
    columns: list[list[Any]] = [[None] * height for _ in range(width)]
    for cell in placed.apart:
        columns[cell.column - 1][cell.row - 1] = cell.value
    for body in placed.bodies:
        rows = slice(body.first_row - 1, body.first_row - 1 + len(body.emphasis))
        for column, values in zip(columns[FIRST_COLUMN - 1 :], body.columns, strict=False):
            column[rows] = values
    return _digest(columns)


def digest_of_found(
    columns: Iterable[Iterable[Any]], formulas: Iterable[Iterable[Any] | None]
) -> str:
    """The digest of a tab as read: for each column its values, item 0 being row 1.

    ``formulas`` says for each column which cells hold one (None: none does): of those only the
    place counts, not what they show.
    """
    return _digest(
        column if mask is None else _without_results(column, mask)
        for column, mask in zip(columns, formulas, strict=True)
    )


def _without_results(column: Iterable[Any], mask: Iterable[Any]) -> list[Any]:
    return [_LINK if computed else v for v, computed in zip(column, mask, strict=True)]


def _digest(columns: Iterable[Iterable[Any]]) -> str:
    marked = [_marked(column, number) for number, column in enumerate(columns, 1)]
    lines = ("\t".join(filter(None, row)) for row in zip(*marked, strict=True))
    return short_hash("\n".join(sorted(filter(None, lines))))


def _marked(column: Iterable[Any], number: int) -> list[str]:
    """Each value in its normal form behind the number of its column; "" where there is none."""
    values = list(column)
    # Equal texts are the same value, unlike 1 and True; most of a report are texts, many alike.
    texts = {each: _mark(each, number) for each in {v for v in values if type(v) is str}}
    return [texts[v] if type(v) is str else _mark(v, number) for v in values]


def _mark(value: Any, number: int) -> str:
    text = _normal(value)
    return f"{number} {text!r}" if text else ""


def _normal(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, WebLink):
        value = value.text
    if isinstance(value, str):
        return clean_text(value.replace("_x005F_", "_"))
    if isinstance(value, RowLink):
        return _FORMULA
    if isinstance(value, datetime):
        return f"{_whole_seconds(value):%Y-%m-%dT%H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}T00:00:00"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{round(float(value), DIGITS) + 0.0:.{DIGITS}f}"
    return str(value)


def _whole_seconds(moment: datetime) -> datetime:
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0, tzinfo=None)


def short_hash(text: str) -> str:
    """Sixteen hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
