"""Read a spreadsheet in two calls: what is on it, then the values of the tabs that matter."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from sheetsync.errors import TabMissing
from sheetsync.lead_tab import LeadTab
from sheetsync.snapshot import Seen
from sheetsync.stores import nearest_tab
from sheetsync.stores.google import highlights, set_up_day
from sheetsync.stores.google.message import (
    Json,
    a1_range,
    properties_of,
    sheet_id_of,
    title_of,
)
from sheetsync.stores.google.reading import fields
from sheetsync.stores.google.reading.lead_sheet import find_lead_sheet, is_grid, lead_tab
from sheetsync.stores.google.reading.sheet_cells import (
    AboutCells,
    SheetCells,
    about_cells,
    sheet_cells,
)
from sheetsync.stores.google.report_tabs.reading import known_tabs, tabs_seen

Rows = list[list[Any]]

_ROWS_OF_OTHERS = 20
"""So many rows of other tabs are read for a hint: headers stand among the first."""


class Readable(Protocol):
    """What reading asks of a connection."""

    @property
    def name(self) -> str:
        """What people call the spreadsheet."""

    def get(self, fields: str, ranges: Sequence[str] = ()) -> Json:
        """What these fields name."""

    def values(self, ranges: Sequence[str]) -> list[Rows]:
        """The rows of each range."""


@dataclass(frozen=True)
class Reading:
    """One spreadsheet as read: Google's own message, and what was made of it."""

    spreadsheet: Json
    lead_sheet: Json
    cells: SheetCells
    lead_tab: LeadTab
    seen: Seen

    @property
    def lead_sheet_id(self) -> int:
        """The id of the lead tab."""
        return sheet_id_of(properties_of(self.lead_sheet))

    @property
    def locale(self) -> str:
        """The spreadsheet's locale, ``en_US``."""
        return str(self.spreadsheet.get("properties", {}).get("locale", ""))


def read(connection: Readable, tab: str) -> Reading:
    """Read the tab of that title, and our report tabs. Two reads.

    Raises `TabMissing`, `WorkbookChanged` where people renamed or removed a tab between the two,
    and what the connection raises.
    """
    spreadsheet = connection.get(fields.SPREADSHEET)
    lead_sheet = find_lead_sheet(spreadsheet, tab)
    if lead_sheet is None:
        raise _missing(connection, spreadsheet, tab)
    tabs = known_tabs(spreadsheet)
    sheets = [lead_sheet, *(s for s in spreadsheet["sheets"] if _id(s) in tabs and s != lead_sheet)]
    lead_rows, *others = connection.values([a1_range(title_of(sheet)) for sheet in sheets])
    about = about_cells(lead_sheet)
    cells = sheet_cells(lead_rows, about)
    seen = Seen(
        workbook=connection.name,
        version=_version(lead_rows, about.formulas),
        titles=tuple(map(title_of, spreadsheet["sheets"])),
        report_tabs=tabs_seen(spreadsheet, dict(zip(map(_id, sheets[1:]), others, strict=True))),
        highlights=highlights.found(lead_sheet),
        set_up_on=set_up_day.remembered(spreadsheet),
    )
    return Reading(spreadsheet, lead_sheet, cells, lead_tab(lead_sheet, cells), seen)


def _version(rows: Rows, formulas: Mapping[int, Mapping[int, str]]) -> str:
    """What stands for one state of the lead tab's cells."""
    said = json.dumps([rows, sorted((c, sorted(f.items())) for c, f in formulas.items())])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _id(sheet: Json) -> int:
    return sheet_id_of(properties_of(sheet))


def _missing(connection: Readable, spreadsheet: Json, tab: str) -> TabMissing:
    """One read more, for a hint which tab is meant."""
    ours = known_tabs(spreadsheet)
    theirs = [s for s in spreadsheet["sheets"] if is_grid(s) and _id(s) not in ours]
    theirs = theirs[: nearest_tab.MOST_READ]
    tops = connection.values([a1_range(title_of(s), _first_rows(s)) for s in theirs])
    readers = {
        title_of(sheet): partial(lead_tab, sheet, sheet_cells(rows, AboutCells()))
        for sheet, rows in zip(theirs, tops, strict=True)
    }
    return TabMissing(
        f"there is no tab called {tab}",
        where=connection.name,
        hint=nearest_tab.hint(tab, readers),
    )


def _first_rows(sheet: Json) -> str:
    rows = properties_of(sheet).get("gridProperties", {}).get("rowCount", 1)
    return f"1:{min(rows, _ROWS_OF_OTHERS)}"
