"""The spreadsheet while requests are put together: its tabs as read, and what the requests add."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count

from sheetsync.stores.google.message import Json, properties_of, sheet_id_of, title_of
from sheetsync.stores.google.report_tabs.marker import unfinished
from sheetsync.tabs.values import short_hash

_IDS = 2**31 - 1
LONGEST_TITLE = 100


class Book:
    """``tabs`` counts the tabs there will be once the requests given out so far are carried out.

    Ids are chosen here, so that no request waits for the reply to another; the same spreadsheet
    and plan give the same ids.
    """

    def __init__(self, spreadsheet: Json) -> None:
        self._sheets: list[Json] = spreadsheet.get("sheets", [])
        self.id = str(spreadsheet.get("spreadsheetId", ""))
        self.locale = str(spreadsheet.get("properties", {}).get("locale", ""))
        self.left_over = unfinished(spreadsheet)
        self.tabs = len(self._sheets) - len(self.left_over)
        self._ids = {*chain.from_iterable(map(_ids_on, self._sheets))}
        self._titles = {title_of(sheet).casefold() for sheet in self._sheets}

    def find(self, title: str) -> Json | None:
        """The tab of that title, if it has cells."""
        for sheet in self._sheets:
            is_grid = properties_of(sheet).get("sheetType", "GRID") == "GRID"
            if is_grid and title_of(sheet).casefold() == title.casefold():
                return sheet
        return None

    def new_id(self, what: str) -> int:
        """An id that no tab and nothing on one has."""
        for number in count():
            found = int(short_hash(f"{self.id} {what} {number}"), 16) % _IDS
            if found and found not in self._ids:
                self._ids.add(found)
                return found
        raise AssertionError

    def passing_title(self, title: str) -> str:
        """A title for a tab until it is whole."""
        for number in count(1):
            end = f" (sheetsync {number})"
            found = title[: LONGEST_TITLE - len(end)] + end
            if found.casefold() not in self._titles:
                self._titles.add(found.casefold())
                return found
        raise AssertionError

    def hidden(self, titles: tuple[str, ...]) -> list[int]:
        """The ids of the tabs to hide; none where people would be left with no tab to look at."""
        wished = {title.casefold() for title in titles}
        shown = [each for each in self._sheets if not properties_of(each).get("hidden")]
        found = [each for each in shown if title_of(each).casefold() in wished]
        ids = [sheet_id_of(properties_of(each)) for each in found]
        return ids if len(ids) < len(shown) else []


def _ids_on(sheet: Json) -> Iterator[int]:
    yield sheet_id_of(properties_of(sheet))
    yield from (chart["chartId"] for chart in sheet.get("charts", ()))
    yield from (slicer["slicerId"] for slicer in sheet.get("slicers", ()))
