"""Somebody who works on the lead sheet: what they do to its rows, and what must then be kept."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from itertools import count
from typing import Any

import numpy as np

from sheetsync.rules.machine_text import is_machine_text
from sheetsync.schema import FIELD, FIELDS, MACHINE_FIELDS

Rows = list[list[Any]]
Cell = tuple[int, int]

HEADERS = [
    "Lead ID", "Received at", "Name", "Phone", "Status", "Next action", "Next action date", "Mark",
    "Their own",
]  # fmt: skip
MARK = "Mark"
"""The column in which every row has a mark of its own, so that a row is known wherever it goes."""

_MACHINE = {FIELD[name].header: name for name in MACHINE_FIELDS}
_STAYING = {"Lead ID", MARK}
_OTHER_NAMES = {
    "Name": "Customer name", "Phone": "Mobile", "Status": "Stage", "Next action": "To do",
    "Next action date": "Follow up date", "Received at": "Enquiry date", "Their own": "Remarks 2",
}  # fmt: skip


def leads(how_many: int) -> Rows:
    """A sheet nobody but people has written to."""
    day = datetime(2026, 11, 19, 10, 0)
    rows = [
        [None, day, f"Name {n}", f"98765432{n:02d}", "New", None, None, f"row {n}", None]
        for n in range(how_many)
    ]
    return [list(HEADERS), *rows]


class Person:
    """Edits ``rows`` (a whole tab, from its header row) as people do; all arguments are taken as
    far as they make sense. ``noted`` is what they wrote into a report tab."""

    def __init__(self) -> None:
        self._marks = count(100)
        self.noted: list[str] = []

    def edits_a_cell(self, rows: Rows, row: int, column: int, value: Any) -> None:
        """Anything into any cell that is theirs; nothing at all clears it."""
        at = column % len(rows[0])
        if len(rows) > 1 and rows[0][at] not in _STAYING:
            rows[1 + row % (len(rows) - 1)][at] = value

    def inserts_a_row(self, rows: Rows, row: int, _column: int, value: Any) -> None:
        """A new lead somewhere among the others."""
        new: list[Any] = [None] * len(rows[0])
        for header, cell in (("Name", f"New {value}"), ("Status", "New"), (MARK, self._mark())):
            if header in rows[0]:
                new[rows[0].index(header)] = cell
        rows.insert(1 + row % len(rows), new)

    def copies_a_row(self, rows: Rows, row: int, column: int, _value: Any) -> None:
        """With its Lead ID and what the machine wrote; only the mark is made new."""
        if len(rows) > 1:
            copied = list(rows[1 + row % (len(rows) - 1)])
            copied[rows[0].index(MARK)] = self._mark()
            rows.insert(1 + column % len(rows), copied)

    def deletes_a_row(self, rows: Rows, row: int, _column: int, _value: Any) -> None:
        """But never one of the last three, which would stop every run."""
        if len(rows) > 4:
            del rows[1 + row % (len(rows) - 1)]

    def sorts(self, rows: Rows, _row: int, column: int, _value: Any) -> None:
        """By any column, blanks first."""
        at = column % len(rows[0])
        rows[1:] = sorted(rows[1:], key=lambda cells: str(cells[at] or ""))

    def renames_a_header(self, rows: Rows, _row: int, column: int, _value: Any) -> None:
        """To another name that is found as well."""
        at = column % len(rows[0])
        rows[0][at] = _OTHER_NAMES.get(rows[0][at], rows[0][at])

    def inserts_a_column(self, rows: Rows, row: int, column: int, value: Any) -> None:
        """Of their own, with one value in it."""
        at = column % (len(rows[0]) + 1)
        for cells in rows:
            cells.insert(at, None)
        rows[0][at] = f"Of ours {next(self._marks)}"
        rows[1 + row % (len(rows) - 1)][at] = value

    def moves_a_column(self, rows: Rows, row: int, column: int, _value: Any) -> None:
        """Anywhere, machine columns too."""
        old, new = column % len(rows[0]), row % len(rows[0])
        for cells in rows:
            cells.insert(new, cells.pop(old))

    def notes_in_a_report(self, _rows: Rows, _row: int, _column: int, _value: Any) -> None:
        """In the tab Overdue, where there is one; the desk writes it there."""
        self.noted.append(f"note {next(self._marks)}")

    def _mark(self) -> str:
        return f"row {next(self._marks)}"


ACTIONS: tuple[Callable[[Person, Rows, int, int, Any], None], ...] = (
    Person.edits_a_cell, Person.edits_a_cell, Person.inserts_a_row, Person.copies_a_row,
    Person.deletes_a_row, Person.sorts, Person.renames_a_header, Person.inserts_a_column,
    Person.moves_a_column, Person.notes_in_a_report,
)  # fmt: skip


def padded(rows: Rows) -> Rows:
    """A copy of them, all as long as the longest."""
    width = max(map(len, rows))
    return [deepcopy(cells) + [None] * (width - len(cells)) for cells in rows]


def typed(rows: Rows) -> dict[Cell, Any]:
    """What people have put into the cells, by row and column from 0: all there is but the texts
    that the machine writes into columns of its own."""
    found: dict[Cell, Any] = {}
    for column, header in enumerate(rows[0]):
        cells = np.array([row[column] for row in rows] + [None], dtype=object)[:-1]
        ours = np.zeros(len(rows), dtype=bool)
        if header in _MACHINE:
            ours = is_machine_text(_MACHINE[header], cells)
        found |= {
            (row, column): cell
            for row, cell in enumerate(cells)
            if not (cell is None or cell == "") and (row == 0 or not ours[row])
        }
    return found


def ids(rows: Rows) -> dict[str, Any]:
    """The Lead ID of every row that has one, by its mark."""
    at, mark = rows[0].index("Lead ID"), rows[0].index(MARK)
    return {cells[mark]: cells[at] for cells in rows[1:] if cells[at] is not None}


def may_be_written() -> set[str]:
    """The headers under which a run may write at all."""
    return {field.header for field in FIELDS if field.who != "person"}
