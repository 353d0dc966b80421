"""A hidden tab that holds what stood just before the last write in the cells that it wrote.

Google has no conditional write, but a batch is done in order, whole or not at all: a copy that it
makes before it writes says exactly what was written over, and the reply shows that copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, takewhile

from sheetsync.cells import Area
from sheetsync.stores.google.copied_areas import at_the_top, below, emptied, on_the_lead_tab, reach
from sheetsync.stores.google.message import (
    Json,
    a1_range,
    grid_range,
    metadata_value,
    properties_of,
    sheet_id_of,
    title_of,
)
from sheetsync.stores.google.pieces import Piece
from sheetsync.stores.google.report_tabs.book import Book
from sheetsync.stores.google.what_stood import Stood, stood

KEY = "sheetsync.before"
"""Developer metadata on that tab; its value is the tab's own id, so that a duplicate is no such."""
TITLE = "Before the last write (sheetsync)"
_KEPT = "Typed into a report (sheetsync)"
_ASIDE = "Typed as a run wrote (sheetsync)"
MOST_CELLS = 5_000_000
"""Of a whole spreadsheet with this tab, half of what Google allows: beyond, none is made."""


@dataclass(frozen=True)
class Told:
    """A batch with the copy made first: what of the reply shows it, and which of the requests, by
    number, only make it."""

    requests: Sequence[Json]
    ranges: Sequence[str] = ()
    own: range = range(0)

    def is_of_the_copy(self, number: int, kind: str) -> bool:
        """Whether a request, by its number and kind, only makes the copy."""
        return number in self.own and kind in self.requests[number]


class CopyBefore:
    """The copies of one spreadsheet: each cell stands where it stands on the lead tab, so that
    formulas stay word for word the same."""

    def __init__(self, spreadsheet: Json, lead_sheet: Json) -> None:
        sheets: Sequence[Json] = spreadsheet.get("sheets", ())
        there = next((sheet for sheet in sheets if is_copy(sheet)), None)
        self._lead_id = _id(lead_sheet)
        self.stands = there is not None
        self._book, self._titles = Book(spreadsheet), [*map(title_of, sheets)]
        self._id = _id(there) if there else self._book.new_id(KEY)
        self.title = title_of(there) if there else self._free(TITLE)
        self._locked = there is not None and any(map(_bars_us, there.get("protectedRanges", ())))
        self._others = sum(_size(sheet) for sheet in sheets if sheet is not there)
        shown = (sheet for sheet in sheets if not _hides(sheet.get("basicFilter") or {}))
        self._grids = {_id(sheet): _grid(sheet) for sheet in shown}
        self.reports: Mapping[int, Area] = {}
        """Where the copies of report tabs stand that the last batch emptied."""

    def before(self, batch: Piece) -> Told:
        """A batch with the copy made first; as it is where there is no room for one."""
        areas = [*on_the_lead_tab(batch)]
        reports = below(areas, emptied(batch.requests), self._grids)
        shown = [*areas, *reports.values()]
        self.reports = {}
        if not shown or self._locked:
            return Told(batch.requests)
        rows, columns = reach(shown)
        if self._others + rows * columns > MOST_CELLS:
            return Told([*self._away(), *batch.requests])
        room = [*takewhile(lambda request: "appendDimension" in request, batch.requests)]
        own = [*self._made_ready(rows, columns), *self._copied(areas, reports)]
        self.stands, self.reports = True, reports
        return Told(
            [*room, *own, *batch.requests[len(room) :]],
            [a1_range(self.title, str(area)) for area in shown],
            range(len(room), len(room) + len(own)),
        )

    def look_again(self, batch: Piece, reports: Mapping[int, Area]) -> list[str]:
        """What shows the copy that an earlier run made before this batch."""
        self.reports = reports
        return [
            a1_range(self.title, str(area)) for area in (*on_the_lead_tab(batch), *reports.values())
        ]

    def is_refused(self) -> None:
        """Google would not make it: none is made any more."""
        self._locked, self.reports = True, {}

    def stood(self, reply: Json) -> Stood | None:
        """What stood in the cells that were written, out of a reply that also shows some column of
        those rows on the lead tab. None where it does not tell: what a filter hides may be left
        out of a copy, and what is below it would stand on other rows."""
        if _is_filtered(_sheet_in(reply, self._lead_id)):
            return None
        found = _sheet_in(reply, self._id)
        return stood(_as_entered(found)) if found.get("data") else None

    def reports_in(self, reply: Json) -> Iterator[tuple[int, Json]]:
        """The report tabs that were emptied, by id, each as the message of a tab of its own."""
        blocks: Sequence[Json] = _sheet_in(reply, self._id).get("data", ())
        for sheet_id, area in self.reports.items():
            corner = area.first_row - 1, 0
            for block in blocks:
                if (block.get("startRow", 0), block.get("startColumn", 0)) == corner:
                    yield sheet_id, {"data": [{**block, "startRow": 0}]}
                    break

    def kept(self, sheet_id: int) -> tuple[list[Json], str]:
        """The requests that make a tab for people of what stood on a report tab, and its title."""
        area, title = self.reports[sheet_id], self._free(_KEPT)
        new_id = self._book.new_id(title)
        self._titles.append(title)
        rows, columns = self._grids[sheet_id]
        grid = {"rowCount": rows, "columnCount": columns}
        properties = {"sheetId": new_id, "title": title, "gridProperties": grid}
        back = _paste((self._id, area), (new_id, at_the_top(area)))
        return [{"addSheet": {"properties": properties}}, back], title

    def set_aside(self) -> tuple[list[Json], str]:
        """The requests that leave the tab as it is to people, who see it, and its title."""
        title = self._free(_ASIDE)
        shown = {"sheetId": self._id, "title": title, "hidden": False}
        mark = {"metadataKey": KEY, "metadataValue": str(self._id)}
        self._titles.append(title)
        self._id, self.stands = self._book.new_id(KEY), False
        self.title = self._free(TITLE)
        return [
            {"updateSheetProperties": {"properties": shown, "fields": "title,hidden"}},
            {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": mark}}},
        ], title

    def _made_ready(self, rows: int, columns: int) -> Iterator[Json]:
        """The tab, empty and as large as it must be."""
        grid = {"rowCount": rows, "columnCount": columns}
        properties = {"sheetId": self._id, "gridProperties": grid}
        if self.stands:
            yield {"updateCells": {"range": {"sheetId": self._id}, "fields": "userEnteredValue"}}
            # Frozen rows that somebody wished would keep it from becoming smaller.
            fields = "gridProperties(rowCount,columnCount,frozenRowCount,frozenColumnCount)"
            yield {"updateSheetProperties": {"properties": properties, "fields": fields}}
            return
        yield {"addSheet": {"properties": {**properties, "title": self.title, "hidden": True}}}
        entry = {"metadataKey": KEY, "metadataValue": str(self._id), "visibility": "DOCUMENT"}
        place = {"location": {"sheetId": self._id}}
        yield {"createDeveloperMetadata": {"developerMetadata": {**entry, **place}}}

    def _copied(self, areas: Sequence[Area], reports: Mapping[int, Area]) -> Iterator[Json]:
        for area in areas:
            yield _paste((self._lead_id, area), (self._id, area))
        for sheet_id, area in reports.items():
            yield _paste((sheet_id, at_the_top(area)), (self._id, area))

    def _away(self) -> list[Json]:
        """Where it cannot be used it takes up no cells that people may need."""
        if not self.stands:
            return []
        self.stands = False
        return [{"deleteSheet": {"sheetId": self._id}}]

    def _free(self, wish: str) -> str:
        titles = {title.casefold() for title in self._titles}
        wished: Iterable[str] = chain([wish], (f"{wish} {number}" for number in count(2)))
        return next(title for title in wished if title.casefold() not in titles)


def is_copy(sheet: Json) -> bool:
    """Whether a tab is the hidden one with copies. One that people have made visible is theirs."""
    is_hidden = bool(properties_of(sheet).get("hidden"))
    return is_hidden and metadata_value(sheet, KEY) == str(_id(sheet))


def _paste(source: tuple[int, Area], to: tuple[int, Area]) -> Json:
    """What is entered, formulas as such; no looks, joins or dropdowns."""
    places = {"source": grid_range(*source), "destination": grid_range(*to)}
    return {"copyPaste": {**places, "pasteType": "PASTE_FORMULA"}}


def _sheet_in(reply: Json, sheet_id: int) -> Json:
    sheets: Sequence[Json] = reply.get("sheets", ())
    return next((sheet for sheet in sheets if _id(sheet) == sheet_id), {})


def _is_filtered(sheet: Json) -> bool:
    rows = (row for grid in sheet.get("data", ()) for row in grid.get("rowMetadata", ()))
    return any(row.get("hiddenByFilter") for row in rows)


def _as_entered(sheet: Json) -> Json:
    """Without what a formula in another cell spills: there the formula may come to something
    else."""

    def entered(cell: Json) -> Json:
        return cell if cell.get("userEnteredValue") else {}

    def line(row: Json) -> Json:
        return {"values": [entered(cell) for cell in row.get("values", ())]}

    grids = [{**g, "rowData": [line(row) for row in g.get("rowData", ())]} for g in sheet["data"]]
    return {**sheet, "data": grids}


def _size(sheet: Json) -> int:
    rows, columns = _grid(sheet)
    return rows * columns


def _grid(sheet: Json) -> tuple[int, int]:
    grid = properties_of(sheet).get("gridProperties", {})
    return int(grid.get("rowCount", 0)), int(grid.get("columnCount", 0))


def _hides(basic_filter: Json) -> bool:
    """Whether it may hide rows, which a copy might then lack."""
    return bool(basic_filter.get("filterSpecs") or basic_filter.get("criteria"))


def _bars_us(protected: Json) -> bool:
    return not (protected.get("warningOnly") or protected.get("requestingUserCanEdit"))


def _id(sheet: Json) -> int:
    return sheet_id_of(properties_of(sheet))
