"""Ranges of cells, read independently of the store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?", re.IGNORECASE)


class Box(NamedTuple):
    """A rectangle of cells, counted from 1, inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def covers(self, other: Box) -> bool:
        """Whether all of the other is inside."""
        return self.holds(other.top, other.left) and self.holds(other.bottom, other.right)


@lru_cache(maxsize=20_000)
def number(letters: str) -> int:
    """A column's number: ``AA`` → 27."""
    total = 0
    for letter in letters.upper():
        total = total * 26 + ord(letter) - 64
    return total


def letters(column: int) -> str:
    """A column's letters: 27 → ``AA``."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def cell(row: int, column: int) -> str:
    """``B7``."""
    return f"{letters(column)}{row}"


def box(text: str | None) -> Box | None:
    """One range; None where it is not one (whole rows and columns are not)."""
    found = _RANGE.fullmatch((text or "").strip())
    if found is None:
        return None
    left, top = number(found[1]), int(found[2])
    right, bottom = (number(found[3]), int(found[4])) if found[3] else (left, top)
    return Box(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def boxes(text: str | None) -> Iterator[Box]:
    """The ranges of a list parted by blanks."""
    for each in (text or "").split():
        if (found := box(each)) is not None:
            yield found
