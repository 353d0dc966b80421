"""Values of report tabs, cleaned for writing, and digests that say whether people typed there.

A digest must be the same for a tab just laid out and for the same tab read back, also after
Excel or LibreOffice saved it; so values are compared in a normal form, and rows as a set: a
person who sorts a report has typed nothing.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sheetsync.tabs.grid import PlacedCell
from sheetsync.tabs.report import RowLink, TabCell, WebLink

DIGITS = 6
LONGEST_TEXT = 32_767
LONGEST_LINK = 120
"""A longer Lead ID is shown as text: text in a formula ends at 255 characters, and quotes and
wildcards in it are written double."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FORMULA = "="


def clean(value: TabCell) -> TabCell:
    """A value as a spreadsheet can hold it: None for what is no value at all."""
    if isinstance(value, RowLink):
        lead_id = clean_text(value.lead_id)
        return RowLink(lead_id) if 0 < len(lead_id) <= LONGEST_LINK else lead_id or None
    if isinstance(value, WebLink):
        return WebLink(clean_text(value.text), value.url) if value.text else None
    if isinstance(value, str):
        return clean_text(value) or None
    if value is None or value != value:
        return None
    if isinstance(value, datetime):
        return value.replace(microsecond=0, tzinfo=None, fold=0)
    return value if isinstance(value, date) else _clean_number(value)


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


def digest_of_cells(cells: Iterable[PlacedCell]) -> str:
    """The digest of what a laid-out tab holds."""
    rows: dict[int, dict[int, Any]] = {}
    for cell in cells:
        rows.setdefault(cell.row, {})[cell.column] = cell.value
    return _digest(rows)


def digest_of_found(
    values: Sequence[Sequence[Any]], formula_cells: Collection[tuple[int, int]]
) -> str:
    """The digest of a tab as python-calamine reads it (``skip_empty_area=False``).

    ``formula_cells`` are (row, column) from 1: of those only the place counts, not what they show.
    """
    rows: dict[int, dict[int, Any]] = {
        row: {column: value for column, value in enumerate(cells, 1) if value not in ("", None)}
        for row, cells in enumerate(values, 1)
    }
    for row, column in formula_cells:
        rows.setdefault(row, {})[column] = RowLink(_FORMULA)
    return _digest(rows)


def _digest(rows: Mapping[int, Mapping[int, Any]]) -> str:
    lines = sorted(line for line in map(_line, rows.values()) if line)
    return short_hash("\n".join(lines))


def _line(cells: Mapping[int, Any]) -> str:
    parts = ((column, _normal(value)) for column, value in sorted(cells.items()))
    return "\t".join(f"{column} {text!r}" for column, text in parts if text)


def _normal(value: Any) -> str:
    if isinstance(value, RowLink):
        return _FORMULA
    if isinstance(value, WebLink):
        value = value.text
    if isinstance(value, str):
        return clean_text(value.replace("_x005F_", "_"))
    if isinstance(value, datetime):
        return f"{_whole_seconds(value):%Y-%m-%dT%H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}T00:00:00"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{round(float(value), DIGITS) + 0.0:.{DIGITS}f}"
    return "" if value is None else str(value)


def _whole_seconds(moment: datetime) -> datetime:
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0, tzinfo=None)


def short_hash(text: str) -> str:
    """Sixteen hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
