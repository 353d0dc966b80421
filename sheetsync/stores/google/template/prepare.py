"""Making a blank spreadsheet the team's lead sheet: one read, one write. One with content is left
as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sheetsync.config import Settings
from sheetsync.errors import OutcomeUnknown
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.message import Json, sheet_id_of, title_of
from sheetsync.stores.google.template import blank, pages
from sheetsync.stores.google.template.lead_tab import GRID, lead_tab
from sheetsync.stores.read_me import LISTS_TITLE, TITLE


class Prepared(NamedTuple):
    """The spreadsheet's name, and where it was left alone the tab that holds something."""

    name: str
    content_on: str = ""


class _Tab(NamedTuple):
    sheet_id: int
    request: Json


def prepare(connection: Connection, settings: Settings) -> Prepared:
    """Raises what a `Connection` raises."""
    spreadsheet = connection.get(blank.FIELDS)
    content_on = blank.content(spreadsheet)
    if not content_on:
        _write(connection, requests(spreadsheet, settings))
    return Prepared(connection.name, content_on)


def _write(connection: Connection, wished: list[Json]) -> None:
    """All of it or nothing. Where no answer came, the spreadsheet itself says whether it was done:
    it was blank a moment ago."""
    try:
        connection.batch_update(wished, fields="spreadsheetId")
    except OutcomeUnknown:
        if not blank.content(connection.get(blank.FIELDS)):
            raise


def requests(spreadsheet: Json, settings: Settings) -> list[Json]:
    """What makes a blank spreadsheet the lead sheet. Blank tabs of other names stay."""
    locale = spreadsheet["properties"]["locale"]
    return [each for part in _parts(spreadsheet["sheets"], settings, locale) for each in part]


def _parts(tabs: list[Json], settings: Settings, locale: str) -> Iterator[list[Json]]:
    """Lists go before the leads, whose dropdowns point there."""
    leads = _lead_tab(tabs, settings.tab)
    read_me = _page(tabs, TITLE, 1, pages.read_me_grid(settings))
    lists = _page(tabs, LISTS_TITLE, 2, pages.LISTS_GRID)
    yield [leads.request, read_me.request, lists.request]
    yield list(pages.lists(lists.sheet_id, settings))
    yield list(pages.read_me(read_me.sheet_id, settings))
    yield list(lead_tab(leads.sheet_id, settings, pages.word_ranges(), locale))


def _lead_tab(tabs: list[Json], title: str) -> _Tab:
    """The tab of that title, else the first one under it."""
    named = _titled(tabs, title)
    return _taken(named or tabs[0], title, 0, GRID)


def _page(tabs: list[Json], title: str, index: int, grid: Json) -> _Tab:
    """The tab of that title, or a new one with an id nobody has."""
    if there := _titled(tabs, title):
        return _taken(there, title, index, grid)
    taken = {sheet_id_of(tab["properties"]) for tab in tabs}
    free = [number for number in range(1, len(tabs) + 3) if number not in taken]
    sheet_id = free[index - 1]  # each page has its own index
    properties = {"sheetId": sheet_id, "title": title, "index": index, "gridProperties": grid}
    return _Tab(sheet_id, {"addSheet": {"properties": properties}})


def _titled(tabs: list[Json], title: str) -> Json | None:
    """Titles are the same whatever the case of their letters."""
    return next((tab for tab in tabs if title_of(tab).casefold() == title.casefold()), None)


def _taken(tab: Json, title: str, index: int, grid: Json) -> _Tab:
    properties = tab["properties"]
    wished = {"index": index, "hidden": False, "gridProperties": grid}
    fields = ["index", "hidden", *(f"gridProperties.{name}" for name in grid)]
    if title_of(tab).casefold() != title.casefold():
        wished["title"] = title
        fields.append("title")
    sheet_id = sheet_id_of(properties)
    change = {"properties": {"sheetId": sheet_id, **wished}, "fields": ",".join(fields)}
    return _Tab(sheet_id, {"updateSheetProperties": change})
