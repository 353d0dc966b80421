"""Our report tabs as they stand: which they are, what was written there, what is there now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sheetsync.snapshot import TabSeen
from sheetsync.stores.google.message import Json, properties_of, sheet_id_of, title_of
from sheetsync.stores.google.report_tabs.digests import Rows, found_digest
from sheetsync.stores.google.report_tabs.marker import Marker, marked

FIELDS = "charts(chartId,spec(title)),bandedRanges(bandedRangeId),slicers(slicerId)"
"""What of each tab must have been asked for, beside its properties, developer metadata, merges,
conditional formats, tables and protected ranges."""
CELL_FIELDS = "note"
"""The same of each cell, beside the formula it holds."""

_THEIRS = ("conditionalFormats", "bandedRanges", "slicers", "tables")
"""What only people put on a report tab."""


def known_tabs(metadata: Json) -> dict[int, str]:
    """The key of each of our tabs, by the id of the sheet."""
    return {sheet_id_of(properties_of(sheet)): marker.key for sheet, marker in marked(metadata)}


def tabs_seen(metadata: Json, values: Mapping[int, Rows]) -> tuple[TabSeen, ...]:
    """Our tabs; ``values`` are the rows of each by the id of its sheet."""
    return tuple(_seen(sheet, marker, values) for sheet, marker in marked(metadata))


def typed_since(tabs: Iterable[TabSeen], metadata: Json, values: Mapping[int, Rows]) -> list[str]:
    """The titles of those tabs whose cells hold something else than when they were seen.

    ``values`` may be read as formulas: that makes no difference.
    """
    seen = {tab.key: tab for tab in tabs}
    return [
        title_of(sheet)
        for sheet, marker in marked(metadata)
        if marker.key in seen and sheet_id_of(properties_of(sheet)) in values
        if seen[marker.key].found != _found(sheet, marker, values)
    ]


def _seen(sheet: Json, marker: Marker, values: Mapping[int, Rows]) -> TabSeen:
    return TabSeen(
        key=marker.key,
        title=title_of(sheet),
        written=marker.digest,
        found=_found(sheet, marker, values),
        hidden=bool(properties_of(sheet).get("hidden")),
        locked=any(map(_bars_us, sheet.get("protectedRanges", ()))),
    )


def _bars_us(protected: Json) -> bool:
    return not (protected.get("warningOnly") or protected.get("requestingUserCanEdit"))


def _found(sheet: Json, marker: Marker, values: Mapping[int, Rows]) -> str:
    """What stands in the cells now, with a mark where people put something beside them."""
    rows = values.get(sheet_id_of(properties_of(sheet)), ())
    cells = found_digest(rows, _formulas(sheet))
    return f"{cells} and more" if _holds_more(sheet, marker) else cells


def _holds_more(sheet: Json, marker: Marker) -> bool:
    if any(sheet.get(kind) for kind in _THEIRS):
        return True
    charts = {
        str(c["chartId"]): c.get("spec", {}).get("title", "") for c in sheet.get("charts", ())
    }
    if not charts.items() <= marker.charts.items():
        return True
    return any("note" in cell for _, _, cell in _cells(sheet))


def _formulas(sheet: Json) -> Iterator[tuple[int, int]]:
    for row, column, cell in _cells(sheet):
        if "formulaValue" in cell.get("userEnteredValue", {}):
            yield row, column


def _cells(sheet: Json) -> Iterator[tuple[int, int, Mapping[str, Any]]]:
    """What of the cells was asked for, row and column from 0."""
    for block in sheet.get("data", ()):
        for row, told in enumerate(block.get("rowData", ()), block.get("startRow", 0)):
            for column, cell in enumerate(told.get("values", ()), block.get("startColumn", 0)):
                yield row, column, cell
