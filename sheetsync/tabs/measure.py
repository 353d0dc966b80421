"""How much room texts and numbers take: column widths in characters, row heights in points."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache

from sheetsync.tabs.report import Column, Kind, RowLink, TabCell, Table, WebLink

NARROWEST = 9.0
WIDEST = 60.0
TEXT_GROWS_TO = 34.0
FILTER_BUTTON = 2.0
LINE_POINTS = 14.5
PADDING = 2.5
"""Characters of a column that its texts cannot use: the indent and the cell's own margins."""
ROW_PADDING = 8.0
MOST_LINES = 12

_LEAST: dict[Kind, float] = {"date": 17.5, "datetime": 17.5, "percent": 9.0}
_WIDEST_CHARACTER = 2.0


class _Widths(dict[str, float]):
    """The width of each character; of those not listed when it is first asked for."""

    def __missing__(self, character: str) -> float:
        if unicodedata.combining(character):
            width = 0.0
        elif unicodedata.east_asian_width(character) in "WF":
            width = _WIDEST_CHARACTER
        else:
            width = 1.1 if character.isupper() else 1.0
        self[character] = width
        return width


_WIDTHS = _Widths(
    (character, width)
    for characters, width in (
        (" '", 0.45), (",.:;Iijl·’", 0.5), ("!()-J[]`f{}", 0.6), ("rt", 0.7), ('"/L\\csz', 0.8),
        ("?FSZagkvxy|", 0.9), ("ABCRV", 1.1), ("DGH", 1.2), ("&NOQU", 1.3), ("%w…", 1.4),
        ("mM", 1.65), ("@W—", 1.8),
    )
    for character in characters
)  # fmt: skip
"""Widths in Calibri (and its metric twin Carlito), in digits; others are about one digit wide."""
_BLANK = _WIDTHS[" "]


@lru_cache(maxsize=65536)
def text_width(text: str) -> float:
    """The width of one line of text, in the characters column widths are counted in."""
    return sum(map(_WIDTHS.__getitem__, text))


def fits(text: str, width: float) -> bool:
    """Whether a text is no wider than this; most are so short that nobody need measure them."""
    return len(text) * _WIDEST_CHARACTER <= width or text_width(text) <= width


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes when wrapped to a width."""
    room = max(width - PADDING, 4.0)
    return sum(_wrapped_lines(paragraph, room) for paragraph in text.split("\n"))


def _wrapped_lines(paragraph: str, width: float) -> int:
    if fits(paragraph, width):
        return 1
    lines, used = 1, 0.0
    for room in map(text_width, paragraph.split()):
        if used and used + room > width:
            lines, used = lines + 1, 0.0
        if room > width:
            lines += int((room - 0.01) // width)
        used += room + _BLANK
    return lines


def shown_kinds(values: Sequence[TabCell], kind: Kind, width: float) -> tuple[Kind, ...]:
    """How the values of a column of this kind are shown: text that does not fit is wrapped,
    whatever the column is for, and a moment has its time, a day none."""
    room = width - PADDING + 1
    if kind == "wrapped":
        return (kind,) * len(values)
    if kind in ("date", "datetime"):
        return tuple(_dated(value, kind, room) for value in values)
    return tuple(
        "wrapped" if isinstance(value, str) and not fits(value, room) else kind for value in values
    )


def _dated(value: TabCell, kind: Kind, room: float) -> Kind:
    if isinstance(value, date):
        return "datetime" if isinstance(value, datetime) else "date"
    return "wrapped" if isinstance(value, str) and not fits(value, room) else kind


def wrapped_lines(values: Sequence[TabCell], kinds: Sequence[Kind], width: float) -> list[int]:
    """How many lines each value takes; 0 where it is not wrapped."""
    texts = [
        shown(value, kind) if kind == "wrapped" else ""
        for value, kind in zip(values, kinds, strict=True)
    ]
    lines = {text: lines_of(text, width) for text in set(texts)}
    return [
        lines[text] if kind == "wrapped" else 0 for text, kind in zip(texts, kinds, strict=True)
    ]


def height_for(texts: Iterable[tuple[str, float]]) -> float:
    """The height of a row that holds these (text, width) pairs wrapped."""
    return height_of_lines(max((lines_of(text, width) for text, width in texts), default=1))


def height_of_lines(count: int) -> float:
    """The height of a row so many lines high, where it need not be cut."""
    return min(max(count, 1), MOST_LINES) * LINE_POINTS + ROW_PADDING


def shown(value: TabCell, kind: Kind) -> str:
    """Roughly what a cell shows, for measuring."""
    if isinstance(value, str):
        return value
    if isinstance(value, RowLink):
        return value.lead_id
    if isinstance(value, WebLink):
        return value.text
    if value is None or isinstance(value, date):
        return ""
    return f"{value:,.0f}" + {"money": "₹,,", "percent": "00%"}.get(kind, "")


def column_widths(table: Table) -> tuple[float, ...]:
    """The width each column of a table wishes for."""
    return tuple(
        _column_width(column, [row[i] for row in table.rows], table.filters)
        for i, column in enumerate(table.columns)
    )


def _column_width(column: Column, values: Sequence[TabCell], filters: bool) -> float:
    header = text_width(column.header) + (FILTER_BUTTON if filters else 0.0) + PADDING
    if column.kind == "wrapped":
        return _bounded(max(column.width, min(header, 24.0)))
    enough = max(TEXT_GROWS_TO, column.width) if column.kind == "text" else WIDEST
    content = min(_widest({shown(value, column.kind) for value in values}, enough), enough)
    return _bounded(max(column.width, header, content, _LEAST.get(column.kind, 0.0)))


def _widest(texts: Iterable[str], enough: float) -> float:
    """What the widest of these needs; once that is enough, no more are measured."""
    widest = 0.0
    for text in sorted(texts, key=len, reverse=True):
        if len(text) * _WIDEST_CHARACTER <= widest or widest + PADDING >= enough:
            break
        widest = max(widest, text_width(text))
    return widest + PADDING


def _bounded(width: float) -> float:
    return round(min(max(width, NARROWEST), WIDEST), 1)
