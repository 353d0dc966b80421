"""What was read, before any meaning is given to its values: cells as found, headers, row keys.

A store makes a `LeadTab` (and what else it saw, `Seen`); `build` finds the header row, the
columns and the lead rows, and gives every lead a key. Row numbers are only valid together with
the ``version`` they were read at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sheetsync.cells import Area, Location
from sheetsync.headers import HeaderMap
from sheetsync.headers.required import require_columns
from sheetsync.headers.row import find
from sheetsync.lead_rows import find_lead_rows

if TYPE_CHECKING:
    from sheetsync.config import Settings

ObjectArray = npt.NDArray[np.object_]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class CellError:
    """An error value such as ``#N/A`` standing in a cell."""

    code: str


CellValue = str | int | float | bool | datetime | date | time | timedelta | CellError | None
"""What a cell can hold. None means no value; ``""`` is what a formula that shows nothing holds."""


@dataclass(frozen=True)
class TableRange:
    """An Excel (or Google) table on the lead tab; all counts from 1, inclusive.

    ``last_row`` is the last data row: a totals row, where there is one, stands below it.
    """

    name: str
    header_row: int
    last_row: int
    first_column: int
    last_column: int
    has_totals: bool = False

    @property
    def area(self) -> Area:
        """All its cells, header and totals rows included."""
        bottom = self.last_row + self.has_totals
        return Area(self.header_row, self.first_column, bottom, self.last_column)


@dataclass(frozen=True)
class LeadTab:
    """The cells of the lead tab as found.

    ``columns[0]`` is column A; each is an object array whose item 0 is row 1; all are equally
    long. ``formulas[c]`` marks the cells of that column that hold a formula (None: none does).
    """

    title: str
    columns: tuple[ObjectArray, ...]
    formulas: tuple[BoolArray | None, ...]
    table: TableRange | None = None
    hidden_columns: frozenset[int] = frozenset()
    append_refusal: str = ""
    """Why no column may be added to this tab at all (it is protected, say); "" where one may."""
    filter_range: Area | None = None
    """What a filter that is not a table's covers."""
    in_the_way: tuple[tuple[str, Area], ...] = ()
    """Merged cells, other tables and pivot tables: what each is, and where no column may go."""
    date1904: bool = False
    """Whether plain numbers that stand for days count them from 1904 instead of 1900."""

    @property
    def height(self) -> int:
        """How many rows were read, from row 1."""
        return len(self.columns[0]) if self.columns else 0


@dataclass(frozen=True)
class TabSeen:
    """A tab of ours as found: ``written`` is the digest of what we last wrote there, ``found``
    the digest of what stands there now. They differ when a person typed into it."""

    key: str
    title: str
    written: str
    found: str
    hidden: bool = False


@dataclass(frozen=True)
class Seen:
    """What a store saw beside the lead tab.

    ``highlights`` maps the name of each of our conditional-format rules to a text that changes
    when its formula, range or look does (`plan.HighlightRule.signature`).
    """

    workbook: str
    version: str
    titles: tuple[str, ...]
    report_tabs: tuple[TabSeen, ...] = ()
    highlights: Mapping[str, str] = field(default_factory=dict)
    set_up_on: date | None = None
    """The day of the first run, remembered in the workbook itself."""


@dataclass(frozen=True)
class Snapshot:
    """One consistent reading of the lead tab.

    ``rows`` are the sheet rows (from 1, ascending) that hold leads; every per-lead array is
    aligned with it. ``keys`` identify leads independently of rows (see `sheetsync.identity`).
    ``skipped`` counts other non-empty rows below the header.
    """

    lead_tab: LeadTab
    seen: Seen
    headers: HeaderMap
    rows: IntArray
    skipped: int

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def workbook(self) -> str:
        """The name people know the file by."""
        return self.seen.workbook

    @property
    def version(self) -> str:
        """What the store compares before it writes."""
        return self.seen.version

    def values(self, field_name: str) -> ObjectArray:
        """The cells of a field, one per lead, as found; all None where there is no column."""
        column = self.headers.column(field_name)
        if column is None:
            return np.full(len(self.rows), None, dtype=object)
        return self.lead_tab.columns[column - 1][self.rows - 1]

    def formulas(self, field_name: str) -> BoolArray:
        """Which of those cells hold a formula."""
        column = self.headers.column(field_name)
        mask = None if column is None else self.lead_tab.formulas[column - 1]
        if mask is None:
            return np.zeros(len(self.rows), dtype=bool)
        return mask[self.rows - 1]

    def location(self, position: int, field_name: str = "") -> Location:
        """Where a lead (by position), or one field of it, stands."""
        column = self.headers.column(field_name) if field_name else None
        return Location(self.workbook, self.lead_tab.title, int(self.rows[position]), column)


def build(lead_tab: LeadTab, seen: Seen, settings: Settings) -> Snapshot:
    """Find the header row, the columns and the lead rows.

    Raises `HeaderRowMissing`, `ColumnsAmbiguous` or `ColumnMissing`.
    """
    headers = find(lead_tab, settings.columns, seen.workbook)
    require_columns(headers, Location(seen.workbook, lead_tab.title))
    table = lead_tab.table
    if table is not None and table.header_row != headers.row:
        in_the_way = (*lead_tab.in_the_way, (f"the table {table.name} stands", table.area))
        lead_tab, table = replace(lead_tab, table=None, in_the_way=in_the_way), None
    rows, skipped = find_lead_rows(lead_tab, headers, table)
    return Snapshot(lead_tab, seen, headers, rows, skipped)
