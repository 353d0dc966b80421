"""Report tabs as requests: each tab is one group that goes out in one batch, whole or not at all.

A tab that stands is rewritten where it is, under its own id, so that links and formulas that point
at it keep working. A new one is built under a passing title and gets its own last. A tab too large
for one batch grows on a hidden tab; what people see stays as it is until the last batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sheetsync.config import Settings
from sheetsync.plan import Plan, TabChange
from sheetsync.snapshot import Snapshot
from sheetsync.stores.google.message import Json, properties_of, sheet_id_of
from sheetsync.stores.google.report_tabs import frame
from sheetsync.stores.google.report_tabs.book import Book
from sheetsync.stores.google.report_tabs.cell_formats import CellFormats
from sheetsync.stores.google.report_tabs.cells import Ink, cell_requests
from sheetsync.stores.google.report_tabs.charts import chart_border, chart_place, chart_spec
from sheetsync.stores.google.report_tabs.digests import written_digest
from sheetsync.stores.google.report_tabs.grid_size import GridSize, grid_size
from sheetsync.stores.google.report_tabs.marker import (
    Marker,
    mark,
    mark_unfinished,
    marker_of,
    unmark_unfinished,
)
from sheetsync.stores.google.report_tabs.payload import LARGEST, packed, size_of
from sheetsync.tabs.grid import Placed
from sheetsync.tabs.layout import lay_out
from sheetsync.tabs.row_links import lead_ids


def tab_requests(
    plan: Plan,
    spreadsheet: Json,
    settings: Settings,
    snapshot: Snapshot,
    lead_sheet_id: int,
    largest: int = LARGEST,
) -> list[list[Json]]:
    """Groups of requests, in order, for the report tabs of a plan.

    ``spreadsheet`` is it as it was read for that plan. Each group must go out in one batch, after
    the columns the plan adds: row links name the column of Lead IDs.
    """
    book = Book(spreadsheet)
    ids = lead_ids(snapshot, plan.new_columns)
    formats = CellFormats(settings.currency, settings.locale)
    ink = Ink(formats, ids, lead_sheet_id, book.locale)
    groups = [group for change in plan.tabs for group in _groups(change, book, ink, largest)]
    if hidden := book.hidden(plan.hide):
        groups.append([_shown(sheet_id, hidden=True) for sheet_id in hidden])
    for sheet_id in book.left_over if groups else ():
        groups[0].insert(0, {"deleteSheet": {"sheetId": sheet_id}})
    return groups


def _groups(change: TabChange, book: Book, ink: Ink, largest: int) -> list[list[Json]]:
    work = _Work(change, book, ink)
    whole = work.at_once()
    groups = [whole] if size_of(whole) <= largest else work.in_pieces(largest)
    book.tabs += work.sheet is None
    return groups


@dataclass(frozen=True)
class _Work:
    """One tab to write."""

    change: TabChange
    book: Book
    ink: Ink

    @cached_property
    def sheet(self) -> Json | None:
        """The tab that stands, as it was read."""
        return self.book.find(self.change.replaces) if self.change.replaces else None

    @cached_property
    def placed(self) -> Placed:
        return lay_out(self.change.tab)

    @cached_property
    def size(self) -> GridSize:
        return grid_size(self.placed)

    @cached_property
    def sheet_id(self) -> int:
        if self.sheet is None:
            return self.book.new_id(self.change.tab.key)
        return sheet_id_of(properties_of(self.sheet))

    @cached_property
    def passing_title(self) -> str:
        return self.book.passing_title(self.change.title)

    @cached_property
    def ending(self) -> list[Json]:
        """What makes a tab with all its cells whole."""
        return [*frame.finished(self.sheet_id, self.placed), *self._charts_and_marker()]

    @cached_property
    def beginning(self) -> list[Json]:
        """What makes a tab that stands ready to be filled; a copy is kept first."""
        if self.sheet is None:
            return []
        kept = self._kept(self.sheet) if self.change.keep_as else []
        size = frame.resized(self.sheet, self.size, self.placed)
        return [*kept, *frame.emptied(self.sheet), size]

    def at_once(self) -> list[Json]:
        """Everything in one group."""
        new = [] if self.sheet else [self._added(self.sheet_id, hidden=False)]
        return [
            *(self.beginning or new),
            *frame.lines(self.sheet_id, self.size),
            *cell_requests(self.placed, self.sheet_id, self.ink),
            *self.ending,
            *self._titled(was_hidden=False),
        ]

    def in_pieces(self, largest: int) -> list[list[Json]]:
        """The cells on a hidden tab, group by group; then that tab is shown, or copied to where
        it belongs."""
        apart = self.book.new_id(self.passing_title) if self.sheet else self.sheet_id
        begun = [[self._added(apart, hidden=True), mark_unfinished(apart)]]
        cells = ([each] for each in cell_requests(self.placed, apart, self.ink))
        moved = self._moved(apart) if self.sheet else [unmark_unfinished(apart)]
        lines = frame.lines(self.sheet_id, self.size)
        last = [*self.beginning, *lines, *moved, *self.ending, *self._titled(was_hidden=True)]
        return [*packed([*begun, *cells], largest), last]

    def _added(self, sheet_id: int, *, hidden: bool) -> Json:
        return frame.added(sheet_id, self.passing_title, self.size, self.placed, hidden=hidden)

    def _moved(self, apart: int) -> list[Json]:
        area = {
            "startRowIndex": 0,
            "endRowIndex": len(self.size.rows),
            "startColumnIndex": 0,
            "endColumnIndex": len(self.size.columns),
        }
        places = {
            "source": {"sheetId": apart, **area},
            "destination": {"sheetId": self.sheet_id, **area},
        }
        copied = {**places, "pasteType": "PASTE_NORMAL"}
        return [{"copyPaste": copied}, {"deleteSheet": {"sheetId": apart}}]

    def _kept(self, sheet: Json) -> list[Json]:
        """A copy of all that stands there, last and in sight; from now on it is a person's."""
        copy = self.book.new_id(self.change.keep_as)
        made = {
            "sourceSheetId": self.sheet_id,
            "insertSheetIndex": self.book.tabs,
            "newSheetId": copy,
            "newSheetName": self.change.keep_as,
        }
        self.book.tabs += 1
        shown = [_shown(copy, hidden=False)] if properties_of(sheet).get("hidden") else []
        return [{"duplicateSheet": made}, frame.without_prompt(copy), *shown]

    def _charts_and_marker(self) -> Iterator[Json]:
        """Our charts keep their ids from one writing to the next; any other was kept with the
        copy."""
        marker = marker_of(self.sheet) if self.sheet else None
        there = [str(c["chartId"]) for c in self.sheet.get("charts", ())] if self.sheet else []
        ours = [int(chart) for chart in there if marker and chart in marker.charts]
        wanted = self.placed.charts
        ids = ours[: len(wanted)]
        ids += [self.book.new_id("chart") for _ in wanted[len(ids) :]]
        for chart in there:
            if int(chart) not in ids:
                yield {"deleteEmbeddedObject": {"objectId": int(chart)}}
        for number, chart_id in enumerate(ids):
            yield from self._chart(number, chart_id, is_new=chart_id not in ours)
        titles = {str(id_): chart.chart.title for id_, chart in zip(ids, wanted, strict=True)}
        digest = written_digest(self.change.tab, self.ink.ids, self.placed)
        yield from mark(Marker(self.change.tab.key, self.sheet_id, digest, titles), self.sheet)

    def _chart(self, number: int, chart_id: int, *, is_new: bool) -> Iterator[Json]:
        chart = self.placed.charts[number]
        spec = chart_spec(chart, self.placed, self.sheet_id)
        place = chart_place(chart, self.size.anchor(chart), self.sheet_id)
        if is_new:
            drawn = {"chartId": chart_id, "spec": spec, "position": place}
            yield {"addChart": {"chart": {**drawn, "border": chart_border()}}}
        else:
            moved = {"objectId": chart_id, "newPosition": place, "fields": "*"}
            yield {"updateChartSpec": {"chartId": chart_id, "spec": spec}}
            yield {"updateEmbeddedObjectPosition": moved}

    def _titled(self, *, was_hidden: bool) -> list[Json]:
        """A new tab gets its title, and one that grew out of sight is shown."""
        if self.sheet is not None and self.change.title == self.change.replaces:
            return []
        shown = {"hidden": False} if was_hidden and self.sheet is None else {}
        properties = {"sheetId": self.sheet_id, "title": self.change.title, **shown}
        fields = ",".join(["title", *shown])
        return [{"updateSheetProperties": {"properties": properties, "fields": fields}}]


def _shown(sheet_id: int, *, hidden: bool) -> Json:
    properties = {"sheetId": sheet_id, "hidden": hidden}
    return {"updateSheetProperties": {"properties": properties, "fields": "hidden"}}
