"""Requests that group rows or columns under a plus sign."""

from __future__ import annotations

from tests.google.errors import Json, NotEmulated, invalid
from tests.google.requests.edit import Edit, Handler
from tests.google.spreadsheet import Sheet

KINDS = {
    "ROWS": ("rowGroups", "rowGroupControlAfter"),
    "COLUMNS": ("columnGroups", "columnGroupControlAfter"),
}


def add_dimension_group(edit: Edit, request: Json) -> Json:
    sheet, groups, place = _of(edit, request["range"])
    depth = 1
    for group in groups:
        overlap = _overlap(group["range"], place)
        if overlap == "apart":
            continue
        if overlap == "within":
            depth = max(depth, group["depth"] + 1)
        else:
            raise NotEmulated("groups that cross or take in another")
    groups.append({"range": place, "depth": depth})
    groups.sort(key=lambda g: (g["range"]["startIndex"], g["depth"]))
    grid = sheet.properties.setdefault("gridProperties", {})
    grid.setdefault(KINDS[place["dimension"]][1], True)
    return {"dimensionGroups": [dict(group) for group in groups]}


def delete_dimension_group(edit: Edit, request: Json) -> Json:
    _, groups, place = _of(edit, request["range"])
    same = [group for group in groups if group["range"] == place]
    if not same:
        if any(_overlap(group["range"], place) != "apart" for group in groups):
            raise NotEmulated("deleting part of a group")
        raise invalid("There is no group over the given range.")
    groups.remove(max(same, key=lambda group: int(group["depth"])))
    return {"dimensionGroups": [dict(group) for group in groups]} if groups else {}


def _of(edit: Edit, place: Json) -> tuple[Sheet, list[Json], Json]:
    sheet = edit.draft.sheet(place.get("sheetId", 0))
    settled = {
        "sheetId": sheet.id,
        "dimension": place["dimension"],
        "startIndex": place.get("startIndex", 0),
        "endIndex": place["endIndex"],
    }
    return sheet, sheet.objects[KINDS[place["dimension"]][0]], settled


def _overlap(group: Json, place: Json) -> str:
    """How a new place lies to a group: apart, within, or across it."""
    if place["endIndex"] <= group["startIndex"] or group["endIndex"] <= place["startIndex"]:
        return "apart"
    is_within = (
        group["startIndex"] <= place["startIndex"] and place["endIndex"] <= group["endIndex"]
    )
    return "within" if is_within else "across"


HANDLERS: dict[str, Handler] = {
    "addDimensionGroup": add_dimension_group,
    "deleteDimensionGroup": delete_dimension_group,
}
