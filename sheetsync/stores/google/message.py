"""Messages as Google sends them: what is left out of them, and how to look inside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sheetsync.cells import LAST_COLUMN, LAST_ROW, Area

Json = dict[str, Any]


def sheet_id_of(message: Json) -> int:
    """The id in a tab's properties, a range or a place; Google leaves out the id 0."""
    return int(message.get("sheetId", 0))


def properties_of(sheet: Json) -> Json:
    """The properties of a tab of a spreadsheet's message."""
    found: Json = sheet.get("properties", {})
    return found


def title_of(sheet: Json) -> str:
    """The title of a tab."""
    return str(properties_of(sheet).get("title", ""))


def metadata_value(holder: Json, key: str) -> str | None:
    """The value of developer metadata on a tab or a spreadsheet; None where there is none."""
    entries: Iterable[Json] = holder.get("developerMetadata", ())
    return next((e.get("metadataValue", "") for e in entries if e.get("metadataKey") == key), None)


def area_of(grid_range: Json) -> Area:
    """A range of a tab as an area; what is open reaches to the end of any sheet."""
    return Area(
        grid_range.get("startRowIndex", 0) + 1,
        grid_range.get("startColumnIndex", 0) + 1,
        grid_range.get("endRowIndex", LAST_ROW),
        grid_range.get("endColumnIndex", LAST_COLUMN),
    )


def grid_range(sheet_id: int, area: Area) -> Json:
    """The same the other way round."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": area.first_row - 1,
        "endRowIndex": area.last_row,
        "startColumnIndex": area.first_column - 1,
        "endColumnIndex": area.last_column,
    }


def a1_range(title: str, cells: str = "") -> str:
    """A reference to cells of a tab, ``'Leads'!A1:C``; to all of it where no cells are named."""
    quoted = "'" + title.replace("'", "''") + "'"
    return f"{quoted}!{cells}" if cells else quoted
