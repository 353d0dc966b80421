"""Which cells a batch writes over, as few rectangles, and where copies of them stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sheetsync.cells import Area
from sheetsync.stores.google.lead_tab.cell_writes import ColumnWrite, spans
from sheetsync.stores.google.lead_tab.columns import stretches
from sheetsync.stores.google.message import Json, sheet_id_of
from sheetsync.stores.google.pieces import Piece


def on_the_lead_tab(batch: Piece) -> Iterator[Area]:
    """Few rectangles that hold all cells a batch writes on the lead tab."""
    for writes in (batch.headers, batch.writes):
        rows = spans(writes) if writes else []
        for left, right in _columns(writes):
            yield from (Area(top, left, bottom, right) for top, bottom in rows)


def emptied(requests: Sequence[Json]) -> list[int]:
    """The tabs that these requests empty without keeping a copy."""
    cleared = [each.get("updateCells", {}) for each in requests]
    ids = [sheet_id_of(c["range"]) for c in cleared if c.get("fields") == "*" and "range" in c]
    kept = [each.get("duplicateSheet", {}).get("sourceSheetId") for each in requests]
    return [sheet_id for sheet_id in ids if sheet_id not in kept]


def below(
    areas: Sequence[Area], sheets: Sequence[int], grids: Mapping[int, tuple[int, int]]
) -> dict[int, Area]:
    """Where copies of whole tabs stand, by id: below what is copied of the lead tab. ``grids``
    are their rows and columns."""
    places, top = {}, max((area.last_row for area in areas), default=0) + 1
    for sheet_id in sheets:
        rows, columns = grids.get(sheet_id, (0, 0))
        if rows and columns:
            places[sheet_id] = Area(top, 1, top + rows - 1, columns)
            top += rows
    return places


def at_the_top(area: Area) -> Area:
    """The same number of rows from the first on."""
    return Area(1, 1, area.last_row - area.first_row + 1, area.last_column)


def reach(areas: Sequence[Area]) -> tuple[int, int]:
    """The rows and columns of a grid that holds them all."""
    return max(a.last_row for a in areas), max(a.last_column for a in areas)


def _columns(writes: Sequence[ColumnWrite]) -> list[tuple[int, int]]:
    return stretches(np.unique(np.array([write.column for write in writes], dtype=np.int64)))
