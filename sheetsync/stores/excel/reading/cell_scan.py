"""A quick look at a worksheet's XML for what a value reader does not tell: which cells hold
formulas or errors, and how far the cells reach. The rows are searched, never parsed as a tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from sheetsync.cells import Area, column_number
from sheetsync.stores.excel.lead_tab.refs import area
from sheetsync.stores.excel.package.xml_text import decoded, masked
from sheetsync.stores.excel.package.zip_members import broken

_ROWS = re.compile(rb"<((?:[^\s<>/:]+:)?)sheetData(?:\s[^>]*?)?/?>")
_DIMENSION = re.compile(rb"""dimension\s[^>]*?\bref\s*=\s*["']([^"']*)["']""")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,4})([0-9]{1,9})""")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")
_IS_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_IS_TEXT = re.compile(rb"""\st\s*=\s*["']str["']""")
_HAS_METADATA = re.compile(rb"\s[cv]m\s*=")
_SPREAD = re.compile(rb"""\sref\s*=\s*["']([^"']*)["']""")
_MARKS = (b't="e"', b"t='e'", b" cm=", b" vm=")
_CELL = (
    rb"<@c((?:\s[^>]*)?)>\s*"  # 1: its attributes
    rb"(<@f((?:\s[^>]*?)?)(?:/>|>[^<]*</@f\s*>))?\s*"  # 2: its formula, 3: that one's attributes
    rb"(<@v(?:\s[^>]*?)?(?:/>|>([^<]*)))?"  # 4: its value, 5: the text of it
)


MOST_CELLS = 32_000_000
"""More than this between A1 and the last value is a stray cell, not a lead sheet."""


class NotedCell(NamedTuple):
    """A cell that holds a formula or an error.

    A cell with metadata (a rich value, a picture in a cell, a spilled formula) counts as a
    formula: no plain value may replace it. ``shows`` is False for a formula whose result was never
    stored: its value is absent or, where it is no text, empty. ``error`` is the error's code, ""
    for none; ``spread`` the area an array formula or data table fills.
    """

    row: int
    column: int
    formula: bool
    shows: bool
    error: str = ""
    spread: Area | None = None


class SheetText:
    """A worksheet part cut at its rows.

    ``data[start:end]`` is the inside of ``sheetData``, ``text`` the same as ``data`` with comments
    blanked out, ``frame`` everything but the rows, with an empty ``sheetData`` in their place.
    ``prefix`` is what element names start with.
    """

    def __init__(self, data: bytes, where: str) -> None:
        self.data = data
        # One byte is found ten times faster than several, and most sheets hold none.
        has_asides = b"!" in data and (b"<!--" in data or b"<![CDATA[" in data)
        self.text = text = masked(data) if has_asides else data
        opening = _ROWS.search(text)
        if opening is None:
            raise broken("a tab has no rows element", where)
        self.prefix = opening[1]
        self.start = self.end = rest = opening.end()
        if not opening[0].endswith(b"/>"):
            self.end = text.rfind(b"</" + self.prefix + b"sheetData")
            rest = text.find(b">", self.end) + 1
        if self.end < self.start or rest == 0:
            raise broken("the rows of a tab do not end", where)
        self.frame = data[: opening.start()] + b"<" + self.prefix + b"sheetData/>" + data[rest:]

    def noted(self, starts: Iterable[int] | None = None) -> list[NotedCell]:
        """All cells that hold a formula or an error, in no particular order.

        ``starts`` are the places where such cells may start, where somebody knows them; else the
        text is searched for them.
        """
        cell = re.compile(_CELL.replace(b"@", self.prefix))
        columns = dict[bytes, int]()
        places = self._starts() if starts is None else starts
        return [self._note(at, cell, columns) for at in dict.fromkeys(places)]

    def reach(self) -> tuple[int, int]:
        """A row and a column beyond which no cell holds a value; quick, and often too large."""
        row, column = self._last_row(), 0
        stated = _DIMENSION.search(self.text, 0, self.start)
        whole = area(decoded(stated[1])) if stated else None
        if whole is not None and whole.last_row >= row > 1:
            return whole.last_row, whole.last_column
        for found in re.finditer(rb"</" + self.prefix + rb"row", self.text):
            at = self._cell_before(found.start())
            place = _REFERENCE.search(self.text, at, self.text.find(b">", at)) if at > 0 else None
            column = max(column, column_number(place[1].decode()) if place else 0)
        return row, column

    def farthest(self) -> tuple[int, int]:
        """Likewise, in whatever order the cells stand and however far; slower."""
        row = column = refs = 0
        for place in _PLACE.finditer(self.text, self.start, self.end):
            row, refs = max(row, int(place[2])), refs + bool(place[1])
            if place[1]:
                column = max(column, column_number(place[1].decode()))
        if refs < len(re.findall(rb"<" + self.prefix + rb"c(?=[\s/>])", self.text)):
            counted = self._counted.values()
            row = max(row, *(place[0] for place in counted), self._last_row())
            column = max(column, *(place[1] for place in counted))
        return row, column

    def last_value(self) -> tuple[int, int]:
        """The last row and the last column that hold a value."""
        pattern = re.compile(rb"<" + self.prefix + rb"(?:v|is)(?=[\s/>])")
        found = pattern.finditer(self.text, self.start, self.end)
        places = list(self._places(self._cell_before(value.start()) for value in found))
        return max((row for row, _ in places), default=0), max((c for _, c in places), default=0)

    def _starts(self) -> Iterator[int]:
        """Where the cells start that hold a formula or an error."""
        formula = re.compile(rb"<" + self.prefix + rb"f(?=[\s/>])")
        cell, text, start = b"<" + self.prefix + b"c", self.text, self.start
        for found in formula.finditer(text, start, self.end):
            yield text.rfind(cell, start, found.start())
        for mark in _MARKS:
            at = text.find(mark, start, self.end)
            while at >= 0:
                opening = self._cell_before(at)
                if text.find(b">", opening, at) < 0:  # inside the tag, not in somebody's text
                    yield opening
                at = text.find(mark, at + 5, self.end)

    def _cell_before(self, at: int) -> int:
        return self.text.rfind(b"<" + self.prefix + b"c", self.start, at)

    def _note(self, at: int, cell: re.Pattern[bytes], columns: dict[bytes, int]) -> NotedCell:
        found = cell.match(self.text, at)
        if found is None:
            raise broken("a cell cannot be read", "")
        tag, formula, how, value, text = found.groups()
        place = _REFERENCE.search(tag)
        if place is None:
            row, column = self._counted[at]
        else:
            letters = place[1]
            row, column = int(place[2]), columns.get(letters) or column_number(letters.decode())
            columns[letters] = column
        error = decoded(text or b"#ERROR") if b"e" in tag and _IS_ERROR.search(tag) else ""
        spread = _spread(how) if how else None
        computed = formula is not None or _HAS_METADATA.search(tag) is not None
        shows = bool(text) or (value is not None and _IS_TEXT.search(tag) is not None)
        return NotedCell(row, column, computed, shows, error, spread)

    def _places(self, starts: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Row and column of the cells that start here."""
        for at in starts:
            found = _REFERENCE.search(self.text, at, self.text.find(b">", at))
            yield (
                (int(found[2]), column_number(found[1].decode())) if found else self._counted[at]
            )

    def _last_row(self) -> int:
        tag = b"<" + self.prefix + b"row"
        at = self.text.rfind(tag, self.start, self.end)
        number = _ROW_NUMBER.search(self.text, at, self.text.find(b">", at)) if at >= 0 else None
        return int(number[1]) if number else self.text.count(tag, self.start, self.end)

    @cached_property
    def _counted(self) -> dict[int, tuple[int, int]]:
        """Row and column of every cell by its start, counted where references are missing."""
        places = dict[int, tuple[int, int]]()
        row = column = 0
        pattern = re.compile(rb"<" + self.prefix + rb"(row|c)((?:\s[^<>]*?)?)/?>")
        for found in pattern.finditer(self.text, self.start, self.end):
            if found[1] == b"row":
                number = _ROW_NUMBER.search(found[2])
                row, column = int(number[1]) if number else row + 1, 0
                continue
            reference = _REFERENCE.search(found[2])
            column = column_number(reference[1].decode()) if reference else column + 1
            places[found.start()] = (row, column)
        return places


def _spread(attributes: bytes) -> Area | None:
    """The cells an array formula or a data table fills; shared formulas repeat in each cell."""
    if b"array" not in attributes and b"dataTable" not in attributes:
        return None
    found = _SPREAD.search(attributes)
    return area(decoded(found[1])) if found else None
