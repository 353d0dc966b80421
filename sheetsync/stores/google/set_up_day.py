"""The day of the first run, remembered in the spreadsheet itself as developer metadata.

It goes along with a copy of the spreadsheet, as it does with a copy of a workbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sheetsync.stores.google.message import Json

KEY = "sheetsync.set_up_on"


def remembered(spreadsheet: Mapping[str, Any]) -> date | None:
    """The earliest day noted, as two first runs at once may each have noted one."""
    days = [
        day
        for entry in spreadsheet.get("developerMetadata", ())
        if entry.get("metadataKey") == KEY
        and (day := _day(entry.get("metadataValue", ""))) is not None
    ]
    return min(days, default=None)


def remember(day: date, spreadsheet: Mapping[str, Any]) -> list[Json]:
    """The requests that note it, once."""
    if remembered(spreadsheet) is not None:
        return []
    entry = {
        "metadataKey": KEY,
        "metadataValue": day.isoformat(),
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }
    return [{"createDeveloperMetadata": {"developerMetadata": entry}}]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
