"""Which function answers which of Google's calls; every other one is refused with a 501."""

from __future__ import annotations

from collections.abc import Callable

from tests.google import batch, drive, values
from tests.google.call import Call
from tests.google.errors import Json

Handler = Callable[[Call], Json]

HANDLERS: dict[str, Handler] = {
    "sheets.spreadsheets.get": batch.get,
    "sheets.spreadsheets.create": batch.create,
    "sheets.spreadsheets.batchUpdate": batch.batch_update,
    "sheets.spreadsheets.developerMetadata.get": batch.get_metadata,
    "sheets.spreadsheets.developerMetadata.search": batch.search_metadata,
    "sheets.spreadsheets.values.get": values.get,
    "sheets.spreadsheets.values.batchGet": values.batch_get,
    "sheets.spreadsheets.values.update": values.update,
    "sheets.spreadsheets.values.batchUpdate": values.batch_update,
    "sheets.spreadsheets.values.append": values.append,
    "sheets.spreadsheets.values.clear": values.clear,
    "sheets.spreadsheets.values.batchClear": values.batch_clear,
    "drive.files.create": drive.create,
    "drive.files.copy": drive.copy,
    "drive.files.get": drive.get,
    "drive.files.delete": drive.delete,
    "drive.files.list": drive.list_files,
    "drive.comments.list": drive.list_comments,
    "drive.permissions.create": drive.create_permission,
    "drive.permissions.list": drive.list_permissions,
}
