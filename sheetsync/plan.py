"""What a run would change: a value that can be counted, shown as text or JSON, guarded, applied.

`diff` compares what should be true with what was read and is the only place that decides what is
written. Everything in a `Plan` is sorted, so the same input always gives the same plan.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sheetsync.cells import a1, column_letters
from sheetsync.findings import Findings
from sheetsync.lead_tab import CellValue, IntArray, ObjectArray
from sheetsync.schema import FIELD, Field
from sheetsync.tabs import Emphasis, ReportTab


@dataclass(frozen=True)
class CellChange:
    """One cell of the plan, for showing. ``cell`` was right when the sheet was read."""

    lead_id: str
    field: str
    cell: str
    old: Any
    new: Any


@dataclass(frozen=True)
class ColumnChanges:
    """The cells of one column that change, as arrays of equal length, ascending by row.

    ``keys`` identify the leads independently of rows; ``old`` is what each cell must still hold
    when it is written. ``column`` and ``rows`` count from 1. A new value of None empties the cell.
    """

    field: str
    column: int
    rows: IntArray
    keys: ObjectArray
    lead_ids: ObjectArray
    old: ObjectArray
    new: ObjectArray

    def __len__(self) -> int:
        return len(self.rows)

    def cells(self) -> Iterator[CellChange]:
        """The changes one by one."""
        letters = column_letters(self.column)
        for row, lead_id, old, new in zip(
            self.rows.tolist(), self.lead_ids, self.old, self.new, strict=True
        ):
            yield CellChange(lead_id, self.field, f"{letters}{row}", old, new)


@dataclass(frozen=True)
class NewColumn:
    """A column to add at ``column`` (from 1), its header in the header row."""

    field: Field
    column: int


@dataclass(frozen=True)
class AppendedRow:
    """A lead to add as ``row`` (from 1), which was empty when the sheet was read, or the table's
    totals row, which then moves down. ``cells`` are its values by column (from 1); all else of it
    looks as ``above`` does, the last lead's row, 0 where there is none. A store may put it
    elsewhere below that lead."""

    lead_id: str
    row: int
    above: int
    cells: tuple[tuple[int, CellValue], ...]


@dataclass(frozen=True)
class HighlightRule:
    """A conditional-format rule of ours, ready for a store.

    ``formula`` is written for ``first_row`` and the rule reaches from there to the end of the
    sheet, over ``first_column`` to ``last_column``. It carries the marker
    ``N("sheetsync:<name>")=0`` by which we know it again.
    """

    name: str
    formula: str
    first_row: int
    first_column: int
    last_column: int
    emphasis: Emphasis

    @property
    def signature(self) -> str:
        """Changes when range or formula do; stores compute the same from what they find."""
        start = a1(self.first_row, self.first_column)
        return f"{start}:{column_letters(self.last_column)}|{normal_formula(self.formula)}"


def normal_formula(formula: str) -> str:
    """A formula without what programs change when they save it: blanks and letter case outside
    quoted text."""
    parts = formula.lstrip("=").split('"')
    parts[::2] = ["".join(part.split()).upper() for part in parts[::2]]
    return '"'.join(parts)


@dataclass(frozen=True)
class TabChange:
    """A report tab to write. ``title`` is the name it gets; ``replaces`` the title under which it
    stands now ("" when it is new). ``keep_as`` is set when a person typed into it: a copy of what
    they see stays under that title."""

    tab: ReportTab
    title: str
    replaces: str = ""
    keep_as: str = ""


@dataclass(frozen=True)
class Conflict:
    """Something the plan would have written and leaves alone, with the reason: a cell, a column
    (``cell`` is "" then) or a report tab (``field`` is "" too)."""

    lead_id: str
    field: str
    cell: str
    reason: str
    tab: str = ""

    @property
    def place(self) -> str:
        """The cell, the tab, the lead or the column's header, as people know it."""
        return self.cell or self.tab or self.lead_id or FIELD[self.field].header


@dataclass(frozen=True)
class Plan:
    """All changes of one run against one version of the workbook.

    ``highlights`` is the whole list of rules to have when any of them has to change, else empty.
    ``appended`` are rows to add, in a plan of their own. ``hide`` names report tabs to hide.
    ``set_up_on`` is a day to remember, once. ``reports`` are all report tabs as they should be,
    those included that say so already.
    """

    version: str
    columns: tuple[ColumnChanges, ...] = ()
    new_columns: tuple[NewColumn, ...] = ()
    tabs: tuple[TabChange, ...] = ()
    highlights: tuple[HighlightRule, ...] = ()
    hide: tuple[str, ...] = ()
    set_up_on: date | None = None
    findings: Findings = dataclasses.field(default_factory=Findings)
    conflicts: tuple[Conflict, ...] = ()
    reports: tuple[ReportTab, ...] = ()
    appended: tuple[AppendedRow, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing."""
        cells = self.columns or self.new_columns or self.appended
        return not (cells or self.tabs or self.highlights or self.hide)
