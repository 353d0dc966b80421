"""References to cells as people write them, and places in a workbook an error can point at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1: 1 → ``A``, 27 → ``AA``."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1: ``A`` → 1, ``aa`` → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def a1(row: int, column: int) -> str:
    """Return the A1 reference of a cell; both counts start at 1."""
    return f"{column_letters(column)}{row}"


@dataclass(frozen=True)
class Location:
    """A place a person can go to: ``leads.xlsx · Leads!F14``.

    ``row`` and ``column`` count from 1; without a column the whole row is meant, without a row
    the whole tab.
    """

    workbook: str
    tab: str = ""
    row: int | None = None
    column: int | None = None

    @property
    def cell(self) -> str:
        """The A1 reference alone; the row number where no column is known."""
        if self.row is None:
            return ""
        return str(self.row) if self.column is None else a1(self.row, self.column)

    def __str__(self) -> str:
        if not self.tab:
            return self.workbook
        place = f"{self.workbook} · {self.tab}"
        if self.row is None:
            return place
        return f"{place}!{self.cell}" if self.column else f"{place}, row {self.row}"
