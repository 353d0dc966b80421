"""What a spreadsheet's own settings mean for runs, as the doctor tells it; asks nobody anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sheetsync.cells import LAST_COLUMN, LAST_ROW, Area
from sheetsync.config import Settings
from sheetsync.stores.base import Diagnosis
from sheetsync.stores.google.cell_limit import MAKE_ROOM, MOST_CELLS, cells_of
from sheetsync.stores.google.list_separators import separator
from sheetsync.stores.google.message import Json, properties_of, sheet_id_of, title_of
from sheetsync.stores.google.reading.lead_sheet import find_lead_sheet, locked_areas
from sheetsync.stores.google.report_tabs.reading import known_tabs

FIELDS = (
    "properties(title,locale,timeZone),"
    "sheets(properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount)),"
    "developerMetadata(metadataId,metadataKey,metadataValue),"
    "protectedRanges(range,unprotectedRanges,warningOnly,requestingUserCanEdit))"
)
"""What is asked for: nothing of any cell."""

NEARLY_FULL = 0.9

MONTH_FIRST = frozenset({"en_US", "en_PH", "fil_PH"})
YEAR_FIRST = frozenset({"CN", "HU", "JP", "KR", "LT", "MN", "SE", "TW"})
MIXED = frozenset({"", "CA", "ZA"})
"""The countries, and ``en`` alone, of which it is better not to say in which order dates stand."""

_MOMENTS = [datetime(2026, month, 15, 12, tzinfo=UTC) for month in range(1, 13)]
_SETTINGS = "In the spreadsheet: File → Settings → "
_UNPROTECT = (
    "Its owner opens Data → Protect sheets and ranges, clicks it, then Set permissions, and adds "
    "{account}."
)


def looked_through(spreadsheet: Json, settings: Settings, account: str) -> Iterator[Diagnosis]:
    """A line on tab, protection, time zone, locale and size each; ``account`` is who we are."""
    lead_sheet = find_lead_sheet(spreadsheet, settings.tab)
    if lead_sheet is not None:  # what is to be said of a missing one, reading it says
        yield _tab(title_of(lead_sheet), settings.tab)
        yield from _protected(lead_sheet, account)
    yield from _protected_reports(spreadsheet, account)
    about = spreadsheet.get("properties", {})
    yield _time_zone(str(about.get("timeZone", "")), settings.timezone)
    yield _locale(str(about.get("locale", "")), settings)
    yield _size(spreadsheet)


def _tab(title: str, wanted: str) -> Diagnosis:
    if title.strip().casefold() == wanted.strip().casefold():
        return Diagnosis("Tab", "ok", f"{title!r} is there")
    said = f"{wanted!r} is called {title!r} now; runs follow it by a mark of their own"
    return Diagnosis("Tab", "note", said, f"Write tab: {title} in config.yaml.")


def _protected(sheet: Json, account: str) -> Iterator[Diagnosis]:
    """What of the lead tab is kept from us; which columns that hits, their own lines say."""
    found = list(locked_areas(sheet))
    if not found:
        yield Diagnosis("Protected", "ok", f"nothing on {title_of(sheet)!r} keeps {account} out")
    for each in found:
        said = f"{_named(each.area, sheet)} may not be written to"
        if each.free:
            said += " but for " + ", ".join(_named(free, sheet) for free in each.free)
        yield Diagnosis("Protected", "note", said, _UNPROTECT.format(account=account))


def _protected_reports(spreadsheet: Json, account: str) -> Iterator[Diagnosis]:
    ours = known_tabs(spreadsheet)
    for sheet in spreadsheet.get("sheets", ()):
        if sheet_id_of(properties_of(sheet)) in ours and any(locked_areas(sheet)):
            said = f"the report tab {title_of(sheet)!r} is protected, so no run rewrites it"
            yield Diagnosis("Protected", "problem", said, _UNPROTECT.format(account=account))


def _named(area: Area, sheet: Json) -> str:
    """``W2:W500 of 'Leads'``, no larger than the tab."""
    if area == Area(1, 1, LAST_ROW, LAST_COLUMN):
        return f"all of {title_of(sheet)!r}"
    grid = properties_of(sheet).get("gridProperties", {})
    bottom = min(area.last_row, max(grid.get("rowCount", LAST_ROW), area.first_row))
    right = min(area.last_column, max(grid.get("columnCount", LAST_COLUMN), area.first_column))
    return f"{Area(area.first_row, area.first_column, bottom, right)} of {title_of(sheet)!r}"


def _time_zone(there: str, here: ZoneInfo) -> Diagnosis:
    if _same_time(there, here):
        return Diagnosis("Time zone there", "ok", f"{there}, as in config.yaml")
    said = (
        f"the spreadsheet goes by {there or 'no known zone'}, config.yaml by {here.key}: "
        "what is due today changes colour at another midnight"
    )
    remedy = f"{_SETTINGS}Time zone; or timezone: in config.yaml."
    return Diagnosis("Time zone there", "note", said, remedy)


def _same_time(there: str, here: ZoneInfo) -> bool:
    """Zones have several names: whether both clocks show the same all year."""
    try:
        zone = ZoneInfo(there)
    except (ValueError, OSError, KeyError):  # Google has zones of its own, ``GMT-07:00``
        return False
    return all(
        moment.astimezone(zone).utcoffset() == moment.astimezone(here).utcoffset()
        for moment in _MOMENTS
    )


def _locale(there: str, settings: Settings) -> Diagnosis:
    order = date_order(there)
    if order in ("", settings.date_order):
        said = f"{there}; its formulas part arguments with {separator(there)!r}, and so do ours"
        return Diagnosis("Locale there", "ok", said)
    said = (
        f"{there}: Google reads a date typed there as {order}, and config.yaml says "
        f"{settings.date_order}; 05/11/2026 would be another day than meant"
    )
    remedy = f"{_SETTINGS}Locale: choose your country; or mend date_order: in config.yaml."
    return Diagnosis("Locale there", "note", said, remedy)


def date_order(locale: str) -> str:
    """How Google reads a date of numbers typed into a spreadsheet of that locale, as ``DMY``; ""
    where that is not sure."""
    country = locale.partition("_")[2]
    if country in MIXED:
        return ""
    return "MDY" if locale in MONTH_FIRST else "YMD" if country in YEAR_FIRST else "DMY"


def _size(spreadsheet: Json) -> Diagnosis:
    cells = sum(map(cells_of, spreadsheet.get("sheets", ())))
    said = f"{cells:,} of the {MOST_CELLS:,} cells Google allows, empty ones included"
    if cells < NEARLY_FULL * MOST_CELLS:
        return Diagnosis("Size", "ok", said)
    return Diagnosis("Size", "note", said, MAKE_ROOM)
