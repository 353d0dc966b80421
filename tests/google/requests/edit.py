"""One batchUpdate at work: the draft it changes and who changes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tests.google.a1 import Area
from tests.google.errors import Json, invalid
from tests.google.protection import check_area, check_sheet
from tests.google.spreadsheet import Sheet, Spreadsheet
from tests.google.world import File


@dataclass(frozen=True)
class Edit:
    draft: Spreadsheet
    file: File
    user: str
    now: datetime

    def place(self, grid_range: Json) -> tuple[Sheet, Area]:
        sheet = self.draft.sheet(grid_range.get("sheetId", 0))
        return sheet, sheet.area_in_grid(grid_range)

    def writable(self, grid_range: Json) -> tuple[Sheet, Area]:
        """The place, if this user may change all of it."""
        sheet, area = self.place(grid_range)
        self.check(sheet, area)
        return sheet, area

    def check(self, sheet: Sheet, area: Area) -> None:
        check_area(sheet, area, self.file, self.user)

    def check_sheet(self, sheet: Sheet) -> None:
        check_sheet(sheet, self.file, self.user)

    def settled_range(self, grid_range: Json) -> Json:
        """A GridRange with its open ends written out, as Google keeps those of filters."""
        sheet, area = self.place(grid_range)
        return sheet.grid_range(area)


# A request's message to its reply's; an empty reply is the rule.
Handler = Callable[[Edit, Json], Json]


def find(objects: list[Json], key: str, wanted: object, what: str) -> Json:
    for thing in objects:
        if thing.get(key) == wanted:
            return thing
    raise invalid(f"No {what} with id: {wanted}")


def find_on_sheets(
    draft: Spreadsheet, kind: str, key: str, wanted: object, what: str
) -> tuple[Sheet, Json]:
    for sheet in draft.sheets:
        for thing in sheet.objects[kind]:
            if thing.get(key) == wanted:
                return sheet, thing
    raise invalid(f"No {what} with id: {wanted}")
