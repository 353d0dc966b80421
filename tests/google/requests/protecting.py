"""Requests for protected ranges."""

from __future__ import annotations

from tests.google.errors import Json, NotEmulated, invalid
from tests.google.fields_mask import mask_of, merge
from tests.google.protection import REFUSAL, may_edit
from tests.google.requests.edit import Edit, Handler, find_on_sheets
from tests.google.spreadsheet import Sheet


def add_protected_range(edit: Edit, request: Json) -> Json:
    wished = request["protectedRange"]
    sheet, settled = _settled(edit, wished)
    settled.setdefault("protectedRangeId", edit.draft.new_id())
    taken = [p["protectedRangeId"] for p in sheet.objects["protectedRanges"]]
    if settled["protectedRangeId"] in taken:
        raise invalid(f"A protected range with id {settled['protectedRangeId']} already exists.")
    sheet.objects["protectedRanges"].append(_with_editors(edit, settled))
    # The reply to a warning lists nobody, though a later read does.
    editors = {} if settled.get("warningOnly") else settled.get("editors", {})
    return {"protectedRange": {**settled, "requestingUserCanEdit": True, "editors": editors}}


def update_protected_range(edit: Edit, request: Json) -> Json:
    mask, wished = mask_of(request), request["protectedRange"]
    sheet, protected = _found(edit, wished.get("protectedRangeId"))
    _, merged = _settled(edit, merge(protected, wished, mask))
    objects = sheet.objects["protectedRanges"]
    objects[objects.index(protected)] = _with_editors(edit, merged)
    return {}


def delete_protected_range(edit: Edit, request: Json) -> Json:
    sheet, protected = _found(edit, request.get("protectedRangeId"))
    sheet.objects["protectedRanges"].remove(protected)
    return {}


def _found(edit: Edit, wanted: object) -> tuple[Sheet, Json]:
    sheet, protected = find_on_sheets(
        edit.draft, "protectedRanges", "protectedRangeId", wanted, "protected range"
    )
    if not may_edit(protected, edit.file, edit.user):
        raise invalid(REFUSAL)
    return sheet, protected


def _settled(edit: Edit, protected: Json) -> tuple[Sheet, Json]:
    """The range stays as it was given: without ends it is the whole tab, however it grows."""
    if "range" not in protected:
        raise NotEmulated("protecting a named range or a table")
    if protected.get("warningOnly") and protected.get("editors"):
        raise invalid("ProtectedRange is warningOnly. Editors cannot be set on it.")
    sheet = edit.draft.sheet(protected["range"].get("sheetId", 0))
    sheet.area(protected["range"])
    kept = {k: v for k, v in protected.items() if k != "requestingUserCanEdit"}
    return sheet, {**kept, "range": {"sheetId": sheet.id, **protected["range"]}}


def _with_editors(edit: Edit, protected: Json) -> Json:
    """Who protects a range, and the owner, may always edit it."""
    owners = [who for who, role in edit.file.roles.items() if role == "owner"]
    users = dict.fromkeys([*protected.get("editors", {}).get("users", []), edit.user, *owners])
    return {**protected, "editors": {**protected.get("editors", {}), "users": list(users)}}


HANDLERS: dict[str, Handler] = {
    "addProtectedRange": add_protected_range,
    "updateProtectedRange": update_protected_range,
    "deleteProtectedRange": delete_protected_range,
}
