"""The Drive calls gspread makes: create, list, open, copy and delete files, share them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tests.google.call import Call
from tests.google.errors import ApiError, Json, NotEmulated
from tests.google.fields_mask import cut, parse_mask
from tests.google.world import SPREADSHEET_TYPE, File

DEFAULT_FIELDS = ("kind", "id", "name", "mimeType")

_CONDITION = re.compile(
    r"""\s*(mimeType|name|trashed)\s*=\s*("[^"]*"|'(?:[^'\\]|\\.)*'|true|false)\s*"""
)


def create(call: Call) -> Json:
    if call.body.get("mimeType") != SPREADSHEET_TYPE:
        raise NotEmulated("Drive files other than spreadsheets")
    file = call.world.create(call.body.get("name", "Untitled"), call.user)
    return _sent(call, file)


def copy(call: Call) -> Json:
    source = call.file()
    title = call.body.get("name") or f"Copy of {source.spreadsheet.title}"
    return _sent(call, call.world.new_copy(source, title, call.user))


def get(call: Call) -> Json:
    return _sent(call, _file_or_404(call))


def delete(call: Call) -> Json:
    _file_or_404(call)
    del call.world.files[call.path["fileId"]]
    return {}


def list_files(call: Call) -> Json:
    """The newest change first, as Drive sorts where nothing else is asked for."""
    visible = [f for f in call.world.files.values() if call.user in f.roles]
    found = [f for f in visible if _matches(f, call.one("q"))]
    found.sort(key=lambda f: f.modified, reverse=True)
    message = {
        "kind": "drive#fileList",
        "incompleteSearch": False,
        "files": [file_message(f) for f in found],
    }
    return _cut(call, message)


def list_comments(call: Call) -> Json:
    _file_or_404(call)
    return _cut(call, {"kind": "drive#commentList", "comments": []})


def create_permission(call: Call) -> Json:
    file = _file_or_404(call)
    address = call.body.get("emailAddress", "anyone")
    file.roles[address] = call.body["role"]
    return _cut(call, _permission(address, call.body["role"]))


def list_permissions(call: Call) -> Json:
    file = _file_or_404(call)
    listed = [_permission(address, role) for address, role in file.roles.items()]
    return _cut(call, {"kind": "drive#permissionList", "permissions": listed})


def file_message(file: File) -> Json:
    return {
        "kind": "drive#file",
        "id": file.id,
        "name": file.spreadsheet.title,
        "mimeType": SPREADSHEET_TYPE,
        "createdTime": _stamp(file.created),
        "modifiedTime": _stamp(file.modified),
        "trashed": False,
    }


def _file_or_404(call: Call) -> File:
    """Drive hides what one may not see, where Sheets says 403."""
    file = call.world.files.get(call.path["fileId"])
    if file is None or call.user not in file.roles:
        raise ApiError(404, f"File not found: {call.path['fileId']}.")
    return file


def _sent(call: Call, file: File) -> Json:
    message = file_message(file)
    if call.one("fields"):
        return _cut(call, message)
    return {name: message[name] for name in DEFAULT_FIELDS}


def _cut(call: Call, message: Json) -> Json:
    fields = call.one("fields")
    kept: Json = cut(message, parse_mask(fields)) if fields else message
    return kept


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _permission(address: str, role: str) -> Json:
    kind = "anyone" if address == "anyone" else "user"
    return {"kind": "drive#permission", "id": address, "type": kind, "role": role}


def _matches(file: File, query: str) -> bool:
    for condition in re.split(r"\s+and\s+", query) if query else []:
        match = _CONDITION.fullmatch(condition)
        if not match:
            raise NotEmulated(f"the Drive search {condition!r}")
        wanted = match[2].strip("\"'").replace("\\'", "'")
        has = {"mimeType": SPREADSHEET_TYPE, "name": file.spreadsheet.title, "trashed": "false"}
        if has[match[1]] != wanted:
            return False
    return True
