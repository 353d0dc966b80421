"""Requests for developer metadata, and what finds it again."""

from __future__ import annotations

from tests.google.errors import Json, NotEmulated, invalid
from tests.google.fields_mask import mask_of, merge
from tests.google.requests.edit import Edit, Handler
from tests.google.spreadsheet import Spreadsheet

TYPES = {"ROWS": "ROW", "COLUMNS": "COLUMN"}

COMPARED = ("metadataId", "metadataKey", "metadataValue", "visibility")


def create_developer_metadata(edit: Edit, request: Json) -> Json:
    wished = request["developerMetadata"]
    if not wished.get("metadataKey") or not wished.get("visibility"):
        raise invalid("Developer metadata needs a key and a visibility.")
    entry = {
        "metadataId": edit.draft.new_id(),
        **wished,
        "location": _settled(edit, wished.get("location", {})),
    }
    if any(m["metadataId"] == entry["metadataId"] for m in edit.draft.metadata):
        raise invalid(f"Developer metadata with id {entry['metadataId']} already exists.")
    edit.draft.metadata.append(entry)
    return {"developerMetadata": entry}


def update_developer_metadata(edit: Edit, request: Json) -> Json:
    mask, wished = mask_of(request), request["developerMetadata"]
    found = _found(edit.draft, request.get("dataFilters", []))
    for entry in found:
        changed = merge(entry, wished, mask)
        if "location" in mask:
            changed["location"] = _settled(edit, wished.get("location", {}))
        entry.update(changed)
    return {"developerMetadata": [dict(entry) for entry in found]} if found else {}


def delete_developer_metadata(edit: Edit, request: Json) -> Json:
    found = _found(edit.draft, [request["dataFilter"]])
    ids = [entry["metadataId"] for entry in found]
    edit.draft.metadata = [m for m in edit.draft.metadata if m["metadataId"] not in ids]
    return {"deletedDeveloperMetadata": found} if found else {}


def lookup(draft: Spreadsheet, wanted: Json) -> list[Json]:
    if "metadataLocation" in wanted:
        raise NotEmulated("looking metadata up by location")
    kind = wanted.get("locationType")
    return [
        entry
        for entry in draft.metadata
        if all(entry.get(name) == wanted[name] for name in COMPARED if name in wanted)
        and (kind is None or entry["location"]["locationType"] == kind)
    ]


def _found(draft: Spreadsheet, data_filters: list[Json]) -> list[Json]:
    found: list[Json] = []
    for data_filter in data_filters:
        if "developerMetadataLookup" not in data_filter:
            raise NotEmulated("data filters other than a metadata lookup")
        entries = lookup(draft, data_filter["developerMetadataLookup"])
        found.extend(entry for entry in entries if entry not in found)
    return found


def _settled(edit: Edit, location: Json) -> Json:
    given = [name for name in ("spreadsheet", "sheetId", "dimensionRange") if name in location]
    if len(given) != 1:
        raise invalid("Developer metadata needs one location.")
    if given == ["spreadsheet"]:
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if given == ["sheetId"]:
        sheet = edit.draft.sheet(location["sheetId"])
        return {"locationType": "SHEET", "sheetId": sheet.id}
    place = location["dimensionRange"]
    if place.get("endIndex", 0) - place.get("startIndex", 0) != 1:
        raise invalid("Developer metadata may only be on a single row or column.")
    sheet = edit.draft.sheet(place.get("sheetId", 0))
    settled = {"startIndex": 0, **place, "sheetId": sheet.id}
    return {"locationType": TYPES[place["dimension"]], "dimensionRange": settled}


HANDLERS: dict[str, Handler] = {
    "createDeveloperMetadata": create_developer_metadata,
    "updateDeveloperMetadata": update_developer_metadata,
    "deleteDeveloperMetadata": delete_developer_metadata,
}
