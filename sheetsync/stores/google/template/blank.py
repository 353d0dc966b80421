"""Whether a spreadsheet is blank: nobody has put anything into it yet."""

from __future__ import annotations

from collections.abc import Iterable

from sheetsync.stores.google.message import Json, title_of

_OBJECTS = (
    "charts", "tables", "merges", "protectedRanges", "conditionalFormats", "filterViews",
    "basicFilter", "bandedRanges", "slicers", "developerMetadata",
)  # fmt: skip
_PROPERTIES = "properties(sheetId,title,index,sheetType,hidden)"
_CELLS = "data(rowData(values(userEnteredValue,note,dataValidation(condition(type)))))"

_TABS = ",".join([_PROPERTIES, _CELLS, *_OBJECTS])
FIELDS = f"properties(title,locale),namedRanges,sheets({_TABS})"
"""What of a spreadsheet `content` looks at."""


def content(spreadsheet: Json) -> str:
    """The title of the first tab that holds something, "" where the spreadsheet is blank.

    Looks alone, such as a colour or a width, are no content.
    """
    tabs: Iterable[Json] = spreadsheet.get("sheets", ())
    named = {each["range"].get("sheetId", 0) for each in spreadsheet.get("namedRanges", ())}
    return next((title_of(tab) for tab in tabs if _holds_something(tab, named)), "")


def _holds_something(tab: Json, named: set[int]) -> bool:
    properties = tab["properties"]
    if properties.get("sheetType", "GRID") != "GRID" or properties.get("sheetId", 0) in named:
        return True
    return any(tab.get(kind) for kind in _OBJECTS) or any(
        any(cell.values())
        for part in tab.get("data", ())
        for row in part.get("rowData", ())
        for cell in row.get("values", ())
    )
