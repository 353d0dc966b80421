"""Who may change which cells: one protected cell fails a whole write."""

from __future__ import annotations

from tests.google.a1 import Area
from tests.google.errors import Json, invalid
from tests.google.spreadsheet import Sheet
from tests.google.world import File

REFUSAL = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)


def may_edit(protected: Json, file: File, user: str) -> bool:
    if protected.get("warningOnly") or file.roles.get(user) == "owner":
        return True
    return user in protected.get("editors", {}).get("users", [])


def check_area(sheet: Sheet, area: Area, file: File, user: str) -> None:
    """A no where any cell of the area is protected from this user."""
    for protected in sheet.objects["protectedRanges"]:
        if may_edit(protected, file, user):
            continue
        if _reaches(protected, sheet, area):
            raise invalid(REFUSAL)


def check_sheet(sheet: Sheet, file: File, user: str) -> None:
    """A no where anything on the tab is protected: rows cannot be moved through it."""
    check_area(sheet, sheet.whole, file, user)


def _reaches(protected: Json, sheet: Sheet, area: Area) -> bool:
    if not sheet.area(protected["range"]).overlaps(area):
        return False
    free = [sheet.area(grid_range) for grid_range in protected.get("unprotectedRanges", [])]
    return not any(
        hole.top <= area.top
        and area.bottom <= hole.bottom
        and hole.left <= area.left
        and area.right <= hole.right
        for hole in free
    )
