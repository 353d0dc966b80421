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
class Area:
    """A rectangle of cells; all counts from 1, inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        start = a1(self.first_row, self.first_column)
        end = a1(self.last_row, self.last_column)
        return start if start == end else f"{start}:{end}"

    def __contains__(self, cell: tuple[int, int]) -> bool:
        row, column = cell
        in_rows = self.first_row <= row <= self.last_row
        return in_rows and self.first_column <= column <= self.last_column

    def meets(self, other: Area) -> bool:
        """Whether the two have a cell in common."""
        apart_by_row = self.first_row > other.last_row or other.first_row > self.last_row
        return not apart_by_row and self.meets_columns(other.first_column, other.last_column)

    def meets_columns(self, first: int, last: int) -> bool:
        """Whether it reaches into these columns."""
        return self.first_column <= last and first <= self.last_column

    def join(self, other: Area) -> Area:
        """The smallest area that holds both."""
        return Area(
            min(self.first_row, other.first_row),
            min(self.first_column, other.first_column),
            max(self.last_row, other.last_row),
            max(self.last_column, other.last_column),
        )


@dataclass(frozen=True)
class Location:
    """A place a person can go to: ``leads.xlsx · Leads!F14``.

    ``row`` and ``column`` count from 1; without a column the whole row is meant, without a row
    the whole tab. Where several cells are meant, ``end`` is the row and column of the last one.
    """

    workbook: str
    tab: str = ""
    row: int | None = None
    column: int | None = None
    end: tuple[int, int] | None = None

    @property
    def cell(self) -> str:
        """The A1 reference alone; the row number where no column is known."""
        if self.row is None:
            return ""
        if self.column is None:
            return str(self.row)
        return str(Area(self.row, self.column, *(self.end or (self.row, self.column))))

    def __str__(self) -> str:
        if not self.tab:
            return self.workbook
        place = f"{self.workbook} · {self.tab}"
        if self.row is None:
            return place
        return f"{place}!{self.cell}" if self.column else f"{place}, row {self.row}"
