"""Places on a sheet: A1 notation as Google reads and writes it."""

from __future__ import annotations

import re
from typing import NamedTuple

_CELL = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9]\d*)?")
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")


class Bounds(NamedTuple):
    """An area as written: an end of None is as far as the grid goes."""

    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None


class Area(NamedTuple):
    """Rows top to bottom, columns left to right; the ends are not part of it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> range:
        return range(self.top, self.bottom)

    @property
    def columns(self) -> range:
        return range(self.left, self.right)

    def overlaps(self, other: Area) -> bool:
        return (
            self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )

    def contains(self, row: int, column: int) -> bool:
        return self.top <= row < self.bottom and self.left <= column < self.right


def column_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def split_title(reference: str) -> tuple[str | None, str]:
    """`'My tab'!A1` → (`My tab`, `A1`); the title is None where none is written."""
    if reference.startswith("'"):
        match = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", reference, re.DOTALL)
        if match:
            return match[1].replace("''", "'"), match[2] or ""
    title, mark, cells = reference.rpartition("!")
    return (title, cells) if mark else (None, reference)


def read_bounds(cells: str) -> Bounds | None:
    """`B2:D`, `3:4`, `A1` → bounds, turned the right way round; None where it is not A1."""
    first, colon, last = cells.partition(":")
    start, end = _corner(first), _corner(last if colon else first)
    if start is None or end is None or (not colon and None in start):
        return None
    top, bottom = _ends(start[0], end[0])
    left, right = _ends(start[1], end[1])
    return Bounds(top, left, bottom, right)


def _corner(text: str) -> tuple[int | None, int | None] | None:
    match = _CELL.fullmatch(text)
    if not text or not match:
        return None
    row = int(match[2]) - 1 if match[2] else None
    column = column_index(match[1]) if match[1] else None
    return row, column


def _ends(start: int | None, end: int | None) -> tuple[int, int | None]:
    if start is None or end is None:
        # A1:1 is all of row 1, A2:C is from row 2 down.
        return (start if start is not None else end) or 0, None
    return min(start, end), max(start, end) + 1


def quoted(title: str) -> str:
    """A tab's title as Google writes it before an exclamation mark."""
    looks_like_cell = re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*", title)
    if _PLAIN_TITLE.fullmatch(title) and not looks_like_cell:
        return title
    return "'" + title.replace("'", "''") + "'"


def write_area(title: str, area: Area) -> str:
    first = f"{column_letters(area.left)}{area.top + 1}"
    last = f"{column_letters(area.right - 1)}{area.bottom}"
    return f"{quoted(title)}!{first}" + ("" if first == last else f":{last}")
