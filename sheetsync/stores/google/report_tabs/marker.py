"""How a tab is known as ours: developer metadata on it, which goes along when it is renamed.

The value says which report it is, which tab it was written on, what was written (`digests`), and
our charts by id with their titles. A duplicate that somebody makes of the tab is theirs: should
Google copy the metadata along, it still names the tab it was written on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sheetsync.stores.google.message import Json, metadata_value, properties_of, sheet_id_of

KEY = "sheetsync.tab"
UNFINISHED = "sheetsync.tab.unfinished"
"""On a hidden tab that grows until it is whole. One that is found was left by a run that died."""


@dataclass(frozen=True)
class Marker:
    """What the metadata of a tab says; ``charts`` maps ids, written in digits, to titles."""

    key: str
    sheet: int
    digest: str = ""
    charts: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def marker_of(sheet: Json) -> Marker | None:
    """The marker of one item of ``sheets``; None where the tab is not ours."""
    value = metadata_value(sheet, KEY)
    marker = None if value is None else _read(value)
    return marker if marker and marker.sheet == sheet_id_of(properties_of(sheet)) else None


def marked(spreadsheet: Json) -> Iterator[tuple[Json, Marker]]:
    """Our tabs in the order they stand; of two with one key (two first runs met) the first."""
    keys = set()
    for sheet in spreadsheet.get("sheets", ()):
        marker = marker_of(sheet)
        if marker and marker.key not in keys:
            keys.add(marker.key)
            yield sheet, marker


def unfinished(spreadsheet: Json) -> list[int]:
    """The ids of tabs that a run which died left half-written."""
    return [
        sheet_id_of(properties_of(sheet))
        for sheet in spreadsheet.get("sheets", ())
        if metadata_value(sheet, UNFINISHED) == str(sheet_id_of(properties_of(sheet)))
    ]


def mark(marker: Marker, sheet: Json | None) -> list[Json]:
    """The requests after which a tab carries this marker and no other of ours; ``sheet`` is the
    tab as it was read, None where it is new."""
    stale = [] if sheet is None or metadata_value(sheet, KEY) is None else [_unmark(marker, sheet)]
    return [*stale, _create(KEY, str(marker), marker.sheet)]


def mark_unfinished(sheet_id: int) -> Json:
    """The request that says so of a tab just begun."""
    return _create(UNFINISHED, str(sheet_id), sheet_id)


def unmark_unfinished(sheet_id: int) -> Json:
    """The request that says it is whole."""
    lookup = {"metadataKey": UNFINISHED, "metadataValue": str(sheet_id)}
    return _delete(lookup)


def _unmark(marker: Marker, sheet: Json) -> Json:
    """By key and value, since metadata of other tabs has the same key."""
    return _delete({"metadataKey": KEY, "metadataValue": metadata_value(sheet, KEY)})


def _create(key: str, value: str, sheet_id: int) -> Json:
    entry = {
        "metadataKey": key,
        "metadataValue": value,
        "location": {"sheetId": sheet_id},
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def _delete(lookup: Mapping[str, Any]) -> Json:
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": dict(lookup)}}}


def _read(value: str) -> Marker | None:
    """None for what is no marker; parts that are lost make the tab one somebody worked in."""
    try:
        found = json.loads(value)
        charts = {str(chart): str(title) for chart, title in found.get("charts", {}).items()}
        return Marker(str(found["key"]), int(found["sheet"]), str(found.get("digest", "")), charts)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
