"""Requests for named ranges."""

from __future__ import annotations

import re

from tests.google.errors import Json, invalid
from tests.google.fields_mask import mask_of, merge
from tests.google.requests.edit import Edit, Handler, find

_NAME = re.compile(r"[A-Za-z_]\w{0,249}")


def add_named_range(edit: Edit, request: Json) -> Json:
    named = _settled(edit, request["namedRange"])
    named.setdefault("namedRangeId", str(edit.draft.new_id()))
    _check_name(edit, named)
    edit.draft.named_ranges.append(named)
    return {"namedRange": named}


def update_named_range(edit: Edit, request: Json) -> Json:
    mask, wished = mask_of(request), request["namedRange"]
    named = _found(edit, wished.get("namedRangeId"))
    merged = _settled(edit, merge(named, wished, mask))
    _check_name(edit, merged)
    named.update(merged)
    return {}


def delete_named_range(edit: Edit, request: Json) -> Json:
    edit.draft.named_ranges.remove(_found(edit, request.get("namedRangeId")))
    return {}


def _found(edit: Edit, wanted: object) -> Json:
    return find(edit.draft.named_ranges, "namedRangeId", wanted, "named range")


def _settled(edit: Edit, named: Json) -> Json:
    sheet, _ = edit.place(named["range"])
    return {**named, "range": {"sheetId": sheet.id, **named["range"]}}


def _check_name(edit: Edit, named: Json) -> None:
    others = [n for n in edit.draft.named_ranges if n["namedRangeId"] != named["namedRangeId"]]
    if not _NAME.fullmatch(named.get("name", "")):
        raise invalid(f"Invalid name: {named.get('name', '')}")
    if any(other["name"].lower() == named["name"].lower() for other in others):
        raise invalid(f"A named range with name {named['name']} already exists.")


HANDLERS: dict[str, Handler] = {
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
}
