"""Which tab holds the leads, and what lies on it: table, filter, merges, protection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sheetsync.cells import Area
from sheetsync.lead_tab import PROTECTED, LeadTab, LockedArea, TableRange
from sheetsync.stores.google.message import (
    Json,
    area_of,
    metadata_value,
    properties_of,
    sheet_id_of,
    title_of,
)
from sheetsync.stores.google.reading.sheet_cells import SheetCells

LEAD_TAB_KEY = "sheetsync.lead_tab"
"""Developer metadata on the lead tab; its value is the title it was found under."""


def find_lead_sheet(spreadsheet: Json, title: str) -> Json | None:
    """The tab of that title; letter case and blanks around it do not matter. Else the one that
    bore it when a run wrote to it last: people renamed it."""
    sheets: list[Json] = [sheet for sheet in spreadsheet["sheets"] if is_grid(sheet)]
    wanted = _plain(title)
    for sheet in sheets:
        if _plain(title_of(sheet)) == wanted:
            return sheet
    renamed = (s for s in sheets if _plain(metadata_value(s, LEAD_TAB_KEY) or "") == wanted)
    return next(renamed, None)


def is_grid(sheet: Json) -> bool:
    """Whether a tab has cells; others hold one chart or data from elsewhere."""
    return str(properties_of(sheet).get("sheetType", "GRID")) == "GRID"


def remember_lead_sheet(sheet: Json, title: str) -> list[Json]:
    """The requests that note under which title a tab was found, where that is not noted."""
    if metadata_value(sheet, LEAD_TAB_KEY) is not None:
        return []
    entry = {
        "metadataKey": LEAD_TAB_KEY,
        "metadataValue": title,
        "location": {"sheetId": sheet_id_of(properties_of(sheet))},
        "visibility": "DOCUMENT",
    }
    return [{"createDeveloperMetadata": {"developerMetadata": entry}}]


def lead_tab(sheet: Json, cells: SheetCells) -> LeadTab:
    """The lead tab as found."""
    tables = tables_of(sheet)
    locked = tuple(locked_areas(sheet))
    return LeadTab(
        title=title_of(sheet),
        columns=cells.columns,
        formulas=cells.formulas,
        table=tables[0] if tables else None,
        hidden_columns=_hidden_columns(sheet, len(cells.columns)),
        append_refusal=PROTECTED if any(map(_is_whole, locked)) else "",
        filter_range=_filter_range(sheet),
        in_the_way=tuple(_in_the_way(sheet, tables)),
        locked=locked,
        merges=tuple(map(area_of, sheet.get("merges", ()))),
    )


def tables_of(sheet: Json) -> list[TableRange]:
    """All of Google's own tables on a tab, the largest first."""
    found = [_table(table) for table in sheet.get("tables", ())]
    return sorted(found, key=lambda table: -_size(table.area))


def _table(table: Json) -> TableRange:
    reach = area_of(table["range"])
    has_totals = bool((table.get("rowsProperties") or {}).get("footerColorStyle"))
    return TableRange(
        name=table.get("name", ""),
        header_row=reach.first_row,
        last_row=reach.last_row - has_totals,
        first_column=reach.first_column,
        last_column=reach.last_column,
        has_totals=has_totals,
        columns=tuple(each.get("columnName", "") for each in table.get("columnProperties", ())),
    )


def locked_areas(sheet: Json) -> Iterator[LockedArea]:
    """What people protected from our account."""
    for protected in sheet.get("protectedRanges", ()):
        if protected.get("warningOnly") or protected.get("requestingUserCanEdit"):
            continue
        free = tuple(area_of(each) for each in protected.get("unprotectedRanges", ()))
        yield LockedArea(area_of(protected.get("range", {})), free)


def _is_whole(locked: LockedArea) -> bool:
    return locked.area == area_of({}) and not locked.free


def _in_the_way(sheet: Json, tables: Sequence[TableRange]) -> Iterator[tuple[str, Area]]:
    yield from ((f"the table {other.name} stands", other.area) for other in tables[1:])
    yield from (("cells are merged", area_of(merge)) for merge in sheet.get("merges", ()))


def _filter_range(sheet: Json) -> Area | None:
    found: Mapping[str, Json] = sheet.get("basicFilter") or {}
    return area_of(found["range"]) if "range" in found else None


def _hidden_columns(sheet: Json, width: int) -> frozenset[int]:
    """The columns, from 1, that people do not see."""
    hidden: set[int] = set()
    for grid in sheet.get("data", ()):
        first = grid.get("startColumn", 0) + 1
        columns = enumerate(grid.get("columnMetadata", ()), first)
        hidden.update(number for number, column in columns if column.get("hiddenByUser"))
    return frozenset(number for number in hidden if number <= width)


def _plain(title: str) -> str:
    return title.strip().casefold()


def _size(reach: Area) -> int:
    return (reach.last_row - reach.first_row + 1) * (reach.last_column - reach.first_column + 1)
