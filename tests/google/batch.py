"""spreadsheets.get, create and batchUpdate, and the metadata look-ups."""

from __future__ import annotations

from typing import Any

from tests.google.call import Call
from tests.google.errors import ApiError, Json, NotEmulated, invalid, not_found
from tests.google.fields_mask import Mask, cut, parse_mask
from tests.google.outgoing import as_sent
from tests.google.reading import spreadsheet_message
from tests.google.requests.edit import Edit
from tests.google.requests.metadata import lookup
from tests.google.requests.registry import REQUESTS
from tests.google.spreadsheet import Spreadsheet
from tests.google.world import File

MOST_REQUESTS = 100_000


def get(call: Call) -> Json:
    file = call.file()
    mask = parse_mask(call.one("fields")) if call.one("fields") else {}
    message = spreadsheet_message(
        file,
        call.user,
        call.now(file.spreadsheet),
        mask=mask,
        ranges=call.query.get("ranges"),
        with_data=call.flag("includeGridData") and not mask,
    )
    kept: Json = cut(message, mask)
    return kept


def create(call: Call) -> Json:
    if set(call.body) - {"properties"}:
        raise NotEmulated("spreadsheets.create with more than properties")
    wished = call.body.get("properties", {})
    file = call.world.create(wished.get("title", "Untitled spreadsheet"), call.user)
    file.spreadsheet.locale = wished.get("locale", file.spreadsheet.locale)
    file.spreadsheet.time_zone = wished.get("timeZone", file.spreadsheet.time_zone)
    return spreadsheet_message(file, call.user, call.now(file.spreadsheet))


def batch_update(call: Call) -> Json:
    """All of it or nothing: the requests change a draft."""
    file = call.file("writer")
    draft = file.spreadsheet.copy()
    edit = Edit(draft, file, call.user, call.now(draft))
    requests = call.body.get("requests", [])
    if not requests:
        raise invalid("Must specify at least one request.")
    if len(requests) > MOST_REQUESTS:
        raise invalid(f"Too many requests: at most {MOST_REQUESTS} are allowed.")
    replies = [apply_request(edit, index, request) for index, request in enumerate(requests)]
    reply: Json = {"spreadsheetId": draft.id, "replies": replies}
    if call.body.get("includeSpreadsheetInResponse"):
        reply["updatedSpreadsheet"] = _updated(call, file, draft)
    file.spreadsheet = draft
    kept: Json = cut(reply, parse_mask(call.one("fields"))) if call.one("fields") else reply
    return kept


def apply_request(edit: Edit, index: int, request: Json) -> Json:
    if len(request) != 1:
        raise invalid(f"Invalid requests[{index}]: exactly one kind of request must be set.")
    ((name, message),) = request.items()
    if name not in REQUESTS:
        raise NotEmulated(f"the request {name}")
    try:
        reply = as_sent(REQUESTS[name](edit, message))
    except KeyError as missing:
        raise invalid(f"Invalid requests[{index}].{name}: {missing} must be set.") from missing
    except ApiError as problem:
        if problem.code == 400:
            problem.message = f"Invalid requests[{index}].{name}: {problem.message}"
        raise
    # deleteDimensionGroup answers with its own name even when nothing is left to say.
    return {name: reply} if reply or name == "deleteDimensionGroup" else {}


def get_metadata(call: Call) -> Json:
    wanted = int(call.path["metadataId"])
    for entry in call.file().spreadsheet.metadata:
        if entry["metadataId"] == wanted:
            sent: Json = as_sent(entry)
            return sent
    raise not_found()


def search_metadata(call: Call) -> Json:
    spreadsheet = call.file().spreadsheet
    matched = []
    for data_filter in call.body.get("dataFilters", []):
        if "developerMetadataLookup" not in data_filter:
            raise NotEmulated("data filters other than a metadata lookup")
        for entry in lookup(spreadsheet, data_filter["developerMetadataLookup"]):
            matched.append({"developerMetadata": as_sent(entry), "dataFilters": [data_filter]})
    return {"matchedDeveloperMetadata": matched} if matched else {}


def _updated(call: Call, file: File, draft: Spreadsheet) -> Json:
    fields: dict[str, Any] = parse_mask(call.one("fields")) if call.one("fields") else {}
    mask: Mask = fields.get("updatedSpreadsheet", {})
    return spreadsheet_message(
        file,
        call.user,
        call.now(draft),
        spreadsheet=draft,
        mask=mask,
        ranges=call.body.get("responseRanges"),
        with_data=bool(call.body.get("responseIncludeGridData")),
    )
