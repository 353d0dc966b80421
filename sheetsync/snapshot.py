"""What was read, before any meaning is given to its values: cells as found, headers, row keys.

A store makes a `LeadTab` (and what else it saw, `Seen`); `build` finds the header row, the
columns and the lead rows, and gives every lead a key. Row numbers are only valid together with
the ``version`` they were read at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sheetsync.cells import Location
from sheetsync.headers import HeaderMap
from sheetsync.headers.required import require_columns
from sheetsync.headers.row import find
from sheetsync.known_cells import Cells, cells_of, looked_at
from sheetsync.lead_rows import find_lead_rows
from sheetsync.lead_tab import BoolArray, IntArray, LeadTab, ObjectArray
from sheetsync.other_rows import OtherRows
from sheetsync.own_ids import highest_number

if TYPE_CHECKING:
    from sheetsync.config import Settings


@dataclass(frozen=True)
class TabSeen:
    """A tab of ours as found: ``written`` is the digest of what we last wrote there, ``found``
    the digest of what stands there now. They differ when a person typed into it. ``locked`` tabs
    people protected from us."""

    key: str
    title: str
    written: str
    found: str
    hidden: bool = False
    locked: bool = False


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
    tabs_locked: bool = False
    """Whether people protected the list of tabs: none may be added, hidden or renamed."""


@dataclass(frozen=True)
class Snapshot:
    """One consistent reading of the lead tab.

    ``rows`` are the sheet rows (from 1, ascending) that hold leads; every per-lead array is
    aligned with it. ``keys`` identify leads independently of rows (see `sheetsync.identity`).
    ``others`` are the other non-empty rows below the header.
    """

    lead_tab: LeadTab
    seen: Seen
    headers: HeaderMap
    rows: IntArray
    others: OtherRows = field(default_factory=OtherRows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def skipped(self) -> int:
        """How many rows hold something and are no leads."""
        return len(self.others)

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
        return self.lead_tab.columns[column - 1][self._places]

    def cells(self, field_name: str) -> Cells:
        """The same with what is known of them."""
        column = self.headers.column(field_name)
        if column is None:
            return looked_at(self.values(field_name))
        return cells_of(self.lead_tab, column, self._places)

    @cached_property
    def _places(self) -> IntArray | slice:
        """Where in a column the leads are; one slice, which copies nothing, where no other row
        stands among them."""
        rows = self.rows
        if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
            return slice(int(rows[0]) - 1, int(rows[-1]))
        return rows - 1

    def formulas(self, field_name: str) -> BoolArray:
        """Which of those cells hold a formula."""
        column = self.headers.column(field_name)
        mask = None if column is None else self.lead_tab.formulas[column - 1]
        if mask is None:
            return np.zeros(len(self.rows), dtype=bool)
        return mask[self.rows - 1]

    @cached_property
    def highest_lead_number(self) -> int:
        """The highest number among Lead IDs of our own form, rows that are no leads included."""
        column = self.headers.column("lead_id")
        return 0 if column is None else highest_number(self.lead_tab.columns[column - 1].tolist())

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
    found = find_lead_rows(lead_tab, headers, table)
    return Snapshot(lead_tab, seen, headers, found.rows, found.others)
